// The main job in another browser: open, say who fills, fill, Saved, restart, resume, finish without a network, export, and
// take the file in at a desk. Through `lib/person.mjs` alone, so that it is the same journey in each.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exported, imported, trust } from '../lib/batches.mjs';
import { finish } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { workbook } from '../lib/workbook.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'From a form to the ledger';

const FORM = workbook('样例核查.xlsx', {
  survey: [
    ['type', 'name', 'label', 'constraint'],
    ['text', 'place', '核查地点'],
    ['select_one grade', 'grade', '等级'],
    ['select_multiple part', 'parts', '核查内容'],
    ['integer', 'people', '在场人数', '. < 1000'],
    ['decimal', 'area', '面积'],
    ['date', 'until', '整改期限'],
    ['time', 'at', '到达时间'],
    ['image', 'picture', '照片'],
  ],
  choices: [
    ['list_name', 'name', 'label'],
    ['grade', 'minor', '一般'],
    ['grade', 'major', '重大'],
    ['part', 'fire', '消防'],
    ['part', 'power', '用电'],
  ],
  settings: [['form_id', 'form_title'], ['browser_check', '样例核查']],
});

const ANSWERS = {
  '/data/place': '样例车间一层',
  '/data/grade': 'major',
  '/data/parts': 'fire power',
  '/data/people': '320',
  '/data/area': '12.5',
  '/data/until': '2026-03-05',
  '/data/at': '09:30',
};

export const PHOTO = fileURLToPath(new URL('../../public/icons/icon-512.png', import.meta.url));
/** Asked again, because the first answer is out of bounds. */
const PEOPLE = '/data/people';

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('tablet');
  const room = stage.room();
  let officer = new Person(tablet);
  let batch;

  const all = async () => {
    for (const [path, answer] of Object.entries(ANSWERS)) await officer.shows(path, answer);
    await officer.question('/data/picture').locator('img').waitFor();
  };

  await stage.shows('the page opens, and keeps itself for use without a network', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await installed(officer.page);
  });

  await stage.shows('a workbook is read in the worker, and its form begun', async () => {
    await officer.go('#/forms');
    await officer.give('form', FORM);
    await officer.page.locator('[data-form-opened]').waitFor();
    await officer.go('#/');
    await officer.begin('browser_check');
  });

  await stage.shows('answers of every plain kind and a photo are given, and the page says Saved', async () => {
    await officer.type('/data/place', ANSWERS['/data/place']);
    await officer.choose('/data/grade', 'major');
    await officer.choose('/data/parts', 'fire');
    await officer.choose('/data/parts', 'power');
    await officer.type(PEOPLE, '3200');
    await officer.question(PEOPLE).getByRole('alert').waitFor();
    await officer.type(PEOPLE, ANSWERS[PEOPLE]);
    await officer.question(PEOPLE).getByRole('alert').waitFor({ state: 'detached' });
    await officer.type('/data/area', ANSWERS['/data/area']);
    await officer.set('/data/until', ANSWERS['/data/until']);
    await officer.set('/data/at', ANSWERS['/data/at']);
    await officer.question('/data/picture').locator('input[type=file]').setInputFiles(PHOTO);
    await officer.saved();
    await all();
  });

  await stage.shows('after the browser was closed and started again the draft goes on with every answer', async () => {
    await tablet.restart();
    officer = new Person(tablet);
    await officer.open(server.address);
    await officer.tap('resume');
    await all();
  });

  await stage.shows('after a kill -9, with the server gone, the page opens and every answer is there', async () => {
    await tablet.kill();
    await server.stop();
    await tablet.start();
    officer = new Person(tablet);
    await officer.open(server.address);
    await officer.tap('resume');
    await all();
  });

  await stage.shows('it is finished and exported without a network, and the file holds the record', async () => {
    await finish(officer);
    await officer.go('#/send');
    batch = await exported(officer, room);
    const text = fs.readFileSync(batch, 'utf8');
    for (const part of [ANSWERS['/data/place'], 'fire power', '2026-03-05', 'signature']) assert.ok(text.includes(part), `${part} in the batch`);
  });

  await stage.shows('a desk in the same browser checks its signature and takes it in', async () => {
    await server.start();
    const desk = new Person(await stage.device('desk'));
    await desk.open(server.address);
    await desk.introduce('样例管理员', 'GL001');
    await desk.go('#/import');
    await desk.give('batch', [batch]);
    await trust(desk, batch);
    await desk.tap('import');
    await imported(desk, { added: 1, known: 0 });
  });
  stage.report.fact(`ran in ${tablet.version ?? (await officer.page.evaluate(() => navigator.userAgent))}`);
}
