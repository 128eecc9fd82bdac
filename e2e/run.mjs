// Runs the browser journeys: node e2e/run.mjs [--faults] [--full] [--folder dist] [--jobs N] [word...]
//
//   word      only files whose name holds it
//   --faults  only the fault scripts of e2e/faults/, not the journeys
//   --full    the fault scripts at the size of `make fault-test`
//   --limit   runs nothing; prints for how many seconds all that was asked for may run at most
//   --jobs    so many journeys at once, each in a process of its own: two where there are two processors
//
// A journey's module has `name` and `run(stage)`; a fault script's also has `sizes`, how often it runs in each place, and `minutes`, how
// long its full size may take where that is more than a journey may. Fault scripts hold what is lost against a clock, so each has the
// machine to itself, in a process of its own that is ended when its time is up. What ran and what did not is told at the end.

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
    limit: { type: 'boolean', default: false },
    folder: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
    jobs: { type: 'string', default: String(Math.min(2, os.availableParallelism())) },
  },
});
const scripts = ['journeys', 'faults']
  .filter((folder) => !values.faults || folder === 'faults')
  .flatMap((folder) => {
    const place = fileURLToPath(new URL(folder, import.meta.url));
    return fs.readdirSync(place).sort().filter((file) => file.endsWith('.mjs')).map((file) => path.join(place, file));
  })
  .filter((file) => positionals.length === 0 || positionals.some((word) => path.basename(file).includes(word)));

/** No journey takes a third of it. One that goes round and round does not answer, and must not keep the others from being seen. */
const MOST_MS = 10 * 60_000;

const limits = new Map();
for (const file of scripts) {
  const { minutes = 0 } = values.full && isFault(file) ? await import(file) : {};
  limits.set(file, Math.max(MOST_MS, minutes * 60_000));
}
if (values.limit) {
  console.log([...limits.values()].reduce((sum, ms) => sum + ms, 0) / 1000);
  process.exit();
}
if (!fs.existsSync(path.join(values.folder, 'index.html'))) {
  console.error(`${values.folder} has no index.html: run make dist first`);
  process.exit(2);
}

const report = new Report();
await report.sentence('docs/stories.md and the journeys agree on which acceptance stories are shown', () => {
  assert.deepEqual(disagreements(), []);
});
await report.sentence("every picture of the officer's guide is there, and every one that is there is in it", () => {
  assert.deepEqual(astray(), []);
});

const [faults, journeys] = [true, false].map((are) => scripts.filter((file) => are === isFault(file)));
/** Of each fault script how it ended; one that is not in it was not come to. */
const ends = new Map();
let isEnded = false;
process.once('SIGTERM', () => (isEnded = true));

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
for (const file of faults) if (!isEnded) ends.set(file, await apart(file, { isSeen: true }));
if (faults.length > 0) await report.sentence('every fault script that was asked for ran to its end', () => assert.deepEqual(told(), []));
process.exitCode = report.close() ? 0 : 1;

function isFault(file) {
  return path.basename(path.dirname(file)) === 'faults';
}

/** Tells of each fault script how it ended; returns those that did not run to their end. At the short size one may say that it cannot. */
function told() {
  console.log('');
  const missing = [];
  for (const file of faults) {
    const { seconds = 0, end = 'was not come to' } = ends.get(file) ?? {};
    console.log(`        ${path.basename(file, '.mjs').padEnd(8)} ${seconds.toFixed(0).padStart(6)} s of ${limits.get(file) / 1000}: ${end}`);
    if (end !== 'ran' && (values.full || !end.startsWith('not run'))) missing.push(`${path.basename(file)}: ${end}`);
  }
  return missing;
}

/** A script in a process of its own. What a journey tells is shown once it is over: two do not speak at once. */
async function apart(file, { isSeen = false } = {}) {
  const begun = performance.now();
  const child = fork(fileURLToPath(new URL('one.mjs', import.meta.url)), [file, values.folder, values.full ? 'full' : 'short'], { silent: !isSeen });
  const told = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => told.push(piece));
  let counts;
  child.once('message', (message) => (counts = message));
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, limits.get(file));
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(limit);
  process.stdout.write(Buffer.concat(told));
  if (counts) report.add(counts);
  else report.failure(`${path.basename(file)} came to its end`, new Error('its process ended without a word'));
  const end = counts?.notRun ? `not run: ${counts.notRun}` : counts ? 'ran' : isLate ? 'ended, for its time was up' : 'ended without a word';
  return { seconds: (performance.now() - begun) / 1000, end };
}
