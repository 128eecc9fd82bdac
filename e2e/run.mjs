// Runs the browser journeys: node e2e/run.mjs [--faults] [--full] [--folder dist] [--jobs N] [word...]
//
//   word      only files whose name holds it
//   --faults  only the fault scripts of e2e/faults/, not the journeys
//   --full    the fault scripts at the size of `make fault-test`
//   --jobs    so many journeys at once, each in a process of its own: two where there are two processors
//
// A journey's module has `name` and `run(stage)`; a fault script's also has `sizes`, how often it runs in each place. Fault scripts
// hold what is lost against a clock, so each has the machine to itself.

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { astray } from './lib/guide.mjs';
import { Report } from './lib/report.mjs';
import { play } from './lib/script.mjs';
import { disagreements } from './lib/stories.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    faults: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    folder: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
    jobs: { type: 'string', default: String(Math.min(2, os.availableParallelism())) },
  },
});
if (!fs.existsSync(path.join(values.folder, 'index.html'))) {
  console.error(`${values.folder} has no index.html: run make dist first`);
  process.exit(2);
}

const scripts = ['journeys', 'faults']
  .filter((folder) => !values.faults || folder === 'faults')
  .flatMap((folder) => {
    const place = fileURLToPath(new URL(folder, import.meta.url));
    return fs.readdirSync(place).sort().filter((file) => file.endsWith('.mjs')).map((file) => path.join(place, file));
  })
  .filter((file) => positionals.length === 0 || positionals.some((word) => path.basename(file).includes(word)));

const report = new Report();
await report.sentence('docs/stories.md and the journeys agree on which acceptance stories are shown', () => {
  assert.deepEqual(disagreements(), []);
});
await report.sentence("every picture of the officer's guide is there, and every one that is there is in it", () => {
  assert.deepEqual(astray(), []);
});

/** No journey takes a third of it. One that goes round and round does not answer, and must not keep the others from being seen. */
const MOST_MS = 10 * 60_000;

const [faults, journeys] = [true, false].map((are) => scripts.filter((file) => are === (path.basename(path.dirname(file)) === 'faults')));
const jobs = Math.min(Number(values.jobs), journeys.length);
if (jobs > 1) {
  const left = journeys.values();
  const worker = async () => {
    for (const file of left) await apart(file);
  };
  await Promise.all(Array.from({ length: jobs }, worker));
} else {
  for (const file of journeys) await play(file, { folder: values.folder, report });
}
for (const file of faults) await play(file, { folder: values.folder, report, isFull: values.full });
process.exitCode = report.close() ? 0 : 1;

/** A journey in a process of its own. What it tells is shown once it is over: two do not speak at once. */
async function apart(file) {
  const child = fork(fileURLToPath(new URL('one.mjs', import.meta.url)), [file, values.folder], { silent: true });
  const told = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => told.push(piece));
  let counts;
  child.once('message', (message) => (counts = message));
  const limit = setTimeout(() => child.kill('SIGKILL'), MOST_MS);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(limit);
  process.stdout.write(Buffer.concat(told));
  if (counts) report.add(counts);
  else report.failure(`${path.basename(file)} came to its end`, new Error('its process ended without a word'));
}
