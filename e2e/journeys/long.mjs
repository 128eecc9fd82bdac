// Long lists: hundreds of questions on one page, and a repeat of many entries. What is far off is drawn when it comes near,
// and nothing of it is out of reach before: not by search, not by the key, not after a restart.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { exported } from '../lib/batches.mjs';
import { eventually, Person } from '../lib/person.mjs';

export const name = 'A page of hundreds of questions';

const QUESTIONS = 400;
const ENTRIES = 30;

const rows = [
  'survey,,,,,,',
  ',type,name,label,relevant,required,calculation',
  ',begin_group,all,全部,,,',
  ...Array.from({ length: QUESTIONS }, (_, at) => `,text,q${at + 1},第${at + 1}问,${at === 4 ? "${q3} = '有'" : ''},${at === QUESTIONS - 2 ? 'yes' : ''},`),
  ',calculate,twice,,,,"concat(${q1}, ${q1})"',
  ',end_group,,,,,',
  ',begin_repeat,works,车间,,,',
  ',text,work,车间名称,,,',
  ',end_repeat,,,,,',
  'settings,,,,,',
  ',form_id,form_title,version,,',
  ',long,样例长表,1,,',
  '',
];
const FORM = { name: '样例长表.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('long');
  let officer = new Person(tablet);
  const q = (number) => `/data/all/q${number}`;
  const drawn = () => officer.page.locator('[data-path^="/data/all/q"]').count();
  const hasFocus = (path) =>
    eventually(async () => assert.equal(await officer.question(path).evaluate((asked) => asked.contains(document.activeElement)), true, path));

  await stage.shows('the first of them can be answered before the last are drawn', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', FORM);
    await officer.page.locator('[data-form-opened="long"]').waitFor();
    await officer.begin('long');
    await officer.type(q(1), '一');
    await officer.saved();
    const count = await drawn();
    assert.ok(count >= 20 && count < QUESTIONS / 2, `${count} of ${QUESTIONS} are drawn`);
  });
  await stage.shows('what is too much to be worked out is told, and the answer is saved', async () => {
    const told = officer.page.locator('[data-unfinished="/data/all/twice"]');
    await officer.field(q(1)).fill('一'.repeat(60_000));
    await told.waitFor();
    await officer.saved();
    await officer.field(q(1)).fill('一');
    await told.waitFor({ state: 'detached' });
    await officer.saved();
  });
  await stage.shows('one that comes in between moves no focus and no answer', async () => {
    await officer.type(q(3), '有');
    await officer.question(q(5)).waitFor();
    await hasFocus(q(3));
    await officer.type(q(5), '五');
    await officer.page.keyboard.press('Shift+Tab');
    await officer.shows(q(5), '五');
  });
  await stage.shows('those that are far come as one scrolls to them, and stay', async () => {
    for (let screens = 0; (await officer.question(q(200)).count()) === 0; screens += 1) {
      assert.ok(screens < 400, 'the 200th question never came');
      await officer.page.mouse.wheel(0, 800);
      await officer.page.waitForTimeout(30);
    }
    await officer.type(q(200), '二百');
    await officer.saved();
  });
  await stage.shows('the key leads on from question to question past what was drawn', async () => {
    await officer.field(q(200)).focus();
    for (let presses = 0; ; presses += 1) {
      assert.ok(presses < 300, 'the key got stuck');
      await officer.page.keyboard.press('Tab');
      const at = await officer.page.evaluate(() => document.activeElement.closest('[data-path]')?.dataset.path);
      if (at === q(245)) break;
    }
  });
  await stage.shows('a search leads to one that was never drawn', async () => {
    await officer.tap('contents');
    await officer.page.locator('[data-input="find-question"]').fill('第390问');
    await officer.tap('go-to');
    await hasFocus(q(390));
    await officer.type(q(390), '三百九十');
    await officer.saved();
  });
  await stage.shows('after a restart one is where one was', async () => {
    const route = new URL(officer.page.url()).hash;
    await tablet.restart();
    officer = new Person(tablet);
    await officer.open(server.address, route);
    await officer.question(q(390)).waitFor();
    await officer.shows(q(390), '三百九十');
    await hasFocus(q(390));
  });
  await stage.shows('entries of a repeat come and go at its end, however many there are', async () => {
    const works = () => officer.page.locator('[data-type="repeat-instance"]');
    await officer.tap('next');
    await works().first().waitFor();
    for (let entries = await works().count(); entries < ENTRIES; entries += 1) {
      await officer.tap('add-repeat');
      await officer.question(`/data/works[${entries + 1}]`).waitFor();
    }
    await officer.type(`/data/works[${ENTRIES}]/work`, '末车间');
    await officer.touch(officer.question(`/data/works[${ENTRIES}]`).locator('[data-action="move-up"]'));
    await officer.shows(`/data/works[${ENTRIES - 1}]/work`, '末车间');
    await officer.touch(officer.question('/data/works[2]').locator('[data-action="remove-repeat"]'));
    await eventually(async () => assert.equal(await officer.question(`/data/works[${ENTRIES}]`).count(), 0));
    await officer.shows(`/data/works[${ENTRIES - 2}]/work`, '末车间');
  });
  await stage.shows('finishing leads to the one that is missing, wherever it is', async () => {
    await officer.tap('next');
    await officer.tap('finalize');
    await hasFocus(q(QUESTIONS - 1));
    await officer.type(q(QUESTIONS - 1), '到底');
    await officer.tap('finalize');
    await officer.page.waitForURL(/#\/records/);
    await officer.go('#/send');
    const told = fs.readFileSync(await exported(officer, room), 'utf8');
    for (const answer of ['一', '五', '二百', '三百九十', '末车间', '到底']) assert.ok(told.includes(answer), answer);
  });
}
