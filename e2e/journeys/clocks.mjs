// The acceptance stories of figures and clocks: size, units, a dead battery in a long form, workdays, a year without holidays.
// docs/stories.md says which story is shown where. The page's clock is moved; nothing sleeps.

import assert from 'node:assert/strict';
import { FORM, register } from '../lib/enterprise.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { kept } from '../lib/batches.mjs';
import { take } from '../lib/pictures.mjs';
import { seen } from '../lib/screens.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'Acceptance stories: size, units, a dead battery, workdays';

const FIRM = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const QUESTIONS = 20;
const MANY = workbook('stories.xlsx', {
  survey: [['type', 'name', 'label'], ...Array.from({ length: QUESTIONS }, (_, at) => ['text', `q${at + 1}`, `第 ${at + 1} 题`])],
  settings: [['form_id', 'form_title', 'version'], ['stories', '样例二十题', '1']],
});
/** A year as a coordinator types it: half of it, with slips, and whole. */
const TYPED = ['2027年放假安排', '日期,节日,类型', '2027-01-01,元旦,放假'];
const table = (lines) => ({ name: '2027.csv', mimeType: 'text/csv', buffer: Buffer.from([...TYPED, ...lines].join('\r\n')) });
const SLIPS = table(['2027-02-30,春节,放假', '2027-01-05,元旦,上班', '2027-01-11,元旦,调休']);
const HALF = table(['2027-01-11,样例,放假']);
const WHOLE = table(['2027-01-11,样例,放假', '2027年5月1日,劳动节,放假', '2027/10/1,国庆节,休', '2027-09-26,国庆节,上班']);

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
    assert.equal(await due.getAttribute('data-due'), '2027-01-18');
    await take(officer.page, 'story-22');
  });

  const holidays = (person) => person.page.locator('[data-section="holidays"]');
  const look = async (picture) => {
    await holidays(officer).evaluate((section) => section.scrollIntoView());
    await seen(officer.page, picture);
  };
  await stage.shows('a zone brings its own year: each mistake is told with its row, and what would change stands there before it counts', async () => {
    await officer.go('#/forms');
    await holidays(officer).locator('[data-years="2020–2026"]').waitFor();
    await officer.give('holidays', SLIPS);
    const faults = holidays(officer).locator('[data-status="holidays-faults"]');
    await faults.waitFor();
    const told = await faults.locator('li').evaluateAll((lines) => lines.map((line) => [line.dataset.fault, line.dataset.column]));
    assert.deepEqual(told, [['4', 'A'], ['5', 'C'], ['6', 'C']]);
    await look('holidays-faults');
    await officer.give('holidays', HALF);
    await faults.getByText('这一年不完整').first().waitFor();
    await officer.give('holidays', WHOLE);
    await holidays(officer).locator('[data-year="2027"][data-known="false"]').waitFor();
    await look('holidays-seen');
    await officer.tap('use-holidays');
    await holidays(officer).locator('[data-status="holidays-taken"]').waitFor({ timeout: 60_000 });
    await holidays(officer).locator('[data-years="2020–2027"]').waitFor();
    await look('holidays-taken');
  });

  /** That a form and a page know the year. */
  const knows = async (person) => {
    await person.go('#/');
    await person.begin('approval_matter');
    await person.go(`${(await person.route()).split('?')[0]}?all=1`);
    await person.set('/data/accepted_on', '2026-12-28');
    await person.page.locator('[data-type="note"]').getByText(/已用 ?4 ?个工作日/).waitFor();
  };
  await stage.shows('from then on forms and pages reckon with it', async () => {
    await knows(officer);
    await officer.go('#/ledger');
    await officer.touch(officer.page.locator('tr[data-entity]', { hasText: FIRM.name }).locator('[data-action="open"]'));
    const due = officer.page.locator('[data-need] [data-due]').first();
    await due.waitFor();
    await eventually(async () => assert.equal(await due.getAttribute('data-due'), '2027-01-19'));
    assert.doesNotMatch(await due.innerText(), /估算/);
  });

  await stage.shows('a pack brings it to a tablet; a year that is brought in again shows each day that differs; and the zone can go back', async () => {
    await officer.go('#/ledger');
    const pack = await kept(await officer.download('export-pack'), stage.room(), 'pack');
    const other = new Person(await stage.device('clocks-other'));
    await other.page.clock.setFixedTime(new Date('2027-01-04T09:00:00+08:00'));
    await other.open(server.address, '#/forms');
    await other.introduce('样例乙', '002');
    await other.go('#/forms');
    await other.give('pack', pack);
    await other.page.locator('[data-tables="1"]').waitFor();
    await other.tap('take-pack');
    await other.page.locator('[data-pack="taken"]').waitFor();
    await holidays(other).locator('[data-years="2020–2027"]').waitFor();
    await knows(other);

    await officer.go('#/forms');
    await officer.give('holidays', table(['2027-05-01,劳动节,放假', '2027-10-01,国庆节,放假', '2027-09-26,国庆节,上班']));
    await holidays(officer).locator('[data-year="2027"][data-different="1"] [data-day="2027-01-11"]').waitFor();
    await officer.tap('leave-holidays');
    await officer.tap('shipped-holidays');
    await holidays(officer).locator('[data-years="2020–2026"]').waitFor();
  });
}
