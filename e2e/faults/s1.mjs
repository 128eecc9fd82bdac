// S1: a device that has been used for long: tens of thousands of records in its database, one tab that is filled in for minutes
// on end. How long a write takes is measured on the page, and what the tab's memory grows by; both have the bound that is promised.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { apart } from '../lib/database.mjs';
import { beginWhole, texts } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';

export const name = 'S1  soak';
/** Thousands of records; how long is filled follows from it: ten minutes in full. */
export const sizes = { short: 1, full: 50 };
/** How many its full size may take. */
export const minutes = 40;

const FORM = 'liaison_visit';
const SECONDS_PER_THOUSAND = 12;
const MOST_GROWTH_MB = 50;
/** What RELIABILITY asks of a write. */
const P95_MS = 100;

/**
 * On the page: how long after each last key the page says that it is saved, in `window.__waits`, less the rest that typing has. What
 * the test's own way to the page takes is not in it.
 */
function watchSaving() {
  const REST_MS = 250;
  window.__waits = [];
  let typed = null;
  document.addEventListener('input', () => (typed = performance.now()), true);
  const status = () => document.querySelector('[data-status="saving"], [data-status="saved"]')?.dataset.status;
  let before = status();
  new MutationObserver(() => {
    const now = status();
    if (now === 'saved' && before === 'saving' && typed !== null) {
      window.__waits.push(performance.now() - typed - REST_MS);
      typed = null;
    }
    before = now;
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-status'] });
}

/** Records of long ago: one that a release left behind, so many times, each under an id of its own. */
const grow = (page, thousands, { id: known, body: text }) =>
  page.evaluate(async ([thousands, known, text]) => {
    const settled = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
    const [{ name }] = await indexedDB.databases();
    const database = await settled(indexedDB.open(name));
    const encode = new TextEncoder();
    const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    for (let thousand = 0; thousand < thousands; thousand += 1) {
      const rows = [];
      for (let at = 0; at < 1000; at += 1) {
        const id = `01a2${(thousand * 1000 + at).toString(16).padStart(4, '0').slice(-4)}-${(thousand >> 2).toString(16).padStart(4, '0')}-7dc4-b5bc-${(thousand * 1000 + at).toString(16).padStart(12, '0')}`;
        const body = encode.encode(text.replaceAll(known, id));
        rows.push([id, hex(await crypto.subtle.digest('SHA-256', body)), body]);
      }
      const running = database.transaction(['records', 'states'], 'readwrite');
      for (const [id, hash, body] of rows) {
        running.objectStore('records').put(body, [id, hash]);
        running.objectStore('states').put(encode.encode('{"state":"received","at":"2026-03-01T09:00:00.000+08:00","batch":null}'), [id]);
      }
      await new Promise((resolve, reject) => ((running.oncomplete = resolve), (running.onabort = () => reject(running.error))));
    }
    database.close();
  }, [thousands, known, text]);

const RELEASES = fileURLToPath(new URL('../../releases', import.meta.url));

/** A record of the latest release. */
function old() {
  const release = fs.readdirSync(RELEASES).sort().at(-1);
  const { stores } = JSON.parse(fs.readFileSync(path.join(RELEASES, release, 'profile.json'), 'utf8'));
  const [[[id], body]] = [stores.records[0]];
  return { id, body };
}

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('s1');
  const officer = new Person(tablet);
  const { page } = tablet;

  await stage.shows(`a device with ${stage.runs},000 records starts, and a form is begun`, async () => {
    await officer.open(server.address);
    await officer.introduce();
    await apart(page, server.address);
    await grow(page, stage.runs, old());
    await beginWhole(officer, server.address, FORM);
  });
  await stage.shows('what it holds is read as records', async () => {
    if (stage.runs > 1) return; // that fifty thousand records of one device are read and listed was not tried
    const route = new URL(page.url()).hash;
    await officer.go('#/records');
    // The first hundred are listed; how many more there are is told behind them.
    const more = await officer.action('more-records').innerText();
    const listed = await page.locator('[data-record][data-state="received"]').count();
    assert.deepEqual([listed, Number(more.replace(/\D/g, ''))], [100, 900]);
    await officer.go(route);
    await page.locator('[data-path]').first().waitFor();
  });
  const keys = await page.context().newCDPSession(page);
  const memory = async () => {
    await keys.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await keys.send('Runtime.getHeapUsage');
    return (usedSize + embedderHeapUsedSize + backingStorageSize) / (1 << 20);
  };
  let growth;
  const seconds = stage.runs === 1 ? 5 : stage.runs * SECONDS_PER_THOUSAND;
  await stage.shows(`${seconds} s of filling in one tab`, async () => {
    const fields = (await texts(page)).slice(0, 4);
    await page.evaluate(watchSaving);
    const end = performance.now() + seconds * 1000;
    let first;
    for (let answer = 0; performance.now() < end; answer += 1) {
      await officer.field(fields[answer % fields.length]).fill(`样例 ${answer}`);
      await page.waitForFunction((answers) => window.__waits.length > answers, answer);
      if (answer === 5) first = await memory();
    }
    growth = (await memory()) - first;
    assert.ok(growth < MOST_GROWTH_MB, `${growth.toFixed(1)} MB more than after five answers`);
  });
  const waits = (await page.evaluate(() => window.__waits)).sort((a, b) => a - b);
  const at = (part) => Math.round(waits[Math.floor(waits.length * part)]);
  await stage.shows(`of twenty writes nineteen take less than ${P95_MS} ms from the end of the rest to the word Saved`, () => {
    assert.ok(waits.length > 4, `${waits.length} answers`);
    assert.ok(at(0.95) < P95_MS, `p95 ${at(0.95)} ms`);
  });
  stage.report.fact(`${stage.runs},000 records, ${waits.length} answers; from the end of the rest (250 ms after the key) to Saved: median ${at(0.5)} ms, p95 ${at(0.95)} ms; memory grew by ${growth.toFixed(1)} MB`);
}
