// The acceptance stories (docs/stories.md), held against the journeys: what is named as shown is shown by a sentence that is
// there, and a sentence that says it shows a story is named.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (place) => fileURLToPath(new URL(place, import.meta.url));
/** In the table: a journey's file, and behind it sentences of it. */
const NAMED = /`([\w-]+\.mjs)`|“(story [^”]+)”/g;
/** In a journey: `stage.shows('story 3: a code is …'`. */
const SHOWN = /shows\(\s*(['"`])(story (\d+): .*?)\1,/g;

/** What the table and the journeys disagree about, one sentence each. */
export function disagreements() {
  const named = new Set();
  const found = [];
  const journeys = here('../journeys');
  const sentences = new Map();
  for (const file of fs.readdirSync(journeys)) {
    const text = fs.readFileSync(path.join(journeys, file), 'utf8');
    sentences.set(file, new Set([...text.matchAll(SHOWN)].map(([, , sentence]) => sentence)));
  }
  for (const row of fs.readFileSync(here('../../docs/stories.md'), 'utf8').split('\n')) {
    const number = row.match(/^\| (\d+) \|/)?.[1];
    if (!number) continue;
    let file = '';
    for (const [, journey, sentence] of row.matchAll(NAMED)) {
      if (journey) file = journey;
      if (!sentence) continue;
      named.add(`${file} ${sentence}`);
      if (!sentence.startsWith(`story ${number}: `)) found.push(`story ${number} is shown by a sentence of another one: ${sentence}`);
      if (!sentences.get(file)?.has(sentence)) found.push(`docs/stories.md names a sentence that ${file} does not have: ${sentence}`);
    }
  }
  for (const [file, shown] of sentences) {
    for (const sentence of shown) if (!named.has(`${file} ${sentence}`)) found.push(`docs/stories.md does not name ${file} “${sentence}”`);
  }
  return found;
}
