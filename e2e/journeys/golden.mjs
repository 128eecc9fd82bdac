// The golden data by the way that real data takes: six tablets' files, in an order by chance, through the import page into an empty desk, and then
// all forty-two figures; what officers say again of each other's enterprises, with its conflicts and its faulty code beside the figures that
// they touch; and a doctor has a copy of all that the desk shows of her, withdraws consent and is counted no more.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { answer, begin, finish } from '../lib/answers.mjs';
import { desk, imported, kept, outcome } from '../lib/batches.mjs';
import { PROGRAM, fleet } from '../lib/fleet.mjs';
import { DAY, FIGURES, shown } from '../lib/golden.mjs';
import { openEntity } from '../lib/ledger.mjs';
import { eventually } from '../lib/person.mjs';
import { Chance } from '../lib/random.mjs';
import { restore, restored, sealed } from '../lib/safe.mjs';
import { seen } from '../lib/screens.mjs';

export const name = 'The golden data through the import page: forty-two figures, whatever the order of the files';

/** Rows of all lists. */
const ROWS = 2205;
/** One record for each that is told twice, a faulty code, and an approval with pauses that lie over each other. */
const AGAIN = 12;
const OVERLAPPING = 'overlapping';
const FIRST = '00000000-0000-4000-8001-000000000001';
/** What crates/sample/src/people.rs says of the first person. */
const PROPERTIES = 15;
/** What they are called in lists. */
const DOCTOR = 'T0000001 样例人才01';

