// The page on which a desk is kept safe: one sealed file of all that it has, and a desk out of such a file.

import { kept } from './batches.mjs';

/** How long all of a desk may take. */
const WITHIN_MS = 60_000;

export const input = (person, name) => person.page.locator(`input[data-input="${name}"]`);

/** The hash of the ledger as the page works it out. */
export async function ledgerOf(person, within_ms = WITHIN_MS) {
  await person.go('#/safe');
  const told = person.page.locator('[data-ledger][data-revisions]').first();
  await told.waitFor({ timeout: within_ms });
  return { hash: await told.getAttribute('data-ledger'), count: Number(await told.getAttribute('data-revisions')) };
}

/** Makes a backup with the passphrase that the page offers, and keeps it. */
export async function sealed(person, room, folder, within_ms = WITHIN_MS) {
  await person.go('#/safe');
  await person.tap('generate-passphrase');
  const passphrase = await person.page.locator('[data-passphrase]').innerText();
  await input(person, 'passphrase-again').fill(passphrase);
  const file = await kept(await person.download('seal', within_ms), room, folder);
  await person.page.locator('[data-status="safe-made"]').waitFor({ timeout: within_ms });
  return { file, passphrase };
}

export async function restore(person, file, passphrase) {
  await person.go('#/safe');
  await person.give('safe', file);
  await input(person, 'open-passphrase').fill(passphrase);
  await person.tap('restore');
}

export async function restored(person, within_ms = WITHIN_MS) {
  const told = person.page.locator('[data-status="safe-restored"]');
  await told.waitFor({ timeout: within_ms });
  return told.evaluate(({ dataset }) => ({ ...dataset }));
}
