// W2: a database that cannot be opened any more, under the open page and at a start. Nothing is deleted: what is on the page is
// saved as a file, what is in the tail as another, filling goes on in a database of another name, and the old one is as it was.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { apart, watchConnections } from '../lib/database.mjs';
import { beginWhole, texts } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';

export const name = 'W2  a database that cannot be opened';

const FORM = 'liaison_visit';
const DATABASE = 'survey';

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('w2', { tolerate: [/a fault of the test/] });
  await tablet.context.addInitScript(watchConnections);
  const officer = new Person(tablet);
  const { page } = tablet;
  const refuse = (name) => page.evaluate((name) => (name ? localStorage.setItem(':refuse', name) : localStorage.removeItem(':refuse')), name);
  let route;
  let text;
  let copy;

  await stage.shows('it goes while a form is being filled: the page says that nothing is saved, and keeps what is typed', async () => {
    route = await beginWhole(officer, server.address, FORM);
    [text] = await texts(page);
    await officer.type(text, 'saved');
    await officer.saved();
    await refuse(DATABASE);
    await page.evaluate(() => window.__loseConnections());
    await officer.type(text, 'only on the page');
    await page.locator('[data-status="failed"]').waitFor({ state: 'attached' });
    await page.locator('[data-notice="unsaved"]').waitFor();
    assert.equal(await officer.answer(text), 'only on the page');
  });
  await stage.shows('what is on the page is saved as a file', async () => {
    copy = (await officer.download('save-copy')).path;
    assert.ok(fs.readFileSync(copy).includes('only on the page'));
  });
  await stage.shows('at a start it is said, and what is in the tail can be saved', async () => {
    await page.goto('about:blank');
    await officer.page.goto(server.address);
    await page.locator('html[data-app="failed"]').waitFor({ state: 'attached' });
    const rescue = fs.readFileSync((await officer.download('rescue')).path, 'utf8');
    assert.match(rescue, /^tail:/m);
    assert.ok(rescue.includes('only on the page'));
  });
  await stage.shows('another database is begun, a form is filled in it, and the file is put back', async () => {
    await officer.tap('start-apart');
    await officer.ready();
    await officer.introduce();
    await officer.go('#/records');
    await officer.give('backup', copy);
    await page.locator('[data-status="backup-put-back"][data-drafts="1"]').waitFor();
    await officer.open(server.address, route);
    await officer.shows(text, 'only on the page');
    await officer.type(text, 'in the new one');
    await officer.saved();
  });
  await stage.shows('a later start stays with it, and the old one is as it was', async () => {
    await refuse(null);
    await page.reload();
    await officer.ready();
    await officer.shows(text, 'in the new one');
    await apart(page, server.address);
    const journal = await page.evaluate(async (name) => {
      const settled = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
      const database = await settled(indexedDB.open(name));
      const rows = await settled(database.transaction('journal').objectStore('journal').getAll());
      database.close();
      return rows.map((row) => new TextDecoder().decode(row)).join('\n');
    }, DATABASE);
    assert.ok(journal.includes('saved') && !journal.includes('in the new one'));
  });
}
