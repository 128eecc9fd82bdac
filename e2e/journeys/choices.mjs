// What a form's author may ask for besides plain questions: choices in columns, tables and long lists, rankings, ranges,
// pictures, words with marks. Each is answered by touch, and by keyboard alone.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { exported } from '../lib/batches.mjs';
import { audit } from '../lib/audit.mjs';
import { finish } from '../lib/filling.mjs';
import { take } from '../lib/pictures.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { drawn } from '../lib/photos.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'What an author may ask for is drawn, and answered by touch and by keyboard';

const HEAD = ['type', 'name', 'label::中文 (zh)', 'label::English (en)', 'appearance', 'parameters', 'relevant', 'media::image', 'media::audio', 'hint::中文 (zh)', 'constraint', 'constraint_message::中文 (zh)'];
const FORM = workbook('样例控件.xlsx', {
  survey: [
    HEAD,
    ['begin_group', 'said', '话语', 'Words'],
    ['text', 'who', '**必填**：写*名称*，见[说明](https://example.com/a_b)', '**Required**: the *name*, see the [guide](https://example.com/a_b)', null, null, null, null, null, '# 怎样写\n<span style="color:red">用全称</span>', ". != '坏'", '这样写**不行**'],
    ['note', 'echo', '您写的是 ${who}。', 'You wrote ${who}.'],
    ['note', 'seen', '厂区平面图', 'The site', null, null, null, 'site.jpg', 'told.wav'],
    ['note', 'lost', '没有带来的图', 'A picture left behind', null, null, null, 'gone.png'],
    ['end_group'],
    ['begin_group', 'open', '选择', 'Choices'],
    ['select_one degree', 'likert', '满意程度', 'How content', 'likert'],
    ['select_multiple part', 'columns', '检查内容', 'What was looked at', 'columns'],
    ['select_one part', 'two', '最要紧的', 'What matters most', 'columns-2'],
    ['select_one part', 'pack', '最先整改的', 'What is mended first', 'columns-pack'],
    ['select_one shape', 'pictured', '哪一种', 'Which one', 'columns-2 no-buttons'],
    ['select_one firm', 'firm', '企业', 'Firm', 'autocomplete'],
    ['select_multiple firm', 'firms', '一起检查的企业', 'Firms looked at together', 'minimal'],
    ['end_group'],
    ['begin_group', 'table', '逐项评价', 'One by one', 'table-list'],
    ['select_one degree', 'road', '道路', 'Roads'],
    ['select_one degree', 'water', '供水', 'Water'],
    ['select_one degree', 'power', '供电', 'Power'],
    ['end_group'],
    ['begin_group', 'turning', '翻页', 'On'],
    ['select_one degree', 'quick', '总的看', 'On the whole', 'quick'],
    ['end_group'],
    ['begin_group', 'ordered', '排序', 'Order'],
    ['rank part', 'rank', '按要紧排序', 'Put in order'],
    ['end_group'],
    ['begin_group', 'ranges', '打分', 'Scores'],
    ['range', 'slider', '进度', 'Progress', null, 'start=0 end=10 step=1 tick_interval=5 tick_labelset=tick'],
    ['range', 'tenths', '含量', 'Share', 'no-ticks', 'start=0 end=1 step=0.1 placeholder=0.5'],
    ['range', 'upright', '水位', 'Level', 'vertical', 'start=-2 end=2 step=1'],
    ['range', 'picked', '班次', 'Shifts', 'picker', 'start=1 end=5 step=1'],
    ['range', 'stars', '评星', 'Stars', 'rating', 'start=1 end=5 step=1'],
    ['end_group'],
  ],
  choices: [
    ['list_name', 'name', 'label::中文 (zh)', 'label::English (en)', 'media::image', 'pinyin', 'code'],
    ['degree', '1', '很不满意', 'Not at all'], ['degree', '2', '不太满意', 'Not quite'], ['degree', '3', '一般', 'So so'], ['degree', '4', '满意', 'Content'], ['degree', '5', '很满意', 'Very'],
    ['part', 'fire', '**消防**设施与疏散通道', '**Fire** equipment and escape routes'], ['part', 'power', '用电', 'Electricity'], ['part', 'stuff', '危险化学品', 'Dangerous chemicals'], ['part', 'work', '劳动保护', 'Protection at work'],
    ['shape', 'flat', '平房', 'Flat', 'flat.jpg'], ['shape', 'tall', '楼房', 'Tall', 'tall.jpg'],
    ['tick', '0', '没有开始', 'Not begun'], ['tick', '5', '一半', 'Half'], ['tick', '10', '完成', 'Done'],
    ...Array.from({ length: 300 }, (_, at) => ['firm', `f${at}`, `样例${at}号企业`, `Sample firm ${at}`, null, `yl${at}hqy`, `9165${String(at * 7919).padStart(8, '0')}`]),
  ],
  settings: [['form_id', 'form_title', 'version', 'default_language'], ['drawn', '控件', '1', '中文 (zh)']],
});

