// An export that is too much for one file: told before, handed over one after the other, taken in together.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { desk, imported, kept, outcome, trust } from '../lib/batches.mjs';
import { finish } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { attached, noise } from '../lib/photos.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'An export of several files';

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
    await eventually(async () => assert.equal(await officer.page.locator('[data-record][data-state="waiting"]').count(), 0));
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
  });
}

/** From the disk, as a person chooses it; handed over in a message it takes a second. */
function onDisk(room, { name, buffer }) {
  const file = path.join(room, name);
  fs.writeFileSync(file, buffer);
  return file;
}
