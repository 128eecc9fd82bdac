// Story: what became of it. The desk tells each tablet by a sealed receipt what it took in, what lies apart and what it returns and why;
// the tablet shows it, the returned record is mended and sent again. By a plain nginx on another origin, and by file. What is no
// receipt for this tablet changes nothing and says what it is.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { desk, imported, kept, outcome } from '../lib/batches.mjs';
import { connect, fetched, sent, told } from '../lib/connected.mjs';
import { EMPLOYEES, register } from '../lib/enterprise.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { withNginx } from '../lib/nginx.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { folderOf, forged, nameOf } from '../lib/receipts.mjs';
import { seen } from '../lib/screens.mjs';
import { packInClear, setUp, takePack } from '../lib/zones.mjs';

export const name = 'Receipts: a tablet hears what was taken in, what was set aside and what was returned';

const GOOD = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const BAD = { name: '样例二厂有限公司', code: '91110000600037341L' };
const THIRD = { name: '样例三厂有限公司', code: '91652899MA1DGFBA0U' };
const REASON = '缺少照片或附件';

export const run = (stage) => withNginx(stage, between);

/** A file that is called a pack, by somebody who may write on the server and is no desk. */
function putThere(folder, number) {
  const bytes = crypto.randomBytes(64);
  const file = path.join(folder, `${number}-${crypto.createHash('sha256').update(bytes).digest('hex')}.pack.age`);
  fs.writeFileSync(file, bytes);
  return file;
}

