// N1: everything that a network and a server can do to a sync. Between the browser and a real nginx lies a line that cuts, loses, delays,
// lies and refuses as it is told; in `n1-s3.mjs` the same before an S3 store. Three sealed files have to get there each time, and in the end a photo behind a fourth: nothing may be lost,
// nothing may lie there twice, what went wrong is told by name, and what the desk then takes in is what it has from the files.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { desk, imported, kept, outcome, sent as exportedTo, trust } from '../lib/batches.mjs';
import { connect, lying, photosIn, recordsIn, told, untilDone } from '../lib/connected.mjs';
import { apart, profileOf, putProfile } from '../lib/database.mjs';
import { register } from '../lib/enterprise.mjs';
import { FAULTS, hasten, hurry, HURRY, Line } from '../lib/line.mjs';
import { withNginx } from '../lib/nginx.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { drawn, noise } from '../lib/photos.mjs';
import { Chance } from '../lib/random.mjs';
import { ledgerOf } from '../lib/safe.mjs';
import { seen } from '../lib/screens.mjs';
import { setUp, takePack } from '../lib/zones.mjs';

export const name = 'N1  a bad line to the server';
export const sizes = { short: 1, full: 40 };
/** How many its full size may take. */
export const minutes = 90;

const FIRMS = [
  { name: '样例一厂有限公司', code: '91350100M000100Y43' },
  { name: '样例二厂有限公司', code: '91110000600037341L' },
  { name: '样例三厂有限公司', code: '91652899MA1DGFBA0U' },
];

const PICTURED = { name: '样例四厂有限公司', code: '91440300708461136T' };
const LARGE = { name: '样例五厂有限公司', code: '91330100MA27A0001B' };
/** A limit on a whole request was five minutes once: at 1 KB/s nothing that is longer than this ever arrived. */
const FIVE_MINUTES_BYTES = 300 * 1024;
/** What nobody on the way may read. */
const SECRETS = [...FIRMS, PICTURED].flatMap(({ name, code }) => [name, code]).concat('样例', 'enterprise_registration', 'JFIF', '"answers"');

/** What stops a sync, and what it is called: as often as stands there, on what is asked so. A browser asks once more by itself where a line breaks. */
const STOPS = [
  { fault: 'it says 401', method: 'PUT', times: 1, called: 'refused' },
  { fault: 'it says 403', method: 'PUT', times: 1, called: 'no-right' },
  { fault: 'it says 507', method: 'PUT', times: 1, called: 'cannot-store' },
  { fault: 'it says 500', method: 'PUT', times: 5, called: 'cannot-store' },
  { fault: 'it says 503', method: 'PUT', times: 8, called: 'busy' },
  { fault: 'it never arrives', method: 'PUT', times: Infinity, called: 'unreachable' },
  { fault: 'it says 413', method: 'PUT', times: 3, called: 'too-large' },
  { fault: 'it says that it was done and has not done it', method: 'PUT', times: 6, called: 'not-kept' },
];
/** Slow is tried once, and of those that stop a sync none goes by itself. */
const SLOW = 'it comes at 1 KB/s';
const PASSING = Object.keys(FAULTS).filter((fault) => fault !== SLOW && !/ (401|403|413|507)$/.test(fault));

export const run = (stage) => withNginx(stage, between);

