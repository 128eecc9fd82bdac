// U8: what every released version left on a device is put under the present page, which opens it: every record is listed and
// exported byte for byte, every draft goes on, and the batches of that version are taken in.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { exported, imported, outcome, trust } from '../lib/batches.mjs';
import { apart, putProfile } from '../lib/database.mjs';
import { Person } from '../lib/person.mjs';
import { attached } from '../lib/photos.mjs';
import { profile, RELEASES } from '../lib/releases.mjs';

export const name = 'U8  profiles of every release';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

export async function run(stage) {
  const server = await stage.server();
  const releases = fs.readdirSync(RELEASES).filter((name) => fs.existsSync(path.join(RELEASES, name, 'profile.json')));
  let records = 0;
  let drafts = 0;
  let read = 0;
  for (const release of releases) {
    const { plain, put } = profile(release);
    const officer = new Person(await stage.device(`u8-${release}`));
    const { page } = officer;
    const own = new Set(plain.states.map(([[record]]) => record));
    const bodies = new Map(plain.records.map(([[record, hash], body]) => [hash, { record, body }]));

    await stage.shows(`${release}: the present page opens the profile`, async () => {
      await apart(page, server.address);
      await putProfile(page, put);
      await officer.open(server.address);
      const rows = page.locator('[data-draft]');
      await rows.first().waitFor();
      const expected = plain.drafts.filter(([key]) => key.length === 1).length;
      assert.equal(await rows.count(), expected);
    });
    await stage.shows(`${release}: every draft opens with its answers and goes on`, async () => {
      for (const [[id]] of plain.drafts.filter(([key]) => key.length === 1)) {
        await officer.go(`#/fill/${id}?all=1`);
        await page.locator('[data-path]').first().waitFor();
        await officer.saved();
        assert.equal(await page.locator('.banner--danger, .banner--warning').count(), 0);
        drafts += 1;
      }
    });
    await stage.shows(`${release}: every record of the device is listed`, async () => {
      await officer.go('#/records');
      await page.locator('[data-record]').first().waitFor();
      const listed = await page.locator('[data-record]').evaluateAll((rows) => rows.map((row) => row.dataset.record));
      assert.deepEqual(new Set(listed), own);
    });
    await stage.shows(`${release}: what waits is exported, equal by hash`, async () => {
      await officer.go('#/send');
      const file = await exported(officer, stage.room());
      const bytes = fs.readFileSync(file);
      const text = (bytes[0] === 0x50 ? attached(file).get('batch.json') : bytes).toString('utf8');
      const sent = JSON.parse(text).body.records;
      const waiting = plain.states.filter(([, state]) => JSON.parse(state).state === 'waiting').map(([[record]]) => record);
      const expected = [...bodies].filter(([, { record }]) => waiting.includes(record));
      assert.ok(expected.length > 0);
      assert.equal(sent.length, expected.length);
      for (const [hash, { record, body }] of expected) {
        // It stands in the batch letter for letter as it was finalised, so its hash is still its revision's name.
        assert.equal(sha256(body), hash);
        assert.ok(text.includes(body), `${record} is not in the batch as it was`);
        assert.ok(sent.some((each) => isDeepStrictEqual(each, JSON.parse(body))), `${record} reads as something else`);
      }
      records += expected.length;
    });
    await stage.shows(`${release}: each record of the device is read: its page shows what was answered`, async () => {
      for (const { record, body } of bodies.values()) {
        if (!own.has(record)) continue;
        await officer.go(`#/records/${record}`);
        await page.locator('[data-section="answers"] [data-answer]').first().waitFor();
        const [, named] = /"ent_name":"([^"]+)"/.exec(body);
        await page.locator('[data-section="answers"]').getByText(named).first().waitFor();
        read += 1;
      }
    });
    await stage.shows(`${release}: its batches are taken in on a new desk`, async () => {
      const desk = new Person(await stage.device(`u8-${release}-desk`));
      await desk.open(server.address, '#/import');
      const batches = fs.readdirSync(path.join(RELEASES, release)).filter((name) => name.startsWith('batch.'));
      for (const batch of batches) {
        const file = path.join(RELEASES, release, batch);
        await desk.give('batch', file);
        await trust(desk, file);
      }
      await desk.tap('import');
      for (const batch of batches) await outcome(desk, batch, 'imported', { within_ms: 60_000 });
      await imported(desk, { added: batches.length, known: 0 });
    });
  }
  stage.report.fact(`${releases.length} releases (${releases.join(', ')}), ${drafts} drafts, ${records} waiting records equal by hash, ${read} records read on their pages`);
}
