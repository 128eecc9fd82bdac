// K5 for the lock: turning it on moves everything to another database. The page stands still before its n-th call of the database and the
// browser is killed there, or the disk is full there. Afterwards everything is there, open or behind the passphrase.

import assert from 'node:assert/strict';
import { apart, arm, profileOf, putProfile, watchDatabase } from '../lib/database.mjs';
import { fill, register } from '../lib/enterprise.mjs';
import { lockSettings, turnOn, unlock } from '../lib/lock.mjs';
import { Person } from '../lib/person.mjs';
import { Chance } from '../lib/random.mjs';

export const name = 'K5  kill at every await point while everything is locked';
/** In how many points it is killed, and in how many the disk is full; 1,000 is all of them. */
export const sizes = { short: 2, full: 1000 };
/** How many its full size may take. */
export const minutes = 120;

const FIRM = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const DRAFT = { name: '样例草稿有限公司', code: '91350100M000100Y43' };
/** How long a page may take to come to a point, and how many of those that were learnt it must come to. */
const REACH_MS = 8_000;
const LEAST_REACHED = 0.8;
const PHRASE = '雨天走访三号厂房的老门卫';

export async function run(stage) {
  const chance = new Chance();
  const server = await stage.server();
  const tablet = await stage.device('k5-lock');
  await tablet.context.addInitScript(watchDatabase);
  let officer = new Person(tablet);
  server.stopped = () => {};
  let before;
  let count;

  const begin = async (fault) => {
    await apart(officer.page, server.address);
    await putProfile(officer.page, before);
    await officer.open(server.address);
    await lockSettings(officer);
    await arm(officer.page, fault);
  };
  /** Whatever came of it, everything is there. Says whether it is locked. */
  const whole = async () => {
    await officer.page.goto(server.address);
    await officer.page.locator('html:is([data-app="ready"], [data-app="locked"])').waitFor({ state: 'attached', timeout: 60_000 });
    const isLocked = (await officer.page.locator('html').getAttribute('data-app')) === 'locked';
    if (isLocked) await unlock(officer, PHRASE);
    await officer.page.locator('[data-draft]').first().waitFor();
    await officer.go('#/records');
    await officer.sees(FIRM.name);
    return isLocked;
  };
  const some = () => {
    const points = Array.from({ length: count }, (_, at) => at + 1);
    return stage.runs >= count ? points : Array.from({ length: stage.runs }, () => chance.one(points));
  };

  await stage.shows('everything is locked in so many calls of the database', async () => {
    await register(officer, server.address, FIRM);
    await fill(officer, server.address, DRAFT);
    await officer.saved();
    await apart(officer.page, server.address);
    before = await profileOf(officer.page);
    await begin(null);
    // The page begins anew once it is done, and leaves behind how many it made.
    await officer.page.evaluate(() => {
      window.addEventListener('pagehide', () => sessionStorage.setItem(':calls', window.__database.calls.length));
    });
    await turnOn(officer, PHRASE);
    count = await officer.page.evaluate(() => Number(sessionStorage.getItem(':calls')));
    assert.ok(count > 20, `${count}`);
    assert.equal(await whole(), true);
  });

  await stage.shows('killed at any of them, everything is there, open or locked', async () => {
    let [open, locked] = [0, 0];
    const [points, unreached] = [some(), []];
    for (const at of points) {
      const stopped = new Promise((resolve) => (server.stopped = resolve));
      await begin({ at, mode: 'stop' });
      turnOn(officer, PHRASE).catch(() => {}); // it ends with the browser
      const isStopped = await Promise.race([stopped.then(() => true), new Promise((resolve) => setTimeout(resolve, REACH_MS, false))]);
      await tablet.kill();
      await tablet.start();
      await tablet.context.addInitScript(watchDatabase);
      officer = new Person(tablet);
      // Killed behind the last call it makes this time: whole all the same, and no point.
      const isLocked = await whole();
      if (!isStopped) unreached.push(at);
      else if (isLocked) locked += 1;
      else open += 1;
    }
    stage.report.fact(`killed at ${open + locked} of ${count} points: ${open} times it was open, ${locked} times locked; not reached: ${unreached.join(' ') || 'none'}`);
    assert.ok(open + locked >= Math.floor(points.length * LEAST_REACHED), `only ${open + locked} of ${points.length} points were reached`);
  });

  await stage.shows('where the disk is full at any of them it is said, and nothing has changed', async () => {
    let said = 0;
    const points = some();
    for (const at of points) {
      await begin({ at, mode: 'abort' });
      await turnOn(officer, PHRASE, { outcome: '[data-app="locked"], [data-problem]' });
      const isSaid = (await officer.page.locator('[data-problem]').count()) > 0;
      // A call that only reads may have been aborted when all was read.
      assert.equal(await whole(), !isSaid, `call ${at} of ${count}`);
      said += Number(isSaid);
    }
    stage.report.fact(`${points.length} of ${count} points; ${said} times it was said`);
  });
}
