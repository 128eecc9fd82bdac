// K3: the tab, not the browser, comes to an end: the renderer crashes, somebody reloads, goes back, closes the tab, the
// browser freezes it, the system asks the browser to end. No answer that was called saved may be lost.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { beginWhole, texts } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';

export const name = 'K3  the tab ends';
export const sizes = { short: 1, full: 20 };
/** How many its full size may take. */
export const minutes = 60;

const FORM = 'liaison_visit';

/** Each ends the tab in its way, and gives back the tab to go on in. */
const ENDS = {
  'the renderer crashes': async ({ tablet, page }) => {
    const crashed = page.waitForEvent('crash');
    const keys = await page.context().newCDPSession(page);
    keys.send('Page.crash').catch(() => {});
    await crashed;
    const next = await tablet.tab();
    await page.close();
    return next;
  },
  'somebody reloads': async ({ page }) => {
    await page.reload();
    return page;
  },
  'somebody goes back': async ({ page }) => {
    await page.goBack();
    return page;
  },
  'somebody closes the tab': async ({ tablet, page }) => {
    const next = await tablet.tab();
    await page.close({ runBeforeUnload: true });
    return next;
  },
  'the browser freezes the tab and drops it': async ({ tablet, page }) => {
    const next = await tablet.tab();
    const keys = await page.context().newCDPSession(page);
    await keys.send('Page.setWebLifecycleState', { state: 'frozen' });
    await page.close();
    return next;
  },
  'the system asks the browser to end': async ({ tablet }) => {
    await tablet.terminate();
    await tablet.start();
    return tablet.page;
  },
};

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('k3');
  let officer = new Person(tablet);
  const route = await beginWhole(officer, server.address, FORM);
  const [saved, unsaved] = await texts(officer.page);
  let kept = 0;
  let ended = 0;

  for (const [end, ending] of Object.entries(ENDS)) {
    await stage.shows(`${end}, ${stage.runs} times: what was saved is there`, async () => {
      for (let run = 1; run <= stage.runs; run += 1) {
        const answer = `${ended}, ${run}`;
        await officer.type(saved, answer);
        await officer.saved();
        // Begun and not called saved: a bonus, never a promise.
        await officer.type(unsaved, answer);
        const page = await ending({ tablet, page: officer.page });
        ended += 1;
        officer = new Person(tablet, page);
        await officer.page.bringToFront();
        await officer.open(server.address, route);
        await officer.question(saved).waitFor();
        assert.equal(await officer.answer(saved), answer, `${end}, run ${run}`);
        kept += Number((await officer.answer(unsaved)) === answer);
        await pause(50);
      }
    });
  }
  stage.report.fact(`${ended} ends, 0 saved answers lost; of the answers that were only just typed ${kept} were there too`);
}
