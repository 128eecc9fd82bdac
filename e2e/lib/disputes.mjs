// What two people said differently, as somebody at a desk sees and settles it on an enterprise's page.

/** Opens an enterprise of the ledger. */
export async function openFirm(person, firm) {
  await person.go('#/ledger');
  await person.touch(person.page.locator('tr[data-entity]').filter({ hasText: firm.name }).locator('[data-action="open"]'));
  await person.page.locator('h1.page__title').getByText(firm.name).waitFor();
}

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
