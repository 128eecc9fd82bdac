// What is kept of records no longer than it may be: a licence's photo goes once the record was approved or after 90 days, a contact
// 30 days after the enterprise is gone. It is listed first; one yes erases it, and the record, its ledger and its name stay. Nothing
// from before brings it back, here or at another desk. Nothing sleeps: the page's clock is moved.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { desk, exported, imported, kept, outcome, trust } from '../lib/batches.mjs';
import { places, profileOf } from '../lib/database.mjs';
import { deregister, registerWhole } from '../lib/enterprise.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { counts, erase, overdue } from '../lib/overdue.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { noise } from '../lib/photos.mjs';
import { take } from '../lib/pictures.mjs';
import { seen, speak } from '../lib/screens.mjs';

export const name = 'Photos and contacts go when their time is over, and the ledger stays';

const CHECKED = { name: '样例棉纺织有限公司', code: '91350100M000100Y43', contact: '样例联系人甲', phone: '400-000-0417' };
const OLD = { name: '样例轧花有限公司', code: '91110000600037341L', contact: '样例联系人乙', phone: '400-000-0905' };
const DAY_MS = 86_400_000;

/** The names that the attached files of records go by, by the name of the record. */
async function photos(page) {
  const { stores } = await profileOf(page);
  const found = new Map();
  for (const [, value] of stores.records) {
    const record = JSON.parse(Buffer.from(value, 'base64').toString());
    if (record.licence_photo) found.set(record.meta.instanceName ?? record.__taizhang.entities[0].label, record.licence_photo.slice(0, 64));
  }
  return found;
}

const blobs = async (page) => (await profileOf(page)).stores.blobs.map(([[hash]]) => hash);

async function takenIn(person, file, { added, known = 0 }, unknown = true) {
  await person.go('#/');
  await person.open(person.address, '#/import');
  await person.give('batch', [file]);
  if (unknown) await trust(person, file);
  else await outcome(person, file, 'ready', { within_ms: 60_000 });
  await person.tap('import');
  await imported(person, { added, known });
}

