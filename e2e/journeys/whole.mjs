// The main job from end to end, as two people do it: an officer fills without a network and loses the battery in the
// middle; a coordinator takes the file in, reads the ledger and hands a pack back; the officer updates from it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { PORTRAIT } from '../lib/browser.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'Fill offline, keep safe, export, import, see the ledger, hand a pack back, update';

const NAME = '样例棉纺织有限公司';
const CODE = '91652899MA9000011Y';
/** Full-width and lower case, as it comes out of a chat. */
const PASTED = '９１６５２８９９ma9000011y';
/** One red pixel. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** Makes the batch of all that waits, and keeps its file in `room`. */
async function exportBatch(person, room) {
  await person.go('#/send');
  await person.tap('export');
  await person.tap('confirm-export');
  await person.action('save-file').first().waitFor();
  const { path: place, name: file } = await person.download('save-file');
  const kept = path.join(room, file);
  fs.copyFileSync(place, kept);
  return kept;
}

const outcome = (person, file) => person.page.locator(`[data-file="${path.basename(file)}"]`).last().getAttribute('data-outcome');

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('tablet', { viewport: PORTRAIT });
  const room = stage.room();
  let officer = new Person(tablet);
  let first;
  let pack;

  await stage.shows('the officer opens the app once on the office network and says who fills', async () => {
    await officer.open(server.address);
    await officer.introduce('样例联络员', 'YL001');
    await officer.go('#/');
    await officer.page.locator('[data-form="enterprise_registration"]').first().waitFor();
    await installed(officer.page);
  });

  await stage.shows('with the server gone and the tablet started again everything is there', async () => {
    await server.stop();
    await tablet.restart();
    officer = new Person(tablet);
    await officer.open(server.address);
    await officer.begin('enterprise_registration');
    await officer.saved();
  });

  await stage.shows('a name typed with a pinyin keyboard is an answer only once it is characters', async () => {
    await turnTo(officer, '/data/g_id/ent_name');
    await officer.touch(officer.question('/data/g_id/ent_name').locator('input'));
    await officer.composeHere('yanglimianfangzhi', null);
    await officer.page.waitForTimeout(400);
    assert.equal(await officer.page.locator('[data-status]').first().getAttribute('data-status'), 'saved');
    await officer.composeHere('yanglimianfangzhi', NAME);
    await officer.saved();
    await officer.shows('/data/g_id/ent_name', NAME);
  });

  await stage.shows('a wrong credit code is told at once, a pasted one is taken', async () => {
    await officer.type('/data/g_id/uscc_input', CODE.replace(/Y$/, 'X'));
    await officer.question('/data/g_id/uscc_input').getByRole('alert').waitFor();
    await officer.type('/data/g_id/uscc_input', PASTED);
    await officer.question('/data/g_id/uscc_input').getByRole('alert').waitFor({ state: 'detached' });
    await officer.choose('/data/g_id/ownership', 'private');
    await officer.saved();
    await take(officer.page, 'whole-fill');
  });

  await stage.shows('after a kill -9 the draft opens at the question that was left, with every answer', async () => {
    await tablet.kill();
    await tablet.start();
    officer = new Person(tablet);
    await officer.open(server.address);
    await officer.tap('resume');
    await officer.question('/data/g_id/ownership').waitFor();
    await officer.shows('/data/g_id/ent_name', NAME);
    await officer.shows('/data/g_id/uscc_input', CODE);
    await officer.shows('/data/g_id/ownership', 'private');
  });

  await stage.shows('industry, size and the three haves are worked out as they are answered', async () => {
    await turnTo(officer, '/data/g_ind/industry_section');
    await officer.choose('/data/g_ind/industry_section', 'C');
    await officer.choose('/data/g_ind/industry_division', '17');
    await officer.choose('/data/g_ind/area', 'area_1');
    await officer.type('/data/g_ind/address', '样例路1号');
    await turnTo(officer, '/data/g_three/has_premises');
    await officer.choose('/data/g_three/has_premises', 'yes');
    await officer.choose('/data/g_three/premises_kind', 'owned_land');
    await officer.choose('/data/g_three/has_staff', 'yes');
    await officer.choose('/data/g_three/has_operation', 'yes');
    await turnTo(officer, '/data/g_size/employees');
    await officer.type('/data/g_size/employees', '320');
    await officer.type('/data/g_size/revenue_wan', '3500');
    await officer.shows('/data/g_size/ent_size', 'medium');
    await officer.question('/data/g_size/ent_size').getByText('中型', { exact: true }).waitFor();
  });

  await stage.shows('a photo is kept, and finishing turns the draft into a record', async () => {
    await turnTo(officer, '/data/licence_photo');
    await officer.question('/data/licence_photo').locator('input[type=file]').setInputFiles({ name: 'IMG.png', mimeType: 'image/png', buffer: PHOTO });
    await officer.question('/data/licence_photo').locator('img').waitFor();
    await officer.saved();
    await finish(officer);
    await officer.page.locator('[data-record][data-state="waiting"]').waitFor();
  });

  await stage.shows('a visit and a need are filled for the enterprise that was just registered', async () => {
    await officer.go('#/');
    await officer.begin('liaison_visit');
    await officer.chooseText('/data/ent', NAME);
    await officer.choose('/data/purposes', 'routine');
    await officer.type('/data/summary', '样例走访要点');
    await officer.choose('/data/ledger_ok', 'yes');
    await finish(officer);
    await officer.go('#/');
    await officer.begin('need_report');
    await officer.chooseText('/data/ent', NAME);
    await officer.choose('/data/need_category', 'finance');
    await officer.type('/data/title', '样例贷款需求');
    await finish(officer);
    await eventually(async () => assert.equal(await officer.page.locator('[data-record][data-state="waiting"]').count(), 3));
  });

  await stage.shows('everything that waits goes into one file, after a plain question, and stays on the tablet', async () => {
    first = await exportBatch(officer, room);
    assert.match(path.basename(first), /\.(json|zip)$/);
    await officer.go('#/records');
    await eventually(async () => assert.equal(await officer.page.locator('[data-record][data-state="exported"]').count(), 3));
    await take(officer.page, 'whole-records');
  });

  await server.start();
  const desk = await stage.device('desk');
  const coordinator = new Person(desk);

  await stage.shows('the coordinator is shown the unknown device, trusts it, and takes the batch in', async () => {
    await coordinator.open(server.address);
    await coordinator.introduce('样例管理员', 'GL001');
    await coordinator.go('#/import');
    await coordinator.give('batch', first);
    await eventually(async () => assert.equal(await outcome(coordinator, first), 'unknown-device'), { within_ms: 30_000 });
    await coordinator.tap('trust');
    await eventually(async () => assert.equal(await outcome(coordinator, first), 'ready'), { within_ms: 30_000 });
    await take(coordinator.page, 'whole-import');
    await coordinator.tap('import');
    await eventually(async () => assert.equal(await outcome(coordinator, first), 'imported'), { within_ms: 30_000 });
  });

  await stage.shows('the same file again changes nothing', async () => {
    await coordinator.give('batch', first);
    await eventually(async () => assert.equal(await outcome(coordinator, first), 'already-imported'), { within_ms: 30_000 });
  });

  await stage.shows('the ledger lists the enterprise with its code, size, visit and open need', async () => {
    await coordinator.go('#/ledger');
    const row = coordinator.page.locator('tr[data-entity]');
    await row.waitFor();
    assert.equal(await row.count(), 1);
    const text = await row.innerText();
    for (const part of [NAME, CODE, '中型', '第一片区']) assert.ok(text.includes(part), `${part} in ${text}`);
    assert.match(text, /\d{4}-\d{2}-\d{2}\s+1$/);
    await take(coordinator.page, 'whole-ledger');
    await row.locator('[data-action="open"]').tap();
    await coordinator.page.locator('[data-property="employees"] [data-value="320"]').waitFor();
    await coordinator.page.locator('[data-property="employees"] [data-action="history"]').getByText('YL001').waitFor();
    await coordinator.page.locator('[data-property="ent_size"] [data-value="medium"]').getByText('中型', { exact: true }).waitFor();
    await coordinator.page.locator('[data-property="three_haves"] [data-value="yes"]').getByText('是', { exact: true }).waitFor();
    await coordinator.page.locator('[data-visit]').waitFor();
    await coordinator.page.locator('[data-need][data-state="open"]').waitFor();
    await take(coordinator.page, 'whole-enterprise');
  });

  await stage.shows('a pack made at the desk is opened on the tablet', async () => {
    await coordinator.go('#/ledger');
    const { path: place, name: file } = await coordinator.download('export-pack');
    pack = path.join(room, file);
    fs.copyFileSync(place, pack);
    await server.stop();
    await officer.go('#/forms');
    await officer.give('pack', pack);
    await officer.tap('take-pack');
    await officer.page.locator('[data-pack="taken"]').waitFor();
  });

  await stage.shows('updating the enterprise starts from its present values', async () => {
    await officer.go('#/');
    await officer.begin('enterprise_registration');
    await officer.choose('/data/mode', 'update');
    await officer.chooseText('/data/existing', NAME);
    await turnTo(officer, '/data/g_id/ent_name');
    await officer.shows('/data/g_id/ent_name', NAME);
    await officer.shows('/data/g_id/uscc_input', CODE);
    await turnTo(officer, '/data/g_size/employees');
    await officer.shows('/data/g_size/employees', '320');
    await officer.type('/data/g_size/employees', '350');
    await finish(officer);
  });

  await stage.shows('the second batch changes one figure, and its history says who and when', async () => {
    const second = await exportBatch(officer, room);
    await coordinator.go('#/import');
    await coordinator.give('batch', [second, first]);
    await eventually(async () => assert.equal(await outcome(coordinator, second), 'ready'), { within_ms: 30_000 });
    await coordinator.tap('import');
    await eventually(async () => assert.equal(await outcome(coordinator, second), 'imported'), { within_ms: 30_000 });
    await coordinator.go('#/ledger');
    await coordinator.page.locator('tr[data-entity] [data-action="open"]').tap();
    const staff = coordinator.page.locator('[data-property="employees"]');
    await staff.locator('[data-value="350"]').waitFor();
    await coordinator.touch(staff.locator('[data-action="history"]'));
    assert.match(await staff.locator('[data-past="320"]').innerText(), /YL001，\d{4}-\d{2}-\d{2} \d{2}:\d{2}/);
    await coordinator.page.locator('[data-property="ent_name"] td[data-value]').getByText(NAME).waitFor();
  });
}
