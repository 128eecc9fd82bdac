// What was corrected of a person is due at once and what was remarked a year later: each is listed first, goes on a yes, stands nowhere
// then, and comes back with nothing from before. The page's clock is moved.

import assert from 'node:assert/strict';
import { begin, finish, pick } from '../lib/answers.mjs';
import { desk, exported, imported, outcome, trust } from '../lib/batches.mjs';
import { places } from '../lib/database.mjs';
import { load } from '../lib/forms.mjs';
import { openEntity, past, steps, value } from '../lib/ledger.mjs';
import { counts, erase, overdue } from '../lib/overdue.mjs';
import { Person } from '../lib/person.mjs';
import { seen, speak } from '../lib/screens.mjs';
import { register } from '../lib/talent.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'A corrected name and last year’s remark go from the records, and the rest of them stays';

const WRONG = '样例周正博士';
const RIGHT = '样例周政博士';
const PHONE = '400-000-0417';
const NAME = '/data/g_person/display_name';
const LEVEL = '/data/g_person/talent_level';
const REMARK = '样例厂办老赵说的';
/** A number that was misheard as well, and the one that is right. */
const MISHEARD = '400-000-0511';
const HEARD = '400-000-0512';
/** A zone's own form, which says a number and nothing else. */
const NUMBER = workbook('样例改号.xlsx', {
  survey: [
    ['type', 'name', 'label', 'save_to'],
    ['select_one_from_file talents.csv', 'who', '是谁', null],
    ['text', 'phone', '电话', 'phone'],
  ],
  settings: [['form_id', 'form_title', 'version'], ['sample_number', '样例改号', '1']],
  entities: [['list_name', 'entity_id'], ['talents', '${who}']],
});
const YEAR_MS = 366 * 86_400_000;

