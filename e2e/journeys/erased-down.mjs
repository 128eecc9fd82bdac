// What a desk erases goes from the tablet that sent it, with the next pack: a licence’s photo, a contact, a person who withdrew. The
// tablet’s database, read raw, has neither; the page of each record says what went, when and why. What waits to be sent there still
// waits, and what goes out afterwards has nothing of it. The same pack again, or an older one, changes nothing.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { desk, exported, imported, kept, outcome, trust } from '../lib/batches.mjs';
import { places, profileOf } from '../lib/database.mjs';
import { deregister, registerWhole } from '../lib/enterprise.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { counts, erase } from '../lib/overdue.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { noise } from '../lib/photos.mjs';
import { take } from '../lib/pictures.mjs';
import { seen, speak } from '../lib/screens.mjs';
import { register as registerTalent } from '../lib/talent.mjs';
import { packInClear, takePack } from '../lib/zones.mjs';

export const name = 'What a desk erases goes from the tablet that sent it';

const CHECKED = { name: '样例棉纺织有限公司', code: '91350100M000100Y43', contact: '样例联系人甲', phone: '400-000-0417' };
const OLD = { name: '样例轧花有限公司', code: '91110000600037341L', contact: '样例联系人乙', phone: '400-000-0905' };
const PERSON = { name: '样例甲博士', phone: '400-000-0633' };
const REASON = '本人来电要求';
const DAY_MS = 86_400_000;

const text = (value) => Buffer.from(value, 'base64').toString();

/** All records of a device, as they lie. */
const records = async (page) => (await profileOf(page)).stores.records.map(([, value]) => JSON.parse(text(value)));

const blobs = async (page) => (await profileOf(page)).stores.blobs.map(([[hash]]) => hash);

const called = (record) => record.meta.instanceName ?? record.__taizhang.entities[0]?.label;

async function openRecord(person, id) {
  await person.go('#/records');
  await person.go(`#/records/${id}`);
}

async function edit(officer, id) {
  await openRecord(officer, id);
  await officer.page.locator('p[data-record]').waitFor();
  await officer.tap('edit');
  await officer.page.locator('[data-path]').first().waitFor();
}

async function takenIn(person, file, { added, known = 0 }, unknown = false) {
  await person.go('#/');
  await person.open(person.address, '#/import');
  await person.give('batch', [file]);
  if (unknown) await trust(person, file);
  else await outcome(person, file, 'ready', { within_ms: 60_000 });
  await person.tap('import');
  await imported(person, { added, known });
}

/** Says yes to what is due, of which there is so much. */
async function erases(person, count) {
  await counts(person, count);
  await erase(person, count);
}

async function packOf(person, room, folder) {
  await person.go('#/');
  await person.go('#/ledger');
  return kept(await packInClear(person), room, folder);
}

