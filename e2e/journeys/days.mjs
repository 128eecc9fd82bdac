// Days: typed in the usual ways, or picked from a calendar with rest days, by touch and by keyboard.

import assert from 'node:assert/strict';
import { violations } from '../lib/axe.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'Days, typed and from the calendar';

const DAY = '/data/day';
const MOMENT = '/data/moment';
const FREE = '/data/free';
const FORM = workbook('days.xlsx', {
  survey: [
    ['type', 'name', 'label', 'required', 'appearance'],
    ['date', 'day', '日期', 'yes'],
    ['date', 'free', '可不填的日期'],
    ['dateTime', 'moment', '日期和时间'],
    ['date', 'month', '月份', '', 'month-year'],
    ['time', 'hour', '时间'],
  ],
  settings: [
    ['form_id', 'form_title', 'version'],
    ['days', '样例日期', '1'],
  ],
});

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('days'));
  const { page } = officer;
  const inside = (path, action) => officer.question(path).locator(`[data-action="${action}"]`);
  const day = (date) => page.locator(`[data-day="${date}"]`);
  const focused = () => page.evaluate(() => document.activeElement?.dataset.day ?? document.activeElement?.dataset.action ?? '');
  const stands = (wanted) => eventually(async () => assert.equal(await focused(), wanted));
  const leave = async (path, text) => {
    await officer.type(path, text);
    await page.keyboard.press('Tab');
  };

  await stage.shows('a day is read however people write it', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', FORM);
    await page.locator('[data-form-opened=\"days\"]').waitFor();
    await officer.begin('days');
    await officer.field(DAY).waitFor();
    const ways = ['2023-10-31', '2023.10.31', '2023/10/31', '2023年10月31日', '20231031', '２０２３．１０．３１'];
    for (const way of ways) {
      await leave(DAY, way);
      await officer.shows(DAY, '2023-10-31');
      await officer.question(DAY).getByText('2023年10月31日', { exact: true }).waitFor();
      await leave(DAY, '2023-01-02');
      await officer.shows(DAY, '2023-01-02');
    }
    await leave(DAY, '20231031');
    await officer.saved();
  });
  await stage.shows('what is no day is told with the forms that are read, and the answer from before stays', async () => {
    await leave(DAY, '10月31');
    const told = officer.question(DAY).locator('[data-status="no-day"]');
    await told.getByText('20231031').waitFor();
    await told.getByText('2023年10月31日没有变').waitFor();
    await take(page, 'day-wrong');
    await page.reload();
    await officer.ready();
    await officer.shows(DAY, '2023-10-31');
  });
  await stage.shows('with no answer before it, what was typed is kept and keeps the form open', async () => {
    await leave(FREE, '十月三十一');
    await officer.saved();
    await page.reload();
    await officer.ready();
    await officer.shows(FREE, '十月三十一');
    await officer.question(FREE).locator('[data-status="no-day"]').waitFor();
    await officer.touch(inside(FREE, 'clear'));
    await officer.shows(FREE, '');
  });
  await stage.shows('the calendar opens at the answer, from Monday on, and marks rest days and working weekends', async () => {
    await officer.touch(inside(DAY, 'open-calendar'));
    await day('2023-10-31').waitFor();
    assert.equal(await page.locator('[data-month]').getAttribute('data-month'), '2023-10');
    assert.equal(await page.locator('.month__days th').first().getAttribute('abbr'), '星期一');
    assert.match(await day('2023-10-01').getAttribute('aria-label'), /2023年10月1日 星期日 休/);
    assert.match(await day('2023-10-07').getAttribute('aria-label'), /星期六 班/);
    assert.equal(await day('2023-10-07').locator('[data-mark]').getAttribute('data-mark'), '班');
    assert.equal(await day('2023-10-31').getAttribute('aria-pressed'), 'true');
    const sizes = await page.locator('[data-day], .month__turn').evaluateAll((buttons) => buttons.map((one) => one.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)));
    assert.ok(Math.min(...sizes) >= 48, `targets of ${Math.min(...sizes)} px`);
    await take(page, 'calendar');
  });
  await stage.shows('a tap picks the day and shuts the calendar', async () => {
    await officer.touch(page.locator('[data-action="month-before"]'));
    await officer.touch(day('2023-09-28'));
    await officer.shows(DAY, '2023-09-28');
    assert.equal(await page.locator('.month').count(), 0);
    await stands('open-calendar');
  });
  await stage.shows('the keyboard goes through it by days, weeks, months and years', async () => {
    await page.keyboard.press('Enter');
    await stands('2023-09-28');
    const ways = [
      ['ArrowRight', '2023-09-29'], ['ArrowDown', '2023-10-06'], ['Home', '2023-10-02'], ['End', '2023-10-08'], ['ArrowLeft', '2023-10-07'], ['ArrowUp', '2023-09-30'],
      ['PageDown', '2023-10-30'], ['PageUp', '2023-09-30'], ['Shift+PageDown', '2024-09-30'], ['Shift+PageUp', '2023-09-30'],
    ];
    for (const [key, wanted] of ways) {
      await page.keyboard.press(key);
      await stands(wanted);
    }
    await page.keyboard.press('Escape');
    await stands('open-calendar');
    await officer.shows(DAY, '2023-09-28');
    await page.keyboard.press('Enter');
    await stands('2023-09-28');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await officer.shows(DAY, '2023-09-29');
    await stands('open-calendar');
  });
  await stage.shows('a year without a table of holidays is named', async () => {
    await leave(DAY, '2027-03-01');
    await officer.touch(inside(DAY, 'open-calendar'));
    await page.locator('[data-missing-year="2027"]').getByText('缺少2027年节假日表').waitFor();
    await take(page, 'calendar-missing-year');
    await officer.touch(page.locator('[data-action="year-before"]'));
    await eventually(async () => assert.equal(await page.locator('[data-missing-year]').count(), 0));
    await officer.touch(page.locator('[data-action="shut-calendar"]'));
  });
  await stage.shows('a day with a time is typed whole or put together', async () => {
    await leave(MOMENT, '2023.10.31 9:05');
    await officer.shows(MOMENT, '2023-10-31');
    await officer.touch(inside(MOMENT, 'open-calendar'));
    await officer.touch(day('2023-10-20'));
    await officer.shows(MOMENT, '2023-10-20');
    assert.equal(await officer.question(MOMENT).locator('input[type=time]').inputValue(), '09:05');
    await officer.saved();
  });
  await stage.shows('the review says it as people say it', async () => {
    await leave(DAY, '2023/10/31');
    await officer.tap('next');
    await page.locator(`[data-answer="${DAY}"]`).getByText('2023年10月31日').waitFor();
    await page.locator(`[data-answer="${MOMENT}"]`).getByText('2023年10月20日 09:05').waitFor();
    await officer.tap('questions');
  });
  await stage.shows('axe finds nothing in the open calendar, in any theme', async () => {
    await officer.touch(inside(DAY, 'open-calendar'));
    await day('2023-10-31').waitFor();
    for (const theme of ['light', 'outdoor', 'dark']) {
      await page.evaluate((chosen) => document.documentElement.setAttribute('data-theme', chosen), theme);
      await page.waitForTimeout(300); // colours change by and by
      assert.deepEqual(await violations(page), [], theme);
    }
  });
}
