// A coordinator reviews what came in: many records are approved at once, one is returned with a reason, and nothing of them is
// changed. And what there is to work through: the same firm twice, a code that does not check out, ledgers that are old.

import assert from 'node:assert/strict';
import { desk, exported, imported, outcome, trust } from '../lib/batches.mjs';
import { register } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { seen } from '../lib/screens.mjs';

export const name = 'Records are approved or returned, and the work lists lead to what there is to do';

const FIRMS = [
  { name: '样例棉纺织有限公司', code: '91350100M000100Y43' },
  { name: '样例棉纺织有限责任公司', code: '91110000600037341L' },
];
const REASON = '缺少照片或附件';

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('reviews-tablet'));
  const coordinator = await desk(stage, server, 'reviews-desk');
  const page = coordinator.page;
  const list = (person = coordinator) => person.page.locator('[data-list="reviews"]');
  const filter = async (name, person = coordinator) => person.touch(list(person).locator(`[data-action="filter"][data-filter="${name}"]`));
  const files = {};

  await stage.shows('two records come in and wait to be reviewed', async () => {
    for (const firm of FIRMS) await register(officer, server.address, firm);
    await officer.go('#/send');
    files.made = await exported(officer, room);
    await coordinator.introduce('样例协调员', '900');
    await coordinator.go('#/import');
    await coordinator.give('batch', files.made);
    await trust(coordinator, files.made);
    await coordinator.tap('import');
    await imported(coordinator, { added: 2, known: 0 });
    await coordinator.go('#/records');
    await eventually(async () => assert.equal(await list().locator('[data-state="pending"]').count(), 2));
    await seen(page, 'reviews-pending');
  });

  await stage.shows('one is returned, with a reason, which must be given', async () => {
    await coordinator.touch(list().locator('[data-reviewed]').filter({ hasText: FIRMS[0].name }).locator('[data-action="open"]'));
    await page.locator('p[data-record]').waitFor();
    const before = await page.locator('p[data-record]').innerText();
    await coordinator.tap('return');
    await page.locator('[data-status="failed"]').waitFor();
    await coordinator.touch(page.locator(`[data-action="reason"][data-reason="${REASON}"]`));
    await coordinator.tap('return');
    await page.locator('section[data-reviewed][data-state="returned"]').waitFor();
    await page.locator(`[data-verdict="returned"][data-reason="${REASON}"]`).waitFor();
    assert.equal(await page.locator('p[data-record]').innerText(), before);
    await seen(page, 'reviews-returned');
  });

  await stage.shows('those that are good are approved at once, and the lists say so', async () => {
    await coordinator.go('#/records');
    await eventually(async () => assert.equal(await list().locator('[data-state="pending"]').count(), 1));
    await coordinator.tap('pick-all');
    await coordinator.tap('approve');
    await page.locator('[data-status="decided"][data-count="1"]').waitFor();
    await filter('approved');
    await list().locator('[data-reviewed][data-state="approved"]').filter({ hasText: FIRMS[1].name }).waitFor();
    await filter('returned');
    await list().locator('[data-reviewed][data-state="returned"]').filter({ hasText: FIRMS[0].name }).waitFor();
  });

  await stage.shows('verdicts travel to another desk, also before the records', async () => {
    await coordinator.go('#/send');
    files.judged = await exported(coordinator, room);
    const other = await desk(stage, server, 'reviews-other');
    for (const [file, added] of [[files.judged, 2], [files.made, 4]]) {
      await other.give('batch', file);
      await trust(other, file);
      await other.tap('import');
      await imported(other, { added, known: 0 }); // the page counts all that it took in
    }
    await other.go('#/records');
    await filter('returned', other);
    await list(other).locator(`[data-reviewed][data-state="returned"] [data-reason="${REASON}"]`).waitFor();
    await filter('approved', other);
    await list(other).locator('[data-reviewed][data-state="approved"]').waitFor();
  });

  await stage.shows('the work lists tell of one name twice, and each row leads to its enterprise', async () => {
    await coordinator.go('#/worklists');
    const same = page.locator('[data-list="duplicates"] [data-likeness="same-name"]');
    await same.waitFor();
    assert.equal(await same.locator('[data-entity]').count(), 2);
    assert.equal(await page.locator('[data-list="faulty-codes"]').getAttribute('data-count'), '0');
    assert.equal(await page.locator('[data-list="stale"]').getAttribute('data-count'), '0');
    await seen(page, 'reviews-worklists');
    await coordinator.touch(same.locator('[data-action="open"]').first());
    await page.locator('h1.page__title').getByText('样例棉纺织').waitFor();
  });
}
