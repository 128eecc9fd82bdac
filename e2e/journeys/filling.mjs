// Somebody else's table, as the higher office sends it each month, filled from the ledger: its columns are matched once, the next
// one is filled as soon as it is chosen, of a changed one only what is new is asked. What comes out is held cell by cell against
// what was sent, by a reader that is not ours.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { violations } from '../lib/axe.mjs';
import { kept } from '../lib/batches.mjs';
import { fill, submit } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { parts, wholeByOpenpyxl } from '../lib/sheets.mjs';

export const name = "The higher office's table is filled from the ledger";

const table = (file) => fileURLToPath(new URL(`../tables/${file}`, import.meta.url));
const FIRMS = [
  { name: '样例一厂有限公司', code: '91350100M000100Y43', employees: '66', revenue: '3500.5', founded: '2013-05-20', remarks: '=1+1' },
  { name: '样例二厂有限公司', code: '91110000600037341L', employees: '320', revenue: '120', founded: '2001-01-01', remarks: '2023.10.31' },
  { name: '样例棉纺织有限公司', code: '91652899MA9000011Y', employees: '5', revenue: '0.01', founded: '1999-12-31', remarks: '' },
];
const SHEET = '月报 表';

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const desk = await stage.device('filling');
  const coordinator = new Person(desk);
  const { page } = coordinator;
  const column = (letters) => page.locator(`[data-column="${letters}"]`);
  const property = (letters) => column(letters).getAttribute('data-question');
  const say = (letters, title) => column(letters).locator('select').selectOption({ label: title });
  const stands = (stage) => page.locator(`[data-fill="${stage}"]`).waitFor({ timeout: 60_000 });
  const give = async (file) => {
    await page.locator('[data-input="fill-purpose"]').fill('上报上级部门');
    await coordinator.give('template', table(file));
  };
  /** Chooses a table and waits for what downloads by itself. */
  const chosen = async (file) => {
    const [download] = await Promise.all([page.waitForEvent('download'), give(file)]);
    return kept({ path: await download.path(), name: download.suggestedFilename() }, room);
  };
  const seen = (file) => {
    const whole = wholeByOpenpyxl(file);
    if (whole === null) console.log('  note  no Python with openpyxl here: looked at by our own lines alone');
    return whole;
  };

  await stage.shows('a ledger with three enterprises is there', async () => {
    for (const firm of FIRMS) {
      await fill(coordinator, server.address, firm);
      await coordinator.set('/data/g_id/founded_on', firm.founded);
      await coordinator.type('/data/g_size/employees', firm.employees);
      await coordinator.type('/data/g_size/revenue_wan', firm.revenue);
      if (firm.remarks) await coordinator.type('/data/remarks', firm.remarks);
      await submit(coordinator);
    }
    await coordinator.go('#/ledger');
    await page.locator('[data-entity]').nth(2).waitFor();
  });
  let first;
  await stage.shows("story 24: the higher office's table is matched by its headings, merged ones too, and what is open is said once", async () => {
    await give('monthly.xlsx');
    await stands('mapping');
    const expected = {
      A: '__counter', B: 'ent_name', C: 'uscc', D: 'ownership', E: 'employees', F: 'revenue_wan', G: '', H: 'founded_on', I: '', J: '',
    };
    for (const [letters, name] of Object.entries(expected)) assert.equal(await property(letters), name, letters);
    await column('I').locator('[data-refused]').waitFor();
    await coordinator.sees('企业基本情况 / 税号');
    await coordinator.sees('数值乘以 10000');
    assert.equal(await page.locator('[data-constant]').count(), 0);
    await say('J', '备注');
    await page.locator('[data-fill]').scrollIntoViewIfNeeded();
    await take(page, 'filling-columns');
    first = await kept(await coordinator.download('fill-table'), room);
    await page.locator('[data-status="filled"][data-rows="3"]').waitFor();
    await page.locator('[data-put-in="1"]').waitFor();
    await take(page, 'filling-done');
  });
  await stage.shows('the filled table is the one that was sent, cell by cell, with the ledger below its headings', async () => {
    const [sent, filled] = [seen(table('monthly.xlsx')), seen(first)];
    if (!sent) return;
    assert.deepEqual(Object.keys(filled), Object.keys(sent));
    const [before, after] = [sent[SHEET], filled[SHEET]];
    const rowOf = (place) => Number(place.replace(/\D/g, ''));
    for (const [place, cell] of Object.entries(before.cells)) {
      const row = rowOf(place);
      if (row < 5) assert.deepEqual(after.cells[place], cell, place);
      if (row >= 7) assert.deepEqual(after.cells[place.replace(String(row), String(row + 1))]?.slice(2), cell.slice(2), place);
    }
    // Pinyin order, as the ledger shows them: 二厂, 棉纺织, 一厂.
    const firms = [FIRMS[1], FIRMS[2], FIRMS[0]];
    for (const [at, firm] of firms.entries()) {
      const row = 5 + at;
      const value = (letters) => after.cells[`${letters}${row}`]?.slice(0, 3);
      const look = (letters) => after.cells[`${letters}${row}`].slice(3);
      assert.deepEqual(value('A'), [at + 1, 'n', 'General']);
      assert.deepEqual(value('B'), [firm.name, 's', 'General']);
      assert.deepEqual(value('C'), [firm.code, 's', 'General']);
      assert.deepEqual(value('D')[0], '民营（私营）');
      assert.deepEqual(value('E'), [Number(firm.employees), 'n', 'General']);
      assert.deepEqual(value('F'), [Number(firm.revenue) * 10_000, 'n', '#,##0.00'], 'in 元');
      assert.deepEqual(value('G'), [`=F${row}/$F$8`, 'f', '0.0%']);
      assert.deepEqual(value('H'), [`${firm.founded}T00:00:00`, 'd', 'yyyy"年"m"月"d"日"']);
      assert.equal(value('I')[0], null, 'what is not collected stays blank');
      if (firm.remarks) assert.deepEqual(value('J'), [firm.remarks, 's', '@'], 'a text that a program would take for something else');
      for (const letters of 'ABCDEFGHIJ') assert.deepEqual(look(letters), ['仿宋', 12, 'thin'], `${letters}${row}`);
    }
    assert.deepEqual(after.cells.E8.slice(0, 2), ['=SUM(E5:E7)', 'f']);
    assert.deepEqual(after.cells.F8.slice(0, 2), ['=SUM(F5:F7)', 'f']);
    assert.deepEqual([after.cells.A8[0], after.cells.A10[0], after.cells.H10[0]], ['合计', '审核人：', '填表人：']);
    assert.deepEqual(after.merged, before.merged.map((block) => (block === 'A7:D7' ? 'A8:D8' : block)).sort());
    assert.deepEqual(after.widths, before.widths);
    assert.deepEqual(after.heights, { ...before.heights, 7: 24 });
    assert.deepEqual([after.checks, after.conditional], [['E5:E7'], ['E5:E7']]);
    assert.deepEqual([after.print, after.frozen], [before.print.replace('$9', '$10'), 'C5']);
    assert.deepEqual(filled['汇总'].cells.A1[0], "='月报 表'!E8");
  });
  await stage.shows('every part of the workbook that had nothing to say is there byte for byte', () => {
    const [sent, filled] = [parts(fs.readFileSync(table('monthly.xlsx'))), parts(fs.readFileSync(first))];
    assert.deepEqual(Object.keys(filled), Object.keys(sent));
    const changed = Object.keys(sent).filter((name) => !filled[name].equals(sent[name]));
    assert.deepEqual(changed.sort(), ['xl/styles.xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml']);
  });
  await stage.shows('story 24: next month the same table is filled as soon as it is chosen', async () => {
    const again = await chosen('monthly.xlsx');
    await page.locator('[data-status="filled"]').waitFor();
    assert.deepEqual(seen(again), seen(first));
  });
  await stage.shows('saved by LibreOffice it is the same table', async () => {
    const other = await chosen('monthly-libreoffice.xlsx');
    await page.locator('[data-status="filled"]').waitFor();
    const whole = seen(other);
    if (!whole) return;
    const { cells, merged } = whole[SHEET];
    assert.deepEqual([cells.B7[0], cells.E8[0], cells.A10[0]], [FIRMS[0].name, '=SUM(E5:E7)', '审核人：']);
    assert.ok(merged.includes('A8:D8'));
  });
  await stage.shows('story 24: of a changed table only what is new is asked, and the rest is as it was said', async () => {
    await give('monthly-changed.xlsx');
    await stands('mapping');
    const news = await page.locator('[data-new="true"]').evaluateAll((all) => all.map((one) => one.dataset.column));
    assert.deepEqual(news, ['I', 'J']);
    assert.equal(await property('J'), 'reg_status');
    assert.equal(await property('C'), 'uscc');
    await coordinator.sees('有 2 列是新的');
    await page.locator('[data-fill]').scrollIntoViewIfNeeded();
    await take(page, 'filling-changed');
    await say('I', '留空');
    const file = await kept(await coordinator.download('fill-table'), room);
    const whole = seen(file);
    if (whole) assert.deepEqual([whole[SHEET].cells.B5[0], whole[SHEET].cells.I5[0]], [FIRMS[1].name, null]);
    await chosen('monthly-changed.xlsx');
    await page.locator('[data-status="filled"]').waitFor();
  });
  await stage.shows('a mistake in the columns is put right on the spot', async () => {
    await coordinator.tap('correct-columns');
    await stands('mapping');
    await say('D', '所属片区');
    const file = await kept(await coordinator.download('fill-table'), room);
    const whole = seen(file);
    if (whole) assert.equal(whole[SHEET].cells.D5[0], '第一片区');
  });
  await stage.shows('what is no workbook is refused by name, and nothing has changed', async () => {
    await give('ledger-2022.csv');
    await stands('failed');
    await coordinator.sees('这不是 .xlsx 工作簿');
    await coordinator.go('#/');
    await coordinator.go('#/ledger');
    await eventually(async () => assert.equal(await page.locator('[data-entity]').count(), 3));
  });
  await stage.shows('nothing stands in the way of a keyboard or a screen reader', async () => {
    await give('monthly-changed.xlsx').catch(() => undefined);
    await page.locator('[data-status="filled"]').waitFor();
    await coordinator.tap('correct-columns');
    await stands('mapping');
    assert.deepEqual(await violations(page), []);
  });
}
