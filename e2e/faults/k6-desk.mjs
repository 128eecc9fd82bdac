// K6 for a desk: kill -9 of the browser while somebody there fetches, imports, fetches a photo, tells the tablets and gives them a pack. It falls on
// a call of the page or of the desk worker to the database, or on a request: before it goes, half-way, or when it is carried out and the
// answer has not come. Begun anew and tapped through again, the ledger is the one that it is undisturbed, each batch was taken in
// once, and the tablet hears the same: what was received, what was returned, and a pack that it takes.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { desk, imported } from '../lib/batches.mjs';
import { connect, fetched, lying, sent, told, untilDone } from '../lib/connected.mjs';
import { apart, arm, calls, callsOfWorker, forgetApp, profileOf, putProfile, watchDatabase, watchWorker } from '../lib/database.mjs';
import { enrolled } from '../lib/enrol.mjs';
import { register } from '../lib/enterprise.mjs';
import { Line } from '../lib/line.mjs';
import { withNginx } from '../lib/nginx.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { drawn } from '../lib/photos.mjs';
import { Chance } from '../lib/random.mjs';
import { ledgerOf } from '../lib/safe.mjs';
import { faults } from '../lib/server.mjs';
import { setUp } from '../lib/zones.mjs';

export const name = 'K6  kill while a desk fetches, tells and gives';
/** One of each kind of point in turn. */
export const sizes = { short: 3, full: 60 };
/** How many its full size may take. */
export const minutes = 90;

/** It was taken in before, and returned. */
const OLD = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
/** They lie on the server, the second with a photo behind it. */
const NEW = [
  { name: '样例二厂有限公司', code: '91110000600037341L' },
  { name: '样例三厂有限公司', code: '91652899MA1DGFBA0U' },
];
const REASON = '缺少照片或附件';
/** How long a page may take to come to a point. */
const REACH_MS = 30_000;

export const run = (stage) => withNginx(stage, between);

