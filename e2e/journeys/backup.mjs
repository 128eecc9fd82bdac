// Everything unsent in one file: made with one tap, put back on another tablet, and as often as one likes.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { exported, kept } from '../lib/batches.mjs';
import { fill, register, takePhoto } from '../lib/enterprise.mjs';
import { beginWhole, texts } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { drawn } from '../lib/photos.mjs';

export const name = 'A backup of everything unsent';

const WAITING = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const DRAFT = { name: '样例新材料有限公司', code: '91350100M000100Y43' };
const PHOTO = '/data/licence_photo';

/** Gives the page a file, and waits for what it says of it. */
async function restored(person, file) {
  await person.go('#/records');
  await person.give('backup', file);
  const said = person.page.locator('[data-status="backup-put-back"]');
  await said.waitFor({ timeout: 60_000 });
  const of = async (what) => Number(await said.getAttribute(`data-${what}`));
  return { drafts: await of('drafts'), records: await of('records'), known: await of('known'), copies: await of('copies') };
}

async function saved(person, room, folder) {
  return kept(await person.saveBackup(), room, folder);
}

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('first'));
  const other = new Person(await stage.device('other'));
  let file;
  let visit;
  let text;

  await stage.shows('a tablet has a record that waits and two drafts, one with a photo', async () => {
    await register(officer, server.address, WAITING);
    await fill(officer, server.address, DRAFT);
    await takePhoto(officer, PHOTO, { name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await drawn(officer.page, 64, 48) });
    await officer.saved();
    visit = await beginWhole(officer, server.address, 'liaison_visit');
    [text] = await texts(officer.page);
    await officer.type(text, 'on the first tablet');
    await officer.saved();
  });
  await stage.shows('before a file is made the page asks, for it leaves in clear, and no is no', async () => {
    await officer.go('#/records');
    await officer.tap('backup');
    const asked = officer.page.locator('[role="alertdialog"]');
    await asked.getByText('没有加密').waitFor();
    for (const leave of [() => officer.tap('cancel-backup'), () => officer.page.keyboard.press('Escape')]) {
      if ((await asked.count()) === 0) await officer.tap('backup');
      await asked.waitFor();
      await leave();
      await eventually(async () => assert.equal(await asked.count(), 0));
    }
    assert.equal(await officer.page.locator('[data-status="backup-saved"]').count(), 0);
  });
  await stage.shows('a tap on yes makes a file of it all', async () => {
    file = await saved(officer, room);
    assert.match(path.basename(file), /^taizhang-.*\.backup$/);
    await officer.page.locator('[data-status="backup-saved"]').waitFor();
  });
  await stage.shows('the key of the device is not in it', () => {
    assert.ok(!fs.readFileSync(file).includes('"key"'));
  });
  await stage.shows('another tablet takes it back whole', async () => {
    await other.open(server.address, '#/records');
    assert.deepEqual(await restored(other, file), { drafts: 2, records: 1, known: 0, copies: 0 });
    await other.page.locator('[data-record][data-state="waiting"]').waitFor();
  });
  await stage.shows('a draft goes on there, with its photo', async () => {
    await other.open(server.address, visit);
    await other.shows(text, 'on the first tablet');
    await other.type(text, 'on the second tablet');
    await other.saved();
    await other.go('#/');
    await other.page.locator('[data-draft]').nth(1).waitFor();
    const [id] = await other.page.locator('[data-draft]').evaluateAll((rows, visit) => rows.map((row) => row.dataset.draft).filter((id) => !visit.includes(id)), visit);
    await other.go(`#/fill/${id}?all=1`);
    await other.question(PHOTO).locator('img').waitFor();
  });
  await stage.shows('a second time nothing comes, and nothing that went on is set back', async () => {
    assert.deepEqual(await restored(other, file), { drafts: 0, records: 0, known: 3, copies: 0 });
    await other.open(server.address, visit);
    await other.shows(text, 'on the second tablet');
  });
  await stage.shows('the record goes out from there', async () => {
    await other.introduce('样例联络员乙', 'YL002');
    await other.go('#/send');
    assert.ok(fs.existsSync(await exported(other, room)));
  });
  await stage.shows('a draft that went on in both places is kept twice', async () => {
    await officer.open(server.address, visit);
    await officer.type(text, 'still on the first tablet');
    await officer.saved();
    await officer.go('#/records');
    const later = await saved(officer, room, 'later');
    const { drafts, copies } = await restored(other, later);
    assert.deepEqual({ drafts, copies }, { drafts: 1, copies: 1 });
    assert.equal((await restored(other, later)).drafts, 0);
    await other.go('#/');
    await eventually(async () => assert.equal(await other.page.locator('[data-draft]').count(), 3));
  });
  await stage.shows('a file that is cut, changed or something else is refused by name', async () => {
    const bytes = fs.readFileSync(file);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 100] ^= 1;
    const cases = { truncated: bytes.subarray(0, bytes.length - 10), changed, 'not-a-backup': Buffer.from('{}') };
    for (const [refusal, buffer] of Object.entries(cases)) {
      await other.go('#/records');
      await other.give('backup', { name: 'x.backup', mimeType: 'application/octet-stream', buffer });
      await other.page.locator(`[data-refusal="${refusal}"]`).waitFor();
    }
  });
}
