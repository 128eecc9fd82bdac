// What takes long can be stopped, and the page then says what is so: an import before, while and after it is written, one that is
// taken back, an export, a backup, one that is restored, a table. The worker is kept standing at the moment in question.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { desk, imported, outcome, trust } from '../lib/batches.mjs';
import { profileOf } from '../lib/database.mjs';
import { eventually } from '../lib/person.mjs';
import { standingAt, withPoints } from '../lib/points.mjs';
import { input, restore, sealed } from '../lib/safe.mjs';
import { seen, speak } from '../lib/screens.mjs';

export const name = 'What takes long can be stopped, and the page says what came of it';

const RELEASES = fileURLToPath(new URL('../../releases', import.meta.url));
/** A published example of the code. */
const TABLE = '企业名称,信用代码,企业性质,行业大类,片区,详细地址,固定场所,有无从业人员,正常经营,从业人数\n样例一厂有限公司,91350100M000100Y43,私营,C17 纺织业,一片区,样例路2号,无,有,√,66\n';

export async function run(stage) {
  const server = await stage.server();
  withPoints(server);
  const room = stage.room();
  const files = fs.readdirSync(RELEASES).sort().map((release) => {
    const file = path.join(room, `${release}.json`);
    fs.copyFileSync(path.join(RELEASES, release, 'batch.json'), file);
    return file;
  });
  const records = files.flatMap((file) => JSON.parse(fs.readFileSync(file, 'utf8')).body.records);
  const coordinator = await desk(stage, server, 'stopping');
  const { page } = coordinator;
  await coordinator.introduce();
  await coordinator.go('#/import');

  /** All that an import could leave behind. */
  const ledger = async (of = page) => {
    const { stores } = await profileOf(of);
    return JSON.stringify(['records', 'states', 'entities', 'inbox', 'blobs'].map((store) => [store, stores[store].toSorted()]));
  };
  const inbox = async () => (await profileOf(page)).stores.inbox.length;
  const atRest = () => page.locator('[data-status="working"]').waitFor({ state: 'detached', timeout: 60_000 });
  const outcomes = () => page.locator('[data-file]').evaluateAll((rows) => rows.map((row) => row.dataset.outcome));
  const stopAt = (point, begin, { count, locator = page, before = () => {} } = {}) =>
    standingAt(server, point, async () => {
      const stop = locator.locator('[data-action="stop"], [data-action="stop-safe"]').first();
      await stop.waitFor();
      await before();
      await coordinator.touch(stop);
    }, { count, begin });
  const empty = await ledger();

  await stage.shows('stopped while files are looked at, what was looked at stays, one tap looks at the others again, and nothing is in the ledger', async () => {
    await coordinator.give('batch', files);
    for (const file of files) await trust(coordinator, file);
    await coordinator.go('#/');
    await coordinator.go('#/import');
    // Each file is told, and then how far it is.
    await stopAt('told', () => coordinator.give('batch', files), { count: 2, before: () => seen(page, 'stopping-looking') });
    await atRest();
    assert.deepEqual(await outcomes(), files.map((_, at) => (at === 0 ? 'ready' : 'failed')));
    await seen(page, 'stopping-looked');
    assert.equal(await ledger(), empty);
    await coordinator.tap('retry');
    for (const file of files) await outcome(coordinator, file, 'ready');
  });
  await stage.shows('stopped before it was written, it says that nothing was imported, and so it is', async () => {
    await stopAt('commit/', () => coordinator.tap('import'), { before: () => page.locator('[data-step="writing"]').waitFor() });
    await atRest();
    assert.deepEqual(await outcomes(), files.map(() => 'failed'));
    assert.equal(await page.locator('[data-status="imported"]').count(), 0);
    await coordinator.sees('没有导入任何内容');
    assert.equal(await ledger(), empty);
    await seen(page, 'stopping-nothing');
  });
  await stage.shows('stopped when it was written already, it says that all is in, and so it is', async () => {
    await coordinator.tap('retry');
    for (const file of files) await outcome(coordinator, file, 'ready');
    await stopAt('committed/', () => coordinator.tap('import'), { before: () => eventually(async () => assert.ok((await inbox()) > 0)) });
    await imported(coordinator, { added: records.length, known: 0 });
    await page.locator('[data-status="imported"] [data-too-late]').waitFor();
    await atRest();
    assert.deepEqual(await outcomes(), files.map(() => 'imported'));
    assert.equal((await profileOf(page)).stores.records.length, records.length);
    await page.locator('[data-section="import-log"] [data-import]').waitFor();
    await seen(page, 'stopping-too-late');
  });

  let full = await ledger();
  await stage.shows('taking it back says how far it is; stopped before it was written, all is as it was, and it says so', async () => {
    await coordinator.tap('take-back');
    await page.locator('[data-would-go]').waitFor();
    await stopAt('commit/', () => coordinator.tap('take-back-yes'), { before: () => seen(page, 'stopping-back') });
    await page.locator('[data-taken-back="stopped"]').waitFor();
    assert.equal(await ledger(), full);
    await seen(page, 'stopping-not-taken-back');
  });
  await stage.shows('stopped when it was taken back already, it says that it is, and the same files can come in again', async () => {
    await coordinator.tap('take-back');
    await page.locator('[data-would-go]').waitFor();
    await stopAt('committed/', () => coordinator.tap('take-back-yes'), { before: () => eventually(async () => assert.equal(await inbox(), 0)) });
    await page.locator('[data-taken-back="too-late"]').waitFor();
    assert.equal(await ledger(), empty);
    await coordinator.go('#/');
    await coordinator.go('#/import');
    await coordinator.give('batch', files);
    for (const file of files) await outcome(coordinator, file, 'ready');
  });
  await stage.shows('stopped by luck while it is written, all of it is in or nothing, and the page says which', async () => {
    await coordinator.tap('import');
    const stop = page.locator('[data-status="working"] [data-action="stop"]');
    const isStopped = await stop.tap({ timeout: 5_000 }).then(() => true, () => false); // it may be faster than anybody
    await atRest();
    const said = await outcomes();
    const isIn = said.every((outcome) => outcome === 'imported');
    assert.ok(isIn || said.every((outcome) => outcome === 'failed'), said.join(' '));
    assert.equal((await profileOf(page)).stores.records.length, isIn ? records.length : 0);
    stage.report.fact(`${isStopped ? 'stopped' : 'too fast for a tap'}: ${isIn ? 'all of it' : 'nothing'} was written`);
    if (!isIn) {
      await coordinator.go('#/');
      await coordinator.go('#/import');
      await coordinator.give('batch', files);
      for (const file of files) await outcome(coordinator, file, 'ready');
      await coordinator.tap('import');
      await imported(coordinator, { added: records.length, known: 0 });
    }
    full = await ledger();
  });

  await stage.shows('a table that is stopped when it was written already is told as imported', async () => {
    const table = path.join(room, '去年台账.csv');
    fs.writeFileSync(table, TABLE);
    const rows = (await profileOf(page)).stores.records.length;
    await coordinator.go('#/');
    await coordinator.go('#/import');
    await coordinator.give('batch', [table]);
    await coordinator.tap('map-table');
    await page.locator('[data-mapped]').waitFor();
    await coordinator.tap('check-table');
    await page.locator('[data-status="checked"]').waitFor({ timeout: 60_000 });
    await stopAt('commit/', () => coordinator.tap('import-table'));
    await page.locator('[data-status="stopped"]').waitFor();
    assert.equal(await ledger(), full);
    const written = () => eventually(async () => assert.equal((await profileOf(page)).stores.records.length, rows + 1));
    await stopAt('committed/', () => coordinator.tap('import-table'), { before: written });
    await page.locator('[data-status="imported"][data-new="1"]').waitFor();
    full = await ledger();
  });

  const downloads = [];
  page.on('download', (download) => downloads.push(download.suggestedFilename()));
  await stage.shows('an export that is stopped hands over no file, and says so; made again it does', async () => {
    await coordinator.go('#/ledger');
    await coordinator.tap('open-export');
    await input(coordinator, 'purpose').fill('月度核对');
    const begin = () => coordinator.tap('make-export');
    await stopAt('told', begin, { locator: page.locator('[data-status="export-working"]'), before: () => seen(page, 'stopping-export') });
    await page.locator('[data-status="export-stopped"]').waitFor();
    await seen(page, 'stopping-exported');
    assert.deepEqual(downloads, []);
    await coordinator.download('make-export');
    await page.locator('[data-status="export-made"]').waitFor();
    assert.equal(downloads.length, 1);
    await coordinator.go('#/safe');
    await coordinator.tap('open-access');
    await page.locator('tr[data-step="exported"]').first().waitFor();
    assert.equal(await page.locator('tr[data-step="exported"]').count(), 1, 'one was made');
  });
  let backup;
  await stage.shows('a backup that is stopped hands over no file and counts as none; made again it does', async () => {
    await coordinator.go('#/');
    await coordinator.go('#/safe');
    await coordinator.tap('generate-passphrase');
    await input(coordinator, 'passphrase-again').fill(await page.locator('[data-passphrase]').innerText());
    await stopAt('told', () => coordinator.tap('seal'), { count: 2, before: () => seen(page, 'stopping-backup') });
    await page.locator('[data-status="safe-refused"][data-refusal="stopped"]').waitFor();
    await page.locator('[data-last-backup="none"]').waitFor();
    assert.equal(downloads.length, 1, 'that of the export');
    await coordinator.go('#/');
    backup = await sealed(coordinator, room, 'backup');
    await page.locator('[data-last-backup="made"]').waitFor();
  });

  const other = await desk(stage, server, 'stopping-other');
  const stopOther = (point, begin, before = () => {}) =>
    standingAt(server, point, async () => {
      await before();
      await other.tap('stop-safe');
    }, { begin });
  await stage.shows('a backup whose restoring is stopped before it was written leaves nothing, and says so', async () => {
    await other.introduce();
    const before = await ledger(other.page);
    await stopOther('commit/', () => restore(other, backup.file, backup.passphrase));
    await other.page.locator('[data-status="safe-refused"][data-refusal="stopped"]').waitFor();
    assert.equal(await ledger(other.page), before);
    await seen(other.page, 'stopping-not-restored');
  });
  await stage.shows('one that is stopped when it was written already is told as restored, and is equal', async () => {
    const records = async (of) => JSON.stringify((await profileOf(of)).stores.records.toSorted());
    const whole = await records(page);
    const written = () => eventually(async () => assert.equal(await records(other.page), whole));
    await other.go('#/');
    await stopOther('committed/', () => restore(other, backup.file, backup.passphrase), written);
    await other.page.locator('[data-status="safe-too-late"]').waitFor();
    await seen(other.page, 'stopping-restored');
    assert.equal(await records(other.page), whole);
    await other.tap('open-access');
    await other.page.locator('tr[data-step="restored"]').waitFor();
  });
  await stage.shows('in English the page says the same', async () => {
    await speak(coordinator, 'en');
    await coordinator.go('#/import');
    await coordinator.tap('take-back');
    await page.locator('[data-would-go]').waitFor();
    await stopAt('commit/', () => coordinator.tap('take-back-yes'), { before: () => seen(page, 'stopping-back-english') });
    await coordinator.sees('Stopped. Nothing was taken back');
    await seen(page, 'stopping-english');
    assert.equal(await ledger(), full);
  });
}
