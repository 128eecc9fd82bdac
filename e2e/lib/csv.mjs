// Tables of the pack, as text: a quoted cell may hold commas and quotes, and no cell is trimmed.

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The rows of `pack/<name>`, each by the names in the first. */
export function table(name) {
  const text = fs.readFileSync(fileURLToPath(new URL(`../../pack/${name}`, import.meta.url)), 'utf8').replace(/^\ufeff/, '');
  const [head, ...rows] = text
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain));
  return rows.map((cells) => Object.fromEntries(head.map((column, at) => [column, cells[at] ?? ''])));
}
