// A form that records while it is open: asked first, seen all the time, paused, killed, gone on with, deleted; and what leaves the
// tablet of it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { exported } from '../lib/batches.mjs';
import { PORTRAIT } from '../lib/browser.mjs';
import { asked, cameraFlags, open, refuse, watchDevices } from '../lib/cameras.mjs';
import { keysOf, places } from '../lib/database.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { attached } from '../lib/photos.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'A form that records while it is open';

const FORM = workbook('样例访谈.xlsx', {
  survey: [
    ['type', 'name', 'label', 'parameters', 'required'],
    ['background-audio', 'talk', null, 'quality=low'],
    ['begin_group', 'talked', '谈话'],
    ['text', 'who', '谈了什么', null, 'yes'],
    ['end_group'],
    ['begin_group', 'after', '补充'],
    ['text', 'more', '还有什么'],
    ['end_group'],
  ],
  settings: [['form_id', 'form_title', 'version'], ['talked', '样例访谈', '1']],
});
const [WHO, MORE] = ['/data/talked/who', '/data/after/more'];

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('talked', { viewport: PORTRAIT, flags: cameraFlags(room) });
  let officer;
  let page;
  const begun = async () => {
    await watchDevices(tablet.context);
    officer = new Person(tablet);
    ({ page } = officer);
  };
  const panel = (state) => page.locator(`[data-background="${state}"]`);
  const says = (text) => page.locator('[data-background]').getByText(text).first().waitFor();
  const clock = (text) => page.locator('[data-background]').getByRole('timer').getByText(text).waitFor({ timeout: 30_000 });
  const kept = (seconds) =>
    eventually(async () => assert.ok(Number(await page.locator('[data-kept]').getAttribute('data-kept')) >= seconds), { within_ms: 30_000 });
  const isClosed = () => eventually(async () => assert.equal(await open(page), 0, 'the microphone is closed'));
  const record = async (file) => {
    const files = attached(file);
    // Without attached files a batch is its text alone.
    const { records } = JSON.parse(files.get('batch.json') ?? fs.readFileSync(file)).body;
    return records.map((one) => (typeof one === 'string' ? JSON.parse(one) : one)).map((answers) => {
      const { attachments } = answers.__taizhang;
      return { talk: answers.talk, attachments, blobs: attachments.map(({ sha256 }) => files.get(`blobs/${sha256}`)) };
    });
  };
  let first;

  await begun();
  await stage.shows('the form asks before it opens the microphone, and says who is heard', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', FORM);
    await page.locator('[data-form-opened="talked"]').waitFor();
    await officer.begin('talked');
    await panel('asked').waitFor();
    await says('先告诉在场的人');
    assert.equal(await asked(page), 0);
  });
  await stage.shows('whoever says no fills the form all the same, and nothing is recorded', async () => {
    await officer.tap('background-no');
    await panel('off').waitFor();
    await officer.type(WHO, '不录');
    await finish(officer);
    assert.equal(await asked(page), 0);
  });
  await stage.shows('each refusal of the microphone is said by its name, and hinders nothing', async () => {
    await officer.go('#/');
    await officer.begin('talked');
    for (const [error, said] of [
      ['NotAllowedError', '没有允许使用麦克风'],
      ['NotFoundError', '没有找到麦克风'],
      ['NotReadableError', '被别的程序占用'],
      ['NotSupportedError', '不能录音'],
    ]) {
      await refuse(page, error);
      await officer.tap((await officer.action('background-yes').count()) ? 'background-yes' : 'background-start');
      await says(said);
      await says('照样可以填');
    }
    await refuse(page, null);
    await officer.type(WHO, '谈了订单');
    await officer.saved();
  });
  await stage.shows('on a yes it records, which is seen on every page of the form', async () => {
    await officer.tap('background-start');
    await panel('recording').waitFor();
    await clock('0:01');
    assert.equal(await open(page), 1);
    await officer.tap('next');
    await officer.question(MORE).waitFor();
    await officer.tap('contents');
    await panel('recording').waitFor();
    assert.ok(await panel('recording').isVisible());
    await officer.tap('questions');
  });
  await stage.shows('it is paused and goes on', async () => {
    await officer.tap('background-pause');
    await panel('paused').waitFor();
    await pause(500); // the last half second is still told
    const stood = await page.locator('[data-background]').getByRole('timer').textContent();
    await pause(1_500);
    assert.equal(await page.locator('[data-background]').getByRole('timer').textContent(), stood);
    await officer.tap('background-pause');
    await panel('recording').waitFor();
  });
  await stage.shows('what is told as saved is there after a kill, and the next opening asks again', async () => {
    await clock('0:12');
    await kept(10);
    const route = await officer.route();
    await tablet.kill();
    await tablet.start();
    await begun();
    await officer.open(server.address, route);
    await panel('asked').waitFor();
    await says('已有录音');
    assert.equal(await asked(page), 0);
  });
  await stage.shows('an answer that is missing keeps the record from being made, and the recording goes on', async () => {
    await officer.tap('background-yes');
    await panel('recording').waitFor();
    await page.evaluate(() => (location.hash = `${location.hash.split('?')[0]}?all=1`));
    await officer.clear(WHO);
    await officer.tap('finalize');
    await page.getByRole('alert').first().waitFor();
    await clock('0:04');
    await officer.type(WHO, '谈了订单');
  });
  await stage.shows('with the record the microphone closes, and what was recorded twice is one file that plays from its beginning to its end', async () => {
    await officer.tap('finalize');
    await page.locator('[data-record]').first().waitFor();
    await isClosed();
    await officer.go('#/send');
    const records = await record(await exported(officer, room));
    assert.equal(records.length, 2);
    const without = records.find(({ attachments }) => attachments.length === 0);
    assert.equal(without.talk, null);
    const { talk, attachments, blobs } = records.find((one) => one !== without);
    assert.equal(attachments.length, 1);
    assert.equal(talk, attachments[0].name);
    assert.equal(attachments[0].mediaType, 'audio/webm');
    first = attachments[0].sha256;
    const seconds = await heard(page, blobs[0]);
    stage.report.fact(`${blobs[0].length} bytes, ${seconds.toFixed(1)} s`);
    // 10 that were saved before the kill, 4 behind it.
    assert.ok(seconds >= 14 && seconds < 40, `${seconds} s`);
    const tail = await heard(page, blobs[0], 'played');
    assert.ok(Math.abs(tail - seconds) < 1.5, `a player hears ${tail} of ${seconds} s`);
  });
  await stage.shows('nothing of the pieces stays on the disk', async () => {
    assert.deepEqual(await blobsOnDisk(page), [first]);
  });

  await stage.shows('a record that is edited without recording keeps its file', async () => {
    await officer.go(`#/records/${await recordWith(page, first)}`);
    await officer.tap('edit');
    await panel('asked').waitFor();
    await officer.tap('background-no');
    await turnTo(officer, MORE);
    await officer.type(MORE, '补一句');
    await finish(officer);
    await officer.go('#/send');
    const [edited] = await record(await exported(officer, room));
    assert.deepEqual(edited.attachments.map(({ sha256 }) => sha256), [first]);
  });
  await stage.shows('deleted it is gone from the answer and from the disk, after it was asked once more', async () => {
    await officer.go('#/');
    await officer.begin('talked');
    await officer.tap('background-yes');
    await clock('0:03');
    await officer.tap('background-stop');
    await panel('off').waitFor();
    await isClosed();
    await officer.saved();
    assert.equal((await blobsOnDisk(page)).length, 2);
    await officer.tap('background-delete');
    await officer.tap('background-delete-no');
    await officer.tap('background-delete');
    await officer.tap('background-delete-yes');
    await says('没有在录音。');
    await officer.saved();
    assert.deepEqual(await blobsOnDisk(page), [first]);
    await officer.type(WHO, '删了录音');
    await finish(officer);
    await officer.go('#/send');
    const [none] = await record(await exported(officer, room));
    assert.deepEqual([none.talk, none.attachments], [null, []]);
  });
}

/** How many seconds a player makes of a recording: decoded whole, or by going to its end as a person does. */
const heard = (page, blob, how = 'decoded') =>
  page.evaluate(
    async ({ base64, how }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      if (how === 'decoded') return (await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes.buffer)).duration;
      const audio = new Audio(URL.createObjectURL(new Blob([bytes], { type: 'audio/webm' })));
      await new Promise((done, fail) => Object.assign(audio, { onloadedmetadata: done, onerror: () => fail(audio.error) }));
      audio.currentTime = 1e6; // a stream that was recorded does not say how long it is
      await new Promise((done) => (audio.onended = audio.onseeked = done));
      await new Promise((done) => setTimeout(done, 300));
      return audio.duration;
    },
    { base64: blob.toString('base64'), how },
  );

/** The attached files that lie in the database, by their hashes. */
const blobsOnDisk = async (page) => [...new Set((await keysOf(page, 'blobs')).map(([hash]) => hash))];

/** The record that names an attached file. */
const recordWith = async (page, hash) => (await places(page, hash)).find((place) => place.startsWith('records ')).split(/[ ,]/)[1];
