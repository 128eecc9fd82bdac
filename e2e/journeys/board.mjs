// The coordinator's board over the sample zone, whose figures are known: the article's numbers, the rows behind one, what is left out
// and why; other days and scopes; a workbook of indicators with a mistake; and the sample goes as it came.

import assert from 'node:assert/strict';
import { kept } from '../lib/batches.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { seen } from '../lib/screens.mjs';

export const name = 'The board shows the sample zone’s figures, and what each is made of';

const FIGURES = {
  enterprises_covered: '95', social_orgs_covered: '7', instructors: '274', approval_mean_baseline: '85.0', approval_mean_current: '33.5',
  problems_solved: '108', training_sessions: '23', training_attendance: '1380', jobs_solved: '620', talents_in: '4594', talents_startup: '26',
  talents_doctor: '16', referral_enterprises: '23', enterprises_under_construction: '30', under_construction_invest_yi: '70.0',
  landed_growth_pct: '50.00', trade_growth_pct: '53.86',
};

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
    assert.equal(await page.locator('[data-figure]').count(), 42);
    assert.equal(await page.locator('[data-caveat]').count(), 0);
    await seen(page, 'board');
  });

  await stage.shows('story 18: tapping 33.5 lists the 24 matters with their pauses and holidays', async () => {
    await coordinator.touch(figure('approval_mean_current'));
    const behind = page.locator('[data-behind="approval_mean_current"]');
    await behind.waitFor({ timeout: 60_000 });
    assert.equal(await behind.getAttribute('data-included'), '24');
    assert.equal(await behind.locator('[data-included-row]').count(), 24);
    const said = await behind.locator('[data-included-row] td:nth-child(7)').allInnerTexts();
    assert.equal(said.filter((text) => /^\d{4}-\d\d-\d\d – \d{4}-\d\d-\d\d$/.test(text)).length, 8, said.join('|'));
    assert.equal(await behind.locator('[data-reason="approval_counted"]').getAttribute('data-count'), '5');
    await seen(page, 'board-behind');
    await coordinator.tap('close-figure');
  });

  await stage.shows('a row leads to its page, and a figure that is worked out to those it is worked out from', async () => {
    await coordinator.touch(figure('approval_cut_pct'));
    await coordinator.touch(page.locator('[data-action="open-part"][data-part="approval_mean_baseline"]'));
    const row = page.locator('[data-behind="approval_mean_baseline"] [data-included-row] [data-action="open"]').first();
    await row.waitFor({ timeout: 60_000 });
    const entity = await row.getAttribute('data-entity');
    await coordinator.touch(row);
    await eventually(() => assert.match(coordinator.route(), new RegExp(`#/ledger/approvals/${entity}`)));
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

  await stage.shows('every chart is its own table', async () => {
    for (const chart of ['coverage_by_area', 'approvals_before_after', 'needs_by_category', 'visits_by_week', 'talent_by_level', 'invest_by_stage']) {
      assert.ok((await page.locator(`[data-chart="${chart}"] [data-bar]`).count()) > 0, chart);
    }
    assert.equal(await page.locator('[data-chart="coverage_by_area"] [data-bar]').count(), 6);
  });

  await stage.shows('the workbook of indicators is taken out, and brought back; another file is refused', async () => {
    const file = await kept(await coordinator.download('take-indicators'), room);
    await coordinator.give('indicators', file);
    await page.locator('[data-status="indicators-used"]').waitFor({ timeout: 60_000 });
    await page.locator('[data-section="indicators"][data-own="true"]').waitFor({ timeout: 60_000 });
    await is('instructors', '274');
    await coordinator.tap('shipped-indicators');
    await page.locator('[data-section="indicators"][data-own="false"]').waitFor({ timeout: 60_000 });
  });

  await stage.shows('in English the same board reads in English', async () => {
    await speak('en');
    await coordinator.go('#/dashboard');
    await figure('instructors').waitFor({ timeout: 60_000 });
    assert.match(await figure('instructors').innerText(), /Instructors/);
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
