// What is due stands at the top of the Today page: a visit that the last one set for today, and a need whose workday has gone by.

import assert from 'node:assert/strict';
import { register } from '../lib/enterprise.mjs';
import { finish } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'What is due today and this week';

const FIRM = { name: '样例一厂有限公司', code: '91350100M000100Y43' };

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('due'));
  const due = officer.page.locator('details.due');
  /** The page's own day, so many days on. */
  const day = (days) =>
    officer.page.evaluate((days) => {
      const date = new Date(Date.now() + days * 86_400_000);
      return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
    }, days);

  await stage.shows('with nothing due the page says nothing of it', async () => {
    await register(officer, server.address, FIRM);
    await installed(officer.page);
    await officer.go('#/');
    await officer.page.locator('[data-form="liaison_visit"]').first().waitFor();
    assert.equal(await due.count(), 0);
  });

  await stage.shows('a visit that was set for today, and a need whose workday has gone by, are counted at the top', async () => {
    await officer.begin('liaison_visit');
    await officer.chooseText('/data/ent', FIRM.name);
    await officer.set('/data/visit_date', await day(-7));
    await officer.choose('/data/purposes', 'routine');
    await officer.type('/data/summary', '样例：约定下次走访');
    await officer.choose('/data/ledger_ok', 'yes');
    await officer.set('/data/next_visit', await day(0));
    await finish(officer);
    await officer.go('#/');
    await officer.begin('need_report');
    await officer.chooseText('/data/ent', FIRM.name);
    await officer.set('/data/raised_on', '2023-09-25');
    await officer.choose('/data/need_category', 'finance');
    await officer.type('/data/title', '样例贷款需求');
    await officer.choose('/data/urgency', 'urgent');
    await finish(officer);
    await officer.go('#/');
    await due.getByText('今日到期 1 件').waitFor();
    await due.getByText('逾期 1 件').waitFor();
    await take(officer.page, 'due-today');
  });

  await stage.shows('a tap lists them in plain words, and each opens its enterprise', async () => {
    await officer.tap('due');
    await due.locator('[data-what="need"][data-due="2023-10-13"]').getByText('应于2023年10月13日前办结').waitFor();
    await due.locator('[data-what="visit"]').getByText('应当走访').waitFor();
    await take(officer.page, 'due-list');
    await officer.touch(due.locator('[data-what="visit"] [data-action="open"]'));
    await officer.page.waitForURL(/#\/ledger\/enterprises\//);
    await officer.page.locator('[data-visit]').waitFor();
  });

  await stage.shows('visited again, it is due no more', async () => {
    await officer.go('#/');
    await officer.begin('liaison_visit');
    await officer.chooseText('/data/ent', FIRM.name);
    await officer.choose('/data/purposes', 'routine');
    await officer.type('/data/summary', '样例：已走访');
    await officer.choose('/data/ledger_ok', 'yes');
    await finish(officer);
    await officer.go('#/');
    await due.getByText('今日到期 0 件').waitFor();
    await due.getByText('逾期 1 件').waitFor();
  });
}
