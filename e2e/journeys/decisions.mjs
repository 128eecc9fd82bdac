// Story 16: two officers change the same firms' staff numbers, each without knowing of the other. The coordinator sees both
// values, who, when and the old one, picks one with a reason, and what she decided travels. Many alike are decided at once.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { desk, exported, imported, kept, outcome, trust } from '../lib/batches.mjs';
import { card, openFirm, settle } from '../lib/disputes.mjs';
import { answer, EMPLOYEES, FORM, submit, update } from '../lib/enterprise.mjs';
import { beginWhole, finish, turnTo } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { seen } from '../lib/screens.mjs';
import { sheets } from '../lib/sheets.mjs';
import { packInClear } from '../lib/zones.mjs';

export const name = 'Two staff numbers for one firm: both are seen, one is picked, and the choice and its reason stay';

const FIRST = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const SECOND = { name: '样例二厂有限公司', code: '91110000600037341L' };
/** One record of it is edited in two places. */
const THIRD = { name: '样例三厂有限公司', code: '91440300708461136T' };
const REASON = '企业电话确认';
/** Where a property says who said so. */
const TOLD = 'summary[data-action="history"]';

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const one = new Person(await stage.device('decisions-one'));
  const two = new Person(await stage.device('decisions-two'));
  const coordinator = await desk(stage, server, 'decisions-desk');
  const page = coordinator.page;
  const disputed = (property) => page.locator(`[data-disputed="${property}"]`);
  const files = {};

  await stage.shows('two tablets have the same two firms, with 200 staff each', async () => {
    for (const firm of [FIRST, SECOND]) {
      await beginWhole(one, server.address, FORM);
      await answer(one, firm);
      await one.type(EMPLOYEES, '200');
      await submit(one);
    }
    await one.go('#/send');
    files.made = await exported(one, room);
    await coordinator.introduce('样例协调员', '900');
    await coordinator.go('#/import');
    await coordinator.give('batch', files.made);
    await trust(coordinator, files.made);
    await coordinator.tap('import');
    await imported(coordinator, { added: 2, known: 0 });
    await coordinator.go('#/ledger');
    const pack = await kept(await packInClear(coordinator), room, 'pack');
    await two.open(server.address, '#/forms');
    await two.give('pack', pack);
    await two.tap('take-pack');
    await two.page.locator('[data-pack="taken"]').waitFor();
    await two.introduce('样例乙', '002');
  });

  await stage.shows('each changes them, and both files come to the desk', async () => {
    await update(one, FIRST, '210');
    await update(one, SECOND, '310');
    await one.go('#/send');
    files.one = await exported(one, room);
    await two.open(server.address);
    await update(two, FIRST, '190');
    await update(two, SECOND, '290');
    await two.go('#/send');
    files.two = await exported(two, room);
    await coordinator.go('#/import');
    await coordinator.give('batch', [files.one, files.two]);
    await trust(coordinator, files.two);
    await outcome(coordinator, files.one, 'ready');
    await coordinator.tap('import');
    await imported(coordinator, { added: 4, known: 0 });
  });

  await stage.shows('story 16: both values of one firm’s staff number are seen, with who, when and the old one', async () => {
    await coordinator.go('#/conflicts');
    await disputed('employees').waitFor();
    assert.equal(await disputed('employees').locator('[data-dispute]').count(), 2);
    const first = card(coordinator, 'employees', FIRST);
    const said = await first.locator('[data-action="pick"]').evaluateAll((voices) => voices.map(({ dataset, innerText }) => [dataset.value, dataset.officer, innerText]));
    assert.deepEqual(said.map(([value, officer]) => `${value} ${officer}`).sort(), ['190 002', '210 001']);
    for (const [, , text] of said) assert.match(text, /20\d\d-\d\d-\d\d \d\d:\d\d/);
    assert.equal(await first.locator('[data-before]').first().getAttribute('data-before'), '200');
    await seen(page, 'decisions-conflicts');
  });

  await stage.shows('many alike are chosen by one rule, and one of them can be left', async () => {
    await coordinator.touch(disputed('employees').locator('[data-action="take-officer"][data-officer="002"]'));
    await eventually(async () => assert.equal(await page.locator('[data-dispute][data-state="chosen"]').count(), 2));
    await coordinator.touch(card(coordinator, 'employees', FIRST).locator('[data-action="pick"][data-value="190"]'));
    await eventually(async () => assert.equal(await page.locator('[data-dispute][data-state="chosen"]').count(), 1));
    await coordinator.tap('resolve');
    await page.locator('[data-status="failed"]').waitFor(); // without a reason nothing is written down
    await page.locator('[data-input="reason"]').pressSequentially('以第二次走访为准');
    await seen(page, 'decisions-chosen');
    await coordinator.tap('resolve');
    await page.locator('[data-status="decided"][data-count="1"]').waitFor();
    await eventually(async () => assert.equal(await page.locator('[data-dispute]').count(), 1));
  });

  await stage.shows('story 16: she picks one where it stands, and the choice and the reason stay in the history', async () => {
    await openFirm(coordinator, FIRST);
    await settle(coordinator, FIRST, 'employees', '210', REASON);
    const property = page.locator('tr[data-property="employees"]');
    await property.locator(TOLD).filter({ hasText: REASON }).waitFor();
    await page.locator('[data-dispute]').first().waitFor({ state: 'detached' });
    await coordinator.touch(property.locator('details[data-history] summary'));
    for (const value of ['200', '190', '210']) await property.locator(`[data-past="${value}"]`).first().waitFor();
    await property.locator('[data-past="210"]').filter({ hasText: '900' }).filter({ hasText: REASON }).first().waitFor();
    assert.doesNotMatch(await property.innerText(), /taizhang-decision/, 'a name that nobody gave');
    await seen(page, 'decisions-enterprise');
    // The value that a tablet said names the file that brought it, and leads to its import, which leads to the record.
    await coordinator.touch(property.locator('[data-past="190"] [data-action="open-import"]').first());
    const entry = page.locator('[data-import][data-pointed="true"]');
    await entry.waitFor();
    await coordinator.touch(entry.locator('[data-action="brought"]'));
    await eventually(async () => assert.equal(await entry.locator('[data-brought]').count(), 4));
    await seen(page, 'decisions-import-log');
    await openFirm(coordinator, FIRST);
    await page.reload();
    await coordinator.ready();
    await property.locator(TOLD).filter({ hasText: REASON }).waitFor();
  });

  await stage.shows('what she decided is decided anew where it stands, and the first decision stays in the history', async () => {
    const property = page.locator('tr[data-property="employees"]');
    const choose = async (value) => {
      await coordinator.touch(property.locator('details[data-history] summary'));
      await coordinator.touch(property.locator('[data-action="decide-anew"]'));
      await coordinator.touch(disputed('employees').locator(`[data-action="pick"][data-value="${value}"]`));
      await seen(page, `decisions-anew-${value}`);
      await coordinator.touch(page.locator(`[data-action="reason"][data-reason="${REASON}"]`));
      await coordinator.tap('resolve');
      await property.locator(`td[data-value="${value}"]`).waitFor();
      await coordinator.go('#/ledger');
      await openFirm(coordinator, FIRST);
    };
    await choose('190');
    await choose('210');
    await coordinator.touch(property.locator('details[data-history] summary'));
    await eventually(async () => assert.equal(await property.locator('[data-past="210"]').filter({ hasText: '900' }).count(), 2));
  });

  await stage.shows('all decisions wait to be sent like any record, and each has its page', async () => {
    await coordinator.go('#/records');
    const rows = page.locator('[data-record][data-state="waiting"]');
    await eventually(async () => assert.equal(await rows.count(), 4));
    assert.equal(await rows.locator('[data-action="edit"]').count(), 0);
    await coordinator.touch(rows.filter({ hasText: FIRST.name }).first().locator('[data-action="open"]'));
    await page.locator('[data-status="decision"]').waitFor();
    await page.locator('dd[data-property="employees"][data-value="210"]').waitFor();
    await page.getByText(REASON).first().waitFor();
    await seen(page, 'decisions-record');
    await coordinator.go('#/send');
    files.decided = await exported(coordinator, room);
  });

  await stage.shows('another desk that takes everything in, the decisions first, has the same and nothing to decide', async () => {
    const other = await desk(stage, server, 'decisions-other');
    for (const [file, added] of [[files.decided, 4], [files.two, 6], [files.made, 8], [files.one, 10]]) {
      await other.give('batch', file);
      if (file !== files.one) await trust(other, file);
      else await outcome(other, file, 'ready');
      await other.tap('import');
      await imported(other, { added, known: 0 });
    }
    for (const [firm, employees, reason] of [[FIRST, '210', REASON], [SECOND, '290', '以第二次走访为准']]) {
      await openFirm(other, firm);
      const property = other.page.locator('tr[data-property="employees"]');
      await property.locator(`td[data-value="${employees}"]`).waitFor();
      await property.locator(TOLD).filter({ hasText: reason }).waitFor();
    }
    await other.go('#/conflicts');
    await other.page.locator('.empty').waitFor();
    assert.equal(await other.page.locator('[data-dispute]').count(), 0);
  });

  // One record, edited in two places.

  const address = '/data/g_ind/address';
  const record = {};
  const openRecord = async (person) => {
    await person.go(`#/records/${record.id}`);
    await person.page.locator('p[data-record]').waitFor();
  };
  const edit = async (person, answers) => {
    await openRecord(person);
    await person.tap('edit');
    for (const [path, text] of Object.entries(answers)) {
      await turnTo(person, path);
      await person.type(path, text);
    }
    await finish(person);
  };

  await stage.shows('a record that came in is edited at the desk and on the tablet, each without the other', async () => {
    await one.open(server.address);
    await beginWhole(one, server.address, FORM);
    await answer(one, THIRD);
    await one.type(EMPLOYEES, '200');
    await submit(one);
    await one.go('#/send');
    files.third = await exported(one, room);
    await coordinator.go('#/import');
    await coordinator.give('batch', files.third);
    await outcome(coordinator, files.third, 'ready');
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await coordinator.go('#/records');
    const row = page.locator('[data-reviewed]').filter({ hasText: THIRD.name });
    await row.waitFor();
    record.id = await row.getAttribute('data-reviewed');
    await edit(coordinator, { [address]: '样例路3号', [EMPLOYEES]: '210' });
    await edit(one, { [EMPLOYEES]: '190' });
    await one.go('#/send');
    files.edited = await exported(one, room);
  });

  await stage.shows('the import tells one conflict, and the record is not to be reviewed before somebody decides', async () => {
    await coordinator.go('#/import');
    await coordinator.give('batch', files.edited);
    const row = await outcome(coordinator, files.edited, 'ready');
    assert.equal(await row.locator('[data-conflicts]').getAttribute('data-conflicts'), '1');
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 1 });
    await coordinator.go('#/records');
    const reviewed = page.locator(`[data-reviewed="${record.id}"]`);
    await eventually(async () => assert.equal(await reviewed.getAttribute('data-state'), 'differing'));
    assert.equal(await reviewed.locator('[data-action="pick"]').count(), 0);
    await openRecord(coordinator);
    await page.locator('[data-status="disputed"]').waitFor();
    const told = page.locator('[data-section="answers"]');
    await told.locator(`[data-answer="${address}"]`).getByText('样例路3号', { exact: true }).waitFor();
    await told.locator('dt').filter({ hasText: '从业人员' }).first().waitFor();
    await seen(page, 'decisions-record-disputed');
  });

  await stage.shows('meanwhile a table has one line for the record, with what adds up, and counts its heads', async () => {
    await coordinator.go('#/records');
    await coordinator.tap('open-export');
    await page.locator('[data-input="contents"]').selectOption({ label: '记录：企业登记' });
    await page.locator('[data-input="purpose"]').fill('核对');
    const file = await kept(await coordinator.download('make-export'), room, 'decisions');
    const rows = sheets(fs.readFileSync(file))['企业登记'].filter((row) => row['记录编号'] === record.id);
    assert.deepEqual(rows.map((row) => [row['经营地址'], row['并存版本']]), [['样例路3号', 2]]);
    await openRecord(coordinator);
    await coordinator.tap('decide');
  });

  await stage.shows('both answers of the record are seen, with who, when and the old one; a third is typed, with a reason', async () => {
    const asked = page.locator(`[data-disputed="${record.id}"] [data-dispute="g_size/employees"]`);
    await asked.waitFor();
    const said = await asked.locator('[data-action="pick"]').evaluateAll((voices) => voices.map(({ dataset }) => `${dataset.value} ${dataset.officer}`));
    assert.deepEqual(said.sort(), ['190 001', '210 900']);
    assert.equal(await asked.locator('[data-before]').first().getAttribute('data-before'), '200');
    assert.equal(await page.locator('[data-dispute="g_ind/address"]').count(), 0, 'what one side alone changed is joined by itself');
    assert.equal(await card(coordinator, 'employees', THIRD).count(), 0, 'nobody is asked the same twice');
    await seen(page, 'decisions-record-asked');
    await asked.locator('[data-input="ruling"]').fill('二百');
    await coordinator.touch(page.locator(`[data-action="reason"][data-reason="${REASON}"]`));
    await coordinator.tap('resolve');
    await page.locator('[data-status="failed"]').filter({ hasText: '数字' }).waitFor();
    await asked.locator('[data-input="ruling"]').fill('205');
    await coordinator.tap('resolve');
    await page.locator('[data-status="decided"][data-count="1"]').waitFor();
    await asked.waitFor({ state: 'detached' });
    await openRecord(coordinator);
    await page.locator(`[data-status="settled"][data-reason="${REASON}"]`).waitFor();
    await page.locator(`section[data-reviewed="${record.id}"][data-state="pending"]`).waitFor();
    await seen(page, 'decisions-record-settled');
    await coordinator.tap('edit');
    await turnTo(coordinator, address);
    await coordinator.shows(address, '样例路3号');
    await turnTo(coordinator, EMPLOYEES);
    await coordinator.shows(EMPLOYEES, '205');
    await openFirm(coordinator, THIRD);
    await page.locator('tr[data-property="employees"] td[data-value="205"]').waitFor();
    await page.locator('tr[data-property="employees"]').locator(TOLD).filter({ hasText: REASON }).waitFor();
  });

  await stage.shows('a desk that hears of the decision before what it decides has the same, and nothing to decide', async () => {
    await coordinator.go('#/send');
    files.settled = await exported(coordinator, room);
    const third = await desk(stage, server, 'decisions-third');
    for (const [place, file] of [files.settled, files.edited, files.third].entries()) {
      await third.give('batch', file);
      if (place < 2) await trust(third, file);
      else await outcome(third, file, 'ready');
      await third.tap('import');
      await outcome(third, file, 'imported');
    }
    await openFirm(third, THIRD);
    await third.page.locator('tr[data-property="employees"] td[data-value="205"]').waitFor();
    await third.page.locator('tr[data-property="address"] td[data-value="样例路3号"]').waitFor();
    await third.go('#/conflicts');
    await third.page.locator('.empty').waitFor();
    assert.equal(await third.page.locator('[data-dispute]').count(), 0);
  });
}
