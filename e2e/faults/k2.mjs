// K2: kill -9 at a random moment of steady typing, Saved or not. At most the last second of typing may be gone, the app
// starts, and what it shows is a beginning of what was typed.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { beginWhole, texts } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';
import { Chance } from '../lib/random.mjs';

export const name = 'K2  kill while typing';
export const sizes = { short: 10, full: 100 };
/** How many its full size may take. */
export const minutes = 30;

const FORM = 'liaison_visit';
const KEY_MS = 60;
/** The promise: one second of typing. What the write itself takes on a busy machine comes on top. */
const MAY_BE_LOST_MS = 1000;
const WRITE_MS = 300;

export async function run(stage) {
  const chance = new Chance();
  const server = await stage.server();
  const tablet = await stage.device('k2');
  let kills = 0;
  const lost_ms = [];

  await stage.shows(`${stage.runs} kills at random moments lose at most ${MAY_BE_LOST_MS} ms of typing`, async () => {
    for (let run = 1; run <= stage.runs; run += 1) {
      let officer = new Person(tablet);
      const route = await beginWhole(officer, server.address, FORM);
      const [path] = await texts(officer.page);
      await officer.clear(path);

      const end = performance.now() + chance.between(300, 6000);
      const typed = []; // when each letter had reached the page
      while (performance.now() < end) {
        const letter = String.fromCharCode(97 + (typed.length % 26));
        await officer.page.keyboard.type(letter);
        typed.push({ letter, at: performance.now() });
        await pause(KEY_MS);
      }
      const killed = performance.now();
      await tablet.kill();
      kills += 1;

      await tablet.start();
      officer = new Person(tablet);
      await officer.open(server.address, route);
      await officer.page.locator('[data-path]').first().waitFor();
      const found = await officer.answer(path);
      const all = typed.map(({ letter }) => letter).join('');
      assert.ok(all.startsWith(found), `run ${run}: ${JSON.stringify(found)} is no beginning of ${JSON.stringify(all)}`);
      const firstLost = typed[found.length];
      lost_ms.push(firstLost ? Math.round(killed - firstLost.at) : 0);
    }
    const over = lost_ms.filter((ms) => ms > MAY_BE_LOST_MS + WRITE_MS);
    stage.report.fact(`${kills} kills, seed ${chance.seed}; the last ms of typing lost, run by run: ${lost_ms.join(' ')}`);
    assert.equal(kills, stage.runs);
    assert.deepEqual(over, [], `${over.length} of ${kills} kills lost more`);
  });
}
