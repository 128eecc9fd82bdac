// The desk at work: node e2e/bench/desk.mjs [--zone FOLDER] [--long FOLDER] [--board FOLDER] [--table ROWS] [--folder dist] [--write docs/speed-desk.md]
//
// FOLDER holds the batches of a zone, made by `cargo run --release -p bench --bin speed -- --zone FOLDER 300 4 84`: 100,000 records
// of 300 devices. They are looked at and taken in through the page, beside plain writes of the same records into IndexedDB, one
// value each, in one transaction, in the same browser, once before and once after; three times, each in a new browser, and the median
// counts. Once more the page is asked all the time whether it is free, and its memory is looked at, which costs time of its own.
// Then the ledger is opened from a closed browser.
// `--long` (`-- --zone FOLDER 300 1 334 334`): as many enterprises, for what is done in one long list: it is scrolled to its end by
// the wheel and by one key, and searched key by key.
// `--board` (`-- --sample FOLDER`): a hundred thousand records of all lists of the sample zone, for the board with all that it counts.
// `--table`: a table of so many enterprises, as an office has one, is checked and taken in.
// Not here: whether what was taken in is right (`journeys/`, the crates' tests).

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { officeTable } from '../lib/office.mjs';
import { Person, eventually } from '../lib/person.mjs';
import { Report } from '../lib/report.mjs';
import { inSight, isGapless } from '../lib/rows.mjs';
import { ledgerOf, restore, restored, sealed } from '../lib/safe.mjs';
import { Stage } from '../lib/stage.mjs';
import { measured, processorTime } from './watch.mjs';

const { values } = parseArgs({
  options: {
    zone: { type: 'string' },
    long: { type: 'string' },
    board: { type: 'string' },
    table: { type: 'string' },
    folder: { type: 'string', default: fileURLToPath(new URL('../../dist', import.meta.url)) },
    write: { type: 'string' },
  },
});
const folders = [values.zone, values.long, values.board].filter(Boolean);
if ((folders.length === 0 && !values.table) || folders.some((folder) => !fs.existsSync(path.join(folder, 'devices.json')))) {
  console.error('name with --table a number of rows, or with --zone, --long or --board a folder of batches; the head of this file says how it is made');
  process.exit(2);
}

const stage = new Stage({ folder: values.folder, report: new Report() });
const lines = [];
const told = (what, figure, bound = '') => {
  lines.push(`| ${what} | ${figure} | ${bound} |`);
  console.log(`${what}: ${figure}${bound && ` (at most ${bound})`}`);
};
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
/** So often the import is held against plain writes. */
const RUNS = 3;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

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

/** The same records as plain values of one transaction: milliseconds until they are on the disk. */
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

/** Runs in a page and asks it all the time whether it is free: `blocked` has the longest time that it was not. */
function watching() {
  const [isObserved, isWatched] = [Boolean(window.__tasks), window.__isWatched];
  Object.assign(window, { __longest: 0, __tasks: [], __isWatched: true });
  // What the browser itself calls long: tasks of 50 ms and more.
  if (!isObserved) new PerformanceObserver((list) => window.__tasks.push(...list.getEntries().map((task) => task.duration))).observe({ type: 'longtask' });
  if (isWatched) return;
  let last = performance.now();
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    const now = performance.now();
    window.__longest = Math.max(window.__longest, now - last);
    last = now;
    if (!window.__isWatched) return;
    setTimeout(() => {
      last = performance.now();
      channel.port2.postMessage(0);
    }, 5);
  };
  channel.port2.postMessage(0);
}

const watch = (page) => page.evaluate(watching);

/** Asking costs some of the processor, too: nobody asks where that is what is measured. */
const unwatch = (page) => page.evaluate(() => (window.__isWatched = false));

const blocked = async (page) => {
  const { longest, tasks } = await page.evaluate(() => {
    const found = { longest: window.__longest, tasks: window.__tasks };
    window.__longest = 0;
    window.__tasks = [];
    return found;
  });
  const long = tasks.map((ms) => ms.toFixed(0)).join(', ');
  return `${longest.toFixed(0)} ms; ${tasks.length} tasks of 50 ms and more${long && ` (${long} ms)`}`;
};

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

