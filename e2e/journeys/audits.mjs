// A form that asks for an audit: what was looked at and when leaves with the record, as the field's audit.csv, whatever happened in
// between.

import assert from 'node:assert/strict';
import { exported } from '../lib/batches.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';
import { attached } from '../lib/photos.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'A form that asks for an audit';

const FORM = workbook('audited.xlsx', {
  survey: [
    ['type', 'name', 'label', 'appearance', 'parameters'],
    ['audit', 'audit', null, null, 'track-changes=true identify-user=true'],
    ['text', 'firm', '企业名称'],
    ['begin group', 'shop', '门店', 'field-list'],
    ['integer', 'staff', '职工人数'],
    ['text', 'owner', '负责人'],
    ['end group', null],
  ],
  settings: [['form_id', 'form_title', 'version'], ['audited', '审计样例', '1']],
});
const WHO = '001';

/** Rows of a csv without line breaks in its cells. */
const rowsOf = (text) =>
  text.trimEnd().split('\n').map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain));

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('audited');
  let officer = new Person(tablet);
  const begun = Date.now();
  let rows = [];

  await stage.shows('a record of a form that asks for an audit leaves with an audit.csv', async () => {
    await officer.open(server.address);
    await officer.introduce('样例联络员', WHO);
    await officer.go('#/forms');
    await officer.give('form', FORM);
    await officer.page.locator('[data-form-opened="audited"]').waitFor();
    await officer.begin('audited');
    await officer.type('/data/firm', '样例一厂');
    await officer.saved();
    const route = await officer.route();
    await tablet.kill();
    await tablet.start();
    officer = new Person(tablet);
    await officer.open(server.address, route);
    await officer.clear('/data/firm');
    await officer.type('/data/firm', '样例"二",厂');
    await turnTo(officer, '/data/shop/staff');
    await officer.type('/data/shop/staff', '12');
    await officer.saved();
    await finish(officer);
    await officer.go('#/send');
    const files = attached(await exported(officer, room));
    const { body } = JSON.parse(files.get('batch.json').toString());
    const [record] = body.records;
    const [{ sha256, name: file, mediaType: kind }] = record.__taizhang.attachments;
    assert.equal(file, `${sha256}.audit.csv`);
    assert.equal(kind, 'text/csv');
    rows = rowsOf(files.get(`blobs/${sha256}`).toString());
  });
  await stage.shows('its columns are those that the field has for what the form asks', () => {
    assert.deepEqual(rows[0], ['event', 'node', 'start', 'end', 'old-value', 'new-value', 'user']);
    for (const row of rows) assert.equal(row.length, 7, row.join());
  });
  await stage.shows('what was looked at stands in its order, before the kill and after it', () => {
    const told = rows.slice(1).map(([event, node]) => [event, node].filter(Boolean).join(' '));
    assert.deepEqual(told, [
      'form start',
      'question /data/firm',
      'form resume',
      'question /data/firm',
      'group questions /data/shop',
      'question /data/shop/staff',
      'question /data/shop/owner',
      'end screen',
      'form exit',
      'form finalize',
    ]);
  });
  await stage.shows('each has its times, and who looked; what lasts ends after it began', () => {
    const until = Date.now();
    let before = begun;
    for (const [event, , start, end, , , user] of rows.slice(1)) {
      assert.equal(user, WHO, event);
      assert.ok(Number(start) >= before && Number(start) <= until, `${event} at ${start}`);
      if (end) assert.ok(Number(end) >= Number(start) && Number(end) <= until, `${event} from ${start} to ${end}`);
      before = Number(start);
    }
  });
  await stage.shows('answers stand there as they were and as they became', () => {
    const changes = rows.filter(([event, , , , old, next]) => event === 'question' && old !== next);
    assert.deepEqual(
      changes.map(([, node, , , old, next]) => [node, old, next]),
      [
        ['/data/firm', '', '样例一厂'],
        ['/data/firm', '样例一厂', '样例"二",厂'],
        ['/data/shop/staff', '', '12'],
      ],
    );
  });
}
