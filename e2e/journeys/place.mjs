// A position: taken with its accuracy, forbidden, waited for in vain; and always skippable. And which device it is: nobody is told.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { PORTRAIT } from '../lib/browser.mjs';
import { exported } from '../lib/batches.mjs';
import { profileOf } from '../lib/database.mjs';
import { fill, submit } from '../lib/enterprise.mjs';
import { finish } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'A position is taken with its accuracy, or skipped; which device it is nobody is told';

const QUESTION = '/data/g_ind/geometry';
const FIRST = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const SECOND = { name: '样例二厂有限公司', code: '91110000600037341L' };
/** How long an officer is told that it may take. */
const PATIENCE_MS = 15_000;
/** A form of somebody's own that asks for more than it is told. */
const CURIOUS = workbook('样例设备.xlsx', {
  survey: [['type', 'name', 'label'], ['deviceid', 'device', null], ['username', 'who', null], ['text', 'said', '说明']],
  settings: [['form_id', 'form_title'], ['curious', '样例设备']],
});
/** All that is kept: the stores of the database (crates/store/src/transaction.rs), and the lines beside it of whoever chose nothing (src/platform/local.rs). */
const STORES = [
  'ballast', 'bin', 'blobs', 'blocks', 'devices', 'drafts', 'entities', 'forms', 'inbox', 'journal', 'log', 'mappings', 'meta', 'outbox', 'packs', 'quarantine',
  'receipts', 'records', 'registers', 'states', 'views',
];
const LINES = ['canary'];

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('place', { viewport: PORTRAIT });
  const officer = new Person(tablet);
  const question = () => officer.question(QUESTION);
  const locate = () => officer.touch(question().locator('[data-action="locate"]'));
  const says = (text) => question().getByRole('status').getByText(text).waitFor();
  const origin = new URL(server.address).origin;

  await stage.shows('nobody is asked for a position before a tap', async () => {
    await fill(officer, server.address, FIRST);
    assert.equal(await asked(officer.page), 'prompt');
    assert.equal(await question().getByRole('status').innerText(), '');
  });
  await stage.shows('once allowed it comes with its accuracy, to the metre', async () => {
    await tablet.context.grantPermissions(['geolocation'], { origin });
    await tablet.context.setGeolocation({ latitude: 41.72591234, longitude: 86.17461234, accuracy: 12.3456 });
    await locate();
    await says('误差约 12 米，正在变准');
    await officer.touch(question().locator('[data-action="use-place"]'));
    await says('纬度 41.72591，经度 86.17461，误差约 12 米');
  });
  await stage.shows('it can be taken away, and taken again somewhere else', async () => {
    await officer.touch(question().locator('[data-action="clear"]'));
    await eventually(async () => assert.equal(await question().locator('[data-action="clear"]').count(), 0));
    await tablet.context.setGeolocation({ latitude: 41.5, longitude: 86.25, accuracy: 30 });
    await locate();
    await says('误差约 30 米，正在变准');
    // Nobody taps: after a quarter of a minute the best there is is taken.
    await says('纬度 41.50000，经度 86.25000，误差约 30 米');
  });
  await stage.shows('forbidden, the page says so and that it may be skipped', async () => {
    await submit(officer);
    await fill(officer, server.address, SECOND);
    await forbid(tablet, origin);
    await locate();
    await says('没有允许定位');
    await says('可以跳过');
  });
  await stage.shows('story 10: a device that never answers is waited for 15 s, and the form goes on meanwhile', async () => {
    await officer.page.evaluate(() => {
      navigator.geolocation.watchPosition = () => 1; // a question of the browser that nobody answers
    });
    await locate();
    const begun = performance.now();
    await says('最多等 15 秒');
    await officer.type('/data/g_ind/main_products', '样例产品');
    await officer.saved();
    await says('没有取到位置');
    assert.ok(performance.now() - begun > PATIENCE_MS - 1000 && performance.now() - begun < PATIENCE_MS + 3000);
    await officer.shows('/data/g_ind/main_products', '样例产品');
  });
  await stage.shows('story 10: one tap skips it, and what was skipped is said', async () => {
    await officer.touch(question().locator('[data-action="skip"]'));
    await says('已跳过，不影响提交');
  });
  await stage.shows('it can be tried again', async () => assert.ok(await question().locator('[data-action="locate"]').isEnabled()));
  await stage.shows('story 10: both are valid records: one with its position, one without', async () => {
    await submit(officer);
    await officer.go('#/send');
    const batch = fs.readFileSync(await exported(officer, room), 'utf8');
    assert.ok(batch.includes(FIRST.name) && batch.includes(SECOND.name));
    assert.equal(batch.split('86.25').length > 1, true, 'the position that was taken last is in the file');
    assert.ok(!batch.includes('86.17461234'), 'the one that was taken away is not');
  });
  await stage.shows('a form of somebody’s own that asks for the id of the device is told who fills, and no id', async () => {
    await officer.go('#/forms');
    await officer.give('form', CURIOUS);
    await officer.page.locator('[data-form-opened="curious"]').waitFor();
    await officer.go('#/');
    await officer.begin('curious');
    await officer.type('/data/said', '样例');
    await finish(officer);
    await officer.go('#/send');
    const { device: key, body } = JSON.parse(fs.readFileSync(await exported(officer, room), 'utf8'));
    const [record] = body.records;
    assert.deepEqual([record.said, record.who, record.device], ['样例', '001', null]);
    assert.equal(record.__system.deviceId, key, 'it is known by the key that the app made for it');
  });
  await stage.shows('nothing is kept in the browser but the stores and lines that are known, and none is for an id of it', async () => {
    const { stores, local } = await profileOf(officer.page);
    const names = await officer.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    assert.deepEqual(names, ['survey']);
    assert.deepEqual(Object.keys(stores).sort(), STORES);
    assert.deepEqual(Object.keys(local).sort(), LINES);
  });
}

const asked = (page) => page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state);

async function forbid(device, origin) {
  const browser = await device.context.newCDPSession(device.page);
  await browser.send('Browser.setPermission', { permission: { name: 'geolocation' }, setting: 'denied', origin });
}
