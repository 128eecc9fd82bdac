// The main screens in another browser, upright and across, into e2e/out/pictures/<browser>/: for people to look at. What the
// eye would find first, a page wider than the screen, is measured.

import assert from 'node:assert/strict';
import { exported, imported, trust } from '../lib/batches.mjs';
import { fill, submit, takePhoto } from '../lib/enterprise.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { workbook } from '../lib/workbook.mjs';
import { PHOTO } from './journey.mjs';

export const name = 'Pictures';

const ENTERPRISE = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };

/** Controls that browsers draw in ways of their own. */
const CONTROLS = workbook('样例控件.xlsx', {
  survey: [
    ['type', 'name', 'label', 'appearance', 'parameters'],
    ['date', 'day', '日期'],
    ['date', 'month', '年月', 'month-year'],
    ['time', 'at', '时间'],
    ['dateTime', 'moment', '日期和时间'],
    ['range', 'score', '评分', null, 'start=1 end=10 step=1'],
    ['range', 'stars', '星级', 'rating', 'start=1 end=5 step=1'],
    ['range', 'picked', '下拉', 'picker', 'start=1 end=5 step=1'],
    ['text', 'words', '多行文字', 'multiline'],
    ['decimal', 'sum', '金额', 'thousands-sep'],
    ['select_one grade', 'likert', '满意度', 'likert'],
    ['select_one grade', 'menu', '菜单', 'minimal'],
    ['select_multiple grade', 'many', '多选', 'columns-2'],
    ['rank grade', 'order', '排序'],
    ['acknowledge', 'told', '已告知'],
    ['audio', 'voice', '录音'],
    ['image', 'drawing', '签名', 'signature'],
    ['geopoint', 'place', '位置'],
    ['barcode', 'code', '条码'],
    ['file', 'attachment', '附件'],
  ],
  choices: [
    ['list_name', 'name', 'label'],
    ['grade', 'one', '不满意'],
    ['grade', 'two', '一般'],
    ['grade', 'three', '满意'],
  ],
  settings: [['form_id', 'form_title'], ['controls', '样例控件']],
});

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('look');
  const officer = new Person(tablet);
  const wide = [];
  const shoot = async (screen) => {
    await officer.page.waitForTimeout(300);
    await take(officer.page, `${stage.kind.name}/${screen}`);
    const over = await officer.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 1) wide.push(`${screen}: ${over} px`);
  };
  const page = async (route, css, screen) => {
    await officer.go(route);
    await officer.page.locator(css).first().waitFor();
    await shoot(screen);
  };

  await stage.shows('every main screen is drawn', async () => {
    await officer.open(server.address);
    await officer.page.locator('[data-form]').first().waitFor();
    await shoot('today-first');
    await officer.introduce();
    await shoot('settings');
    await officer.go('#/forms');
    await officer.give('form', CONTROLS);
    await officer.page.locator('[data-form-opened]').waitFor();
    await shoot('forms');

    await officer.go('#/');
    await officer.begin('controls');
    const [route] = (await officer.route()).split('?');
    for (const [at, path] of ['day', 'words', 'likert', 'order', 'drawing', 'attachment'].entries()) {
      await officer.question(`/data/${path}`).evaluate((question) => question.scrollIntoView());
      await shoot(`fill-controls-${at}`);
    }
    await officer.set('/data/day', '2026-03-05');
    await officer.saved();
    await officer.tap('later');
    await page(`${route}/contents`, '[data-page-state]', 'fill-contents');

    await fill(officer, server.address, ENTERPRISE);
    await officer.question('/data/g_ind/industry_section').evaluate((question) => question.scrollIntoView());
    await shoot('fill-choices');
    await takePhoto(officer, '/data/licence_photo', PHOTO);
    await officer.question('/data/licence_photo').evaluate((question) => question.scrollIntoView());
    await shoot('fill-photo');
    await officer.saved();
    const [enterprise] = (await officer.route()).split('?');
    await page(`${enterprise}/review`, '[data-answer]', 'fill-review');
    await officer.go(`${enterprise}?all=1`);
    await submit(officer);
    await officer.page.locator('[data-record]').first().waitFor();
    await shoot('records');
    await page('#/', '[data-draft]', 'today');
  });

  await stage.shows('and so are the way out and the desk', async () => {
    await officer.go('#/send');
    await officer.tap('export');
    await officer.page.locator('[role="alertdialog"]').waitFor();
    await shoot('send-asks');
    await officer.tap('cancel-export');
    const batch = await exported(officer, stage.room());
    await shoot('send-made');
    await officer.go('#/import');
    await officer.give('batch', [batch]);
    await officer.page.locator('[data-file]').first().waitFor();
    await officer.page.waitForTimeout(1000);
    await shoot('import');
    await page('#/ledger', 'tr[data-entity]', 'ledger');
    await officer.tap('open');
    await officer.page.locator('[data-property]').first().waitFor();
    await shoot('enterprise');
    await page('#/about', 'h1', 'about');
  });

  await stage.shows('no screen is wider than the page', () => assert.deepEqual(wide, []));
}
