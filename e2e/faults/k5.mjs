// K5: kill -9 in the middle of what must be all or nothing: making the database, bringing an older one to the present layout, a
// draft's snapshot, finishing a record, throwing a draft away, taking a batch in, withdrawing consent. The page stands still before
// its n-th call of the database, and the browser is killed there, for every n. Afterwards there is the old state or the new one, whole.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { imported, outcome, trust } from '../lib/batches.mjs';
import { apart, arm, armNextLoad, calls, callsOfWorker, forgetApp, profileOf, putProfile, watchDatabase, watchWorker } from '../lib/database.mjs';
import { agree, keptOf } from '../lib/drafts.mjs';
import { fill } from '../lib/enterprise.mjs';
import { answerable, beginWhole, texts } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { Chance } from '../lib/random.mjs';
import { profile, RELEASES } from '../lib/releases.mjs';
import { faults } from '../lib/server.mjs';
import { register } from '../lib/talent.mjs';

export const name = 'K5  kill at every await point';
/** In how many points of each work it is killed; 1,000 is all of them. */
export const sizes = { short: 1, full: 1000 };
/** How many its full size may take. */
export const minutes = 150;

/** All stores of the layout, or none. */
const STORES = 21;
/** Releases whose layout is older than the present one, the oldest and the newest of them. */
const OLDER = ['0.2.0', '0.3.0'];
const NOTHING = { version: 0, stores: {}, local: {} };
const PERSON = { name: '样例甲博士', phone: '400-000-0417' };
/** A draft's snapshot is due after so many entries. */
const CHECKPOINT_EVERY = 64;
/** Answers given while the snapshot falls due, most of them behind it. */
const MORE_ANSWERS = 9;
/** How long a page may take to come to a point. */
const REACH_MS = 8_000;
/** Of the points that were learnt so many must be come to: a start does some things in another order, or not at all. */
const LEAST_REACHED = 0.8;

