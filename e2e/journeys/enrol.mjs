// A tablet is enrolled face to face: each side shows a code and reads the other's, two people compare a fingerprint, and from then
// on the desk takes the tablet's files without a question, sealed for its zone.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { desk, kept, outcome, sent } from '../lib/batches.mjs';
import { cameraFlags, licencePicture, shownModules } from '../lib/cameras.mjs';
import { register } from '../lib/enterprise.mjs';
import { fingerprint, photograph, scan, section, shown } from '../lib/enrol.mjs';
import { Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { setUp } from '../lib/zones.mjs';

export const name = 'A tablet is enrolled by two codes and a fingerprint, without a network and without a file';

const ZONE = '样例开发区';
const FIRM = { name: '样例一厂有限公司', code: '91350100M000100Y43' };

async function open(person, file) {
  await person.go('#/zone');
  await person.tap('scan-code');
  await person.give('introduction', file);
}

const problem = (person, word) => section(person).locator(`[data-problem="${word}"]`).waitFor();

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = new Person(await stage.device('enrolled'));
  const coordinator = await desk(stage, server, 'desk');
  const pictures = {};
  const files = {};

  await stage.shows('a tablet shows who it is, and the code is large, black on white, with its fingerprint', async () => {
    await tablet.open(server.address);
    await tablet.introduce('样例联络员', '007');
    await tablet.go('#/settings');
    await tablet.action('enrol').click();
    await section(tablet).waitFor();
    const card = await shown(tablet, 'card');
    const { width } = await card.locator('svg.qr').boundingBox();
    assert.ok(width >= 360, `${width} pixels wide`);
    assert.match(await fingerprint(card), /[0-9]/);
    pictures.card = await photograph(card, room, 'card.png');
    files.card = await kept(await tablet.download('save-code'), room);
    assert.equal(await tablet.action('show-zone').count(), 0, 'a tablet has no zone of its own to show');
    await take(tablet.page, 'enrol-card');
  });
  await stage.shows('the desk reads it, two people compare, and from then on the tablet is known', async () => {
    await setUp(coordinator, ZONE);
    await scan(coordinator, pictures.card);
    await section(coordinator).locator('[data-input="card-label"]').waitFor();
    const own = await fingerprint(section(tablet));
    assert.equal(await fingerprint(section(coordinator)), own);
    assert.equal(await section(coordinator).locator('[data-input="card-label"]').inputValue(), '样例联络员');
    assert.equal(await coordinator.page.locator('[data-device]').count(), 0, 'it is known before anybody has compared');
    await take(coordinator.page, 'enrol-found');
    await section(coordinator).locator('[data-input="card-label"]').fill('一号平板');
    await coordinator.tap('trust-card');
    await section(coordinator).locator('[data-status="enrolled"]').waitFor();
    const row = coordinator.page.locator('[data-device][data-standing="trusted"]');
    assert.match(await row.innerText(), /一号平板/);
  });
  await stage.shows('the zone’s code before a camera tells a tablet whom to seal for, after a question', async () => {
    const code = await shown(coordinator, 'zone');
    pictures.zone = await photograph(code, room, 'zone.png');
    files.zone = await kept(await coordinator.download('save-code'), room);
    await take(coordinator.page, 'enrol-zone');
    const flags = cameraFlags(room, await shownModules(code.locator('svg.qr')));
    const other = new Person(await stage.device('with-camera', { flags }));
    await other.open(server.address);
    await other.introduce('样例联络员二', '008');
    await other.go('#/zone');
    await other.tap('scan-code');
    await section(other).locator('[data-zone="newer"]').waitFor({ timeout: 30_000 });
    await other.sees(await fingerprint(section(coordinator)));
    await take(other.page, 'enrol-zone-found');
    await other.tap('leave-pack');
    await other.page.locator('[data-zone="none"]').waitFor();
  });
  await stage.shows('what the enrolled tablet then sends is sealed, and the desk takes it without a question', async () => {
    await scan(tablet, pictures.zone);
    await section(tablet).locator('[data-zone="newer"]').waitFor();
    await tablet.tap('take-pack');
    await tablet.page.locator('[data-zone][data-edition="1"] [data-status="seals"]').waitFor();
    await register(tablet, server.address, FIRM);
    const file = await sent(tablet, room, 'sent');
    assert.match(path.basename(file), /\.age$/);
    await coordinator.go('#/import');
    await coordinator.give('batch', file);
    await outcome(coordinator, file, 'ready');
  });
  await stage.shows('without cameras the same goes as files', async () => {
    const other = new Person(await stage.device('by-file'));
    await other.open(server.address);
    await other.introduce('样例联络员三', '009');
    await shown(other, 'card');
    const card = await kept(await other.download('save-code'), room, 'other');
    await open(coordinator, card);
    await coordinator.tap('trust-card');
    await section(coordinator).locator('[data-status="enrolled"]').waitFor();
    await open(other, files.zone);
    await other.tap('take-pack');
    await other.page.locator('[data-zone][data-edition="1"] [data-status="seals"]').waitFor();
  });
  await stage.shows('whatever else is held before it is told by name, and changes nothing', async () => {
    await scan(tablet, pictures.card);
    await problem(tablet, 'own-card');
    await scan(coordinator, licencePicture());
    await problem(coordinator, 'foreign');
    const changed = path.join(room, 'changed.json');
    fs.writeFileSync(changed, fs.readFileSync(files.card, 'utf8').replace('样例联络员', '样例管理员'));
    await open(coordinator, changed);
    await problem(coordinator, 'damaged');
    const newer = path.join(room, 'newer.json');
    fs.writeFileSync(newer, fs.readFileSync(files.card, 'utf8').replace('"version":1', '"version":7'));
    await open(coordinator, newer);
    await problem(coordinator, 'newer');
    const desks = await shown(coordinator, 'card').then((code) => photograph(code, room, 'desk.png'));
    await scan(tablet, desks);
    await problem(tablet, 'not-a-desk');
    assert.equal(await coordinator.page.locator('[data-device]').count(), 2);
  });
  await stage.shows('a card on the import page is no batch: it says where it belongs', async () => {
    await coordinator.go('#/import');
    await coordinator.give('batch', files.card);
    const row = await outcome(coordinator, files.card, 'card');
    await row.locator('a[href="#/zone"]').waitFor();
  });
  await stage.shows('a tablet that was said to be lost is not taken back without a word', async () => {
    await coordinator.go('#/zone');
    const row = coordinator.page.locator('[data-device]', { hasText: '一号平板' });
    await row.locator('[data-action="revoke"]').click();
    await row.locator('[data-action="revoke-yes"]').click();
    await coordinator.page.locator('[data-device][data-standing="revoked"]').waitFor();
    await scan(coordinator, pictures.card);
    await problem(coordinator, 'revoked');
    await coordinator.tap('leave-card');
    assert.equal(await coordinator.page.locator('[data-device][data-standing="revoked"]').count(), 1);
  });
}
