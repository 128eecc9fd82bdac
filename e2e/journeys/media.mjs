// Sound, film, drawings, files, places in a row and codes: answered, refused, and what leaves the tablet of them.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { exported } from '../lib/batches.mjs';
import { PORTRAIT } from '../lib/browser.mjs';
import { asked, cameraFlags, LICENCE_CODE, licencePicture, open, refuse, watchDevices } from '../lib/cameras.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { attached, described, drawn } from '../lib/photos.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'Sound, film, drawings, files, places and codes';

const FORM = workbook('样例现场.xlsx', {
  survey: [
    ['type', 'name', 'label', 'appearance', 'parameters', 'calculation'],
    ['begin_group', 'media', '现场'],
    ['audio', 'voice', '录音', null, 'quality=voice-only'],
    ['video', 'clip', '录像', 'new'],
    ['file', 'paper', '附件'],
    ['image', 'sketch', '示意图', 'draw'],
    ['image', 'signed', '签名', 'signature'],
    ['image', 'marked', '隐患照片', 'annotate'],
    ['image', 'small', '门牌', 'new', 'max-pixels=400'],
    ['end_group'],
    ['begin_group', 'places', '位置'],
    ['geopoint', 'at', '位置', null, 'capture-accuracy=10 warning-accuracy=50'],
    ['geotrace', 'way', '管线'],
    ['geoshape', 'yard', '厂区'],
    ['calculate', 'yard_area', null, null, null, 'area(${yard})'],
    ['barcode', 'tag', '设备码'],
    ['text', 'code', '信用代码', 'numbers-letters'],
    ['end_group'],
  ],
  settings: [['form_id', 'form_title', 'version'], ['on_site', '样例现场', '1']],
});
const MEDIA = (question) => `/data/media/${question}`;
const PLACES = (question) => `/data/places/${question}`;
const PAPER = { name: '样例 合同.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 样例') };
const THICK = { name: '样例合同全文.pdf', bytes: 15 << 20 };
const MOST = { sound: 8 << 20, video: 16 << 20, file: 16 << 20 };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('media', { viewport: PORTRAIT, flags: cameraFlags(room) });
  await watchDevices(tablet.context);
  const officer = new Person(tablet);
  const { page } = officer;
  const on = (path, action) => officer.question(path).locator(`[data-action="${action}"]`);
  const tap = (path, action) => officer.touch(on(path, action));
  const give = (path, file) => officer.question(path).locator('input[type=file]').setInputFiles(file);
  const says = (path, text) => officer.question(path).getByText(text).first().waitFor();
  const whole = (path, tag) => officer.question(path).locator(`${tag}[src^="blob:"]`).waitFor();
  const isClosed = () => eventually(async () => assert.equal(await open(page), 0, 'every camera and microphone is closed'));

  await stage.shows('a form with every kind of attachment opens, and asks for no camera, microphone or place', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', FORM);
    await page.locator('[data-form-opened="on_site"]').waitFor();
    await officer.begin('on_site');
    await on(MEDIA('voice'), 'record').waitFor();
    assert.equal(await asked(page), 0);
  });

  await stage.shows('how long a recording may be is told before it begins', () => says(MEDIA('voice'), '最长约 44 分钟（8 MB）'));
  await stage.shows('each refusal of the microphone is said by its name, with what to do', async () => {
    for (const [error, said] of [
      ['NotAllowedError', '没有允许使用麦克风'],
      ['NotFoundError', '没有找到麦克风'],
      ['NotReadableError', '别的程序正在使用'],
      ['NotSupportedError', '用不了'],
    ]) {
      await refuse(page, error);
      await tap(MEDIA('voice'), 'record');
      await says(MEDIA('voice'), said);
    }
    await refuse(page, null);
    assert.ok(await officer.question(MEDIA('voice')).locator('input[type=file]').isEnabled());
  });
  await stage.shows('sound is recorded, paused, gone on with, kept and can be played', async () => {
    await tap(MEDIA('voice'), 'record');
    const clock = officer.question(MEDIA('voice')).getByRole('timer');
    await clock.getByText('0:02').waitFor();
    await tap(MEDIA('voice'), 'record-pause');
    await officer.question(MEDIA('voice')).locator('[data-state="paused"]').waitFor();
    await tap(MEDIA('voice'), 'record-pause');
    await officer.question(MEDIA('voice')).locator('[data-state="recording"]').waitFor();
    await pause(1_000);
    await tap(MEDIA('voice'), 'record-stop');
    await whole(MEDIA('voice'), 'audio');
    await officer.saved();
    await isClosed();
  });
  await stage.shows('at its limit a recording stops by itself and is kept', async () => {
    await tap(MEDIA('voice'), 'record');
    await officer.question(MEDIA('voice')).getByRole('timer').waitFor();
    await page.evaluate(() => {
      const slice = new Blob([new Uint8Array(7 << 20)]);
      window.__devices.recorder.dispatchEvent(new BlobEvent('dataavailable', { data: slice }));
    });
    await says(MEDIA('voice'), '已到 8 MB 上限');
    await whole(MEDIA('voice'), 'audio');
    await isClosed();
  });
  await stage.shows('a sound file of 8 MB is taken, one byte more is refused, and so is what is no sound', async () => {
    const sound = (bytes) => ({ name: 'talk.mp3', mimeType: 'audio/mpeg', buffer: Buffer.alloc(bytes, 7) });
    await give(MEDIA('voice'), sound(MOST.sound));
    await says(MEDIA('voice'), '已保存，8.0 MB');
    await give(MEDIA('voice'), sound(MOST.sound + 1));
    await says(MEDIA('voice'), '最多 8 MB');
    await give(MEDIA('voice'), PAPER);
    await says(MEDIA('voice'), '不是本题要的类型');
    await says(MEDIA('voice'), '已保存，8.0 MB');
    await tap(MEDIA('voice'), 'clear');
    await says(MEDIA('voice'), '最长约');
  });
  await stage.shows('film that must be new offers no file until there is no camera', async () => {
    assert.equal(await officer.question(MEDIA('clip')).locator('input[type=file]').count(), 0);
    await refuse(page, 'NotAllowedError');
    await tap(MEDIA('clip'), 'record');
    await says(MEDIA('clip'), '没有允许使用摄像头');
    assert.equal(await officer.question(MEDIA('clip')).locator('input[type=file]').getAttribute('capture'), 'environment');
    await refuse(page, null);
  });
  await stage.shows('film that runs while the page is turned is kept, and its camera closed', async () => {
    await tap(MEDIA('clip'), 'record');
    await officer.question(MEDIA('clip')).getByRole('timer').getByText('0:02').waitFor();
    assert.equal(await open(page), 2);
    await officer.tap('next');
    await on(PLACES('at'), 'locate').waitFor();
    await isClosed();
    await officer.tap('previous');
    await whole(MEDIA('clip'), 'video');
  });

  await stage.shows('a file of any kind is shown by its name and size; too large a one is refused', async () => {
    await give(MEDIA('paper'), PAPER);
    await says(MEDIA('paper'), `样例_合同.pdf（${PAPER.buffer.length} 字节）`);
    await give(MEDIA('paper'), { ...PAPER, buffer: Buffer.alloc(MOST.file + 1) });
    await says(MEDIA('paper'), '最多 16 MB');
    await says(MEDIA('paper'), '样例_合同.pdf');
  });

  await stage.shows('a finger draws, and the page stands still under it', async () => {
    await tap(MEDIA('sketch'), 'draw');
    const canvas = officer.question(MEDIA('sketch')).locator('canvas');
    await canvas.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    await swipe(page, await canvas.boundingBox());
    assert.equal(await page.evaluate(() => scrollY), before);
    assert.ok((await inked(canvas)) > 500);
  });
  await stage.shows('a stroke is taken back, a clearing is taken back in one step', async () => {
    const canvas = officer.question(MEDIA('sketch')).locator('canvas');
    const one = await inked(canvas);
    await officer.touch(officer.question(MEDIA('sketch')).locator('[data-pen="red"]'));
    await officer.touch(officer.question(MEDIA('sketch')).locator('[data-pen="2"]'));
    await mouse(page, await canvas.boundingBox(), 0.7);
    const two = await inked(canvas);
    assert.ok(two > one * 1.5, `${one} and ${two}`);
    await tap(MEDIA('sketch'), 'draw-clear');
    await eventually(async () => assert.equal(await inked(canvas), 0));
    await tap(MEDIA('sketch'), 'undo');
    await eventually(async () => assert.ok(isAbout(await inked(canvas), two)));
    await tap(MEDIA('sketch'), 'undo');
    await eventually(async () => assert.ok(isAbout(await inked(canvas), one)));
    await mouse(page, await canvas.boundingBox(), 0.7);
    await tap(MEDIA('sketch'), 'draw-done');
    await whole(MEDIA('sketch'), 'img');
  });
  await stage.shows('a signature that was not said to be done is kept when the page is turned', async () => {
    await tap(MEDIA('signed'), 'draw');
    const canvas = officer.question(MEDIA('signed')).locator('canvas');
    await canvas.scrollIntoViewIfNeeded();
    await mouse(page, await canvas.boundingBox(), 0.5);
    await officer.tap('next');
    await on(PLACES('at'), 'locate').waitFor();
    await officer.tap('previous');
    await whole(MEDIA('signed'), 'img');
  });
  await stage.shows('a photo is drawn upon', async () => {
    assert.equal(await on(MEDIA('marked'), 'draw').count(), 0);
    await give(MEDIA('marked'), { name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: await drawn(page, 3200, 2400) });
    await tap(MEDIA('marked'), 'draw');
    const canvas = officer.question(MEDIA('marked')).locator('canvas');
    await eventually(async () => assert.equal(await canvas.getAttribute('width'), '1600'));
    await officer.touch(officer.question(MEDIA('marked')).locator('[data-pen="green"]'));
    await mouse(page, await canvas.boundingBox(), 0.5);
    await tap(MEDIA('marked'), 'draw-done');
    await whole(MEDIA('marked'), 'img');
  });
  await stage.shows('a picture is as small as its author wants it, and taken with the camera', async () => {
    assert.equal(await officer.question(MEDIA('small')).locator('input[type=file]').getAttribute('capture'), 'environment');
    await give(MEDIA('small'), { name: 'IMG_2.jpg', mimeType: 'image/jpeg', buffer: await drawn(page, 1000, 500) });
    await whole(MEDIA('small'), 'img');
    await officer.saved();
  });

  await stage.shows('a place is shown while it gets surer, and taken once it is sure enough', async () => {
    await officer.tap('next');
    const origin = new URL(server.address).origin;
    await tablet.context.grantPermissions(['geolocation'], { origin });
    await tablet.context.setGeolocation({ latitude: 41.7, longitude: 86.1, accuracy: 80 });
    await tap(PLACES('at'), 'locate');
    await says(PLACES('at'), '误差约 80 米，正在变准');
    await tablet.context.setGeolocation({ latitude: 41.71, longitude: 86.11, accuracy: 8 });
    await says(PLACES('at'), '纬度 41.71000，经度 86.11000，误差约 8 米');
  });
  await stage.shows('a poor one may be taken on tap, and the page says that it is poor', async () => {
    await tablet.context.setGeolocation({ latitude: 41.72, longitude: 86.12, accuracy: 70 });
    await tap(PLACES('at'), 'locate');
    await tap(PLACES('at'), 'use-place');
    await says(PLACES('at'), '纬度 41.72000，经度 86.12000，误差约 70 米');
    await says(PLACES('at'), '误差偏大');
  });
  await stage.shows('coordinates are typed; what is no place is not taken', async () => {
    await typePlace(officer, PLACES('at'), '95', '86.5');
    await says(PLACES('at'), '经纬度不对');
    await typePlace(officer, PLACES('at'), '41.75', '86.15');
    await says(PLACES('at'), '纬度 41.75000，经度 86.15000');
  });
  await stage.shows('a line grows by the device and by typing, and its length is told', async () => {
    await says(PLACES('way'), '至少要 2 个');
    await tablet.context.setGeolocation({ latitude: 41, longitude: 86, accuracy: 3 });
    await tap(PLACES('way'), 'locate');
    await says(PLACES('way'), '已有 1 个点');
    await typePlace(officer, PLACES('way'), '41.01', '86');
    await says(PLACES('way'), '2 个点，长 1113 米');
    await typePlace(officer, PLACES('way'), '41.01', '86.5');
    await tap(PLACES('way'), 'undo');
    await says(PLACES('way'), '2 个点，长 1113 米');
  });
  await stage.shows('an area closes itself, its figures are the form’s own, and a point can be taken out', async () => {
    for (const [latitude, longitude] of [['41', '86'], ['41', '86.001'], ['41.001', '86.001'], ['41.5', '86.5']]) {
      await typePlace(officer, PLACES('yard'), latitude, longitude);
    }
    await officer.touch(on(PLACES('yard'), 'remove-place').last());
    await says(PLACES('yard'), '3 个点');
    assert.equal(await officer.question(PLACES('yard')).locator('svg polygon').count(), 1);
  });

  await stage.shows('the code of a licence is read by the camera, and its credit code taken out', async () => {
    await tap(PLACES('tag'), 'scan');
    await officer.shows(PLACES('tag'), LICENCE_CODE);
    await isClosed();
    assert.equal(await officer.question(PLACES('tag')).locator('video').count(), 0);
  });
  await stage.shows('without a camera it is read from a picture, and a picture without a code is told', async () => {
    await refuse(page, 'NotFoundError');
    await tap(PLACES('code'), 'scan');
    await says(PLACES('code'), '没有找到摄像头');
    await give(PLACES('code'), { name: 'IMG_3.jpg', mimeType: 'image/jpeg', buffer: await drawn(page, 400, 300) });
    await says(PLACES('code'), '图片里没有读到码');
    await give(PLACES('code'), licencePicture());
    await officer.shows(PLACES('code'), LICENCE_CODE);
    await refuse(page, null);
  });
  await stage.shows('a camera is closed by the button that opened it, and by turning the page', async () => {
    await officer.type(PLACES('tag'), 'A-001');
    await page.evaluate(() => (HTMLVideoElement.prototype.play = async () => {})); // it sees nothing
    await tap(PLACES('tag'), 'scan');
    await eventually(async () => assert.equal(await open(page), 1));
    await tap(PLACES('tag'), 'scan');
    await isClosed();
    await officer.shows(PLACES('tag'), 'A-001');
    await tap(PLACES('code'), 'scan');
    await eventually(async () => assert.equal(await open(page), 1));
    await officer.tap('previous');
    await isClosed();
  });

  await stage.shows('a recording that still runs, and a file chosen a moment ago, belong to the record that is made', async () => {
    await page.evaluate(() => (location.hash += '?all=1'));
    await on(PLACES('at'), 'locate').waitFor();
    await tap(MEDIA('voice'), 'record');
    await officer.question(MEDIA('voice')).getByRole('timer').getByText('0:01').waitFor();
    await page.evaluate(
      ({ path, name, bytes }) => {
        const chosen = new DataTransfer();
        chosen.items.add(new File([new Uint8Array(bytes).fill(37)], name, { type: 'application/pdf' }));
        const input = document.querySelector(`[data-path="${path}"] input[type=file]`);
        input.files = chosen.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
        document.querySelector('[data-action="finalize"]').click(); // in the same breath
      },
      { path: MEDIA('paper'), ...THICK },
    );
    await page.locator('[data-record]').first().waitFor();
    await isClosed();
  });
  await stage.shows('all of it leaves the tablet as it was kept', async () => {
    await officer.go('#/send');
    const file = await exported(officer, room);
    const blobs = new Map([...attached(file)].filter(([part]) => part.startsWith('blobs/')));
    const [sent] = JSON.parse(attached(file).get('batch.json')).body.records;
    const answers = typeof sent === 'string' ? JSON.parse(sent) : sent;
    const { attachments } = answers.__taizhang;
    const of = (question) => {
      const value = answers.media[question];
      const attachment = attachments.find((one) => one.name === value);
      const blob = [...blobs].find(([part]) => part.includes(value.slice(0, 64)))[1];
      assert.equal(blob.length, attachment.bytes);
      return { value, blob, type: attachment.mediaType };
    };
    assert.equal(attachments.length, 7);
    const isMatroska = (blob) => blob.readUInt32BE(0) === 0x1a45dfa3;
    for (const [question, type, ending] of [['voice', 'audio/webm', '.weba'], ['clip', 'video/webm', '.webm']]) {
      const found = of(question);
      assert.ok(isMatroska(found.blob) && found.value.endsWith(ending) && found.type === type, question);
      stage.report.fact(`${question}: ${found.blob.length} bytes of ${found.type}`);
    }
    const paper = of('paper');
    assert.ok(paper.blob.equals(Buffer.alloc(THICK.bytes, 37)) && paper.type === 'application/pdf', paper.value);
    assert.ok(paper.value.endsWith(`.${THICK.name}`));
    for (const [question, sides] of [['sketch', [1200, 900]], ['signed', [1200, 480]], ['marked', [1600, 1200]], ['small', [400, 200]]]) {
      assert.deepEqual(described(of(question).blob).sides, sides, question);
    }
    assert.deepEqual(answers.places.at.coordinates, [86.15, 41.75, 0]);
    assert.equal(answers.places.way.coordinates.length, 2);
    const [ring] = answers.places.yard.coordinates;
    assert.deepEqual(ring.at(-1), ring[0]);
    assert.equal(Number(answers.places.yard_area) > 4_000, true);
    assert.deepEqual([answers.places.tag, answers.places.code], ['A-001', LICENCE_CODE]);
  });
}

