// A photo: made small and upright, without what cameras write into files, kept through a kill, refused where it must be.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { PORTRAIT } from '../lib/browser.mjs';
import { exported } from '../lib/batches.mjs';
import { fill, register, submit } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { attached, CAMERA, described, drawn, fromCamera, noise } from '../lib/photos.mjs';

export const name = 'A photo is kept small, upright and without a position';

const QUESTION = '/data/licence_photo';
const ENTERPRISE = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const MOST_BYTES = 1 << 20;
const MOST_SOURCE_BYTES = 8 << 20;

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('photo', { viewport: PORTRAIT });
  let officer = new Person(tablet);
  const input = () => officer.question(QUESTION).locator('input[type=file]');
  const shown = () =>
    officer.question(QUESTION).locator('img').evaluate(async (image) => {
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const corner = (x, y) => (context.getImageData(x, y, 1, 1).data[0] > 128 ? 'red' : 'blue');
      const [right, bottom] = [image.naturalWidth - 20, image.naturalHeight - 20];
      return { sides: [right + 20, bottom + 20], corners: [corner(20, 20), corner(right, 20), corner(20, bottom), corner(right, bottom)] };
    });
  const answered = async () => (await officer.question(QUESTION).locator('img').count()) === 1;

  await stage.shows('the question offers the camera and kept pictures', async () => {
    await fill(officer, server.address, ENTERPRISE);
    assert.equal(await input().getAttribute('accept'), 'image/*');
  });
  await stage.shows('story 9: twelve megapixels, held upright, are shown small and upright', async () => {
    const jpeg = fromCamera(await drawn(officer.page, 4000, 3000));
    assert.deepEqual(described(jpeg).sides, [4000, 3000]);
    assert.ok(jpeg.includes(CAMERA));
    await input().setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: jpeg });
    await officer.question(QUESTION).locator('img').waitFor();
    // What the camera has at its top left is at the top right when it is held upright.
    assert.deepEqual(await shown(), { sides: [1200, 1600], corners: ['blue', 'red', 'blue', 'blue'] });
  });
  await stage.shows('after a kill -9 the draft shows it again', async () => {
    await officer.saved();
    const route = new URL(officer.page.url()).hash;
    await tablet.kill();
    await tablet.start();
    officer = new Person(tablet);
    await officer.open(server.address, route);
    await officer.question(QUESTION).locator('img').waitFor();
    assert.deepEqual((await shown()).sides, [1200, 1600]);
  });
  await stage.shows('a file over 8 MB is refused with what to do, and the kept photo stays', async () => {
    await input().setInputFiles({ name: 'IMG_0002.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(MOST_SOURCE_BYTES + 1) });
    await officer.sees('最多 8 MB');
    assert.ok(await answered());
  });
  await stage.shows('what is no picture is refused too', async () => {
    await input().setInputFiles({ name: 'IMG_0003.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('样例') });
    await officer.sees('读不出来');
    assert.ok(await answered());
  });
  await stage.shows('taken away it is gone, and a small one is not made larger', async () => {
    await officer.touch(officer.question(QUESTION).locator('[data-action="clear"]'));
    await eventually(async () => assert.ok(!(await answered())));
    await input().setInputFiles({ name: 'small.jpg', mimeType: 'image/jpeg', buffer: await drawn(officer.page, 640, 480) });
    await officer.question(QUESTION).locator('img').waitFor();
    assert.deepEqual((await shown()).sides, [640, 480]);
  });
  await stage.shows('the grainiest picture there can be is kept in 1 MB', async () => {
    const picture = noise('grain.png', 1600);
    assert.ok(picture.buffer.length <= MOST_SOURCE_BYTES);
    await input().setInputFiles(picture);
    await eventually(async () => assert.notDeepEqual((await shown()).sides, [640, 480]));
  });

  await stage.shows('what leaves the tablet is one JPEG in 1 MB, and says nothing of camera or place', async () => {
    await submit(officer);
    await officer.go('#/send');
    const files = attached(await exported(officer, room));
    const photos = [...files].filter(([name]) => name.startsWith('blobs/'));
    assert.equal(photos.length, 1, 'the photos that were replaced stay at home');
    const [[, jpeg]] = photos;
    assert.ok(jpeg.length <= MOST_BYTES, `${jpeg.length} bytes`);
    stage.report.fact(`${jpeg.length} bytes, ${described(jpeg).sides.join(' x ')} px, segments ${described(jpeg).segments.join(' ')}`);
  });
  await stage.shows('story 9: what is kept of a camera photo is at most 1600 px and says nothing of device or place', async () => {
    const jpeg = fromCamera(await drawn(officer.page, 4000, 3000));
    const photo = { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: jpeg };
    await register(officer, server.address, { name: '样例二厂有限公司', code: '91110000600037341L' }, { photo });
    await officer.go('#/send');
    const file = await exported(officer, room);
    const kept = [...attached(file)].find(([name]) => name.startsWith('blobs/'))[1];
    assert.deepEqual(described(kept).sides, [1200, 1600]);
    assert.ok(!described(kept).segments.includes('e1'), 'no Exif');
    assert.ok(!fs.readFileSync(file).includes(CAMERA));
  });
}
