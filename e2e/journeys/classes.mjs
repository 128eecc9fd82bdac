// How widely a zone's own lists may be read: a form that the app knows nothing of saves to a list of its own. Where that has a contact's
// phone it is of people, on paper, in the name of a table and of the higher office's table; where it has nobody it is the zone's own
// business.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { kept } from '../lib/batches.mjs';
import { submit } from '../lib/enterprise.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { load } from '../lib/forms.mjs';
import { openEntity, printed } from '../lib/ledger.mjs';
import { readPdf } from '../lib/pdf.mjs';
import { Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { seen, speak } from '../lib/screens.mjs';
import { parts, sheets } from '../lib/sheets.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'A zone’s own lists have a class: of people where they have a phone, the zone’s own business where they have nobody';

/** Two forms of a zone's own, each with one question behind the name that tells how widely its list may be read. */
const LISTS = [
  {
    list: 'fire_points',
    title: '样例消防联系点',
    label: '样例一号联系点',
    asks: [['text', 'point_name', '名称'], ['text', 'contact_name', '联系人'], ['text', 'contact_phone', '电话']],
    answers: { point_name: '样例一号联系点', contact_name: '样例安全员', contact_phone: '400-000-0417' },
    classes: ['含个人信息', 'Personal data'],
  },
  {
    list: 'hydrants',
    title: '样例消火栓',
    label: '样例一号栓',
    asks: [['text', 'hydrant_name', '名称'], ['text', 'hydrant_place', '位置'], ['integer', 'pressure', '水压（千帕）']],
    answers: { hydrant_name: '样例一号栓', hydrant_place: '样例路3号门口', pressure: '350' },
    classes: ['内部', 'Internal'],
  },
];

/** The form that saves all it asks. */
const form = ({ list, title, asks }) =>
  workbook(`${title}.xlsx`, {
    survey: [['type', 'name', 'label', 'save_to'], ...asks.map(([type, name, label]) => [type, name, label, name])],
    settings: [['form_id', 'form_title', 'version'], [`own_${list}`, title, '1']],
    entities: [['list_name', 'label'], [list, `\${${asks[0][1]}}`]],
  });

/** What the higher office sends to be filled with such a list. */
const empty = ({ title, asks }) => workbook(`${title}报表.xlsx`, { 报表: [asks.map(([, , label]) => label), ['', '', '']] });

const SERIAL = 'D\\d{8}-[0-9A-F]{6}';

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const coordinator = new Person(await stage.device('classes'));
  const { page } = coordinator;
  const bare = (text) => text.replaceAll(/\s/g, '');

  await stage.shows('a zone loads two forms of its own, one of which asks for a contact, and each has filled a list', async () => {
    await coordinator.open(server.address);
    await coordinator.introduce('样例协调员', '900');
    for (const one of LISTS) {
      await load(coordinator, form(one));
      await page.locator(`[data-form-opened="own_${one.list}"]`).waitFor();
      await beginWhole(coordinator, server.address, `own_${one.list}`);
      for (const [question, answer] of Object.entries(one.answers)) await coordinator.type(`/data/${question}`, answer);
      await submit(coordinator);
    }
  });

  await stage.shows('on paper the one is marked as having personal data and the other as internal, on the first page and at the foot', async () => {
    for (const [at, language] of [...['zh-CN', 'en'].entries()].reverse()) {
      await speak(coordinator, language);
      for (const one of LISTS) {
        await openEntity(coordinator, one.list, one.label);
        const { text, pages } = await printed(coordinator);
        const mark = { 'zh-CN': '数据分级', en: 'Class' }[language];
        assert.equal(await page.locator('.paper__mark').textContent(), `${mark} · ${one.classes[at]}`);
        for (const part of [mark, one.label, ...Object.values(one.answers)]) assert.ok(bare(text).includes(bare(part)), `${part} in ${text}`);
        for (const sheet of pages) assert.ok(bare(sheet.text).includes(bare(`${mark}·${one.classes[at]}`)), sheet.text);
        for (const other of LISTS.filter((other) => other !== one)) assert.ok(!bare(text).includes(bare(other.classes[at])), text);
        await page.emulateMedia({ media: 'print' });
        await take(page, `classes-paper-${one.list}-${language}`);
        await page.emulateMedia({ media: null });
      }
    }
  });

  await stage.shows('what is printed afterwards without a mark of its own does not bear that of the ledger before it', async () => {
    await coordinator.go('#/records');
    await page.locator('[data-record]').first().waitFor();
    const { text } = readPdf(await page.pdf({ preferCSSPageSize: true, printBackground: false }));
    assert.ok(!bare(text).includes('数据分级'), text);
  });

  await stage.shows('a list that leaves as a workbook has its class in the name of the file, and at the head of each printed page', async () => {
    await coordinator.go('#/ledger');
    await coordinator.tap('open-export');
    await page.locator('[data-input="purpose"]').fill('月度核对');
    for (const { list, title, classes: [said] } of LISTS) {
      await page.locator('[data-input="contents"]').selectOption({ label: `名单：${title}（1 条）` });
      const file = await kept(await coordinator.download('make-export'), room, list);
      assert.match(path.basename(file), new RegExp(`^${title}_${said}_\\d{4}-\\d\\d-\\d\\d_${SERIAL}\\.xlsx$`));
      const bytes = fs.readFileSync(file);
      assert.equal(Object.keys(sheets(bytes))[0], title);
      const [head] = parts(bytes)['xl/worksheets/sheet1.xml'].toString('utf8').match(/<oddHeader>.*?<\/oddHeader>/);
      assert.ok(head.includes(`数据分级 · ${said}`), head);
    }
  });

  await stage.shows('the higher office’s table that is filled from such a list has the class of that list in its name', async () => {
    for (const one of LISTS) {
      await coordinator.go(`#/ledger/${one.list}`);
      await page.locator('[data-input="fill-purpose"]').fill('上报上级部门');
      await coordinator.give('template', empty(one));
      await page.locator('[data-fill="mapping"]').waitFor({ timeout: 60_000 });
      const matched = await page.locator('[data-fill] li[data-column]').evaluateAll((columns) => columns.map((column) => column.dataset.question));
      assert.deepEqual(matched, one.asks.map(([, name]) => name));
      await page.locator('[data-fill]').scrollIntoViewIfNeeded();
      await seen(page, `classes-fill-${one.list}`);
      const file = await kept(await coordinator.download('fill-table'), room, one.list);
      assert.match(path.basename(file), new RegExp(`^${one.title}报表_${one.classes[0]}_${SERIAL}-已填\\.xlsx$`));
      const [row] = sheets(fs.readFileSync(file))['报表'];
      assert.deepEqual(one.asks.map(([, , label]) => String(row[label])), Object.values(one.answers));
    }
  });
}
