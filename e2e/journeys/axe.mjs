// Every screen, in both languages and all themes, has what screen readers, keyboards and weak eyes need.

import assert from 'node:assert/strict';
import { violations } from '../lib/axe.mjs';
import { Person } from '../lib/person.mjs';
import { look, screens, set } from '../lib/screens.mjs';

export const name = 'Every screen is accessible';

const THEMES = ['light', 'outdoor', 'dark'];

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('axe'));
  const { page } = officer;
  let routes = [];

  await stage.shows('a record and a draft are there to be looked at', async () => {
    routes = await screens(officer, server.address);
  });
  const broken = async (route) => {
    await look(officer, route);
    return (await violations(page)).map((found) => `${route}: ${found}`);
  };
  for (const theme of THEMES) {
    await stage.shows(`in Chinese, ${theme}`, async () => {
      await set(officer, 'theme', theme);
      const found = [];
      for (const route of routes) found.push(...(await broken(route)));
      assert.deepEqual(found, []);
    });
  }
  await stage.shows('in English, light, with the largest text', async () => {
    await set(officer, 'theme', 'light');
    await set(officer, 'size', 'huge');
    await officer.touch(page.locator('[data-value="en"]'));
    await page.locator('html[lang="en"]').waitFor();
    const found = [];
    for (const route of routes) found.push(...(await broken(route)));
    assert.deepEqual(found, []);
  });
}
