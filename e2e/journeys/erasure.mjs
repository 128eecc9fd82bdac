// Story 20: consent is withdrawn. What goes is listed first; afterwards the name and the phone are found nowhere: on no page, in no
// list, export or backup, in no row of the database here or at the desk, and nothing from before brings them back.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { desk, exported, imported, kept, outcome, trust } from '../lib/batches.mjs';
import { profileOf, places } from '../lib/database.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { seen } from '../lib/screens.mjs';
import { begin, register } from '../lib/talent.mjs';

export const name = 'Consent is withdrawn, and nothing of the person is left';

const PERSON = { name: '样例甲博士', phone: '400-000-0417' };
const OTHER = { name: '样例乙博士', phone: '400-000-0905' };
const REASON = '本人不再求职';

async function holdsNothing(page, { name: called, phone }) {
  assert.deepEqual(await places(page, called), []);
  assert.deepEqual(await places(page, phone), []);
}

/** How many doctors a list of people has, as a form of this device is offered them. */
async function doctors(person) {
  await begin(person);
  await person.choose('/data/mode', 'update');
  const question = person.question('/data/existing');
  await question.waitFor();
  const offered = await question.locator('[data-value]').allTextContents();
  await person.go('#/');
  await person.page.locator('[data-draft]').first().waitFor();
  await person.tap('discard');
  await person.tap('discard');
  return offered.filter((label) => label.includes('博士'));
}

/** The record's page whose title has this text. */
async function openRecord(person, text) {
  await person.go('#/records');
  await person.touch(person.page.locator('[data-record] [data-action="open"]').filter({ hasText: text }).first());
  await person.page.locator('p[data-record]').waitFor();
}

