// Last year's ledger, as an office has it, brought into the ledger: a workbook with merged headings and ruined codes, a
// delimited text in GB18030; the report of what is wrong, and a template for who has no table yet.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { violations } from '../lib/axe.mjs';
import { kept } from '../lib/batches.mjs';
import { places, profileOf } from '../lib/database.mjs';
import { register } from '../lib/enterprise.mjs';
import { officeTable } from '../lib/office.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { cellsOf, looks } from '../lib/sheets.mjs';

export const name = "Last year's ledger comes in from a table";

const table = (file) => fileURLToPath(new URL(`../tables/${file}`, import.meta.url));
/** A published example of the code, which the workbook has too. */
const KNOWN = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
/** Of the person whose row has one. */
const IDENTITY_NUMBER = '652801199001011234';
/** Behind a cell that has an error. */
const WRONG = 'FFF8CBAD';

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const desk = await stage.device('legacy');
  const coordinator = new Person(desk);
  const { page } = coordinator;

  /** Hands a file over on the import page and goes on to its columns. */
  const mapped = async (file) => {
    await coordinator.go('#/');
    await coordinator.go('#/import');
    await coordinator.give('batch', [file]);
    await coordinator.tap('map-table');
    await page.locator('[data-mapped]').waitFor();
  };
  const question = (column) => page.locator(`[data-column="${column}"]`).getAttribute('data-question');
  const checked = async () => {
    await coordinator.tap('check-table');
    const status = page.locator('[data-status="checked"]');
    await status.waitFor({ timeout: 60_000 });
    const counts = {};
    for (const count of ['new', 'updated', 'same', 'doubtful', 'wrong']) counts[count] = Number(await status.getAttribute(`data-${count}`));
    return counts;
  };
  const problems = async (row) => {
    const found = page.locator(`tr[data-row="${row}"]`);
    return found.evaluateAll((rows) => rows.map((told) => told.dataset.problem));
  };
  const enterprises = async () => {
    await coordinator.go('#/ledger');
    await page.locator('[data-entity]').first().waitFor();
    return page.locator('[data-entity]').count();
  };

  await stage.shows('a ledger with one enterprise is there', async () => {
    await register(coordinator, server.address, KNOWN);
    assert.equal(await enterprises(), 1);
  });
  await stage.shows('story 17: an Excel ledger with a header row of merged cells leads to a mapping page with most columns matched', async () => {
    await mapped(table('ledger-2022.xlsx'));
    const expected = {
      A: '', B: 'ent_name', C: 'uscc_input', D: 'ownership', E: 'industry_division', F: 'area', G: 'address', H: 'has_premises',
      I: 'premises_kind', J: 'has_staff', K: 'has_operation', L: 'employees', M: 'revenue_wan', N: 'contact_name', O: 'contact_phone',
      P: '', Q: 'founded_on',
    };
    for (const [column, name] of Object.entries(expected)) assert.equal(await question(column), name, column);
    await coordinator.sees('联系人 / 姓名');
    await coordinator.sees('数值除以 10000');
    await take(page, 'table-columns');
  });
  await stage.shows('a column of identity numbers is left out, and nobody can take it in', async () => {
    await page.locator('[data-column="P"] [data-refused]').waitFor();
    assert.equal(await page.locator('[data-column="P"] select').count(), 0);
    assert.ok(!(await page.locator('main').textContent()).includes(IDENTITY_NUMBER));
  });
  await stage.shows('story 17: the ruined codes are listed as 错误, not guessed', async () => {
    const counts = await checked();
    assert.deepEqual(await problems(6), ['digits-lost']);
    await coordinator.sees('编号已被表格软件改成数字');
    assert.match(await page.locator('tr[data-row="6"]').textContent(), /C 列.*错误/s);
    // A contact needs the notice, which the table knows nothing of.
    assert.deepEqual(await problems(5), ['required']);
    assert.deepEqual(await problems(9), []);
    assert.deepEqual(counts, { new: 2, updated: 1, same: 0, doubtful: 1, wrong: 2 });
    await take(page, 'table-checked');
  });
  await stage.shows('what the table has no column for is answered once for all its rows', async () => {
    await page.locator('[data-constant="notice_given"] select').selectOption('yes');
    const counts = await checked();
    assert.deepEqual(await problems(5), []);
    // Two rows of one enterprise: the second is told, and not joined to the first.
    assert.deepEqual(await problems(9), ['same-as-row']);
    assert.deepEqual(counts, { new: 2, updated: 1, same: 0, doubtful: 1, wrong: 2 });
  });
  await stage.shows('what is doubtful waits for a reason', async () => {
    assert.deepEqual(await problems(10), ['doubtful']);
    await page.locator('[data-input="reason"]').fill('与执照核对过');
    await coordinator.tap('confirm-doubts');
    await page.locator('[data-status="checked"][data-doubtful="0"]').waitFor({ timeout: 60_000 });
  });
  let report = '';
  await stage.shows('the error report has the bad rows alone, and can be handed over again once they are mended', async () => {
    report = await kept(await coordinator.download('report'), room, 'report');
    assert.match(report, /错误报告\.xlsx$/);
  });
  await stage.shows('in it the cells with an error are red and nothing else is, with the reason beside them', () => {
    const bytes = fs.readFileSync(report);
    const [[sheet, { fills }]] = Object.entries(looks(bytes, report));
    const cells = cellsOf(bytes, sheet);
    const below = (named) => Object.fromEntries(Object.entries(named).filter(([cell]) => !/^[A-Z]+1$/.test(cell)));
    assert.deepEqual(Object.keys(below(cells)).filter((cell) => cell.startsWith('A')).map((cell) => cells[cell]), ['6', '9'], 'the rows of the table');
    const [code] = Object.keys(cells).filter((cell) => /^[A-Z]+1$/.test(cell) && cells[cell].includes('信用代码')).map((cell) => cell.replace('1', ''));
    // The reason, and the cell that it is about: the ruined code. That another row says the same is about no cell.
    assert.deepEqual(below(fills), { B2: WRONG, [`${code}2`]: WRONG, B3: WRONG });
    assert.match(cells.B2, /编号已被表格软件改成数字/);
  });
  await stage.shows('the good rows go into the ledger together, and the bad ones stay out', async () => {
    await coordinator.tap('import-table');
    const done = page.locator('[data-status="imported"]');
    await done.waitFor({ timeout: 60_000 });
    assert.deepEqual([await done.getAttribute('data-new'), await done.getAttribute('data-updated')], ['3', '1']);
    await take(page, 'table-imported');
    assert.equal(await enterprises(), 4);
    await coordinator.sees('样例化工（新疆）有限公司');
  });
  await stage.shows('an enterprise that was known has its new figures, and its history says from which row', async () => {
    await page.locator('[data-entity]', { hasText: KNOWN.name }).locator('[data-action="open"]').click();
    await coordinator.sees('66');
    await coordinator.sees('ledger-2022.xlsx / 企业台账 / 7');
  });
  await stage.shows('nothing that is stored has the identity number', async () => {
    const { stores, local } = await profileOf(page);
    const rows = Object.values(stores).flat().map(([, bytes]) => Buffer.from(bytes, 'base64').toString());
    assert.ok(rows.length > 20 && ![...rows, JSON.stringify(local)].some((text) => text.includes(IDENTITY_NUMBER)));
  });
  await stage.shows('a table of the same shape is matched as it was, and says nothing new', async () => {
    await mapped(table('ledger-2022.xlsx'));
    await page.locator('[data-recalled]').waitFor();
    const counts = await checked();
    // Known by what they say, the doubtful one too, which came in with its reason.
    assert.deepEqual(counts, { new: 0, updated: 0, same: 4, doubtful: 0, wrong: 2 });
    assert.ok(await page.locator('[data-action="import-table"]').isDisabled());
  });
  await stage.shows('the report itself is a table: its columns are known', async () => {
    await mapped(report);
    await page.locator('[data-recalled]').waitFor();
    assert.equal(await page.locator('[data-rows]').getAttribute('data-rows'), '2');
    assert.deepEqual((await checked()).wrong, 1, 'the row that was twice is new alone');
  });
  await stage.shows('story 17: GB18030 text is read, and its code in scientific notation is 错误', async () => {
    await mapped(table('ledger-2022.csv'));
    await coordinator.sees('样例织造有限公司');
    assert.equal(await question('B'), 'uscc_input');
    const counts = await checked();
    assert.deepEqual(counts, { new: 1, updated: 0, same: 0, doubtful: 0, wrong: 1 });
    assert.deepEqual(await problems(3), ['digits-lost']);
    await coordinator.tap('import-table');
    await page.locator('[data-status="imported"][data-new="1"]').waitFor({ timeout: 60_000 });
    assert.equal(await enterprises(), 5);
  });
  await stage.shows('the number of a person that stands in a text comes in covered, and that is said', async () => {
    const covered = path.join(room, 'ledger-2023.csv');
    const row = ['样例针织有限公司', '916528991221571451', '私营', 'C17 纺织业', '一片区', `样例路2号 ${IDENTITY_NUMBER}`, '无', '有', '√', '今年'];
    fs.writeFileSync(covered, `企业名称,信用代码,企业性质,行业大类,片区,详细地址,固定场所,有无从业人员,正常经营,备注\n${row.join(',')}\n`);
    await mapped(covered);
    assert.deepEqual(await checked(), { new: 1, updated: 0, same: 0, doubtful: 0, wrong: 0 });
    assert.deepEqual(await problems(2), ['covered']);
    await take(page, 'table-covered');
    await coordinator.tap('import-table');
    await page.locator('[data-status="imported"][data-new="1"]').waitFor({ timeout: 60_000 });
    assert.equal(await enterprises(), 6);
    assert.deepEqual(await places(page, IDENTITY_NUMBER), []);
    assert.ok((await places(page, '样例路2号 **************1234')).length > 0);
  });
  await stage.shows('a template is handed out, and comes back filled', async () => {
    await coordinator.go('#/import');
    const template = await kept(await coordinator.download('template'), room, 'template');
    assert.match(template, /企业登记-模板\.xlsx$/);
    assert.ok(fs.statSync(template).size > 4000);
    const bytes = fs.readFileSync(template);
    const found = looks(bytes, template);
    const [filled] = Object.keys(found);
    const { offered } = found[filled];
    assert.ok(Object.keys(offered).length >= 8, `${Object.keys(offered).length} columns with a drop-down`);
    // Each offers what stands under its own name among the choices, all of it.
    for (const [cells, from] of Object.entries(offered)) {
      const [, sheet, column, first, last] = from.match(/^'(.+)'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)$/);
      const choices = cellsOf(bytes, sheet);
      const title = cellsOf(bytes, filled)[`${cells.match(/^[A-Z]+/)[0]}1`].replace(/\*$/, '');
      assert.equal(choices[`${column}1`], title);
      for (let row = Number(first); row <= Number(last); row += 1) assert.ok(choices[`${column}${row}`], `${title} ${row}`);
      assert.equal(choices[`${column}${Number(last) + 1}`] ?? '', '', title);
    }
    const all = cellsOf(bytes, filled);
    const area = Object.keys(all).find((cell) => /^[A-Z]+1$/.test(cell) && all[cell].startsWith('所属片区'));
    assert.ok(Object.keys(offered).some((cells) => cells.startsWith(area.replace('1', '2:'))), `${area} among ${Object.keys(offered)}`);
    await mapped(template);
    assert.equal(await page.locator('[data-column][data-question=""]').count(), 0);
    assert.deepEqual(await checked(), { new: 0, updated: 0, same: 0, doubtful: 0, wrong: 0 }, 'examples are no rows');
  });
  await stage.shows('both pages of a table have what screen readers and keyboards need, held either way, in both languages', async () => {
    const found = [];
    for (const [width, height] of [[1280, 800], [800, 1280]]) {
      await page.setViewportSize({ width, height });
      await mapped(table('ledger-2022.xlsx'));
      found.push(...(await violations(page)));
      await checked();
      found.push(...(await violations(page)));
      await take(page, `table-${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} px too wide at ${width}`);
    }
    await coordinator.go('#/settings');
    await coordinator.touch(page.locator('[data-value="en"]'));
    await page.locator('html[lang="en"]').waitFor();
    await mapped(table('ledger-2022.xlsx'));
    // Units stand in the form's Chinese labels only.
    assert.deepEqual(await checked(), { new: 0, updated: 0, same: 4, doubtful: 0, wrong: 2 });
    found.push(...(await violations(page)));
    await take(page, 'table-english');
    assert.deepEqual(found, []);
  });
  await stage.shows('of what a long table made the first hundred records are listed, and the others with one tap', async () => {
    const long = path.join(room, 'ledger-long.csv');
    fs.writeFileSync(long, officeTable(120));
    await mapped(long);
    await coordinator.tap('check-table');
    await page.locator('[data-status="checked"][data-new="120"]').waitFor({ timeout: 60_000 });
    await coordinator.tap('import-table');
    await page.locator('[data-status="imported"]').waitFor({ timeout: 60_000 });
    await coordinator.go('#/records');
    const listed = page.locator('li[data-record]');
    await eventually(async () => assert.equal(await listed.count(), 100));
    await coordinator.tap('more-records');
    await eventually(async () => assert.ok((await listed.count()) > 120));
    assert.equal(await coordinator.action('more-records').count(), 0);
  });
}
