// The acceptance stories of figures and clocks: size, units, a dead battery in a long form, workdays, a year without holidays.
// docs/stories.md says which story is shown where. The page's clock is moved; nothing sleeps.

import assert from 'node:assert/strict';
import { FORM, register } from '../lib/enterprise.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'Acceptance stories: size, units, a dead battery, workdays';

const FIRM = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const QUESTIONS = 20;
const MANY = workbook('stories.xlsx', {
  survey: [['type', 'name', 'label'], ...Array.from({ length: QUESTIONS }, (_, at) => ['text', `q${at + 1}`, `第 ${at + 1} 题`])],
  settings: [['form_id', 'form_title', 'version'], ['stories', '样例二十题', '1']],
});
/** The table of holidays beside the forms. */

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('clocks');
  let officer = new Person(tablet);
  const says = (text) => officer.page.locator('[data-type="note"]').getByText(text).waitFor();

  await stage.shows('an enterprise is registered, and a form of twenty questions is there', async () => {
    await register(officer, server.address, FIRM);
    await officer.go('#/forms');
    await officer.give('form', MANY);
    await officer.page.locator('[data-form-opened="stories"]').waitFor();
  });

  await stage.shows('story 6: textiles with 320 staff and 3,500 万元 are 中型, with 280 小型, without a number 待定', async () => {
    await beginWhole(officer, server.address, FORM);
    await officer.chooseText('/data/g_ind/industry_section', 'C 制造业');
    await officer.shows('/data/g_ind/industry_section', 'C');
    await officer.question('/data/g_ind/industry_division').waitFor();
    await officer.choose('/data/g_ind/industry_division', '17');
    await officer.question('/data/g_ind/industry_division').getByText('纺织业').first().waitFor();
    const size = (words) => officer.question('/data/g_size/ent_size').getByText(words).first().waitFor();
    await officer.type('/data/g_size/revenue_wan', '3500');
    for (const [staff, value, words] of [['320', 'medium', '中型'], ['280', 'small', '小型'], ['', 'unknown', '待定']]) {
      await officer.clear('/data/g_size/employees');
      await officer.page.keyboard.type(staff);
      await officer.shows('/data/g_size/ent_size', value);
      await size(words);
    }
  });

  await stage.shows('story 7: 35,000,000 万元 are said to be 3500亿元, with the advice to check the unit', async () => {
    await officer.type('/data/g_size/revenue_wan', '35000000');
    await officer.question('/data/g_size/revenue_wan').getByRole('status').getByText(/^合 ?3,?500 ?亿元，请核对单位$/).waitFor();
    await take(officer.page, 'story-7');
  });

  await stage.shows('story 8: after a dead battery in the middle of question 14 the form is there at question 14, with 13 answers', async () => {
    await officer.go('#/');
    await officer.begin('stories');
    for (let at = 1; at < 14; at += 1) await officer.type(`/data/q${at}`, `样例${at}`);
    await officer.saved();
    await officer.touch(officer.field('/data/q14'));
    await officer.page.keyboard.type('样', { delay: 15 });
    await tablet.kill();
    await tablet.start();
    officer = new Person(tablet);
    await officer.open(server.address);
    await officer.tap('resume');
    await officer.question('/data/q14').waitFor();
    for (let at = 1; at < 14; at += 1) await officer.shows(`/data/q${at}`, `样例${at}`);
    const seen = () =>
      officer.question('/data/q14').evaluate((question) => {
        const { top, bottom } = question.getBoundingClientRect();
        return { seen: top >= 0 && bottom <= innerHeight, focused: question.contains(document.activeElement) };
      });
    await eventually(async () => assert.deepEqual(await seen(), { seen: true, focused: true }));
    await take(officer.page, 'story-8');
  });

  await stage.shows('story 21: of a matter accepted on 28 September 2023 two workdays are used on 8 October 2023', async () => {
    await officer.page.clock.setFixedTime(new Date('2023-10-08T09:00:00+08:00'));
    await officer.go('#/');
    await officer.begin('approval_matter');
    await officer.go(`${(await officer.route()).split('?')[0]}?all=1`);
    await officer.set('/data/accepted_on', '2023-09-28');
    await says(/已用 ?2 ?个工作日/);
    await take(officer.page, 'story-21');
  });

  await stage.shows('story 22: in a year without a table of holidays the page names the year, and what is due is an estimate', async () => {
    await officer.page.clock.setFixedTime(new Date('2027-01-04T09:00:00+08:00'));
    await officer.go('#/');
    await officer.begin('approval_matter');
    await officer.go(`${(await officer.route()).split('?')[0]}?all=1`);
    await officer.set('/data/accepted_on', '2026-12-28');
    await says('节假日表缺少2027年');
    await officer.go('#/');
    await officer.begin('need_report');
    await officer.touch(officer.question('/data/raised_on').locator('[data-action="open-calendar"]'));
    await officer.page.locator('[data-missing-year="2027"]').getByText('缺少2027年节假日表').waitFor();
    await officer.touch(officer.page.locator('[data-action="shut-calendar"]'));
    await officer.chooseText('/data/ent', FIRM.name);
    await officer.choose('/data/need_category', 'finance');
    await officer.type('/data/title', '样例贷款需求');
    await officer.choose('/data/urgency', 'urgent');
    await officer.tap('next');
    await officer.tap('finalize');
    await officer.page.waitForURL(/#\/records/);
    await officer.go('#/ledger');
    await officer.touch(officer.page.locator('tr[data-entity]', { hasText: FIRM.name }).locator('[data-action="open"]'));
    const due = officer.page.locator('[data-need] [data-due]').first();
    await due.getByText('估算：缺少2027年节假日表').waitFor();
    await take(officer.page, 'story-22');
  });
}
