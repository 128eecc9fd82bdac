// The work list of what is kept too long: how much there is, and a yes to all of it.

import assert from 'node:assert/strict';
import { eventually } from './person.mjs';

export const overdue = (person) => person.page.locator('[data-list="overdue"]');

/** Opens the list, in which so much stands. */
export async function counts(person, due) {
  await person.go('#/');
  await person.go('#/worklists');
  await overdue(person).waitFor({ timeout: 60_000 });
  await eventually(async () => assert.equal(await overdue(person).getAttribute('data-count'), String(due)));
}

/** Says yes to what is listed, of which there is so much. */
export async function erase(person, count) {
  await person.tap('erase-overdue');
  await eventually(async () => assert.equal(await person.page.locator('[role="alertdialog"] [data-overdue] li').count(), count));
  await person.tap('confirm-erase-overdue');
  const done = person.page.locator('[data-status="erased-overdue"]');
  await done.waitFor({ timeout: 60_000 });
  assert.equal(await done.getAttribute('data-count'), String(count));
  assert.equal(await person.page.locator('[data-status="not-erased-overdue"]').count(), 0);
}