/** For how many days other photos and files are kept here, as the page says. */
async function filePeriod(person) {
  await person.go('#/');
  await person.go('#/worklists');
  await overdue(person).waitFor({ timeout: 60_000 });
  if (!(await person.page.locator('[data-section="periods"]').evaluate((details) => details.open))) await person.tap('periods');
  return person.page.locator('input[data-input="period-file"]');
}

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('overdue-tablet'));
  const coordinator = await desk(stage, server, 'overdue-desk');
  coordinator.address = server.address;
  const page = coordinator.page;
  const files = {};
  let sha;
  let sealed;

  await stage.shows('two enterprises are registered with a contact and a licence’s photo, and come to a desk', async () => {
    await registerWhole(officer, server.address, CHECKED, noise('checked.png', 200));
    await registerWhole(officer, server.address, OLD, noise('old.png', 210));
    await officer.go('#/send');
    files.made = await exported(officer, room);
    await coordinator.introduce('样例协调员', '900');
    await takenIn(coordinator, files.made, { added: 2 });
    sha = await photos(page);
    assert.equal(sha.size, 2);
    assert.deepEqual(new Set(await blobs(page)), new Set(sha.values()));
  });
  await stage.shows('nothing is due yet', async () => {
    await counts(coordinator, 0);
    assert.equal(await page.locator('[data-list="overdue-soon"]').count(), 0);
  });
  await stage.shows('once a record is approved its licence is due, and the list says so before anything goes', async () => {
    await coordinator.go('#/records');
    const line = page.locator('[data-list="reviews"] [data-reviewed]').filter({ hasText: CHECKED.name });
    await coordinator.touch(line.locator('[data-action="open"]'));
    await page.locator('p[data-record]').waitFor();
    await coordinator.tap('approve');
    await page.locator('section[data-reviewed][data-state="approved"]').waitFor();
    await counts(coordinator, 1);
    await overdue(coordinator).locator('[data-what="checked-licence"]').filter({ hasText: CHECKED.name }).waitFor();
    await seen(page, 'overdue-due-zh');
    await coordinator.tap('erase-overdue');
    await page.locator('[role="alertdialog"]').waitFor();
    await seen(page, 'overdue-ask-zh');
    await coordinator.tap('cancel-erase-overdue');
    await page.locator('[role="alertdialog"]').waitFor({ state: 'detached' });
    assert.ok((await blobs(page)).includes(sha.get(CHECKED.name)));
  });
  await stage.shows('a sealed backup is made, which still has it', async () => {
    await coordinator.go('#/safe');
    await coordinator.tap('generate-passphrase');
    const passphrase = await page.locator('[data-passphrase]').innerText();
    await page.locator('input[data-input="passphrase-again"]').fill(passphrase);
    sealed = { file: await kept(await coordinator.download('seal'), room, 'sealed'), passphrase };
  });
  await stage.shows('a yes erases the photo: its file is gone and no row names it; the record and the other photo stay', async () => {
    await counts(coordinator, 1);
    await erase(coordinator, 1);
    await eventually(async () => assert.equal(await overdue(coordinator).getAttribute('data-count'), '0'));
    await take(page, 'overdue-erased-zh');
    assert.deepEqual(await blobs(page), [sha.get(OLD.name)]);
    // The erasure itself names the file that goes.
    const left = (await places(page, sha.get(CHECKED.name))).filter((place) => !place.startsWith('meta erased'));
    assert.equal(left.length, 1, left.join(', '));
    const { stores } = await profileOf(page);
    const texts = stores.records.map(([, value]) => JSON.parse(Buffer.from(value, 'base64').toString()));
    const cut = texts.filter((record) => record.__taizhang.cut);
    assert.deepEqual(cut.map((record) => [record.meta.instanceName ?? record.__taizhang.entities[0].label, record.licence_photo]), [[CHECKED.name, null]]);
    assert.equal(cut[0].g_contact.contact_phone, CHECKED.phone);
    await coordinator.go(`#/records/${cut[0].__id.slice('uuid:'.length)}`);
    await page.locator('[data-status="cut"]').waitFor();
    await coordinator.sees(CHECKED.name);
    await seen(page, 'overdue-record-zh');
  });

  await stage.shows('the other enterprise is deregistered: its contact is told of thirty days before it goes', async () => {
    await deregister(officer, OLD);
    await officer.go('#/send');
    files.gone = await exported(officer, room);
    await takenIn(coordinator, files.gone, { added: 1 }, false);
    await counts(coordinator, 0);
    await coordinator.tap('overdue-soon');
    await page.locator('[data-list="overdue-soon"] [data-what="contact"]').filter({ hasText: OLD.name }).waitFor();
  });
  await stage.shows('a zone sets for how many days what is kept; nonsense is refused, and one tap goes back', async () => {
    await coordinator.tap('periods');
    const licence = page.locator('input[data-input="period-licence"]');
    assert.equal(await licence.inputValue(), '90');
    await licence.fill('很久');
    await coordinator.tap('save-periods');
    await page.locator('[data-status="periods-not-set"]').waitFor();
    await licence.fill('10');
    await seen(page, 'overdue-periods-zh');
    await coordinator.tap('save-periods');
    // The photo that came today is due in ten days.
    const soon = page.locator('[data-list="overdue-soon"]');
    await eventually(async () => assert.equal(await soon.getAttribute('data-count'), '2'));
    if (!(await page.locator('[data-section="periods"]').evaluate((details) => details.open))) await coordinator.tap('periods');
    await coordinator.tap('proposed-periods');
    await eventually(async () => assert.equal(await soon.getAttribute('data-count'), '1'));
  });
  await stage.shows('ninety days later both are due, each with its day, in both languages', async () => {
    await page.clock.setFixedTime(Date.now() + 91 * DAY_MS);
    await counts(coordinator, 2);
    for (const what of ['licence', 'contact']) await overdue(coordinator).locator(`[data-what="${what}"]`).filter({ hasText: OLD.name }).waitFor();
    await speak(coordinator, 'en');
    await counts(coordinator, 2);
    await seen(page, 'overdue-due-en');
    await coordinator.tap('erase-overdue');
    await page.locator('[role="alertdialog"]').waitFor();
    await take(page, 'overdue-ask-en');
    await coordinator.tap('cancel-erase-overdue');
    await speak(coordinator, 'zh-CN');
  });
  await stage.shows('a yes erases them: the contact stands nowhere, the enterprise with its state does', async () => {
    assert.ok((await places(page, OLD.phone)).length >= 3);
    await counts(coordinator, 2);
    await erase(coordinator, 2);
    for (const text of [OLD.phone, OLD.contact]) assert.deepEqual(await places(page, text), []);
    assert.deepEqual(await blobs(page), []);
    assert.ok((await places(page, CHECKED.phone)).length >= 2, 'who is still there keeps the contact');
    await coordinator.go('#/ledger/enterprises');
    const row = page.locator('tr[data-entity]').filter({ hasText: OLD.name });
    await coordinator.touch(row.locator('[data-action="open"]'));
    await page.locator('h1.page__title').getByText(OLD.name).waitFor();
    await coordinator.sees('注销');
    assert.ok(!(await page.locator('body').innerText()).includes(OLD.phone));
    await take(page, 'overdue-ledger-zh');
  });

  await stage.shows('the older file and the backup from before change nothing', async () => {
    await coordinator.open(server.address, '#/import');
    await coordinator.give('batch', [files.made]);
    await outcome(coordinator, files.made, 'already-imported');
    await coordinator.go('#/safe');
    await coordinator.give('safe', sealed.file);
    await page.locator('input[data-input="open-passphrase"]').fill(sealed.passphrase);
    await coordinator.tap('restore');
    await page.locator('[data-status="safe-restored"]').waitFor({ timeout: 60_000 });
    for (const text of [OLD.phone, OLD.contact]) assert.deepEqual(await places(page, text), []);
    assert.deepEqual(await blobs(page), []);
  });
  await stage.shows('a tablet that had not heard of it edits the record: its photo comes with the edit, and is due at once', async () => {
    await officer.go('#/records');
    await officer.touch(officer.page.locator('[data-record] [data-action="open"]').filter({ hasText: CHECKED.name }).first());
    await officer.page.locator('p[data-record]').waitFor();
    await officer.tap('edit');
    await officer.page.locator('[data-path]').first().waitFor();
    await turnTo(officer, '/data/g_ind/address');
    await officer.type('/data/g_ind/address', '样例路2号');
    await finish(officer);
    await officer.go('#/send');
    files.late = await exported(officer, room);
    // Both of its revisions go; the first is here.
    await takenIn(coordinator, files.late, { added: 1, known: 1 }, false);
    assert.deepEqual(await blobs(page), [sha.get(CHECKED.name)]);
    await counts(coordinator, 1);
    await overdue(coordinator).locator('[data-what="licence"]').filter({ hasText: CHECKED.name }).waitFor();
    await erase(coordinator, 1);
    assert.deepEqual(await blobs(page), []);
  });
  await stage.shows('the zone sets another time; it is a decision that waits to be sent, and its page says what was set', async () => {
    await (await filePeriod(coordinator)).fill('200');
    await coordinator.tap('save-periods');
    await eventually(async () => assert.equal(await (await filePeriod(coordinator)).inputValue(), '200'));
    await coordinator.go('#/records');
    await coordinator.touch(page.locator('[data-record] [data-action="open"]').filter({ hasText: '各保存多少天' }).first());
    await page.locator('dd[data-property="file"][data-value="200"]').waitFor();
    await seen(page, 'overdue-periods-said-zh');
  });
  await stage.shows('what goes out is that parts were erased, and neither photo nor phone of them', async () => {
    await coordinator.go('#/records');
    await coordinator.sees('到期删除部分内容');
    await coordinator.go('#/send');
    files.erased = await exported(coordinator, room);
    const sent = fs.readFileSync(files.erased);
    assert.ok(sent.includes('"parts"') && !sent.includes(OLD.phone) && !sent.includes(OLD.contact));
    assert.ok(!sent.includes('"cut"'));
  });
  await stage.shows('another desk that hears of it first takes in the records without them, and has the same ledger', async () => {
    const other = await desk(stage, server, 'overdue-other');
    other.address = server.address;
    await other.introduce('样例协调员乙', '901');
    // Three erasures, the approval, and three times what the zone set.
    await takenIn(other, files.erased, { added: 7 });
    await takenIn(other, files.made, { added: 2 });
    await takenIn(other, files.late, { added: 1, known: 1 }, false);
    await takenIn(other, files.gone, { added: 1 }, false);
    for (const text of [OLD.phone, OLD.contact]) assert.deepEqual(await places(other.page, text), []);
    assert.deepEqual(await blobs(other.page), []);
    const texts = async (one) => {
      const { stores } = await profileOf(one.page);
      return stores.records.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]).sort();
    };
    assert.deepEqual(await texts(other), await texts(coordinator));
    assert.equal(await (await filePeriod(other)).inputValue(), '200', 'it reckons by the same days');
  });
  await stage.shows('a backup made now comes to a new computer as the same ledger', async () => {
    await coordinator.go('#/');
    await coordinator.go('#/safe');
    await coordinator.tap('generate-passphrase');
    const passphrase = await page.locator('[data-passphrase]').innerText();
    await page.locator('input[data-input="passphrase-again"]').fill(passphrase);
    const file = await kept(await coordinator.download('seal'), room, 'sealed-after');
    const fresh = new Person(await stage.device('overdue-fresh'));
    await fresh.open(server.address, '#/safe');
    await fresh.introduce('样例协调员丙', '902');
    await fresh.go('#/safe');
    await fresh.give('safe', file);
    await fresh.page.locator('input[data-input="open-passphrase"]').fill(passphrase);
    await fresh.tap('restore');
    const said = fresh.page.locator('[data-status="safe-restored"]');
    await said.waitFor({ timeout: 60_000 });
    const records = async (one) => (await profileOf(one.page)).stores.records.map(([key, value]) => [key, value]).sort();
    assert.deepEqual(await records(fresh), await records(coordinator));
    assert.equal(await (await filePeriod(fresh)).inputValue(), '200');
    for (const text of [OLD.phone, OLD.contact]) assert.deepEqual(await places(fresh.page, text), []);
  });
}
