// Out of one device and into another: exported after a plain yes, taken out once more as the same bytes, looked at, trusted,
// taken in; refused with its reason where it must be.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { exported, imported, kept, outcome } from '../lib/batches.mjs';
import { places } from '../lib/database.mjs';
import { register } from '../lib/enterprise.mjs';
import { Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';

export const name = 'Batches leave a tablet and come in at a desk';

/** Published examples of the code. */
const FIRST = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const SECOND = { name: '样例二厂有限公司', code: '91110000600037341L' };

/** One red dot: what a camera gives is drawn anew anyway. */
const PHOTO = {
  name: '样例.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  ),
};

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('tablet');
  const desk = await stage.device('desk');
  const officer = new Person(tablet);
  const coordinator = new Person(desk);
  const files = {};
  let fingerprint = '';

  await stage.shows('an officer finishes a record with a photo', async () => {
    await register(officer, server.address, FIRST, { photo: PHOTO });
    await officer.go('#/settings');
    fingerprint = (await officer.page.locator('[data-fingerprint]').first().textContent()).trim();
  });
  await stage.shows('it waits on the Send page with form, name, time and officer', async () => {
    await officer.go('#/send');
    const row = officer.page.locator('[data-record][data-state="waiting"]');
    await row.first().waitFor();
    assert.equal(await row.count(), 1);
    for (const text of ['企业登记', FIRST.name, '样例联络员']) await officer.sees(text);
    await take(officer.page, 'send-waiting');
  });
  await stage.shows('nothing is made before somebody has read that it is not encrypted', async () => {
    await officer.tap('export');
    await officer.page.locator('[role="alertdialog"]').waitFor();
    await officer.sees('没有加密');
    await take(officer.page, 'send-confirm');
    await officer.tap('cancel-export');
    assert.equal(await officer.page.locator('[data-record][data-state="waiting"]').count(), 1);
  });
  await stage.shows('a yes makes the file, and saving it says that it is not received yet', async () => {
    files.first = await exported(officer, room);
    assert.match(files.first, /\.zip$/);
    await officer.page.locator('[data-parcel][data-status="handed"]').waitFor();
    await officer.page.locator('[data-export][data-state="handed"]').waitFor();
    await officer.sees('不等于已接收');
    await take(officer.page, 'send-made');
  });
  await stage.shows('after a new start the same bytes can be had again', async () => {
    await started(officer);
    await officer.tap('make-again');
    const again = await kept(await officer.download('save-file'), room, 'again');
    assert.ok(fs.readFileSync(again).equals(fs.readFileSync(files.first)));
  });
  await stage.shows('a second record goes into a second file', async () => {
    await register(officer, server.address, SECOND);
    await officer.go('#/send');
    files.second = await exported(officer, room);
    assert.match(files.second, /\.json$/);
    assert.equal(await officer.page.locator('[data-record][data-state="waiting"]').count(), 0);
  });

  await stage.shows('at the desk an unknown device shows its fingerprint, and nothing is taken in', async () => {
    await coordinator.open(server.address, '#/import');
    await take(coordinator.page, 'import-empty');
    await coordinator.give('batch', [files.second]);
    const row = await outcome(coordinator, files.second, 'unknown-device');
    assert.equal((await row.locator('[data-fingerprint]').textContent()).trim(), fingerprint);
    assert.equal(await coordinator.action('import').count(), 0);
    await take(coordinator.page, 'import-unknown');
  });
  await stage.shows('set aside it is kept, and found again after a new start', async () => {
    await coordinator.tap('set-aside');
    await outcome(coordinator, files.second, 'set-aside');
    await started(coordinator);
    await coordinator.tap('recall');
    await outcome(coordinator, files.second, 'unknown-device');
  });
  await stage.shows('thrown away where somebody says so it is in no store here any more, and the log has that it was', async () => {
    const { page } = coordinator;
    await coordinator.tap('set-aside');
    await outcome(coordinator, files.second, 'set-aside');
    assert.notDeepEqual(await places(page, SECOND.name), []);
    await started(coordinator);
    await coordinator.tap('ask-throw-away');
    await take(page, 'import-throw-away');
    await coordinator.tap('keep-aside');
    await page.locator('[data-aside]').waitFor();
    await coordinator.tap('ask-throw-away');
    await coordinator.tap('throw-away');
    await page.locator('[data-aside]').waitFor({ state: 'detached' });
    assert.deepEqual(await places(page, SECOND.name), []);
    assert.notDeepEqual(await places(page, 'quarantine/'), []);
    await coordinator.give('batch', [files.second]);
    await outcome(coordinator, files.second, 'unknown-device');
  });
  await stage.shows('trusted by name it can be taken in, and the missing first batch is told', async () => {
    await coordinator.page.locator('[data-input="device-label"]').fill('样例平板');
    await coordinator.tap('trust');
    await outcome(coordinator, files.second, 'ready');
    await coordinator.sees('样例平板');
    await coordinator.page.locator('[data-missing="1"]').waitFor();
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    assert.equal(await coordinator.page.locator('[data-aside]').count(), 0);
  });
  await stage.shows('a file that was looked at and left is forgotten', async () => {
    await coordinator.give('batch', files.first);
    await outcome(coordinator, files.first, 'ready');
    await coordinator.go('#/ledger');
    await coordinator.go('#/import');
    await coordinator.give('batch', files.first);
    await outcome(coordinator, files.first, 'ready');
  });
  await stage.shows('many files at once each say what they are', async () => {
    const made = [
      [cut(files.first, room), 'refused', 'truncated'],
      [changed(files.second, room), 'refused', 'signature'],
      [spoilt(files.first, room), 'refused', 'damaged'],
    ];
    await started(coordinator);
    await coordinator.give('batch', [files.first, files.second, ...made.map(([file]) => file)]);
    await outcome(coordinator, files.first, 'ready');
    await outcome(coordinator, files.second, 'already-imported');
    for (const [file, name, word] of made) {
      const row = await outcome(coordinator, file, name);
      assert.equal(await row.locator('[data-refusal]').getAttribute('data-refusal'), word);
    }
    await coordinator.give('batch', [PHOTO]);
    await outcome(coordinator, PHOTO.name, 'foreign');
    await coordinator.sees('这是图片');
    await take(coordinator.page, 'import-many');
  });
  await stage.shows('one tap takes in what may be taken in, and refused files are kept', async () => {
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    assert.equal(await coordinator.page.locator('[data-missing]').count(), 0);
    await coordinator.page.locator('[data-aside]').nth(2).waitFor();
    await take(coordinator.page, 'import-done');
  });
  await stage.shows('the ledger has both enterprises', async () => {
    await coordinator.tap('go-ledger');
    for (const { name } of [FIRST, SECOND]) await coordinator.sees(name);
  });
  await stage.shows('the same file again changes nothing', async () => {
    await coordinator.go('#/import');
    await coordinator.give('batch', [files.first]);
    await outcome(coordinator, files.first, 'already-imported');
    assert.equal(await coordinator.action('import').count(), 0);
  });
  await stage.shows('of several files those that are gone or written anew meanwhile are told by themselves, and hold up no other', async () => {
    await started(coordinator);
    const [gone, anew, ...others] = ['gone', 'anew', 'one', 'two'].map((folder) => altered(files.first, room, folder, (bytes) => bytes));
    // The choice is told to the page only after one of them went.
    await coordinator.page.evaluate(() => {
      addEventListener('change', (event) => event.stopImmediatePropagation(), { capture: true, once: true });
    });
    await coordinator.give('batch', [gone, anew, ...others]);
    fs.rmSync(gone);
    fs.appendFileSync(anew, 'more');
    fs.utimesSync(anew, 0, 0);
    await coordinator.page.locator('input[type=file][data-input="batch"]').dispatchEvent('change', { bubbles: true });
    for (const file of [gone, anew]) await outcome(coordinator, file, 'failed');
    for (const file of others) await outcome(coordinator, file, 'already-imported');
  });
  await stage.shows("a tablet's own file comes in on the tablet, where its record is known", async () => {
    await officer.go('#/import');
    await officer.give('batch', [files.first]);
    await outcome(officer, files.first, 'ready');
    await officer.tap('import');
    await imported(officer, { added: 0, known: 1 });
  });
}

/** The same page, loaded anew. */
async function started(person) {
  await person.page.reload({ waitUntil: 'commit' });
  await person.ready();
}

function altered(file, room, folder, alter) {
  const place = path.join(room, `${folder}-${path.basename(file)}`);
  fs.writeFileSync(place, alter(fs.readFileSync(file)));
  return place;
}

const cut = (file, room) => altered(file, room, 'cut', (bytes) => bytes.subarray(0, bytes.length - 100));
const changed = (file, room) =>
  altered(file, room, 'changed', (bytes) => Buffer.from(bytes.toString().replaceAll(SECOND.name, '样例九厂有限公司')));
/** One bit of the photo. */
const spoilt = (file, room) =>
  altered(file, room, 'spoilt', (bytes) => {
    const at = bytes.indexOf(Buffer.from([0xff, 0xd8, 0xff])) + 30;
    bytes[at] ^= 1;
    return bytes;
  });
