// What is taken with a camera, a microphone or the device's place, brought as a file, listed in a table or repeated: by keyboard alone.
// Tab reaches each control, and it does at a key what it does at a tap. How each works at all: `media`, `place`, `photo`, `repeats`.
//
// Not here: drawing, which has no way by keyboard (`docs/support.md`).

import assert from 'node:assert/strict';
import { exported } from '../lib/batches.mjs';
import { cameraFlags, LICENCE_CODE, licencePicture, open, watchDevices } from '../lib/cameras.mjs';
import { chooseFile, pressOn } from '../lib/keys.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { attached, drawn } from '../lib/photos.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'By keyboard alone: photo, recording, file, code, places, table and repeats';

const FORM = workbook('样例键盘.xlsx', {
  survey: [
    ['type', 'name', 'label', 'appearance', 'parameters'],
    ['image', 'photo', '照片'],
    ['audio', 'voice', '录音'],
    ['file', 'paper', '附件'],
    ['barcode', 'tag', '设备码'],
    ['geopoint', 'at', '位置', null, 'capture-accuracy=10'],
    ['geotrace', 'way', '管线'],
    ['geoshape', 'yard', '厂区'],
    ['begin_group', 'table', '逐项评价', 'table-list'],
    ['select_one degree', 'road', '道路'],
    ['select_one degree', 'water', '供水'],
    ['end_group'],
    ['begin_repeat', 'needs', '问题'],
    ['text', 'what', '一句话描述'],
    ['end_repeat'],
  ],
  choices: [['list_name', 'name', 'label'], ['degree', '1', '不满意'], ['degree', '2', '一般'], ['degree', '3', '满意']],
  settings: [['form_id', 'form_title', 'version'], ['by_keys', '样例键盘', '1']],
});
const at = (question) => `/data/${question}`;
const PAPER = { name: '合同.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 样例') };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('keyboard', { flags: cameraFlags(room) });
  await watchDevices(tablet.context);
  const officer = new Person(tablet);
  const { page } = officer;
  const on = (question, action) => officer.question(at(question)).locator(`[data-action="${action}"]`);
  const press = (question, action, key = 'Enter') => pressOn(page, on(question, action).first(), key);
  const file = (question) => officer.question(at(question)).locator('input[type=file]');
  const says = (question, text) => officer.question(at(question)).getByText(text).first().waitFor();
  const whole = (question, tag) => officer.question(at(question)).locator(`${tag}[src^="blob:"]`).waitFor();
  const typed = async (question, latitude, longitude) => {
    if (!(await on(question, 'take-typed').count())) await press(question, 'type-place');
    for (const [part, figure] of [['latitude', latitude], ['longitude', longitude]]) {
      await pressOn(page, officer.question(at(question)).locator(`input[id$="-${part}"]`), 'Control+A');
      await page.keyboard.type(figure);
    }
    await press(question, 'take-typed');
  };
  const focused = (locator) => eventually(async () => assert.ok(await locator.evaluate((wanted) => wanted === document.activeElement)));

  await stage.shows('a form with all of them is begun', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', FORM);
    await page.locator('[data-form-opened="by_keys"]').waitFor();
    await officer.begin('by_keys');
    await officer.go(`${(await officer.route()).split('?')[0]}?all=1`);
    await officer.question(at('photo')).waitFor();
  });
  await stage.shows('a photo is chosen, seen and taken away', async () => {
    const photo = { name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await drawn(page, 64, 48) };
    await chooseFile(page, file('photo'), photo);
    await whole('photo', 'img');
    await press('photo', 'clear', 'Space');
    await eventually(async () => assert.equal(await officer.question(at('photo')).locator('img').count(), 0));
    await chooseFile(page, file('photo'), photo, 'Space');
    await whole('photo', 'img');
  });
  await stage.shows('sound is recorded, paused, gone on with and kept', async () => {
    const voice = officer.question(at('voice'));
    await press('voice', 'record');
    await voice.getByRole('timer').getByText('0:01').waitFor();
    await press('voice', 'record-pause', 'Space');
    await voice.locator('[data-state="paused"]').waitFor();
    await page.keyboard.press('Space');
    await voice.locator('[data-state="recording"]').waitFor();
    await press('voice', 'record-stop');
    await whole('voice', 'audio');
    await eventually(async () => assert.equal(await open(page), 0));
  });
  await stage.shows('a file is brought', async () => {
    await chooseFile(page, file('paper'), PAPER);
    await says('paper', PAPER.name);
  });
  await stage.shows('a code is read by the camera, and from a picture', async () => {
    await press('tag', 'scan');
    await officer.shows(at('tag'), LICENCE_CODE);
    await pressOn(page, officer.field(at('tag')), 'Control+A', 'Delete');
    await page.evaluate(() => (window.__devices.refuse = 'NotFoundError'));
    await press('tag', 'scan', 'Space');
    await says('tag', '没有找到摄像头');
    await chooseFile(page, file('tag'), licencePicture());
    await officer.shows(at('tag'), LICENCE_CODE);
  });
  await stage.shows('a place is taken from the device, before it is sure enough too, and typed', async () => {
    await tablet.context.grantPermissions(['geolocation'], { origin: new URL(server.address).origin });
    await tablet.context.setGeolocation({ latitude: 41.72, longitude: 86.17, accuracy: 60 });
    await press('at', 'locate');
    await says('at', '误差约 60 米');
    await press('at', 'use-place');
    await says('at', '纬度 41.72000，经度 86.17000');
    await press('at', 'clear', 'Space');
    await typed('at', '41.75', '86.15');
    await says('at', '纬度 41.75000，经度 86.15000');
  });
  await stage.shows('a line and an area are put together place by place, and one is taken out', async () => {
    await tablet.context.setGeolocation({ latitude: 41, longitude: 86, accuracy: 3 });
    await press('way', 'locate');
    await says('way', '已有 1 个点');
    await typed('way', '41.01', '86');
    await says('way', '2 个点');
    await typed('way', '41.02', '86');
    await says('way', '3 个点');
    await press('way', 'undo');
    await says('way', '2 个点');
    for (const [latitude, longitude] of [['41', '86'], ['41', '86.001'], ['41.001', '86.001'], ['41.5', '86.5']]) await typed('yard', latitude, longitude);
    await says('yard', '4 个点');
    await pressOn(page, on('yard', 'remove-place').last(), 'Enter');
    await says('yard', '3 个点');
  });
  await stage.shows('in a table the arrows walk a row, the space bar chooses, and Tab goes to the next', async () => {
    const cell = (question, value) => officer.question(`${at('table')}/${question}`).locator(`[data-value="${value}"]`);
    await pressOn(page, cell('road', '1'), 'ArrowRight');
    await focused(cell('road', '2'));
    await page.keyboard.press('Space');
    await officer.shows(`${at('table')}/road`, '2');
    await pressOn(page, cell('water', '1'), 'ArrowLeft', 'Enter');
    await officer.shows(`${at('table')}/water`, '3');
  });
  await stage.shows('entries are added, moved, removed and called back', async () => {
    const entry = (number) => officer.question(`${at('needs')}[${number}]`);
    const what = (number) => officer.field(`${at('needs')}[${number}]/what`);
    const order = async (...expected) => {
      for (const [place, text] of expected.entries()) await officer.shows(`${at('needs')}[${place + 1}]/what`, text);
    };
    await pressOn(page, what(1));
    await page.keyboard.type('1');
    await pressOn(page, officer.action('add-repeat'), 'Enter');
    await pressOn(page, what(2));
    await page.keyboard.type('2');
    await pressOn(page, entry(2).locator('[data-action="move-up"]'), 'Enter');
    await order('2', '1');
    await pressOn(page, entry(1).locator('[data-action="move-down"]'), 'Space');
    await order('1', '2');
    await pressOn(page, entry(1).locator('[data-action="remove-repeat"]'), 'Enter');
    await order('2');
    await pressOn(page, officer.action('restore-repeat'), 'Enter');
    await order('1', '2');
  });
  await stage.shows('it is finished by keyboard, and all of it goes out', async () => {
    await officer.saved();
    await pressOn(page, officer.action('finalize'), 'Enter');
    await page.locator('[data-record]').first().waitFor();
    await officer.go('#/send');
    const parts = attached(await exported(officer, room));
    const [sent] = JSON.parse(parts.get('batch.json')).body.records;
    const answers = typeof sent === 'string' ? JSON.parse(sent) : sent;
    assert.equal(answers.__taizhang.attachments.length, 3);
    assert.deepEqual([answers.table.road, answers.table.water], ['2', '3']);
    assert.equal(answers.tag, LICENCE_CODE);
    assert.deepEqual(answers.at.coordinates, [86.15, 41.75, 0]);
    assert.deepEqual(answers.needs.map(({ what }) => what), ['1', '2']);
  });
}
