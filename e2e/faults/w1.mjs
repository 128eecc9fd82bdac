// W1: somebody clears the site's data, with the page open and with it closed; and the connection alone goes. A wiped
// database is told with what it held, and a lost connection comes back by itself with every letter.

import assert from 'node:assert/strict';
import { exported } from '../lib/batches.mjs';
import { EMPTY_PAGE, watchConnections } from '../lib/database.mjs';
import { FORM as REGISTRATION, register } from '../lib/enterprise.mjs';
import { beginWhole, texts } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';

export const name = 'W1  wiped storage, and a lost connection';
export const sizes = { short: 1, full: 10 };
/** How many its full size may take. */
export const minutes = 20;

const FORM = 'liaison_visit';
const PATIENCE_MS = 10_000;

/** Takes the database away, as clearing a site's data does; localStorage may be left, and is here. */
async function wipe(page, address) {
  const keys = await page.context().newCDPSession(page);
  await keys.send('Storage.clearDataForOrigin', { origin: new URL(address).origin, storageTypes: 'indexeddb' });
  await keys.detach();
}

async function toldOf(page, count) {
  const told = page.locator('[data-unsent]');
  await told.waitFor({ timeout: PATIENCE_MS });
  assert.equal(await told.getAttribute('data-unsent'), String(count));
}

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('w1');
  await tablet.context.addInitScript(watchConnections);
  const officer = new Person(tablet);
  const { page } = tablet;
  const code = ['91652899MA9000011Y', '91350100M000100Y43'];

  await stage.shows(`a connection that goes comes back by itself, ${stage.runs} times, and what is typed meanwhile is saved`, async () => {
    const route = await beginWhole(officer, server.address, FORM);
    const [text] = await texts(page);
    for (let run = 1; run <= stage.runs; run += 1) {
      await officer.type(text, `before ${run}`);
      assert.ok((await page.evaluate(() => window.__loseConnections())) > 0);
      await officer.type(text, `after ${run}`);
      await officer.saved();
      assert.equal(await officer.answer(text), `after ${run}`, 'the page went on as it was');
      await officer.open(server.address, route);
      await page.reload();
      await officer.ready();
      await officer.shows(text, `after ${run}`);
    }
    await officer.go('#/');
    await officer.tap('discard');
    await officer.tap('discard');
  });
  await stage.shows(`data cleared under the open page is told with what it held, ${stage.runs} times`, async () => {
    for (let run = 1; run <= stage.runs; run += 1) {
      await officer.open(server.address);
      await officer.introduce();
      for (const [number, each] of code.entries()) await register(officer, server.address, { name: `样例第${number + 1}棉纺织有限公司`, code: each });
      await wipe(page, server.address);
      await toldOf(page, 2);
      await officer.tap('start-anew');
      await officer.go('#/');
      await page.locator(`[data-form="${REGISTRATION}"]`).waitFor();
    }
  });
  await stage.shows(`data cleared while the app is closed is told when it opens, ${stage.runs} times`, async () => {
    for (let run = 1; run <= stage.runs; run += 1) {
      await officer.open(server.address);
      await officer.introduce();
      await register(officer, server.address, { name: '样例新材料有限公司', code: code[0] });
      await page.goto(server.address + EMPTY_PAGE);
      await wipe(page, server.address);
      await officer.open(server.address);
      await toldOf(page, 1);
      await page.reload();
      await toldOf(page, 1); // nothing is set up before somebody has read it
      await officer.tap('start-anew');
      await eventually(async () => assert.equal(await page.locator('[data-unsent]').count(), 0));
    }
  });
  await stage.shows('a device that had exported and was filling again is told both', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await register(officer, server.address, { name: '样例新材料有限公司', code: code[0] });
    await officer.go('#/send');
    await exported(officer, stage.room());
    await register(officer, server.address, { name: '样例第二棉纺织有限公司', code: code[1] });
    await beginWhole(officer, server.address, FORM);
    await officer.type((await texts(page))[0], 'not finished');
    await officer.saved();
    await officer.go('#/');
    await eventually(async () => assert.match(await page.evaluate(() => localStorage.canary), /drafts\\*":1/));
    await wipe(page, server.address);
    await toldOf(page, 1);
    assert.equal(await page.locator('[data-drafts]').getAttribute('data-drafts'), '1');
    assert.match(await page.locator('[data-exported]').getAttribute('data-exported'), /^20\d\d-\d\d-\d\dT/);
    await take(page, 'wiped');
    await officer.tap('start-anew');
  });
  await stage.shows('after it the device is as new, and a form is filled and saved', async () => {
    await officer.introduce();
    await beginWhole(officer, server.address, FORM);
    const [text] = await texts(page);
    await officer.type(text, 'anew');
    await officer.saved();
  });
  stage.report.fact(`${2 * stage.runs} wipes told with the right count, ${stage.runs} connections lost and found`);
}
