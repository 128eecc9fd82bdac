// Runs the browser journeys, one after another: node e2e/run.mjs [--faults] [--full] [--folder dist] [word...]
//
//   word      only files whose name holds it
//   --faults  only the fault scripts of e2e/faults/, not the journeys
//   --full    the fault scripts at the size of `make fault-test`
//
// A journey's module has `name` and `run(stage)`; a fault script's also has `sizes`, how often it runs in each place.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { astray } from './lib/guide.mjs';
import { Report } from './lib/report.mjs';
import { Stage, Stopped } from './lib/stage.mjs';
import { disagreements } from './lib/stories.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    faults: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    folder: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
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
for (const file of scripts) {
  const script = await import(file);
  console.log(`\n${script.name}`);
  const begun = performance.now();
  const stage = new Stage({ folder: values.folder, report, runs: script.sizes?.[values.full ? 'full' : 'short'] ?? 1 });
  try {
    await script.run(stage);
  } catch (error) {
    // Told already where a sentence failed; breaking between two sentences is a failure too.
    if (!(error instanceof Stopped)) report.failure('the journey goes from sentence to sentence', error);
  }
  await report.sentence('no page broke the content policy or left an error behind', () => {
    assert.deepEqual(stage.complaints(), []);
  });
  await stage.clear();
  console.log(`        ${((performance.now() - begun) / 1000).toFixed(1)} s for ${path.basename(file)}`);
}
process.exitCode = report.close() ? 0 : 1;
