// What people do with a server: set it up, send, fetch, tell, hear. And what lies on one, as who has the zone's key can read it.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Decrypter } from 'age-encryption';
import { eventually } from './person.mjs';
import { input } from './zones.mjs';

/** A part of the page's section of the server. */
export const told = (person, selector) => person.page.locator(`[data-section="server"] ${selector}`);

/** What is typed of a store. */
export const shown = ({ address, user, password, bucket, region, key, secret }) => ({ address, user, password, bucket, region, key, secret });

/** Types where the server is and what lets one in; `store` as `address` with `user` and `password`, or with `bucket`, `key` and `secret`. */
export async function typed(person, store) {
  await person.tap('set-up-server');
  await person.page.locator('select[data-input="server-kind"]').selectOption(store.bucket ? 's3' : 'dav');
  const fields = store.bucket ? ['address', 'bucket', 'region', 'key', 'secret'] : ['address', 'user', 'password'];
  for (const field of fields) await input(person, `server-${field}`).fill(store[field]);
}

/** Keeps it. */
export async function connect(person, store) {
  await typed(person, store);
  await person.tap('keep-server');
  await person.action('set-up-server').waitFor();
}

export async function sent(person, files) {
  await person.go('#/send');
  await eventually(async () => assert.ok(await person.action('send-to-server').isEnabled()));
  await person.tap('send-to-server');
  await told(person, `[data-status="sent"][data-files="${files}"]`).waitFor({ timeout: 60_000 });
}

export async function fetched(coordinator, files) {
  await coordinator.go('#/import');
  await coordinator.tap('fetch-from-server');
  await told(coordinator, `[data-status="fetched"][data-files="${files}"]`).waitFor({ timeout: 60_000 });
}

/** Sends or fetches until it is through, however often it has to be tapped; gives what stood in the way, tap by tap. */
export async function untilDone(person, action, status, { most = 40 } = {}) {
  const troubles = [];
  for (let taps = 0; taps < most; taps += 1) {
    await person.tap(action);
    const ended = person.page.locator(`[data-section="server"] :is([data-status="${status}"], [data-trouble])`).first();
    await told(person, '[data-status="syncing"]').waitFor({ state: 'detached', timeout: 120_000 });
    await ended.waitFor();
    const words = await told(person, '[data-trouble]').evaluateAll((all) => all.map((one) => [one.dataset.trouble, one.innerText.trim()]));
    for (const [, text] of words) assert.ok(text.length > 5, 'what stood in the way is told in words');
    troubles.push(...words.map(([word]) => word));
    if (words.length === 0) return troubles;
  }
  throw new Error(`${action} was tapped ${most} times: ${troubles.join(' ')}`);
}

/** What lies in a folder: names and bytes; every name must say the hash of its bytes. */
export function lying(folder) {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.age$/.test(entry.name));
  return entries.map((entry) => whole(entry.name, fs.readFileSync(path.join(entry.parentPath, entry.name))));
}

/** A file that lies somewhere, with the hash that its name has to say. */
export function whole(name, bytes) {
  const hash = crypto.createHash('sha256').update(bytes).digest('hex');
  assert.ok(name.includes(hash), `${name} lies there with other bytes`);
  return { name, bytes, hash };
}

const opened = (bytes, identity) => {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity.replaceAll(/\s/g, ''));
  return decrypter.decrypt(bytes);
};

/** The hashes of all files that lie apart from their batches, in order and as often as they are there; each is one that a batch names. */
export async function photosIn(files, identity) {
  const [apart, named] = [[], []];
  for (const { name, bytes } of files) {
    const inside = Buffer.from(await opened(bytes, identity));
    if (/\.blob\.age$/.test(name)) apart.push(inside);
    else named.push(...JSON.parse(inside.toString('utf8')).body.attachments);
  }
  const hash = (inside) => {
    // It is filled up with spaces behind its own length.
    const is = ({ sha256, bytes }) => crypto.createHash('sha256').update(inside.subarray(0, bytes)).digest('hex') === sha256;
    const attachment = named.find(is);
    assert.ok(attachment, 'a file that no batch names');
    return attachment.sha256;
  };
  return apart.map(hash).sort();
}

/** The ids of all records in batches, by the zone's recovery key and the format's author's own library, in order and as often as they are there. */
export async function recordsIn(files, identity) {
  const all = [];
  for (const { bytes } of files) {
    const batch = JSON.parse(Buffer.from(await opened(bytes, identity)).toString('utf8'));
    all.push(...batch.body.records.map((record) => record.__id));
  }
  return all.sort();
}
