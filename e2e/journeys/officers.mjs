// Several officers share one tablet: each sees what is hers, nothing looks lost, and every record says who filled it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { violations } from '../lib/axe.mjs';
import { exported, kept } from '../lib/batches.mjs';
import { fill, FORM, register } from '../lib/enterprise.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'Officers of a shared tablet';

const FIRST = { name: '样例甲', code: 'YL001' };
const SECOND = { name: '样例乙', code: 'YL002' };
const THIRD = { name: '样例丙', code: 'YL003' };
const OF_FIRST = { name: '样例甲厂有限公司', code: '91350100M000100Y43' };
const OF_SECOND = { name: '样例乙厂有限公司', code: '91652899MA9000011Y' };
const NAME = '/data/g_id/ent_name';
/** What a gloved finger needs. */
const TARGET = 48;

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('officers');
  let person = new Person(tablet);
  let draft;
  let backup;

  const topBar = () => person.action('officer');
  const drafts = () => person.page.locator('[data-draft]');
  const row = ({ code }) => person.page.locator(`[data-officer="${code}"]`);
  const others = (what, count) => person.page.locator(`[data-others-${what}="${count}"]`);
  /** As the screen reader has it: two taps from wherever one is. */
  const change = async ({ name, code }) => {
    await person.touch(topBar());
    await person.touch(row({ code }).locator('[data-action="choose-officer"]'));
    await row({ code }).locator('[data-action="choose-officer"]').waitFor({ state: 'detached' });
    await topBar().getByText(name).waitFor();
  };
  const form = async ({ name, code }) => {
    await person.page.locator('#officer-name').fill(name);
    await person.page.locator('#officer-code').fill(code);
    await person.tap('save-officer');
  };
  /** Goes on with the one draft there is, all its pages in sight. */
  const open = async () => {
    await person.touch(drafts().locator('[data-action="resume"]'));
    await person.page.locator('[data-path]').first().waitFor();
    await person.go(`${await person.route()}?all=1`);
  };
  const refused = async (why, text) => {
    const said = person.page.locator(`[data-refusal="${why}"]`);
    await said.waitFor();
    assert.match(await said.textContent(), text);
  };
  /** Every button and link of the page that is to be hit with a glove. */
  const hittable = async (selector) => {
    for (const box of await person.page.locator(selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))) {
      assert.ok(box.height >= TARGET, `${selector} is ${box.height} px high`);
    }
  };

  await stage.shows('with one officer the page speaks of no other', async () => {
    await person.open(server.address);
    await person.introduce(FIRST.name, FIRST.code);
    await installed(person.page);
    await fill(person, server.address, OF_FIRST);
    await person.saved();
    draft = (await person.route()).replace(/\?.*/, '');
    await person.go('#/');
    await drafts().waitFor();
    assert.equal((await topBar().textContent()).trim(), FIRST.name);
    assert.equal(await person.action('officers').count(), 0);
    assert.equal(await person.page.locator('[data-others-drafts]').count(), 0);
  });

  await stage.shows('a second is added from the settings, and what cannot name anybody is refused by name', async () => {
    await person.go('#/settings');
    await person.tap('officers');
    await person.sees('这里没有密码');
    await person.tap('add-officer');
    await form({ name: ' ', code: SECOND.code });
    await refused('no-name', /请填写姓名/);
    await form({ name: SECOND.name, code: '' });
    await refused('no-code', /请填写工号/);
    await form({ name: '长'.repeat(61), code: SECOND.code });
    await refused('too-long', /60 个字/);
    await form(FIRST);
    await refused('same-twice', /已经有这个人/);
    await form({ name: SECOND.name, code: FIRST.code });
    await refused('code-taken', /样例甲/);
    await take(person.page, 'officers-refused');
    await form(SECOND);
    await row(SECOND).waitFor();
    assert.equal(await row(FIRST).getAttribute('aria-current'), 'true', 'who filled goes on filling');
    await hittable('main [data-action]');
    await take(person.page, 'officers-page');
    assert.deepEqual(await violations(person.page), []);
  });

  await stage.shows('two taps from Today she fills: the other draft is counted and not listed', async () => {
    await person.go('#/');
    await drafts().waitFor();
    await hittable('.top-bar__officer');
    await change(SECOND);
    await person.go('#/');
    await others('drafts', 1).waitFor();
    await person.sees('另有 1 份草稿属于其他人员，换人后可见。');
    await person.sees('现在填写：样例乙');
    assert.equal(await drafts().count(), 0);
    assert.equal(await person.page.getByText(OF_FIRST.name).count(), 0);
    await take(person.page, 'officers-today');
    assert.deepEqual(await violations(person.page), []);
  });

  await stage.shows('the other draft by its address says whose it is, and does not open', async () => {
    await person.go(draft);
    const whose = person.page.locator(`[data-owner="${FIRST.code}"]`);
    await whose.waitFor();
    await person.sees('这是样例甲的');
    assert.equal(await person.page.locator('[data-path]').count(), 0);
    await take(person.page, 'officers-whose');
    assert.deepEqual(await violations(person.page), []);
  });

  await stage.shows('she finishes a record, which is hers after a kill too', async () => {
    await register(person, server.address, OF_SECOND);
    await person.page.locator('[data-record][data-state="waiting"]').waitFor();
    await tablet.kill();
    await tablet.start();
    person = new Person(tablet);
    await person.open(server.address);
    await topBar().getByText(SECOND.name).waitFor();
    await others('drafts', 1).waitFor();
    await person.go('#/records');
    await person.page.locator('[data-record][data-state="waiting"]').getByText(SECOND.code).waitFor();
  });

  await stage.shows('what is being typed is safe when the other takes the tablet', async () => {
    const unfinished = await beginWhole(person, server.address, FORM);
    await person.type(NAME, '样例未写完');
    await change(FIRST);
    await person.go('#/');
    await drafts().waitFor();
    assert.equal(await drafts().count(), 1);
    await open();
    await person.shows(NAME, OF_FIRST.name);
    await person.go('#/');
    await others('records', 1).waitFor();
    await person.sees('另有 1 份草稿、1 条记录属于其他人员，换人后可见。');
    await person.go('#/records');
    await others('records', 1).waitFor();
    assert.equal(await person.page.locator('[data-record]').count(), 0);
    await take(person.page, 'officers-records');
    await change(SECOND);
    await person.go('#/');
    await drafts().getByText('已填').waitFor();
    await person.go(unfinished);
    await person.shows(NAME, '样例未写完');
  });

  await stage.shows('what she throws away lies in her bin alone', async () => {
    await person.go('#/');
    await drafts().waitFor();
    await person.tap('discard');
    await person.tap('discard');
    await drafts().waitFor({ state: 'detached' });
    await person.go('#/records');
    await person.page.locator('[data-binned]').waitFor();
    await change(FIRST);
    await person.go('#/records');
    await person.sees('回收站里 1 份草稿');
    assert.equal(await person.page.locator('[data-binned]').count(), 0);
    await change(SECOND);
    await person.go('#/records');
    await person.tap('restore');
    await person.page.locator('[data-binned]').waitFor({ state: 'detached' });
  });

  await stage.shows('from the address of a draft one switches to whom it belongs, and it opens', async () => {
    await person.go(draft);
    await person.page.locator('[data-owner]').waitFor();
    await person.tap('choose-officer');
    await person.page.locator('[data-path]').first().waitFor();
    await topBar().getByText(FIRST.name).waitFor();
    await person.go(`${draft}?all=1`);
    await person.shows(NAME, OF_FIRST.name);
    await person.tap('finalize');
    await person.page.waitForURL(/#\/records/);
  });

  await stage.shows('a backup has what is everybody’s', async () => {
    await person.go('#/records');
    backup = await kept(await person.saveBackup(), room);
  });

  await stage.shows('an export takes what both finished, says so by number, and each record says who filled it', async () => {
    await person.go('#/send');
    await person.page.locator('[data-others-waiting="1"]').waitFor();
    assert.equal(await person.page.locator('[data-record]').count(), 1);
    await person.sees('待上报 2 条');
    await person.sees('其中 1 条属于其他人员，会一起导出，这里不列出。');
    await take(person.page, 'officers-send');
    const text = fs.readFileSync(await exported(person, room), 'utf8');
    assert.match(text, new RegExp(`submitterI[dD][^,]*${FIRST.code}`));
    assert.match(text, new RegExp(`submitterI[dD][^,]*${SECOND.code}`));
  });

  await stage.shows('who has something here is not removed, and the page names what; who has nothing is, in two taps', async () => {
    await person.go('#/officers');
    await person.touch(row(SECOND).locator('[data-action="remove-officer"]'));
    await person.touch(row(SECOND).locator('[data-action="remove-officer"]'));
    await refused('holds', /1 份草稿、1 条已导出、还没有回执的记录/);
    await take(person.page, 'officers-holds');
    assert.equal(await row(FIRST).locator('[data-action="remove-officer"]').count(), 0, 'nobody removes herself');
    await person.tap('add-officer');
    await form(THIRD);
    await row(THIRD).waitFor();
    await person.touch(row(THIRD).locator('[data-action="remove-officer"]'));
    await person.touch(row(THIRD).locator('[data-action="remove-officer"]'));
    await row(THIRD).waitFor({ state: 'detached' });
  });

  await stage.shows('a corrected code keeps what she began under the old one', async () => {
    const corrected = { name: '样例乙乙', code: 'YL012' };
    await person.touch(row(SECOND).locator('[data-action="correct-officer"]'));
    await form(corrected);
    await row(corrected).waitFor();
    await change(corrected);
    await person.go('#/');
    await drafts().waitFor();
    assert.equal(await drafts().count(), 1);
    await person.go('#/officers');
    await person.touch(row(corrected).locator('[data-action="correct-officer"]'));
    await form(SECOND);
    await row(SECOND).waitFor();
  });

  await stage.shows('a switch in one tab is seen in the other, and a form that is open there goes on as whose it is', async () => {
    await person.go('#/');
    await open();
    await person.shows(NAME, '样例未写完');
    const second = new Person(tablet, await tablet.tab());
    await second.open(server.address, '#/officers');
    await second.touch(second.page.locator(`[data-officer="${FIRST.code}"] [data-action="choose-officer"]`));
    await second.action('officer').getByText(FIRST.name).waitFor();
    await topBar().getByText(FIRST.name).waitFor();
    await person.page.bringToFront();
    await person.type(NAME, '样例写完');
    await person.saved();
    await person.go('#/');
    await person.sees('另有 1 份草稿、1 条记录属于其他人员');
    assert.equal(await drafts().count(), 0);
    await second.page.close();
    await tablet.kill();
    await tablet.start();
    person = new Person(tablet);
    await person.open(server.address);
    await change(SECOND);
    await person.go('#/');
    await open();
    await person.shows(NAME, '样例写完');
  });

  await stage.shows('in English the page says the same', async () => {
    await person.go('#/settings');
    await person.touch(person.page.locator('[data-value="en"]'));
    await person.page.locator('html[lang="en"]').waitFor();
    await person.go('#/');
    await person.sees('Filling now: 样例乙');
    await take(person.page, 'officers-today-en');
    await person.go('#/officers');
    await person.sees('There are no passwords');
    await take(person.page, 'officers-page-en');
    await person.go('#/send');
    await take(person.page, 'officers-send-en');
  });

  await stage.shows('put back on another tablet, each finds what is hers', async () => {
    person = new Person(await stage.device('officers-other'));
    await person.open(server.address);
    await person.introduce(SECOND.name, SECOND.code);
    await installed(person.page);
    await person.go('#/officers');
    await person.tap('add-officer');
    await form(FIRST);
    await row(FIRST).waitFor();
    await person.go('#/records');
    await person.give('backup', backup);
    await person.page.locator('[data-status="backup-put-back"]').waitFor();
    await eventually(async () => assert.equal(await person.page.locator('[data-record]').count(), 1));
    await person.page.locator('[data-record]').getByText(SECOND.code).waitFor();
    await change(FIRST);
    await person.go('#/records');
    await person.page.locator('[data-record]').getByText(FIRST.code).waitFor();
    assert.equal(await person.page.locator('[data-record]').count(), 1);
    await person.go('#/');
    await others('drafts', 1).waitFor();
  });
}
