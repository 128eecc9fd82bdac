// Finding one's way in a form: its contents, what is put off until later, remarks, and all answers before the end.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { exported } from '../lib/batches.mjs';
import { answer, FORM, submit } from '../lib/enterprise.mjs';
import { turnTo } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';

export const name = 'A form as a whole: contents, later, remarks, review';

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('flow');
  let officer = new Person(tablet);
  const at = (path) => officer.question(path).evaluate((asked) => asked.contains(document.activeElement));
  const asks = async (path) => {
    await officer.question(path).waitFor();
    await eventually(async () => assert.equal(await at(path), true, path));
  };
  const tool = (path, action) => officer.question(path).locator(`[data-action="${action}"]`);
  const states = () => officer.page.locator('[data-page-state]').evaluateAll((lines) => lines.map((line) => line.dataset.pageState));

  await stage.shows('a question is put off in one tap, and an answer takes that back', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/');
    await officer.begin(FORM);
    await turnTo(officer, '/data/g_id/ent_name');
    await officer.touch(tool('/data/g_id/ent_name', 'later'));
    assert.equal(await tool('/data/g_id/ent_name', 'later').getAttribute('aria-pressed'), 'true');
    await officer.touch(tool('/data/g_id/uscc_input', 'later'));
    await officer.type('/data/g_id/ent_name', '样例一厂有限公司');
    await eventually(async () => assert.equal(await tool('/data/g_id/ent_name', 'later').count(), 0));
  });
  await stage.shows('a remark is written in Chinese beside the question and stays there', async () => {
    await officer.touch(tool('/data/g_id/uscc_input', 'remark'));
    await officer.touch(officer.page.locator('[data-remark="/data/g_id/uscc_input"] textarea'));
    await officer.composeHere('wencaiwu', '问财务');
    await officer.touch(tool('/data/g_id/uscc_input', 'remark'));
    await officer.page.locator('[data-remark="/data/g_id/uscc_input"]').getByText('问财务').waitFor();
    await officer.saved();
    await take(officer.page, 'fill-remark');
  });
  await stage.shows('the contents say how each page stands, after a restart too', async () => {
    const route = new URL(officer.page.url()).hash;
    await tablet.restart();
    officer = new Person(tablet);
    await officer.open(server.address, route);
    await officer.question('/data/g_id/uscc_input').waitFor();
    await officer.page.locator('[data-remark="/data/g_id/uscc_input"]').getByText('问财务').waitFor();
    await officer.tap('contents');
    await officer.page.locator('[data-page-state]').first().waitFor();
    const found = await states();
    assert.ok(found.includes('missing') && found.includes('empty'), found.join(' '));
    await take(officer.page, 'fill-contents');
  });
  await stage.shows('a question is found by its words, on whatever page it is', async () => {
    await officer.page.locator('[data-input="find-question"]').fill('从业人员期末人数');
    await officer.touch(officer.action('go-to').first());
    await asks('/data/g_size/employees');
    await officer.type('/data/g_size/employees', '320');
  });
  await stage.shows('the next unanswered question is one tap away', async () => {
    // From the staff number on that is the turnover, the first of its page that has no answer; put off, it is the one after it.
    await officer.tap('contents');
    await officer.tap('next-open');
    await asks('/data/g_size/revenue_wan');
    assert.equal(await officer.answer('/data/g_size/revenue_wan'), '');
  });
  await stage.shows('the contents say of a page that it is done, and of another that something is wrong on it', async () => {
    await officer.type('/data/g_size/revenue_wan', '-5');
    await officer.saved();
    await officer.tap('contents');
    const page = (state) => officer.page.locator(`[data-page-state="${state}"]`);
    await page('problem').first().waitFor();
    await take(officer.page, 'fill-contents-problem');
    await officer.page.locator('[data-input="find-question"]').fill('年营业收入');
    await officer.touch(officer.action('go-to').first());
    await officer.type('/data/g_size/revenue_wan', '3500');
    await officer.saved();
    await officer.tap('contents');
    await page('done').first().waitFor();
    assert.equal(await page('problem').count(), 0);
  });
  await stage.shows('before the end all answers stand on one page in words, and what is missing with them', async () => {
    await officer.tap('review');
    const line = (path) => officer.page.locator(`[data-answer="${path}"]`);
    await line('/data/g_size/employees').getByText('320').waitFor();
    assert.equal(await line('/data/g_id/uscc_input').getAttribute('data-state'), 'later');
    assert.equal(await line('/data/g_id/ownership').getAttribute('data-state'), 'missing');
    await take(officer.page, 'fill-review');
    // What stops the record comes before what may stay blank, wherever one was.
    await officer.tap('next-open');
    await asks('/data/g_id/uscc_input');
    await officer.tap('contents');
    await officer.tap('review');
    await officer.touch(line('/data/g_id/ownership'));
    await asks('/data/g_id/ownership');
    await officer.choose('/data/g_id/ownership', 'private');
  });
  await stage.shows('the remark goes with the record, and what was put off says so', async () => {
    const draft = new URL(officer.page.url()).hash.split('/')[2];
    await officer.go(`#/fill/${draft}?all=1`);
    await answer(officer, { name: '样例一厂有限公司', code: '91350100M000100Y43' });
    await officer.clear('/data/g_size/revenue_wan');
    await officer.touch(tool('/data/g_size/revenue_wan', 'later'));
    await submit(officer);
    await officer.go('#/send');
    const file = await exported(officer, room);
    const sent = fs.readFileSync(file, 'utf8');
    assert.ok(sent.includes('问财务'), 'the remark is in the batch');
    assert.ok(/g_size\/revenue_wan[^}]*later/.test(sent), 'what was put off is in the batch');
  });
}
