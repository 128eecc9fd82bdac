// What a first visit fetches before its first question can be used. scripts/size.mjs weighs it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Person } from '../lib/person.mjs';
import { faults } from '../lib/server.mjs';

export const name = 'The first load';

const FORM = 'enterprise_registration';
const KEPT = fileURLToPath(new URL('../out/first-load.json', import.meta.url));

export async function run(stage) {
  const server = await stage.server();
  // The page asks for its service worker once the first question can be used, and that one fetches everything for offline
  // use: it gets no answer here, so what is seen is what was asked for before.
  server.fault = faults.silent('sw.js');
  const tablet = await stage.device('first-load');
  const officer = new Person(tablet);
  const asked = new Set();
  tablet.context.on('request', (request) => {
    if (request.url().startsWith(server.address)) asked.add(new URL(request.url()).pathname.slice(server.base.length) || 'index.html');
  });

  await stage.shows('the first question of a form can be used', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/');
    await officer.begin(FORM);
    await officer.page.locator('[data-path] :is(input, textarea, button, select)').first().waitFor();
  });
  await stage.shows('what was fetched for it is known', () => {
    const files = [...asked].filter((name) => name !== 'sw.js').sort();
    assert.ok(files.some((name) => name.endsWith('.wasm')), files.join(' '));
    fs.mkdirSync(new URL('../out/', import.meta.url), { recursive: true });
    fs.writeFileSync(KEPT, JSON.stringify(files, null, 1));
  });
}
