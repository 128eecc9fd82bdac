// A folder of files from several tablets, chosen or dropped: what can be taken in is found however deep it lies, the rest is left
// alone and told.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { desk, outcome, sent, trust } from '../lib/batches.mjs';
import { register } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';

export const name = 'A folder of batches, chosen by a button or dropped';

const FIRMS = [
  { name: '样例一厂有限公司', code: '91350100M000100Y43' },
  { name: '样例二厂有限公司', code: '91110000600037341L' },
];

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const month = path.join(room, '月底');
  const files = [];
  let coordinator;
  const lines = () => coordinator.page.locator('li[data-file]');
  const told = () => coordinator.page.locator('[data-status="folder"]');

  await stage.shows('two tablets’ files lie in folders within a folder, beside what programs left there', async () => {
    for (const [at, firm] of FIRMS.entries()) {
      const officer = new Person(await stage.device(`folders-${at}`));
      await register(officer, server.address, firm);
      files.push(await sent(officer, room, `月底/第${at + 1}组/平板`));
    }
    fs.writeFileSync(path.join(month, '说明.txt'), '样例');
    fs.writeFileSync(path.join(month, '第1组', 'Thumbs.db'), 'x');
    fs.writeFileSync(path.join(month, '第1组', `~$${path.basename(files[0])}`), 'x');
    coordinator = await desk(stage, server, 'folders-desk');
    await coordinator.page.locator('[data-input="batch"]:enabled').waitFor({ state: 'attached' });
  });

  await stage.shows('the folder is chosen: each batch in it stands on the page, and how many files were left alone', async () => {
    await coordinator.give('batch-folder', month);
    await eventually(async () => assert.equal(await lines().count(), 2));
    for (const file of files) await outcome(coordinator, file, 'unknown-device');
    await told().waitFor();
    assert.equal(await told().getAttribute('data-others'), '3');
    await coordinator.sees('另有 3 个文件不是可以导入的种类，没有读取。');
    await take(coordinator.page, 'folders-chosen');
  });

  await stage.shows('the folder is dropped, with a file beside it: the same, and the file is looked at whatever it is called', async () => {
    await coordinator.go('#/');
    await coordinator.go('#/import');
    await coordinator.page.locator('[data-input="batch"]:enabled').waitFor({ state: 'attached' });
    await drop(coordinator.page, [month, path.join(month, '说明.txt')]);
    await eventually(async () => assert.equal(await lines().count(), 3));
    for (const file of files) await outcome(coordinator, file, 'unknown-device');
    await outcome(coordinator, path.join(month, '说明.txt'), 'foreign');
    assert.equal(await told().getAttribute('data-others'), '3');
    for (const file of files) await trust(coordinator, file);
  });

  await stage.shows('a folder with nothing of ours says so', async () => {
    const empty = path.join(room, '照片');
    fs.mkdirSync(empty);
    fs.writeFileSync(path.join(empty, 'a.jpg'), 'x');
    await coordinator.give('batch-folder', empty);
    await coordinator.sees('文件夹里没有可以导入的文件。');
    assert.equal(await lines().count(), 3);
  });
}

/** Drops files and folders of the disk, as somebody does who drags them in. */
async function drop(page, files) {
  const zone = page.locator('.drop').first();
  await zone.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await zone.boundingBox();
  const devtools = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await devtools.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data: { items: [], files, dragOperationsMask: 1 } });
  }
}