/** Edits the only record, with every page of it in sight. */
async function edit(officer) {
  await officer.go('#/records');
  await officer.touch(officer.page.locator('[data-record] [data-action="open"]').first());
  await officer.page.locator('p[data-record]').waitFor();
  await officer.tap('edit');
  await officer.page.locator('[data-path]').first().waitFor();
  await officer.go(`${(await officer.route()).split('?')[0]}?all=1`);
  await officer.question(LEVEL).waitFor();
}

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('corrected-tablet'));
  const coordinator = await desk(stage, server, 'corrected-desk');
  const { page } = coordinator;
  const first = {};

  /** What the tablet has not sent yet comes in at the desk. */
  const handedOver = async (counts) => {
    await officer.go('#/send');
    const file = await exported(officer, room);
    await coordinator.go('#/import');
    await coordinator.give('batch', [file]);
    await outcome(coordinator, file, 'ready', { within_ms: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, counts);
  };

  await stage.shows('somebody is registered under a name that was misheard, with a remark, and comes to a desk', async () => {
    await officer.open(server.address);
    await officer.introduce('样例联络员', '101');
    await register(officer, { name: WRONG, phone: PHONE });
    await edit(officer);
    await officer.touch(officer.question(LEVEL).locator('[data-action="remark"]'));
    const remark = officer.page.locator(`[data-remark="${LEVEL}"]`).locator('input, textarea');
    await officer.touch(remark);
    await remark.fill(REMARK);
    await officer.saved();
    await officer.tap('finalize');
    await officer.page.waitForURL(/#\/records/);
    await officer.go('#/send');
    first.file = await exported(officer, room);
    await coordinator.introduce('样例协调员', '900');
    await coordinator.go('#/import');
    await coordinator.give('batch', [first.file]);
    await trust(coordinator, first.file);
    await coordinator.tap('import');
    await imported(coordinator, { added: 2, known: 0 });
    await counts(coordinator, 0);
  });

  await stage.shows('the name is put right; on that day what it was before is listed as due, in both languages', async () => {
    await edit(officer);
    await officer.type(NAME, RIGHT);
    await officer.saved();
    await officer.tap('finalize');
    await officer.page.waitForURL(/#\/records/);
    await handedOver({ added: 1, known: 2 });
    assert.ok((await places(page, WRONG)).length > 0);
    await counts(coordinator, 1);
    await overdue(coordinator).locator('[data-what="corrected"]').filter({ hasText: RIGHT }).waitFor();
    assert.ok(!(await page.content()).includes(WRONG), 'the list does not tell it');
    await speak(coordinator, 'en');
    await counts(coordinator, 1);
    await seen(page, 'corrected-due-en');
    await speak(coordinator, 'zh-CN');
    await counts(coordinator, 1);
    await seen(page, 'corrected-due-zh');
  });

  await stage.shows('on the person’s page it is told that the name was corrected and by whom, and not what it had been', async () => {
    await openEntity(coordinator, 'talents', RIGHT);
    assert.equal((await value(page, 'display_name').innerText()).trim(), RIGHT);
    const said = await past(page, 'display_name');
    assert.equal(said.length, 2);
    assert.ok(said[0].startsWith(RIGHT) && said[1].startsWith('已更正'), said.join(' | '));
    for (const line of said) assert.ok(line.includes('（101，'), line);
    assert.ok((await steps(page)).some(({ changes }) => changes.some((change) => change.endsWith(`：已更正 → ${RIGHT}`))));
    assert.ok(!(await page.content()).includes(WRONG));
    for (const history of await page.locator('details[data-history="display_name"] summary').all()) await coordinator.touch(history);
    await value(page, 'display_name').scrollIntoViewIfNeeded();
    await seen(page, 'corrected-told-zh');
  });

  await stage.shows('a yes erases it from every revision: the old name stands nowhere, the new one and the number do', async () => {
    await counts(coordinator, 1);
    await erase(coordinator, 1);
    assert.deepEqual(await places(page, WRONG), []);
    for (const text of [RIGHT, PHONE, REMARK]) assert.ok((await places(page, text)).length > 0, text);
    await counts(coordinator, 0);
    await coordinator.go('#/import');
    await coordinator.give('batch', [first.file]);
    await outcome(coordinator, first.file, 'already-imported');
    assert.deepEqual(await places(page, WRONG), []);
  });

  await stage.shows('once it is erased its page has no line for it, not a blank one either: not in the history of the name, nor in what changed', async () => {
    await openEntity(coordinator, 'talents', RIGHT);
    const said = await past(page, 'display_name');
    assert.deepEqual(said.map((line) => line.startsWith(RIGHT)), [true], said.join(' | '));
    for (const { said, changes } of await steps(page)) {
      assert.ok(changes.length > 0 && said.includes(`${changes.length} 项`), `${said}: ${changes.length}`);
      for (const change of changes) assert.doesNotMatch(change, /已更正|→ —$/);
    }
    for (const text of [WRONG, '已更正']) assert.ok(!(await page.content()).includes(text), text);
    for (const history of await page.locator('details[data-history="display_name"] summary').all()) await coordinator.touch(history);
    await value(page, 'display_name').scrollIntoViewIfNeeded();
    await seen(page, 'corrected-erased-zh');
  });

  await stage.shows('of a change that said a number and nothing else, nothing is told once the number was erased', async () => {
    await load(officer, NUMBER);
    await officer.page.locator('[data-form-opened="sample_number"]').waitFor();
    for (const number of [MISHEARD, HEARD]) {
      await begin(officer, 'sample_number');
      await pick(officer, '/data/who', RIGHT);
      await officer.type('/data/phone', number);
      await finish(officer);
    }
    await handedOver({ added: 2, known: 0 });
    await openEntity(coordinator, 'talents', RIGHT);
    assert.equal(await value(page, 'phone').getAttribute('data-value'), HEARD);
    assert.deepEqual((await past(page, 'phone')).map((line) => line.startsWith('已更正')), [false, true, true]);
    const before = (await steps(page)).length;
    await counts(coordinator, 1);
    await erase(coordinator, 1);
    for (const text of [MISHEARD, PHONE]) assert.deepEqual(await places(page, text), []);
    await openEntity(coordinator, 'talents', RIGHT);
    assert.deepEqual((await past(page, 'phone')).map((line) => line.startsWith(HEARD)), [true]);
    for (const text of [MISHEARD, PHONE, '已更正']) assert.ok(!(await page.content()).includes(text), text);
    const changed = await steps(page);
    assert.equal(changed.length, before - 1);
    assert.ok(changed.every(({ changes }) => changes.length > 0));
    await page.getByRole('heading', { name: '变更历史' }).scrollIntoViewIfNeeded();
    await seen(page, 'corrected-number-zh');
  });

  await stage.shows('a year later the remark is due and goes, and the answer that it stood beside stays', async () => {
    await page.clock.setFixedTime(Date.now() + YEAR_MS);
    await counts(coordinator, 1);
    await overdue(coordinator).locator('[data-what="remark"]').filter({ hasText: RIGHT }).waitFor();
    await seen(page, 'corrected-remark-zh');
    await erase(coordinator, 1);
    assert.deepEqual(await places(page, REMARK), []);
    assert.ok((await places(page, RIGHT)).length > 0);
    await counts(coordinator, 0);
    await coordinator.go('#/records');
    await coordinator.touch(page.locator('[data-reviewed]').filter({ hasText: RIGHT }).first().locator('[data-action="open"]'));
    await page.locator('[data-status="cut"]').waitFor();
    assert.match(await page.locator('[data-cut-by]').allInnerTexts().then((texts) => texts.join()), /1 条备注/);
    await seen(page, 'corrected-record-zh');
  });
}
