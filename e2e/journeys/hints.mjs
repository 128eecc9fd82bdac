// An answer that the form warns of (提示): it stops the end until somebody confirms it with a reason, which goes with the record.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { violations } from '../lib/axe.mjs';
import { exported } from '../lib/batches.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'A doubtful answer is confirmed with a reason';

const BEFORE = '/data/before';
const REVENUE = '/data/revenue';
const FORM = workbook('hints.xlsx', {
  survey: [
    ['type', 'name', 'label::中文 (zh)', 'label::English (en)', 'constraint', 'bind::taizhang:warning', 'bind::taizhang:warningMsg::中文 (zh)', 'bind::taizhang:warningMsg::English (en)'],
    ['decimal', 'before', '上年营业收入（万元）', 'Revenue last year'],
    ['decimal', 'revenue', '营业收入（万元）', 'Revenue', '. >= 0', 'not(${before} > 0) or (. < 100 * ${before} and 100 * . > ${before})', '上年为 ${before} 万元，相差100倍以上，请核对单位', 'Last year it was ${before}: check the unit'],
    ['text', 'note', '说明', 'Note'],
  ],
  settings: [
    ['form_id', 'form_title', 'version', 'default_language', 'namespaces'],
    ['hints', '样例提示', '1', '中文 (zh)', 'taizhang="urn:taizhang:xlsform"'],
  ],
});

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('hints');
  let officer = new Person(tablet);
  const hint = (path) => officer.page.locator(`[data-warning="${path}"]`);
  const state = (path, wanted) => eventually(async () => assert.equal(await hint(path).getAttribute('data-state'), wanted));

  await stage.shows('a figure a hundred times that of last year is told beside it, and typing goes on', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', FORM);
    await officer.page.locator('[data-form-opened=\"hints\"]').waitFor();
    await officer.begin('hints');
    await officer.type(BEFORE, '3500');
    await officer.type(REVENUE, '35000000');
    await hint(REVENUE).getByText('上年为 3500 万元').waitFor();
    await state(REVENUE, 'open');
    assert.equal(await officer.field(REVENUE).getAttribute('aria-invalid'), 'false', 'it is no mistake');
    await officer.saved();
    await take(officer.page, 'hint');
  });
  await stage.shows('the contents and the review name it', async () => {
    await officer.tap('contents');
    await officer.page.locator('[data-page-state="hint"]').waitFor();
    await officer.tap('review');
    await officer.page.locator(`[data-answer="${REVENUE}"][data-state="hint"]`).getByText('请核对单位').waitFor();
    assert.equal(await officer.page.locator('.review__sum').getAttribute('data-hints'), '1');
    await take(officer.page, 'hint-review');
  });
  await stage.shows('finishing goes to it instead', async () => {
    await officer.tap('finalize');
    await officer.question(REVENUE).waitFor();
    await eventually(async () => assert.ok(await officer.question(REVENUE).evaluate((asked) => asked.contains(document.activeElement))));
    await officer.sees('还有 1 处要填写、改正或确认');
  });
  await stage.shows('one tap gives a common reason, another takes it back', async () => {
    const common = hint(REVENUE).locator('[data-action="confirm"]').nth(1);
    await officer.touch(common);
    await state(REVENUE, 'confirmed');
    await officer.touch(common);
    await state(REVENUE, 'open');
  });
  await stage.shows('a reason is written in Chinese, and is there after a kill', async () => {
    await officer.touch(hint(REVENUE).locator('[data-input="reason"]'));
    await officer.composeHere('hebing', '两厂合并');
    await state(REVENUE, 'confirmed');
    await officer.saved();
    const route = new URL(officer.page.url()).hash;
    await tablet.kill();
    await tablet.start();
    officer = new Person(tablet);
    await officer.open(server.address, route);
    await hint(REVENUE).getByText('两厂合并').first().waitFor();
    await state(REVENUE, 'confirmed');
    await take(officer.page, 'hint-confirmed');
  });
  await stage.shows('another answer takes the confirmation back', async () => {
    await officer.type(REVENUE, '45000000');
    await state(REVENUE, 'open');
    await officer.type(REVENUE, '4500');
    await eventually(async () => assert.equal(await hint(REVENUE).count(), 0));
    await officer.type(REVENUE, '45000000');
    await state(REVENUE, 'open');
  });
  await stage.shows('the keyboard can do it alone', async () => {
    await officer.field(REVENUE).focus();
    await eventually(async () => {
      await officer.page.keyboard.press('Tab');
      assert.equal(await officer.page.evaluate(() => document.activeElement.dataset.action), 'confirm');
    });
    await officer.page.keyboard.press('Enter');
    await state(REVENUE, 'confirmed');
  });
  await stage.shows('axe finds nothing, in any theme', async () => {
    for (const theme of ['light', 'outdoor', 'dark']) {
      await officer.page.evaluate((chosen) => document.documentElement.setAttribute('data-theme', chosen), theme);
      await officer.page.waitForTimeout(300); // colours change by and by
      assert.deepEqual(await violations(officer.page), [], theme);
    }
  });
  await stage.shows('the reason and what the form said go with the record', async () => {
    await officer.tap('next');
    await officer.page.locator(`[data-answer="${REVENUE}"][data-state="answered"]`).getByText('已核实无误').waitFor();
    await officer.tap('finalize');
    await officer.page.waitForURL(/#\/records/);
    await officer.go('#/send');
    const sent = fs.readFileSync(await exported(officer, room), 'utf8');
    assert.match(sent, /revenue[^}]*confirmed[^}]*已核实无误[^}]*上年为 3500 万元/);
  });
}