async function between(stage, server, room, store) {
  const chance = new Chance();
  const line = await new Line(store).start();
  const folder = path.join(store.files, 'k6');
  /** What the tablet sent, before the desk did anything with it. */
  const before = path.join(room, 'before');
  const machine = await stage.device('k6-office');
  await machine.context.addInitScript(watchDatabase);
  let coordinator = new Person(machine);
  const officer = new Person(await stage.device('k6-tablet'));
  let [ready, tablet, expected] = [null, null, null];
  let stopped = () => {};
  server.stopped = () => stopped();
  const { page: tabletPage } = officer;
  const does = async (action, status) => assert.deepEqual(await untilDone(coordinator, action, status), []);

  /** A desk that knows of the first record alone. */
  const begin = async (fault) => {
    fs.rmSync(folder, { recursive: true });
    fs.cpSync(before, folder, { recursive: true });
    server.fault = faults.before(/^worker[^/]*\.js$/, watchWorker(fault));
    await apart(coordinator.page, server.address);
    await forgetApp(coordinator.page, server.address);
    await putProfile(coordinator.page, ready);
    await coordinator.open(server.address, '#/import');
    await coordinator.action('fetch-from-server').waitFor();
  };

  /** A morning at the desk, from whatever is done of it already. */
  const work = async () => {
    await does('fetch-from-server', 'fetched');
    if (Number(await told(coordinator, '[data-status="fetched"]').getAttribute('data-files')) > 0) {
      await coordinator.page.locator('[data-outcome="ready"]').waitFor({ timeout: 60_000 });
      await coordinator.tap('import');
      await imported(coordinator, { added: NEW.length, known: 0 });
    }
    await does('fetch-from-server', 'fetched');
    await coordinator.page.locator('[data-awaited]').waitFor({ state: 'detached' });
    await does('tell-tablets', 'told');
    await does('give-pack', 'gave');
  };

  /** What came of it: at the desk, on the server, and on the tablet, which has heard nothing before. */
  const outcome = async () => {
    const ledger = await ledgerOf(coordinator);
    const { stores } = await profileOf(coordinator.page);
    const there = lying(folder);
    await apart(tabletPage, server.address);
    await putProfile(tabletPage, tablet);
    await officer.open(server.address, '#/send');
    await officer.tap('hear-from-desk');
    const heard = told(officer, '[data-status="heard"]');
    await heard.waitFor({ timeout: 60_000 });
    const { received, returned } = await heard.evaluate(({ dataset }) => ({ ...dataset }));
    await officer.tap('take-offered');
    const taken = told(officer, '[data-pack="taken"]');
    await taken.waitFor({ timeout: 60_000 });
    const entities = await taken.getAttribute('data-entities');
    await officer.tap('hear-from-desk');
    await heard.waitFor({ timeout: 60_000 });
    assert.equal(await told(officer, '[data-offered]').count(), 0, 'nothing is left to take');
    await officer.go('#/records');
    const rows = tabletPage.locator('li[data-record]');
    await eventually(async () => assert.equal(await rows.count(), 1 + NEW.length));
    const states = await rows.evaluateAll((rows) => rows.map((row) => row.dataset.state).sort());
    const kinds = (kind) => there.filter(({ name }) => new RegExp(`\\.${kind}\\.age$`).test(name)).length;
    return {
      same: { ledger, came: stores.inbox.length, photos: stores.blobs.length, received, returned, entities, states, sent: [kinds('batch'), kinds('blob')] },
      /** A kill between a file that lies there and the note of it may have it made anew. */
      given: { receipts: kinds('receipt'), packs: kinds('pack') },
    };
  };

  const points = { page: [], worker: [], request: [] };
  try {
    await stage.shows('a desk has returned one record, and two more and a photo lie on the server', async () => {
      await coordinator.open(server.address, '#/import');
      await coordinator.introduce('样例协调员', '900');
      await setUp(coordinator, '样例开发区');
      await coordinator.page.locator('[data-status="opens"]').waitFor();
      await officer.open(server.address);
      await officer.introduce();
      await enrolled(coordinator, officer, room);
      const shown = { address: line.address('k6'), user: store.user, password: store.password };
      await register(officer, server.address, OLD);
      await officer.go('#/send');
      await connect(officer, shown);
      await sent(officer, 1);
      await coordinator.go('#/import');
      await connect(coordinator, shown);
      await fetched(coordinator, 1);
      await coordinator.page.locator('[data-outcome="ready"]').waitFor({ timeout: 60_000 });
      await coordinator.tap('import');
      await imported(coordinator, { added: 1, known: 0 });
      await coordinator.go('#/records');
      await coordinator.touch(coordinator.page.locator('[data-list="reviews"] [data-reviewed]').filter({ hasText: OLD.name }).locator('[data-action="open"]'));
      await coordinator.touch(coordinator.page.locator(`[data-action="reason"][data-reason="${REASON}"]`));
      await coordinator.tap('return');
      await coordinator.page.locator('section[data-reviewed][data-state="returned"]').waitFor();
      const photo = { name: '执照.jpg', mimeType: 'image/jpeg', buffer: await drawn(tabletPage, 800, 600) };
      await register(officer, server.address, NEW[0]);
      await register(officer, server.address, NEW[1], { photo });
      await officer.go('#/send');
      await officer.tap('send-to-server');
      await told(officer, '[data-status="sent"][data-photos="1"]').waitFor({ timeout: 60_000 });
      fs.cpSync(folder, before, { recursive: true });
      await apart(coordinator.page, server.address);
      ready = await profileOf(coordinator.page);
      await apart(tabletPage, server.address);
      tablet = await profileOf(tabletPage);
    });

    await stage.shows('undisturbed it takes them in, and the tablet hears of each what became of it', async () => {
      const asked = [];
      await begin(null);
      line.before = async ({ method }) => void asked.push(method);
      await arm(coordinator.page, null);
      await work();
      line.before = async () => {};
      const [pages, workers] = [await calls(coordinator.page), await callsOfWorker(coordinator.page)].map(({ length }) => length);
      server.fault = null;
      expected = await outcome();
      const { same, given } = expected;
      assert.deepEqual([same.ledger.count, same.photos], [4, 1], 'three records and what was decided of one');
      assert.deepEqual([same.received, same.returned, same.entities], ['2', '1', '3']);
      assert.deepEqual(same.states, ['received', 'received', 'returned']);
      assert.deepEqual([same.sent, given], [[2, 1], { receipts: 1, packs: 1 }]);
      assert.ok(workers > 0, 'the desk worker is watched');
      for (let at = 1; at <= pages; at += 1) points.page.push({ page: at });
      for (let at = 1; at <= workers; at += 1) points.worker.push({ worker: at });
      for (const at of asked.keys()) for (const when of ['before', 'half', 'after']) points.request.push({ request: at, when, method: asked[at] });
      stage.report.fact(`${pages} calls of the page to the database, ${workers} of the desk worker, ${asked.length} requests`);
    });

    let [kills, beyond, again] = [0, 0, 0];
    await stage.shows(`${stage.runs} kills in the midst of it: the same ledger, nothing twice, and the tablet hears the same`, async () => {
      const orders = Object.values(points).map((kind) => chance.shuffled(kind));
      for (let turn = 0; kills < stage.runs; turn += 1) {
        assert.ok(turn < 4 * stage.runs, 'the points are reached');
        const kind = orders[turn % orders.length];
        const point = kind[Math.floor(turn / orders.length) % kind.length];
        await begin(point.worker ? { at: point.worker, mode: 'stop' } : null);
        const isStopped = new Promise((resolve) => (stopped = () => resolve(true)));
        let seen = 0;
        const stands = (when) => async () => {
          if (point.when === when && seen++ === point.request) {
            stopped();
            await new Promise(() => {});
          }
        };
        line.before = stands('before');
        line.after = stands('after');
        line.fault = ({ method }) => {
          if (point.when !== 'half' || seen++ !== point.request) return null;
          stopped();
          return method === 'PUT' ? 'it is cut on its way up' : 'the answer stands still';
        };
        await arm(coordinator.page, point.page ? { at: point.page, mode: 'stop' } : null);
        const working = work().catch(() => {}); // it ends with the browser
        const isReached = await Promise.race([isStopped, working.then(() => false), new Promise((resolve) => setTimeout(resolve, REACH_MS, false))]);
        server.fault = null;
        [line.before, line.after, line.fault] = [async () => {}, async () => {}, () => null];
        // One that this time is not reached is no kill.
        if (!isReached) {
          beyond += 1;
          await working;
          continue;
        }
        await machine.kill();
        kills += 1;
        await machine.start();
        await machine.context.addInitScript(watchDatabase);
        coordinator = new Person(machine);
        await apart(coordinator.page, server.address);
        await forgetApp(coordinator.page, server.address); // the worker that stands still among it
        await coordinator.open(server.address, '#/import');
        await work();
        const why = `killed at ${JSON.stringify(point)}, seed ${chance.seed}`;
        const { same, given } = await outcome();
        assert.deepEqual(same, expected.same, why);
        for (const [what, count] of Object.entries(given)) assert.ok(count === 1 || count === 2, `${count} ${what}, ${why}`);
        again += given.receipts + given.packs - 2;
      }
    });
    const count = Object.values(points).reduce((sum, kind) => sum + kind.length, 0);
    stage.report.fact(`${kills} kills at ${count} points; ${again} times a receipt or a pack was made anew; ${beyond} points were not reached again; seed ${chance.seed}`);
  } finally {
    await line.stop();
  }
}
