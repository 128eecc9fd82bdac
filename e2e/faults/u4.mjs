// U4-U7: updates that go wrong in the other ways: a file that is cut or shortened, one that is missing, a page in place of
// sw.js, a server that is gone for good. Each time the old version goes on, starts without a network, and has every letter.

import assert from 'node:assert/strict';
import { beginWhole, texts } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';
import { Chance } from '../lib/random.mjs';
import { faults } from '../lib/server.mjs';
import { build, nextVersion, versionOf } from '../lib/versions.mjs';
import { askForUpdate, installed, registration } from '../lib/worker.mjs';

export const name = 'U4-U7  cut, missing, a page as sw.js, no server';
export const sizes = { short: 2, full: 100 };
/** How many its full size may take. */
export const minutes = 30;

const FORM = 'liaison_visit';

export async function run(stage) {
  const chance = new Chance();
  const server = await stage.server();
  const next = `${stage.room()}/next`;
  const tablet = await stage.device('u4', { tolerate: [/service worker|ServiceWorker|integrity|digest|script has an unsupported MIME|bad HTTP response/i] });
  let officer = new Person(tablet);
  const { version } = build(stage.folder);
  let refused = 0;
  let route;
  let text;

  await stage.shows('the first visit keeps the whole version, and a form is open in it', async () => {
    await officer.open(server.address);
    await installed(tablet.page);
    route = await beginWhole(officer, server.address, FORM);
    [text] = await texts(tablet.page);
    await officer.type(text, 'before');
    await officer.saved();
    nextVersion(stage.folder, next);
    server.serve(next);
  });

  const refuses = async (fault) => {
    server.fault = fault;
    assert.match(await askForUpdate(tablet.page), /^refused/);
    const { waiting, installing } = await registration(tablet.page);
    assert.deepEqual([waiting, installing], [null, null]);
    refused += 1;
  };
  const files = build(next).files.map(({ url }) => url).filter((url) => url !== './');
  const victims = files.length <= stage.runs ? files : Array.from({ length: stage.runs }, () => chance.one(files));
  await stage.shows(`U4: an update of which a file is cut or shortened is refused whole, ${victims.length} files`, async () => {
    for (const victim of victims) for (const fault of [faults.cut, faults.short]) await refuses(fault(victim));
  });
  await stage.shows(`U5: an update of which a file is missing is refused whole, ${victims.length} files`, async () => {
    for (const victim of victims) await refuses(faults.missing(victim));
  });
  await stage.shows('U6: a page in place of sw.js, or half of it, changes nothing', async () => {
    for (const fault of [faults.pageInstead, faults.cut, faults.missing]) {
      server.fault = fault('sw.js');
      assert.doesNotMatch(await askForUpdate(tablet.page), /^(waiting|activated)/);
      assert.equal((await registration(tablet.page)).waiting, null);
      refused += 1;
    }
  });
  await stage.shows('the form goes on meanwhile, and what is typed is saved', async () => {
    await officer.type(text, 'meanwhile');
    await officer.saved();
  });
  await stage.shows('U7: with the server gone for good the old version starts, again and again, with every letter', async () => {
    await server.stop();
    for (let start = 1; start <= 3; start += 1) {
      await (start === 2 ? tablet.kill().then(() => tablet.start()) : tablet.restart());
      officer = new Person(tablet);
      await officer.open(server.address, route);
      assert.equal(await versionOf(tablet.page), version);
      await officer.shows(text, start === 1 ? 'meanwhile' : `start ${start - 1}`);
      await officer.type(text, `start ${start}`);
      await officer.saved();
    }
  });
  stage.report.fact(`${refused} bad updates refused, seed ${chance.seed}`);
}
