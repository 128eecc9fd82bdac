// Story 15: a day at the desk. Six officers' files in any order, one of them twice, one cut, one known already: each says what it is,
// together they say what they bring, one tap takes all in, and the ledger is the same whatever the order. It can be taken back. What
// the log and a value's history say of where it comes from; and a conflict that is settled by a value that nobody had said.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { desk, imported, kept, outcome, sent, trust } from '../lib/batches.mjs';
import { card, openFirm } from '../lib/disputes.mjs';
import { register, update } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { seen, speak } from '../lib/screens.mjs';
import { packInClear } from '../lib/zones.mjs';

export const name = 'A day at the desk: six officers’ files at once';

const FIRMS = [
  { name: '样例一厂有限公司', code: '91350100M000100Y43' },
  { name: '样例二厂有限公司', code: '91110000600037341L' },
  { name: '样例三厂有限公司', code: '91652899MA1DGFBA0U' },
  { name: '样例四厂有限公司', code: '916528991221571451' },
  { name: '样例五厂有限公司', code: '91440300708461136T' },
];
/** Who fills on which tablet. */
const OFFICERS = { 1: ['样例甲', '001'], 2: ['样例乙', '002'], 3: ['样例丙', '003'], 4: ['样例丁', '004'], 5: ['样例戊', '005'], 6: ['样例己', '006'] };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = async (number) => {
    const officer = new Person(await stage.device(`day-${number}`));
    await officer.open(server.address);
    await officer.introduce(...OFFICERS[number]);
    return officer;
  };
  const files = {};
  let known;
  let pack;

  await stage.shows('the desk has one firm, and gives it to its officers', async () => {
    const one = await tablet(1);
    await register(one, server.address, FIRMS[0]);
    known = await sent(one, room, 'known');
    const coordinator = await desk(stage, server, 'day-first-desk');
    await coordinator.give('batch', known);
    await trust(coordinator, known);
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await coordinator.go('#/ledger');
    pack = await kept(await packInClear(coordinator), room, 'pack');
    await coordinator.device.close();
    await update(one, FIRMS[0], '210');
    files.one = await sent(one, room, 'one');
    await one.device.close();
  });
  await stage.shows('two officers change it without knowing of each other, four register firms of their own', async () => {
    const two = await tablet(2);
    await two.go('#/forms');
    await two.give('pack', pack);
    await two.tap('take-pack');
    await two.page.locator('[data-pack="taken"]').waitFor();
    await update(two, FIRMS[0], '190');
    files.two = await sent(two, room, 'two');
    await two.device.close();
    for (const [number, firm] of [[3, FIRMS[1]], [4, FIRMS[2]], [5, FIRMS[3]], [6, FIRMS[4]]]) {
      const officer = await tablet(number);
      await register(officer, server.address, firm);
      files[number] = await sent(officer, room, `${number}`);
      await officer.device.close();
    }
    // On its way the fifth one lost its end.
    files.cut = path.join(room, 'cut.json');
    fs.writeFileSync(files.cut, fs.readFileSync(files[5]).subarray(0, 900));
  });

  const ledgers = [];
  const again = path.join(room, 'again.json');
  const place = (name) => ({ known, again })[name] ?? files[name];
  let coordinator;

  /** A new desk takes files in, one of them known since yesterday, one twice and one cut, and has its say about each. */
  const day = async (name, order) => {
    fs.copyFileSync(files[3], again);
    coordinator = await desk(stage, server, name);
    await coordinator.give('batch', known);
    await trust(coordinator, known);
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await coordinator.go('#/');
    await coordinator.go('#/import');
    await coordinator.give('batch', order.map(place));
    for (const file of ['two', 3, 4, 6]) await trustOnce(coordinator, place(file));
    for (const file of ['one', 'two', 4, 6]) await outcome(coordinator, place(file), 'ready');
    await outcome(coordinator, known, 'already-imported');
    await outcome(coordinator, files.cut, 'refused');
    // Which of the two copies is the one and which the other is a matter of order.
    const said = await coordinator.page.locator('[data-file]').evaluateAll((rows) => rows.map((row) => row.dataset.outcome));
    assert.deepEqual(said.toSorted(), ['already-imported', 'ready', 'ready', 'ready', 'ready', 'ready', 'refused', 'twice']);
    const together = coordinator.page.locator('[data-status="ready"]');
    await together.waitFor();
    const numbers = await together.evaluate(({ dataset }) => [dataset.added, dataset.changed, dataset.known, dataset.conflicts]);
    assert.deepEqual(numbers, ['5', '2', '0', '1']);
    await seen(coordinator.page, name);
    await coordinator.tap('import');
    await imported(coordinator, { added: 5, known: 0 });
    ledgers.push(await ledger(coordinator));
  };

  await stage.shows('story 15: each file says what it is, as they were made, and one tap takes all in', () =>
    day('day-desk', ['known', 'one', 'two', 3, 4, 'again', 6, 'cut']),
  );
  await stage.shows('story 15: each file says what it is, in another order, and one tap takes all in', () =>
    day('day-other-desk', ['cut', 6, 4, 'two', 'again', 3, 'one', 'known']),
  );
  await stage.shows('story 15: the ledger is the same whatever the order', async () => {
    for (const firm of [FIRMS[0], FIRMS[1], FIRMS[2], FIRMS[4]]) assert.ok(ledgers[0].includes(firm.name), firm.name);
    assert.ok(!ledgers[0].includes(FIRMS[3].name));
    assert.equal(ledgers[1], ledgers[0]);
  });
  await stage.shows('the log says of each file which device made it when, who filled it, and with which form in which version', async () => {
    await coordinator.go('#/import');
    const log = coordinator.page.locator('[data-section="import-log"]');
    await log.locator('[data-import]').first().waitFor();
    assert.equal(await log.locator('[data-import]').count(), 2);
    await log.locator('details summary').first().click();
    await eventually(async () => assert.equal(await log.locator('details[open] [data-arrival]').count(), 5));
    for (const [file, officer] of [['one', '001'], ['two', '002'], [4, '004'], [6, '006']]) {
      const line = log.locator(`details[open] [data-arrival="${path.basename(place(file))}"]`).filter({ has: coordinator.page.locator(`[data-officers="${officer}"]`) });
      assert.match(await line.innerText(), new RegExp(`第 [12] 批.*填写人 ${officer}.*企业登记（版本 \\d+）`, 's'));
    }
    await seen(coordinator.page, 'day-log');
    await speak(coordinator, 'en');
    await coordinator.go('#/import');
    await log.locator('details summary').first().click();
    await log.getByText('Filled by 002').waitFor();
    assert.match(await log.locator('[data-arrival] [data-forms]').first().innerText(), /\(version \d+\)/);
    await seen(coordinator.page, 'day-log-en');
    await speak(coordinator, 'zh-CN');
  });
  await stage.shows('the history of a value says who said it, when, with which form in which version, and which file brought it', async () => {
    await openFirm(coordinator, FIRMS[0]);
    const property = coordinator.page.locator('tr[data-property="employees"]');
    await coordinator.touch(property.locator('details[data-history] summary'));
    for (const [value, officer, file] of [['210', '001', files.one], ['190', '002', files.two]]) {
      const said = await property.locator(`[data-past="${value}"]`).first().innerText();
      assert.match(said, new RegExp(`${value} 人（${officer}，20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d，企业登记 版本 \\d+）`));
      assert.ok(said.includes(path.basename(file)), said);
    }
    await seen(coordinator.page, 'day-history');
  });
  await stage.shows('what came in is listed with its files, and taken back as a whole once somebody has said yes', async () => {
    await coordinator.go('#/import');
    const log = coordinator.page.locator('[data-section="import-log"]');
    await log.locator('[data-import]').first().waitFor();
    await coordinator.tap('take-back');
    await coordinator.tap('keep');
    assert.equal(await log.locator('[data-import]').count(), 2);
    await coordinator.tap('take-back');
    await coordinator.tap('take-back-yes');
    await log.locator('[data-taken-back="5"]').waitFor({ timeout: 30_000 });
    await coordinator.go('#/ledger');
    await eventually(async () => assert.deepEqual(await coordinator.page.locator('tr[data-entity] [data-action="open"]').allInnerTexts(), [FIRMS[0].name]));
  });
  await stage.shows('after it was taken back the same files come in again and give the same ledger', async () => {
    await coordinator.go('#/import');
    await coordinator.give('batch', ['one', 'known', 'two', 6, 4, 3].map(place));
    for (const name of ['one', 'two', 3, 4, 6]) await outcome(coordinator, place(name), 'ready');
    await outcome(coordinator, known, 'already-imported');
    await coordinator.tap('import');
    await imported(coordinator, { added: 5, known: 0 });
    assert.equal(await ledger(coordinator), ledgers[0]);
  });
  await stage.shows('neither of two staff numbers is right: the coordinator types what the firm says, with a reason', async () => {
    await coordinator.introduce('样例协调员', '900');
    await coordinator.go('#/conflicts');
    const dispute = card(coordinator, 'employees', FIRMS[0]);
    await dispute.waitFor();
    await dispute.locator('[data-input="ruling"]').pressSequentially('两百零五');
    await coordinator.page.locator('[data-dispute][data-state="chosen"]').waitFor();
    await coordinator.page.locator('[data-input="reason"]').pressSequentially('企业电话确认');
    await coordinator.tap('resolve');
    // A staff number is a number: nothing was written down.
    await coordinator.page.locator('[data-status="failed"]').waitFor();
    await dispute.locator('[data-input="ruling"]').fill('');
    await dispute.locator('[data-input="ruling"]').pressSequentially('205');
    await seen(coordinator.page, 'day-typed');
    await coordinator.tap('resolve');
    await coordinator.page.locator('[data-status="decided"][data-count="1"]').waitFor();
    await eventually(async () => assert.equal(await coordinator.page.locator('[data-dispute]').count(), 0));
    await openFirm(coordinator, FIRMS[0]);
    const property = coordinator.page.locator('tr[data-property="employees"]');
    await property.locator('td[data-value="205"]').waitFor();
    await coordinator.touch(property.locator('details[data-history] summary'));
    await property.locator('[data-past="205"]').filter({ hasText: '900' }).filter({ hasText: '企业电话确认' }).first().waitFor();
    for (const value of ['210', '190']) await property.locator(`[data-past="${value}"]`).first().waitFor();
  });
}

/** Trusts the device of a file, unless that was done with another file of it. */
async function trustOnce(person, file) {
  const row = person.page.locator(`[data-file="${path.basename(file)}"]`).last();
  await eventually(async () => assert.notEqual(await row.getAttribute('data-outcome'), 'reading'));
  if ((await row.getAttribute('data-outcome')) !== 'unknown-device') return;
  await person.touch(row.locator('[data-action="trust"]'));
  await eventually(async () => assert.ok(!['unknown-device', 'reading'].includes(await row.getAttribute('data-outcome'))));
}

/** All that the list of enterprises says. */
async function ledger(person) {
  await person.go('#/ledger');
  await person.page.locator('tr[data-entity]').nth(2).waitFor({ timeout: 30_000 });
  return (await person.page.locator('tr[data-entity]').allInnerTexts()).join('\n');
}
