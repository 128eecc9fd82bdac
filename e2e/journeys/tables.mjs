// Tables for Excel: what officers recorded and what the ledger says leaves as a workbook, is read again, and runs nothing.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { kept } from '../lib/batches.mjs';
import { fill, submit } from '../lib/enterprise.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { seenByOpenpyxl, sheets } from '../lib/sheets.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'Records and lists leave as workbooks and tables';

const FIRM = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
/** What a spreadsheet program could run. */
const DANGEROUS = ['=1+1', "=cmd|' /C calc'!A0", '+1+1', '-1+1', '@SUM(A1:A9)', '＝1', "'=1", '=HYPERLINK("http://evil.example","企业")'];

const FORM = workbook('样例问卷.xlsx', {
  survey: [
    ['type', 'name', 'label', 'appearance'],
    ['select_one result', 'result', '结果'],
    ['text', 'phone', '电话', 'numbers'],
    ['integer', 'staff', '人数'],
    ['begin repeat', 'said', '原话'],
    ['text', 'words', '说了什么'],
    ['end repeat', 'said'],
  ],
  choices: [
    ['list_name', 'name', 'label'],
    ['result', 'met', '见到'],
    ['result', 'away', '不在'],
  ],
  settings: [
    ['form_id', 'form_title', 'version'],
    ['sample_tables', '样例问卷', '1'],
  ],
});

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const desk = await stage.device('tables');
  const coordinator = new Person(desk);
  const chosen = async (name, title) => coordinator.page.locator(`[data-input="${name}"]`).selectOption({ label: title });
  const made = async () => {
    await coordinator.page.locator('[data-input="purpose"]').fill('月度核对');
    const file = await kept(await coordinator.download('make-export'), room, 'tables');
    await coordinator.page.locator('[data-status="export-made"]').waitFor();
    return { file, name: path.basename(file), bytes: fs.readFileSync(file) };
  };

  await stage.shows('an enterprise is registered whose address could run in a spreadsheet', async () => {
    await fill(coordinator, server.address, FIRM);
    await coordinator.type('/data/g_ind/address', DANGEROUS[0]);
    await submit(coordinator);
  });

  await stage.shows('its list is a workbook, with labels beside codes and no formula', async () => {
    await coordinator.go('#/ledger');
    await coordinator.tap('open-export');
    await chosen('contents', '名单：企业台账（1 条）');
    await take(coordinator.page, 'tables-choosing');
    const { bytes, name, file } = await made();
    assert.match(name, /^企业台账_\d{4}-\d\d-\d\d_D\d{8}-[0-9A-F]{6}\.xlsx$/);
    const book = sheets(bytes);
    assert.deepEqual(Object.keys(book).slice(0, 2), ['企业台账', '字段说明']);
    assert.ok(JSON.stringify(book['导出说明']).includes('月度核对') && JSON.stringify(book['导出说明']).includes(name.match(/D\d{8}-\w+/)[0]));
    const [row] = book['企业台账'];
    assert.equal(row['名称'], FIRM.name);
    assert.equal(row['统一社会信用代码'], FIRM.code);
    assert.equal(row['经营地址'], DANGEROUS[0]);
    assert.equal(row['所属片区（代码）'], 'area_1');
    assert.equal(row['有从业人员'], '是');
    const other = seenByOpenpyxl(file);
    if (other === null) console.log('  note  no Python with openpyxl here: read by our own lines alone');
    else {
      assert.deepEqual(other.formulas, []);
      assert.ok(other.texts.includes(DANGEROUS[0]));
      assert.equal(other.sheets[0][1], 'B2');
    }
    await take(coordinator.page, 'tables-made');
  });

  await stage.shows('the whole ledger has its lists, its records by form, and says what its columns are', async () => {
    await chosen('contents', '整本台账：所有名单和记录');
    const { bytes } = await made();
    const book = sheets(bytes);
    for (const sheet of ['企业台账', '企业登记', '字段说明', '选项']) assert.ok(book[sheet], `${sheet} of ${Object.keys(book)}`);
    const [record] = book['企业登记'];
    assert.equal(record['企业名称（与营业执照一致）'], FIRM.name);
    assert.equal(record['填报人'], '001');
    assert.ok(book['字段说明'].some((field) => field['列'] === '经营地址' && field['字段名'] === 'g_ind/address'));
  });

  await stage.shows('as delimited text what could run has an apostrophe, and a list for forms has their names', async () => {
    await chosen('contents', '名单：企业台账（1 条）');
    await chosen('format', 'CSV 文本（.csv）');
    const text = (await made()).bytes.toString('utf8');
    assert.ok(text.startsWith('\ufeff名称,') && text.includes(`,'${DANGEROUS[0]},`) && text.endsWith('\r\n'), text.slice(0, 200));
    await chosen('contents', '名单 企业台账，给表单用（CSV）');
    await coordinator.page.locator('[data-input="bare"]').check();
    const { bytes, name } = await made();
    assert.match(name, /^enterprises_.*\.csv$/);
    assert.match(bytes.toString('utf8'), /^\ufeffname,label,__version,/);
    assert.ok(bytes.includes(`,${DANGEROUS[0]},`));
  });

  await stage.shows('a form with entries leaves with a sheet for them, telephone numbers as texts and figures as numbers', async () => {
    await coordinator.go('#/forms');
    await coordinator.give('form', FORM);
    await coordinator.page.locator('[data-form-opened="sample_tables"]').waitFor();
    await beginWhole(coordinator, server.address, 'sample_tables');
    await coordinator.choose('/data/result', 'met');
    await coordinator.type('/data/phone', '013800000000');
    await coordinator.type('/data/staff', '12');
    for (const [at, words] of DANGEROUS.entries()) {
      if (at > 0) await coordinator.tap('add-repeat');
      await coordinator.type(`/data/said[${at + 1}]/words`, words);
    }
    await submit(coordinator);
    await coordinator.tap('open-export');
    await chosen('contents', '记录：样例问卷');
    const { bytes, file } = await made();
    const book = sheets(bytes);
    const [record] = book['样例问卷'];
    assert.deepEqual([record['结果'], record['结果（代码）'], record['电话'], record['人数']], ['见到', 'met', '013800000000', 12]);
    const entries = book['样例问卷-原话'];
    assert.deepEqual(entries.map((entry) => entry['说了什么']), DANGEROUS);
    assert.ok(entries.every((entry, at) => entry['上级编号'] === record['记录编号'] && entry['序号'] === at + 1));
    const other = seenByOpenpyxl(file);
    if (other) {
      assert.deepEqual(other.formulas, []);
      for (const text of [...DANGEROUS, '013800000000']) assert.ok(other.texts.includes(text), text);
    }
  });
}
