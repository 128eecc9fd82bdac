// No room: the ballast goes first, so that text is still saved; then what was typed is said not to be, with how many records are only
// here. Room made and an export give the ballast back. The room is the browser's own, by what it lets this origin have.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { violations } from '../lib/axe.mjs';
import { exported, kept } from '../lib/batches.mjs';
import { fill, register, submit } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';

export const name = 'No room: what is said, what is freed, what comes back';

const WAITING = [
  { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' },
  { name: '样例食品厂', code: '91110000600037341L' },
];
const DRAFT = { name: '样例新材料有限公司', code: '91350100M000100Y43' };
const REMARK = '/data/g_ind/address';
/** More than the browser rounds a database's files by. */
const LONG = 20_000;

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('room'));
  const { page } = officer;
  const origin = new URL(server.address).origin;
  const keys = await page.context().newCDPSession(page);
  /** Lets the origin have so many bytes in all; without a number as many as ever. */
  const allow = (bytes) => keys.send('Storage.overrideQuotaForOrigin', bytes === undefined ? { origin } : { origin, quotaSize: bytes });
  /** Rows of ballast, as they lie. */
  const ballast = () =>
    page.evaluate(async () => {
      const [{ name }] = await indexedDB.databases();
      const settled = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
      const database = await settled(indexedDB.open(name));
      const rows = await settled(database.transaction('ballast').objectStore('ballast').getAll());
      database.close();
      return rows.map((row) => row.byteLength);
    });
  const notice = (kind) => page.locator(`[data-notice="${kind}"]`);
  const type = (number) => officer.field(REMARK).fill(`样例路${number}号，`.repeat(LONG / 8));
  const typed = (number) => officer.shows(REMARK, `样例路${number}号，`.repeat(LONG / 8));

  await stage.shows('two records wait, a form is open, and two megabytes are held back', async () => {
    for (const firm of WAITING) await register(officer, server.address, firm);
    await fill(officer, server.address, DRAFT);
    await officer.saved();
    await eventually(async () => assert.deepEqual(await ballast(), [2 << 20]));
  });
  await stage.shows('with no room the ballast is given up, the answer is saved, and the page says how many records are only here', async () => {
    await allow((await page.evaluate(() => navigator.storage.estimate())).usage);
    for (let number = 1; (await notice('room').count()) === 0; number += 1) {
      assert.ok(number < 60, 'the room never ends');
      await type(number);
      await page.locator('[data-status="saved"], [data-status="failed"]').first().waitFor({ state: 'attached' });
      await page.waitForTimeout(400);
    }
    await officer.saved();
    assert.equal(await notice('room').getAttribute('data-count'), String(WAITING.length));
    assert.match(await notice('room').innerText(), /有 2 条记录未导出/);
    assert.deepEqual(await ballast(), []);
    await notice('room').scrollIntoViewIfNeeded();
    await take(page, 'room-short');
    assert.deepEqual(await violations(page), []);
  });
  await stage.shows('with no room at all what was typed is said not to be saved, with the same count and a way out', async () => {
    await allow(1);
    for (let number = 100; (await notice('full').count()) === 0; number += 1) {
      assert.ok(number < 160, 'the room never ends');
      await type(number);
      await page.waitForTimeout(600);
    }
    assert.match(await notice('full').innerText(), /有 2 条记录未导出/);
    assert.equal(await page.locator('[data-status="saved"]').count(), 0, 'nothing is called saved that is not');
    await notice('full').scrollIntoViewIfNeeded();
    await take(page, 'room-full');
    assert.deepEqual(await violations(page), []);
  });
  await stage.shows('what was not saved is saved as a file, letter for letter', async () => {
    const shown = await officer.answer(REMARK);
    const file = await kept(await officer.download('save-copy'), room);
    assert.ok(fs.readFileSync(file, 'utf8').includes(shown.slice(0, 4_000)));
  });
  await stage.shows('with room made the page saves it by itself or with the next letter, and nothing was lost', async () => {
    await allow();
    await type(200);
    await officer.saved();
    await eventually(async () => assert.equal(await notice('full').count(), 0));
    await page.reload();
    await officer.ready();
    await typed(200);
  });
  await stage.shows('after an export the two megabytes are held back again, and nothing is said of room', async () => {
    await submit(officer);
    await officer.go('#/send');
    await exported(officer, room);
    await eventually(async () => assert.deepEqual(await ballast(), [2 << 20]));
    await officer.go('#/');
    await officer.begin('need_report');
    await officer.type('/data/title', '样例诉求');
    await officer.saved();
    assert.equal(await notice('room').or(notice('full')).count(), 0);
  });
}