export async function run(stage) {
  const chance = new Chance();
  const release = fs.readdirSync(RELEASES).sort().at(-1);
  const batch = path.join(RELEASES, release, 'batch.json');
  const server = await stage.server();
  const tablet = await stage.device('k5');
  await tablet.context.addInitScript(watchDatabase);
  let officer = new Person(tablet);
  const sum = { kills: 0, unreached: 0 };
  server.stopped = () => {};

  /** What the database holds, without what every start writes anew. */
  const state = async () => {
    await apart(officer.page, server.address);
    return profileOf(officer.page);
  };

  /**
   * Does `work` from `before` once to learn its calls and its outcome, then from `before` again for each point, killed there.
   * `stores` are those that must be as before or as after, together; `which` says it otherwise: `old`, `new` or why it is neither.
   * `isWorkers`: it is done by the desk worker's calls. `holds` and `reopened` look further: at what is kept, and at the page.
   */
  const everywhere = async (sentence, { before, route, work, done, stores, which, isWorkers = false, holds = () => {}, reopened = async () => {} }) => {
    await stage.shows(sentence, async () => {
      const begin = async (fault = null) => {
        if (isWorkers) server.fault = faults.before(/^worker[^/]*\.js$/, watchWorker(fault));
        await apart(officer.page, server.address);
        if (isWorkers) await forgetApp(officer.page, server.address);
        await putProfile(officer.page, before);
        if (route === null) return;
        await officer.open(server.address, route);
        if (route.includes('/fill/')) await officer.page.locator('[data-path]').first().waitFor();
      };
      await begin();
      if (route !== null) await arm(officer.page, null);
      await work();
      await done();
      const made = await (isWorkers ? callsOfWorker : calls)(officer.page);
      const count = made.length;
      const after = await state();
      assert.ok(count > 0);
      if (stores) assert.ok(!agree(before, after, stores), 'before and after are not the same');
      const told = { old: 0, new: 0, unreached: [] };
      const kill = async (at) => {
        const stopped = new Promise((resolve) => (server.stopped = resolve));
        await begin({ at, mode: 'stop' });
        if (isWorkers) await arm(officer.page, null);
        else if (route !== null) await arm(officer.page, { at, mode: 'stop' });
        else await armNextLoad(officer.page, { at, mode: 'stop' });
        const working = work().catch(() => {}); // it ends with the browser
        const isStopped = await Promise.race([stopped.then(() => true), patience(REACH_MS)]);
        server.fault = null;
        // A point that this time is not reached (a photo was kept already, a lock was free) is no kill.
        if (!isStopped) {
          await Promise.race([working, patience(REACH_MS)]);
          told.unreached.push(at);
          return;
        }
        await tablet.kill();
        await tablet.start();
        await tablet.context.addInitScript(watchDatabase);
        officer = new Person(tablet);
        const found = await state();
        const outcome = which?.(found) ?? (agree(found, before, stores) ? 'old' : agree(found, after, stores) ? 'new' : 'neither the old nor the new state');
        assert.ok(outcome in told, `killed before call ${at} of ${count}: ${outcome}`);
        told[outcome] += 1;
        await holds(found);
        await officer.open(server.address);
        await reopened();
      };
      // A layout is changed by the first calls of a start: where not all are tried, those are before the many that come after.
      const layout = made.findLastIndex((call) => call.startsWith('createObjectStore')) + 1;
      const points = Array.from({ length: count }, (_, at) => at + 1);
      const first = route === null ? Math.max(layout + 2, 4) : 0;
      for (const at of [...chance.shuffled(points.slice(0, first)), ...chance.shuffled(points.slice(first))]) {
        if (told.old + told.new === stage.runs) break;
        await kill(at);
      }
      server.fault = null;
      const kills = told.old + told.new;
      sum.kills += kills;
      sum.unreached += told.unreached.length;
      stage.report.fact(`killed at ${kills} of ${count} points: ${told.old} times the old state was found, ${told.new} times the new; not reached: ${told.unreached.sort((one, other) => one - other).join(' ') || 'none'}`);
      assert.ok(kills >= Math.min(stage.runs, count * LEAST_REACHED), `only ${kills} of ${count} points were reached`);
    });
  };

  await everywhere('the database is made whole, or not at all', {
    before: NOTHING,
    route: null,
    work: () => officer.open(server.address),
    done: () => officer.page.locator('[data-form]').first().waitFor(),
    which: ({ stores }) => ({ 0: 'old', [STORES]: 'new' })[Object.keys(stores).length] ?? `${Object.keys(stores).length} stores`,
  });

  for (const from of OLDER) {
    const { plain, put } = profile(from);
    const drafts = plain.drafts.filter(([key]) => key.length === 1);
    // Rows in blocks are told under their own store, in what was left as in what is found.
    await apart(officer.page, server.address);
    await putProfile(officer.page, put);
    const left = await profileOf(officer.page);
    const row = ([key, value]) => `${JSON.stringify(key)} ${value}`;
    const isKept = ({ stores }, store) => {
      const found = new Set(stores[store].map(row));
      return left.stores[store].every((each) => found.has(row(each)));
    };
    const everything = ['drafts', 'journal', 'records', 'states', 'blobs', 'outbox', 'inbox', 'bin', 'quarantine', 'devices', 'entities', 'log'];
    await everywhere(`what ${from} left is brought to the present layout, or is as it was`, {
      before: put,
      route: null,
      work: () => officer.open(server.address),
      done: () => eventually(async () => assert.equal(await officer.page.locator('[data-draft]').count(), drafts.length)),
      which: (found) => {
        const lost = everything.filter((store) => !isKept(found, store));
        if (lost.length > 0) return `rows of ${lost.join(', ')} are not as they were`;
        const schema = found.stores.meta.find(([[name]]) => name === 'schema')[1];
        if (found.version !== Number(Buffer.from(schema, 'base64'))) return `layout ${found.version} says that it is another`;
        if (found.version === put.version) return 'old';
        return Object.keys(found.stores).length === STORES ? 'new' : `${Object.keys(found.stores).length} stores`;
      },
      reopened: async () => {
        await eventually(async () => assert.equal(await officer.page.locator('[data-draft]').count(), drafts.length));
        await officer.go('#/records');
        await eventually(async () => assert.equal(await officer.page.locator('[data-record]').count(), plain.states.length));
      },
    });
  }

  // A draft ready to be finished, and one whose next entry brings a snapshot.
  await apart(officer.page, server.address);
  await putProfile(officer.page, NOTHING);
  await officer.open(server.address);
  await officer.introduce();
  await fill(officer, server.address, { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' });
  await officer.saved();
  const draft = new URL(officer.page.url()).hash;
  const ready = await state();

  await everywhere('a record is finished, or its draft is as it was', {
    before: ready,
    route: draft,
    work: () => officer.tap('finalize'),
    done: () => officer.page.waitForURL(/#\/records/),
    stores: ['drafts', 'journal', 'records', 'states'],
  });
  await everywhere('a draft is thrown away, or is as it was', {
    before: ready,
    route: '#/',
    work: async () => {
      await officer.tap('discard');
      await officer.tap('discard');
    },
    done: () => eventually(async () => assert.equal(await officer.page.locator('[data-draft]').count(), 0)),
    stores: ['drafts', 'journal', 'bin'],
  });

  await apart(officer.page, server.address);
  await putProfile(officer.page, { ...ready, stores: { ...ready.stores, drafts: [], journal: [] } });
  const visit = await beginWhole(officer, server.address, 'liaison_visit');
  const [, , visited] = visit.split(/[/?]/);
  const { path: question, values } = (await answerable(officer.page)).find(({ type, values }) => type === 'select_one' && values.length > 1);
  const [written] = await texts(officer.page);
  const journal = async () => officer.page.evaluate(() => window.__database.calls.filter((call) => call === 'add journal').length);
  /** What was called saved, and what was given since and was not yet. */
  let expected = new Map();
  let given = null;
  const answer = async (number) => {
    given = number % 3 ? [question, values[(number - Math.floor(number / 3)) % 2]] : [written, `样例${number}`]; // in turn: twice the same takes it back
    const [path, value] = given;
    if (path === written) {
      await officer.field(path).fill(value);
    } else {
      const choice = officer.question(path).locator(`[data-value="${value}"]`);
      await choice.evaluate((choice) => (choice.matches('button, input') ? choice : (choice.querySelector('input') ?? choice)).click());
    }
    await officer.saved();
    expected.set(path, value);
    given = null;
  };
  let answers = 0;
  while ((await journal()) < CHECKPOINT_EVERY - 2) await answer((answers += 1));
  const long = await state();
  const base = keptOf(long, visited);
  const saved = new Map(expected);
  const isThere = async (said) => {
    assert.ok(expected.size > 1);
    for (const [path, value] of expected) {
      const found = await said(path);
      assert.ok(found === value || (given?.[0] === path && given[1] === found), `${path} says ${found} and not ${value}`);
    }
  };
  await everywhere('a snapshot takes the place of the journal, or does not, and no answer that was called saved goes', {
    before: long,
    route: visit,
    work: async () => {
      [expected, given] = [new Map(saved), null];
      for (let more = 1; more <= MORE_ANSWERS; more += 1) await answer(answers + more);
    },
    done: () => eventually(async () => assert.ok((await calls(officer.page)).filter((call) => call === 'delete journal').length >= 1)),
    which: (found) => {
      const { seq, entries } = keptOf(found, visited);
      if (entries.some((entry, at) => entry !== seq + 1 + at)) return `a snapshot to ${seq} with ${entries.join(' ')} behind it`;
      if (seq !== base.seq && seq + entries.length < base.seq + base.entries.length) return `it ends at ${seq + entries.length}`;
      return seq === base.seq ? 'old' : 'new';
    },
    holds: (found) => isThere((path) => keptOf(found, visited).answers.get(path)),
    reopened: async () => {
      await officer.go(visit);
      await officer.question(written).waitFor();
      await isThere((path) => officer.answer(path));
    },
  });

  await everywhere('a batch is taken in whole, or not at all', {
    before: ready,
    route: '#/import',
    work: async () => {
      await officer.give('batch', batch);
      await trust(officer, batch);
      await officer.tap('import');
      await outcome(officer, batch, 'imported');
    },
    done: () => imported(officer, { added: 1, known: 0 }),
    stores: ['records', 'entities', 'inbox'],
    isWorkers: true,
  });
  // A person who consented, with a correction of the record begun.
  await apart(officer.page, server.address);
  await putProfile(officer.page, { ...ready, stores: { ...ready.stores, drafts: [], journal: [] } });
  await officer.open(server.address);
  await register(officer, PERSON);
  await officer.tap('edit');
  await officer.page.locator('[data-path]').first().waitFor();
  await officer.saved();
  const consented = await state();
  const [[[record]]] = consented.stores.states;
  const speaks = (profile) => ['drafts', 'records', 'entities'].filter((store) => profile.stores[store].some(([, value]) => Buffer.from(value, 'base64').includes(PERSON.name)));

  await everywhere('consent is withdrawn and nothing is left, or everything is as it was', {
    before: consented,
    route: `#/records/${record}`,
    work: async () => {
      await officer.tap('withdraw');
      await officer.tap('confirm-withdraw');
    },
    done: () => officer.page.locator('[data-status="erased"]').waitFor(),
    stores: ['drafts', 'records', 'states', 'entities'],
    holds: (profile) => assert.ok([0, speaks(consented).length].includes(speaks(profile).length), `still in ${speaks(profile)}`),
  });
  stage.report.fact(`${sum.kills} kills, each between two calls of the database; ${sum.unreached} points were not reached; seed ${chance.seed}`);
}

/** `false` once the time is up. */
const patience = (ms) => new Promise((resolve) => setTimeout(resolve, ms, false));
