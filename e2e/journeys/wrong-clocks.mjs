// Clocks that are wrong: a desk whose own goes back is told where a day begins and before files are taken in, and nothing is
// hindered; a tablet's that is ten years ahead, or went back, is told in its file's row, and what it made comes in like the rest.

import assert from 'node:assert/strict';
import { desk, imported, kept, outcome, sent, trust } from '../lib/batches.mjs';
import { openFirm } from '../lib/disputes.mjs';
import { register, update } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { seen, speak } from '../lib/screens.mjs';
import { packInClear } from '../lib/zones.mjs';

export const name = 'A clock that is ten years off is told by its name, hinders nothing and decides nothing';

const FIRM = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const OTHER = { name: '样例二厂有限公司', code: '91110000600037341L' };
const YEAR_MS = 365 * 86_400_000;

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const coordinator = await desk(stage, server, 'wrong-clocks-desk');
  const { page } = coordinator;
  const clock = page.locator('[data-clock]');
  const files = {};
  /** What a file's row says beside its numbers; nothing: null. */
  const caveat = async (row) => ((await row.locator('[data-caveat]').count()) ? row.locator('[data-caveat]').getAttribute('data-caveat') : null);
  const at = (person, milliseconds) => person.page.clock.setFixedTime(Date.now() + milliseconds);

  await stage.shows('a file of a tablet whose clock is right is told without any caveat', async () => {
    const tablet = new Person(await stage.device('wrong-clocks-right'));
    await register(tablet, server.address, FIRM);
    files.right = await sent(tablet, room, 'right');
    await tablet.device.close();
    await coordinator.introduce('样例协调员', '900');
    await coordinator.go('#/import');
    await coordinator.give('batch', files.right);
    await trust(coordinator, files.right);
    assert.equal(await caveat(await outcome(coordinator, files.right, 'ready')), null);
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await coordinator.go('#/ledger');
    files.pack = await kept(await packInClear(coordinator), room, 'pack');
  });

  await stage.shows('of a tablet ten years ahead the file says so, also before anybody trusts it, and comes in', async () => {
    const tablet = new Person(await stage.device('wrong-clocks-ahead'));
    await at(tablet, 10 * YEAR_MS);
    await tablet.open(server.address, '#/forms');
    await tablet.give('pack', files.pack);
    await tablet.tap('take-pack');
    await tablet.page.locator('[data-pack="taken"]').waitFor();
    await tablet.introduce('样例乙', '002');
    await update(tablet, FIRM, '210');
    files.ahead = await sent(tablet, room, 'ahead');
    // Put right, it warns its own officer: what it saved before is ten years from now.
    await at(tablet, 0);
    await tablet.go('#/ledger');
    await tablet.page.locator('[data-clock="back"]').waitFor();
    await register(tablet, server.address, OTHER);
    files.after = await sent(tablet, room, 'after');
    await tablet.device.close();

    await coordinator.go('#/import');
    await coordinator.give('batch', files.ahead);
    const row = await outcome(coordinator, files.ahead, 'unknown-device');
    await eventually(async () => assert.equal(await caveat(row), 'clock-later'));
    await trust(coordinator, files.ahead);
    await eventually(async () => assert.equal(await caveat(row), 'clock-later'));
    await seen(page, 'wrong-clocks-ahead');
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await openFirm(coordinator, FIRM);
    // It changed what it had seen, and so it counts, whatever its clock said; nothing is in conflict.
    await page.locator('tr[data-property="employees"] td[data-value="210"]').waitFor();
    await coordinator.go('#/conflicts');
    await page.locator('.empty').waitFor();
  });

  await stage.shows('the next file of that tablet, made with its clock put right, lies before the one before it, and says so', async () => {
    await coordinator.go('#/import');
    await coordinator.give('batch', files.after);
    const row = await outcome(coordinator, files.after, 'ready');
    await eventually(async () => assert.equal(await caveat(row), 'clock-back'));
    await seen(page, 'wrong-clocks-back');
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await openFirm(coordinator, OTHER);
  });

  await stage.shows('a desk whose own date went back ten years is told before it takes files in, and can take them in', async () => {
    await page.reload();
    await coordinator.ready();
    await coordinator.go('#/import');
    await page.locator('input[type=file][data-input="batch"]').waitFor({ state: 'attached' });
    assert.equal(await clock.count(), 0, 'its clock is right');
    await at(coordinator, -10 * YEAR_MS);
    await page.reload();
    await coordinator.ready();
    await page.locator('[data-clock="back"]').waitFor();
    await seen(page, 'wrong-clocks-desk');
    await coordinator.give('batch', files.right);
    await outcome(coordinator, files.right, 'already-imported');
    for (const route of ['#/', '#/ledger', '#/send']) {
      await coordinator.go(route);
      await page.locator('[data-clock="back"]').waitFor();
    }
    await speak(coordinator, 'en');
    await coordinator.go('#/import');
    await page.locator('[data-clock="back"]').waitFor();
    await seen(page, 'wrong-clocks-desk-en');
    await speak(coordinator, 'zh-CN');
  });

  await stage.shows('once the clock is right nothing is said; a leap of ten years is told too, until somebody says that it is right', async () => {
    await at(coordinator, 0);
    await coordinator.go('#/import');
    await page.reload();
    await coordinator.ready();
    await page.locator('input[type=file][data-input="batch"]').waitFor({ state: 'attached' });
    await page.waitForTimeout(500);
    assert.equal(await clock.count(), 0);
    await at(coordinator, 10 * YEAR_MS);
    await page.reload();
    await coordinator.ready();
    await page.locator('[data-clock="ahead"]').waitFor();
    await coordinator.tap('clock-is-right');
    await eventually(async () => assert.equal(await clock.count(), 0));
    await page.reload();
    await coordinator.ready();
    await page.waitForTimeout(500);
    assert.equal(await clock.count(), 0, 'what was said is remembered');
  });
}
