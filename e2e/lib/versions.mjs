// A newer version of a build, made from it: same behaviour, another version number, other bytes, other file names.
//
// As a real release does, it renames every hashed file, so that the host has the old ones no longer. Hashes named in the
// page and in the worker's list are made anew, from the leaves up.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const LIST = /^const BUILD = (\{.*\});$/m;
const TEXT = /\.(html|js|css|json|webmanifest)$/;

/** What the worker of a built folder keeps: `{ version, files: [{ url, integrity, type, hashed }] }`. */
export function build(folder) {
  const found = fs.readFileSync(path.join(folder, 'sw.js'), 'utf8').match(LIST);
  if (!found) throw new Error(`${folder}/sw.js has no list of files: was it built by make dist?`);
  return JSON.parse(found[1]);
}

/** Copies `from` to `to` as a version of its own; returns its number. Another `turn` gives yet another version. */
export function nextVersion(from, to, { turn = 0 } = {}) {
  fs.cpSync(from, to, { recursive: true });
  const { version: present, files } = build(from);
  const turned = (letters) => [...letters].reverse().join('').replace(/^(.*)$/, (all) => all.slice(turn) + all.slice(0, turn));
  const version = turned(present);
  const renamed = new Map();
  for (const { url } of files.filter(({ hashed }) => hashed)) {
    const name = path.basename(url);
    renamed.set(name, name.replace(/[0-9a-f]{8,}/, turned));
    fs.renameSync(path.join(to, url), path.join(to, path.dirname(url), renamed.get(name)));
  }
  const texts = fs.readdirSync(to, { recursive: true }).filter((name) => TEXT.test(name) && name !== 'sw.js');
  edit(to, 'index.html', (text) => text.replaceAll(present, version));
  const names = (text) => [...renamed].reduce((changed, [name, other]) => changed.replaceAll(name, other), text);
  // A changed file changes its hash in whatever names it; that changes another. Over when nothing changes any more.
  const stale = new Map();
  for (let changed = true; changed; ) {
    changed = false;
    for (const text of texts) {
      const before = fs.readFileSync(path.join(to, text));
      const after = edit(to, text, (content) => [...stale].reduce((all, [old, now]) => all.replaceAll(old, now), names(content)));
      if (after.equals(before)) continue;
      changed = true;
      for (const kind of ['sha256', 'sha384', 'sha512']) stale.set(integrity(kind, before), integrity(kind, after));
    }
  }
  edit(to, 'sw.js', (text) => {
    const list = files.map((file) => {
      const url = names(file.url);
      const name = url === './' ? 'index.html' : url;
      return { ...file, url, integrity: integrity(file.integrity.split('-')[0], fs.readFileSync(path.join(to, name))) };
    });
    return text.replace(LIST, () => `const BUILD = ${JSON.stringify({ version, files: list })};`);
  });
  return version;
}

/** Has a built version fail as soon as its program is asked for. Its files are whole: each has the hash that is named of it. */
export function spoilStart(folder, reason) {
  const { files } = build(folder);
  const [main] = files.map(({ url }) => url).filter((url) => /^main-.*\.js$/.test(path.basename(url)));
  const before = fs.readFileSync(path.join(folder, main));
  fs.writeFileSync(path.join(folder, main), `throw new Error(${JSON.stringify(reason)});\n`);
  const after = fs.readFileSync(path.join(folder, main));
  edit(folder, 'index.html', (text) => ['sha256', 'sha384', 'sha512'].reduce((all, kind) => all.replaceAll(integrity(kind, before), integrity(kind, after)), text));
  edit(folder, 'sw.js', (text) => {
    const list = JSON.parse(text.match(LIST)[1]);
    for (const file of list.files) file.integrity = integrity(file.integrity.split('-')[0], fs.readFileSync(path.join(folder, file.url === './' ? 'index.html' : file.url)));
    return text.replace(LIST, () => `const BUILD = ${JSON.stringify(list)};`);
  });
}

/** The version that a page was loaded from. */
export const versionOf = (page) => page.evaluate(() => document.querySelector('meta[name="taizhang-version"]')?.content);

function edit(folder, name, change) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, change(fs.readFileSync(file, 'utf8')));
  return fs.readFileSync(file);
}

const integrity = (kind, bytes) => `${kind}-${createHash(kind).update(bytes).digest('base64')}`;
