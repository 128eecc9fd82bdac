// The program's second part: there when the network goes on a first visit, and missed in plain words where it cannot be had.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { eventually, Person } from '../lib/person.mjs';
import { faults } from '../lib/server.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'The second part of the program';

export async function run(stage) {
  const part = fs.readdirSync(stage.folder).find((file) => /^later-.*\.wasm$/.test(file));

  await stage.shows('on a first visit, kept and then cut off, its pages open without loading again', async () => {
    const server = await stage.server();
    const officer = new Person(await stage.device('first-visit'));
    await officer.open(server.address);
    await installed(officer.page);
    await server.stop();
    await officer.go('#/ledger');
    await officer.page.locator('h1.page__title').waitFor();
  });

  await stage.shows('where it does not come the page says so, and goes on once it does', async () => {
    const server = await stage.server();
    server.fault = (asked, found) => faults.missing(part)(asked, faults.silent('sw.js')(asked, found));
    const officer = new Person(await stage.device('without', { tolerate: [/wasm|WebAssembly|MIME|CompileError/i] }));
    await officer.open(server.address, '#/ledger');
    await officer.page.getByRole('alert').waitFor();
    await eventually(async () => assert.equal(await officer.action('retry').count(), 1));
    await officer.go('#/');
    await officer.page.locator('[data-form="enterprise_registration"]').first().waitFor();
    await officer.go('#/ledger');
    server.fault = faults.silent('sw.js');
    await officer.tap('retry');
    await officer.page.locator('[data-action="export-pack"]').waitFor();
  });
}