export async function run(stage) {
  assert.ok(fs.existsSync(PROGRAM), `${PROGRAM} is not there: run scripts/fleet.sh`);
  const room = stage.room();
  const server = await stage.server();
  const { otherwise } = await fleet('six', { into: room });
  const files = (folder) => fs.readdirSync(path.join(room, folder)).map((name) => path.join(room, folder, name));
  const chance = new Chance();
  const coordinator = await desk(stage, server, 'golden');
  const { page } = coordinator;
  const figure = (key) => page.locator(`[data-figure="${key}"]`);
  const board = async (person = coordinator) => {
    await person.go('#/dashboard');
    await person.page.locator('[data-figure="instructors"]').waitFor({ timeout: 120_000 });
    await person.page.locator('[data-input="board-day"]').fill(DAY);
    await person.page.locator(`[data-as-of="${DAY}"]`).waitFor({ timeout: 60_000 });
  };
  // The line of the day is there before its figures are.
  const are = (expected) =>
    eventually(
      async () => {
        const is = await shown(page);
        assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, is[key]])), expected);
      },
      { within_ms: 60_000 },
    );

  await stage.shows('six tablets’ files come in an order by chance, each of a tablet that is trusted after a look', async () => {
    await coordinator.introduce('样例管理员', '900');
    await coordinator.go('#/import');
    const order = chance.shuffled(files('first'));
    stage.report.fact(`seed ${chance.seed}: ${order.map((file) => path.basename(file)[0]).join(' ')}`);
    await coordinator.give('batch', order);
    for (const file of order) await outcome(coordinator, file, 'unknown-device', { within_ms: 60_000 });
    for (const file of order) {
      const row = page.locator(`[data-file="${path.basename(file)}"]`);
      await coordinator.touch(row.locator('[data-action="trust"]'));
      await outcome(coordinator, file, 'ready', { within_ms: 60_000 });
    }
    await coordinator.tap('import');
    await imported(coordinator, { added: ROWS, known: 0 });
  });

  await stage.shows('and the board has all forty-two figures, with nothing doubtful beside any', async () => {
    const from = performance.now();
    await board();
    stage.report.fact(`the board of ${ROWS} rows was there after ${((performance.now() - from) / 1000).toFixed(1)} s`);
    assert.equal(Object.keys(FIGURES).length, 42);
    await are(FIGURES);
    assert.equal(await page.locator('[data-caveat]').count(), 0);
    await seen(page, 'golden');
  });

  await stage.shows('a drill: restored on another computer from a backup, the desk has each figure as it was', async () => {
    await board();
    await are(FIGURES);
    const before = await shown(page);
    assert.ok(Object.keys(before).length > 42 && Object.keys(FIGURES).every((key) => before[key] === FIGURES[key]));
    const { file, passphrase } = await sealed(coordinator, room, 'drill');
    const other = await desk(stage, server, 'golden-restored');
    await other.introduce('样例备用管理员', '901');
    await restore(other, file, passphrase);
    await restored(other);
    await board(other);
    await eventually(async () => assert.deepEqual(await shown(other.page), before), { within_ms: 60_000 });
    await seen(other.page, 'golden-restored');
    // As of another day as well: what the figures are made of came, not only what they were.
    const later = async (person) => {
      await person.page.locator('[data-input="board-day"]').fill('2023-11-30');
      await person.page.locator('[data-as-of="2023-11-30"]').waitFor({ timeout: 60_000 });
      await eventually(async () => assert.equal((await shown(person.page)).problems_solved, '110'), { within_ms: 60_000 });
      return shown(person.page);
    };
    await board();
    assert.deepEqual(await later(other), await later(coordinator));
  });

  await stage.shows('ten enterprises told again by other officers are ten all the same; four conflicts and a faulty code stand beside what they touch', async () => {
    await coordinator.go('#/import');
    await coordinator.give('batch', chance.shuffled(files('again')));
    await coordinator.action('import').waitFor({ timeout: 60_000 });
    for (const file of files('again')) await outcome(coordinator, file, 'ready', { within_ms: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: AGAIN, known: 0 });
    await board();
    await are(FIGURES);
    const caveat = (key, kind) => figure(key).locator(`[data-caveat="${kind}"]`);
    assert.match(await caveat('enterprises_eligible', 'conflicts').innerText(), new RegExp(`${otherwise}`));
    assert.match(await caveat('ledgers_active', 'faulty-codes').innerText(), /1/);
    assert.equal(await figure('alliances').locator('[data-caveat]').count(), 0);
    // 156 of 161 enterprises and 8 of 8 organisations are known rightly.
    await are({ ledgers_clean_pct: '97.0' });
    await seen(page, 'golden-doubtful');
    await coordinator.touch(figure('enterprises_eligible'));
    const behind = page.locator('[data-behind="enterprises_eligible"]');
    await behind.waitFor({ timeout: 60_000 });
    assert.equal(await behind.locator('[data-doubtful="disputed"] [data-entity]').count(), otherwise);
    await coordinator.tap('close-figure');
  });

  await stage.shows('pauses that overlap are taken off once: the enterprise’s page says of an approval what the board does', async () => {
    await coordinator.touch(figure('approvals_running'));
    const behind = page.locator('[data-behind="approvals_running"]');
    await behind.waitFor({ timeout: 60_000 });
    assert.equal(await behind.getAttribute('data-included'), '5');
    const row = behind.locator(`[data-included-row="${OVERLAPPING}"]`);
    assert.match(await row.innerText(), /34\s*$/);
    await seen(page, 'golden-approvals');
    await page.clock.setFixedTime(new Date(`${DAY}T12:00:00+08:00`));
    await coordinator.go(`#/ledger/enterprises/${FIRST}`);
    const matter = page.locator(`[data-related="${OVERLAPPING}"] [data-used]`);
    await matter.waitFor({ timeout: 60_000 });
    assert.equal(await matter.getAttribute('data-used'), '26');
    assert.match(await matter.innerText(), /还剩 ?34 ?个/);
    await page.clock.resume();
  });

  await stage.shows('the copy for a person has every value that the desk shows of them, under the same heading', async () => {
    await openEntity(coordinator, 'talents', DOCTOR);
    // Rows of tables as somebody reads them: a heading, and what stands behind it.
    const read = (rows) => rows.evaluateAll((all) => all.map((row) => [...row.cells].slice(0, 2).map((cell) => cell.innerText.trim())));
    const seenAtDesk = await read(page.locator('tr[data-property]'));
    assert.ok(seenAtDesk.length >= PROPERTIES && seenAtDesk.every(([, value]) => value), JSON.stringify(seenAtDesk));
    const file = await kept(await coordinator.download('make-copy'), room, 'copy');
    const reader = await page.context().newPage();
    await reader.setContent(fs.readFileSync(file, 'utf8'));
    const copied = new Set((await read(reader.locator('tr'))).map((row) => JSON.stringify(row)));
    await reader.close();
    assert.deepEqual(seenAtDesk.filter((row) => !copied.has(JSON.stringify(row))), []);
  });

  await stage.shows('a doctor who withdraws consent is counted no more: seven become six', async () => {
    await begin(coordinator, 'talent_registration');
    await answer(coordinator, 'talent_registration', [
      ['mode', 'update'],
      ['existing', DOCTOR],
      ['consent', 'granted'],
      ['adult', 'yes'],
    ]);
    await finish(coordinator);
    await board();
    await are({ lanhuo_doctors: '7' });
    await coordinator.go('#/records');
    await coordinator.touch(page.locator('[data-record] [data-action="open"]').filter({ hasText: 'T0000001' }).first());
    await coordinator.tap('withdraw');
    await page.locator('[data-withdrawal]').waitFor({ timeout: 60_000 });
    await coordinator.tap('confirm-withdraw');
    await page.locator('[data-status="erased"]').waitFor({ timeout: 60_000 });
    await board();
    await are({ ...FIGURES, lanhuo_doctors: '6' });
    assert.equal((await page.content()).includes('样例人才01'), false);
    await seen(page, 'golden-erased');
  });
}
