// S2: past one machine. A fleet of tablets, played by a native program with the product's own transport (fleet/), sends a month of sealed
// batches to a store of three nodes. One node is killed in the midst of it, some tablets are ended between the store's answer and their note of it,
// and once all tablets are ended at whatever they do and begun anew. The desk then fetches everything through the nodes that are left: no
// file is missing, none is there twice, each tablet's batches are one chain, and the ledger is that of the files themselves.
//
// No page has a part in it: a page that sends is `k6.mjs`, `servers.mjs`.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Fleet, PROGRAM, at, fleet } from '../lib/fleet.mjs';
import { SeaweedFS } from '../lib/seaweed.mjs';

export const name = 'S2  three hundred tablets, three nodes, one of which dies';
/** So many tablets. */
export const sizes = { short: 12, full: 300 };
/** How many its full size may take. */
export const minutes = 60;

/** Waits are so much shorter than a tablet's: two seconds are a tenth of one. */
const HASTEN = 20;
/** One file of the month before, and one for each of 22 workdays. */
const FILES_EACH = 23;

export async function run(stage) {
  if (!SeaweedFS.isHere()) return stage.report.fact('left out: SeaweedFS is not on this machine');
  assert.ok(fs.existsSync(PROGRAM), `${PROGRAM} is not there: run scripts/fleet.sh`);
  const room = stage.room();
  const [out, into] = ['out', 'in'].map((name) => path.join(room, name));
  const tablets = stage.runs;
  const store = await new SeaweedFS(stage.room(), { nodes: 3 }).start();
  /** What each start of the program counted. */
  const counted = [];
  const sum = (what) => counted.reduce((sum, counts) => sum + counts[what], 0);
  const send = async (onTold) => {
    const { told, killed } = await new Fleet('send', { out, ...at(store), hasten: HASTEN }, onTold).ended;
    counted.push(told.counts);
    return { ...told, killed };
  };
  const began = performance.now();
  let [made, sent] = [null, null];
  try {
    await stage.shows(`${tablets} tablets make a month of batches, sealed, signed and chained`, async () => {
      made = await fleet('make', { tablets, into: out });
      assert.equal(made.files, tablets * FILES_EACH);
    });
    await stage.shows('they send; a node is killed in the midst of it, and then all tablets are ended at whatever they do', async () => {
      let isDead = false;
      const first = await send((told, program) => {
        if (!isDead && told.sent >= made.files / 4) {
          isDead = true;
          store.kill(2);
        }
        if (told.sent >= made.files / 2) program.kill();
      });
      assert.ok(isDead && first.killed && first.sent < made.files, JSON.stringify(first));
    });
    await stage.shows('begun anew, each goes on where it was, through the nodes that are left', async () => {
      sent = await send();
      assert.equal(sent.sent, made.files);
    });
    await stage.shows('it was no easy month: requests failed, were tried again, and went to another node; some files lay there already', () => {
      assert.ok(sum('unreachable') > 0 && sum('waits') > 0 && sum('moved') > 0, JSON.stringify(counted));
      assert.ok(sum('killed') > 0 && sum('found') > 0, JSON.stringify(counted));
    });
    const took = (performance.now() - began) / 1000;
    let fetched = null;
    await stage.shows('the desk lists and fetches all of it through the nodes that are left', async () => {
      fetched = await fleet('fetch', { into, ...at(store, store.addresses.slice(0, 2)), hasten: HASTEN });
      assert.deepEqual([fetched.devices, fetched.files, fetched.strange], [tablets, made.files, 0]);
    });
    await stage.shows('nothing is lost or doubled, and the ledger is that of the files themselves', async () => {
      const same = await fleet('compare', { out, in: into, seed: tablets });
      assert.deepEqual([same.files, same.records, same.devices], [made.files, made.records, tablets]);
      assert.ok(same.disputed > 0, 'officers who did not know of each other have said different things');
      stage.report.fact(`ledger ${same.ledger}: ${same.records} records, ${same.entities} entities, ${same.disputed} of them disputed`);
    });
    await stage.shows('a file that is taken away is told of, and so is one that is there twice', async () => {
      const [file, other] = fs.readdirSync(into, { recursive: true }).filter((name) => name.endsWith('.age')).map((name) => path.join(into, name));
      fs.renameSync(file, `${file}.gone`);
      await assert.rejects(fleet('compare', { out, in: into }), /1 files are missing and 0 /);
      fs.renameSync(`${file}.gone`, file);
      fs.copyFileSync(other, path.join(into, 'again.age'));
      await assert.rejects(fleet('compare', { out, in: into }), /0 files are missing and 1 /);
    });
    const each = (number) => (number / tablets).toFixed(1);
    stage.report.fact(`made: ${JSON.stringify(made)}`);
    stage.report.fact(`sent in ${took.toFixed(0)} s: ${JSON.stringify(counted)}`);
    stage.report.fact(`fetched: ${JSON.stringify(fetched)}`);
    stage.report.fact(`of one tablet: ${each(sum('put'))} PUT, ${each(sum('get'))} GET, ${each(sum('head'))} HEAD; the desk ${each(fetched.counts.get)} GET, ${each(fetched.counts.list)} lists`);
  } finally {
    await store.stop();
  }
}
