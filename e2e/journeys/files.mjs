// More than one file: an export that is too much for one, and files that come in together, in any order.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { exported, imported, kept, outcome } from '../lib/batches.mjs';
import { FORM, register } from '../lib/enterprise.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { attached, noise } from '../lib/photos.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'An export of several files, and several files at once';

/** Two records with so many photos of nearly 1 MB each are more than the 64 MB that one file may have. */
const PHOTOS = 32;
const SIDE = 1190;
const MOST_FILE_BYTES = 64 << 20;

const ALBUM = workbook('样例照片.xlsx', {
  survey: [
    ['type', 'name', 'label', 'parameters'],
    ['text', 'subject', '主题', null],
    ...Array.from({ length: PHOTOS }, (_, at) => ['image', `photo_${at + 1}`, `照片 ${at + 1}`, 'max-pixels=1600']),
  ],
  settings: [['form_id', 'form_title', 'version', 'instance_name'], ['album', '样例照片', '1', '${subject}']],
});
const FIRST = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const SECOND = { name: '样例二厂有限公司', code: '91110000600037341L' };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('files-tablet'));
  const large = [];

  await stage.shows('two records have more photos than one file may carry', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', ALBUM);
    await officer.page.locator('[data-form-opened="album"]').waitFor();
    for (const subject of ['样例一', '样例二']) {
      await officer.go('#/forms');
      await officer.begin('album');
      await officer.type('/data/subject', subject);
      for (let at = 1; at <= PHOTOS; at += 1) {
        await officer.question(`/data/photo_${at}`).locator('input[type=file]').setInputFiles(onDisk(room, noise(`${at}.png`, SIDE)));
      }
      await eventually(async () => assert.equal(await officer.page.locator('[data-type="image"] img').count(), PHOTOS), { within_ms: 60_000 });
      await officer.saved();
      await finish(officer);
    }
  });
  await stage.shows('before the export one reads that it takes two files', async () => {
    await officer.go('#/send');
    await officer.page.locator('[data-record]').nth(1).waitFor();
    await officer.tap('export');
    await officer.page.locator('[role="alertdialog"]').getByText('分成 2 个文件').waitFor();
    await officer.tap('confirm-export');
    await officer.page.locator('[data-parcel]').nth(1).waitFor({ timeout: 60_000 });
    assert.equal(await officer.page.locator('[data-record][data-state="waiting"]').count(), 0);
  });
  await stage.shows('they are handed over one after the other, and only both are all', async () => {
    for (const place of [0, 1]) {
      const primary = officer.page.locator('.button--primary[data-action="save-file"]');
      assert.equal(await primary.count(), 1, 'one thing to do at a time');
      const parcel = officer.page.locator('[data-parcel]').nth(place);
      assert.ok(await parcel.locator('.button--primary').isVisible());
      const [download] = await Promise.all([officer.page.waitForEvent('download'), officer.touch(primary)]);
      large.push(await kept({ path: await download.path(), name: download.suggestedFilename() }, room));
      await eventually(async () => assert.equal(await parcel.getAttribute('data-status'), 'handed'));
    }
    assert.equal(await officer.page.locator('[data-export][data-state="handed"]').count(), 2);
    assert.equal(await officer.page.locator('.button--primary[data-action="save-file"]').count(), 0);
    for (const file of large) {
      assert.ok(fs.statSync(file).size <= MOST_FILE_BYTES);
      assert.equal([...attached(file).keys()].filter((name) => name.startsWith('blobs/')).length, PHOTOS);
    }
    stage.report.fact(large.map((file) => `${(fs.statSync(file).size / (1 << 20)).toFixed(1)} MB`).join(' and '));
  });
  await stage.shows('at a desk both come in together, the second first', async () => {
    const coordinator = await desk(stage, server, 'files-desk');
    await coordinator.give('batch', [...large].reverse());
    await trust(coordinator, large[1]);
    for (const file of large) await outcome(coordinator, file, 'ready', { within_ms: 60_000 });
    assert.equal(await coordinator.page.locator('[data-missing]').count(), 0);
    await coordinator.tap('import');
    await imported(coordinator, { added: 2, known: 0 });
    await coordinator.device.close();
  });

  const small = [];
  await stage.shows('three more files: two enterprises, and a change of the first', async () => {
    for (const enterprise of [FIRST, SECOND]) {
      await register(officer, server.address, enterprise);
      await officer.go('#/send');
      small.push(await exported(officer, room));
    }
    await officer.go('#/');
    await officer.begin(FORM);
    await officer.choose('/data/mode', 'update');
    await officer.chooseText('/data/existing', FIRST.name);
    await turnTo(officer, '/data/g_size/employees');
    await officer.type('/data/g_size/employees', '350');
    await finish(officer);
    await officer.go('#/send');
    small.push(await exported(officer, room));
  });
  await stage.shows('in any order, at once or one by one, some of them twice, they give the same ledger', async () => {
    const [one, two, three] = small;
    const orders = [[[one, two, three]], [[three, one, two]], [[three], [two, three], [one, two]]];
    const ledgers = [];
    for (const [at, portions] of orders.entries()) {
      const coordinator = await desk(stage, server, `files-order-${at}`);
      let added = 0;
      for (const [index, files] of portions.entries()) {
        await coordinator.give('batch', files);
        if (index === 0) await trust(coordinator, files[0]);
        const fresh = files.filter((file) => !portions.slice(0, index).flat().includes(file));
        for (const file of fresh) await outcome(coordinator, file, 'ready');
        for (const file of files.filter((file) => !fresh.includes(file))) await outcome(coordinator, file, 'already-imported');
        await coordinator.tap('import');
        added += fresh.length;
        await imported(coordinator, { added, known: 0 });
      }
      ledgers.push(await ledger(coordinator));
      await coordinator.device.close();
    }
    const [first, ...others] = ledgers;
    for (const text of [FIRST.name, SECOND.name, '350']) assert.ok(first.includes(text), `${text} in ${first}`);
    for (const other of others) assert.equal(other, first);
  });
}

/** From the disk, as a person chooses it; handed over in a message it takes a second. */
function onDisk(room, { name, buffer }) {
  const file = path.join(room, name);
  fs.writeFileSync(file, buffer);
  return file;
}

/** Somebody's import page. */
async function desk(stage, server, name) {
  const coordinator = new Person(await stage.device(name));
  await coordinator.open(server.address, '#/import');
  return coordinator;
}

async function trust(person, file) {
  await outcome(person, file, 'unknown-device', { within_ms: 60_000 });
  await person.tap('trust');
  await outcome(person, file, 'ready', { within_ms: 60_000 });
}

/** All that the ledger says, every enterprise's page included. */
async function ledger(person) {
  await person.go('#/ledger');
  await person.page.locator('tr[data-entity]').nth(1).waitFor();
  const said = [await person.page.locator('tbody').innerText()];
  const pages = await person.page.locator('tr[data-entity] [data-action="open"]').evaluateAll((links) => links.map((link) => link.hash));
  for (const page of pages) {
    await person.go(page);
    await person.page.locator('[data-property]').first().waitFor();
    said.push(await person.page.locator('.page__body').innerText());
  }
  return said.join('\n');
}
