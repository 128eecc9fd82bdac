// K6: kill -9 of the browser in the midst of a sync, at each of its await points: before a request goes, while it is on its way up, when the
// server has done it and the answer has not come, and at each call of the database. Started again and tapped again, every record and the
// photo of one of them lies on the server once: none is lost and none is there twice.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { desk, kept, sent as exportedTo } from '../lib/batches.mjs';
import { connect, lying, photosIn, recordsIn, told } from '../lib/connected.mjs';
import { apart, arm, calls, profileOf, putProfile, watchDatabase } from '../lib/database.mjs';
import { register } from '../lib/enterprise.mjs';
import { Line } from '../lib/line.mjs';
import { withNginx } from '../lib/nginx.mjs';
import { Person } from '../lib/person.mjs';
import { drawn } from '../lib/photos.mjs';
import { Chance } from '../lib/random.mjs';
import { setUp, takePack } from '../lib/zones.mjs';

export const name = 'K6  kill in the midst of a sync';
export const sizes = { short: 4, full: 100 };
/** How many its full size may take. */
export const minutes = 60;

const FIRMS = [
  { name: '样例一厂有限公司', code: '91350100M000100Y43' },
  { name: '样例二厂有限公司', code: '91110000600037341L' },
  { name: '样例三厂有限公司', code: '91652899MA1DGFBA0U' },
];
/** One batch is made already, of the other two records one is made on the way; the last one has a photo, which goes behind them. */
const NUMBERS = [1, 2];

export const run = (stage) => withNginx(stage, between);

async function between(stage, server, room, store) {
  const chance = new Chance();
  const line = await new Line(store).start();
  const folder = path.join(store.files, 'k6');
  const tablet = await stage.device('k6');
  const coordinator = await desk(stage, server, 'k6-desk');
  await tablet.context.addInitScript(watchDatabase);
  let officer = new Person(tablet);
  let [ready, identity, expected] = [null, '', []];
  let stopped = () => {};
  server.stopped = () => stopped();
  const send = async () => {
    await officer.tap('send-to-server');
    await told(officer, '[data-status="sent"]').waitFor({ timeout: 60_000 });
    assert.equal(await told(officer, '[data-trouble]').count(), 0);
  };
  const begin = async () => {
    fs.rmSync(folder, { recursive: true, force: true });
    await apart(officer.page, server.address);
    await putProfile(officer.page, ready);
    await officer.open(server.address, '#/send');
    await officer.action('send-to-server').waitFor();
  };
  /** What lies on the server: records and photos, as often as they are there, and the numbers of batches. */
  const lies = async () => {
    const there = lying(folder);
    const batches = there.filter(({ name }) => /\.batch\.age$/.test(name));
    const [records, photos] = [await recordsIn(batches, identity), await photosIn(there, identity)];
    return { records, photos, numbers: batches.map(({ name }) => Number(name.split('-')[0])).sort() };
  };
  /** What is asked, each time that the line hears of it. */
  const asked = [];
  const points = [];

  try {
    await stage.shows('a tablet has a file that is made and records that wait', async () => {
      identity = await setUp(coordinator, '样例开发区');
      await coordinator.page.locator('[data-status="opens"]').waitFor();
      await coordinator.go('#/ledger');
      const pack = await kept(await coordinator.download('export-pack'), room, 'pack');
      await officer.open(server.address);
      await takePack(officer, pack, 'newer');
      await register(officer, server.address, FIRMS[0]);
      await exportedTo(officer, room, 'file');
      const photo = { name: '执照.jpg', mimeType: 'image/jpeg', buffer: await drawn(officer.page, 800, 600) };
      await register(officer, server.address, FIRMS[1]);
      await register(officer, server.address, FIRMS[2], { photo });
      await officer.go('#/send');
      await connect(officer, { address: line.address('k6'), user: store.user, password: store.password });
      await apart(officer.page, server.address);
      ready = await profileOf(officer.page);
    });

    await stage.shows('undisturbed it sends each record once', async () => {
      await begin();
      line.before = async ({ method }) => void asked.push(method);
      await arm(officer.page, null);
      await send();
      const called = (await calls(officer.page)).length;
      line.before = async () => {};
      expected = await lies();
      assert.equal(new Set(expected.records).size, FIRMS.length);
      assert.equal(expected.photos.length, 1);
      assert.deepEqual(expected.numbers, NUMBERS);
      for (let at = 1; at <= called; at += 1) points.push({ call: at });
      for (const at of asked.keys()) points.push({ request: at, when: 'before' }, { request: at, when: 'half' }, { request: at, when: 'after' });
      stage.report.fact(`${called} calls of the database and ${asked.length} requests: ${points.length} points`);
    });

    let [kills, beyond] = [0, 0];
    await stage.shows(`${stage.runs} kills in the midst of it lose no record and send none twice`, async () => {
      const order = chance.shuffled(points);
      for (let run = 0; kills < stage.runs; run += 1) {
        assert.ok(run < 4 * stage.runs, 'the points are reached');
        const point = order[run % order.length];
        await begin();
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
        // It is cut and the page never hears of that: it is dead by then.
        line.fault = () => {
          if (point.when !== 'half' || seen++ !== point.request) return null;
          stopped();
          return 'it is cut on its way up';
        };
        await arm(officer.page, point.call ? { at: point.call, mode: 'stop' } : null);
        send().catch(() => {}); // it ends with the browser
        // One that this time is not reached is no kill.
        if (!(await Promise.race([isStopped, new Promise((resolve) => setTimeout(resolve, 15_000, false))]))) {
          beyond += 1;
          continue;
        }
        await tablet.kill();
        kills += 1;
        [line.before, line.after, line.fault] = [async () => {}, async () => {}, () => null];
        await tablet.start();
        await tablet.context.addInitScript(watchDatabase);
        officer = new Person(tablet);
        await officer.open(server.address, '#/send');
        await send();
        const why = `killed at ${JSON.stringify(point)} of ${asked.join(' ')}, seed ${chance.seed}`;
        assert.deepEqual(await lies(), expected, why);
        assert.equal(await officer.page.locator('[data-export][data-state="made"]').count(), 0, why);
      }
    });
    stage.report.fact(`${kills} kills at ${points.length} points, no record or photo lost or there twice; ${beyond} points were not reached again; seed ${chance.seed}`);
  } finally {
    await line.stop();
  }
}