/** A sealed backup of the desk, with the passphrase that the page offers. */
async function coordinatorsBackup(person, room) {
  await person.go('#/safe');
  await person.tap('generate-passphrase');
  const passphrase = await person.page.locator('[data-passphrase]').innerText();
  await person.page.locator('input[data-input="passphrase-again"]').fill(passphrase);
  return { file: await kept(await person.download('seal'), room, 'sealed'), passphrase };
}

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('erasure'));
  const page = officer.page;
  let before;
  let first;
  let second;
  let sealed;
  let coordinator;

  await stage.shows('two people are registered with their consent', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await register(officer, OTHER);
    await register(officer, PERSON);
    assert.equal((await doctors(officer)).length, 2);
    assert.ok((await places(page, PERSON.phone)).length >= 2);
  });
  await stage.shows('a backup is made, the records go to a desk and are taken in there', async () => {
    await officer.go('#/records');
    before = await kept(await officer.saveBackup(), room, 'backup');
    assert.ok(fs.readFileSync(before).includes(PERSON.phone));
    await officer.go('#/send');
    first = await exported(officer, room);
    coordinator = await desk(stage, server, 'erasure-desk');
    await coordinator.introduce('样例管理员', '900');
    await coordinator.go('#/import');
    await coordinator.give('batch', [first]);
    await trust(coordinator, first);
    await coordinator.tap('import');
    await imported(coordinator, { added: 2, known: 0 });
    assert.equal((await doctors(coordinator)).length, 2);
  });
  await stage.shows('a correction is begun, and an update that was thrown away lies in the bin', async () => {
    await begin(officer);
    await officer.choose('/data/mode', 'update');
    await officer.question('/data/existing').waitFor();
    await officer.touch(officer.question('/data/existing').locator('[data-value]').filter({ hasText: PERSON.name }).first());
    await officer.choose('/data/adult', 'yes');
    await officer.shows('/data/g_person/phone', PERSON.phone);
    await officer.saved();
    await officer.go('#/');
    await officer.tap('discard');
    await officer.tap('discard');
    await openRecord(officer, PERSON.name);
    await officer.tap('edit');
    await page.locator('[data-path]').first().waitFor();
    await officer.saved();
  });

  await stage.shows('story 20: on the record one tap tells what will be erased and what stays', async () => {
    await openRecord(officer, PERSON.name);
    await take(page, 'erasure-record');
    await officer.tap('withdraw');
    await page.locator('[data-withdrawal]').waitFor();
    const goes = await page.locator('[data-erased="answers"]').innerText();
    for (const text of ['称呼（可用化名）', PERSON.name, '电话', PERSON.phone, '博士']) assert.ok(goes.includes(text), text);
    const also = await page.locator('[data-erased="also"] li').allInnerTexts();
    assert.ok(also.some((line) => line.includes('名单')) && also.some((line) => line.includes('草稿')), also.join(', '));
    const stays = await page.locator('dd[data-kept]').evaluateAll((all) => all.map((one) => one.dataset.kept));
    assert.deepEqual(stays, ['talent_code', 'consent_on', 'consent_method', 'consent_scope']);
    await take(page, 'erasure-sheet');
  });
  await stage.shows('nothing has gone yet, and no reason is asked for by force', async () => {
    await officer.tap('cancel-withdraw');
    await page.locator('p[data-record]').waitFor();
    await page.getByText(PERSON.name).first().waitFor();
    await officer.tap('withdraw');
    assert.ok(await officer.action('confirm-withdraw').isEnabled());
    await page.locator('#withdraw-reason').fill(REASON);
    for (const button of ['cancel-withdraw', 'confirm-withdraw']) assert.ok((await officer.action(button).boundingBox()).height >= 48);
  });
  await stage.shows('after a yes the record says when, by whom and why, and what it keeps as proof', async () => {
    await officer.tap('confirm-withdraw');
    await page.locator('[data-status="erased"]').waitFor({ timeout: 30_000 });
    await officer.sees(REASON);
    await officer.sees('纸质');
    assert.equal(await officer.action('edit').count(), 0);
    await take(page, 'erasure-done');
  });

  await stage.shows('story 20: name and phone stand in no row of the database and not beside it', async () => {
    await holdsNothing(page, PERSON);
    assert.ok((await places(page, OTHER.phone)).length >= 2, 'the other person is untouched');
  });
  await stage.shows('story 20: nor on any page, in the bin or in a list, and there is one doctor less', async () => {
    for (const route of ['#/', '#/records', '#/send', '#/ledger', '#/forms']) {
      await officer.go(route);
      await page.locator('.page, .today, main').first().waitFor();
      assert.ok(!(await page.locator('body').innerText()).includes(PERSON.name), route);
    }
    await officer.go('#/records');
    await officer.sees('已撤回同意的记录');
    assert.equal(await page.locator('[data-binned]').filter({ hasText: PERSON.name }).count(), 0);
    assert.deepEqual((await doctors(officer)).map((label) => label.includes(OTHER.name)), [true]);
  });
  await stage.shows('story 20: a new backup has nothing of it, and the old one brings nothing back', async () => {
    await officer.go('#/records');
    const after = await kept(await officer.saveBackup(), room, 'after');
    const bytes = fs.readFileSync(after);
    assert.ok(!bytes.includes(PERSON.name) && !bytes.includes(PERSON.phone));
    await officer.go('#/records');
    await officer.give('backup', before);
    const said = page.locator('[data-status="backup-put-back"]');
    await said.waitFor({ timeout: 60_000 });
    assert.ok(Number(await said.getAttribute('data-erased')) >= 1);
    await holdsNothing(page, PERSON);
  });
  await stage.shows('what goes out is that it was erased, and nothing else of it', async () => {
    await officer.go('#/send');
    second = await exported(officer, room);
    const sent = fs.readFileSync(second);
    assert.ok(sent.includes('"erasure"') && sent.includes(REASON));
    assert.ok(!sent.includes(PERSON.name) && !sent.includes(PERSON.phone));
  });

  await stage.shows('the desk makes a sealed backup, which still has it', async () => {
    sealed = await coordinatorsBackup(coordinator, room);
    assert.equal(await coordinator.page.locator('[data-outdated]').count(), 0);
  });
  await stage.shows('at the desk it goes too, and the older file changes nothing any more', async () => {
    assert.ok((await places(coordinator.page, PERSON.phone)).length >= 2);
    await coordinator.go('#/import');
    await coordinator.give('batch', [second]);
    await outcome(coordinator, second, 'ready');
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await holdsNothing(coordinator.page, PERSON);
    assert.deepEqual((await doctors(coordinator)).map((label) => label.includes(OTHER.name)), [true]);
    await coordinator.open(server.address, '#/import');
    await coordinator.give('batch', [first]);
    await outcome(coordinator, first, 'already-imported');
    await holdsNothing(coordinator.page, PERSON);
  });
  await stage.shows('a backup from before comes back without it, and the desk says that its file is to be thrown away', async () => {
    await coordinator.go('#/safe');
    await coordinator.page.locator('[data-outdated][data-late="false"]').waitFor();
    await seen(coordinator.page, 'erasure-outdated');
    await coordinator.give('safe', sealed.file);
    await coordinator.page.locator('input[data-input="open-passphrase"]').fill(sealed.passphrase);
    await coordinator.tap('restore');
    await coordinator.page.locator('[data-status="safe-restored"]').waitFor({ timeout: 60_000 });
    await holdsNothing(coordinator.page, PERSON);
    assert.ok((await places(coordinator.page, OTHER.phone)).length > 0);
    await coordinator.tap('thrown-away');
    await eventually(async () => assert.equal(await coordinator.page.locator('[data-outdated]').count(), 0));
  });
  await stage.shows('nor does a file of another tablet that still had it', async () => {
    const late = new Person(await stage.device('erasure-late'));
    await late.open(server.address, '#/records');
    await late.introduce('样例联络员乙', '002');
    await late.go('#/records');
    await late.give('backup', before);
    await late.page.locator('[data-status="backup-put-back"]').waitFor({ timeout: 60_000 });
    await late.go('#/send');
    const again = await exported(late, room);
    assert.ok(fs.readFileSync(again).includes(PERSON.phone));
    await coordinator.open(server.address, '#/import');
    await coordinator.give('batch', [again]);
    await trust(coordinator, again);
    await coordinator.sees('已撤回同意，不再取回');
    await take(coordinator.page, 'erasure-import');
    await coordinator.tap('import');
    await imported(coordinator, { added: 0, known: 1 });
    await holdsNothing(coordinator.page, PERSON);
  });
  await stage.shows('the desk can withdraw as well, on the page of the record', async () => {
    const { stores } = await profileOf(coordinator.page);
    const [[record]] = stores.records.filter(([, value]) => Buffer.from(value, 'base64').includes(OTHER.name)).map(([key]) => key);
    await coordinator.go(`#/records/${record}`);
    await coordinator.tap('withdraw');
    await coordinator.page.locator('[data-withdrawal]').waitFor();
    await coordinator.tap('confirm-withdraw');
    await coordinator.page.locator('[data-status="erased"]').waitFor({ timeout: 30_000 });
    await holdsNothing(coordinator.page, OTHER);
    await coordinator.go('#/send');
    await coordinator.page.locator('[data-record][data-state="waiting"]').waitFor();
  });
  await stage.shows('the same person registered again with new consent is there', async () => {
    await register(officer, PERSON);
    assert.ok((await places(page, PERSON.phone)).length >= 2);
    await eventually(async () => assert.equal((await doctors(officer)).length, 2));
  });
}
