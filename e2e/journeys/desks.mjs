// Story: three desks of one zone, one server. The second and third are made of the first one's backup, so they have the zone's keys and trust
// what the first trusts. All fetch the same files, decide what they see, and send what they decided; each fetches the others', and their
// ledgers are equal. Tablets take the word of the first desk alone, as it appointed nobody, and the others say so.

import assert from 'node:assert/strict';
import { desk, imported, kept } from '../lib/batches.mjs';
import { connect, fetched, sent, told } from '../lib/connected.mjs';
import { card, openFirm, settle } from '../lib/disputes.mjs';
import { answer, EMPLOYEES, FORM, submit, update } from '../lib/enterprise.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { withNginx } from '../lib/nginx.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { ledgerOf, restore, restored, sealed } from '../lib/safe.mjs';
import { seen } from '../lib/screens.mjs';
import { packInClear, setUp, takePack } from '../lib/zones.mjs';

export const name = 'Three desks of one zone: each decides, each fetches what the others decided, and their ledgers are equal';

const FIRST = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const SECOND = { name: '样例二厂有限公司', code: '91110000600037341L' };
const REASON = '企业电话确认';
const OTHER_REASON = '以较晚一次走访为准';

export const run = (stage) => withNginx(stage, between);

async function between(stage, server, room, store) {
  const one = new Person(await stage.device('desks-one'));
  const two = new Person(await stage.device('desks-two'));
  const first = await desk(stage, server, 'desks-first');
  const second = await desk(stage, server, 'desks-second');
  const third = await desk(stage, server, 'desks-third');
  const all = [first, second, third];
  /** Fetches so many files and takes them in; whoever is not known yet is trusted. */
  const takesIn = async (person, { files, unknown = 0, ...counts }) => {
    await person.go('#/import');
    await person.page.reload();
    await person.ready();
    await fetched(person, files);
    await eventually(async () => assert.equal(await person.page.locator('[data-file]:is([data-outcome="ready"], [data-outcome="unknown-device"])').count(), files), { within_ms: 60_000 });
    for (let left = unknown; left > 0; left -= 1) {
      assert.equal(await person.page.locator('[data-outcome="unknown-device"]').count(), left);
      await person.touch(person.action('trust').first());
      await eventually(async () => assert.equal(await person.page.locator('[data-outcome="unknown-device"]').count(), left - 1), { within_ms: 60_000 });
    }
    await eventually(async () => assert.equal(await person.page.locator('[data-outcome="ready"]').count(), files), { within_ms: 60_000 });
    await person.tap('import');
    await imported(person, counts);
  };
  const alike = async (count) => {
    const here = await ledgerOf(first);
    for (const other of [second, third]) assert.deepEqual(await ledgerOf(other), here);
    assert.equal(here.count, count);
    return here;
  };

  await stage.shows('a desk and two tablets have the same two firms, with 200 staff each', async () => {
    await first.introduce('样例甲', '900');
    await setUp(first, '样例开发区');
    await first.page.locator('[data-status="opens"]').waitFor();
    await first.go('#/ledger');
    await takePack(await opened(one), await kept(await packInClear(first), room, 'pack'), 'newer');
    for (const firm of [FIRST, SECOND]) {
      await beginWhole(one, server.address, FORM);
      await answer(one, firm);
      await one.type(EMPLOYEES, '200');
      await submit(one);
    }
    await one.go('#/send');
    await connect(one, store);
    await sent(one, 1);
    await first.go('#/import');
    await connect(first, store);
    await takesIn(first, { files: 1, unknown: 1, added: 2, known: 0 });
    await first.go('#/ledger');
    await takePack(await opened(two), await kept(await packInClear(first), room, 'pack'), 'newer');
    await two.introduce('样例乙', '002');
    await two.go('#/send');
    await connect(two, store);
  });

  async function opened(person) {
    await person.open(server.address);
    return person;
  }

  await stage.shows('a second and a third desk are made of the first one’s backup, and have the same ledger', async () => {
    const { file, passphrase } = await sealed(first, room, 'backup');
    for (const [person, name, code] of [[second, '样例丙', '901'], [third, '样例丁', '902']]) {
      await restore(person, file, passphrase);
      assert.equal((await restored(person)).equal, 'true');
      await person.introduce(name, code);
    }
    await alike(2);
  });

  await stage.shows('all desks fetch what the tablets say differently of both firms', async () => {
    for (const [person, firsts, seconds] of [[one, '210', '310'], [two, '190', '290']]) {
      await person.open(server.address);
      await update(person, FIRST, firsts);
      await update(person, SECOND, seconds);
      await sent(person, 1);
    }
    for (const person of [second, third]) {
      await person.go('#/import');
      await connect(person, store);
    }
    for (const person of all) await takesIn(person, { files: 2, unknown: 1, added: 4, known: 0 });
    await alike(6);
  });

  await stage.shows('each decides: of one firm all, and one of them differently; of the other the second desk alone', async () => {
    await openFirm(first, FIRST);
    await settle(first, FIRST, 'employees', '210', REASON);
    await openFirm(second, FIRST);
    await settle(second, FIRST, 'employees', '190', OTHER_REASON);
    await openFirm(second, SECOND);
    await settle(second, SECOND, 'employees', '290', OTHER_REASON);
    await openFirm(third, FIRST);
    await settle(third, FIRST, 'employees', '190', REASON);
  });

  await stage.shows('each sends what it decided, fetches what the others did, in whatever order, and their ledgers are equal', async () => {
    for (const person of all) await sent(person, 1);
    await takesIn(first, { files: 2, unknown: 2, added: 3, known: 0 });
    await takesIn(third, { files: 2, unknown: 1, added: 3, known: 0 });
    await takesIn(second, { files: 2, unknown: 1, added: 2, known: 0 });
    await alike(10);
    for (const person of all) {
      await openFirm(person, SECOND);
      await person.page.locator('tr[data-property="employees"] td[data-value="290"]').waitFor();
      // Two people decided one thing differently: that is seen, and decided like anything else.
      await openFirm(person, FIRST);
      await card(person, 'employees', FIRST).waitFor();
    }
    await seen(first.page, 'desks-conflict');
  });

  await stage.shows('what is settled on the first is settled on the others, with its reason', async () => {
    await settle(first, FIRST, 'employees', '210', REASON);
    await sent(first, 1);
    for (const person of [second, third]) {
      await takesIn(person, { files: 1, added: 1, known: 0 });
      await openFirm(person, FIRST);
      const property = person.page.locator('tr[data-property="employees"]');
      await property.locator('td[data-value="210"]').waitFor();
      await property.locator('summary[data-action="history"]').filter({ hasText: REASON }).waitFor();
      assert.equal(await card(person, 'employees', FIRST).count(), 0);
    }
    const { hash, count } = await alike(11);
    stage.report.fact(`three desks, ${count} revisions, one ledger ${hash.slice(0, 12)}`);
  });

  await stage.shows('receipts and packs for tablets are the first desk’s: the second offers none and says why', async () => {
    await first.go('#/import');
    await first.action('tell-tablets').waitFor();
    await second.go('#/import');
    await second.action('fetch-from-server').waitFor();
    for (const action of ['tell-tablets', 'give-pack']) assert.equal(await second.action(action).count(), 0, action);
    await second.page.locator('[data-section="receipts"] [data-problem="other-desk"]').waitFor();
    await seen(second.page, 'desks-second');
  });
}
