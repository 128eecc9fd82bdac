// The data was written by a newer version than the one that is open: it is read and goes out, and nothing is written.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { violations } from '../lib/axe.mjs';
import { desk, imported, kept, make, trust } from '../lib/batches.mjs';
import { apart, holdDatabase, profileOf } from '../lib/database.mjs';
import { fill, register } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { speak } from '../lib/screens.mjs';

export const name = 'Data of a newer version is read and goes out, and nothing is written';

const WAITING = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const DRAFT = { name: '样例新材料有限公司', code: '91350100M000100Y43' };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('newer'));
  const other = new Person(await stage.device('newer-other'));
  const { page } = officer;
  let before;
  let file;
  let batch;
  const state = async () => {
    await apart(page, server.address);
    const { version, stores } = await profileOf(page);
    return { version, stores };
  };

  await stage.shows('a tablet has a record that waits and a draft, and its data is brought to a newer layout', async () => {
    await register(officer, server.address, WAITING);
    await fill(officer, server.address, DRAFT);
    await officer.saved();
    await apart(page, server.address);
    const { name, version } = await profileOf(page);
    await holdDatabase(page, { name, version: version + 1 });
    before = await state();
    assert.equal(before.version, version + 1);
  });
  await stage.shows('this version says so, what can be done and what cannot, and lists everything', async () => {
    await officer.open(server.address);
    await officer.sees('数据由更新的版本写入');
    await officer.sees('现在只能查看和导出，不能填写');
    await page.locator('[data-draft]').waitFor();
    await take(page, 'newer-today');
    assert.deepEqual(await violations(page), []);
    await officer.go('#/records');
    await page.locator('[data-record][data-state="waiting"]').waitFor();
    await officer.sees(WAITING.name);
  });
  await stage.shows('a draft is not filled here, and is said to be safe', async () => {
    await officer.go('#/');
    await officer.tap('resume');
    await officer.sees('草稿还在，更新后可以接着填');
    assert.equal(await page.locator('[data-path]').count(), 0);
  });
  await stage.shows('no form is begun here, and that is said', async () => {
    await officer.go('#/');
    const known = await page.locator('.banner--danger, .banner--warning, [role="alert"]').count();
    await officer.touch(page.locator('[data-form="liaison_visit"][data-action="new"]'));
    await eventually(async () => assert.ok((await page.locator('.banner--danger, .banner--warning, [role="alert"]').count()) > known));
    assert.equal(await page.locator('[data-path]').count(), 0);
    await take(page, 'newer-begun');
  });
  await stage.shows('everything unsent goes out as a file, with a tap and a yes', async () => {
    await officer.go('#/records');
    file = await kept(await officer.saveBackup(), room);
    await page.locator('[data-status="backup-saved"]').waitFor();
    await take(page, 'newer-backup');
  });
  await stage.shows('an export is made of what waits, though it cannot be written down that it was', async () => {
    await officer.go('#/send');
    await make(officer);
    await officer.sees('文件可以照常使用，但这些记录仍会显示为待上报');
    await take(page, 'newer-export');
    batch = await kept(await officer.download('save-file'), room);
    assert.ok(fs.readFileSync(batch, 'utf8').includes(WAITING.name));
  });
  await stage.shows('a desk takes it in', async () => {
    const coordinator = await desk(stage, server, 'newer-desk');
    await coordinator.give('batch', batch);
    await trust(coordinator, batch);
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
  });
  await stage.shows('the file is whole: a tablet of this version has the record and the draft from it, with every answer', async () => {
    await other.open(server.address);
    await other.introduce();
    await other.go('#/records');
    await other.give('backup', file);
    await other.page.locator('[data-status="backup-put-back"][data-drafts="1"][data-records="1"]').waitFor({ timeout: 60_000 });
    await other.sees(WAITING.name);
    await other.go('#/');
    await other.page.locator('[data-draft]').waitFor();
    const draft = await other.page.locator('[data-draft]').getAttribute('data-draft');
    await other.go(`#/fill/${draft}?all=1`);
    await other.shows('/data/g_id/ent_name', DRAFT.name);
    await other.shows('/data/g_id/uscc_input', DRAFT.code);
  });
  await stage.shows('of all that nothing was written on the tablet', async () => {
    const after = await state();
    assert.deepEqual(after, before);
  });
  await stage.shows('in English', async () => {
    await officer.open(server.address);
    await speak(officer, 'en');
    await officer.go('#/');
    await officer.sees('The data was written by a newer version');
    await take(page, 'newer-today-en');
    await eventually(async () => assert.deepEqual(await violations(page), []));
  });
}
