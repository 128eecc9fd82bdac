// What LibreOffice wrote comes in as it is: last year's ledger as a workbook and in GB18030, our own template filled, a form
// typed into a new book. The files lie in `e2e/tables/libreoffice/`; `e2e/tables/office.py` says how they were made. Where
// LibreOffice is installed, it also opens what leaves the page, and the cells are compared.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { kept } from '../lib/batches.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { seenByOpenpyxl } from '../lib/sheets.mjs';

export const name = 'Tables and forms that LibreOffice wrote come in, and it opens ours';

const made = (file) => fileURLToPath(new URL(`../tables/libreoffice/${file}`, import.meta.url));
const FILLED = [
  { name: '样例织布有限公司', code: '91652899MA1DGFB33X' },
  { name: '样例印染有限公司', code: '91652899MA1DGFB41Q' },
];

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const desk = await stage.device('libreoffice');
  const coordinator = new Person(desk);
  const { page } = coordinator;

  /** Hands a table over and looks at its rows; the counts of what they would do. */
  const checked = async (file) => {
    await coordinator.go('#/');
    await coordinator.go('#/import');
    await coordinator.give('batch', [file]);
    await coordinator.tap('map-table');
    await page.locator('[data-mapped]').waitFor();
    await coordinator.tap('check-table');
    const status = page.locator('[data-status="checked"]');
    await status.waitFor({ timeout: 60_000 });
    return Object.fromEntries(await Promise.all(['new', 'updated', 'doubtful', 'wrong'].map(async (count) => [count, Number(await status.getAttribute(`data-${count}`))])));
  };
  const problems = async (row) => page.locator(`tr[data-row="${row}"]`).evaluateAll((rows) => rows.map((told) => told.dataset.problem));
  const taken = async (count) => {
    await coordinator.tap('import-table');
    await page.locator(`[data-status="imported"][data-new="${count}"]`).waitFor({ timeout: 60_000 });
  };

  await stage.shows('our template, filled with its drop-downs in LibreOffice, goes in whole: numbers, dates and labels', async () => {
    await coordinator.open(server.address);
    await coordinator.introduce('样例管理员', 'GL001');
    assert.deepEqual(await checked(made('template-filled.xlsx')), { new: 2, updated: 0, doubtful: 0, wrong: 0 });
    await take(page, 'libreoffice-template');
    await taken(2);
    await coordinator.go('#/ledger');
    for (const { name: firm, code } of FILLED) {
      const row = page.locator('tr[data-entity]', { hasText: firm });
      await row.waitFor();
      assert.ok((await row.innerText()).includes(code));
    }
    await page.locator('[data-entity]', { hasText: FILLED[0].name }).locator('[data-action="open"]').click();
    for (const [property, value] of [['employees', '45'], ['revenue_wan', '1234.5'], ['founded_on', '2015-06-01'], ['ownership', 'private']]) {
      await page.locator(`[data-property="${property}"] [data-value="${value}"]`).waitFor();
    }
  });
  await stage.shows('an old ledger kept by LibreOffice says the same as it did before: ruined codes are errors, headings are merged', async () => {
    assert.deepEqual(await checked(made('ledger-2022.xlsx')), { new: 3, updated: 0, doubtful: 1, wrong: 2 });
    assert.deepEqual(await problems(6), ['digits-lost']);
    assert.equal(await page.locator('[data-column="P"] select').count(), 0);
  });
  await stage.shows('so does its delimited text in GB18030, where a heading has two lines and a merged one is blank', async () => {
    assert.deepEqual(await checked(made('ledger-2022.csv')), { new: 3, updated: 0, doubtful: 1, wrong: 2 });
    assert.deepEqual(await problems(6), ['digits-lost']);
    assert.equal(await page.locator('[data-column="P"] select').count(), 0);
  });
  await stage.shows('a form that was typed into LibreOffice is opened and filled', async () => {
    await coordinator.go('#/forms');
    await coordinator.give('form', [made('form.xlsx')]);
    await page.locator('[data-form-opened="libreoffice_form"]').waitFor();
    await beginWhole(coordinator, server.address, 'libreoffice_form');
    await coordinator.choose('/data/state', 'open');
    await coordinator.type('/data/staff', '21');
    await coordinator.sees('两倍是 42');
  });
  await stage.shows('LibreOffice opens the list that leaves, cell by cell the same as openpyxl does, and finds no formula', async () => {
    await coordinator.go('#/ledger');
    await coordinator.tap('open-export');
    await coordinator.page.locator('[data-input="purpose"]').fill('月度核对');
    const file = await kept(await coordinator.download('make-export'), room, 'libreoffice');
    const ours = seenByOpenpyxl(file);
    const again = keptByLibreOffice(file, room);
    if (!ours || !again) {
      console.log('  note  no LibreOffice or no Python with openpyxl here: the cells were not compared');
      return;
    }
    const theirs = seenByOpenpyxl(again);
    assert.deepEqual(theirs.formulas, []);
    assert.deepEqual(theirs.cells, ours.cells);
    assert.ok(theirs.texts.includes(FILLED[0].code));
  });
}

/** What LibreOffice makes of a workbook when it opens and keeps it; `null` where there is none. */
function keptByLibreOffice(file, room) {
  const folder = fs.mkdtempSync(path.join(room, 'libreoffice-'));
  try {
    execFileSync('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', folder, file], { stdio: 'ignore' });
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
  return path.join(folder, path.basename(file));
}
