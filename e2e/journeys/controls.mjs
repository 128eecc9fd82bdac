// Controls that have a look or a keyboard of their own: masked text, numbers in groups, several lines, a tick, years, months and
// hours, advice that is folded away, film beside a label, and the browser's own reader of codes. Each by touch, and by keyboard alone.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { exported } from '../lib/batches.mjs';
import { cameraFlags, LICENCE_CODE } from '../lib/cameras.mjs';
import { finish } from '../lib/filling.mjs';
import { pressOn, tabTo } from '../lib/keys.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'Controls with a look or a keyboard of their own, by touch and by keyboard';

const GUIDANCE = '按营业执照上的名称填写';
const FORM = workbook('样例写法.xlsx', {
  survey: [
    ['type', 'name', 'label', 'appearance', 'parameters', 'guidance_hint', 'media::video'],
    ['text', 'secret', '查询密码', 'masked'],
    ['decimal', 'amount', '投资额（元）', 'thousands-sep'],
    ['text', 'story', '经过', 'multiline', 'rows=6', GUIDANCE],
    ['text', 'number', '总机号码', 'numbers'],
    ['acknowledge', 'read', '安全须知已读'],
    ['date', 'founded', '成立年份', 'year'],
    ['date', 'opened', '投产月份', 'month-year'],
    ['time', 'hour', '到访时间'],
    ['note', 'film', '怎样拍照', null, null, null, 'how.webm'],
    ['barcode', 'tag', '设备码'],
    ['text', 'rest', '其他'],
  ],
  settings: [['form_id', 'form_title', 'version'], ['written', '样例写法', '1']],
});
const at = (question) => `/data/${question}`;
const FILM_SECONDS = 0.5;

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('controls', { flags: cameraFlags(room) });
  // Chromium has a reader of its own on Android alone. In its place a stand-in that is told what it finds, and says what it was asked with.
  await tablet.context.addInitScript(() => {
    window.__reader = { finds: [], asked: [] };
    window.BarcodeDetector = class {
      async detect(source) {
        window.__reader.asked.push(`${source.tagName} ${source.width > 0 && source.height > 0}`);
        if (window.__reader.finds === null) throw new DOMException('', 'InvalidStateError');
        return window.__reader.finds.map((rawValue) => ({ rawValue }));
      }
    };
  });
  const officer = new Person(tablet);
  const { page } = officer;
  const field = (question) => officer.field(at(question));
  const shows = (question, value) => officer.shows(at(question), value);
  const inside = (question, action) => officer.question(at(question)).locator(`[data-action="${action}"]`);
  const said = (question, text) => officer.question(at(question)).getByText(text, { exact: true }).waitFor();
  const type = async (question, text) => {
    await tabTo(page, field(question));
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
  };

  await stage.shows('a form that asks for all of them is opened', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', [FORM, { name: 'how.webm', mimeType: 'video/webm', buffer: await film(page) }]);
    await page.locator('[data-form-opened="written"]').waitFor();
    await officer.begin('written');
    await field('secret').waitFor();
  });

  await stage.shows('masked: what is typed is answered and not shown to whoever looks on', async () => {
    const isMasked = () => field('secret').evaluate((input) => getComputedStyle(input).webkitTextSecurity);
    await officer.type(at('secret'), '6688');
    await shows('secret', '6688');
    assert.equal(await isMasked(), 'disc');
    await type('secret', 'abc-12');
    await shows('secret', 'abc-12');
    await officer.saved();
    await page.reload();
    await officer.ready();
    await shows('secret', 'abc-12');
    assert.equal(await isMasked(), 'disc');
  });
  await stage.shows('thousands-sep: a number is said in groups of three while it is typed', async () => {
    await officer.type(at('amount'), '1234567.5');
    await said('amount', '1,234,567.5');
    assert.equal(await field('amount').getAttribute('inputmode'), 'decimal');
    await type('amount', '98765');
    await said('amount', '98,765');
    await type('amount', '999');
    await eventually(async () => assert.equal(await officer.question(at('amount')).locator('.question__amount').count(), 0));
    await type('amount', '2500000');
    await said('amount', '2,500,000');
  });
  await stage.shows('multiline: Enter begins a line, by any keyboard, and the author says how many are seen', async () => {
    assert.equal(await field('story').evaluate((area) => `${area.tagName} ${area.rows}`), 'TEXTAREA 6');
    await officer.type(at('story'), '第一行');
    await page.keyboard.press('Enter');
    await officer.composeHere('dierhang', '第二行');
    await shows('story', '第一行\n第二行');
    await pressOn(page, field('story'), 'Control+End', 'Enter');
    await page.keyboard.type('3');
    await shows('story', '第一行\n第二行\n3');
  });
  await stage.shows('advice is folded away, and opened and shut by a tap or a key', async () => {
    const advice = officer.question(at('story')).locator('details');
    const summary = advice.locator('summary');
    // Its words stand in the folded part itself, so what is seen of them is how much taller it is than its heading.
    const is = (open) =>
      eventually(async () => {
        const [height, folded] = await advice.evaluate((details) => [details.offsetHeight, details.querySelector('summary').offsetHeight]);
        assert.equal(height > folded + 10, open, `${height} px, folded ${folded}`);
      });
    assert.ok((await advice.innerText()).startsWith(await summary.innerText()));
    await is(false);
    await officer.touch(summary);
    await is(true);
    assert.ok((await advice.innerText()).includes(GUIDANCE));
    await take(page, 'controls-guidance');
    await officer.touch(summary);
    await is(false);
    await pressOn(page, summary, 'Enter');
    await is(true);
    await page.keyboard.press('Space');
    await is(false);
  });
  await stage.shows('numbers: the tablet offers its keys of figures, and what is typed stays a text', async () => {
    assert.equal(await field('number').getAttribute('inputmode'), 'tel');
    await officer.type(at('number'), '0996 2000000');
    await shows('number', '0996 2000000');
    await type('number', '09962000001');
    await shows('number', '09962000001');
  });
  await stage.shows('a tick is set and taken back by a tap, and by the space bar and Enter', async () => {
    const tick = officer.question(at('read')).getByRole('checkbox');
    const is = (ticked) => eventually(async () => assert.equal(await tick.getAttribute('aria-checked'), String(ticked)));
    await is(false);
    await officer.touch(tick);
    await is(true);
    await officer.touch(tick);
    await is(false);
    await pressOn(page, tick, 'Space');
    await is(true);
    await page.keyboard.press('Enter');
    await is(false);
    await page.keyboard.press('Space');
    await is(true);
  });
  await stage.shows('a year is typed, and what is no year is said to be none', async () => {
    const wrong = officer.question(at('founded')).locator('.question__problem');
    await officer.set(at('founded'), '2008');
    await shows('founded', '2008');
    await type('founded', '20233');
    await page.keyboard.press('Tab');
    await wrong.waitFor();
    await type('founded', '2019');
    await page.keyboard.press('Tab');
    await eventually(async () => assert.equal(await wrong.count(), 0));
    await shows('founded', '2019');
  });
  await stage.shows('a month is picked in the browser’s own way, typed into its parts by keyboard, and taken back', async () => {
    assert.equal(await field('opened').getAttribute('type'), 'month');
    await officer.set(at('opened'), '2023-10');
    await shows('opened', '2023-10');
    // Which part comes first is the browser's own; from the question before, Tab comes to it.
    await field('founded').focus();
    await pressOn(page, field('opened'), 'ArrowUp');
    await eventually(async () => assert.ok(['2023-11', '2024-10'].includes(await officer.answer(at('opened')))));
    const isYearFirst = (await officer.answer(at('opened'))) === '2024-10';
    await officer.touch(inside('opened', 'clear'));
    await shows('opened', '');
    await field('founded').focus();
    await tabTo(page, field('opened'));
    const parts = isYearFirst ? ['2024', '3'] : ['3', '2024'];
    await page.keyboard.type(parts[0]);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type(parts[1]);
    await page.keyboard.press('Tab');
    await shows('opened', '2024-03');
  });
  await stage.shows('an hour is picked, and typed into its parts by keyboard', async () => {
    assert.equal(await field('hour').getAttribute('type'), 'time');
    await officer.set(at('hour'), '14:05');
    await shows('hour', '14:05');
    await tabTo(page, field('hour'));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    await eventually(async () => assert.notEqual(await officer.answer(at('hour')), '14:05'));
    await officer.set(at('hour'), '09:30');
    await shows('hour', '09:30');
  });
  await stage.shows('film beside a label is there whole, and plays at a key', async () => {
    const film = officer.question(at('film')).locator('video[data-media="how.webm"]');
    await eventually(async () => assert.ok(await film.evaluate((video) => video.readyState >= 1 && video.videoWidth > 0)));
    assert.ok(await film.evaluate((video) => video.controls && video.paused && video.getAttribute('aria-label')));
    await pressOn(page, film, 'Space');
    await eventually(async () => assert.ok(await film.evaluate((video) => video.currentTime > 0)));
  });
  await stage.shows('what the browser’s own reader finds in the camera’s picture is the answer', async () => {
    await page.evaluate(() => (window.__reader.finds = ['EAN 6901234567892']));
    await officer.touch(inside('tag', 'scan'));
    await shows('tag', 'EAN 6901234567892');
    assert.equal((await page.evaluate(() => window.__reader.asked))[0], 'CANVAS true');
    assert.equal(await officer.question(at('tag')).locator('video').count(), 0);
  });
  await stage.shows('where it finds nothing, or fails, the app’s own reads the code; by keyboard', async () => {
    for (const finds of [[], null]) {
      await officer.type(at('tag'), '');
      await page.evaluate((finds) => Object.assign(window.__reader, { finds, asked: [] }), finds);
      await pressOn(page, inside('tag', 'scan'), 'Enter');
      await shows('tag', LICENCE_CODE);
      assert.ok((await page.evaluate(() => window.__reader.asked.length)) > 0);
    }
  });
  await stage.shows('all of it goes out as it was answered', async () => {
    await officer.saved();
    await finish(officer);
    await officer.go('#/send');
    const text = fs.readFileSync(await exported(officer, room), 'utf8').replaceAll('\\"', '"');
    const parts = ['"secret":"abc-12"', '"amount":2500000', '"number":"09962000001"', '"read":"OK"', '"founded":"2019-01-01"', '"opened":"2024-03-01"', '"hour":"09:30', `"tag":"${LICENCE_CODE}"`];
    for (const part of parts) assert.ok(text.includes(part), `${part} in ${text}`);
    assert.match(text, /"story":"第一行\\+n第二行\\+n3"/);
  });
}

/** A film of half a second, made by the browser. */
async function film(page) {
  const base64 = await page.evaluate(async (seconds) => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 64, height: 48 });
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' });
    const pieces = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    const whole = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    for (let step = 0; step < 20 * seconds; step += 1) {
      context.fillStyle = step % 2 ? '#fff' : '#00f';
      context.fillRect(0, 0, 64, 48);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    recorder.stop();
    await whole;
    const reader = new FileReader();
    await new Promise((resolve) => {
      reader.onload = resolve;
      reader.readAsDataURL(new Blob(pieces));
    });
    return reader.result.split(',')[1];
  }, FILM_SECONDS);
  return Buffer.from(base64, 'base64');
}
