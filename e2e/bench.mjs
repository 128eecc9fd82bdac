// Times the form engine in real Chromium, once built for size as the app is and once for speed: node e2e/bench.mjs FOLDER
//
// FOLDER has `z/` and `3/`, each with bench.js and bench_bg.wasm, and `workbooks/`; scripts/bench.sh makes them. What was
// measured goes to FOLDER/browser.json, which `speed --browser` puts into its table.
// Not here: what is measured (bench/src/cases.rs).

import fs from 'node:fs';
import path from 'node:path';
import { Device } from './lib/browser.mjs';
import { Server } from './lib/server.mjs';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('node e2e/bench.mjs FOLDER');
  process.exit(2);
}
fs.writeFileSync(path.join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>bench</title>');
const server = await new Server({ folder }).start();
const device = await new Device('bench').start();
const measured = { browser: null, builds: {} };

/** Runs `inside` in a page of its own, so with a memory of its own. */
const alone = async (inside, ...given) => {
  const page = await device.tab();
  page.setDefaultTimeout(0);
  await page.goto(server.address);
  try {
    return await page.evaluate(inside, given);
  } finally {
    await page.close();
  }
};

try {
  measured.browser = await alone(() => navigator.userAgent.match(/Chrome\/[0-9]+/)?.[0] ?? navigator.userAgent);
  for (const build of ['z', '3'].filter((build) => fs.existsSync(path.join(folder, build)))) {
    console.error(`browser, built for ${build === 'z' ? 'size' : 'speed'}`);
    const memory = {};
    for (const form of ['mix1000', 'mix5000', 'cas20k', 'cas50k']) {
      // The worker's memory and the page's are two: the package goes from one to the other.
      const worker = await alone(
        async ([build, form]) => {
          const program = await import(`./${build}/bench.js`);
          const { memory } = await program.default();
          const workbook = await (await fetch(`./workbooks/${form}.xlsx`)).arrayBuffer();
          const packed = program.packed(new Uint8Array(workbook));
          return { size: memory.buffer.byteLength, packed: Array.from(packed) };
        },
        build,
        form,
      );
      const page = await alone(
        async ([build, packed]) => {
          const program = await import(`./${build}/bench.js`);
          const { memory } = await program.default();
          program.filled(new Uint8Array(packed));
          return memory.buffer.byteLength;
        },
        build,
        worker.packed,
      );
      memory[form] = { worker: worker.size, page };
    }
    const figures = await alone(
      async ([build]) => {
        const program = await import(`./${build}/bench.js`);
        await program.default();
        return JSON.parse(program.figures());
      },
      build,
    );
    measured.builds[build] = { figures, memory };
  }
} finally {
  await device.discard();
  await server.stop();
}
fs.writeFileSync(path.join(folder, 'browser.json'), JSON.stringify(measured, null, 1));
