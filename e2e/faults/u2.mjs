// U2: an update with two tabs open. One tap switches both, each saves first, and none is left between two versions.

import assert from 'node:assert/strict';
import { beginWhole, texts } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { build, nextVersion, versionOf } from '../lib/versions.mjs';
import { askForUpdate, installed } from '../lib/worker.mjs';

export const name = 'U2  update with two tabs open';

const FORM = 'liaison_visit';

export async function run(stage) {
  const server = await stage.server();
  const next = `${stage.room()}/next`;
  const tablet = await stage.device('u2');
  const first = new Person(tablet);
  let second;
  const old = build(stage.folder).version;
  const typed = [];
  let newer;

  await stage.shows('two tabs are open, each with a draft of its own', async () => {
    await first.open(server.address);
    await installed(tablet.page);
    second = new Person(tablet, await tablet.tab());
    for (const person of [first, second]) {
      await person.page.bringToFront();
      await beginWhole(person, server.address, FORM);
      const text = (await texts(person.page))[0];
      await person.type(text, `tab ${typed.length + 1}`);
      await person.saved();
      typed.push(text);
    }
  });
  await stage.shows('both tabs offer the new version', async () => {
    newer = nextVersion(stage.folder, next);
    server.serve(next);
    // On a first visit nothing holds a new worker back from becoming the active one; what is served is another matter.
    assert.match(await askForUpdate(second.page), /^(waiting|activated)$/);
    assert.equal(await versionOf(first.page), old);
    for (const person of [first, second]) await person.action('update').first().waitFor();
  });
  await stage.shows('one tap switches both, and what both had typed stays', async () => {
    await first.page.bringToFront();
    await first.type(typed[0], 'tab 1, later');
    await second.page.bringToFront();
    await second.type(typed[1], 'tab 2, later');
    await second.tap('update');
    for (const person of [first, second]) {
      await eventually(async () => assert.equal(await versionOf(person.page), newer), { within_ms: 30_000 });
      await person.ready();
    }
    await first.shows(typed[0], 'tab 1, later');
    await second.shows(typed[1], 'tab 2, later');
  });
}
