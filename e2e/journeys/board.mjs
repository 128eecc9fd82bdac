// The coordinator's board over the sample zone, whose figures are known: the article's numbers, the rows behind one, what is left out
// and why; other days and scopes; a workbook of indicators with a mistake; and the sample goes as it came.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { kept } from '../lib/batches.mjs';
import { emptyReport } from '../lib/board.mjs';
import { FIGURES } from '../lib/golden.mjs';
import { A4, readPdf } from '../lib/pdf.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { seen } from '../lib/screens.mjs';
import { parts, sheets } from '../lib/sheets.mjs';
import { workbook } from '../lib/workbook.mjs';
import { packInClear } from '../lib/zones.mjs';

export const name = 'The board shows the sample zone’s figures, and what each is made of';

/** How many figures stand on the board beside the forty-two, and some of them. */
const BESIDES = 29;
const OTHERS = {
  ledgers_active: '159', ledgers_canvassed_pct: '100.0', ledgers_clean_pct: '100.0', ledgers_fresh_pct: '50.3', approvals_running: '4', approvals_overdue: '0',
  materials_cut: '48', needs_overdue: '31', needs_reopened_pct: '2.8', enterprises_unvisited: '102', meetings_held: '21', talent_matched_pct: '30.0',
  enterprises_never_invited: '140', group_enterprises_mean: '25.3', group_needs_mean: '4.8', talent_days_median: '45.0', talents_stale: '0', talent_refusals: '0',
};
/** Every chart, with how many bars it has. */
const CHARTS = {
  coverage_by_area: 6, approvals_before_after: 4, needs_by_category: 6, needs_by_area: 6, needs_by_level: 3, visits_by_week: 13, talent_by_level: 3, invest_by_stage: 6,
  invest_by_source: 5, approvals_by_measure: 4, alliances: 5, visits_by_quarter: 4, meetings_by_quarter: 4, zone_activities_by_month: 12, talent_by_field_and_level: 4,
  service_group_load: 6, zone_participants_by_month: 12,
};

