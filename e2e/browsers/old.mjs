// A browser older than any that the page can run in: it says so and what to use, and starts nothing.

import assert from 'node:assert/strict';
import { Person } from '../lib/person.mjs';

export const name = 'Too old a browser';

export async function run(stage) {
  const server = await stage.server();

  await stage.shows('it is told to be too old, in both languages, and what to use instead', async () => {
    // It knows no permission for wasm alone, and looking whether wasm runs is refused.
    const tolerate = [/contains an invalid source: ''wasm-unsafe-eval''/, /script-src eval/];
    const { page } = new Person(await stage.device('old', { tolerate }));
    await page.goto(server.address);
    await page.locator('html[data-app="stopped"]').waitFor({ state: 'attached' });
    const said = await page.locator('#stop-old').innerText();
    assert.match(said, /Chromium 97 以上/);
    assert.match(said, /Chromium \(Chrome, Edge\) 97 or later/);
    assert.equal(await page.locator('#app').isVisible(), false);
  });
}
