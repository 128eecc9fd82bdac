// A long table that comes in at the desk: how far it is, ended on the way, in the import log, known when it comes again, and
// taken back as one, unless somebody built upon it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { violations } from '../lib/axe.mjs';
import { profileOf } from '../lib/database.mjs';
import { register, update } from '../lib/enterprise.mjs';
import { Person, eventually } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';

export const name = 'A table that came in is told of, known again, and taken back as one';

/** A published example of the code. */
const KNOWN = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const ROWS = 2000;
const FILE = '去年台账.csv';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const sum = (text, weights, value) => [...text].reduce((sum, letter, at) => sum + value(letter) * weights(at), 0);
/** A code whose two check signs are right. */
const code = (number) => {
  const organisation = `MA${String(number).padStart(6, '0')}`;
  const ten = 11 - (sum(organisation, (at) => [3, 7, 9, 10, 5, 8, 4, 2][at], (letter) => Number.parseInt(letter, 36)) % 11);
  const most = `91652899${organisation}${ten === 10 ? 'X' : ten % 11}`;
  const last = (31 - (sum(most, (at) => 3 ** at % 31, (letter) => ALPHABET.indexOf(letter)) % 31)) % 31;
  return most + ALPHABET[last];
};

const firm = (number) => ({ name: `样例织造${number}厂有限公司`, code: code(number) });

function table(file) {
  const row = ({ name, code }, employees) => `${name},${code},私营,C17 纺织业,一片区,样例路2号,无,有,√,${employees}`;
  const rows = Array.from({ length: ROWS }, (_, number) => row(firm(number + 1), number + 3));
  const heading = '企业名称,信用代码,企业性质,行业大类,片区,详细地址,固定场所,有无从业人员,正常经营,从业人数';
  const wrong = row({ name: '样例坏码有限公司', code: '9.16529E+17' }, 1);
  fs.writeFileSync(file, [heading, row(KNOWN, 66), wrong, ...rows, ''].join('\n'));
}

export async function run(stage) {
  const server = await stage.server();
  const file = path.join(stage.room(), FILE);
  table(file);
  const coordinator = new Person(await stage.device('legacy-back'));
  const { page } = coordinator;
  const log = page.locator('[data-section="import-log"]');

  const mapped = async () => {
    await coordinator.go('#/');
    await coordinator.go('#/import');
    await coordinator.give('batch', [file]);
    await coordinator.tap('map-table');
    await page.locator('[data-mapped]').waitFor();
  };
  const checked = async () => {
    await coordinator.tap('check-table');
    const status = page.locator('[data-status="checked"]');
    await status.waitFor({ timeout: 180_000 });
    return status.evaluate(({ dataset }) => [dataset.new, dataset.updated, dataset.same, dataset.wrong].map(Number));
  };
  /** All that a table could leave behind. */
  const ledger = async () => {
    const { stores } = await profileOf(page);
    const kept = ['records', 'states', 'entities', 'inbox', 'blobs'].map((store) => [store, stores[store].toSorted()]);
    return JSON.stringify(kept);
  };
  const openFirm = async (name) => {
    await coordinator.go('#/ledger');
    await page.locator('[data-input="search"], input[type="search"]').first().fill(name);
    await page.locator('[data-entity]', { hasText: name }).locator('[data-action="open"]').first().click();
    await page.locator('tr[data-property]').first().waitFor();
  };
  const taken = async () => {
    await coordinator.tap('import-table');
    await page.locator(`[data-status="imported"][data-new="${ROWS}"][data-updated="1"]`).waitFor({ timeout: 60_000 });
  };

  let before = '';
  await stage.shows('a ledger with one enterprise is there', async () => {
    await register(coordinator, server.address, KNOWN);
    before = await ledger();
  });
  await stage.shows('while the rows are checked it says how many of how many, and cancelled on the way it leaves nothing', async () => {
    await mapped();
    await coordinator.tap('check-table');
    const working = page.locator(`[data-status="working"][data-of="${ROWS + 2}"]`);
    await working.waitFor({ timeout: 60_000 });
    await eventually(async () => assert.ok(Number(await working.getAttribute('data-done')) > 0));
    await take(page, 'table-working');
    await coordinator.tap('stop');
    await page.locator('[data-status="stopped"]').waitFor();
    await page.locator('[data-status="working"]').waitFor({ state: 'detached' });
    await take(page, 'table-stopped');
    assert.equal(await ledger(), before);
  });
  await stage.shows('afterwards it is checked to its end and taken in', async () => {
    assert.deepEqual(await checked(), [ROWS, 1, 0, 1]);
    await taken();
  });
  await stage.shows('the import log has the file, the sheet, the form and its version, who, and how many rows came of it', async () => {
    await coordinator.tap('back');
    const entry = log.locator(`[data-table="${FILE}"]`);
    await entry.waitFor();
    assert.deepEqual(await entry.evaluate(({ dataset }) => [dataset.made, dataset.refused]), [String(ROWS + 1), '1']);
    assert.match(await entry.innerText(), /企业登记（版本 .+）.*样例联络员|企业登记（版本 .+）.*001/s);
    await take(page, 'table-log');
  });
  await stage.shows('where a value comes from names the file and its row, and leads to the import', async () => {
    await openFirm(KNOWN.name);
    const property = page.locator('tr[data-property="employees"]');
    await coordinator.touch(property.locator('details[data-history] summary'));
    const origin = property.locator('[data-past="66"] [data-action="open-import"]').first();
    assert.match(await origin.innerText(), new RegExp(`${FILE}.*第 2 行`, 's'));
    await take(page, 'table-origin');
    await coordinator.touch(origin);
    await page.locator('[data-import][data-pointed="true"] [data-table]').waitFor();
  });
  await stage.shows('the same file once more is known, and so is each of its rows', async () => {
    await mapped();
    assert.deepEqual(await checked(), [0, 0, ROWS + 1, 1]);
    await page.locator(`[data-before="${FILE}"]`).waitFor();
    assert.ok(await page.locator('[data-action="import-table"]').isDisabled());
    await take(page, 'table-known');
    await coordinator.tap('back');
  });
  await stage.shows('taking it back says what would go, and then the ledger is as it was before', async () => {
    await coordinator.tap('take-back');
    const would = page.locator(`[data-would-go="${ROWS + 1}"][data-gone="${ROWS}"][data-restored="1"]`);
    await would.waitFor({ timeout: 30_000 });
    assert.deepEqual(await violations(page), []);
    await take(page, 'table-take-back');
    await coordinator.tap('take-back-yes');
    await log.locator(`[data-taken-back="${ROWS + 1}"]`).waitFor({ timeout: 60_000 });
    assert.equal(await ledger(), before);
    await openFirm(KNOWN.name);
    assert.equal(await page.locator('tr[data-property="employees"] td[data-value="66"]').count(), 0);
  });
  await stage.shows('what was built upon it hinders it, and is named', async () => {
    await mapped();
    assert.deepEqual(await checked(), [ROWS, 1, 0, 1]);
    await taken();
    await update(coordinator, firm(7), '70');
    const built = await ledger();
    await coordinator.go('#/import');
    await coordinator.tap('take-back');
    const hindrance = page.locator('[data-hindered="1"] [data-hindrance="updates"]');
    await hindrance.filter({ hasText: firm(7).name }).waitFor({ timeout: 30_000 });
    assert.ok(await page.locator('[data-action="take-back-yes"]').isDisabled());
    await take(page, 'table-hindered');
    await coordinator.tap('keep');
    assert.equal(await ledger(), built);
  });
}
