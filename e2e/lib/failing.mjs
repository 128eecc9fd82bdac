// One call of the database fails at a time while something is done, for each call and in each way: what came of it must be said or
// done, and what is on the disk afterwards must be the old state or the new one.
//
// Not here: what is done (`faults/q2*.mjs`), how a call fails (`database`).

import assert from 'node:assert/strict';
import { apart, arm, armNextLoad, calls, callsOfWorker, fired, firedOfWorker, forgetApp, profileOf, putProfile, watchWorker } from './database.mjs';
import { difference } from './drafts.mjs';
import { eventually } from './person.mjs';
import { faults } from './server.mjs';

const MODES = ['throw', 'error', 'abort', 'hang'];
/** What the page says when something did not work. */
const SAYS = [
  '[role="alert"]',
  '[data-status="failed"]',
  '[data-status="safe-refused"]',
  'html[data-app="failed"]',
  '.banner--danger',
  '.banner--warning',
  '[data-refusal]',
  '[data-problem]',
  '[data-trouble]',
  ':is([data-outcome="failed"], [data-outcome="refused"])',
].join(', ');
export const PATIENCE_MS = 12_000;

export class Failing {
  /** `runs`: how many faults of each work are tried. `server` sends the worker, where that is watched. */
  constructor({ stage, server, officer, chance }) {
    // Of what is tapped some is not there, because something failed: that is waited for no longer than for a word about it.
    officer.page.setDefaultTimeout(2 * PATIENCE_MS);
    Object.assign(this, { stage, server, officer, chance });
    this.sum = { faults: 0, wentOn: 0, said: 0, unreached: 0 };
  }

  /**
   * `before` is the profile, `route` where it is done; `ready` waits until it can be. `done` throws until it is; `stores` are as before
   * or as after, together, and as after once it is done; `holds` looks at the page that is loaded anew. `at`: whose calls fail, those
   * of the `page`, of its next `load`, of the `worker`.
   */
  async everywhere(about, { before, route, ready = async () => {}, work, done, stores = [], holds = async () => {}, at = 'page' }) {
    const { stage, server, officer, chance, sum } = this;
    const { page } = officer;
    const words = () => page.locator(SAYS).count();
    await stage.shows(`${about}: whichever call fails, it goes on or it is said`, async () => {
      const begin = async (fault) => {
        if (at === 'worker') server.fault = faults.before(/^worker[^/]*\.js$/, watchWorker(fault));
        await apart(page, server.address);
        if (at === 'worker') await forgetApp(page, server.address);
        await putProfile(page, before);
        if (at === 'load') {
          await armNextLoad(page, fault);
          return 0;
        }
        await officer.open(server.address, route);
        await ready();
        await page.waitForTimeout(150); // what a start does in the background is none of this
        if (at === 'page') await arm(page, fault);
        return words();
      };
      const happened = () => (at === 'worker' ? firedOfWorker(page) : fired(page));
      await begin(null);
      await work();
      await eventually(done, { within_ms: PATIENCE_MS });
      const count = (await (at === 'worker' ? callsOfWorker : calls)(page)).length;
      await apart(page, server.address);
      const after = await profileOf(page);
      const all = Array.from({ length: count }, (_, at) => MODES.map((mode) => ({ at: at + 1, mode }))).flat();
      const silent = [];
      const told = { faults: 0, wentOn: 0, said: 0, unreached: 0 };
      for (const fault of chance.shuffled(all)) {
        if (told.faults === stage.runs) break;
        const where = `${fault.mode} at call ${fault.at} of ${count}`;
        const known = await begin(fault);
        // What there was to tap may be gone, with a word about it in its place.
        let isWorked = false;
        const working = work().catch(() => {}).then(() => (isWorked = true));
        const outcome = await eventually(
          async () => {
            if ((await words()) > known) return 'said';
            assert.ok(isWorked, 'there was nothing to tap'); // before that what is asked for may stand there from before
            await done();
            return 'wentOn';
          },
          { within_ms: PATIENCE_MS },
        ).catch(async (error) => `${where} (${await happened()}): ${error.message.split('\n', 1)[0]}`);
        await working;
        server.fault = null;
        if (!(await happened())) {
          told.unreached += 1; // fewer calls this time
          continue;
        }
        told.faults += 1;
        if (outcome in told) told[outcome] += 1;
        else silent.push(outcome);
        const isDone = await done().then(() => true, () => false);
        await apart(page, server.address);
        const found = await profileOf(page);
        const news = difference(found, after, stores);
        assert.ok(!news || (!isDone && !difference(found, before, stores)), `${where}: ${isDone ? 'it was done, and is not there' : 'neither the old nor the new state'}: ${news}`);
        await holds(isDone).catch((error) => {
          throw new Error(`after ${where}: ${error.message}`);
        });
      }
      server.fault = null;
      for (const [kind, number] of Object.entries(told)) sum[kind] += number;
      stage.report.fact(`${told.faults} faults at ${count} calls: ${told.wentOn} went on by themselves, ${told.said} were said; not reached: ${told.unreached}`);
      assert.deepEqual(silent, [], 'neither goes on nor is said');
      assert.ok(told.faults > 0, 'no fault came to anything');
    });
  }

  tell() {
    const { faults, wentOn, said, unreached } = this.sum;
    this.stage.report.fact(`${faults} faults: ${wentOn} went on by themselves, ${said} were said, 0 lost; ${unreached} were not reached; seed ${this.chance.seed}`);
  }
}
