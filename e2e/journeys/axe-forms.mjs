// What is not come to by a route of its own: the controls of forms as they open, a table, a ranking, a drawing, a recording, places and
// lines; and the screens that stand in place of the app: wiped data, a database that cannot be opened, the lock. In both languages, all
// themes and all sizes of text, as `axe`.

import assert from 'node:assert/strict';
import { apart, watchConnections } from '../lib/database.mjs';
import { cameraFlags, watchDevices } from '../lib/cameras.mjs';
import { register } from '../lib/enterprise.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { lockSettings, turnOn } from '../lib/lock.mjs';
import { complaints } from '../lib/looks.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { drawn } from '../lib/photos.mjs';
import { take } from '../lib/pictures.mjs';
import { speak } from '../lib/screens.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'Every control, and every screen in place of the app, is accessible';

const LANGUAGES = [['zh-CN', '0', '评星'], ['en', '1', 'Stars']];
const FIRM = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const PHRASE = '雨天走访三号厂房的老门卫';
const HEAD = ['type', 'name', 'label::中文 (zh)', 'label::English (en)', 'appearance', 'parameters', 'guidance_hint::中文 (zh)', 'guidance_hint::English (en)'];
const CHOICES = [
  ['list_name', 'name', 'label::中文 (zh)', 'label::English (en)'],
  ['degree', '1', '很不满意', 'Not at all'], ['degree', '2', '一般', 'So so'], ['degree', '3', '很满意', 'Very'],
  ['part', 'fire', '消防设施', 'Fire equipment'], ['part', 'power', '用电', 'Electricity'], ['part', 'work', '劳动保护', 'Protection at work'],
  ...Array.from({ length: 60 }, (_, at) => ['firm', `f${at}`, `样例${at}号企业`, `Sample firm ${at}`]),
];
const settings = (id, title) => [['form_id', 'form_title', 'version', 'default_language'], [id, title, '1', '中文 (zh)']];
const PICKED = workbook('样例选择.xlsx', {
  survey: [
    HEAD,
    ['select_one degree', 'likert', '满意程度', 'How content', 'likert'],
    ['select_multiple part', 'columns', '检查内容', 'What was looked at', 'columns-2'],
    ['select_one firm', 'firm', '企业', 'Firm', 'minimal autocomplete'],
    ['begin_group', 'table', '逐项评价', 'One by one', 'table-list'],
    ['select_one degree', 'road', '道路', 'Roads'],
    ['select_one degree', 'water', '供水', 'Water'],
    ['end_group'],
    ['rank part', 'rank', '按要紧排序', 'Put in order'],
    ['range', 'slider', '进度', 'Progress', null, 'start=0 end=10 step=1 tick_interval=5'],
    ['range', 'picked', '班次', 'Shifts', 'picker', 'start=1 end=5 step=1'],
    ['acknowledge', 'read', '安全须知已读', 'The rules were read'],
    ['date', 'day', '日期', 'Day'],
    ['dateTime', 'moment', '日期和时间', 'Day and time'],
    ['date', 'month', '月份', 'Month', 'month-year'],
    ['date', 'year', '年份', 'Year', 'year'],
    ['time', 'hour', '时间', 'Hour'],
    ['text', 'masked', '查询密码', 'Secret', 'masked', null, '只在本机显示为圆点', 'Shown as points'],
    ['decimal', 'amount', '投资额（元）', 'Amount (yuan)', 'thousands-sep'],
    ['text', 'story', '经过', 'What happened', 'multiline'],
    ['begin_repeat', 'needs', '问题', 'Needs'],
    ['text', 'what', '一句话描述', 'In a sentence'],
    ['end_repeat'],
    ['range', 'stars', '评星', 'Stars', 'rating', 'start=1 end=5 step=1'],
  ],
  choices: CHOICES,
  settings: settings('axe_picked', '样例选择'),
});
const TAKEN = workbook('样例现场.xlsx', {
  survey: [
    HEAD,
    ['audio', 'voice', '录音', 'Recording'],
    ['video', 'clip', '录像', 'Film'],
    ['file', 'paper', '附件', 'File'],
    ['image', 'sketch', '示意图', 'Sketch', 'draw'],
    ['image', 'signed', '签名', 'Signature', 'signature'],
    ['image', 'photo', '照片', 'Photo', 'annotate'],
    ['barcode', 'tag', '设备码', 'Code'],
    ['geopoint', 'at', '位置', 'Place'],
    ['geotrace', 'way', '管线', 'Line'],
    ['geoshape', 'yard', '厂区', 'Area'],
    ['text', 'stars', '评星', 'Stars'],
  ],
  settings: settings('axe_taken', '样例现场'),
});

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('axe-forms', { flags: cameraFlags(stage.room()) });
  await watchDevices(tablet.context);
  const officer = new Person(tablet);
  const { page } = officer;
  const question = (name) => officer.question(`/data/${name}`);
  const on = (name, action) => question(name).locator(`[data-action="${action}"]`);
  const tap = (name, action) => officer.touch(on(name, action).first());

  /** In each language from anew: what is open in one would be shut by choosing the other. */
  const inEach = async (sentence, form, steps) => {
    for (const [tag, choice, stars] of LANGUAGES) {
      await stage.shows(`${sentence}, ${tag}`, async () => {
        await speak(officer, tag);
        await officer.go('#/');
        await officer.begin(form);
        await officer.go(`${(await officer.route()).split('?')[0]}?all=1`);
        await question('stars').waitFor();
        await page.locator('.fill__language').selectOption(choice);
        await eventually(async () => assert.equal(await question('stars').locator('.question__label').innerText(), stars));
        const found = [];
        await steps(async (where) => {
          if (tag === 'en') await take(page, `axe-${form}-${where}-${tag}`);
          found.push(...(await complaints(page, where)));
        });
        assert.deepEqual(found, []);
      });
    }
  };

  await stage.shows('forms with all of them are opened', async () => {
    await officer.open(server.address);
    await officer.introduce();
    for (const [form, id] of [[PICKED, 'axe_picked'], [TAKEN, 'axe_taken']]) {
      await officer.go('#/forms');
      await officer.give('form', form);
      await page.locator(`[data-form-opened="${id}"]`).waitFor();
    }
    await tablet.context.grantPermissions(['geolocation'], { origin: new URL(server.address).origin });
    await tablet.context.setGeolocation({ latitude: 41.7, longitude: 86.1, accuracy: 80 });
  });
  await inEach('what is chosen, ranked, ranged and written', 'axe_picked', async (stands) => {
    await stands('blank');
    await officer.choose('/data/likert', '2');
    await officer.choose('/data/table/road', '3');
    await officer.touch(question('rank').locator('[data-value="power"] [data-action="rank-first"]'));
    await tap('slider', 'range-more');
    await officer.touch(question('read').getByRole('checkbox'));
    await officer.type('/data/amount', '1234567');
    await officer.set('/data/month', '2023-10');
    await officer.set('/data/hour', '09:30');
    await officer.touch(question('masked').locator('summary'));
    await tap('story', 'remark');
    await tap('day', 'open-calendar');
    await tap('firm', 'open-choices');
    await question('firm').locator('[role=option]').first().waitFor();
    await stands('answered');
  });
  await inEach('what is recorded, drawn, scanned and placed', 'axe_taken', async (stands) => {
    await stands('blank');
    await question('photo').locator('input[type=file]').setInputFiles({ name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await drawn(page, 320, 240) });
    await question('photo').locator('img').waitFor();
    for (const [latitude, longitude] of [['41', '86'], ['41', '86.001'], ['41.001', '86.001']]) {
      for (const name of ['way', 'yard']) {
        if (!(await on(name, 'take-typed').count())) await tap(name, 'type-place');
        await question(name).locator('input[id$="-latitude"]').fill(latitude);
        await question(name).locator('input[id$="-longitude"]').fill(longitude);
        await tap(name, 'take-typed');
      }
    }
    await tap('at', 'locate');
    await tap('sketch', 'draw');
    await question('sketch').locator('canvas').waitFor();
    await tap('voice', 'record');
    await question('voice').getByRole('timer').waitFor();
    await tap('tag', 'scan').catch(() => {});
    await stands('under-way');
    await tap('voice', 'record-stop');
    await tap('sketch', 'draw-done');
    await question('voice').locator('audio[src^="blob:"]').waitFor();
    await stands('kept');
  });

  for (const [tag] of LANGUAGES) {
    await stage.shows(`the lock, a wiped device, and a database that cannot be opened, ${tag}`, async () => {
      const other = new Person(await stage.device(`axe-${tag}`, { locale: tag }));
      await other.device.context.addInitScript(watchConnections);
      const found = [];
      const stands = async (where) => {
        await take(other.page, `axe-${where}-${tag}`);
        found.push(...(await complaints(other.page, where)));
      };
      await other.open(server.address);
      await speak(other, tag);
      await beginWhole(other, server.address, 'liaison_visit');
      await register(other, server.address, FIRM);
      // Refused like damaged files, and let go again.
      const [name] = await other.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
      await other.page.evaluate((name) => localStorage.setItem(':refuse', name), name);
      await other.page.reload();
      await other.action('rescue').waitFor();
      await stands('rescue');
      await other.page.evaluate(() => localStorage.removeItem(':refuse'));
      await other.page.reload();
      await other.ready();
      await lockSettings(other);
      await turnOn(other, PHRASE);
      await stands('locked');
      await apart(other.page, server.address);
      const keys = await other.page.context().newCDPSession(other.page);
      await keys.send('Storage.clearDataForOrigin', { origin: new URL(server.address).origin, storageTypes: 'indexeddb' });
      await other.page.goto(server.address);
      await other.page.locator('[data-unsent]').waitFor();
      await stands('wiped');
      assert.deepEqual(found, []);
    });
  }
}