/** Waits until a browser is at rest: what one task leaves it to do behind the screen is not the next one's time. */
async function rested(device) {
  const spent = () => device.processes().reduce((sum, pid) => {
    try {
      const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/\(.*\)/, '()').split(' ');
      return sum + Number(fields[13]) + Number(fields[14]);
    } catch {
      return sum;
    }
  }, 0);
  for (let before = spent(), still = 0; still < 2; ) {
    await pause(1000);
    const after = spent();
    still = after - before <= 5 ? still + 1 : 0; // hundredths of a second
    before = after;
  }
}

/** Runs in a page and notes when it was given files, had looked at them, was asked to take them in, and had. */
function noting() {
  const times = (window.__times = {});
  const is = (selector) => document.querySelector(selector) !== null;
  const note = (name) => (times[name] ??= performance.now());
  addEventListener('change', () => note('given'), { capture: true, once: true });
  addEventListener('click', ({ target }) => target.closest('[data-action="import"]') && note('asked'), { capture: true });
  new MutationObserver(() => {
    if (times.given && is('[data-action="import"]:enabled')) note('looked');
    if (times.asked && is('[data-status="imported"]')) note('taken');
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
}

/** The files of a folder, looked at and taken in through the page, which keeps the time itself; it begins when it has got them. */
async function takeIn(coordinator, files, between) {
  const { page } = coordinator;
  const noted = (name) =>
    eventually(async () => assert.ok(await page.evaluate((name) => window.__times[name], name), `never ${name}`), { within_ms: 600_000 });
  await page.evaluate(noting);
  await coordinator.give('batch', files);
  await noted('looked');
  await between?.();
  await coordinator.tap('import');
  await noted('taken');
  const { given, looked, asked, taken } = await page.evaluate(() => window.__times);
  return { looked: looked - given, taken: taken - asked };
}

/** How long a page that does nothing with them is not free when it is given the same files: what the browser itself needs. */
async function blankGiven(device, files) {
  const page = await device.context.newPage();
  await page.setContent('<input type="file" multiple>');
  await watch(page);
  const given = page.evaluate(() => new Promise((resolve) => addEventListener('change', ({ target }) => setTimeout(() => resolve(target.files.length), 500))));
  await page.locator('input').setInputFiles(files);
  if ((await given) !== files.length) throw new Error('not all files were given');
  const notFree = await blocked(page);
  await page.close();
  return notFree;
}

const filesOf = (folder) => fs.readdirSync(folder).filter((name) => name !== 'devices.json').sort().map((name) => path.join(folder, name));
const devicesOf = (folder) => JSON.parse(fs.readFileSync(path.join(folder, 'devices.json'), 'utf8'));

/** A browser with the desk's page open, on which the devices of a zone are trusted. */
async function desk(name, zone) {
  const server = await stage.server();
  const device = await stage.device(name);
  const coordinator = new Person(device);
  await coordinator.open(server.address, '#/import');
  await trusted(device.page, devicesOf(zone));
  await coordinator.go('#/');
  await coordinator.go('#/import');
  return { server, device, coordinator };
}

/** The import between plain writes of the same records, in a browser of its own that nobody watches meanwhile. */
async function besidePlain(run, files, sizes) {
  const { device, coordinator } = await desk(`desk-plain-${run}`, values.zone);
  const before = await plain(device.page, sizes);
  await rested(device);
  const { looked, taken } = await takeIn(coordinator, files);
  await rested(device);
  const after = await plain(device.page, sizes);
  await device.close();
  return { before, looked, taken, after, times: ((looked + taken) * 2) / (before + after) };
}

async function importing() {
  const files = filesOf(values.zone);
  const sizes = files.flatMap((file) => JSON.parse(fs.readFileSync(file, 'utf8')).body.records.map((record) => Buffer.byteLength(JSON.stringify(record))));
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  told('records', `${sizes.length} of ${mean.toFixed(0)} bytes, ${files.length} files`);
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await besidePlain(run, files, sizes));
  const each = (figure) => runs.map(figure).join('; ');
  told('plain writes, one transaction, before and after', each(({ before, after }) => `${seconds(before)}, ${seconds(after)}`));
  told('files looked at, and taken in', each(({ looked, taken }) => `${seconds(looked)}, ${seconds(taken)}`));
  const times = runs.map(({ times }) => times).sort((one, other) => one - other);
  told('both, times the mean of the plain writes: median, and all', `${times[RUNS >> 1].toFixed(2)}: ${times.map((time) => time.toFixed(2)).join(', ')}`, '1.2');
  const { server, device, coordinator } = await desk('desk-bench', values.zone);
  const { page } = device;
  await watch(page);
  let most = 0;
  const looking = setInterval(() => (most = Math.max(most, memory(device))), 500);
  const before = processorTime(device);
  let between = before;
  await takeIn(coordinator, files, () => (between = processorTime(device)));
  clearInterval(looking);
  const after = processorTime(device);
  told('once more, watched: CPU of the page, looking and taking in', `${seconds(between.main - before.main)}, ${seconds(after.main - between.main)}`);
  told('CPU of workers, looking and taking in', `${seconds(between.workers - before.workers)}, ${seconds(after.workers - between.workers)}`);
  told('longest time that the page was not free', await blocked(page), '50 ms');
  told('the same of a blank page that is given these files and leaves them', await blankGiven(device, files));
  told('memory of page and workers at most', `${most.toFixed(0)} MB`);
  await opened(device, server, 'ledger of 100,000 records');
  await keys(device, 'ledger of 100,000 records');
  await firstPage(device, server);
  await board(device, 'board over 100,000 records of three lists', ['2026-06-30', '2026-03-31', '2025-12-31']);
  await safe(device, server);
  await takenBack(device, sizes.length);
  await device.close?.();
}

/** The import is taken back as a whole, after it was said what would go. */
async function takenBack(device, records) {
  const coordinator = new Person(device);
  const { page } = device;
  await coordinator.go('#/import');
  await watch(page);
  let begun = performance.now();
  await coordinator.tap('take-back');
  await page.locator('[data-would-go]').waitFor({ timeout: 600_000 });
  const would = performance.now() - begun;
  begun = performance.now();
  await coordinator.tap('take-back-yes');
  await page.locator(`[data-taken-back="${records}"]`).waitFor({ timeout: 600_000 });
  told(`an import of ${records} records taken back: what would go, and gone`, `${seconds(would)}, ${seconds(performance.now() - begun)}`);
  told('longest time that the page was not free meanwhile', await blocked(page), '50 ms');
}

/** From a closed browser to the first rows. */
async function opened(device, server, what) {
  await device.close?.();
  await device.start();
  await device.context.addInitScript(watching);
  const again = new Person(device);
  const begun = performance.now();
  await again.open(server.address, '#/ledger');
  await device.page.locator('[data-entity]').first().waitFor({ timeout: 120_000 });
  told(`${what}, from a closed browser to first rows`, seconds(performance.now() - begun), '2 s');
  told(`${what}: memory then`, `${memory(device).toFixed(0)} MB`, '300 MB');
  told('longest time that the page was not free meanwhile, from the first of its own on', await blocked(device.page), '50 ms');
}

/** What is due stands on the first page, of all visits and needs that there are. */
async function firstPage(device, server) {
  await device.close?.();
  await device.start();
  await device.context.addInitScript(watching);
  const before = processorTime(device);
  await new Person(device).open(server.address, '#/');
  await rested(device);
  const after = processorTime(device);
  told('今日 at such a desk, from a closed browser: CPU of the page and of workers', `${seconds(after.main - before.main)}, ${seconds(after.workers - before.workers)}`);
  told('longest time that the page was not free meanwhile', await blocked(device.page), '50 ms');
}

/** Initials, a name and a code, typed key by key into the search box of the list that is open. */
async function keys(device, what) {
  const { page } = device;
  const box = page.locator('[data-input="search"]');
  const typed = async (text) => {
    await box.fill('');
    await pause(1000);
    await box.focus();
    const spent = [];
    for (const key of text) {
      const { main, workers } = await measured(device, async () => {
        await page.keyboard.insertText(key);
        await pause(700);
      });
      spent.push({ main, workers, all: main + workers });
    }
    return spent;
  };
  await unwatch(page);
  const spent = [];
  for (const text of ['ylchfz', '样例长乐纺织', '91652801MA00012']) spent.push(...(await typed(text)));
  spent.sort((one, other) => one.all - other.all);
  const [median, most] = [spent[spent.length >> 1], spent.at(-1)].map(({ main, workers, all }) => `${all.toFixed(0)} ms (${main.toFixed(0)} + ${workers.toFixed(0)})`);
  told(`${what}: CPU of a key in the search box, page and worker, median and most of ${spent.length}`, `${median}, ${most}`, '50 ms');
  await watch(page);
  await typed('样例长乐纺织');
  told('longest time that the page was not free meanwhile', await blocked(page), '50 ms');
}

/** The board: first, and then as of other days and for each part of the zone that it can be narrowed to. */
async function board(device, what, asOf) {
  const coordinator = new Person(device);
  const { page } = device;
  const step = async (act) => {
    const before = processorTime(device);
    await act();
    // What is asked for is the processor's time, which nothing else takes meanwhile.
    await pause(4000);
    const after = processorTime(device);
    return after.main - before.main + after.workers - before.workers;
  };
  const stands = (day) => page.locator(`[data-as-of="${day}"]`).waitFor({ timeout: 120_000 });
  const begun = performance.now();
  const first = await step(async () => {
    await coordinator.go('#/dashboard');
    await page.locator('[data-as-of]').waitFor({ timeout: 120_000 });
  });
  told(`${what}: the first, with what is kept for the next`, `${first.toFixed(0)} ms of CPU, ${seconds(performance.now() - begun - 4000)}`);
  const days = [];
  for (const day of asOf) {
    days.push(await step(async () => {
      await page.locator('[data-input="board-day"]').fill(day);
      await stands(day);
    }));
  }
  const all = (steps) => steps.map((ms) => `${ms.toFixed(0)} ms`).join(', ');
  told(`${what}: CPU of another day, page and worker`, all(days), '200 ms');
  const scopes = page.locator('[data-scope]');
  for (let at = 0; at < (await scopes.count()); at += 1) {
    const scope = scopes.nth(at);
    const options = await scope.locator('option').count();
    const steps = [];
    for (const index of [1, 2, 0].filter((index) => index < options)) steps.push(await step(() => scope.selectOption({ index })));
    told(`${what}: CPU of another ${await scope.getAttribute('data-scope')}, page and worker`, all(steps), '200 ms');
  }
}

/** The board over all lists, and the pages on which a coordinator decides. */
async function allLists() {
  const { device, coordinator } = await desk('desk-board', values.board);
  const { page } = device;
  const { looked, taken } = await takeIn(coordinator, filesOf(values.board));
  told('a hundred thousand records of sixteen lists: looked at, taken in', `${seconds(looked)}, ${seconds(taken)}`);
  await board(device, 'board over 100,000 records of sixteen lists', ['2023-10-31', '2023-07-31', '2022-12-31']);
  await watch(page);
  for (const [what, route] of [['conflicts', '#/conflicts'], ['records and reviews', '#/records'], ['work lists', '#/worklists']]) {
    await coordinator.go('#/');
    await rested(device);
    await blocked(page);
    const before = processorTime(device);
    await coordinator.go(route);
    await rested(device);
    const after = processorTime(device);
    told(`${what} of such a desk opened: CPU of the page and of workers`, `${seconds(after.main - before.main)}, ${seconds(after.workers - before.workers)}`);
    told('longest time that the page was not free meanwhile', await blocked(page), '50 ms');
  }
}

/** All of the desk into one sealed file, and out of it on another computer. */
async function safe(device, server) {
  const coordinator = new Person(device);
  const within_ms = 600_000;
  const { hash, count } = await ledgerOf(coordinator, within_ms);
  await watch(device.page);
  let begun = performance.now();
  const backup = await sealed(coordinator, stage.room(), 'backup', within_ms);
  told(`a sealed backup of ${count} records, ${(fs.statSync(backup.file).size / 2 ** 20).toFixed(0)} MB`, seconds(performance.now() - begun));
  told('longest time that the page was not free meanwhile', await blocked(device.page), '50 ms');
  told('memory of page and workers then', `${memory(device).toFixed(0)} MB`);
  const other = new Person(await stage.device('desk-restored'));
  await other.open(server.address);
  await other.introduce();
  begun = performance.now();
  await restore(other, backup.file, backup.passphrase);
  await watch(other.page);
  const found = await restored(other, within_ms);
  assert.deepEqual([found.equal, found.added, found.ledger], ['true', String(count), hash]);
  told('restored on another computer, equal by hash', seconds(performance.now() - begun));
  told('longest time that the page was not free meanwhile', await blocked(other.page), '50 ms');
}

/** A table of so many enterprises comes into an empty ledger; then the page tells what this device has. */
async function tableIn() {
  const rows = Number(values.table);
  const file = path.join(stage.room(), 'ledger.csv');
  fs.writeFileSync(file, officeTable(rows));
  const server = await stage.server();
  const device = await stage.device('desk-table');
  const coordinator = new Person(device);
  const { page } = device;
  await coordinator.open(server.address, '#/');
  await coordinator.introduce();
  await coordinator.go('#/import');
  await watch(page);
  await coordinator.give('batch', [file]);
  await coordinator.tap('map-table');
  await page.locator('[data-mapped]').waitFor();
  let begun = performance.now();
  await coordinator.tap('check-table');
  const checked = page.locator('[data-status="checked"]');
  await checked.waitFor({ timeout: 600_000 });
  assert.equal(await checked.getAttribute('data-new'), String(rows));
  const looked = performance.now() - begun;
  begun = performance.now();
  await coordinator.tap('import-table');
  await page.locator('[data-status="imported"]').waitFor({ timeout: 600_000 });
  told(`a table of ${rows} enterprises: checked, taken in`, `${seconds(looked)}, ${seconds(performance.now() - begun)}`);
  told('longest time that the page was not free meanwhile', await blocked(page), '50 ms');
  for (const [what, route] of [['今日', '#/'], ['records', '#/records'], ['the ledger', '#/ledger']]) {
    await coordinator.go(route);
    await rested(device);
    told(`longest time that the page was not free while ${what} opened then`, await blocked(page), '50 ms');
  }
}

async function longList() {
  const { server, device, coordinator } = await desk('desk-long', values.long);
  await takeIn(coordinator, filesOf(values.long));
  await opened(device, server, 'list of 100,000 enterprises');
  const { page } = device;
  const total = Number(await page.locator('[data-total]').getAttribute('data-total'));
  const still = async (first) => {
    await eventually(async () => {
      const rows = await inSight(page);
      assert.ok(isGapless(rows), `blank rows: ${JSON.stringify(rows)}`);
      assert.ok(first === undefined || rows.some((row) => row.place === first), `no row ${first}`);
    }, { within_ms: 10_000 });
  };
  await watch(page);
  const frame = page.locator('.grid');
  await frame.hover();
  let turns = 0;
  const wheel = await measured(device, async () => {
    const begun = performance.now();
    // A hundred turns of 40 rows, then ever longer ones.
    for (let delta = 2160; !(await frame.evaluate((frame) => frame.scrollTop + frame.clientHeight >= frame.scrollHeight - 2)); turns += 1) {
      if (turns >= 100) delta = 54_000;
      await page.mouse.wheel(0, delta);
      await pause(16);
    }
    await still(total);
    return performance.now() - begun;
  });
  told(`${total} rows by the wheel to the end, ${turns} turns`, `${seconds(wheel.wall)}; CPU ${((wheel.main + wheel.workers) / turns).toFixed(0)} ms a turn`);
  told('longest time that the page was not free meanwhile', await blocked(page), '50 ms');
  await frame.evaluate((frame) => frame.scrollTo(0, 0));
  await still(1);
  await page.locator('tr[data-entity] [data-action="open"]').first().focus();
  const begun = performance.now();
  await page.keyboard.press('End');
  await still(total);
  told('a jump to the end, until its rows are seen', seconds(performance.now() - begun));
  told('longest time that the page was not free meanwhile', await blocked(page), '50 ms');

  await keys(device, 'list of 100,000 enterprises');
}

try {
  if (values.zone) await importing();
  if (values.long) await longList();
  if (values.board) await allLists();
  if (values.table) await tableIn();
} finally {
  await stage.clear();
}
if (values.write) {
  fs.writeFileSync(
    values.write,
    `# Speed of the desk

Written by \`node e2e/bench/desk.mjs --zone FOLDER --long FOLDER --write docs/speed-desk.md\`, whose head says what the folders hold. The release
build in Chromium; plain writes are the same number of values of the same size, one by one in one strict transaction. CPU is what
the kernel counts for the page's main thread and for its workers. The import ran three times, all else once.

| What | Measured | At most |
|---|---|---|
${lines.join('\n')}
`,
  );
}
