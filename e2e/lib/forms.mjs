// Forms of the pack as a zone changes them: the source of one, changed, and made a workbook as the pack's are (fragments filled
// in, sheets as tables).

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
