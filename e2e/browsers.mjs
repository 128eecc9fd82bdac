// The page in other browsers: node e2e/browsers.mjs [--full] [--folder dist] [--only word] [firefox] [webkit] [chromium-102] [chromium-92]
//
//   name    only these browsers
//   --only  only the scripts whose file's name holds the word
//   --full  fifty kills of each kind instead of ten
//
// Not part of `make test`: the browsers are large. What came of it is kept in docs/browsers.md.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as journey from './browsers/journey.mjs';
import { kinds } from './browsers/kinds.mjs';
import * as look from './browsers/look.mjs';
import * as old from './browsers/old.mjs';
import * as told from './browsers/told.mjs';
import * as k1 from './faults/k1.mjs';
import * as k2 from './faults/k2.mjs';
import * as whole from './journeys/whole.mjs';
import { Report } from './lib/report.mjs';
import { Stage, Stopped } from './lib/stage.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    folder: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
    only: { type: 'string', default: '' },
  },
});
if (!fs.existsSync(path.join(values.folder, 'index.html'))) {
  console.error(`${values.folder} has no index.html: run make dist first`);
  process.exit(2);
}

const scripts = { journey, told, old, look, k1, k2, whole };
const runs = values.full ? 50 : 10;
const report = new Report();
for (const kind of kinds.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  for (const file of kind.scripts.filter((file) => file.includes(values.only))) {
    const script = scripts[file];
    console.log(`\n${kind.name}: ${script.name}`);
    const stage = new Stage({ folder: values.folder, report, runs, browser: kind.device });
    stage.kind = kind;
    try {
      await script.run(stage);
    } catch (error) {
      if (!(error instanceof Stopped)) report.failure('the journey goes from sentence to sentence', error);
    }
    await stage.clear();
    await report.sentence('no page broke the content policy or left an error behind', () => assert.deepEqual(stage.complaints(), []));
  }
}
process.exitCode = report.close() ? 0 : 1;
