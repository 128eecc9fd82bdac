// Forms of the pack as a zone changes them: the source of one, changed, and made a workbook as the pack's are (fragments filled
// in, sheets as tables); loaded on the page of forms, and what is told there.

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { workbook } from './workbook.mjs';

const place = (name) => fileURLToPath(new URL(`../../pack/${name}`, import.meta.url));
const read = (name) => JSON.parse(fs.readFileSync(place(`source/${name}.json`), 'utf8'));

/** A form of the pack as a file for `setInputFiles`, with what `change` does to its sheets. */
export function changed(id, change) {
  const fragments = Object.fromEntries(Object.entries(read('fragments')).map(([name, body]) => [name, [body].flat().join('')]));
  const filled = (text) => {
    // The first closing mark ends the first call, as in `xtask/src/source.rs`: fragments may hold others.
    const [, before, call, after] = text.match(/^([^‹]*)‹([^›]*)›(.*)$/su) ?? [];
    if (call === undefined) return text;
    const [name, ...given] = call.split(' ');
    const body = given.reduce((said, argument, at) => said.replaceAll(`‹${at + 1}›`, argument), fragments[name]);
    return filled(before + body + after);
  };
  const table = (rows) => {
    const columns = [...new Set(rows.flatMap(Object.keys))];
    return [columns, ...rows.map((row) => columns.map((column) => filled([row[column] ?? ''].flat().join(''))))];
  };
  const sheets = read(id);
  change(sheets);
  return workbook(`${id}.xlsx`, Object.fromEntries(Object.entries(sheets).map(([sheet, rows]) => [sheet, table(rows)])));
}

/** The version of a form of the pack. */
export const versionOf = (id) => Number(read(id).settings[0].version);

/** A version so many later than the one that is shipped. */
export const later = (sheets, by = 1) => (sheets.settings[0].version = String(Number(sheets.settings[0].version) + by));

/** The row of a sheet that has this name; of choices, in their list. */
export const row = (rows, name, list) => rows.find((one) => one.name === name && one.list_name === list);

/** A file that a form of the pack brings along. */
export const attached = (name) => ({ name, mimeType: 'text/csv', buffer: fs.readFileSync(place(name)) });

/** Loads a form, with the files that it brings along, on the page of forms. */
export async function load(person, files) {
  await person.go('#/forms');
  await person.give('form', files);
}

/** What is told to differ from the version that was there, one kind after another. */
export const told = (person) => person.page.locator('[data-change]').evaluateAll((rows) => rows.map((row) => row.dataset.change));
