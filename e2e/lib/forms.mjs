// The forms of conformance/forms, made workbooks as the pack's are: fragments filled in, sheets as tables.

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { workbook } from './workbook.mjs';

const read = (place) => JSON.parse(fs.readFileSync(fileURLToPath(new URL(`../../${place}`, import.meta.url)), 'utf8'));

/** `conformance/forms/<id>.json` as a file for `setInputFiles`. */
export function tried(id) {
  const fragments = Object.fromEntries(Object.entries(read('pack/source/fragments.json')).map(([name, body]) => [name, [body].flat().join('')]));
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
    return [columns, ...rows.map((row) => columns.map((column) => filled(row[column] ?? '')))];
  };
  return workbook(`${id}.xlsx`, Object.fromEntries(Object.entries(read(`conformance/forms/${id}.json`)).map(([sheet, rows]) => [sheet, table(rows)])));
}
