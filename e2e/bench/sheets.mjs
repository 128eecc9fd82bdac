// Workbooks beside SheetJS: node e2e/bench/sheets.mjs FOLDER [--runs 3] [--rows 10000] [--python PYTHON] [--write FILE]
//
// FOLDER has `z/bench.js` and its wasm, built for size as the app is (scripts/sheets.sh makes them). The same rows, as lines of
// JSON, become the same workbook in a worker of the same Chromium, by turns, in a browser of its own each time: SheetJS in
// dense mode, with and without compression (without is how it writes unless told), and ours, a portion of lines at a time.
// CPU is what the kernel counts for all threads of the page's process, so that collecting garbage counts; memory is the
// most that this process held at once, beyond what it held when the rows were there and nothing had begun.
//
// Given a Python that has openpyxl, our workbook and our delimited text are read there and compared cell by cell
// (`compare.py`); among the rows are texts that a spreadsheet program could run. A difference fails.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Device } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';
import { DATES, TITLES, rows } from './rows.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    rows: { type: 'string', default: '10000' },
    python: { type: 'string', default: process.env.OPENPYXL_PYTHON ?? '' },
    write: { type: 'string' },
  },
});
const [folder] = positionals;
if (!folder || !fs.existsSync(path.join(folder, 'z', 'bench.js'))) {
  console.error('node e2e/bench/sheets.mjs FOLDER: a folder with z/bench.js');
  process.exit(2);
}
const here = fileURLToPath(new URL('.', import.meta.url));
const sheetjs = path.join(here, 'node_modules', 'xlsx', 'dist', 'xlsx.full.min.js');
if (!fs.existsSync(sheetjs)) {
  console.error('npm ci in e2e/bench first');
  process.exit(2);
}
const count = Number(values.rows);
fs.writeFileSync(path.join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>sheets</title>');
fs.writeFileSync(path.join(folder, 'rows.jsonl'), rows(count));
fs.copyFileSync(sheetjs, path.join(folder, 'xlsx.js'));
for (const worker of ['sheets-ours.mjs', 'sheets-theirs.js']) fs.copyFileSync(path.join(here, worker), path.join(folder, worker));

const SYSTEMS = [
  { name: 'ours', worker: 'sheets-ours.mjs', options: { what: 'workbook' } },
  { name: 'SheetJS, compressed', worker: 'sheets-theirs.js', options: { compression: true } },
  { name: 'SheetJS, stored', worker: 'sheets-theirs.js', options: { compression: false } },
];

const server = await new Server({ folder }).start();

/** The process that a device's page runs in. */
const renderer = (device) => {
  const of = device.processes().map((pid) => {
    let args = '';
    try {
      args = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      // it ended meanwhile
    }
    return args.includes('--type=renderer') ? { pid, held: held(pid, 'VmRSS') } : null;
  });
  return of.filter(Boolean).sort((one, other) => other.held - one.held)[0].pid;
};
const held = (pid, what) => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${what}:\\s+(\\d+)`))[1]) / 1024;
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const processor = (pid) => {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticks;
};

async function once({ worker, options }) {
  const device = await new Device('sheets').start();
  try {
    const { page } = device;
    page.setDefaultTimeout(0);
    await page.goto(server.address);
    await page.evaluate(
      async ([file, titles, dates]) => {
        window.worker = new Worker(`./${file}`, { type: file.endsWith('.mjs') ? 'module' : 'classic' });
        window.said = () => new Promise((resolve) => (window.worker.onmessage = ({ data }) => resolve(data)));
        const ready = window.said();
        window.worker.postMessage({ titles, dates });
        await ready;
      },
      [worker, TITLES, DATES],
    );
    const pid = renderer(device);
    fs.writeFileSync(`/proc/${pid}/clear_refs`, '5'); // the most that it held counts from here
    const before = { cpu: processor(pid), memory: held(pid, 'VmRSS') };
    const { ms, bytes } = await page.evaluate(async (options) => {
      const done = window.said();
      window.worker.postMessage(options);
      const { ms, bytes } = await done;
      window.made = bytes;
      return { ms, bytes: bytes.length };
    }, options);
    const measured = { ms, bytes, cpu: processor(pid) - before.cpu, memory: held(pid, 'VmHWM') - before.memory };
    const download = page.waitForEvent('download');
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([window.made]));
      link.download = 'made';
      link.click();
    });
    return { measured, file: fs.readFileSync(await (await download).path()) };
  } finally {
    await device.discard();
  }
}

const middle = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
const samples = Object.fromEntries(SYSTEMS.map(({ name }) => [name, []]));
let failed = false;
try {
  for (let run = 0; run < Number(values.runs); run += 1) {
    for (const system of SYSTEMS) {
      const { measured, file } = await once(system);
      samples[system.name].push(measured);
      if (system.name === 'ours') fs.writeFileSync(path.join(folder, 'ours.xlsx'), file);
    }
  }
  const { file } = await once({ worker: 'sheets-ours.mjs', options: { what: 'csv' } });
  fs.writeFileSync(path.join(folder, 'ours.csv'), file);
} finally {
  await server.stop();
}

const figures = Object.entries(samples).map(([name, all]) => {
  const of = (what) => middle(all.map((sample) => sample[what]));
  return { name, cpu: of('cpu'), ms: of('ms'), memory: of('memory'), bytes: of('bytes') };
});
const [ours, compressed] = figures;
const lines = [
  '# Workbooks beside SheetJS',
  '',
  `Written by \`node e2e/bench/sheets.mjs\`: ${count} rows of ${TITLES.length} columns from lines of JSON, in a worker of one Chromium, each in a`,
  `browser of its own, by turns; medians of ${values.runs}. CPU is that of the whole page process, memory the most it held beyond its beginning.`,
  '',
  '| | CPU, ms | until done, ms | memory, MB | file, MB |',
  '|---|---|---|---|---|',
  ...figures.map(({ name, cpu, ms, memory, bytes }) => `| ${name} | ${cpu.toFixed(0)} | ${ms.toFixed(0)} | ${memory.toFixed(0)} | ${(bytes / 1e6).toFixed(1)} |`),
  '',
  `Ours of SheetJS with compression: ${(ours.cpu / compressed.cpu).toFixed(2)} of its CPU (at most 0.5), ${(ours.memory / compressed.memory).toFixed(2)} of its memory (at most 0.25).`,
  `Ours of SheetJS without: ${(ours.cpu / figures[2].cpu).toFixed(2)} and ${(ours.memory / figures[2].memory).toFixed(2)}.`,
  '',
];
console.log(lines.join('\n'));

if (values.python) {
  const script = path.join(here, 'compare.py');
  try {
    const said = execFileSync(values.python, [script, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    console.log(said.trim());
    lines.push(said.trim(), '');
  } catch {
    failed = true;
  }
} else {
  console.log('no Python with openpyxl: the cells were not compared');
}
if (values.write) fs.writeFileSync(values.write, lines.join('\n'));
process.exit(failed ? 1 : 0);
