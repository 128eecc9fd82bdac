// From an empty server to a first record, by the steps of docs/hosting.md: one nginx gives out the page and keeps the zone's files. And what a
// disk that is really full comes to.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { imported } from '../lib/batches.mjs';
import { connect, fetched, sent, told, typed } from '../lib/connected.mjs';
import { smallDisk } from '../lib/disk.mjs';
import { enrolled } from '../lib/enrol.mjs';
import { register } from '../lib/enterprise.mjs';
import { hasten } from '../lib/line.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { Person } from '../lib/person.mjs';
import { seen } from '../lib/screens.mjs';
import { installed } from '../lib/worker.mjs';
import { setUp } from '../lib/zones.mjs';

export const name = 'One nginx is enough: the page, the zone’s files, a first record';

const FIRM = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const SECOND = { name: '样例二厂有限公司', code: '91110000600037341L' };

export async function run(stage) {
  if (!Nginx.isHere()) {
    stage.report.fact('left out: there is no nginx with WebDAV on this machine');
    return;
  }
  const room = stage.room();
  const server = await new Nginx(stage.room()).serve(stage.folder).start();
  const begun = performance.now();
  try {
    const coordinator = new Person(await stage.device('hosted-desk'));
    const officer = new Person(await stage.device('hosted-tablet'));

    await stage.shows('the page comes from it with the right kinds of files, and is kept for offline use', async () => {
      await coordinator.open(server.origin);
      await installed(coordinator.page);
      const wasm = await fetch(new URL(await coordinator.page.locator('meta[name="taizhang-main"]').getAttribute('content').then((names) => names.split(' ')[1]), server.origin), { headers: { 'accept-encoding': 'gzip' } });
      assert.equal(wasm.headers.get('content-type'), 'application/wasm');
      assert.equal(wasm.headers.get('content-encoding'), 'gzip');
    });
    await stage.shows('the desk sets the zone up and its server, which is the same one', async () => {
      await setUp(coordinator, '样例开发区');
      await coordinator.page.locator('[data-status="opens"]').waitFor();
      await coordinator.go('#/import');
      await connect(coordinator, server);
    });
    await stage.shows('a tablet is enrolled by two codes and knows the server', async () => {
      await officer.open(server.origin);
      await officer.introduce();
      await enrolled(coordinator, officer, room);
      await officer.go('#/send');
      await connect(officer, server);
    });
    await stage.shows('what is filled there goes to it, and the desk takes it in without a question', async () => {
      await register(officer, server.origin, FIRM);
      await sent(officer, 1);
      await fetched(coordinator, 1);
      await coordinator.tap('import');
      await imported(coordinator, { added: 1, known: 0 });
      await coordinator.go('#/ledger');
      await coordinator.sees(FIRM.name);
    });
    stage.report.fact(`from the first look at the page to the first record in the ledger: ${((performance.now() - begun) / 1000).toFixed(0)} s of the browsers' time, without typing`);
    await onFullDisk(stage, { server, coordinator, officer });
  } finally {
    await server.stop();
  }
}

/** Another server of the same zone, whose disk is full before anything came. */
async function onFullDisk(stage, { server, coordinator, officer }) {
  const room = stage.room();
  const disk = smallDisk(room);
  if (!disk) {
    stage.report.fact('left out: a disk that is full, since nothing can be mounted here');
    return;
  }
  const full = new Nginx(room);
  try {
    await full.start();
    await officer.device.context.addInitScript(hasten);
    await officer.page.reload();
    await officer.ready();
    await register(officer, server.origin, SECOND);
    disk.fill();

    await stage.shows('a server whose disk is full is told so by name when it is tried', async () => {
      await officer.go('#/send');
      await typed(officer, full);
      await officer.tap('try-server');
      await told(officer, '[data-trouble="cannot-store"]').waitFor({ timeout: 60_000 });
      await seen(officer.page, 'server-full');
      await officer.tap('keep-server');
      await officer.action('set-up-server').waitFor();
    });
    await stage.shows('and when something is sent; nothing is lost, and nothing lies there in part', async () => {
      await officer.tap('send-to-server');
      await told(officer, '[data-trouble="cannot-store"]').waitFor({ timeout: 60_000 });
      await officer.page.locator('[data-export][data-state="made"]').waitFor();
      const inside = fs.readdirSync(full.files, { recursive: true, withFileTypes: true });
      assert.deepEqual(inside.filter((entry) => entry.isFile()).map(({ name }) => name), []);
    });
    await stage.shows('once there is room all of it goes, and the desk takes in what it has not had', async () => {
      disk.makeRoom();
      await sent(officer, 2);
      await officer.page.locator('[data-export][data-state="made"]').waitFor({ state: 'detached' });
      await coordinator.go('#/import');
      await connect(coordinator, full);
      await fetched(coordinator, 1);
      await coordinator.tap('import');
      await imported(coordinator, { added: 1, known: 0 });
      await coordinator.go('#/ledger');
      for (const firm of [FIRM, SECOND]) await coordinator.sees(firm.name);
    });
  } finally {
    await full.stop();
    disk.remove();
  }
}
