// Stories 11, 12 and 13: needs raised from a visit, each in one tap and back again; the ledger put right after it; and a need
// that is done only once the enterprise says so.

import assert from 'node:assert/strict';
import { register } from '../lib/enterprise.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';

export const name = 'Needs raised from a visit, the ledger put right after it, a need done when the enterprise says so';

const FIRM = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const SUMMARY = '样例：设备运转正常，谈到供电与贷款';
const DUE = '应于2023年10月13日前办结';

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('needs');
  let officer = new Person(tablet);
  const raised = () => officer.page.locator('[data-raised]');
  /** Answers what a problem needs, and submits it. */
  const report = async (category, title) => {
    await officer.choose('/data/need_category', category);
    await officer.type('/data/title', title);
    await officer.choose('/data/urgency', 'urgent');
    await officer.tap('next');
    await officer.tap('finalize');
  };

  await stage.shows('story 11: at a visit the boss raises a problem: one tap begins its report with all that the visit knows', async () => {
    await register(officer, server.address, FIRM);
    await officer.go('#/');
    await officer.begin('liaison_visit');
    await officer.chooseText('/data/ent', FIRM.name);
    await officer.set('/data/visit_date', '2023-09-25');
    await officer.choose('/data/purposes', 'routine');
    await officer.type('/data/summary', SUMMARY);
    await take(officer.page, 'needs-visit');
    await officer.tap('raise');
    await officer.question('/data/need_category').waitFor();
    await officer.shows('/data/raised_on', '2023-09-25');
    await officer.question('/data/ent').getByText(FIRM.name).first().waitFor();
  });

  await stage.shows('story 11: submitted it leads back to the visit, which says its number and by when it is to be done', async () => {
    await report('factor', '样例：供电不足');
    await officer.question('/data/summary').waitFor();
    await officer.shows('/data/summary', SUMMARY);
    await raised().getByText(/N\d{8}-[0-9a-f]{4} 样例：供电不足/).waitFor();
    await raised().getByText(DUE).waitFor();
    assert.equal(await raised().getAttribute('data-due'), '2023-10-13');
    await take(officer.page, 'needs-raised');
  });

  await stage.shows('a second one that is left waits at the visit, which stands where it stood', async () => {
    await officer.tap('raise');
    await officer.question('/data/need_category').waitFor();
    await officer.tap('leave');
    await officer.question('/data/summary').waitFor();
    await officer.page.locator('.follow-ups [data-draft]').waitFor();
    await officer.shows('/data/summary', SUMMARY);
  });

  await stage.shows('story 11: a second one, after a kill -9 in the middle of it, still leads back to the visit', async () => {
    await officer.touch(officer.page.locator('.follow-ups [data-draft] [data-action="resume"]'));
    await officer.question('/data/title').waitFor();
    await officer.type('/data/title', '样例：流动资金贷款');
    await officer.saved();
    await tablet.kill();
    await tablet.start();
    officer = new Person(tablet);
    await officer.open(server.address);
    await officer.touch(officer.page.locator('[data-draft] [data-action="resume"]').first());
    await officer.question('/data/title').waitFor();
    await officer.shows('/data/title', '样例：流动资金贷款');
    await report('finance', '样例：流动资金贷款');
    await officer.question('/data/summary').waitFor();
    await eventually(async () => assert.equal(await raised().count(), 2));
    assert.equal(await officer.page.getByText(DUE).count(), 2);
    assert.equal(await officer.page.locator('.follow-ups [data-draft]').count(), 0);
  });

  await stage.shows('story 12: where the ledger is not right any more, its update is what comes after the visit', async () => {
    await officer.choose('/data/ledger_ok', 'yes');
    assert.equal(await officer.page.locator('[data-then]').count(), 0);
    await officer.choose('/data/ledger_ok', 'no');
    await officer.page.locator('[data-then="enterprise_registration"]').waitFor();
    await take(officer.page, 'needs-then');
    await officer.tap('next');
    await officer.tap('finalize');
    await officer.question('/data/existing').waitFor();
    await officer.shows('/data/mode', 'update');
    await officer.question('/data/existing').getByText(FIRM.name).first().waitFor();
    await turnTo(officer, '/data/g_id/ent_name');
    await officer.shows('/data/g_id/ent_name', FIRM.name);
  });

  await stage.shows('updated, the page of the visit has both needs, and a third can be raised from it', async () => {
    await turnTo(officer, '/data/g_size/employees');
    await officer.type('/data/g_size/employees', '350');
    await finish(officer);
    await officer.page.waitForURL(/#\/records\/[0-9a-f-]+/);
    await eventually(async () => assert.equal(await raised().count(), 2));
    await take(officer.page, 'needs-record');
    const visit = officer.page.url();
    await officer.touch(officer.page.locator('[data-action="raise"][data-form="need_report"]'));
    await officer.question('/data/need_category').waitFor();
    await report('labour', '样例：招工困难');
    await eventually(async () => assert.equal(await raised().count(), 3));
    assert.equal(officer.page.url(), visit);
  });

  /** Begins the follow-up of a need, as far as what was done about it. */
  const actedOn = async (need, unit, progress) => {
    await officer.go('#/');
    await officer.begin('need_followup');
    await officer.touch(officer.question('/data/need').locator('[data-action="open-choices"], [data-value]').first());
    await officer.touch(officer.question('/data/need').locator('[data-value]').filter({ hasText: need }));
    await officer.choose('/data/actions', 'coordinate');
    await officer.type('/data/lead_unit', unit);
    await officer.type('/data/progress', progress);
  };

  await stage.shows('a need that goes beyond a level says to which it was referred, and where it stands the next time', async () => {
    await actedOn('招工困难', '样例人社局', '样例：本级无权办理');
    await officer.shows('/data/need_level', 'service_group');
    await officer.choose('/data/new_status', 'referred');
    await officer.question('/data/referred_to').waitFor();
    const offered = await officer.question('/data/referred_to').locator('[data-value]').evaluateAll((all) => all.map((one) => one.dataset.value));
    assert.deepEqual(offered, ['committee', 'zone']);
    await officer.choose('/data/referred_to', 'committee');
    await officer.shows('/data/need_level', 'committee');
    await take(officer.page, 'needs-referred');
    await officer.saved();
    await finish(officer);
    await actedOn('招工困难', '样例企业党委', '样例：已对接院校');
    await officer.shows('/data/need_level', 'committee');
    await officer.choose('/data/new_status', 'in_progress');
    await officer.saved();
    await finish(officer);
  });

  await stage.shows('story 13: a need that the enterprise has not confirmed can only be 已办结，待企业确认', async () => {
    const followUp = async () => {
      await actedOn('供电不足', '样例供电所', '样例：已增容');
      await officer.choose('/data/new_status', 'closed');
    };
    const done = async () => {
      await officer.choose('/data/new_status', 'solved');
      await officer.set('/data/solved_on', '2023-10-12');
      await officer.saved();
      await finish(officer);
    };
    const told = (path) => officer.question(path).getByRole('alert');
    await followUp();
    await told('/data/new_status').getByText('只能选“已办结，待企业确认”').waitFor();
    await take(officer.page, 'needs-not-confirmed');
    await done();

    await followUp();
    await officer.choose('/data/enterprise_confirmed', 'no');
    await told('/data/enterprise_confirmed').getByText('只能选“已办结，待企业确认”').waitFor();
    await officer.tap('next');
    await officer.tap('finalize');
    await officer.page.locator('.action-bar__said').waitFor();
    await done();
    await officer.go('#/ledger');
    await officer.touch(officer.page.locator('tr[data-entity] [data-action="open"]').first());
    await officer.page.locator('[data-need][data-state="solved"]').getByText('已办结，待企业确认').first().waitFor();
    await officer.page.locator('[data-need][data-state="open"] [data-due="2023-10-13"]').first().waitFor();
  });
}