/** `store`: the real one behind the line. `says`: what it says in words of its own, and what that is called, as in `STOPS`. */
export async function between(stage, server, room, store, says = []) {
  const chance = new Chance();
  const line = await new Line(store).start();
  // Whoever gets no leave to see an answer says so in the console, and so it is meant here.
  const tolerate = [/CORS policy/];
  const tablet = await stage.device('n1-tablet', { tolerate });
  await tablet.context.addInitScript(hasten);
  const officer = new Person(tablet);
  const coordinator = await desk(stage, server, 'n1-desk');
  coordinator.device.tolerate.push(...tolerate);
  await coordinator.device.context.addInitScript(hasten);
  let servers = 0;
  /** What is typed of the latest of them. */
  let latest = null;
  /** The key that opens what lies on a server, and the desk before anything came to it. */
  let [identity, empty] = ['', null];
  const files = [];
  const happened = new Map();
  const count = () => {
    for (const fault of line.happened.splice(0)) happened.set(fault, (happened.get(fault) ?? 0) + 1);
  };
  const another = async (person) => {
    servers += 1;
    const { place, shown } = await store.empty(`n${servers}`, line.origin);
    latest = shown;
    await connect(person, latest);
    return place;
  };
  const allOnce = async (place, why) => {
    const there = (await store.held(place)).filter(({ name }) => /\.batch\.age$/.test(name));
    assert.deepEqual(there.map(({ hash }) => hash).sort(), files.map(({ hash }) => hash).sort(), why);
  };

  try {
    await stage.shows('a tablet has three sealed files, which it also gave as files', async () => {
      identity = await setUp(coordinator, '样例开发区');
      await coordinator.page.locator('[data-status="opens"]').waitFor();
      await coordinator.go('#/ledger');
      const pack = await kept(await coordinator.download('export-pack'), room, 'pack');
      await officer.open(server.address);
      await takePack(officer, pack, 'newer');
      for (const [at, firm] of FIRMS.entries()) {
        await register(officer, server.address, firm);
        files.push({ file: await exportedTo(officer, room, `file-${at}`) });
      }
      for (const one of files) one.hash = crypto.createHash('sha256').update(fs.readFileSync(one.file)).digest('hex');
    });

    await stage.shows('how far it is stands on the page, file by file', async () => {
      const place = await another(officer);
      let release = null;
      line.before = ({ method }) => (method === 'PUT' ? new Promise((resolve) => (release = resolve)) : undefined);
      await officer.tap('send-to-server');
      for (let done = 0; done < FIRMS.length; done += 1) {
        await eventually(async () => assert.ok(release, `file ${done} is asked for`));
        await told(officer, `[data-status="syncing"][data-done="${done}"][data-of="${FIRMS.length}"]`).waitFor();
        const go = release;
        release = null;
        go();
      }
      await told(officer, `[data-status="sent"][data-files="${FIRMS.length}"]`).waitFor({ timeout: 60_000 });
      line.before = async () => {};
      await allOnce(place);
    });

    await stage.shows('whatever passes by itself is waited for and tried again, on what goes up and on what is read back', async () => {
      const queue = PASSING.flatMap((fault) => [{ fault, method: 'PUT' }, { fault, method: 'GET' }]).filter(
        ({ fault, method }) => method === 'PUT' ? !/the answer is cut and|other bytes/.test(fault) : !/done and has not/.test(fault),
      );
      const all = queue.length;
      while (queue.length > 0) {
        const place = await another(officer);
        line.fault = ({ method }) => {
          // Every other request is left alone: here it is about each fault, below about all together.
          const at = queue.findIndex((one) => one.method === method);
          return at >= 0 && chance.next() < 0.5 ? queue.splice(at, 1)[0].fault : null;
        };
        const before = queue.length;
        await untilDone(officer, 'send-to-server', 'sent');
        await allOnce(place, `seed ${chance.seed}, ${line.happened.slice(-(before - queue.length)).join('; ')}`);
      }
      line.fault = () => null;
      count();
      stage.report.fact(`${all} faults one by one, ${servers} empty servers filled`);
    });

    await stage.shows('what does not pass is told by its name, and nothing counts as sent by it', async () => {
      const place = await another(officer);
      for (const { fault, method, times, called } of [...STOPS, ...says]) {
        let left = times;
        line.fault = (asked) => (asked.method === method && left-- > 0 ? fault : null);
        await officer.tap('send-to-server');
        await told(officer, `[data-trouble="${called}"]`).first().waitFor({ timeout: 60_000 });
        assert.ok((await store.held(place)).length < FIRMS.length, fault);
        assert.notEqual((await told(officer, '[data-trouble]').first().innerText()).trim(), '');
        if (left > 0) await told(officer, '[data-status="syncing"]').waitFor({ state: 'detached' });
      }
      line.fault = () => null;
      await untilDone(officer, 'send-to-server', 'sent');
      await allOnce(place);
      count();
    });

    await stage.shows(`${stage.runs} times any fault at any request, in any order: all files arrive, each once`, async () => {
      let taps = 0;
      for (let run = 0; run < stage.runs; run += 1) {
        const place = await another(officer);
        line.fault = () => (chance.next() < 0.4 ? chance.one(Object.keys(FAULTS).filter((fault) => fault !== SLOW)) : null);
        taps += (await untilDone(officer, 'send-to-server', 'sent')).length;
        line.fault = () => null;
        await allOnce(place, `seed ${chance.seed}, run ${run}`);
        count();
      }
      stage.report.fact(`${stage.runs} runs, stopped by name and tapped again ${taps} times`);
    });

    await stage.shows('over a line of 1 KB/s they arrive too', async () => {
      const place = await another(officer);
      let left = 1;
      line.fault = ({ method }) => (method === 'PUT' && left-- > 0 ? SLOW : null);
      await untilDone(officer, 'send-to-server', 'sent');
      await allOnce(place);
      count();
    });

    await stage.shows('the desk fetches over the same line, and its ledger is the one that it has from the files', async () => {
      await apart(coordinator.page, server.address);
      empty = await profileOf(coordinator.page);
      await coordinator.open(server.address, '#/import');
      await coordinator.give('batch', files.map(({ file }) => file));
      await trust(coordinator, files[0].file);
      for (const { file } of files) await outcome(coordinator, file, 'ready', { within_ms: 60_000 });
      await coordinator.tap('import');
      await imported(coordinator, { added: FIRMS.length, known: 0 });
      const fromFiles = await ledgerOf(coordinator);
      assert.equal(fromFiles.count, FIRMS.length);

      const isFile = ({ method, path }) => method === 'GET' && /\.batch\.age$/.test(path);
      const came = new Map();
      line.after = async (asked) => void (isFile(asked) && came.set(asked.path, (came.get(asked.path) ?? 0) + 1));
      const here = () => coordinator.page.locator('[data-file]').evaluateAll((rows) => rows.map((row) => row.dataset.file));
      const passing = PASSING.filter((fault) => !/done and has not/.test(fault));
      let taps = 0;
      for (let run = 0; run < stage.runs; run += 1) {
        await apart(coordinator.page, server.address);
        await putProfile(coordinator.page, empty);
        await coordinator.open(server.address, '#/import');
        await connect(coordinator, latest);
        came.clear();
        if (run === 0) {
          // Stopped in the midst: what came stands there, and why the rest does not.
          let asked = 0;
          line.fault = (request) => (isFile(request) && (asked += 1) > 1 ? 'it says 401' : null);
          await coordinator.tap('fetch-from-server');
          await told(coordinator, `[data-trouble="refused"][data-left="${FIRMS.length - 1}"]`).waitFor({ timeout: 60_000 });
          await told(coordinator, '[data-status="fetched"][data-files="1"]').waitFor();
          await coordinator.action('trust').waitFor({ timeout: 60_000 });
          assert.equal((await here()).length, 1);
          await seen(coordinator.page, 'server-fetch-stopped');
        }
        line.fault = ({ method }) => (method !== 'PUT' && chance.next() < 0.6 ? chance.one(passing) : null);
        for (let tries = 0; (await here()).length < FIRMS.length; tries += 1) {
          assert.ok(tries < 20, `seed ${chance.seed}, run ${run}`);
          taps += 1 + (await untilDone(coordinator, 'fetch-from-server', 'fetched', { most: 20 })).length;
        }
        line.fault = () => null;
        count();
        assert.equal(new Set(await here()).size, FIRMS.length);
        assert.ok([...came.values()].every((times) => times === 1), `what came whole is fetched again: seed ${chance.seed}, run ${run}`);
        for (const file of await here()) await outcome(coordinator, file, 'unknown-device', { within_ms: 60_000 });
        await coordinator.tap('trust');
        for (const file of await here()) await outcome(coordinator, file, 'ready', { within_ms: 60_000 });
        await coordinator.tap('import');
        await imported(coordinator, { added: FIRMS.length, known: 0 });
        assert.deepEqual(await ledgerOf(coordinator), fromFiles, `seed ${chance.seed}, run ${run}`);
      }
      stage.report.fact(`fetched ${stage.runs} times over a bad line with ${taps} taps; ledger ${fromFiles.hash.slice(0, 12)} both ways`);
    });

    await stage.shows(`${stage.runs} times with a photo behind the records: it arrives once, and goes to its record at the desk`, async () => {
      const photo = { name: '执照.jpg', mimeType: 'image/jpeg', buffer: await drawn(officer.page, 160, 120) };
      await register(officer, server.address, PICTURED, { photo });
      await officer.go('#/send');
      const lies = async (place) => {
        const there = await store.held(place);
        const records = await recordsIn(there.filter(({ name }) => /\.batch\.age$/.test(name)), identity);
        return { records, photos: await photosIn(there, identity) };
      };
      const any = () => (chance.next() < 0.4 ? chance.one(Object.keys(FAULTS).filter((fault) => fault !== SLOW)) : null);
      line.overheard = [];
      const all = await (async () => {
        const place = await another(officer);
        await untilDone(officer, 'send-to-server', 'sent');
        return lies(place);
      })();
      assert.deepEqual([all.records.length, all.photos.length], [FIRMS.length + 1, 1]);
      for (let run = 0; run < stage.runs; run += 1) {
        const place = await another(officer);
        line.fault = any;
        await untilDone(officer, 'send-to-server', 'sent');
        line.fault = () => null;
        assert.deepEqual(await lies(place), all, `seed ${chance.seed}, run ${run}`);
        count();
      }
      const { page } = coordinator;
      await apart(page, server.address);
      await putProfile(page, empty);
      await coordinator.open(server.address, '#/import');
      await connect(coordinator, latest);
      await untilDone(coordinator, 'fetch-from-server', 'fetched');
      await coordinator.tap('trust');
      await eventually(async () => assert.equal(await page.locator('[data-outcome="ready"]').count(), FIRMS.length + 1), { within_ms: 60_000 });
      await coordinator.tap('import');
      await imported(coordinator, { added: FIRMS.length + 1, known: 0 });
      await page.locator('[data-awaited="1"]').waitFor();
      const passing = PASSING.filter((fault) => !/done and has not/.test(fault));
      line.fault = ({ method }) => (method !== 'PUT' && chance.next() < 0.6 ? chance.one(passing) : null);
      for (let tries = 0; (await page.locator('[data-awaited]').count()) > 0; tries += 1) {
        assert.ok(tries < 20, `seed ${chance.seed}: the photo comes`);
        await untilDone(coordinator, 'fetch-from-server', 'fetched', { most: 20 });
      }
      line.fault = () => null;
      count();
    });

    await stage.shows('nobody on the way reads anything of it, going up or coming down', async () => {
      const wire = Buffer.concat(line.overheard);
      line.overheard = null;
      assert.ok(wire.includes('age-encryption.org/v1') && wire.includes('.blob.age'), 'it was listened to');
      for (const secret of SECRETS) assert.ok(!wire.includes(secret), secret);
      stage.report.fact(`${wire.length} bytes overheard, none of them in clear`);
    });

    // That such a photo goes and comes is no matter of who keeps it.
    if (store.bucket) return stage.report.fact(`${servers} buckets filled over the line, seed ${chance.seed}; 0 files lost, 0 doubled`);

    await stage.shows('over a line of 1 KB/s a photo that takes more than five minutes goes and comes, tried once each', async () => {
      for (const person of [officer, coordinator]) {
        await person.device.context.addInitScript(hurry, HURRY);
        await person.page.reload();
        await person.ready();
      }
      line.pace = HURRY;
      await register(officer, server.address, LARGE, { photo: noise('现场.png', 900) });
      await officer.go('#/send');
      const folder = await another(officer);
      const asked = [];
      line.before = async ({ method, path }) => void asked.push(`${method} ${path.split('/').pop()}`);
      line.fault = () => SLOW;
      assert.deepEqual(await untilDone(officer, 'send-to-server', 'sent'), []);
      const [photo] = lying(folder).filter(({ bytes }) => bytes.length > FIVE_MINUTES_BYTES);
      assert.ok(photo && /\.blob\.age$/.test(photo.name), 'a photo that is large enough');
      assert.equal(asked.filter((one) => one === `PUT ${photo.name}`).length, 1, asked.join('\n'));
      const { page } = coordinator;
      await apart(page, server.address);
      await putProfile(page, empty);
      await coordinator.open(server.address, '#/import');
      await connect(coordinator, latest);
      assert.deepEqual(await untilDone(coordinator, 'fetch-from-server', 'fetched'), []);
      await coordinator.tap('trust');
      await eventually(async () => assert.equal(await page.locator('[data-outcome="ready"]').count(), FIRMS.length + 2), { within_ms: 60_000 });
      await coordinator.tap('import');
      await imported(coordinator, { added: FIRMS.length + 2, known: 0 });
      await page.locator('[data-awaited]').first().waitFor();
      asked.length = 0;
      assert.deepEqual(await untilDone(coordinator, 'fetch-from-server', 'fetched'), []);
      assert.equal(await page.locator('[data-awaited]').count(), 0);
      assert.equal(asked.filter((one) => one === `GET ${photo.name}`).length, 1, asked.join('\n'));
      stage.report.fact(`a photo of ${Math.round(photo.bytes.length / 1024)} KB at 1 KB/s, ${HURRY} times as fast: once up, once down`);
      count();
    });

    await stage.shows('a line that stands still is not waited for for ever, and what stands still is asked for anew', async () => {
      const folder = await another(officer);
      const still = [
        { method: 'PUT', fault: 'it is never answered' },
        { method: 'GET', fault: 'the answer stands still' },
      ];
      line.fault = ({ method }) => {
        const at = still.findIndex((one) => one.method === method);
        return at < 0 ? null : still.splice(at, 1)[0].fault;
      };
      assert.deepEqual(await untilDone(officer, 'send-to-server', 'sent'), []);
      assert.deepEqual(still, []);
      assert.equal(lying(folder).filter(({ name }) => /\.batch\.age$/.test(name)).length, FIRMS.length + 2);
      count();
    });

    await stage.shows('somebody who stops waits for no request that goes on for minutes', async () => {
      await another(officer);
      line.pace = 1;
      line.fault = ({ method, path }) => (method === 'PUT' && /\.blob\.age$/.test(path) ? SLOW : null);
      await officer.tap('send-to-server');
      await told(officer, '[data-status="syncing"][data-of="2"]').waitFor({ timeout: 60_000 });
      await eventually(async () => assert.ok(line.happened.includes(SLOW)));
      const begun = performance.now();
      await officer.tap('stop-sync');
      await told(officer, '[data-trouble="stopped"]').waitFor({ timeout: 20_000 });
      stage.report.fact(`stopped within ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
      line.fault = () => null;
    });

    const sum = [...happened.values()].reduce((sum, times) => sum + times, 0);
    stage.report.fact(`${sum} faults of ${happened.size} kinds on ${servers} servers, seed ${chance.seed}; 0 files lost, 0 doubled`);
  } finally {
    await line.stop();
  }
}
