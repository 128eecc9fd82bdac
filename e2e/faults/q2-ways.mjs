// Q2 for what goes out, comes in and is set: every call of the database fails once while the app starts, who fills is said, everything
// unsent is saved and put back, records are exported, a pack and a receipt are taken in, and at the desk a batch is. As in `q2`.

import assert from 'node:assert/strict';
import { desk, exported, imported, kept, outcome, trust } from '../lib/batches.mjs';
import { apart, profileOf, watchDatabase } from '../lib/database.mjs';
import { fill, register } from '../lib/enterprise.mjs';
import { Failing } from '../lib/failing.mjs';
import { Person } from '../lib/person.mjs';
import { Chance } from '../lib/random.mjs';
import { setUp, takePack } from '../lib/zones.mjs';

export const name = 'Q2  every call of the database fails once: what goes out, comes in and is set';
/** How many faults of each work are tried; 10,000 is every call in every mode. */
export const sizes = { short: 1, full: 10_000 };
/** How many its full size may take. */
export const minutes = 480;

const FIRM = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const DRAFT = { name: '样例新材料有限公司', code: '91350100M000100Y43' };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('q2-ways', { tolerate: [/a fault of the test/] });
  await tablet.context.addInitScript(watchDatabase);
  const officer = new Person(tablet);
  const { page } = tablet;
  const coordinator = await desk(stage, server, 'q2-desk');
  const is = (person, what) => async () => assert.ok(await person.page.locator(what).count(), what);
  const state = async (person) => {
    await apart(person.page, server.address);
    return profileOf(person.page);
  };
  const made = {};

  await stage.shows('a tablet and its desk have something of everything', async () => {
    await coordinator.introduce('样例协调员', '900');
    await setUp(coordinator, '样例开发区');
    await coordinator.page.locator('[data-status="opens"]').waitFor();
    await coordinator.go('#/ledger');
    made.pack = await kept(await coordinator.download('export-pack'), room, 'pack');
    await officer.open(server.address);
    await officer.introduce();
    made.new = await state(officer);
    await officer.open(server.address);
    await takePack(officer, made.pack, 'newer');
    await register(officer, server.address, FIRM);
    await fill(officer, server.address, DRAFT);
    await officer.saved();
    await officer.go('#/records');
    made.backup = await kept(await officer.saveBackup(), room, 'backup');
    made.waiting = await state(officer);
    await officer.open(server.address, '#/send');
    made.batch = await exported(officer, room);
    made.exported = await state(officer);
    await coordinator.go('#/import');
    await coordinator.give('batch', made.batch);
    await trust(coordinator, made.batch);
    made.desk = await state(coordinator);
    await coordinator.open(server.address, '#/import');
    await coordinator.give('batch', made.batch);
    await outcome(coordinator, made.batch, 'ready', { within_ms: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await coordinator.action('save-receipt').first().waitFor();
    made.receipt = await kept(await coordinator.download('save-receipt'), room, 'receipt');
  });

  const failing = new Failing({ stage, server, officer, chance: new Chance() });

  await failing.everywhere('the app starts', {
    before: made.waiting,
    at: 'load',
    work: () => page.goto(`${server.address}#/`, { waitUntil: 'commit' }),
    done: is(officer, 'html[data-app="ready"] [data-draft]'),
    stores: ['drafts', 'journal', 'records', 'states'],
    holds: async () => {
      await officer.open(server.address);
      await page.locator('[data-draft]').waitFor();
    },
  });
  await failing.everywhere('who fills is said', {
    before: made.waiting,
    route: '#/settings',
    ready: () => page.locator('#officer-name').waitFor(),
    work: async () => {
      await page.locator('#officer-name').fill('样例联络员丙');
      await officer.tap('save-officer');
    },
    done: async () => {
      await is(officer, '[data-status="saved"]')();
      assert.equal(await page.locator('#officer-name').inputValue(), '样例联络员丙');
    },
    holds: async (isDone) => {
      await officer.open(server.address, '#/settings');
      const found = await page.locator('#officer-name').inputValue();
      assert.ok(isDone ? found === '样例联络员丙' : found.startsWith('样例联络员'), found);
    },
  });
  await failing.everywhere('everything unsent is saved as a file', {
    before: made.waiting,
    route: '#/records',
    ready: () => page.locator('[data-record]').waitFor(),
    work: async () => {
      await officer.tap('backup');
      await officer.tap('confirm-backup');
    },
    done: is(officer, '[data-status="backup-saved"]'),
    stores: ['drafts', 'journal', 'records', 'states'],
  });
  await failing.everywhere('it is put back on a tablet that has nothing', {
    before: made.new,
    route: '#/records',
    ready: () => page.locator('input[data-input="backup"]').waitFor({ state: 'attached' }),
    work: () => officer.give('backup', made.backup),
    done: is(officer, '[data-status="backup-put-back"]'),
    stores: ['drafts', 'journal', 'records', 'states'],
  });
  await failing.everywhere('records are exported', {
    before: made.waiting,
    route: '#/send',
    ready: () => officer.action('export').waitFor(),
    work: async () => {
      await officer.tap('export');
      await officer.tap('confirm-export');
    },
    done: is(officer, '[data-action="save-file"]'),
    stores: ['records', 'states', 'outbox'],
  });
  await failing.everywhere('a pack is taken in', {
    before: made.new,
    route: '#/forms',
    ready: () => page.locator('input[data-input="pack"]').waitFor({ state: 'attached' }),
    work: async () => {
      await officer.give('pack', made.pack);
      await officer.tap('take-pack');
    },
    done: is(officer, '[data-pack="taken"]'),
    stores: ['packs'],
  });
  await failing.everywhere('a receipt is taken in', {
    before: made.exported,
    route: '#/import',
    ready: () => page.locator('input[data-input="batch"]').waitFor({ state: 'attached' }),
    work: async () => {
      await officer.give('batch', made.receipt);
      await officer.tap('take-receipt');
    },
    done: is(officer, '[data-outcome="receipt"] [data-status="heard"]'),
    stores: ['states', 'records'],
    holds: async (isDone) => {
      await officer.open(server.address, '#/records');
      await page.locator(isDone ? '[data-record][data-state="received"]' : '[data-record]').first().waitFor();
    },
  });
  await failing.everywhere('a batch is taken in at the desk', {
    before: made.desk,
    route: '#/import',
    at: 'worker',
    ready: () => page.locator('input[data-input="batch"]').waitFor({ state: 'attached' }),
    work: async () => {
      await officer.give('batch', made.batch);
      await officer.tap('import');
    },
    done: is(officer, '[data-status="imported"][data-added="1"]'),
    stores: ['records', 'entities', 'inbox'],
  });
  failing.tell();
}
