// Tables for Excel: what officers recorded and what the ledger says leaves as a workbook, is read again, and runs nothing.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { desk as deskAt, kept, outcome } from '../lib/batches.mjs';
import { fill, submit } from '../lib/enterprise.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { speak } from '../lib/screens.mjs';
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
  let list;
  const chosen = async (name, title) => coordinator.page.locator(`[data-input="${name}"]`).selectOption({ label: title });
  const made = async () => {
    // Nobody asks what choices are for.
    const purpose = coordinator.page.locator('[data-input="purpose"]');
    if (await purpose.count()) await purpose.fill('月度核对');
    const file = await kept(await coordinator.download('make-export'), room, 'tables');
    await coordinator.page.locator('[data-status="export-made"]').waitFor();
    return { file, name: path.basename(file), bytes: fs.readFileSync(file) };
  };

  await stage.shows('an enterprise with a place is registered whose address could run in a spreadsheet', async () => {
    await desk.context.grantPermissions(['geolocation'], { origin: new URL(server.address).origin });
    await desk.context.setGeolocation({ latitude: 41.72591, longitude: 86.17461, accuracy: 12 });
    await fill(coordinator, server.address, FIRM);
    await coordinator.type('/data/g_ind/address', DANGEROUS[0]);
    const place = coordinator.question('/data/g_ind/geometry');
    await coordinator.touch(place.locator('[data-action="locate"]'));
    await coordinator.touch(place.locator('[data-action="use-place"]'));
    await place.getByRole('status').getByText('纬度 41.72591').waitFor();
    await submit(coordinator);
  });

  await stage.shows('its list is a workbook, with labels beside codes and no formula', async () => {
    await coordinator.go('#/ledger');
    await coordinator.tap('open-export');
    await chosen('contents', '名单：企业台账（1 条）');
    await take(coordinator.page, 'tables-choosing');
    const { bytes, name, file } = await made();
    assert.match(name, /^企业台账_含个人信息_\d{4}-\d\d-\d\d_D\d{8}-[0-9A-F]{6}\.xlsx$/);
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

  await stage.shows('as JSON, a line for each, the list and the records are read again line by line', async () => {
    const lines = async (contents) => {
      await chosen('contents', contents);
      await chosen('format', 'JSON，一行一条（.jsonl）');
      const { bytes, name } = await made();
      assert.match(name, /\.jsonl$/);
      const text = bytes.toString('utf8');
      assert.ok(text.endsWith('\n') && !text.startsWith('\ufeff'));
      return text.trimEnd().split('\n').map((line) => JSON.parse(line));
    };
    const [firm, ...others] = await lines('名单：企业台账（1 条）');
    assert.equal(others.length, 0);
    assert.deepEqual([firm.list, firm.label, firm.version, firm.updatedBy], ['enterprises', FIRM.name, 1, '001']);
    // Texts as they are kept: what looks like a formula is one nowhere here.
    assert.deepEqual([firm.properties.uscc, firm.properties.address, firm.properties.area], [FIRM.code, DANGEROUS[0], 'area_1']);
    assert.match(firm.properties.geometry, /^41\.72591 86\.17461 /);
    const [record, ...rest] = await lines('记录：企业登记');
    assert.equal(rest.length, 0);
    assert.equal(record.__taizhang.formId, 'enterprise_registration');
    assert.deepEqual([record.g_id.uscc, record.g_ind.address, record.entity_key], [FIRM.code, DANGEROUS[0], firm.id]);
    assert.deepEqual(record.g_ind.geometry.coordinates.slice(0, 2), [86.17461, 41.72591]);
    await take(coordinator.page, 'tables-json');
  });

  await stage.shows('as GeoJSON the list and the records stand on a map, where they say', async () => {
    for (const contents of ['名单：企业台账（1 条）', '记录：企业登记']) {
      await chosen('contents', contents);
      await chosen('format', 'GeoJSON，地图用（.geojson）');
      const { bytes, name } = await made();
      assert.match(name, /\.geojson$/);
      const map = JSON.parse(bytes.toString('utf8'));
      assert.equal(map.type, 'FeatureCollection', contents);
      assert.equal(map.features.length, 1, contents);
      const [feature] = map.features;
      assert.equal(feature.geometry.type, 'Point');
      const [longitude, latitude] = feature.geometry.coordinates;
      assert.deepEqual([longitude, latitude], [86.17461, 41.72591], 'longitude first');
      assert.ok(Object.values(feature.properties).includes(FIRM.code), JSON.stringify(feature.properties));
    }
    await take(coordinator.page, 'tables-geojson');
    await chosen('format', 'Excel 工作簿（.xlsx）');
  });

  await stage.shows('as delimited text what could run has an apostrophe, and a list for forms has their names', async () => {
    await chosen('contents', '名单：企业台账（1 条）');
    await chosen('format', 'CSV 文本（.csv）');
    const text = (await made()).bytes.toString('utf8');
    assert.ok(text.startsWith('\ufeff名称,') && text.includes(`,'${DANGEROUS[0]},`) && text.endsWith('\r\n'), text.slice(0, 200));
    await chosen('contents', '名单 企业台账，给表单用（CSV）');
    await coordinator.page.locator('[data-input="bare"]').check();
    const { bytes, name, file } = await made();
    assert.match(name, /^enterprises_.*\.csv$/);
    assert.match(bytes.toString('utf8'), /^\ufeffname,label,__version,/);
    assert.ok(bytes.includes(`,${DANGEROUS[0]},`));
    list = file;
  });

  await stage.shows('the choices of a form leave as the field writes them, and are the choices of another form as they are', async () => {
    await chosen('contents', '选项表：企业登记，给表单用（CSV）');
    const { bytes, name } = await made();
    assert.match(name, /^choices-enterprise_registration_.*\.csv$/);
    const [head, ...rows] = bytes.toString('utf8').replace(/^\ufeff/, '').trimEnd().split('\r\n').map((line) => line.split(','));
    assert.deepEqual(head.slice(0, 4), ['list_name', 'name', 'label::中文 (zh)', 'label::English (en)']);
    const ownership = rows.filter(([list]) => list === 'ownership');
    assert.ok(ownership.length > 3 && ownership.some(([, name, label]) => name === 'private' && label.includes('民营')), JSON.stringify(ownership));
    const other = workbook('样例选项.xlsx', {
      survey: [
        ['type', 'name', 'label::中文 (zh)', 'label::English (en)'],
        ['select_one ownership', 'kind', '企业性质', 'Kind'],
      ],
      choices: [head.slice(0, 4), ...ownership.map((row) => row.slice(0, 4))],
      settings: [
        ['form_id', 'form_title', 'version', 'default_language'],
        ['sample_choices', '样例选项', '1', '中文 (zh)'],
      ],
    });
    await coordinator.go('#/forms');
    await coordinator.give('form', other);
    await coordinator.page.locator('[data-form-opened="sample_choices"]').waitFor();
    await beginWhole(coordinator, server.address, 'sample_choices');
    await coordinator.choose('/data/kind', 'private');
    await coordinator.saved();
    await coordinator.shows('/data/kind', 'private');
  });

  await stage.shows('a list as the field writes it comes into another ledger under its own ids, columns matched by themselves', async () => {
    const other = await deskAt(stage, server, 'tables-other');
    await other.introduce('样例协调员', '900');
    await other.go('#/import');
    await other.give('batch', [list]);
    await outcome(other, list, 'foreign');
    await other.tap('map-table');
    await other.page.locator('[data-mapped]').waitFor();
    const matched = await other.page.locator('li[data-column]').evaluateAll((columns) =>
      Object.fromEntries(columns.map((column) => [column.querySelector('label').textContent.match(/「(.*)」/)[1], column.dataset.question])),
    );
    assert.deepEqual([matched.name, matched.label, matched.__version, matched.uscc, matched.ent_name], ['__id', '', '', 'uscc_input', 'ent_name']);
    await take(other.page, 'tables-field-list');
    await speak(other, 'en');
    await other.go('#/import');
    await other.give('batch', [list]);
    await other.tap('map-table');
    await other.page.locator('[data-mapped]').waitFor();
    await take(other.page, 'tables-field-list-en');
    await other.tap('check-table');
    const counts = other.page.locator('[data-status="checked"]');
    await counts.waitFor();
    const said = await counts.evaluate(({ dataset }) => [dataset.new, dataset.updated, dataset.same, dataset.doubtful, dataset.wrong]);
    assert.deepEqual(said, ['1', '0', '0', '0', '0']);
    await other.tap('import-table');
    await other.page.locator('[data-status="imported"][data-new="1"]').waitFor();
    await other.go('#/ledger');
    const id = await other.page.locator('tr[data-entity]').getAttribute('data-entity');
    await coordinator.go('#/ledger');
    assert.equal(id, await coordinator.page.locator('tr[data-entity]').getAttribute('data-entity'));
    // And where it came from it says nothing new.
    await coordinator.go('#/import');
    await coordinator.give('batch', [list]);
    await coordinator.tap('map-table');
    await coordinator.page.locator('[data-mapped]').waitFor();
    await coordinator.tap('check-table');
    await coordinator.page.locator('[data-status="checked"][data-same="1"][data-new="0"][data-updated="0"][data-wrong="0"]').waitFor();
    await eventually(async () => assert.ok(await coordinator.action('import-table').isDisabled()));
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
