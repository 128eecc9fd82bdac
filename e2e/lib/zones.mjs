// A zone and its keys as people set them up, and a pack that tells a tablet of them.

import assert from 'node:assert/strict';

export const input = (person, name) => person.page.locator(`input[data-input="${name}"]`);

/** Leads through the page; gives the key as it stood on the screen. */
export async function setUp(person, name) {
  await person.go('#/zone');
  if (name) await input(person, 'zone-name').fill(name);
  await person.tap('make-zone-keys');
  const shown = (await person.page.locator('[data-recovery-key]').innerText()).trim();
  await person.tap('try-key');
  await input(person, 'recovery-key').fill(shown.toLowerCase());
  await person.tap('finish-zone');
  return shown;
}

/** A pack that anybody can open, whether or not tablets are enrolled here. */
export async function packInClear(person) {
  const opens = person.page.locator('select[data-input="pack-opens"]');
  await person.page.locator('[data-action="export-pack"]:enabled').waitFor();
  if (await opens.count()) await opens.selectOption('anybody');
  return person.download('export-pack');
}

export async function takePack(officer, pack, coming) {
  await officer.go('#/forms');
  await officer.give('pack', pack);
  await officer.action('take-pack').waitFor();
  if (coming) await officer.page.locator(`[data-zone="${coming}"]`).waitFor();
  else assert.equal(await officer.page.locator('[data-zone]').count(), 0);
  await officer.tap('take-pack');
  await officer.page.locator('[data-pack="taken"]').waitFor();
}
