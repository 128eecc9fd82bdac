// Q2: every call of the database fails once, in each way that it can: it throws, its request fails, its transaction aborts for
// want of room, it never answers. The page then either goes on as if nothing had been, or says that something failed; it never
// says "Saved" of what is not there, and after a reload everything that was saved is.

import assert from 'node:assert/strict';
import { apart, arm, calls, fired, profileOf, putProfile, watchDatabase } from '../lib/database.mjs';
import { fill } from '../lib/enterprise.mjs';
import { texts } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { Chance } from '../lib/random.mjs';

export const name = 'Q2  every call of the database fails once';
/** How many faults of each work are tried; 10,000 is every call in every mode. */
export const sizes = { short: 2, full: 10_000 };
/** How many its full size may take. */
export const minutes = 480;

const MODES = ['throw', 'error', 'abort', 'hang'];
const FORM = 'liaison_visit';
/** What the page says when something did not work. */
const SAYS = '[role="alert"], [data-status="failed"], html[data-app="failed"], .banner--danger, .banner--warning';
const PATIENCE_MS = 12_000;

export async function run(stage) {
  const chance = new Chance();
  const server = await stage.server();
  const tablet = await stage.device('q2', { tolerate: [/a fault of the test/] });
  await tablet.context.addInitScript(watchDatabase);
  const officer = new Person(tablet);
  const { page } = tablet;
  const told = { faults: 0, wentOn: 0, said: 0 };

  await officer.open(server.address);
  await officer.introduce();
  await fill(officer, server.address, { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' });
  await officer.saved();
  const registration = new URL(page.url()).hash;
  await officer.go('#/');
  await officer.begin(FORM);
  const visit = `${new URL(page.url()).hash.split('?')[0]}?all=1`;
  await officer.go(visit);
  await page.locator('[data-path]').first().waitFor();
  const [text] = await texts(page);
  await officer.type(text, 'before');
  await officer.saved();
  await apart(page, server.address);
  const before = await profileOf(page);

  /** What the text says now, without waiting for it. */
  const shown = async () => ((await officer.isAsked(text)) ? officer.answer(text) : null);

  const works = {
    'an answer': {
      route: visit,
      work: () => officer.field(text).fill('after'),
      done: async () => {
        assert.equal(await page.locator('[data-status="saved"]').count(), 1);
        assert.equal(await shown(), 'after');
      },
      // What was called saved is there after a reload.
      holds: async (isDone) => {
        await officer.open(server.address, visit);
        await officer.question(text).waitFor();
        if (isDone) await officer.shows(text, 'after');
        else assert.ok(['before', 'after'].includes(await shown()));
      },
    },
    'a draft that is opened': {
      route: '#/',
      work: () => officer.go(visit),
      done: async () => assert.equal(await shown(), 'before'),
      holds: async () => {
        await officer.open(server.address, visit);
        await officer.shows(text, 'before');
      },
    },
    'a form that is begun': {
      route: '#/',
      work: () => page.locator(`[data-form="${FORM}"][data-action="new"]`).tap({ timeout: PATIENCE_MS }),
      done: async () => assert.ok(await page.locator('[data-path]').count()),
      holds: async () => {
        await officer.open(server.address, visit);
        await officer.shows(text, 'before');
      },
    },
    'a record that is finished': {
      route: registration,
      work: () => officer.tap('finalize'),
      done: async () => assert.match(page.url(), /#\/records/),
      holds: async (isDone) => {
        await officer.open(server.address, '#/records');
        const records = page.locator('[data-record]');
        if (isDone) return records.first().waitFor();
        await officer.open(server.address, '#/');
        await eventually(async () => assert.ok((await page.locator('[data-draft]').count()) >= 1));
      },
    },
  };

  for (const [about, { route, work, done, holds }] of Object.entries(works)) {
    await stage.shows(`${about}: whichever call fails, it goes on or it is said`, async () => {
      const begin = async () => {
        await apart(page, server.address);
        await putProfile(page, before);
        await officer.open(server.address, route);
        if (route.includes('/fill/')) await page.locator('[data-path]').first().waitFor();
        else await page.locator('[data-action="new"]:enabled').first().waitFor();
        await page.waitForTimeout(150); // what a start does in the background is none of this
        assert.equal(await page.locator(SAYS).count(), 0, 'something is said before anything was done');
      };
      await begin();
      await arm(page, null);
      await work();
      await eventually(done, { within_ms: PATIENCE_MS });
      const count = (await calls(page)).length;
      const all = Array.from({ length: count }, (_, at) => MODES.map((mode) => ({ at: at + 1, mode }))).flat();
      const faults = stage.runs >= all.length ? all : Array.from({ length: stage.runs }, () => chance.one(all));
      for (const fault of faults) {
        await begin();
        await arm(page, fault);
        // What there was to tap may be gone, with a word about it in its place.
        const working = work().catch(() => {});
        const outcome = await eventually(
          async () => {
            if ((await page.locator(SAYS).count()) > 0) return 'said';
            await done();
            return 'went on';
          },
          { within_ms: PATIENCE_MS },
        ).catch(async (error) => {
          throw new Error(`${fault.mode} at call ${fault.at} (${await fired(page)}): neither goes on nor is said: ${error.message}`);
        });
        await working;
        if (!(await fired(page))) continue; // fewer calls this time
        told.faults += 1;
        told[outcome === 'said' ? 'said' : 'wentOn'] += 1;
        const isDone = await done().then(() => true, () => false);
        await apart(page, server.address);
        await holds(isDone).catch((error) => {
          throw new Error(`after ${fault.mode} at call ${fault.at}: ${error.message}`);
        });
      }
    });
  }
  stage.report.fact(`${told.faults} faults: ${told.wentOn} went on by themselves, ${told.said} were said, 0 lost, seed ${chance.seed}`);
}
