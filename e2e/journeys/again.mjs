// A record once more: edited as its next revision, filled once more as another; a draft deleted and called back.

import assert from 'node:assert/strict';
import { desk, exported, imported, outcome, trust } from '../lib/batches.mjs';
import { register } from '../lib/enterprise.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';

export const name = 'A record is edited, copied; a deleted draft comes back';

const FIRM = { name: '样例一厂有限公司', code: '91350100M000100Y43' };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('again'));
  const page = officer.page;
  const records = page.locator('[data-record]');

  await stage.shows('a finished record opens again with all its answers', async () => {
    await register(officer, server.address, FIRM);
    await records.first().waitFor();
    await take(page, 'records-edit');
    await officer.tap('edit');
    await turnTo(officer, '/data/g_id/ent_name');
    await officer.shows('/data/g_id/ent_name', FIRM.name);
    await officer.shows('/data/g_id/ownership', 'private');
  });
  await stage.shows('edited and finished it is the same record, and waits', async () => {
    await turnTo(officer, '/data/g_size/employees');
    await officer.type('/data/g_size/employees', '350');
    await finish(officer);
    await eventually(async () => assert.equal(await records.count(), 1));
    assert.equal(await records.first().getAttribute('data-state'), 'waiting');
    await officer.sees('已修改 1 次');
  });
  await stage.shows('at the desk there is one enterprise with what was edited', async () => {
    await officer.go('#/send');
    const file = await exported(officer, room);
    const coordinator = await desk(stage, server, 'again-desk');
    await coordinator.give('batch', [file]);
    await trust(coordinator, file);
    await outcome(coordinator, file, 'ready');
    await coordinator.tap('import');
    await imported(coordinator, { added: 2, known: 0 });
    await coordinator.go('#/ledger');
    const rows = coordinator.page.locator('[data-entity]');
    await rows.first().waitFor();
    assert.equal(await rows.count(), 1);
    await coordinator.sees('350');
    await coordinator.go('#/conflicts');
    assert.equal(await coordinator.page.locator('[data-entity]').count(), 0);
  });
  await stage.shows('filled once more it is another record with the same answers', async () => {
    await officer.go('#/records');
    await officer.tap('duplicate');
    await turnTo(officer, '/data/g_id/ent_name');
    await officer.shows('/data/g_id/ent_name', FIRM.name);
    await turnTo(officer, '/data/g_size/employees');
    await officer.shows('/data/g_size/employees', '350');
    await officer.saved();
  });
  await stage.shows('a visit begins with the answers of the last one, from the page of its enterprise', async () => {
    const said = '样例：上次走访的情况';
    await officer.go('#/');
    await officer.begin('liaison_visit');
    await officer.chooseText('/data/ent', FIRM.name);
    await officer.set('/data/visit_date', '2023-09-25');
    await officer.choose('/data/purposes', 'routine');
    await officer.type('/data/summary', said);
    await officer.choose('/data/ledger_ok', 'yes');
    await finish(officer);
    await officer.go('#/ledger');
    await officer.touch(page.locator('tr[data-entity]').first().locator('[data-action="open"]'));
    const again = page.locator('[data-action="duplicate"][data-form="liaison_visit"]');
    await again.waitFor();
    await take(page, 'enterprise-again');
    await officer.touch(again);
    await officer.shows('/data/summary', said);
    await officer.question('/data/ent').getByText(FIRM.name).first().waitFor();
    await finish(officer);
    await eventually(async () => assert.equal(await records.count(), 3));
  });
  await stage.shows('a draft that was deleted is called back in one tap', async () => {
    await officer.go('#/');
    const drafts = page.locator('[data-draft]');
    await drafts.first().waitFor();
    await officer.tap('discard');
    await officer.tap('discard');
    await eventually(async () => assert.equal(await drafts.count(), 0));
    await take(page, 'today-undo');
    await officer.tap('undo');
    await drafts.first().waitFor();
    assert.equal(await officer.action('undo').count(), 0);
  });
  await stage.shows('after ten seconds, and not before nine, the tap back is gone, and the draft lies in the bin', async () => {
    await officer.tap('discard');
    await officer.tap('discard');
    await officer.action('undo').waitFor();
    const begun = performance.now();
    await eventually(async () => assert.equal(await officer.action('undo').count(), 0), { within_ms: 20_000 });
    assert.ok(performance.now() - begun > 9_000, `${performance.now() - begun} ms`);
    assert.equal(await page.locator('[data-draft]').count(), 0);
  });
  await stage.shows('and from the bin, with all its answers', async () => {
    await officer.go('#/records');
    await page.locator('[data-binned]').first().waitFor();
    await take(page, 'records-bin');
    await officer.tap('restore');
    await eventually(async () => assert.equal(await page.locator('[data-binned]').count(), 0));
    await officer.go('#/');
    await officer.tap('resume');
    await page.locator('[data-path]').first().waitFor();
    await turnTo(officer, '/data/g_size/employees');
    await officer.shows('/data/g_size/employees', '350');
  });
}
