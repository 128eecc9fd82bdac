// K5: kill -9 in the middle of what must be all or nothing: making the database, a draft's snapshot, finishing a record,
// throwing a draft away, taking a batch in, withdrawing consent. The page stands still before its n-th call of the database, and the browser is
// killed there, for every n. Afterwards there is the old state or the new one, whole.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { imported, outcome, trust } from '../lib/batches.mjs';
import { apart, arm, armNextLoad, calls, callsOfWorker, forgetApp, profileOf, putProfile, watchDatabase, watchWorker } from '../lib/database.mjs';
import { fill } from '../lib/enterprise.mjs';
import { answerable, beginWhole } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { Chance } from '../lib/random.mjs';
import { faults } from '../lib/server.mjs';
import { register } from '../lib/talent.mjs';

export const name = 'K5  kill at every await point';
/** In how many points of each work it is killed; 1,000 is all of them. */
export const sizes = { short: 1, full: 1000 };

const RELEASES = fileURLToPath(new URL('../../releases', import.meta.url));
/** All stores of the layout, or none. */
const STORES = 21;
const PERSON = { name: '样例甲博士', phone: '400-000-0417' };
/** A draft's snapshot is due after so many entries. */
const CHECKPOINT_EVERY = 64;

export async function run(stage) {
  const chance = new Chance();
  const release = fs.readdirSync(RELEASES).sort().at(-1);
  const batch = path.join(RELEASES, release, 'batch.json');
  const server = await stage.server();
  const tablet = await stage.device('k5');
  await tablet.context.addInitScript(watchDatabase);
  let officer = new Person(tablet);
  let kills = 0;
  server.stopped = () => {};

  /** What the database holds, without what every start writes anew. */
  const state = async () => {
    await apart(officer.page, server.address);
    return profileOf(officer.page);
  };
  const of = (profile, store) => JSON.stringify(profile.stores[store] ?? []);

  /**
   * Does `work` from `before` once to learn its calls and its outcome, then from `before` again for each point, killed there.
   * `stores` are those that must be as before or as after, together. `isWorkers`: it is done by the desk worker's calls.
   */
  const everywhere = async (sentence, { before, route, work, done, stores, isWorkers = false, holds = () => {} }) => {
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
      const count = (await (isWorkers ? callsOfWorker : calls)(officer.page)).length;
      const after = await state();
      assert.ok(count > 0);
      const points = Array.from({ length: count }, (_, at) => at + 1);
      const chosen = stage.runs >= count ? points : Array.from({ length: stage.runs }, () => chance.one(points));
      let old = 0;
      for (const at of chosen) {
        const stopped = new Promise((resolve) => (server.stopped = resolve));
        await begin({ at, mode: 'stop' });
        if (isWorkers) await arm(officer.page, null);
        else if (route !== null) await arm(officer.page, { at, mode: 'stop' });
        else await armNextLoad(officer.page, { at, mode: 'stop' });
        work().catch(() => {}); // it ends with the browser
        // A point that this time is not reached (a photo was kept already, a lock was free) is no kill.
        const isStopped = await Promise.race([stopped.then(() => true), new Promise((resolve) => setTimeout(resolve, 8_000, false))]);
        if (!isStopped) continue;
        await tablet.kill();
        kills += 1;
        await tablet.start();
        await tablet.context.addInitScript(watchDatabase);
        officer = new Person(tablet);
        const found = await state();
        const isOld = stores.every((store) => same(of(found, store), of(before, store), store));
        const isNew = stores.every((store) => same(of(found, store), of(after, store), store));
        assert.ok(isOld || isNew, `killed before call ${at} of ${count}: neither the old nor the new state`);
        holds(found);
        old += Number(isOld);
        server.fault = null;
        await officer.open(server.address);
      }
      server.fault = null;
      stage.report.fact(`${chosen.length} of ${count} points; ${old} times the old state was found`);
    });
  };

  // Where ids and times are made anew each time, what counts is how many rows there are.
  const same = (found, wanted, store) => (['meta'].includes(store) ? true : JSON.parse(found).length === JSON.parse(wanted).length);

  await everywhere('the database is made whole, or not at all', {
    before: { version: 0, stores: {}, local: {} },
    route: null,
    work: () => officer.open(server.address),
    done: () => officer.page.locator('[data-form]').first().waitFor(),
    stores: [],
    holds: ({ stores }) => assert.ok([0, STORES].includes(Object.keys(stores).length), `${Object.keys(stores).length} stores`),
  });

  // A draft ready to be finished, and one whose next entry brings a snapshot.
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
  const { path: question, values } = (await answerable(officer.page)).find(({ type, values }) => type === 'select_one' && values.length > 1);
  const answer = async (number) => {
    const choice = officer.question(question).locator(`[data-value="${values[number % 2]}"]`);
    await choice.evaluate((choice) => (choice.matches('button, input') ? choice : (choice.querySelector('input') ?? choice)).click());
    await officer.saved();
  };
  const journal = async () => officer.page.evaluate(() => window.__database.calls.filter((call) => call === 'add journal').length);
  for (let number = 0; (await journal()) < CHECKPOINT_EVERY - 2; number += 1) await answer(number);
  const long = await state();
  await everywhere('a snapshot takes the place of the journal, or does not, and no answer goes', {
    before: long,
    route: visit,
    work: async () => {
      for (let number = 0; number < 5; number += 1) await answer(number + 1);
    },
    done: () => eventually(async () => assert.ok((await calls(officer.page)).filter((call) => call === 'delete journal').length >= 1)),
    stores: ['drafts'],
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
  stage.report.fact(`${kills} kills, each between two calls of the database, seed ${chance.seed}`);
}
