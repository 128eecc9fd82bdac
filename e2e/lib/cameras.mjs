// A tablet whose camera sees what a journey wants: the code on a licence, or one on another screen. Its microphone beeps.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { png } from './photos.mjs';

const CODES = fileURLToPath(new URL('../../src/worker/codes/', import.meta.url));
const MODULES = fs.readFileSync(path.join(CODES, 'licence.txt'), 'utf8').trim().split('\n');
/** What that code says, and the credit code in it. */
export const LICENCE_SAYS = fs.readFileSync(path.join(CODES, 'licence-says.txt'), 'utf8').trim();
export const LICENCE_CODE = LICENCE_SAYS.match(/[0-9A-Z]{18}/)[0];

const [WIDTH, HEIGHT] = [640, 480];

/** What the camera sees, as brightness: the code in the middle of a light wall, as large as fits. */
function points(modules) {
  const module = Math.min(8, Math.floor((HEIGHT - 40) / modules.length));
  const side = modules.length * module;
  const brightness = (x, y) => {
    const column = Math.floor((x - (WIDTH - side) / 2) / module);
    const row = Math.floor((y - (HEIGHT - side) / 2) / module);
    return modules[row]?.[column] === '#' ? 40 : 210;
  };
  const frame = Buffer.alloc(WIDTH * HEIGHT);
  for (let place = 0; place < frame.length; place += 1) frame[place] = brightness(place % WIDTH, Math.floor(place / WIDTH));
  return frame;
}

/** The modules of a code that a page shows, as lines of `#` and spaces: `widgets/qr.rs` draws a rectangle for each run. */
export async function shownModules(code) {
  const side = Number(await code.getAttribute('data-modules'));
  const lines = Array.from({ length: side }, () => Array(side).fill(' '));
  const drawn = await code.locator('path').getAttribute('d');
  const quiet = (Number((await code.getAttribute('viewBox')).split(' ')[2]) - side) / 2;
  for (const [, x, y, run] of drawn.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) lines[y - quiet].fill('#', x - quiet, x - quiet + Number(run));
  return lines.map((line) => line.join(''));
}

/** The flags of a browser with such a camera; its film is put into a folder. */
export function cameraFlags(room, modules = MODULES) {
  const film = path.join(room, `code-${modules.length}.y4m`);
  const colourless = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), points(modules), colourless]);
  fs.writeFileSync(film, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]));
  return ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
}

/** The same as a picture that was taken before. */
export const licencePicture = () => ({ name: 'licence.png', mimeType: 'image/png', buffer: png(WIDTH, HEIGHT, points(MODULES)) });

/** Has a page count what it asks for, keep its last recorder at hand, and refuse with a name where a journey wants that. */
export async function watchDevices(context) {
  await context.addInitScript(() => {
    const { mediaDevices } = navigator;
    if (!mediaDevices) return;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    window.__devices = { asked: 0, refuse: null, tracks: [], recorder: null };
    mediaDevices.getUserMedia = async (wanted) => {
      window.__devices.asked += 1;
      if (window.__devices.refuse) throw new DOMException('', window.__devices.refuse);
      const stream = await open(wanted);
      window.__devices.tracks.push(...stream.getTracks());
      return stream;
    };
    window.MediaRecorder = class extends MediaRecorder {
      constructor(...given) {
        super(...given);
        window.__devices.recorder = this;
      }
    };
  });
}

export const asked = (page) => page.evaluate(() => window.__devices.asked);
export const refuse = (page, name) => page.evaluate((name) => (window.__devices.refuse = name), name);
/** How many cameras and microphones are open. */
export const open = (page) => page.evaluate(() => window.__devices.tracks.filter((track) => track.readyState === 'live').length);
