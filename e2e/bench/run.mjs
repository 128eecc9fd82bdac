// The page beside a floor: node e2e/bench/run.mjs --beside FOLDER [--folder dist] [--rate 4] [--runs 3] [--write FILE] [task...]
//
// The floor is a page of plain DOM, written by hand, that knows only what these forms need: no widgets, no checks, no
// saving. FOLDER is a built copy of the bench that lies beside the project (`../shared/bench/README.md`): its `forms/` and
// `dist/floor/`. Both systems do the same work in the same run, by turns, in a browser of their own each time. Ours is
// driven through its real controls; its workbooks are compiled, its answers saved, as for an officer.
//
// `CPU` is the time on a processor of the page's main thread and of its workers, by the kernel's count. With --rate the
// main thread is slowed as Chromium does it, by idling, which counts.
// Not here: what the figures mean (`docs/speed-page.md`).

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Floor } from './floor.mjs';
import { Table } from './table.mjs';
import { TASKS } from './tasks.mjs';
import { Taizhang } from './taizhang.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    beside: { type: 'string' },
    folder: { type: 'string', default: fileURLToPath(new URL('../../dist', import.meta.url)) },
    rate: { type: 'string', default: '4' },
    runs: { type: 'string', default: '3' },
    write: { type: 'string' },
  },
});
if (!values.beside || !fs.existsSync(path.join(values.beside, 'dist', 'floor', 'index.html'))) {
  console.error('name with --beside the built bench that has dist/floor and forms/');
  process.exit(2);
}

const options = { beside: values.beside, folder: values.folder, rate: Number(values.rate) };
const table = new Table(options.rate);
for (const task of TASKS.filter(({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)))) {
  for (let run = 0; run < Number(values.runs); run += 1) {
    for (const System of [Floor, Taizhang]) {
      const system = new System(options);
      try {
        for (const sample of await task.run(system)) table.add(task, system.name, sample);
      } catch (error) {
        table.failed(task, system.name, error);
      }
      await system.close();
    }
  }
  console.log(table.of(task));
}
if (values.write) fs.writeFileSync(values.write, table.whole());
