// Q2: every call of the database fails once, in each way that it can: it throws, its request fails, its transaction aborts for
// want of room, it never answers. The page then either goes on as if nothing had been, or says that something failed; it never
// says "Saved" of what is not there, and after a reload everything that was saved is.
//
// Here: what an officer does with a form and its records. What goes out, comes in and is set: `q2-ways`.

import assert from 'node:assert/strict';
import { apart, profileOf, putProfile, watchDatabase } from '../lib/database.mjs';
import { keptOf } from '../lib/drafts.mjs';
import { fill, register } from '../lib/enterprise.mjs';
import { Failing, PATIENCE_MS } from '../lib/failing.mjs';
import { texts } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { drawn } from '../lib/photos.mjs';
import { Chance } from '../lib/random.mjs';

export const name = 'Q2  every call of the database fails once';
/** How many faults of each work are tried; 10,000 is every call in every mode. */
export const sizes = { short: 1, full: 10_000 };
/** How many its full size may take. */
export const minutes = 480;

const FORM = 'liaison_visit';
const REGISTERED = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const DRAFT = { name: '样例新材料有限公司', code: '91350100M000100Y43' };
const PHOTO = '/data/licence_photo';
/** A draft's snapshot is due after so many entries. */
const CHECKPOINT_EVERY = 64;

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('q2', { tolerate: [/a fault of the test/] });
  await tablet.context.addInitScript(watchDatabase);
  const officer = new Person(tablet);
  const { page } = tablet;
  const failing = new Failing({ stage, server, officer, chance: new Chance() });
  const drafts = page.locator('[data-draft]');
  const asksFirst = () => page.locator('[data-path]').first().waitFor();
  const listed = (what) => () => page.locator(what).first().waitFor();
  const state = async () => {
    await apart(page, server.address);
    return profileOf(page);
  };

  await officer.open(server.address);
  await officer.introduce();
  await register(officer, server.address, REGISTERED);
  await fill(officer, server.address, DRAFT);
  await officer.saved();
  const registration = new URL(page.url()).hash;
  const alone = await state();
  await officer.open(server.address);
  await officer.begin(FORM);
  const visit = `${new URL(page.url()).hash.split('?')[0]}?all=1`;
  await officer.go(visit);
  await asksFirst();
  const [text] = await texts(page);
  await officer.type(text, 'before');
  await officer.saved();
  const before = await state();
  const photo = { name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await drawn(page, 64, 48) };

  /** What the text says now, without waiting for it. */
  const shown = async () => ((await officer.isAsked(text)) ? officer.answer(text) : null);
  const saved = async () => assert.equal(await page.locator('[data-status="saved"]').count(), 1);

  await failing.everywhere('an answer', {
    before,
    route: visit,
    ready: asksFirst,
    work: () => officer.field(text).fill('after'),
    done: async () => {
      await saved();
      assert.equal(await shown(), 'after');
    },
    // What was called saved is there after a reload.
    holds: async (isDone) => {
      await officer.open(server.address, visit);
      await officer.question(text).waitFor();
      if (isDone) await officer.shows(text, 'after');
      else assert.ok(['before', 'after'].includes(await shown()));
    },
  });
  await failing.everywhere('a draft that is opened', {
    before,
    route: '#/',
    ready: listed('[data-draft]'),
    work: () => officer.go(visit),
    done: async () => assert.equal(await shown(), 'before'),
    holds: async () => {
      await officer.open(server.address, visit);
      await officer.shows(text, 'before');
    },
  });
  await failing.everywhere('a form that is begun', {
    before,
    route: '#/',
    ready: listed('[data-action="new"]:enabled'),
    work: () => page.locator(`[data-form="${FORM}"][data-action="new"]`).tap({ timeout: PATIENCE_MS }),
    done: async () => assert.ok(await page.locator('[data-path]').count()),
    holds: async () => {
      await officer.open(server.address, visit);
      await officer.shows(text, 'before');
    },
  });
  await failing.everywhere('a photo that is taken', {
    before: alone,
    route: registration,
    ready: () => officer.question(PHOTO).waitFor(),
    work: () => officer.question(PHOTO).locator('input[type=file]').setInputFiles(photo),
    done: async () => {
      await saved();
      assert.equal(await officer.question(PHOTO).locator('img[src^="blob:"]').count(), 1);
    },
    holds: async (isDone) => {
      await officer.open(server.address, registration);
      await officer.question(PHOTO).waitFor();
      if (isDone) await officer.question(PHOTO).locator('img[src^="blob:"]').waitFor();
      await officer.shows('/data/g_id/ent_name', DRAFT.name);
    },
  });
  await failing.everywhere('a record that is finished', {
    before: alone,
    route: registration,
    ready: asksFirst,
    work: () => officer.tap('finalize'),
    done: async () => assert.match(page.url(), /#\/records/),
    stores: ['drafts', 'journal', 'records', 'states'],
    holds: async (isDone) => {
      await officer.open(server.address, '#/records');
      await eventually(async () => assert.ok((await page.locator('[data-record]').count()) >= (isDone ? 2 : 1)));
    },
  });
  await failing.everywhere('a draft that is thrown away', {
    before: alone,
    route: '#/',
    ready: listed('[data-draft]'),
    work: async () => {
      await officer.tap('discard');
      await officer.tap('discard');
    },
    done: async () => assert.equal(await drafts.count(), 0),
    stores: ['drafts', 'journal', 'bin'],
  });

  await officer.open(server.address);
  const throwAway = async () => {
    await officer.tap('discard');
    await officer.tap('discard');
    await officer.action('undo').waitFor();
  };
  await failing.everywhere('a draft that is called back at once', {
    before: alone,
    route: '#/',
    ready: async () => {
      await drafts.first().waitFor();
      await throwAway();
    },
    work: () => officer.tap('undo'),
    done: async () => assert.equal(await drafts.count(), 1),
    // It is among the drafts or in the bin, whole, and not in both.
    holds: async (isDone) => {
      const { stores } = await profileOf(page);
      const [isDraft, isBinned] = [stores.drafts.length > 0, stores.bin.length > 0];
      assert.ok(isDraft !== isBinned && (isDraft || !isDone), `among the drafts: ${isDraft}, in the bin: ${isBinned}`);
      await officer.open(server.address, isDraft ? '#/' : '#/records');
      await page.locator(isDraft ? '[data-draft]' : '[data-binned]').first().waitFor();
    },
  });
  await apart(page, server.address);
  await officer.open(server.address);
  await drafts.first().waitFor();
  await throwAway();
  const binned = await state();
  await failing.everywhere('a draft that is taken out of the bin', {
    before: binned,
    route: '#/records',
    ready: listed('[data-binned]'),
    work: () => officer.tap('restore'),
    done: async () => assert.equal(await page.locator('[data-binned]').count(), 0),
    stores: ['drafts', 'journal', 'bin'],
  });
  for (const [about, action] of [['a record that is opened to be edited', 'edit'], ['a record that is filled once more', 'duplicate']]) {
    await failing.everywhere(about, {
      before: alone,
      route: '#/records',
      ready: listed('[data-record]'),
      work: () => officer.tap(action),
      done: async () => assert.ok(await page.locator('[data-path]').count()),
      stores: ['records', 'states'],
      holds: async () => {
        await officer.open(server.address, '#/records');
        await page.locator('[data-record]').first().waitFor();
      },
    });
  }

  // A draft whose next entries bring a snapshot.
  await apart(page, server.address);
  await putProfile(page, before);
  await officer.open(server.address, visit);
  await asksFirst();
  const journal = () => page.evaluate(() => window.__database.calls.filter((call) => call === 'add journal').length);
  for (let number = 1; (await journal()) < CHECKPOINT_EVERY - 3; number += 1) {
    await officer.field(text).fill(`样例${number}`);
    await officer.saved();
  }
  const long = await state();
  const draft = visit.split(/[/?]/)[2];
  const words = [keptOf(long, draft).answers.get(text), '第一', '第二', '第三', '第四'];
  const [last] = words.slice(-1);
  await failing.everywhere('a snapshot', {
    before: long,
    route: visit,
    ready: asksFirst,
    work: async () => {
      for (const word of words.slice(1)) {
        await officer.field(text).fill(word);
        await page.locator('[data-status="saved"], [data-status="failed"]').first().waitFor({ state: 'attached', timeout: PATIENCE_MS });
      }
    },
    done: async () => {
      await saved();
      assert.equal(await shown(), last);
    },
    holds: async (isDone) => {
      if (isDone) assert.equal(keptOf(await profileOf(page), draft).answers.get(text), last);
      await officer.open(server.address, visit);
      await officer.question(text).waitFor();
      const found = await officer.answer(text);
      assert.ok(isDone ? found === last : words.includes(found), found);
    },
  });
  failing.tell();
}
