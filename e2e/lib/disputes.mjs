// What two people said differently, as somebody at a desk sees and settles it on an enterprise's page.

import { openEntity } from './ledger.mjs';

/** Opens an enterprise of the ledger. */
export const openFirm = (person, firm) => openEntity(person, 'enterprises', firm.name);

/** What is to be decided of a property of one enterprise. */
export const card = (person, property, firm) => person.page.locator(`[data-disputed="${property}"] [data-dispute]`).filter({ hasText: firm.name });

/** Picks a value on the open page of an enterprise, for a reason that the page offers. */
export async function settle(person, firm, property, value, reason) {
  await person.touch(card(person, property, firm).locator(`[data-action="pick"][data-value="${value}"]`).first());
  await person.touch(person.page.locator(`[data-action="reason"][data-reason="${reason}"]`));
  await person.tap('resolve');
  await person.page.locator('[data-status="decided"]').waitFor();
  await person.page.locator(`tr[data-property="${property}"] td[data-value="${value}"]`).waitFor();
}
