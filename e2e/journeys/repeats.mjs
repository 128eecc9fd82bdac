// Entries of a repeat: moved by buttons, removed and called back with all that was in them, listed in the contents.

import assert from 'node:assert/strict';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'Entries of a repeat are moved, removed and called back';

const FORM = workbook('样例清单.xlsx', {
  survey: [
    ['type', 'name', 'label', 'calculation', 'repeat_count'],
    ['begin repeat', 'needs', '企业提出的问题'],
    ['text', 'what', '一句话描述'],
    ['integer', 'staff', '涉及人数'],
    ['calculate', 'place', null, 'position(..)'],
    ['end repeat', 'needs'],
    ['begin repeat', 'fixed', '固定两项', null, '2'],
    ['text', 'note', '说明'],
    ['end repeat', 'fixed'],
    ['note', 'order', '顺序：${all}'],
    ['calculate', 'all', null, "join('、', ${what})"],
  ],
  settings: [
    ['form_id', 'form_title', 'version', 'style'],
    ['sample_entries', '样例清单', '1', 'pages'],
  ],
});

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('repeats');
  let officer = new Person(tablet);
  const instance = (at) => officer.page.locator(`[data-path="/data/needs[${at}]"]`);
  const order = async (...expected) => {
    for (const [at, what] of expected.entries()) await officer.shows(`/data/needs[${at + 1}]/what`, what);
  };

  await stage.shows('three entries are filled; the first cannot go up, the last not down', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', FORM);
    await officer.page.locator('[data-form-opened="sample_entries"]').waitFor();
    await officer.go('#/');
    await officer.begin('sample_entries');
    for (const [at, what] of ['供电', '贷款', '用工'].entries()) {
      if (at > 0) await officer.tap('add-repeat');
      await officer.type(`/data/needs[${at + 1}]/what`, what);
    }
    await officer.type('/data/needs[3]/staff', '12');
    assert.ok(await instance(1).locator('[data-action="move-up"]').isDisabled());
    assert.ok(await instance(3).locator('[data-action="move-down"]').isDisabled());
    await take(officer.page, 'repeats-three');
  });

  await stage.shows('the last one is moved to the front with all it has', async () => {
    await officer.touch(instance(3).locator('[data-action="move-up"]'));
    await order('供电', '用工', '贷款');
    await officer.touch(instance(2).locator('[data-action="move-up"]'));
    await order('用工', '供电', '贷款');
    await officer.shows('/data/needs[1]/staff', '12');
    await officer.saved();
  });

  await stage.shows('the contents list the entries in their order by their first answers, each one tap away', async () => {
    await officer.tap('contents');
    const entries = officer.page.locator('[data-entry^="/data/needs"]');
    await entries.first().waitFor();
    assert.deepEqual(
      (await entries.allInnerTexts()).map((text) => text.split(/\s+/).at(-1)),
      ['用工', '供电', '贷款'],
    );
    await take(officer.page, 'repeats-contents');
    await officer.touch(entries.nth(1));
    await order('用工', '供电', '贷款');
  });

  await stage.shows('a removed entry is called back with all its answers', async () => {
    await officer.touch(instance(1).locator('[data-action="remove-repeat"]'));
    await order('供电', '贷款');
    await take(officer.page, 'repeats-removed');
    await officer.tap('restore-repeat');
    await order('用工', '供电', '贷款');
    await officer.shows('/data/needs[1]/staff', '12');
    assert.equal(await officer.action('restore-repeat').count(), 0);
  });

  await stage.shows('also after a kill -9 right behind the removal; the order is as it was', async () => {
    await officer.touch(instance(2).locator('[data-action="remove-repeat"]'));
    await order('用工', '贷款');
    await officer.saved();
    await tablet.kill();
    await tablet.start();
    officer = new Person(tablet);
    await officer.open(server.address);
    await officer.tap('resume');
    await order('用工', '贷款');
    await officer.tap('restore-repeat');
    await order('用工', '供电', '贷款');
    await officer.saved();
  });

  await stage.shows('after ten seconds the way back is gone, and the entry stays removed', async () => {
    await officer.touch(instance(2).locator('[data-action="remove-repeat"]'));
    await officer.action('restore-repeat').waitFor();
    await eventually(async () => assert.equal(await officer.action('restore-repeat').count(), 0), { within_ms: 15_000 });
    await order('用工', '贷款');
  });

  await stage.shows('a repeat that the form counts offers neither', async () => {
    await officer.tap('next');
    await officer.question('/data/fixed[2]/note').waitFor();
    for (const action of ['move-up', 'move-down', 'remove-repeat', 'add-repeat']) {
      assert.equal(await officer.action(action).count(), 0, action);
    }
  });

  await stage.shows('what looks at the order follows it', async () => {
    await officer.tap('next');
    await officer.question('/data/order').getByText('顺序：用工、贷款').waitFor();
  });
}