/** A second of silence. */
function silence() {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + 8000, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(8000, 40);
  return Buffer.concat([head, Buffer.alloc(8000, 128)]);
}

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('choices');
  const officer = new Person(tablet);
  const page = tablet.page;
  const at = (group, question) => `/data/${group}/${question}`;
  const question = (group, name) => officer.question(at(group, name));
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  /** Which element the keyboard is at. */
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.dataset.action || document.activeElement?.tagName);
  const shows = (group, name, value) => officer.shows(at(group, name), value);
  const ranked = () => question('ordered', 'rank').locator('[data-ranked]').getAttribute('data-ranked');
  const range = async (name) => (await question('ranges', name).locator('output').innerText()).split(/\s/)[0];
  let route = '';

  await stage.shows('a form is opened with its pictures and its sound', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    const picture = async (name, width, height) => ({ name, mimeType: 'image/jpeg', buffer: await drawn(page, width, height) });
    const media = [await picture('site.jpg', 1600, 900), await picture('flat.jpg', 400, 300), await picture('tall.jpg', 300, 400)];
    await officer.give('form', [FORM, ...media, { name: 'told.wav', mimeType: 'audio/wav', buffer: silence() }]);
    await page.locator('[data-form-opened="drawn"]').waitFor();
    await officer.begin('drawn');
    route = new URL(page.url()).hash.split('?')[0];
  });
  await stage.shows('marks become words, colours and headings, and an answer never does', async () => {
    const label = question('said', 'who').locator('label');
    await eventually(async () => assert.equal(await label.locator('a').count(), 1));
    assert.equal(await label.innerText(), '必填：写名称，见说明');
    assert.deepEqual([await label.locator('strong').innerText(), await label.locator('em').innerText()], ['必填', '名称']);
    assert.equal(await question('said', 'who').locator('.words--red').innerText(), '用全称');
    await officer.type(at('said', 'who'), '*ST_样例_**[a](https://a.cn)');
    await question('said', 'echo').getByText('您写的是 *ST_样例_**[a](https://a.cn)。').waitFor();
    assert.equal(await question('said', 'echo').locator('a, em, strong').count(), 0);
  });
  await stage.shows('what is wrong is said with its marks', async () => {
    await officer.type(at('said', 'who'), '坏');
    await eventually(async () => assert.equal(await question('said', 'who').locator('.question__problem strong').innerText(), '不行'));
    await officer.type(at('said', 'who'), '样例');
  });
  await stage.shows('a link asks before it leads away', async () => {
    await officer.tap('ask-link');
    const dialog = page.locator('[role=alertdialog]');
    await dialog.getByText('https://example.com/a_b').waitFor();
    const go = officer.action('follow');
    assert.deepEqual([await go.getAttribute('target'), await go.getAttribute('rel')], ['_blank', 'noopener noreferrer']);
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).hash.split('?')[0], route);
  });
  await stage.shows('a picture is seen, larger on a tap, and one that was not brought is named', async () => {
    const picture = question('said', 'seen').locator('img');
    await eventually(async () => assert.equal(await picture.evaluate((image) => image.naturalWidth), 1600));
    await officer.touch(question('said', 'seen').locator('[data-action=enlarge]'));
    await page.locator('[role=alertdialog] img').waitFor();
    await officer.tap('close-media');
    await page.locator('[role=alertdialog]').waitFor({ state: 'detached' });
    await question('said', 'seen').locator('audio[controls]').waitFor();
    await question('said', 'lost').getByText('gone.png').waitFor();
  });
  await stage.shows('choices lie as their author asked for, and are tapped', async () => {
    await officer.tap('next');
    for (const [name, value] of [['likert', '4'], ['columns', 'fire'], ['columns', 'work'], ['two', 'stuff'], ['pack', 'power'], ['pictured', 'tall']]) {
      await officer.choose(at('open', name), value);
    }
    await shows('open', 'likert', '4');
    await shows('open', 'columns', 'fire work');
    await shows('open', 'pictured', 'tall');
    const columns = (name) => question('open', name).locator('.choices').evaluate((box) => getComputedStyle(box).gridTemplateColumns.split(' ').length);
    assert.deepEqual([await columns('likert'), await columns('two')], [5, 2]);
    assert.equal(await question('open', 'pictured').locator('.choice img').count(), 2);
  });
  await stage.shows('by keyboard the arrows walk, and only the space bar and Enter choose', async () => {
    await question('open', 'likert').locator('[data-value="4"]').focus();
    await press('ArrowRight');
    await shows('open', 'likert', '4');
    await press('Space');
    await shows('open', 'likert', '5');
    await press('ArrowRight', 'ArrowRight', 'Enter');
    await shows('open', 'likert', '2');
    await question('open', 'columns').locator('[data-value="fire"]').focus();
    await press('Space', 'ArrowDown', 'Space');
    await shows('open', 'columns', 'power work');
  });
  await stage.shows('story 2: in a long list one is found by label, initials and last figures', async () => {
    const firm = question('open', 'firm');
    await officer.tap('open-choices');
    assert.equal(await firm.locator('[role=option]').count(), 50);
    const search = firm.locator('input[type=search]');
    for (const [typed, found] of [['样例123号', 'f123'], ['yl77hqy', 'f77'], [String(250 * 7919), 'f250']]) {
      await search.fill(typed);
      await eventually(async () => assert.equal(await firm.locator('[role=option]').first().getAttribute('data-value'), found));
    }
    await search.fill('');
    await officer.touch(firm.locator('[data-action=more-choices]'));
    await eventually(async () => assert.equal(await firm.locator('[role=option]').count(), 100));
    await officer.chooseText(at('open', 'firm'), '样例42号企业');
    await shows('open', 'firm', 'f42');
  });
  await stage.shows('by keyboard it is opened, searched, walked, picked and left', async () => {
    const opener = question('open', 'firm').locator('[data-action=open-choices]');
    await opener.focus();
    await press('Enter');
    await eventually(async () => assert.match(await focused(), /-search$/));
    await page.keyboard.type('样例1');
    await press('ArrowDown', 'ArrowDown');
    await eventually(async () => assert.match(await focused(), /-option-1$/));
    await press('ArrowUp', 'ArrowUp');
    await eventually(async () => assert.match(await focused(), /-search$/));
    await press('ArrowDown', 'Enter');
    await shows('open', 'firm', 'f1');
    assert.equal(await opener.getAttribute('aria-expanded'), 'false');
    await press('Enter');
    await eventually(async () => assert.match(await focused(), /-search$/));
    await press('Escape');
    assert.equal(await opener.getAttribute('aria-expanded'), 'false');
    await shows('open', 'firm', 'f1');
  });
  await stage.shows('several are picked from a long list', async () => {
    await officer.choose(at('open', 'firms'), 'f3');
    await officer.choose(at('open', 'firms'), 'f4');
    await officer.touch(question('open', 'firms').locator('[data-action=shut-choices]'));
    await shows('open', 'firms', 'f3 f4');
  });
  await stage.shows('a table has its head once, and its cells stand under it', async () => {
    await officer.tap('next');
    const head = page.locator('.question--head');
    assert.equal(await head.locator('.cells__head').count(), 5);
    for (const [name, value] of [['road', '2'], ['water', '5'], ['power', '3']]) await officer.choose(at('table', name), value);
    await shows('table', 'water', '5');
    const middle = (locator) => locator.evaluate((box) => box.getBoundingClientRect().x + box.getBoundingClientRect().width / 2);
    for (const place of [0, 4]) {
      const [above, below] = [await middle(head.locator('.cells__head').nth(place)), await middle(question('table', 'water').locator('.choice').nth(place))];
      assert.ok(Math.abs(above - below) < 2, `${above} over ${below}`);
    }
    assert.equal(await question('table', 'road').locator('.choice').first().getAttribute('aria-label'), '很不满意');
  });
  await stage.shows('a quick choice turns the page, and taking it back does not', async () => {
    await officer.tap('next');
    await officer.choose(at('turning', 'quick'), '4');
    await question('ordered', 'rank').waitFor();
    await officer.tap('previous');
    await shows('turning', 'quick', '4');
    await question('turning', 'quick').locator('[data-value="4"]').focus();
    await press('Enter');
    await shows('turning', 'quick', '');
    await press('ArrowDown', 'Enter');
    await question('ordered', 'rank').waitFor();
  });
  await stage.shows('a ranking is none before the first tap, and then has every choice', async () => {
    assert.equal(await ranked(), '');
    const row = (value) => question('ordered', 'rank').locator(`[data-value="${value}"]`);
    await officer.touch(row('stuff').locator('[data-action=rank-first]'));
    await eventually(async () => assert.equal(await ranked(), 'stuff fire power work'));
    await officer.touch(row('fire').locator('[data-action=rank-down]'));
    await eventually(async () => assert.equal(await ranked(), 'stuff power fire work'));
    await page.getByText('消防设施与疏散通道：第 3 位').waitFor();
  });
  await stage.shows('by keyboard a choice is moved on with the same button', async () => {
    const row = question('ordered', 'rank').locator('[data-value="work"]');
    await row.locator('[data-action=rank-up]').focus();
    await press('Enter');
    await eventually(async () => assert.equal(await ranked(), 'stuff power work fire'));
    await eventually(async () => assert.equal(await focused(), await row.locator('[data-action=rank-up]').getAttribute('id')));
    await press('Enter');
    await eventually(async () => assert.equal(await ranked(), 'stuff work power fire'));
  });
  await stage.shows('by finger a choice is dragged to its place, which is shown before it is let go', async () => {
    const row = (value) => question('ordered', 'rank').locator(`[data-value="${value}"]`);
    const drop = await officer.drag(row('fire').locator('[data-grip]'), row('stuff'), 'upper');
    await question('ordered', 'rank').locator('.rank__row--before[data-value="stuff"]').waitFor();
    assert.equal(await ranked(), 'stuff work power fire', 'before it is let go');
    await take(page, 'rank-dragged');
    await drop();
    await eventually(async () => assert.equal(await ranked(), 'fire stuff work power'));
    await page.getByText('消防设施与疏散通道：第 1 位').waitFor();
    const back = await officer.drag(row('fire').locator('[data-grip]'), row('power'), 'lower');
    await back();
    await eventually(async () => assert.equal(await ranked(), 'stuff work power fire'));
  });
  await stage.shows('a range has no answer until one is given, by a tap, a button or a key', async () => {
    await officer.tap('next');
    const step = (name, action) => officer.touch(question('ranges', name).locator(`[data-action=${action}]`));
    assert.match(await question('ranges', 'slider').locator('output').innerText(), /尚未选择/);
    await officer.touch(question('ranges', 'slider').locator('[data-range="5"]'));
    await eventually(async () => assert.equal(await range('slider'), '5'));
    await step('slider', 'range-more');
    await eventually(async () => assert.equal(await range('slider'), '6'));
    await step('tenths', 'range-more');
    await eventually(async () => assert.equal(await range('tenths'), '0.5'));
    for (const _tap of [1, 2]) await step('tenths', 'range-less');
    await eventually(async () => assert.equal(await range('tenths'), '0.3'));
    await question('ranges', 'upright').locator('input[type=range]').tap();
    await eventually(async () => assert.equal(await range('upright'), '0'));
    await question('ranges', 'upright').locator('input[type=range]').focus();
    await press('ArrowUp', 'ArrowUp');
    await eventually(async () => assert.equal(await range('upright'), '2'));
    await question('ranges', 'picked').locator('select').selectOption('3');
    await step('picked', 'range-less');
    await eventually(async () => assert.equal(await question('ranges', 'picked').locator('select').inputValue(), '2'));
    await officer.choose(at('ranges', 'stars'), '4');
    await shows('ranges', 'stars', '4');
    await question('ranges', 'stars').locator('input[value="4"]').focus();
    await press('ArrowRight');
    await shows('ranges', 'stars', '5');
  });
  await stage.shows('nothing is too small, faint or cut for gloves and sun, in either language', async () => {
    const found = [];
    for (const [code, language] of [['zh', 0], ['en', 1]]) {
      await officer.go(`${route}?all=1`);
      await question('said', 'who').waitFor();
      await page.locator('.fill__language').selectOption(String(language));
      await eventually(async () => assert.equal(await question('ranges', 'stars').locator('.question__label').innerText(), code === 'zh' ? '评星' : 'Stars'));
      for (const complaint of await audit(page, code)) if (!complaint.startsWith('language:')) found.push(`${code} ${complaint}`);
    }
    assert.deepEqual(found, []);
  });
  await stage.shows('what was answered is what goes out', async () => {
    await officer.go(route);
    await officer.saved();
    await finish(officer);
    await officer.go('#/send');
    const told = fs.readFileSync(await exported(officer, room), 'utf8').replaceAll('\\"', '"');
    for (const part of ['"likert":"2"', '"columns":"power work"', '"firm":"f1"', '"firms":"f3 f4"', '"water":"5"', '"quick":"5"', '"rank":"stuff work power fire"', '"slider":6', '"tenths":0.3', '"upright":2', '"picked":2', '"stars":5']) {
      assert.ok(told.includes(part), `${part} in ${told}`);
    }
  });
}
