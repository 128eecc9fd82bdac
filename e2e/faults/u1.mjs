// U1: a new version is put on the server while a form is open. The form goes on untouched until the person taps Update,
// and has every letter afterwards.

import assert from 'node:assert/strict';
import { beginWhole, texts } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { build, nextVersion, versionOf } from '../lib/versions.mjs';
import { askForUpdate, installed } from '../lib/worker.mjs';

export const name = 'U1  update with a form open';

const FORM = 'liaison_visit';

export async function run(stage) {
  const server = await stage.server();
  const next = `${stage.room()}/next`;
  const old = build(stage.folder).version;
  const tablet = await stage.device('u1');
  const officer = new Person(tablet);
  const { page } = tablet;
  let text;
  let newer;

  await stage.shows('the first visit keeps the whole version', async () => {
    await officer.open(server.address);
    await installed(page);
    await page.reload(); // from the second visit on the worker is in charge of the page
    await officer.ready();
    newer = nextVersion(stage.folder, next);
  });
  await stage.shows('a form is open with an answer typed', async () => {
    await beginWhole(officer, server.address, FORM);
    text = (await texts(page))[0];
    await officer.type(text, 'before');
    await officer.saved();
  });
  await stage.shows('the new version is kept beside the old one, and waits', async () => {
    server.serve(next);
    assert.equal(await askForUpdate(page), 'waiting');
    await officer.action('update').first().waitFor();
    assert.equal(await versionOf(page), old);
  });
  await stage.shows('the form goes on in the old version, whose files the server has no longer', async () => {
    await officer.type(text, 'meanwhile');
    await officer.saved();
    await page.reload();
    await officer.ready();
    assert.equal(await versionOf(page), old, 'a reload alone does not switch');
    await officer.shows(text, 'meanwhile');
  });
  await stage.shows('a tap on Update saves what was just typed, and loads the new version once', async () => {
    let loads = 0;
    page.on('load', () => (loads += 1));
    await officer.type(text, 'unsaved');
    await officer.tap('update');
    await eventually(async () => assert.equal(await versionOf(page), newer), { within_ms: 30_000 });
    await officer.ready();
    assert.equal(loads, 1);
    await officer.shows(text, 'unsaved');
  });
  await stage.shows('with the server gone the new version starts, with every answer', async () => {
    await server.stop();
    const route = new URL(page.url()).hash;
    await tablet.restart();
    const again = new Person(tablet);
    await again.open(server.address, route);
    assert.equal(await versionOf(tablet.page), newer);
    await again.shows(text, 'unsaved');
  });
}
