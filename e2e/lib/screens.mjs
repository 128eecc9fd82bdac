// The main screens, as whoever looks at all of them walks them.

import assert from 'node:assert/strict';
import { violations } from './axe.mjs';
import { FORM, register } from './enterprise.mjs';
import { take } from './pictures.mjs';
import { tooSmallOrNear } from './targets.mjs';

/** Makes a record and a draft, and gives the routes of every main screen. */
export async function screens(officer, address) {
  const { page } = officer;
  await register(officer, address, { name: '样例一厂有限公司', code: '91350100M000100Y43' });
  await officer.go('#/ledger');
  const entity = await page.locator('[data-entity]').first().getAttribute('data-entity');
  await officer.go('#/');
  await officer.begin(FORM);
  const draft = new URL(page.url()).hash;
  await officer.saved();
  await officer.go('#/records');
  const record = await page.locator('[data-record]').first().getAttribute('data-record');
  const pages = ['', 'forms', 'records', 'send', 'import', 'ledger', 'conflicts', 'worklists', 'dashboard', 'safe', 'zone', 'settings', 'officers', 'about', 'nowhere'];
  const lists = ['social_orgs', 'visits', 'needs', 'assignments', 'talents'].map((name) => `#/ledger/${name}`);
  return [...pages.map((name) => `#/${name}`), ...lists, `#/records/${record}`, `#/ledger/enterprises/${encodeURIComponent(entity)}`, draft, `${draft}?all=1`, `${draft}/contents`, `${draft}/review`];
}

/** Goes to one, and waits until it stands. */
export async function look(officer, route) {
  await officer.go(route);
  await officer.page.locator('main h1').first().waitFor();
  await officer.page.waitForTimeout(150);
}

/** Chooses how the page looks: `theme` or `size`. */
export async function set(officer, kind, value) {
  await officer.go('#/settings');
  await officer.touch(officer.page.locator(`[data-look="${kind}"] [data-value="${value}"]`));
}

/** Chooses the language of the page. */
export async function speak(person, tag) {
  await person.go('#/settings');
  await person.touch(person.page.locator(`[data-value="${tag}"]`));
  await person.page.locator(`html[lang="${tag}"]`).waitFor({ state: 'attached' });
}

/** Pictures of the page, which can be used with gloves and by those who hear it. */
export async function seen(page, picture) {
  await take(page, picture);
  assert.deepEqual(await tooSmallOrNear(page), [], picture);
  assert.deepEqual(await violations(page), [], picture);
}