/** Types a place behind the question's own button. */
async function typePlace(officer, path, latitude, longitude) {
  const question = officer.question(path);
  if ((await question.locator('[data-action="take-typed"]').count()) === 0) {
    await officer.touch(question.locator('[data-action="type-place"]'));
  }
  await question.locator('input[id$="-latitude"]').fill(latitude);
  await question.locator('input[id$="-longitude"]').fill(longitude);
  await officer.touch(question.locator('[data-action="take-typed"]'));
}

/** How many points of a sheet are not white. */
const inked = (canvas) =>
  canvas.evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) count += data[at] + data[at + 1] + data[at + 2] < 700 ? 1 : 0;
    return count;
  });

/** The same but for the soft edges where a line was drawn piece by piece. */
const isAbout = (points, expected) => Math.abs(points - expected) < expected / 50;

/** A line with the mouse, across a sheet at a part of its height. */
async function mouse(page, { x, y, width, height }, part) {
  await page.mouse.move(x + width * 0.2, y + height * part);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.8, y + height * part, { steps: 12 });
  await page.mouse.up();
}

/** A line with a finger, up a sheet: what would scroll the page. */
async function swipe(page, { x, y, width, height }) {
  const browser = await page.context().newCDPSession(page);
  const at = (part) => [{ x: x + width * 0.5, y: y + height * (0.8 - part * 0.6) }];
  await browser.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let step = 1; step <= 12; step += 1) {
    await browser.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / 12) });
  }
  await browser.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
