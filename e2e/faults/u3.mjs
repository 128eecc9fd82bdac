// U3: a captive portal answers every address with its login page while the browser looks for an update. The old version
// goes on, offline too, with every letter.

import assert from 'node:assert/strict';
import { beginWhole, texts } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';
import { faults } from '../lib/server.mjs';
import { build, nextVersion, versionOf } from '../lib/versions.mjs';
import { askForUpdate, installed, registration } from '../lib/worker.mjs';

export const name = 'U3  a captive portal';

const FORM = 'liaison_visit';

export async function run(stage) {
  const server = await stage.server();
  const next = `${stage.room()}/next`;
  // A browser tells of a worker that it could not fetch, and of a portal's page in place of the manifest, which is read late; that is what is wanted here.
  const tablet = await stage.device('u3', { tolerate: [/service worker|ServiceWorker|integrity|digest|Manifest: Line/i] });
  let officer = new Person(tablet);

  await stage.shows('the first visit keeps the whole version', async () => {
    await officer.open(server.address);
    await installed(tablet.page);
  });
  await stage.shows('an update that finds the portal instead changes nothing', async () => {
    server.fault = faults.captivePortal;
    assert.match(await askForUpdate(tablet.page), /^refused/);
    await tablet.page.reload();
    await officer.ready();
  });
  await stage.shows('an update of which one file is the portal is refused whole', async () => {
    nextVersion(stage.folder, next);
    server.serve(next);
    const victim = build(next).files.find(({ hashed, url }) => hashed && url.endsWith('.wasm')).url;
    server.fault = faults.pageInstead(victim);
    assert.match(await askForUpdate(tablet.page), /^refused/);
    assert.equal((await registration(tablet.page)).waiting, null);
  });
  await stage.shows('with the server gone and the browser started again the old version opens', async () => {
    await server.stop();
    await tablet.restart();
    officer = new Person(tablet);
    await officer.open(server.address);
    assert.equal(await versionOf(tablet.page), build(stage.folder).version);
  });
  await stage.shows('a form is filled and saved in it', async () => {
    const route = await beginWhole(officer, server.address, FORM);
    const text = (await texts(tablet.page))[0];
    await officer.type(text, 'offline');
    await officer.saved();
    await officer.open(server.address, route);
    await officer.shows(text, 'offline');
  });
}
