// The page of an entity, as somebody at a desk comes to it from its list, reads it and prints it.

import assert from 'node:assert/strict';
import { readPdf } from './pdf.mjs';
import { eventually } from './person.mjs';

/** Opens the page of the entity of a list that says so. */
export async function openEntity(person, list, text) {
  await person.go(`#/ledger/${list}`);
  // A list is drawn anew while its rows come.
  await eventually(() => person.touch(person.page.locator('tr[data-entity]').filter({ hasText: text }).first().locator('[data-action="open"]')), { within_ms: 30_000 });
  await person.page.locator('h1.page__title').getByText(text).waitFor();
}

/** What a property of it says. */
export const value = (page, property) => page.locator(`tr[data-property="${property}"] td[data-value]`);

/** All that a property said over time, a line each, the last first; also where nobody has opened it. */
export const past = (page, property) => page.locator(`details[data-history="${property}"] li`).allTextContents();

/** What changed, the last first: each step's line, and what it changed. */
export const steps = (page) =>
  page.locator('li[data-changed]').evaluateAll((rows) =>
    rows.map((row) => ({ said: row.querySelector('summary').textContent, changes: [...row.querySelectorAll('li')].map((one) => one.textContent.trim()) })),
  );

/** What comes out of the printer where the open page is printed. The preview comes once the access log has it, and with it the foot of the sheets. */
export async function printed(person) {
  const { page } = person;
  await page.evaluate(() => {
    window.printed = false;
    window.print = () => { window.printed = true; };
  });
  await person.tap('print');
  await eventually(async () => assert.ok(await page.evaluate(() => window.printed)));
  return readPdf(await page.pdf({ preferCSSPageSize: true, printBackground: false }));
}