/** The properties of lists that say who somebody is or what they are called by; and of how many people the sample has both. */
const OF_PEOPLE = ['contact_name', 'contact_phone', 'display_name', 'phone'];
const NAMED = 59 + 8;

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const coordinator = new Person(await stage.device('board-desk'));
  await coordinator.open(server.address, '#/dashboard');
  const { page } = coordinator;
  const figure = (key) => page.locator(`[data-figure="${key}"]`);
  const is = (key, value) => eventually(async () => assert.equal(await figure(key).getAttribute('data-value'), value, key), { within_ms: 60_000 });
  const speak = async (language) => {
    await coordinator.go('#/settings');
    await coordinator.touch(page.locator(`.choice[data-value="${language}"]`));
    await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
  };
  const day = async (text) => {
    await page.locator('[data-input="board-day"]').fill(text);
    await page.locator(`[data-as-of="${text}"]`).waitFor({ timeout: 60_000 });
  };
  /** What paper has of the board: its sheets, and its text without blanks. */
  const printed = async () => {
    await page.evaluate(() => { window.printed = false; window.print = () => { window.printed = true; }; });
    await coordinator.tap('print-board');
    assert.ok(await page.evaluate(() => window.printed));
    const { pages, text } = readPdf(await page.pdf({ preferCSSPageSize: true, printBackground: false }));
    return { pages, text: text.replaceAll(/\s/g, '') };
  };

  await stage.shows('an empty ledger offers the sample zone, which is marked as one', async () => {
    await coordinator.action('load-sample').waitFor({ timeout: 60_000 });
    await seen(page, 'board-empty');
    await coordinator.tap('load-sample');
    await page.locator('[data-sample="shown"]').waitFor({ timeout: 60_000 });
    await figure('instructors').waitFor({ timeout: 120_000 });
  });

  await stage.shows('story 18: with the date at 2023-10-31 the board shows the figures of the golden data', async () => {
    await day('2023-10-31');
    for (const [key, value] of Object.entries(FIGURES)) await is(key, value);
    // The forty-two, and those that the systems ask for besides.
    assert.equal(Object.keys(FIGURES).length, 42);
    assert.equal(await page.locator('[data-figure]').count(), 42 + BESIDES);
    for (const [key, value] of Object.entries(OTHERS)) await is(key, value);
    assert.equal(await page.locator('[data-caveat]').count(), 0);
    await seen(page, 'board');
  });

  await stage.shows('under each figure stands how it changed in a month and in a year, and in it what it means in words', async () => {
    const told = async (key, before) => assert.deepEqual((await figure(key).locator('.figure__before').innerText()).match(/[+\-−±]?\d[\d.]*|—/g), before, key);
    // Against 30 September and 31 October of the year before, by the same rows: one enterprise was referred in October and 17 in the year.
    await told('referral_enterprises', ['+1', '+17']);
    await told('problems_solved', ['0', '+8']);
    await told('jobs_solved', ['0', '+155']);
    await told('alliances', ['0', '0']);
    await coordinator.touch(figure('problems_solved'));
    const words = page.locator('[data-behind="problems_solved"] .behind__formula');
    await words.waitFor({ timeout: 60_000 });
    assert.equal((await words.innerText()).trim(), '已办结、企业已确认且办结日期不晚于当日的问题数');
    await coordinator.tap('close-figure');
  });

  await stage.shows('story 18: tapping 33.5 lists the 24 matters with their pauses and holidays', async () => {
    await coordinator.touch(figure('approval_mean_current'));
    const behind = page.locator('[data-behind="approval_mean_current"]');
    await behind.waitFor({ timeout: 60_000 });
    assert.equal(await behind.getAttribute('data-included'), '24');
    assert.equal(await behind.locator('[data-included-row]').count(), 24);
    const said = await behind.locator('[data-included-row] td:nth-child(7)').allInnerTexts();
    assert.equal(said.filter((text) => /^\d{4}-\d\d-\d\d – \d{4}-\d\d-\d\d$/.test(text)).length, 8, said.join('|'));
    const heads = await behind.locator('table').first().locator('thead th').allInnerTexts();
    const holidays = heads.findIndex((head) => head.includes('节假日'));
    const within = await behind.locator(`[data-included-row] td:nth-child(${holidays + 1})`).allInnerTexts();
    assert.ok(within.some((text) => /^\d+$/.test(text) && Number(text) > 0), `${heads.join('|')}: ${within.join('|')}`);
    assert.equal(await behind.locator('[data-reason="approval_counted"]').getAttribute('data-count'), '5');
    await seen(page, 'board-behind');
    await coordinator.tap('close-figure');
  });

  await stage.shows('who was never invited to a salon or a meeting is listed, and of who was, since when', async () => {
    await coordinator.touch(figure('enterprises_never_invited'));
    const behind = page.locator('[data-behind="enterprises_never_invited"]');
    await behind.waitFor({ timeout: 60_000 });
    assert.equal(await behind.getAttribute('data-included'), '140');
    // Twelve who were, and eight that are gone.
    assert.equal(await behind.getAttribute('data-left-out'), '20');
    assert.match(await behind.locator('[data-left-out-row][data-why="ended"]').first().innerText(), /2021-01-15/);
    await seen(page, 'board-never-invited');
    await coordinator.tap('close-figure');
  });

  await stage.shows('who was not visited for 60 days is listed one by one, and who was is left out', async () => {
    await coordinator.touch(figure('enterprises_unvisited'));
    const behind = page.locator('[data-behind="enterprises_unvisited"]');
    await behind.waitFor({ timeout: 60_000 });
    assert.deepEqual([await behind.getAttribute('data-included'), await behind.getAttribute('data-left-out')], ['102', '50']);
    assert.ok((await behind.locator('[data-included-row] [data-action="open"]').count()) > 0);
    assert.match(await behind.locator('[data-reason="taken-off-enterprises_visited"]').innerText(), /已计入“近 60 天走访的企业” · 50/);
    await seen(page, 'board-unvisited');
    await coordinator.tap('close-figure');
  });

  await stage.shows('the board is printed on upright A4 with its figures, its day and its class, and without what is only to be tapped', async () => {
    const { pages, text } = await printed();
    for (const sheet of pages) assert.deepEqual([Math.round(sheet.width), Math.round(sheet.height)], [A4.width, A4.height]);
    assert.ok(pages.length <= 8, `${pages.length} pages`);
    for (const said of ['33.5', '60天未走访企业', '2023年10月31日', '数据分级·内部']) assert.ok(text.includes(said), said);
    for (const button of ['返回', '关闭', '存为图片']) assert.ok(!text.includes(button), button);
  });

  await stage.shows('no name and no number of anybody in the lists stands on it, even while a figure is open that shows them', async () => {
    await coordinator.go('#/ledger');
    await coordinator.tap('open-export');
    await page.locator('input[data-input="purpose"]').fill('核对');
    const book = sheets(fs.readFileSync(await kept(await coordinator.download('make-export'), room, 'lists')));
    const columns = book['字段说明'].filter((field) => OF_PEOPLE.includes(field['字段名']));
    const people = new Set(columns.flatMap((field) => book[field['工作表']].map((row) => row[field['列']])).filter(Boolean));
    assert.equal(people.size, 2 * NAMED);
    await coordinator.go('#/dashboard');
    await day('2023-10-31');
    await is('lanhuo_doctors', FIGURES.lanhuo_doctors);
    await coordinator.touch(figure('lanhuo_doctors'));
    const behind = page.locator('[data-behind="lanhuo_doctors"]');
    await behind.waitFor({ timeout: 60_000 });
    const onScreen = await behind.innerText();
    const { text } = await printed();
    assert.ok([...people].some((said) => onScreen.includes(said)), onScreen);
    assert.deepEqual([...people].filter((said) => text.includes(said)), []);
    await coordinator.tap('close-figure');
  });

  await stage.shows('a row leads to its page, and a figure that is worked out to those it is worked out from', async () => {
    await coordinator.touch(figure('approval_cut_pct'));
    await coordinator.touch(page.locator('[data-action="open-part"][data-part="approval_mean_baseline"]'));
    const row = page.locator('[data-behind="approval_mean_baseline"] [data-included-row] [data-action="open"]').first();
    await row.waitFor({ timeout: 60_000 });
    const entity = await row.getAttribute('data-entity');
    await coordinator.touch(row);
    await eventually(async () => assert.match(await coordinator.route(), new RegExp(`#/ledger/approvals/${entity}`)));
    await coordinator.go('#/dashboard');
  });

  await stage.shows('another day and another area have figures of their own', async () => {
    await day('2023-11-30');
    await is('problems_solved', '110');
    await is('landed_growth_pct', '46.15');
    await day('2023-10-31');
    await page.locator('[data-scope="area"]').selectOption('area_1');
    await is('enterprises_eligible', '16');
    await page.locator('[data-figure="training_sessions"] [data-caveat="unscoped"]').waitFor();
    await seen(page, 'board-area');
    await page.locator('[data-scope="area"]').selectOption('');
    await is('enterprises_eligible', '95');
  });

  await stage.shows('so have a service group, which is called by its name, and a chain; two narrow together', async () => {
    const groups = page.locator('[data-scope="service_group"]');
    const names = (await groups.locator('option').allInnerTexts()).slice(1);
    assert.deepEqual(names, [1, 2, 3, 4, 5, 6].map((number) => `样例service_group${number}`));
    await groups.selectOption({ label: names[0] });
    await is('enterprises_eligible', '16');
    await seen(page, 'board-group');
    await page.locator('[data-scope="chain"]').selectOption('chain_textile');
    await eventually(async () => assert.ok(Number(await figure('enterprises_eligible').getAttribute('data-value')) < 16));
    await groups.selectOption('');
    await is('problems_solved', '11');
    // Social organisations have no chain: the shares are of enterprises, and say so.
    await is('ledgers_active', '16');
    await is('ledgers_canvassed_pct', '100.0');
    await figure('ledgers_canvassed_pct').locator('[data-caveat="partly"]').waitFor();
    await seen(page, 'board-chain');
    await page.locator('[data-scope="chain"]').selectOption('');
    await is('enterprises_eligible', '95');
  });

  await stage.shows('above the assignments stand the instructors of today with whom each serves, and whoever has nobody', async () => {
    await coordinator.go('#/ledger/assignments');
    const section = page.locator('[data-section="instructors"]');
    await section.waitFor({ timeout: 60_000 });
    assert.ok(Number(await section.getAttribute('data-count')) >= 274);
    await coordinator.touch(section.locator('[data-action="instructors"]'));
    const first = section.locator('[data-instructor]').first();
    await first.locator('a').first().waitFor();
    assert.equal(await section.getAttribute('data-without'), '0');
    await seen(page, 'instructors');
    await coordinator.go('#/dashboard');
    await day('2023-10-31');
    await is('enterprises_eligible', '95');
  });

  await stage.shows('a pack for one area has the enterprises of that area and what belongs to them, and no other’s contacts', async () => {
    await coordinator.go('#/ledger');
    await page.locator('[data-input="pack-portion"]').selectOption('area area_2');
    const pack = await kept(await packInClear(coordinator), room, 'part');
    const { lists } = JSON.parse(fs.readFileSync(pack, 'utf8')).body;
    const rows = (list) => lists.find((one) => one.list === list)?.snapshot.entities ?? [];
    const firms = rows('enterprises').map((row) => JSON.stringify(row));
    assert.ok(firms.length > 0 && firms.length < 160 && firms.every((row) => /"area_2"/.test(row) && !/"area_1"/.test(row)), `${firms.length}`);
    assert.ok(rows('visits').length > 0 && rows('visits').length < 285, `${rows('visits').length} visits`);
    assert.equal(rows('platforms').length, 29);
    await coordinator.go('#/dashboard');
    await day('2023-10-31');
    await is('enterprises_eligible', '95');
  });

  await stage.shows('a few people of a part of the zone do not go on paper, and changes that would tell them do not either', async () => {
    await page.locator('[data-scope="area"]').selectOption('area_1');
    await is('enterprises_eligible', '16');
    const few = page.locator('[data-figure] .figure__value:has(.told)').first();
    await few.waitFor({ timeout: 60_000 });
    assert.doesNotMatch(await few.innerText(), /<5/);
    const card = page.locator('[data-figure]:has(.figure__value .told)').first();
    await page.emulateMedia({ media: 'print' });
    const instead = await page.locator('.figure__value .told-less').allInnerTexts();
    assert.ok(instead.length > 0 && instead.every((said) => ['<5', '*'].includes(said)) && instead.includes('<5'), `${instead}`);
    assert.equal((await card.locator('.figure__before').innerText()).trim(), '');
    await page.emulateMedia({ media: null });
    await page.locator('[data-scope="area"]').selectOption('');
    await is('enterprises_eligible', '95');
    assert.equal(await page.locator('.figure__value .told').count(), 0);
  });

  await stage.shows('an empty report is brought once: its cells are recognised, one more is said, and it is kept', async () => {
    await coordinator.give('report', emptyReport());
    const cells = page.locator('[data-cells]');
    await cells.waitFor({ timeout: 60_000 });
    assert.equal(await cells.getAttribute('data-cells'), '10');
    const wanted = (cell) => page.locator(`[data-cell="${cell}"]`).getAttribute('data-wanted');
    assert.deepEqual(
      [await wanted('B1'), await wanted('C3'), await wanted('D3'), await wanted('E3'), await wanted('C4')],
      ['@day', 'problems_solved', 'problems_solved@year-before', 'problems_solved@year-growth', 'under_construction_invest_yi'],
    );
    await coordinator.tap('other-cells');
    const own = page.locator('[data-cell="C6"]');
    await own.locator('[data-input="report-figure"]').selectOption('training_sessions');
    await own.locator('[data-input="report-span"]').selectOption({ index: 3 });
    await eventually(async () => assert.equal(await wanted('C6'), 'training_sessions@month-change'));
    await seen(page, 'board-report');
    await coordinator.tap('keep-report');
    await page.locator('[data-status="report-kept"]').waitFor({ timeout: 60_000 });
  });

  await stage.shows('from then on one tap fills it, in the unit that it names, and all else stays', async () => {
    await coordinator.go('#/ledger');
    await coordinator.go('#/dashboard');
    await page.locator('[data-report="园区月报.xlsx"]').waitFor({ timeout: 60_000 });
    await day('2023-10-31');
    const file = await kept(await coordinator.download('fill-report'), room, 'report');
    assert.match(file, /园区月报_2023-10-31_内部-已填\.xlsx$/);
    assert.equal(await page.locator('[data-status="report-filled"]').getAttribute('data-cells'), '11');
    const sheet = parts(fs.readFileSync(file))['xl/worksheets/sheet2.xml'].toString('utf8');
    const value = (cell) => sheet.match(new RegExp(`r="${cell}"[^>]*>(.*?)</c>`))?.[1].replace(/<[^>]*>/g, '');
    assert.deepEqual([value('B1'), value('C3'), value('C4'), value('C5'), value('A6')], ['2023-10-31', '108', '700000', '109', '4.企业家沙龙']);
    assert.equal(Number(value('E3')).toFixed(2), ((108 / Number(value('D3')) - 1) * 100).toFixed(2));
    await seen(page, 'board-report-filled');
    await coordinator.tap('forget-report');
    await page.locator('[data-report]').waitFor({ state: 'detached' });
  });

  await stage.shows('a file that is no workbook and one without blank cells are refused, each for its reason', async () => {
    await coordinator.give('report', { name: '月报.xlsx', mimeType: 'text/plain', buffer: Buffer.from('月报') });
    await page.locator('[data-status="report-unreadable"]').waitFor({ timeout: 60_000 });
    await coordinator.give('report', workbook('空表.xlsx', { 空: [] }));
    await page.locator('[data-status="report-no-cells"]').waitFor({ timeout: 60_000 });
  });

  await stage.shows('a chart goes into somebody’s text as a picture', async () => {
    const chart = page.locator('[data-chart="coverage_by_area"]');
    const [download] = await Promise.all([page.waitForEvent('download'), coordinator.touch(chart.locator('[data-action="save-chart"]'))]);
    assert.equal(download.suggestedFilename(), '各片区组织覆盖_2023-10-31_内部.png');
    const picture = fs.readFileSync(await download.path());
    assert.equal(picture.subarray(1, 4).toString(), 'PNG');
    assert.equal(picture.readUInt32BE(16), 1920);
    fs.copyFileSync(await download.path(), 'e2e/out/pictures/board-chart.png');
  });

  await stage.shows('every chart is drawn, and a tap puts its table below it: fields and levels in words, a number for every part', async () => {
    const all = await page.locator('[data-chart]').evaluateAll((charts) => charts.map((chart) => chart.dataset.chart));
    assert.deepEqual(all.toSorted(), Object.keys(CHARTS).toSorted());
    for (const [chart, bars] of Object.entries(CHARTS)) {
      const one = page.locator(`[data-chart="${chart}"]`);
      assert.equal(await one.locator('[data-bar]').count(), bars, chart);
      const numbers = await one.locator('.chart__number').allInnerTexts();
      const drawn = await one.locator('.chart__drawing:not(.told-less) rect').count();
      assert.equal(drawn, numbers.filter((said) => said !== '—').length, `${chart}: a bar for each number`);
    }
    const matrix = page.locator('[data-chart="talent_by_field_and_level"]');
    const size = () => matrix.locator('.chart__numbers').evaluate((table) => table.getBoundingClientRect().width);
    assert.ok((await size()) < 10);
    await seen(page, 'board-charts');
    await coordinator.tap('chart-tables');
    await eventually(async () => assert.ok((await size()) > 200));
    assert.equal(await matrix.locator('.chart__legend li').count(), 3);
    assert.equal(await matrix.locator('.chart__number').count(), 12);
    assert.ok((await matrix.locator('tbody th').allInnerTexts()).some((field) => field.includes('纺织')));
    await matrix.scrollIntoViewIfNeeded();
    await seen(page, 'board-tables');
    await coordinator.tap('chart-tables');
  });

  await stage.shows('the workbook of indicators is taken out, and brought back; another file is refused', async () => {
    const file = await kept(await coordinator.download('take-indicators'), room);
    await coordinator.give('indicators', file);
    await page.locator('[data-status="indicators-used"]').waitFor({ timeout: 60_000 });
    await page.locator('[data-section="indicators"][data-own="true"]').waitFor({ timeout: 60_000 });
    await is('instructors', '274');
    // A coordinator adds a figure of their own, and a chart of it.
    const book = sheets(fs.readFileSync(file));
    const table = ([name, rows]) => {
      const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      return [name, [columns, ...rows.map((row) => columns.map((column) => row[column] ?? null))]];
    };
    book.indicators.push({ name: 'own_staff', group: 'staff', 'label::中文 (zh)': '在业企业从业人员', 'formula::中文 (zh)': '在业企业从业人员之和', 'unit::中文 (zh)': '人', list: 'enterprises', conditions: 'enterprise_active', aggregate: 'sum', value: 'employees' });
    book.charts.push({ name: 'own_chart', 'label::中文 (zh)': '从业人员按片区', indicators: 'own_staff', by: 'area', words: 'area' });
    await coordinator.give('indicators', workbook('指标.xlsx', Object.fromEntries(Object.entries(book).map(table))));
    await figure('own_staff').waitFor({ timeout: 60_000 });
    assert.equal(await page.locator('[data-figure]').count(), 42 + BESIDES + 1);
    assert.ok(Number(await figure('own_staff').getAttribute('data-value')) > 152 * 8);
    const bars = await page.locator('[data-chart="own_chart"] .chart__number').allInnerTexts();
    assert.equal(bars.map((text) => Number(text.replace(/[^\d]/g, ''))).reduce((sum, value) => sum + value), Number(await figure('own_staff').getAttribute('data-value')));
    await is('instructors', '274');
    await seen(page, 'board-own');
    await coordinator.give('indicators', workbook('指标.xlsx', { indicators: [['name', 'aggregate'], ['1x', 'total']] }));
    const faults = page.locator('[data-status="indicators-faults"] [data-fault]');
    await faults.first().waitFor({ timeout: 60_000 });
    assert.ok((await faults.count()) >= 4);
    await coordinator.give('indicators', { name: '指标.xlsx', mimeType: 'text/plain', buffer: Buffer.from('指标') });
    await page.locator('[data-status="indicators-unreadable"]').waitFor({ timeout: 60_000 });
    await is('instructors', '274');
    await coordinator.tap('shipped-indicators');
    await page.locator('[data-section="indicators"][data-own="false"]').waitFor({ timeout: 60_000 });
  });

  await stage.shows('in English the same board reads in English', async () => {
    await speak('en');
    await coordinator.go('#/dashboard');
    await figure('instructors').waitFor({ timeout: 60_000 });
    assert.match(await figure('instructors').innerText(), /Instructors/);
    await coordinator.touch(figure('problems_solved'));
    await page.locator('[data-behind="problems_solved"] .behind__formula').getByText('Needs that are closed, confirmed by the enterprise and solved by the day').waitFor({ timeout: 60_000 });
    await coordinator.tap('close-figure');
    await seen(page, 'board-en');
    await speak('zh-CN');
  });

  await stage.shows('one tap removes the sample, and nothing of it is left', async () => {
    await coordinator.tap('remove-sample');
    await page.locator('[data-sample="shown"]').waitFor({ state: 'detached', timeout: 60_000 });
    await coordinator.ready();
    await coordinator.go('#/ledger');
    await coordinator.action('load-sample').waitFor({ timeout: 60_000 });
    const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    assert.deepEqual(names.filter((name) => name.endsWith('-9000')), []);
  });
}
