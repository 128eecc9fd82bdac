// What a desk does with people who are registered with their consent: whom a talent need may suit, with reasons, and by name only
// where the person consented to that enterprise being told;
// all that is held on one person, as a file; registrations that are over, erased in one step; and consent withdrawn on the way
// from the list over the person's page to the record.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { answer, begin, finish } from '../lib/answers.mjs';
import { desk, exported, imported, kept, outcome, trust } from '../lib/batches.mjs';
import { places, profileOf } from '../lib/database.mjs';
import { register } from '../lib/enterprise.mjs';
import { openEntity } from '../lib/ledger.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { seen, speak } from '../lib/screens.mjs';

export const name = 'People at the desk: matched with reasons, copied for the person, erased when their time is over';

const FIRM = { name: '样例棉纺织有限公司', code: '91350100M000100Y43' };
const POST = '染整工程师';
const DAY_MS = 86_400_000;
const daysAgo = (days) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

/** Whoever is registered, each with what sets them apart; a registration is kept for 730 days. */
const PEOPLE = {
  fits: { name: '样例合适甲', phone: '400-000-0101' },
  lower: { name: '样例层次乙', phone: '400-000-0102', said: [['talent_level', 'e'], ['named', FIRM.name], ['named_day', daysAgo(1)]] },
  busy: { name: '样例在岗丙', phone: '400-000-0103', said: [['talent_status', 'matched']] },
  counted: { name: '样例统计丁', scope: 'stats' },
  over: { name: '样例到期戊', phone: '400-000-0105', said: [['updated_on', daysAgo(740)]] },
  left: { name: '样例撤回己', phone: '400-000-0106', said: [['talent_status', 'withdrawn']] },
  soon: { name: '样例将到庚', phone: '400-000-0107', said: [['talent_field', 'it'], ['updated_on', daysAgo(715)]] },
};
const ALL = Object.values(PEOPLE);
/** Begins to answer, and does not want to be registered after all. */
const REFUSED = '样例不同意辛';
/** The enterprise, its post, the people, and that somebody refused. */
const RECORDS = 3 + ALL.length;

async function registered(person, { name: called, phone, scope = 'match', said = [] }) {
  await begin(person, 'talent_registration');
  const instead = new Map(said);
  const usual = [['talent_field', 'textile'], ['talent_level', 'b'], ['talent_kind', 'doctor'], ['education', 'doctor'], ['talent_programme', 'self']];
  await answer(person, 'talent_registration', [
    ['consent', 'granted'],
    ['consent_method', 'paper'],
    ['consent_scope', scope],
    ['adult', 'yes'],
    ['display_name', called],
    ...(phone ? [['phone', phone]] : []),
    ...usual.filter(([question]) => !instead.has(question)),
    ...said,
  ]);
  if (!phone) assert.equal(await person.page.locator('[data-path$="/phone"]').count(), 0);
  await finish(person);
}