async function waiting(person, count) {
  await person.go('#/');
  await person.go('#/send');
  await eventually(async () => assert.equal(await person.page.locator('[data-record][data-state="waiting"]').count(), count));
}

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('erased-down-tablet'));
  const other = new Person(await stage.device('erased-down-other'));
  const coordinator = await desk(stage, server, 'erased-down-desk');
  coordinator.address = server.address;
  const page = officer.page;
  const files = {};
  const ids = {};
  let sha;

  await stage.shows('a tablet registers two enterprises and a person and sends them; one record is edited since and waits', async () => {
    await registerWhole(officer, server.address, CHECKED, noise('checked.png', 200));
    await registerWhole(officer, server.address, OLD, noise('old.png', 210));
    await registerTalent(officer, PERSON);
    for (const record of await records(page)) ids[called(record)] = record.__id.slice('uuid:'.length);
    const own = (await records(page)).find((record) => called(record) === CHECKED.name);
    sha = own.__taizhang.attachments[0].sha256;
    await officer.go('#/send');
    files.made = await exported(officer, room);
    await coordinator.introduce('样例协调员', '900');
    await takenIn(coordinator, files.made, { added: 3 }, true);
    await edit(officer, ids[OLD.name]);
    await turnTo(officer, '/data/g_ind/address');
    await officer.type('/data/g_ind/address', '样例路9号');
    await finish(officer);
    await waiting(officer, 1);
    assert.equal((await blobs(page)).length, 2);
  });

  const person = () => Object.entries(ids).find(([name]) => name.includes(PERSON.name))[1];

  await stage.shows('the desk approves a record and erases its licence’s photo, and withdraws the person’s consent', async () => {
    await openRecord(coordinator, ids[CHECKED.name]);
    await coordinator.page.locator('p[data-record]').waitFor();
    await coordinator.tap('approve');
    await coordinator.page.locator('section[data-reviewed][data-state="approved"]').waitFor();
    await erases(coordinator, 1);
    await openRecord(coordinator, person());
    await coordinator.tap('withdraw');
    await coordinator.page.locator('[data-withdrawal]').waitFor();
    await coordinator.page.locator('#withdraw-reason').fill(REASON);
    await coordinator.tap('confirm-withdraw');
    await coordinator.page.locator('[data-status="erased"]').waitFor({ timeout: 30_000 });
  });
  await stage.shows('a pack that anybody may open carries the erasure of the photo, and of the person ids and no proof', async () => {
    files.first = await packOf(coordinator, room, 'first');
    const pack = JSON.parse(fs.readFileSync(files.first, 'utf8'));
    assert.equal(pack.version, 5);
    assert.deepEqual(pack.body.erasures.map((erasure) => erasure.__taizhang.erasure.parts.map((part) => part.record)), [[ids[CHECKED.name]]]);
    const all = fs.readFileSync(files.first, 'utf8');
    for (const said of [PERSON.name, PERSON.phone, '"consent_on"']) assert.ok(!all.includes(said), said);
    assert.ok(all.includes(person()));
  });

  await stage.shows('the tablet says what comes, takes it in, and has photo and person nowhere; what waits still waits', async () => {
    assert.ok((await places(page, PERSON.phone)).length >= 2 && (await blobs(page)).includes(sha));
    await officer.go('#/forms');
    await officer.give('pack', files.first);
    await page.locator('[data-erasures="1"]').waitFor();
    await seen(page, 'erased-down-comes-zh');
    await officer.tap('take-pack');
    await page.locator('[data-pack="taken"][data-erased="2"]').waitFor({ timeout: 60_000 });
    await take(page, 'erased-down-taken-zh');
    assert.ok(!(await blobs(page)).includes(sha));
    assert.equal((await blobs(page)).length, 1);
    for (const said of [PERSON.phone, PERSON.name]) assert.deepEqual(await places(page, said), []);
    const left = (await records(page)).find((record) => record.__id.endsWith(ids[CHECKED.name]));
    assert.deepEqual([left.licence_photo, left.g_contact.contact_phone, left.__taizhang.format], [null, CHECKED.phone, 7]);
    await waiting(officer, 1);
  });
  await stage.shows('the page of each record says what was erased, when and why, in both languages', async () => {
    for (const [tag, file, gone] of [['zh-CN', '1 个附件', '撤回同意'], ['en', '1 attached file', 'Consent was withdrawn']]) {
      await speak(officer, tag);
      await openRecord(officer, ids[CHECKED.name]);
      const line = page.locator('[data-cut-by]');
      await line.waitFor();
      assert.ok((await line.innerText()).includes(file) && (await line.innerText()).includes('900'), await line.innerText());
      assert.ok((await line.innerText()).includes('保存期限已到'));
      await seen(page, `erased-down-record-${tag.slice(0, 2)}`);
      await openRecord(officer, person());
      await page.locator('[data-status="erased"]').waitFor();
      await officer.sees(gone);
      await officer.sees(REASON);
      await take(page, `erased-down-person-${tag.slice(0, 2)}`);
    }
    await speak(officer, 'zh-CN');
  });
  await stage.shows('the same pack once more changes nothing', async () => {
    const before = (await profileOf(page)).stores;
    await takePack(officer, files.first);
    const after = (await profileOf(page)).stores;
    for (const store of ['records', 'states', 'blobs', 'entities']) assert.deepEqual(after[store], before[store], store);
  });

  await stage.shows('the record is edited: the photo is not there, and what goes out has it not; the desk takes it in', async () => {
    await edit(officer, ids[CHECKED.name]);
    await turnTo(officer, '/data/g_ind/address');
    await officer.type('/data/g_ind/address', '样例路2号');
    await finish(officer);
    await waiting(officer, 2);
    await officer.go('#/send');
    files.later = await exported(officer, room);
    const sent = fs.readFileSync(files.later);
    assert.ok(!sent.includes(sha) && !sent.includes('"cut"') && !sent.includes(PERSON.phone));
    // Of the one that was cut its edit alone goes; of the other both.
    await takenIn(coordinator, files.later, { added: 2, known: 1 });
    assert.ok(!(await blobs(coordinator.page)).includes(sha));
  });

  await stage.shows('the other is deregistered; a month later the desk erases its contact, and the tablet hears of it by the next pack', async () => {
    await deregister(officer, OLD);
    await officer.go('#/send');
    files.gone = await exported(officer, room);
    await takenIn(coordinator, files.gone, { added: 1 });
    await coordinator.page.clock.setFixedTime(Date.now() + 31 * DAY_MS);
    await erases(coordinator, 1);
    assert.ok((await places(page, OLD.phone)).length >= 3);
    files.second = await packOf(coordinator, room, 'second');
    assert.ok(!fs.readFileSync(files.second).includes(OLD.phone));
    await takePack(officer, files.second);
    for (const said of [OLD.phone, OLD.contact]) assert.deepEqual(await places(page, said), []);
    assert.ok((await places(page, CHECKED.phone)).length >= 2, 'who is still there keeps the contact');
    await openRecord(officer, ids[OLD.name]);
    const line = page.locator('[data-cut-by]');
    await line.waitFor();
    assert.ok((await line.innerText()).includes('联系人'), await line.innerText());
    await take(page, 'erased-down-contact-zh');
    await waiting(officer, 0);
  });
  await stage.shows('the older pack after it brings nothing back, and a tablet that had none of it is as it was', async () => {
    await takePack(officer, files.first);
    for (const said of [OLD.phone, OLD.contact, PERSON.phone]) assert.deepEqual(await places(page, said), []);
    assert.ok(!(await blobs(page)).includes(sha));
    await other.open(server.address);
    await other.introduce('样例联络员乙', '002');
    await takePack(other, files.second);
    assert.deepEqual(await records(other.page), [], 'not even the erasures: it keeps the word alone');
    for (const said of [OLD.phone, PERSON.name]) assert.deepEqual(await places(other.page, said), []);
  });
  await stage.shows('a backup of what waits there has nothing of it', async () => {
    await edit(officer, ids[OLD.name]);
    await turnTo(officer, '/data/g_ind/address');
    await officer.type('/data/g_ind/address', '样例路3号');
    await finish(officer);
    await officer.go('#/records');
    const bytes = fs.readFileSync(await kept(await officer.saveBackup(), room, 'backup'));
    for (const said of [OLD.phone, PERSON.phone, PERSON.name]) assert.ok(!bytes.includes(said), said);
  });
}
