// What is due stands at the top of the Today page: a visit that the last one set for today, and a need whose workday has gone by. That
// holds of a social organisation as of an enterprise.

import assert from 'node:assert/strict';
import { answer, begin } from '../lib/answers.mjs';
import { FORMS } from '../lib/canvass.mjs';
import { register } from '../lib/enterprise.mjs';
import { finish } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'What is due today and this week';

const FIRM = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const ORGANISATION = FORMS.find(({ list }) => list === 'social_orgs');

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
  const toFirm = () => officer.chooseText('/data/ent', FIRM.name);
  const toOrganisation = async () => {
    await officer.choose('/data/subject_kind', 'social_org');
    await officer.chooseText('/data/org', ORGANISATION.label);
  };
  /** A visit; `on` and `next` are days, where it was not today and where another one was set. */
  const visit = async (to, summary, { on, next } = {}) => {
    await officer.go('#/');
    await officer.begin('liaison_visit');
    await to();
    if (on) await officer.set('/data/visit_date', on);
    await officer.choose('/data/purposes', 'routine');
    await officer.type('/data/summary', summary);
    await officer.choose('/data/ledger_ok', 'yes');
    if (next) await officer.set('/data/next_visit', next);
    await finish(officer);
  };
  /** An urgent need from a day that has long gone by. */
  const need = async (of, title) => {
    await officer.go('#/');
    await officer.begin('need_report');
    await of();
    await officer.set('/data/raised_on', '2023-09-25');
    await officer.choose('/data/need_category', 'finance');
    await officer.type('/data/title', title);
    await officer.choose('/data/urgency', 'urgent');
    await finish(officer);
  };
  /** Opens the list, which may be open. */
  const list = async () => {
    await officer.go('#/');
    await due.waitFor();
    if ((await due.getAttribute('open')) === null) await officer.tap('due');
  };
  /** How much the page says is due today, and how much was. */
  const counts = async (today, overdue) => {
    await officer.go('#/');
    await due.getByText(`今日到期 ${today} 件`).waitFor();
    await due.getByText(`逾期 ${overdue} 件`).waitFor();
  };

  await stage.shows('with nothing due the page says nothing of it', async () => {
    await register(officer, server.address, FIRM);
    await installed(officer.page);
    await officer.go('#/');
    await officer.page.locator('[data-form="liaison_visit"]').first().waitFor();
    assert.equal(await due.count(), 0);
  });

  await stage.shows('a visit that was set for today, and a need whose workday has gone by, are counted at the top', async () => {
    await visit(toFirm, '样例：约定下次走访', { on: await day(-7), next: await day(0) });
    await need(toFirm, '样例贷款需求');
    await counts(1, 1);
    await take(officer.page, 'due-today');
  });

  await stage.shows('a tap lists them in plain words, and each opens its enterprise', async () => {
    await list();
    await due.locator('[data-what="need"][data-due="2023-10-13"]').getByText('应于2023年10月13日前办结').waitFor();
    await due.locator('[data-what="visit"]').getByText('应当走访').waitFor();
    await take(officer.page, 'due-list');
    await officer.touch(due.locator('[data-what="visit"] [data-action="open"]'));
    await officer.page.waitForURL(/#\/ledger\/enterprises\//);
    await officer.page.locator('[data-visit]').waitFor();
  });

  await stage.shows('visited again, it is due no more', async () => {
    await visit(toFirm, '样例：已走访');
    await counts(0, 1);
  });

  await stage.shows('a visit to a social organisation that was set for today, and a need of it, are told beside those of enterprises', async () => {
    await begin(officer, ORGANISATION.form);
    await answer(officer, ORGANISATION.form, ORGANISATION.create);
    await finish(officer);
    await visit(toOrganisation, '样例：约定再访协会', { on: await day(-7), next: await day(0) });
    await need(toOrganisation, '样例协会场地需求');
    await counts(1, 2);
    await list();
    const today = await day(0);
    const rows = due.locator('[data-due]').filter({ hasText: ORGANISATION.label });
    assert.deepEqual(await rows.evaluateAll((all) => all.map(({ dataset }) => [dataset.what, dataset.due])), [['need', '2023-10-13'], ['visit', today]]);
    await rows.getByText('应于2023年10月13日前办结').waitFor();
    await rows.filter({ hasText: '样例协会场地需求' }).waitFor();
    await rows.getByText('应当走访').waitFor();
    await due.locator('[data-what="need"]').filter({ hasText: FIRM.name }).waitFor();
    await take(officer.page, 'due-organisation');
  });

  await stage.shows('each of them opens the organisation, which has the visit and the need; visited again, the visit is due no more', async () => {
    for (const what of ['visit', 'need']) {
      await list();
      await officer.touch(due.locator(`[data-what="${what}"]`).filter({ hasText: ORGANISATION.label }).locator('[data-action="open"]'));
      await officer.page.waitForURL(/#\/ledger\/social_orgs\//);
      await officer.page.locator('h1.page__title').getByText(ORGANISATION.label).waitFor();
      await officer.page.locator(`[data-${what}]`).waitFor();
    }
    await take(officer.page, 'due-organisation-page');
    await visit(toOrganisation, '样例：已再访协会');
    await counts(0, 2);
    assert.equal(await due.locator('[data-what="visit"]').count(), 0);
  });
}