async function between(stage, server, room, store) {
  const officer = new Person(await stage.device('receipts-tablet'));
  const stranger = new Person(await stage.device('receipts-other'));
  const coordinator = await desk(stage, server, 'receipts-desk');
  const tell = async (tablets) => {
    await coordinator.go('#/import');
    await coordinator.tap('tell-tablets');
    await told(coordinator, `[data-status="told"][data-tablets="${tablets}"]`).waitFor({ timeout: 60_000 });
  };
  const heard = async (person, { received, returned = 0, aside = 0 }) => {
    await person.go('#/send');
    await person.tap('hear-from-desk');
    const said = `[data-status="heard"][data-received="${received}"][data-returned="${returned}"][data-aside="${aside}"]`;
    await told(person, said).waitFor({ timeout: 60_000 });
  };
  const record = (person, firm) => person.page.locator('li[data-record]').filter({ hasText: firm.name });
  const stands = async (person, firm, state) => {
    await person.go('#/records');
    await eventually(async () => assert.equal(await record(person, firm).getAttribute('data-state'), state, firm.name));
  };
  const receiptOf = (device) => coordinator.page.locator(`[data-receipt="${device}"]`);
  const facts = {};

  await stage.shows('two tablets send what they recorded; the desk trusts the one and sets the other’s file aside', async () => {
    await coordinator.introduce('样例协调员', '900');
    await setUp(coordinator, '样例开发区');
    await coordinator.page.locator('[data-status="opens"]').waitFor();
    await coordinator.go('#/ledger');
    facts.pack = await kept(await packInClear(coordinator), room, 'pack');
    facts.zone = JSON.parse(fs.readFileSync(facts.pack, 'utf8')).body.zone.id;
    for (const [person, firms] of [[officer, [GOOD, BAD]], [stranger, [THIRD]]]) {
      await person.open(server.address);
      await takePack(person, facts.pack, 'newer');
      for (const firm of firms) await register(person, server.address, firm);
      await person.go('#/send');
      await connect(person, store);
      await sent(person, 1);
    }
    await coordinator.go('#/import');
    await connect(coordinator, store);
    await fetched(coordinator, 2);
    const row = (firms) => coordinator.page.locator('[data-outcome="unknown-device"]').filter({ hasText: `${firms} 条` });
    await eventually(async () => assert.equal(await coordinator.page.locator('[data-outcome="unknown-device"]').count(), 2), { within_ms: 60_000 });
    await coordinator.touch(row(2).locator('[data-action="trust"]'));
    await coordinator.page.locator('[data-outcome="ready"]').waitFor({ timeout: 60_000 });
    await coordinator.touch(row(1).locator('[data-action="set-aside"]'));
    await coordinator.page.locator('[data-outcome="set-aside"]').waitFor();
    await coordinator.tap('import');
    await imported(coordinator, { added: 2, known: 0 });
  });

  await stage.shows('one record is returned with a reason', async () => {
    await coordinator.go('#/records');
    const list = coordinator.page.locator('[data-list="reviews"]');
    await coordinator.touch(list.locator('[data-reviewed]').filter({ hasText: BAD.name }).locator('[data-action="open"]'));
    await coordinator.page.locator('p[data-record]').waitFor();
    await coordinator.touch(coordinator.page.locator(`[data-action="reason"][data-reason="${REASON}"]`));
    await coordinator.tap('return');
    await coordinator.page.locator('section[data-reviewed][data-state="returned"]').waitFor();
  });

  await stage.shows('before a receipt comes nothing is received, whatever the server has', async () => {
    await heard(officer, { received: 0 });
    await stands(officer, GOOD, 'exported');
    await stands(officer, BAD, 'exported');
  });

  await stage.shows('the desk says what there is to tell each tablet, and tells it', async () => {
    await coordinator.go('#/import');
    const trusted = coordinator.page.locator('[data-receipt][data-received="1"][data-returned="1"][data-state="new"]');
    const apart = coordinator.page.locator('[data-receipt][data-received="0"][data-aside="1"][data-state="new"]');
    await trusted.waitFor();
    await apart.waitFor();
    [facts.tablet, facts.other] = [await trusted.getAttribute('data-receipt'), await apart.getAttribute('data-receipt')];
    await seen(coordinator.page, 'receipts-desk');
    await tell(2);
    await receiptOf(facts.tablet).and(coordinator.page.locator('[data-state="told"]')).waitFor();
    await take(coordinator.page, 'receipts-told');
    assert.equal(store.lying().filter((file) => /\.receipt\.age$/.test(file)).length, 2);
  });

  await stage.shows('told again there is nothing new', async () => {
    await tell(0);
  });

  await stage.shows('a tablet hears it: one record is received, one is returned with its reason', async () => {
    await heard(officer, { received: 1, returned: 1 });
    await seen(officer.page, 'receipts-heard');
    await officer.page.locator('[data-export][data-state="received"]').waitFor();
    await stands(officer, GOOD, 'received');
    await stands(officer, BAD, 'returned');
    await record(officer, BAD).locator('[data-word="returned"]').getByText(REASON).waitFor();
    await seen(officer.page, 'receipts-records');
    await officer.touch(record(officer, BAD).locator('[data-action="open"]'));
    await officer.page.locator('[data-word="returned"]').getByText(REASON).waitFor();
    await seen(officer.page, 'receipts-returned');
  });

  await stage.shows('heard again nothing is fetched a second time', async () => {
    const asked = [];
    officer.page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
    await heard(officer, { received: 0 });
    assert.equal(asked.filter((request) => request.includes('.receipt.age')).length, 0, asked.join('\n'));
    await stands(officer, BAD, 'returned');
  });

  await stage.shows('a tablet whose file was set aside hears that it is in no ledger, and why', async () => {
    await heard(stranger, { received: 0, aside: 1 });
    await stands(stranger, THIRD, 'aside');
    await record(stranger, THIRD).locator('[data-word="aside"]').waitFor();
    await seen(stranger.page, 'receipts-aside');
  });

  await stage.shows('one that somebody else signed changes nothing, on a server or as a file, and says what it is', async () => {
    const number = 99_999_999_999;
    const bytes = await forged({ zone: facts.zone, device: facts.tablet, number });
    const place = path.join(store.files, folderOf(facts.zone, facts.tablet), nameOf(bytes, number));
    fs.writeFileSync(place, bytes);
    await heard(officer, { received: 0 });
    await told(officer, '[data-refusal="other-desk"]').waitFor();
    await take(officer.page, 'receipts-forged');
    fs.rmSync(place);
    const file = path.join(room, 'taizhang-receipt-forged.json.age');
    fs.writeFileSync(file, bytes);
    await officer.go('#/import');
    await officer.give('batch', file);
    const row = await outcome(officer, file, 'receipt');
    await row.locator('[data-refusal="other-desk"]').waitFor();
    await stands(officer, BAD, 'returned');
  });

  await stage.shows('as a file it is for its tablet alone, whole, and tells the same', async () => {
    await coordinator.go('#/import');
    const [download] = await Promise.all([
      coordinator.page.waitForEvent('download'),
      coordinator.touch(receiptOf(facts.tablet).locator('[data-action="save-receipt"]')),
    ]);
    facts.file = await kept({ path: await download.path(), name: download.suggestedFilename() }, room, 'receipts');
    assert.match(path.basename(facts.file), /^taizhang-receipt-[0-9a-f]{8}-\d+-[0-9a-f]{12}\.json\.age$/);
    await stranger.go('#/import');
    await stranger.give('batch', facts.file);
    const other = await outcome(stranger, facts.file, 'receipt');
    await other.locator('[data-refusal="other-device"]').waitFor();
    const cut = path.join(room, 'cut', path.basename(facts.file));
    fs.mkdirSync(path.dirname(cut), { recursive: true });
    fs.writeFileSync(cut, fs.readFileSync(facts.file).subarray(0, -100));
    await officer.go('#/import');
    await officer.give('batch', cut);
    await (await outcome(officer, cut, 'receipt')).locator('[data-refusal="damaged"]').waitFor();
    await officer.page.reload();
    await officer.ready();
    await officer.give('batch', facts.file);
    const row = await outcome(officer, facts.file, 'receipt');
    await row.locator('[data-coming="newer"]').waitFor();
    await take(officer.page, 'receipts-file');
    await officer.tap('take-receipt');
    await row.locator('[data-status="heard"][data-received="0"][data-returned="0"]').waitFor();
    await officer.page.reload();
    await officer.ready();
    await officer.give('batch', facts.file);
    await (await outcome(officer, facts.file, 'receipt')).locator('[data-coming="known"]').waitFor();
  });

  await stage.shows('the returned record is mended as a new revision, sent, taken in, and received', async () => {
    await officer.go('#/records');
    await officer.touch(record(officer, BAD).locator('[data-action="edit"]'));
    await turnTo(officer, EMPLOYEES);
    await officer.type(EMPLOYEES, '120');
    await finish(officer);
    await stands(officer, BAD, 'waiting');
    await sent(officer, 1);
    await stands(officer, BAD, 'exported');
    await fetched(coordinator, 1);
    await coordinator.page.locator('[data-outcome="ready"]').waitFor({ timeout: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 1 }); // what was edited goes along
    await tell(1);
    await heard(officer, { received: 1 });
    await stands(officer, BAD, 'received');
    await stands(officer, GOOD, 'received');
    await seen(officer.page, 'receipts-all');
  });

  await stage.shows('one from before says so and changes nothing', async () => {
    await officer.go('#/import');
    await officer.give('batch', facts.file);
    await (await outcome(officer, facts.file, 'receipt')).locator('[data-coming="older"]').waitFor();
    await stands(officer, BAD, 'received');
  });

  await stage.shows('once the other tablet is trusted its file is received, too', async () => {
    await coordinator.go('#/import');
    await coordinator.page.reload();
    await coordinator.ready();
    await coordinator.touch(coordinator.page.locator('[data-action="recall"]').first());
    await coordinator.action('trust').waitFor({ timeout: 60_000 });
    await coordinator.tap('trust');
    await coordinator.page.locator('[data-outcome="ready"]').waitFor({ timeout: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await tell(1);
    await heard(stranger, { received: 1 });
    await stands(stranger, THIRD, 'received');
  });

  const given = async (what) => {
    await coordinator.go('#/import');
    await coordinator.tap('give-pack');
    await told(coordinator, `[data-status="gave"][data-gave="${what}"]`).waitFor({ timeout: 60_000 });
  };
  const offered = async (person) => {
    await person.go('#/send');
    await person.tap('hear-from-desk');
    await told(person, '[data-status="heard"]').waitFor({ timeout: 60_000 });
    return told(person, '[data-offered]').count();
  };

  await stage.shows('the desk’s pack goes down: a tablet hears that there is a newer one, fetches nothing of it, and takes it at a tap', async () => {
    assert.equal(await offered(officer), 0);
    await given('pack');
    await take(coordinator.page, 'receipts-pack-given');
    const packs = store.lying().filter((file) => /\.pack\.age$/.test(file));
    assert.equal(packs.length, 1);
    assert.ok(!fs.readFileSync(packs[0]).includes(Buffer.from('enterprise_registration')));
    const asked = [];
    officer.page.on('request', (request) => asked.push(request.url()));
    assert.equal(await offered(officer), 1);
    assert.equal(asked.filter((url) => url.includes('.pack.age')).length, 0);
    await seen(officer.page, 'receipts-offered');
    // What somebody put there under later numbers hides it not.
    const later = [Math.floor(Date.now() / 1_000) + 3_600, 99_999_999_999].map((number) => putThere(path.dirname(packs[0]), number));
    assert.equal(await offered(officer), 1);
    await officer.tap('take-offered');
    await told(officer, '[data-pack="taken"]').waitFor({ timeout: 60_000 });
    await take(officer.page, 'receipts-pack-taken');
    for (const file of later) fs.rmSync(file);
    await officer.go('#/ledger');
    for (const firm of [GOOD, BAD, THIRD]) await officer.sees(firm.name);
  });

  await stage.shows('what has not changed goes and comes once', async () => {
    await given('nothing-new');
    assert.equal(await offered(officer), 0);
    assert.equal(store.lying().filter((file) => /\.pack\.age$/.test(file)).length, 1);
  });

  await stage.shows('a tablet that was revoked hears of a pack and cannot open it, and is told why', async () => {
    assert.equal(await offered(stranger), 1);
    await stranger.tap('take-offered');
    await told(stranger, '[data-pack="taken"]').waitFor({ timeout: 60_000 });
    await coordinator.go('#/zone');
    const device = coordinator.page.locator(`[data-device="${facts.other}"]`);
    await coordinator.touch(device.locator('[data-action="revoke"]'));
    await coordinator.touch(device.locator('[data-action="revoke-yes"]'));
    await coordinator.page.locator(`[data-device="${facts.other}"][data-standing="revoked"]`).waitFor();
    await given('pack');
    assert.equal(await offered(stranger), 1);
    await stranger.tap('take-offered');
    await told(stranger, '[data-trouble="pack"]').waitFor({ timeout: 60_000 });
    await take(stranger.page, 'receipts-pack-refused');
  });

  await stage.shows('in English', async () => {
    await officer.go('#/settings');
    await officer.touch(officer.page.locator('label[lang="en"]'));
    await officer.go('#/send');
    await take(officer.page, 'receipts-send-en');
    await officer.go('#/records');
    await take(officer.page, 'receipts-records-en');
  });
}
