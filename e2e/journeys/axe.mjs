// Every screen, in both languages and all themes, has what screen readers, keyboards and weak eyes need.

import assert from 'node:assert/strict';
import { violations } from '../lib/axe.mjs';
import { FORM, register } from '../lib/enterprise.mjs';
import { Person } from '../lib/person.mjs';

export const name = 'Every screen is accessible';

const THEMES = ['light', 'outdoor', 'dark'];

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('axe'));
  const { page } = officer;
  let screens = [];

  await stage.shows('a record and a draft are there to be looked at', async () => {
    await register(officer, server.address, { name: '样例一厂有限公司', code: '91350100M000100Y43' });
    await officer.go('#/ledger');
    const entity = await page.locator('[data-entity]').first().getAttribute('data-entity');
    await officer.go('#/');
    await officer.begin(FORM);
    const draft = new URL(page.url()).hash;
    const pages = ['', 'forms', 'records', 'send', 'import', 'ledger', 'conflicts', 'dashboard', 'settings', 'officers', 'about', 'nowhere'];
    screens = [...pages.map((name) => `#/${name}`), `#/ledger/enterprises/${encodeURIComponent(entity)}`, draft, `${draft}?all=1`, `${draft}/contents`, `${draft}/review`];
  });
  const look = async (route) => {
    await officer.go(route);
    await page.locator('main h1').first().waitFor();
    await page.waitForTimeout(150);
    return (await violations(page)).map((found) => `${route}: ${found}`);
  };
  const set = async (kind, value) => {
    await officer.go('#/settings');
    await officer.touch(page.locator(`[data-look="${kind}"] [data-value="${value}"]`));
  };
  for (const theme of THEMES) {
    await stage.shows(`in Chinese, ${theme}`, async () => {
      await set('theme', theme);
      const found = [];
      for (const route of screens) found.push(...(await look(route)));
      assert.deepEqual(found, []);
    });
  }
  await stage.shows('in English, light, with the largest text', async () => {
    await set('theme', 'light');
    await set('size', 'huge');
    await officer.touch(page.locator('[data-value="en"]'));
    await page.locator('html[lang="en"]').waitFor();
    const found = [];
    for (const route of screens) found.push(...(await look(route)));
    assert.deepEqual(found, []);
  });
}
