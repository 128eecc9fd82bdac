// What a first visit loads, file by file: raw, gzip and brotli. Fails over the budget; with --write docs/size.md is renewed.
//
// Which files come before the first question is not guessed: the journey `first-load` writes down what the page asked for.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/**
 * Brotli bytes: before the first question can be used, and all that is kept for offline use. The second holds the coordinator's
 * desk, too, and a worker that is built for speed where it reads months of work (docs/architecture.md says what that buys).
 */
const BUDGET = { first: 407 * 1024, all: 3740 * 1024 };

const project = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(project, 'dist');
const recorded = path.join(project, 'e2e/out/first-load.json');
if (!fs.existsSync(recorded)) {
  console.error('what a first visit loads is not known: run node e2e/run.mjs first-load');
  process.exit(1);
}
const first = new Set(JSON.parse(fs.readFileSync(recorded, 'utf8')));
const strangers = [...first].filter((name) => !fs.existsSync(path.join(dist, name)));
if (strangers.length) {
  console.error(`not of this build: ${strangers.join(', ')}; run node e2e/run.mjs first-load`);
  process.exit(1);
}

// Not fetched by the app: what it is licensed under is there to be read.
const names = fs.readdirSync(dist, { recursive: true }).filter((name) => fs.statSync(path.join(dist, name)).isFile() && name !== 'licences.txt');
const files = names.map(weigh).sort((a, b) => b.brotli - a.brotli);
const before = files.filter(({ name }) => first.has(name));
const after = files.filter(({ name }) => !first.has(name));
const sums = { first: sum(before), after: sum(after), all: sum(files) };

const text = `# Size

What a first visit loads, in KB of 1,024 bytes. Made by \`make size\`; a build over its budget fails \`make test\`.

| | raw | gzip | brotli | budget, brotli |
|---|--:|--:|--:|--:|
| before the first question can be used | ${row(sums.first)} | ${kb(BUDGET.first)} |
| all, with what is fetched afterwards for offline use | ${row(sums.all)} | ${kb(BUDGET.all)} |

The first row is every byte that the page asks for until the first question of the largest shipped form can be used, seen in
the browser (journey \`first-load\`). The service worker is asked for after that, and fetches the rest for offline use.

## Before the first question

${table(before)}

## Afterwards, for offline use

${table(after)}
`;
console.log(text);
if (process.argv.includes('--write')) fs.writeFileSync(path.join(project, 'docs/size.md'), text);
const over = Object.keys(BUDGET).filter((part) => sums[part].brotli > BUDGET[part]);
for (const part of over) console.error(`over budget (${part}): ${kb(sums[part].brotli)} KB of ${kb(BUDGET[part])}`);
process.exitCode = over.length ? 1 : 0;

function weigh(name) {
  const bytes = fs.readFileSync(path.join(dist, name));
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  return { name, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length };
}

function sum(some) {
  const total = (key) => some.reduce((all, file) => all + file[key], 0);
  return { raw: total('raw'), gzip: total('gzip'), brotli: total('brotli') };
}

function kb(bytes) {
  return (bytes / 1024).toFixed(1);
}

function row({ raw, gzip, brotli }) {
  return [raw, gzip, brotli].map(kb).join(' | ');
}

function table(some) {
  const plain = (name) => name.replace(/-[0-9a-f]{8,}/, '');
  const rows = some.map((file) => `| \`${plain(file.name)}\` | ${row(file)} |`);
  return ['| file | raw | gzip | brotli |', '|---|--:|--:|--:|', ...rows, `| **sum** | ${row(sum(some))} |`].join('\n');
}