/** Takes a picture with this in the middle of what is seen. */
async function pictured(person, selector, picture) {
  await person.page.locator(selector).first().evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await person.page.evaluate(() => window.scrollBy(0, -120));
  await take(person.page, picture);
}

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('people'));
  let coordinator;
  let page;
  let first;
  let other;

  await stage.shows('a post is asked for, seven people are registered with what each consented to, and one refuses', async () => {
    await register(officer, server.address, FIRM);
    await begin(officer, 'talent_need');
    await answer(officer, 'talent_need', [['ent', FIRM.name], ['post', POST], ['talent_field', 'textile'], ['talent_level', 'c'], ['education', 'master'], ['wanted_count', '2']]);
    await finish(officer);
    for (const person of ALL) await registered(officer, person);
    await begin(officer, 'talent_registration');
    await answer(officer, 'talent_registration', [['consent', 'granted'], ['consent_method', 'paper'], ['consent_scope', 'match'], ['adult', 'yes'], ['display_name', REFUSED], ['consent', 'refused']]);
    await pictured(officer, '[data-path$="/refused_note"]', 'people-refused-zh');
    await finish(officer);
    await officer.go('#/send');
    first = await exported(officer, room);
    coordinator = await desk(stage, server, 'people-desk');
    page = coordinator.page;
    await coordinator.introduce('样例管理员', '900');
    await coordinator.go('#/import');
    await coordinator.give('batch', [first]);
    await trust(coordinator, first);
    await coordinator.tap('import');
    await imported(coordinator, { added: RECORDS, known: 0 });
  });

  await stage.shows('somebody who refuses leaves a day and nothing else, and the board counts one more', async () => {
    for (const person of [officer, coordinator]) assert.deepEqual(await places(person.page, REFUSED), []);
    assert.ok(!fs.readFileSync(first).includes(REFUSED));
    await coordinator.go('#/dashboard');
    const figure = page.locator('[data-figure="talent_refusals"]');
    await figure.waitFor({ timeout: 60_000 });
    assert.equal(await figure.getAttribute('data-value'), '1');
    await coordinator.touch(figure);
    await page.locator('[data-behind="talent_refusals"] [data-included-row]').waitFor({ timeout: 60_000 });
    await pictured(coordinator, '[data-behind]', 'people-refusals-zh');
    await coordinator.go('#/ledger/talent_refusals');
    await page.locator('[data-list="talent_refusals"][aria-current="page"]').getByText('不同意登记').waitFor();
  });
  await stage.shows('on the page of the post stands whom it may suit, with the reasons in words and without name or phone', async () => {
    await openEntity(coordinator, 'talent_needs', POST);
    const section = page.locator('[data-matching="people"]');
    await section.waitFor();
    assert.equal(await section.locator('ul').first().locator('[data-match]').count(), 1);
    const said = await section.locator('[data-match] [data-suits]').first().innerText();
    for (const reason of ['领域相同（纺织服装）', 'B 国家级领军，所需：C 自治区（省）级', '学历达到（所需：硕士）', '待对接', '同意用于用人匹配']) assert.ok(said.includes(reason), `${reason}: ${said}`);
    await pictured(coordinator, '[data-matching]', 'people-matching-zh');
  });
  await stage.shows('who lacks one thing stands behind, shut until somebody looks, with what is lacking', async () => {
    const near = page.locator('[data-matching="people"] [data-near]');
    assert.equal(await near.getAttribute('data-near'), '3');
    assert.equal(await near.locator('[data-match]').first().isVisible(), false);
    await coordinator.tap('near');
    const lacks = await near.locator('[data-lacks]').evaluateAll((all) => all.map((one) => one.dataset.lacks).toSorted());
    assert.deepEqual(lacks, ['available', 'field', 'level']);
    await coordinator.sees('层次未达到（E 青年/基础，所需：C 自治区（省）级）');
    await pictured(coordinator, '[data-near]', 'people-near-zh');
  });
  await stage.shows('who did not consent to it, withdrew, or is past their time is not there; by name is who agreed to this enterprise being told', async () => {
    const text = await page.locator('[data-matching="people"]').innerText();
    assert.equal(await page.locator('[data-match]').count(), 4);
    for (const person of ALL) assert.ok(text.includes(person.name) === (person === PEOPLE.lower) && !(person.phone && text.includes(person.phone)), person.name);
    const named = page.locator('[data-match]').filter({ has: page.locator('[data-may-be-named="true"]') });
    assert.ok((await named.innerText()).includes(`本人已同意把称呼和电话告知这家企业（${daysAgo(1)}）`));
    assert.equal(await page.locator('[data-match] [data-may-be-named="false"]').count(), 3);
    assert.equal(await page.locator('[data-matching] [data-action]:not([data-action="open"]):not([data-action="near"])').count(), 0, 'nothing decides');
  });
  await stage.shows('the other way round: a person’s page has the posts, or why there is no matching', async () => {
    await coordinator.touch(page.locator('[data-match] a').first());
    await page.locator('h1.page__title').getByText(PEOPLE.fits.name).waitFor();
    await page.locator('[data-matching="posts"] [data-match]').getByText(POST).first().waitFor();
    await pictured(coordinator, '[data-matching]', 'people-posts-zh');
    for (const [who, why] of [['counted', 'other-purpose'], ['left', 'withdrawn'], ['over', 'expired']]) {
      await openEntity(coordinator, 'talents', PEOPLE[who].name);
      await page.locator(`[data-no-consent="${why}"]`).waitFor();
    }
  });

  await stage.shows('all that is held on one person is one file, which says why it was made and has nobody else in it', async () => {
    await openEntity(coordinator, 'talents', PEOPLE.fits.name);
    const purpose = page.locator('input[data-input="copy-purpose"]');
    assert.ok((await purpose.inputValue()).length > 0);
    await purpose.fill(' ');
    await eventually(async () => assert.ok(await coordinator.action('make-copy').isDisabled()));
    await purpose.fill('本人来访，要求复制');
    const copy = await kept(await coordinator.download('make-copy'), room, 'copy');
    await page.locator('[data-status="copy-made"]').waitFor();
    await pictured(coordinator, '[data-section="copy"]', 'people-copy-zh');
    assert.ok(!copy.includes(PEOPLE.fits.name));
    const text = fs.readFileSync(copy, 'utf8');
    for (const held of [PEOPLE.fits.name, PEOPLE.fits.phone, '纸质签字', '用人匹配', '001', '本人来访，要求复制', '个人信息']) assert.ok(text.includes(held), held);
    for (const other of ALL.filter((person) => person !== PEOPLE.fits)) assert.ok(!text.includes(other.name), other.name);
    assert.match(copy, /D\d{8}-[0-9A-F]{6}\.html$/);
    assert.ok(text.includes(copy.match(/D\d{8}-[0-9A-F]{6}/)[0]));
    const reader = await page.context().newPage();
    await reader.setContent(text);
    await take(reader, 'people-copy-file');
    await reader.close();
  });
  await stage.shows('the log has that it was made, by the person’s number and never by name', async () => {
    await coordinator.go('#/safe');
    await coordinator.tap('open-access');
    await page.locator('[data-access="whole"]').waitFor();
    const exports = await page.locator('tr[data-step="exported"]').evaluateAll((rows) => rows.map((row) => row.dataset.what));
    assert.ok(exports.some((what) => what.startsWith('talents/') && what.includes('本人来访，要求复制')), exports.join(', '));
    assert.ok(exports.every((what) => !what.includes(PEOPLE.fits.name)));
  });

  await stage.shows('what a person asks for is taken down, with the workday by when it is to be done, and stands among the work lists', async () => {
    await openEntity(coordinator, 'talents', PEOPLE.soon.name);
    await coordinator.touch(page.locator('[data-action="request"][data-wants="erasure"]'));
    const own = page.locator('[data-list="requests"] [data-request="erasure"]');
    await own.waitFor();
    const due = await own.locator('[data-due]').getAttribute('data-due');
    assert.ok(due > daysAgo(-14) && due < daysAgo(-40), `15 workdays are three weeks at least: ${due}`);
    await pictured(coordinator, '[data-list="requests"]', 'people-request-zh');
    await coordinator.go('#/worklists');
    const listed = page.locator('[data-list="requests"] [data-request="erasure"]');
    await listed.getByText(PEOPLE.soon.name).waitFor();
    assert.equal(await listed.getAttribute('data-state'), 'open');
    await coordinator.tap('request-done');
    await listed.waitFor({ state: 'detached' });
    await openEntity(coordinator, 'talents', PEOPLE.soon.name);
    await page.locator('[data-request="erasure"][data-state="done"]').waitFor();
  });

  await stage.shows('the work lists say whose registration is over and why, and whose soon will be', async () => {
    await coordinator.go('#/worklists');
    const due = page.locator('[data-list="retention"]');
    await due.waitFor();
    assert.equal(await due.getAttribute('data-count'), '2');
    for (const who of ['over', 'left']) await due.getByText(PEOPLE[who].name).first().waitFor();
    const soon = page.locator('[data-list="retention-soon"]');
    assert.equal(await soon.getAttribute('data-count'), '1');
    await coordinator.tap('soon');
    await soon.getByText(PEOPLE.soon.name).waitFor();
    await seen(page, 'people-due-zh');
  });
  await stage.shows('before anything goes it is told how many and who; leaving it changes nothing', async () => {
    await coordinator.tap('erase-due');
    const asked = page.locator('[role="alertdialog"] [data-due] li');
    await eventually(async () => assert.equal(await asked.count(), 2));
    const told = (await asked.allInnerTexts()).join(' ');
    assert.ok(told.includes(PEOPLE.over.name) && told.includes(PEOPLE.left.name) && !told.includes(PEOPLE.soon.name), told);
    await seen(page, 'people-erase-zh');
    await coordinator.tap('cancel-erase-due');
    await page.locator('[role="alertdialog"]').waitFor({ state: 'detached' });
    assert.ok((await places(page, PEOPLE.over.phone)).length > 0);
  });
  await stage.shows('the same in English', async () => {
    await speak(coordinator, 'en');
    await coordinator.go('#/worklists');
    await coordinator.tap('erase-due');
    await page.locator('[role="alertdialog"]').waitFor();
    await take(page, 'people-erase-en');
    await coordinator.tap('cancel-erase-due');
    await coordinator.tap('soon');
    await take(page, 'people-due-en');
    await openEntity(coordinator, 'talent_needs', POST);
    await coordinator.tap('near');
    await pictured(coordinator, '[data-matching]', 'people-matching-en');
    await openEntity(coordinator, 'talents', PEOPLE.fits.name);
    await pictured(coordinator, '[data-matching]', 'people-posts-en');
    await pictured(coordinator, '[data-section="copy"]', 'people-copy-en');
    await speak(coordinator, 'zh-CN');
  });
  await stage.shows('one yes erases all that are due and nobody else', async () => {
    await coordinator.go('#/worklists');
    await coordinator.tap('erase-due');
    await coordinator.tap('confirm-erase-due');
    const done = page.locator('[data-status="erased-due"]');
    await done.waitFor({ timeout: 60_000 });
    assert.equal(await done.getAttribute('data-count'), '2');
    assert.equal(await page.locator('[data-status="not-erased"]').count(), 0);
    await eventually(async () => assert.equal(await page.locator('[data-list="retention"]').getAttribute('data-count'), '0'));
    await take(page, 'people-erased-zh');
    for (const gone of [PEOPLE.over, PEOPLE.left]) {
      assert.deepEqual(await places(page, gone.name), []);
      assert.deepEqual(await places(page, gone.phone), []);
    }
    for (const stays of ['fits', 'lower', 'busy', 'counted', 'soon']) assert.ok((await places(page, PEOPLE[stays].name)).length > 0, stays);
  });
  await stage.shows('the log has each erasure, by the number of its record', async () => {
    await coordinator.go('#/safe');
    await coordinator.tap('open-access');
    await page.locator('[data-access="whole"]').waitFor();
    assert.equal(await page.locator('tr[data-step="erased"]').count(), 2);
    assert.ok(!(await page.locator('[data-section="access-log"]').innerText()).includes(PEOPLE.over.name));
  });

  await stage.shows('from the list of talents over the person’s page to the record: consent is withdrawn, and one fewer suits', async () => {
    await openEntity(coordinator, 'talents', PEOPLE.lower.name);
    await coordinator.touch(page.locator('li[data-record] [data-action="open"]').first());
    await page.locator('p[data-record]').waitFor();
    await coordinator.tap('withdraw');
    await page.locator('[data-withdrawal]').waitFor();
    await coordinator.tap('confirm-withdraw');
    await page.locator('[data-status="erased"]').waitFor({ timeout: 30_000 });
    assert.deepEqual(await places(page, PEOPLE.lower.phone), []);
    await coordinator.go('#/ledger/talents');
    await page.locator('tr[data-entity]').filter({ hasText: PEOPLE.fits.name }).first().waitFor();
    await eventually(async () => assert.equal(await page.locator('tr[data-entity]').filter({ hasText: PEOPLE.lower.name }).count(), 0));
    await openEntity(coordinator, 'talent_needs', POST);
    await page.locator('[data-near="2"]').waitFor({ state: 'attached' });
  });
  await stage.shows('the log as it lies on the disk has what was done and with which purpose, and no name and no phone of anybody', async () => {
    const { stores } = await profileOf(page);
    const lines = stores.log.map(([key, value]) => `${key} ${Buffer.from(value, 'base64')}`).join('\n');
    for (const held of ['"erased"', '本人来访，要求复制']) assert.ok(lines.includes(held), held);
    for (const { name: called, phone } of ALL) for (const text of [called, phone ?? called]) assert.ok(!lines.includes(text), text);
  });
  await stage.shows('it travels: another desk that had them erases the same, and the older file brings nobody back', async () => {
    await coordinator.go('#/send');
    const erasures = await exported(coordinator, room);
    for (const gone of [PEOPLE.over, PEOPLE.left, PEOPLE.lower]) assert.ok(!fs.readFileSync(erasures).includes(gone.name));
    other = await desk(stage, server, 'people-other');
    await other.introduce('样例管理员乙', '901');
    await other.go('#/import');
    await other.give('batch', [first]);
    await trust(other, first);
    await other.tap('import');
    await imported(other, { added: RECORDS, known: 0 });
    assert.ok((await places(other.page, PEOPLE.over.phone)).length > 0);
    await other.go('#/ledger');
    await other.go('#/import');
    await other.give('batch', [erasures]);
    await trust(other, erasures);
    await other.tap('import');
    await imported(other, { added: 3, known: 0 });
    for (const gone of [PEOPLE.over, PEOPLE.left, PEOPLE.lower]) assert.deepEqual(await places(other.page, gone.name), []);
    assert.ok((await places(other.page, PEOPLE.fits.phone)).length > 0);
    await coordinator.go('#/import');
    await coordinator.give('batch', [first]);
    await outcome(coordinator, first, 'already-imported');
    assert.deepEqual(await places(page, PEOPLE.over.name), []);
  });

  await stage.shows('fifteen workdays are counted by the calendar: before the National Day of 2023, with its holidays and the weekend worked for them', async () => {
    const { page: late } = other;
    const request = late.locator('[data-list="requests"] [data-request="copy"]');
    /** The page as it is on a morning, on which it is still the day before in Greenwich. */
    const on = async (day) => {
      await late.clock.setFixedTime(new Date(`${day}T07:30:00+08:00`));
      await late.reload();
      await openEntity(other, 'talents', PEOPLE.fits.name);
    };
    await on('2023-09-25');
    await other.touch(late.locator('[data-action="request"][data-wants="copy"]'));
    await request.waitFor();
    // 26–28 September, 7 (a Saturday) to 13 and 16–20 October.
    assert.equal(await request.locator('[data-due]').getAttribute('data-due'), '2023-10-20');
    for (const [day, state] of [['2023-10-20', 'open'], ['2023-10-21', 'overdue']]) {
      await on(day);
      await request.waitFor();
      assert.equal(await request.getAttribute('data-state'), state, day);
    }
  });
}
