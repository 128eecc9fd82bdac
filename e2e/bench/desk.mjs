// The desk at work: node e2e/bench/desk.mjs --zone FOLDER [--folder dist] [--runs 1] [--write FILE]
//
// FOLDER holds the batches of a zone, made by `cargo run --release -p bench --bin speed -- --zone FOLDER 300 4 84`: 100,000 records
// of 300 devices. They are taken in through the page, beside plain writes of the same records into IndexedDB, one value each, in
// one transaction, in the same browser. While the desk works nobody touches the page, which is asked all the time whether it
// is free: the longest time that it was not is told, and how much memory the page and its workers took.
// Not here: whether what was taken in is right (`journeys/`, the crates' tests).

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Person, eventually } from '../lib/person.mjs';
import { Report } from '../lib/report.mjs';
import { Stage } from '../lib/stage.mjs';
import { processorTime } from './watch.mjs';

const { values } = parseArgs({
  options: {
    zone: { type: 'string' },
    folder: { type: 'string', default: fileURLToPath(new URL('../../dist', import.meta.url)) },
    write: { type: 'string' },
  },
});
if (!values.zone || !fs.existsSync(path.join(values.zone, 'devices.json'))) {
  console.error('name with --zone a folder of batches; the head of this file says how it is made');
  process.exit(2);
}

const files = fs.readdirSync(values.zone).filter((name) => name !== 'devices.json').sort().map((name) => path.join(values.zone, name));
const devices = JSON.parse(fs.readFileSync(path.join(values.zone, 'devices.json'), 'utf8'));
const bodies = files.flatMap((file) => JSON.parse(fs.readFileSync(file, 'utf8')).body.records.map((record) => Buffer.byteLength(JSON.stringify(record))));

const stage = new Stage({ folder: values.folder, report: new Report() });
const lines = [];
const told = (what, figure) => {
  lines.push([what, figure]);
  console.log(`${what}: ${figure}`);
};

/** Puts devices in that somebody has decided about: comparing 300 fingerprints is not what is measured. */
const trusted = (page, devices) =>
  page.evaluate(async (devices) => {
    const settled = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
    const [{ name }] = await indexedDB.databases();
    const database = await settled(indexedDB.open(name));
    const running = database.transaction('devices', 'readwrite');
    const bytes = (value) => new TextEncoder().encode(JSON.stringify(value));
    for (const id of devices) running.objectStore('devices').put(bytes({ id, label: '', standing: 'trusted', decided_at: '2026-01-01T00:00:00.000+08:00' }), [id]);
    await new Promise((resolve) => (running.oncomplete = resolve));
    database.close();
  }, devices);

/** The same records as plain values of one transaction. */
const plain = (page, sizes) =>
  page.evaluate(async (sizes) => {
    const opening = indexedDB.open('floor', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('records');
    const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
    const begun = performance.now();
    const running = database.transaction('records', 'readwrite', { durability: 'strict' });
    const store = running.objectStore('records');
    const noise = crypto.getRandomValues(new Uint8Array(65536));
    sizes.forEach((size, at) => store.put(noise.slice(at % 1000, (at % 1000) + size), [`${at}`, 'hash']));
    running.commit();
    await new Promise((resolve, reject) => ((running.oncomplete = resolve), (running.onabort = () => reject(running.error))));
    const ms = performance.now() - begun;
    database.close();
    await new Promise((resolve) => (indexedDB.deleteDatabase('floor').onsuccess = resolve));
    return ms;
  }, sizes);

/** Asks a page all the time whether it is free. `longest()` is the longest time that it was not, since it was last asked. */
const watch = (page) =>
  page.evaluate(() => {
    let last = performance.now();
    window.__longest = 0;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const now = performance.now();
      window.__longest = Math.max(window.__longest, now - last);
      last = now;
      setTimeout(() => {
        last = performance.now();
        channel.port2.postMessage(0);
      }, 5);
    };
    channel.port2.postMessage(0);
  });
const longest = (page) => page.evaluate(() => { const found = window.__longest; window.__longest = 0; return found; });

/** Memory that only these processes have, in MB. */
const memory = (device) => {
  let kb = 0;
  for (const pid of device.processes()) {
    try {
      if (!fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) continue;
      const rollup = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      for (const [, found] of rollup.matchAll(/Private_(?:Clean|Dirty):\s+(\d+) kB/g)) kb += Number(found);
    } catch {
      // it ended meanwhile
    }
  }
  return kb / 1024;
};

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
try {
  const server = await stage.server();
  const device = await stage.device('desk-bench');
  const coordinator = new Person(device);
  const { page } = device;
  await coordinator.open(server.address, '#/import');
  await trusted(page, devices);
  const floor = await plain(page, bodies);
  const bytes = bodies.reduce((sum, size) => sum + size, 0);
  told('records', `${bodies.length} of ${(bytes / bodies.length).toFixed(0)} bytes, ${files.length} files`);
  told('plain writes, one transaction', seconds(floor));

  await coordinator.go('#/');
  await coordinator.go('#/import');
  await watch(page);
  let most = 0;
  const looking = setInterval(() => (most = Math.max(most, memory(device))), 500);
  const before = processorTime(device);
  let begun = performance.now();
  await coordinator.give('batch', files);
  await eventually(async () => {
    if (!(await page.locator('[data-action="import"]').isEnabled({ timeout: 1000 }).catch(() => false))) throw new Error('still looking');
  }, { within_ms: 600_000 });
  const looked = performance.now() - begun;
  begun = performance.now();
  await coordinator.tap('import');
  await page.locator('[data-status="imported"]').waitFor({ timeout: 600_000 });
  const taken = performance.now() - begun;
  clearInterval(looking);
  const after = processorTime(device);
  told('looked at', seconds(looked));
  told('taken in', seconds(taken));
  told('both, times plain writes', `${((looked + taken) / floor).toFixed(2)}`);
  told('CPU of main thread and workers', `${seconds(after.main - before.main)} + ${seconds(after.workers - before.workers)}`);
  told('longest time that the page was not free', `${(await longest(page)).toFixed(0)} ms`);
  told('memory of page and workers at most', `${most.toFixed(0)} MB`);

  await device.close?.();
  await device.start();
  const again = new Person(device);
  begun = performance.now();
  await again.open(server.address, '#/ledger');
  await device.page.locator('[data-entity]').first().waitFor({ timeout: 120_000 });
  told('ledger from a closed browser to first rows', seconds(performance.now() - begun));
  told('memory with the ledger open', `${memory(device).toFixed(0)} MB`);
} finally {
  await stage.clear();
}
if (values.write) fs.writeFileSync(values.write, lines.map(([what, figure]) => `| ${what} | ${figure} |`).join('\n') + '\n');
