// A list of some thousand rows: whoever jumps to its end, or wheels through it, sees the right rows and no blank ones.

import assert from 'node:assert/strict';
import { eventually, Person } from '../lib/person.mjs';
import { inSight, isGapless } from '../lib/rows.mjs';

export const name = 'Long lists: a jump to the end, the wheel, the keys';

const ROWS = 4000;
const title = (place) => `样例${String(place).padStart(5, '0')}号有限公司`;

/** Enterprises as a desk has them (docs/formats/entities.md), each said once. */
const enterprises = (page) =>
  page.evaluate(
    async ([count, titles]) => {
      const settled = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
      const [{ name }] = await indexedDB.databases();
      const database = await settled(indexedDB.open(name));
      const running = database.transaction('entities', 'readwrite');
      for (let number = 0; number < count; number += 1) {
        const hex = (number + 1).toString(16).padStart(8, '0');
        const id = `uuid:${hex}-0000-4000-8000-000000000000`;
        const from = { record: `${hex}-2000-7902-9c6a-0d0de4e9d75b`, formId: 'enterprise_registration', formVersion: '1', officer: '样例01', device: 'ab'.repeat(32), finalizedAt: '2026-01-05T10:12:00.000+08:00', sequence: 1 };
        const change = { id: `${hex.repeat(8)}#0`, kind: 'create', label: titles[number], properties: { ent_name: titles[number] }, from };
        running.objectStore('entities').put(new TextEncoder().encode(JSON.stringify({ format: 1, list: 'enterprises', id, changes: [change] })), ['enterprises', id]);
      }
      await new Promise((resolve, reject) => ((running.oncomplete = resolve), (running.onabort = () => reject(running.error))));
      database.close();
    },
    [ROWS, Array.from({ length: ROWS }, (_, at) => title(at + 1))],
  );

export async function run(stage) {
  const server = await stage.server();
  const coordinator = new Person(await stage.device('long-list'));
  const { page } = coordinator;
  await coordinator.open(server.address, '#/');
  await enterprises(page);
  await coordinator.go('#/ledger');
  const frame = page.locator('.grid');
  /** Once still: rows without a blank, each with what is called so, `place` among them. */
  const sees = (place) =>
    eventually(async () => {
      const rows = await inSight(page);
      assert.ok(isGapless(rows), `blank rows: ${JSON.stringify(rows)}`);
      for (const row of rows) assert.equal(row.title, title(row.place));
      assert.ok(rows.some((row) => row.place === place), `row ${place} is not among ${rows[0].place} to ${rows.at(-1).place}`);
    });

  await stage.shows(`a list of ${ROWS} rows begins with its first`, async () => {
    await page.locator(`[data-total="${ROWS}"]`).waitFor();
    await sees(1);
  });

  await stage.shows('a jump to the end shows its last rows, and back its first', async () => {
    await frame.evaluate((frame) => frame.scrollTo(0, frame.scrollHeight));
    await sees(ROWS);
    await frame.evaluate((frame) => frame.scrollTo(0, frame.scrollHeight / 2));
    await sees(ROWS / 2 + 3);
    await frame.evaluate((frame) => frame.scrollTo(0, 0));
    await sees(1);
  });

  await stage.shows('the key End goes to the last row, and Home to the first', async () => {
    await page.locator('tr[data-entity] [data-action="open"]').first().focus();
    await page.keyboard.press('End');
    await sees(ROWS);
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), `row-${ROWS - 1}`));
    await page.keyboard.press('Home');
    await sees(1);
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'row-0'));
  });

  await stage.shows('the wheel goes through it, and rows stand where it rests', async () => {
    await frame.hover();
    for (let turn = 0; turn < 40; turn += 1) await page.mouse.wheel(0, 1500);
    await eventually(async () => {
      const [first] = await inSight(page);
      assert.ok(first?.place > 500, JSON.stringify(first));
    });
    // What the wheel began goes on for a moment.
    let resting;
    await eventually(async () => {
      const before = resting;
      await page.waitForTimeout(200);
      resting = (await inSight(page))[0]?.place;
      assert.equal(resting, before);
    });
    await sees(resting);
  });
}
