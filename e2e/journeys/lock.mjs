// Story 23: a lost tablet. All that is kept on it is sealed under a passphrase: whoever finds it reads no record, no draft, no key from
// what the browser keeps; who knows the passphrase goes on where they were; the coordinator revokes the tablet.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { desk, exported, imported, outcome, trust } from '../lib/batches.mjs';
import { connect } from '../lib/connected.mjs';
import { profileOf } from '../lib/database.mjs';
import { EMPLOYEES, fill, register, registerWhole } from '../lib/enterprise.mjs';
import { turnTo } from '../lib/filling.mjs';
import { lockSettings, locked, turnOn, unlock } from '../lib/lock.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { noise } from '../lib/photos.mjs';
import { seen } from '../lib/screens.mjs';

export const name = 'A lost tablet: what is on it is sealed, and the coordinator revokes it';

const BEFORE = { name: '样例锁前有限公司', code: '91350100M000100Y43', contact: '样例联系人甲', phone: '13800000417' };
const AFTER = { name: '样例锁后有限公司', code: '91110000600037341L' };
const DRAFT = { name: '样例草稿有限公司', code: '91652899MA1DGFBA0U' };
const PIN = '280419';
const PHRASE = '雨天走访三号厂房的老门卫';
const SERVER = { address: 'http://127.0.0.1:9/sync/', user: 'tablet-17', password: 'qY7-kv3Zp0-rXw9' };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const files = {};
  /** The secret half of the tablet's key, as it lies open before it is locked. */
  let key = '';
  const officer = new Person(await stage.device('lock-tablet'));
  let coordinator;

  await stage.shows('before anything is locked, who has the disk reads it', async () => {
    await registerWhole(officer, server.address, BEFORE, noise('licence.png', 200));
    await officer.go('#/send');
    files.first = await exported(officer, room);
    await connect(officer, SERVER);
    const rows = Object.fromEntries((await profileOf(officer.page)).stores.meta.map(([[name], value]) => [name, Buffer.from(value, 'base64').toString()]));
    key = JSON.parse(rows.device).key;
    assert.match(key, /^[0-9a-f]{64}$/);
    await officer.device.close();
    for (const text of [BEFORE.name, BEFORE.contact, BEFORE.phone, SERVER.password, key]) assert.notEqual(places(officer.device.profile, text).length, 0, 'the search finds what lies open');
    await officer.device.start();
    officer.page = officer.device.page;
    await officer.open(server.address);
  });

  await stage.shows('a passphrase is weighed in plain words as it is typed, and one that is worth nothing is not taken', async () => {
    await lockSettings(officer);
    const typed = officer.page.locator('[data-input="lock-passphrase"]');
    for (const [text, worth] of [['12345', 'none'], ['111111', 'none'], ['123456', 'none'], [PIN, 'hours'], ['sun-928', 'weeks'], [PHRASE, 'years']]) {
      await typed.fill(text);
      await officer.page.locator(`[data-worth="${worth}"]`).waitFor();
    }
    await typed.fill(PIN);
    await officer.page.locator('[data-input="lock-repeat"]').fill('280418');
    await officer.page.locator('[data-worth="different"]').waitFor();
    assert.equal(await officer.action('turn-lock-on').isDisabled(), true);
    await officer.page.locator('[data-input="lock-repeat"]').fill(PIN);
    await officer.page.locator('[data-section="lock"]').scrollIntoViewIfNeeded();
    await seen(officer.page, 'lock-turning-on');
  });

  await stage.shows('while another tab is open nothing is locked, and it is said why', async () => {
    const other = await officer.device.tab();
    await other.goto(`${server.address}#/`);
    await other.locator('html[data-app="ready"]').waitFor({ state: 'attached' });
    await officer.tap('turn-lock-on');
    await officer.page.locator('[data-problem="other-tabs"]').waitFor({ timeout: 60_000 });
    assert.equal(await officer.page.locator('[data-lock="off"]').count(), 1);
    await other.close();
  });

  await stage.shows('locked, the page begins anew and asks; a wrong passphrase opens nothing', async () => {
    await turnOn(officer, PIN);
    assert.equal(await officer.page.getByText(BEFORE.name).count(), 0);
    await seen(officer.page, 'lock-locked');
    await officer.page.locator('[data-input="unlock"]').fill('280418');
    await officer.tap('unlock');
    await officer.page.locator('[data-problem="wrong"]').waitFor({ timeout: 60_000 });
    assert.equal(await officer.page.locator('html').getAttribute('data-app'), 'locked');
    await officer.page.evaluate(() => {
      location.hash = '#/records';
    });
    assert.equal(await officer.page.getByText(BEFORE.name).count(), 0);
  });

  await stage.shows('with the passphrase everything is there, and work goes on', async () => {
    await unlock(officer, PIN);
    await officer.go('#/records');
    await officer.sees(BEFORE.name);
    await register(officer, server.address, AFTER);
    await fill(officer, server.address, DRAFT);
    await officer.saved();
  });

  await stage.shows('after a kill -9 in the middle of a form it asks again, and the form goes on', async () => {
    const route = await officer.route();
    await turnTo(officer, EMPLOYEES);
    await officer.type(EMPLOYEES, '128');
    await officer.saved();
    await officer.device.kill();
    await officer.device.start();
    officer.page = officer.device.page;
    await officer.page.goto(server.address + route);
    await locked(officer);
    await unlock(officer, PIN);
    await officer.shows(EMPLOYEES, '128');
  });

  await stage.shows('what is in the last unsaved signs is sealed as well', async () => {
    await officer.type(EMPLOYEES, '129');
    const tails = () => officer.page.evaluate(() => Object.entries(localStorage).filter(([name]) => name.startsWith('tail:')));
    await eventually(async () => {
      await officer.page.keyboard.press('Backspace');
      await officer.page.keyboard.type('9');
      const kept = await tails();
      assert.notEqual(kept.length, 0);
      assert.ok(kept.every(([, tail]) => !tail.includes('employees') && !tail.includes('129')), JSON.stringify(kept));
    });
    await officer.saved();
  });

  await stage.shows('locked by a tap or left alone, it forgets the key with all that it shows', async () => {
    await lockSettings(officer);
    await officer.page.locator('[data-section="lock"]').scrollIntoViewIfNeeded();
    await seen(officer.page, 'lock-on');
    await officer.tap('lock-now');
    await locked(officer);
    await unlock(officer, PIN);
    await lockSettings(officer);
    await officer.touch(officer.page.locator('[data-section="lock"] [data-value="1"]'));
    await officer.page.locator('[data-status="lock-on"]').filter({ hasText: ' 1 ' }).waitFor();
    await officer.page.mouse.move(0, 0);
    await officer.page.locator('html[data-app="locked"]').waitFor({ state: 'attached', timeout: 90_000 });
    await unlock(officer, PIN);
  });

  await stage.shows('another passphrase is set without anything else being written anew', async () => {
    await lockSettings(officer);
    await officer.page.locator('[data-input="lock-old"]').fill('280418');
    await officer.page.locator('[data-input="lock-new"]').fill(PHRASE);
    await officer.tap('change-passphrase');
    await officer.page.locator('[data-problem="wrong"]').waitFor({ timeout: 60_000 });
    const before = (await profileOf(officer.page)).stores;
    await officer.page.locator('[data-input="lock-old"]').fill(PIN);
    await officer.tap('change-passphrase');
    await officer.page.locator('[data-status="passphrase-changed"]').waitFor({ timeout: 60_000 });
    const after = (await profileOf(officer.page)).stores;
    assert.notEqual(Object.values(before).flat().length, 1);
    const isOfLog = (row) => row === 'meta ["log"]' || row.startsWith('log ');
    const anew = changed(before, after).filter((row) => !isOfLog(row));
    assert.deepEqual(anew, ['meta ["lock"]'], 'each value is sealed under one key, and that alone is sealed anew');
    await officer.tap('lock-now');
    await locked(officer);
    await officer.page.locator('[data-input="unlock"]').fill(PIN);
    await officer.tap('unlock');
    await officer.page.locator('[data-problem="wrong"]').waitFor({ timeout: 60_000 });
    await unlock(officer, PHRASE);
    await officer.go('#/records');
    await officer.sees(AFTER.name);
  });

  await stage.shows('a locked tablet exports as any other, and its desk worker reads what is sealed', async () => {
    await officer.go('#/send');
    files.second = await exported(officer, room);
    await officer.go('#/ledger');
    await officer.sees(AFTER.name);
  });

  await stage.shows('story 23: whoever finds the tablet reads no record, draft or key from what the browser keeps', async () => {
    // The old database is deleted half a minute after a start, and off the disk soon behind that.
    for (let looks = 0; looks < 2; looks += 1) {
      await eventually(async () => assert.deepEqual(await databases(officer), ['survey-2']), { within_ms: 90_000 });
      await officer.page.waitForTimeout(2_000); // between the one and the noise over it
    }
    for (let starts = 0; starts < 2; starts += 1) {
      await officer.device.restart();
      officer.page = officer.device.page;
      await officer.page.goto(server.address);
      await locked(officer);
    }
    await officer.device.close();
    for (const firm of [BEFORE, AFTER, DRAFT]) {
      for (const text of Object.values(firm)) assert.deepEqual(places(officer.device.profile, text), [], text);
    }
    for (const text of [PIN, PHRASE, key, '"made_at"', 'ent_name":', SERVER.address, SERVER.user, SERVER.password]) assert.deepEqual(places(officer.device.profile, text), [], text);
  });

  await stage.shows('story 23: the coordinator revokes the lost tablet, and its later files are set aside', async () => {
    coordinator = await desk(stage, server, 'lock-desk');
    await coordinator.give('batch', files.first);
    await trust(coordinator, files.first);
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await coordinator.go('#/zone');
    const row = coordinator.page.locator('[data-device]');
    await row.locator('[data-action="revoke"]').waitFor();
    await coordinator.tap('revoke');
    await seen(coordinator.page, 'lock-revoking');
    await coordinator.tap('revoke-no');
    await coordinator.tap('revoke');
    await coordinator.tap('revoke-yes');
    await coordinator.page.locator('[data-device][data-standing="revoked"]').waitFor();
    await coordinator.go('#/import');
    await coordinator.give('batch', files.second);
    const refused = await outcome(coordinator, files.second, 'unknown-device');
    await refused.getByText('已被停用').waitFor();
    await coordinator.tap('set-aside');
    await outcome(coordinator, files.second, 'set-aside');
    await coordinator.go('#/ledger');
    await coordinator.sees(BEFORE.name);
    assert.equal(await coordinator.page.getByText(AFTER.name).count(), 0);
  });

  await stage.shows('found again it is trusted again, and what was set aside comes in', async () => {
    await coordinator.go('#/zone');
    await coordinator.tap('trust-again');
    await coordinator.page.locator('[data-device][data-standing="trusted"]').waitFor();
    await coordinator.go('#/import');
    await coordinator.tap('recall');
    await outcome(coordinator, files.second, 'ready');
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
  });

  await stage.shows('the lock is removed with the passphrase, and everything is there', async () => {
    await officer.device.start();
    officer.page = officer.device.page;
    await officer.page.goto(`${server.address}#/settings`);
    await locked(officer);
    await unlock(officer, PHRASE);
    await lockSettings(officer);
    await officer.page.locator('[data-input="lock-old"]').fill(PHRASE);
    await officer.tap('turn-lock-off');
    await officer.page.locator('[data-lock="off"]').waitFor({ timeout: 60_000 });
    await officer.ready();
    await officer.go('#/records');
    for (const { name } of [BEFORE, AFTER]) await officer.sees(name);
    await officer.go('#/');
    await officer.page.locator('[data-draft]').first().waitFor();
  });

  await stage.shows('who has forgotten the passphrase is told what is lost, and begins anew after a word', async () => {
    await lockSettings(officer);
    await turnOn(officer, PIN);
    for (let tries = 0; tries < 3; tries += 1) {
      await officer.page.locator('[data-input="unlock"]').fill(`28041${tries}`);
      await officer.tap('unlock');
      await officer.page.locator('[data-problem="wrong"]').waitFor({ timeout: 60_000 });
    }
    await officer.page.locator('[data-input="unlock"]').fill(PIN);
    await officer.tap('unlock');
    await officer.page.locator('[data-problem="too-often"]').waitFor();
    await officer.touch(officer.page.locator('[data-section="forgotten"] summary'));
    await seen(officer.page, 'lock-forgotten');
    assert.equal(await officer.action('give-up').isDisabled(), true);
    await officer.page.locator('[data-input="give-up"]').fill('清除');
    await officer.tap('give-up');
    await officer.page.locator('html[data-app="ready"]').waitFor({ state: 'attached', timeout: 60_000 });
    assert.deepEqual(await databases(officer), ['survey']);
    await officer.go('#/records');
    assert.equal(await officer.page.getByText(BEFORE.name).count(), 0);
  });
}

/** The rows that came, went or have another value, by store and key. */
function changed(before, after) {
  const rows = (stores) => new Map(Object.entries(stores).flatMap(([store, rows]) => rows.map(([key, value]) => [`${store} ${JSON.stringify(key)}`, value])));
  const [old, now] = [rows(before), rows(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
}

async function databases(officer) {
  const names = await officer.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  return names.sort();
}

/** The files of a profile in which a text stands, as UTF-8 or as the browser's own strings. */
function places(profile, text) {
  const wanted = [Buffer.from(text), Buffer.from(text, 'utf16le')];
  const files = fs.readdirSync(profile, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.map((entry) => path.join(entry.parentPath, entry.name)).filter((file) => {
    const bytes = fs.readFileSync(file);
    return wanted.some((wanted) => bytes.includes(wanted));
  });
  return found.map((file) => path.relative(profile, file));
}
