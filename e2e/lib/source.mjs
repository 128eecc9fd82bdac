// A form that stands in the project as its source (rows of sheets, with fragments), made into a workbook for the page to open.
//
// Not here: the shipped workbooks, which `xtask pack` makes. How sources are written: `pack/README.md`.

import fs from 'node:fs';
import path from 'node:path';
import { workbook } from './workbook.mjs';

const PROJECT = path.resolve(import.meta.dirname, '../..');
/** A fragment may hold others, and ends somewhere. */
const DEEPEST = 20;

const read = (place) => JSON.parse(fs.readFileSync(path.join(PROJECT, place), 'utf8'));

/** The workbook of a source, `conformance/forms/talent_registration.json` for one, as a file that the page can be given. */
export function workbookOf(place) {
  const fragments = Object.fromEntries(Object.entries(read('pack/source/fragments.json')).map(([name, text]) => [name, [].concat(text).join('')]));
  const filled = (text, depth = 0) => {
    if (depth > DEEPEST) throw new Error(`a fragment without end: ${text}`);
    return text.replace(/‹([A-Z_]+)([^‹›]*)›/g, (_, name, said) => {
      const words = said.trim().split(/\s+/);
      const with_words = fragments[name].replace(/‹(\d)›/g, (_place, number) => words[number - 1]);
      return filled(with_words, depth + 1);
    });
  };
  const sheets = Object.entries(read(place)).map(([sheet, rows]) => {
    const columns = [...new Set(rows.flatMap(Object.keys))];
    const cells = rows.map((row) => columns.map((column) => (row[column] === undefined ? null : filled([].concat(row[column]).join('')))));
    return [sheet, [columns, ...cells]];
  });
  return workbook(`${path.basename(place, '.json')}.xlsx`, Object.fromEntries(sheets));
}
