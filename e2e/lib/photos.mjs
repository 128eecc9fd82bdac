// Photos as cameras make them, and what is left of one: made in the test, so that every byte of them is known.

import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import zlib from 'node:zlib';
import { crc32 } from './workbook.mjs';

/** The camera's own data: it was held upright, it has a name, and it stood at 41° N, 86° E. */
export const CAMERA = 'SampleCam';

/** A JPEG of so many pixels, drawn by the browser: red in the corner where it begins, blue elsewhere. */
export async function drawn(page, width, height) {
  const base64 = await page.evaluate(
    async ([width, height]) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      context.fillStyle = '#00f';
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#f00';
      context.fillRect(0, 0, width / 4, height / 4);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
      const reader = new FileReader();
      await new Promise((resolve) => {
        reader.onload = resolve;
        reader.readAsDataURL(blob);
      });
      return reader.result.split(',')[1];
    },
    [width, height],
  );
  return Buffer.from(base64, 'base64');
}

/** The same with what a camera writes into its files: a quarter turn, its name, its position. */
export const fromCamera = (jpeg) => Buffer.concat([jpeg.subarray(0, 2), exif(), jpeg.subarray(2)]);

/** Exif, written by hand: a TIFF with two directories. Source: Exif 2.32, 4.6. */
function exif() {
  const entry = (tag, type, count, value) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    if (Buffer.isBuffer(value)) value.copy(bytes, 8);
    else if (type === 3) bytes.writeUInt16BE(value, 8);
    else bytes.writeUInt32BE(value, 8);
    return bytes;
  };
  const directory = (entries) => Buffer.concat([Buffer.from([0, entries.length]), ...entries, Buffer.alloc(4)]);
  const size = (count) => 2 + 12 * count + 4;
  const name = Buffer.from(`${CAMERA}\0`);
  const main = 8;
  const position = main + size(3);
  const texts = position + size(4);
  const degrees = (figure) => Buffer.from([figure, 1, 0, 1, 0, 1].flatMap((part) => [0, 0, 0, part]));
  const tiff = Buffer.concat([
    Buffer.from('MM\0\x2a\0\0\0\x08', 'latin1'),
    directory([entry(0x010f, 2, name.length, texts), entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, position)]),
    directory([
      entry(1, 2, 2, Buffer.from('N\0')),
      entry(2, 5, 3, texts + name.length),
      entry(3, 2, 2, Buffer.from('E\0')),
      entry(4, 5, 3, texts + name.length + 24),
    ]),
    name,
    degrees(41),
    degrees(86),
  ]);
  const head = Buffer.from('\xff\xe1\0\0Exif\0\0', 'latin1');
  head.writeUInt16BE(tiff.length + 8, 2);
  return Buffer.concat([head, tiff]);
}

/** A picture that no codec makes small, as `setInputFiles` takes it. No two are alike. */
export function noise(name, side) {
  return { name, mimeType: 'image/png', buffer: png(side, side, randomBytes(side * side * 3), { level: 0 }) };
}

/** A PNG of points, one byte (grey) or three (colour) each. */
export function png(width, height, points, { level = 6 } = {}) {
  const row = points.length / height;
  const rows = Array.from({ length: height }, (_, at) => [Buffer.from([0]), points.subarray(at * row, (at + 1) * row)]); // no filter
  const part = (type, bytes) => {
    const named = Buffer.concat([Buffer.from(type), bytes]);
    const length = Buffer.alloc(4);
    const sum = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, row === width ? 0 : 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    part('IHDR', head),
    part('IDAT', zlib.deflateSync(Buffer.concat(rows.flat()), { level })),
    part('IEND', Buffer.alloc(0)),
  ]);
}

/** The files in a batch that has any, by name. Batches store, they do not compress. */
export function attached(file) {
  const bytes = fs.readFileSync(file);
  const found = new Map();
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const size = bytes.readUInt32LE(at + 18);
    const begin = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    found.set(bytes.toString('utf8', at + 30, at + 30 + bytes.readUInt16LE(at + 26)), bytes.subarray(begin, begin + size));
    at = begin + size;
  }
  return found;
}

/** What a JPEG says of itself: its sides, and the names of its segments. */
export function described(jpeg) {
  const segments = [];
  for (let at = 2; jpeg[at] === 0xff && jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) {
    segments.push(jpeg[at + 1]);
    const isFrame = jpeg[at + 1] >= 0xc0 && jpeg[at + 1] <= 0xc2;
    if (isFrame) segments.sides = [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)];
  }
  return { sides: segments.sides, segments: segments.map((code) => code.toString(16)) };
}
