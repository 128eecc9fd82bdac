// Story: more than one desk speaks for a zone. The desk that set it up appoints a second; a tablet hears both, and neither undoes what the
// other said. Then the first computer is gone: its backup and the key on paper put a third in its place, and the tablet takes its word.
// A desk that is withdrawn is refused by name.

import assert from 'node:assert/strict';
import path from 'node:path';
import { desk, imported, kept, outcome } from '../lib/batches.mjs';
import { connect, fetched, sent, told } from '../lib/connected.mjs';
import { register } from '../lib/enterprise.mjs';
import { fingerprint, section, shown } from '../lib/enrol.mjs';
import { withNginx } from '../lib/nginx.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { restore, restored, sealed } from '../lib/safe.mjs';
import { seen } from '../lib/screens.mjs';
import { input, setUp, takePack } from '../lib/zones.mjs';

export const name = 'Desks of a zone: a second is appointed, a dead one is replaced with the paper, a withdrawn one is refused';

const GOOD = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const BAD = { name: '样例二厂有限公司', code: '91110000600037341L' };
const THIRD = { name: '样例三厂有限公司', code: '91652899MA1DGFBA0U' };
const REASON = '缺少照片或附件';

export const run = (stage) => withNginx(stage, between);

async function between(stage, server, room, store) {
  const officer = new Person(await stage.device('appointed-tablet'));
  const first = await desk(stage, server, 'appointed-first');
  const second = await desk(stage, server, 'appointed-second');
  const third = await desk(stage, server, 'appointed-third');
  const facts = {};
  const record = (person, firm) => person.page.locator('li[data-record]').filter({ hasText: firm.name });
  const stands = async (firm, state) => {
    await officer.go('#/records');
    await eventually(async () => assert.equal(await record(officer, firm).getAttribute('data-state'), state, firm.name));
  };
  const tells = async (person, tablets) => {
    await person.go('#/import');
    await person.tap('tell-tablets');
    const done = told(person, `[data-status="told"][data-tablets="${tablets}"]`);
    await done.waitFor({ timeout: 60_000 });
  };
  const hears = async (person, { received, returned = 0 }) => {
    await person.go('#/send');
    await person.tap('hear-from-desk');
    await told(person, `[data-status="heard"][data-received="${received}"][data-returned="${returned}"]`).waitFor({ timeout: 60_000 });
  };
  const takesIn = async (person, { files, unknown = 0, ...counts }) => {
    await person.go('#/import');
    await person.page.reload();
    await person.ready();
    await fetched(person, files);
    for (let left = unknown; left > 0; left -= 1) {
      await person.action('trust').first().waitFor({ timeout: 60_000 });
      await person.touch(person.action('trust').first());
      await eventually(async () => assert.equal(await person.page.locator('[data-outcome="unknown-device"]').count(), left - 1), { within_ms: 60_000 });
    }
    await eventually(async () => assert.equal(await person.page.locator('[data-outcome="ready"]').count(), files), { within_ms: 60_000 });
    await person.tap('import');
    await imported(person, counts);
  };
  const judges = async (person, firm, verdict) => {
    await person.go('#/records');
    const list = person.page.locator('[data-list="reviews"]');
    await person.touch(list.locator('[data-reviewed]').filter({ hasText: firm.name }).locator('[data-action="open"]'));
    await person.page.locator('p[data-record]').waitFor();
    if (verdict === 'return') await person.touch(person.page.locator(`[data-action="reason"][data-reason="${REASON}"]`));
    await person.tap(verdict);
    await person.page.locator(`section[data-reviewed][data-state="${verdict === 'return' ? 'returned' : 'approved'}"]`).waitFor();
  };
  const desks = (person) => person.page.locator('[data-section="desks"]');
  /** One desk trusts another by its card, as two people do who compare the fingerprint. */
  const introduced = async (person, to, label) => {
    const code = await shown(person, 'card');
    const own = await fingerprint(code);
    const card = await kept(await person.download('save-code'), room, `card-${label}`);
    await to.go('#/zone');
    await to.tap('scan-code');
    await to.give('introduction', card);
    await section(to).locator('[data-input="card-label"]').waitFor();
    assert.equal(await fingerprint(section(to)), own);
    await section(to).locator('[data-input="card-label"]').fill(label);
    await to.tap('trust-card');
    await section(to).locator('[data-status="enrolled"]').waitFor();
  };

  await stage.shows('a desk sets its zone up, a tablet sends two records, and the desk takes them in', async () => {
    await first.introduce('样例甲', '900');
    facts.paper = await setUp(first, '样例开发区');
    await first.page.locator('[data-status="opens"]').waitFor();
    await desks(first).locator('[data-desk][data-role="head"][data-own]').waitFor();
    await desks(first).locator('[data-candidates="none"]').waitFor();
    await first.go('#/ledger');
    const pack = await kept(await first.download('export-pack'), room, 'pack');
    await officer.open(server.address);
    await takePack(officer, pack, 'newer');
    for (const firm of [GOOD, BAD]) await register(officer, server.address, firm);
    await officer.go('#/send');
    await connect(officer, store);
    await sent(officer, 1);
    await first.go('#/import');
    await connect(first, store);
    await takesIn(first, { files: 1, unknown: 1, added: 2, known: 0 });
    facts.tablet = await first.page.locator('[data-receipt]').getAttribute('data-receipt');
  });

  await stage.shows('a second desk, made of the first one’s backup, speaks for nobody yet, and says what to do', async () => {
    const { file, passphrase } = await sealed(first, room, 'backup-second');
    await restore(second, file, passphrase);
    assert.equal((await restored(second)).equal, 'true');
    await second.introduce('样例乙', '901');
    await second.go('#/import');
    await second.page.locator('[data-section="receipts"] [data-problem="other-desk"]').waitFor();
    await second.go('#/zone');
    await desks(second).locator('[data-own-role="none"]').waitFor();
    assert.equal(await second.action('appoint').count(), 0);
    assert.equal(await input(second, 'appoint').count(), 0);
    await seen(second.page, 'appointed-none');
  });

  await stage.shows('the first appoints it, after a question, and tells everybody', async () => {
    await introduced(second, first, '二号办公台');
    await first.go('#/settings');
    await first.go('#/zone');
    await desks(first).locator('[data-input="appoint"]').selectOption({ index: await indexOf('二号办公台') });
    await first.action('appoint').waitFor();
    await seen(first.page, 'appointed-question');
    await first.tap('appoint');
    await desks(first).locator('[data-status="desks-said"]').waitFor();
    facts.second = await desks(first).locator('[data-desk][data-role="appointed"]').getAttribute('data-desk');
    await seen(first.page, 'appointed-desks');
    await tells(first, 2);
  });

  async function indexOf(label) {
    await desks(first).locator('[data-input="appoint"] option').filter({ hasText: label }).waitFor({ state: 'attached' });
    const options = await desks(first).locator('[data-input="appoint"] option').allInnerTexts();
    const at = options.findIndex((option) => option.includes(label));
    assert.ok(at > 0, options.join('\n'));
    return at;
  }

  await stage.shows('the second hears of it, and can tell and give; it appoints nobody', async () => {
    await second.go('#/send');
    await connect(second, store);
    await hears(second, { received: 0 });
    await second.go('#/zone');
    await desks(second).locator('[data-own-role="appointed"]').waitFor();
    assert.equal(await input(second, 'appoint').count(), 0);
    assert.equal(await desks(second).locator('[data-action="withdraw"]').count(), 0);
    await second.go('#/import');
    for (const action of ['tell-tablets', 'give-pack']) await second.action(action).waitFor();
  });

  await stage.shows('the tablet sends a third record; the second desk alone takes it in, and returns another with a reason', async () => {
    await register(officer, server.address, THIRD);
    await sent(officer, 1);
    await takesIn(second, { files: 1, added: 1, known: 0 });
    await judges(second, BAD, 'return');
    await tells(second, 2);
  });

  await stage.shows('the tablet hears both: all three are received, and the one that the second desk returned says why', async () => {
    // What the first said of two it heard when it sent the third.
    await hears(officer, { received: 1, returned: 1 });
    await stands(GOOD, 'received');
    await stands(THIRD, 'received');
    await stands(BAD, 'returned');
    await record(officer, BAD).locator('[data-word="returned"]').getByText(REASON).waitFor();
    await seen(officer.page, 'appointed-heard');
    const marked = store.lying().filter((file) => /\.receipt\.by-[0-9a-f]{32}\.age$/.test(file));
    assert.equal(marked.length, 2, 'the second desk’s receipts bear its mark');
  });

  /** A desk puts its pack there; the tablet sees it and takes it in at a tap, and then there is nothing new. */
  const packTaken = async (person) => {
    await person.go('#/import');
    await person.tap('give-pack');
    await told(person, '[data-status="gave"][data-gave="pack"]').waitFor({ timeout: 60_000 });
    await officer.go('#/send');
    await officer.tap('hear-from-desk');
    await told(officer, '[data-offered]').waitFor({ timeout: 60_000 });
    await officer.tap('take-offered');
    await told(officer, '[data-pack="taken"]').waitFor({ timeout: 60_000 });
    await officer.tap('hear-from-desk');
    await told(officer, '[data-status="heard"]').waitFor({ timeout: 60_000 });
    assert.equal(await told(officer, '[data-offered]').count(), 0);
  };

  await stage.shows('the tablet takes a pack of either: what the one brought does not leave with the other’s', async () => {
    await packTaken(second);
    await packTaken(first);
    await officer.go('#/ledger');
    // The first has not fetched the third firm yet.
    for (const firm of [GOOD, BAD, THIRD]) await officer.sees(firm.name);
  });

  await stage.shows('a newer receipt of the first desk, which knows of no return, undoes it not', async () => {
    await takesIn(first, { files: 1, added: 1, known: 0 });
    await tells(first, 1);
    await hears(officer, { received: 0 });
    await stands(BAD, 'returned');
    await stands(THIRD, 'received');
  });

  await stage.shows('the first fetches what the second decided and approves it after all: the tablet hears that it is received', async () => {
    await sent(second, 1);
    await takesIn(first, { files: 1, added: 1, known: 0 });
    await officer.go('#/records');
    await first.go(`#/records/${await record(officer, BAD).getAttribute('data-record')}`);
    await first.page.locator('section[data-reviewed][data-state="returned"]').waitFor();
    await first.tap('approve');
    await first.page.locator('section[data-reviewed][data-state="approved"]').waitFor();
    await tells(first, 2); // the second desk too: its file came
    await hears(officer, { received: 1 });
    await stands(BAD, 'received');
  });

  await stage.shows('the first computer is gone; of its backup a third is made, and without the right paper it speaks for nobody', async () => {
    facts.backup = await sealed(first, room, 'backup-third');
    facts.last = await savedReceipt(first, 'last-of-first');
    await first.device.close();
    await restore(third, facts.backup.file, facts.backup.passphrase);
    assert.equal((await restored(third)).equal, 'true');
    await third.introduce('样例丙', '902');
    await third.go('#/zone');
    await desks(third).locator('[data-own-role="none"]').waitFor();
    const other = facts.paper.replaceAll(/\s/g, '');
    await input(third, 'take-over-key').fill(`${other.slice(0, -1)}${other.endsWith('Q') ? 'P' : 'Q'}`);
    await third.tap('take-over');
    await third.page.locator('[data-section="take-over"] [data-problem="not-a-key"]').waitFor();
    await seen(third.page, 'appointed-take-over');
  });

  /** A receipt for the tablet as a file. */
  async function savedReceipt(person, folder) {
    await person.go('#/import');
    const row = person.page.locator(`[data-receipt="${facts.tablet}"]`);
    await row.waitFor();
    const [download] = await Promise.all([person.page.waitForEvent('download'), person.touch(row.locator('[data-action="save-receipt"]'))]);
    return kept({ path: await download.path(), name: download.suggestedFilename() }, room, folder);
  }

  await stage.shows('with the paper it takes the first one’s place, and the appointed desk stays', async () => {
    await input(third, 'take-over-key').fill(facts.paper.toLowerCase());
    await third.tap('take-over');
    await desks(third).locator('[data-desk][data-role="head"][data-own]').waitFor({ timeout: 30_000 });
    await desks(third).locator(`[data-desk="${facts.second}"][data-role="appointed"]`).waitFor();
    assert.equal(await third.page.locator('[data-section="take-over"]').count(), 0);
    await seen(third.page, 'appointed-taken-over');
  });

  await stage.shows('the tablet takes a receipt and a pack of the new desk, without a file and without a question', async () => {
    await third.go('#/import');
    await connect(third, store);
    await third.tap('tell-tablets');
    await told(third, '[data-status="told"]').waitFor({ timeout: 60_000 });
    await hears(officer, { received: 0 });
    assert.equal(await told(officer, '[data-refusal]').count(), 0);
    await stands(GOOD, 'received');
    await packTaken(third);
    await officer.go('#/ledger');
    for (const firm of [GOOD, BAD, THIRD]) await officer.sees(firm.name);
  });

  const refused = async (file, why) => {
    await officer.go('#/import');
    await officer.page.reload();
    await officer.ready();
    await officer.give('batch', file);
    const row = await outcome(officer, file, 'receipt');
    await row.locator(`[data-refusal="${why}"]`).waitFor();
  };

  await stage.shows('what the first computer says, should it come back, is refused', async () => {
    await refused(facts.last, 'withdrawn');
    await stands(BAD, 'received');
  });

  await stage.shows('the new desk withdraws the second, after a question; its receipts are refused then, as a file and by the server', async () => {
    const before = await savedReceipt(second, 'before-withdrawal');
    await third.go('#/zone');
    await third.touch(desks(third).locator(`[data-desk="${facts.second}"] [data-action="withdraw"]`));
    await third.action('withdraw-yes').waitFor();
    await take(third.page, 'appointed-withdraw');
    await third.tap('withdraw-yes');
    await desks(third).locator('[data-status="desks-said"]').waitFor();
    assert.equal(await desks(third).locator('[data-role="appointed"]').count(), 0);
    await third.go('#/import');
    await third.tap('tell-tablets');
    await told(third, '[data-status="told"]').waitFor({ timeout: 60_000 });
    await hears(officer, { received: 0 });
    await refused(before, 'withdrawn');
    await take(officer.page, 'appointed-refused');
    // It does not know yet, and goes on telling: its old appointment, which it carries along, brings it not back.
    await judges(second, GOOD, 'return');
    await second.go('#/import');
    await second.tap('tell-tablets');
    await told(second, '[data-status="told"]').waitFor({ timeout: 60_000 });
    await officer.go('#/send');
    await officer.tap('hear-from-desk');
    await told(officer, '[data-refusal="withdrawn"]').waitFor({ timeout: 60_000 });
    await seen(officer.page, 'appointed-refused-server');
    for (const firm of [GOOD, BAD]) await stands(firm, 'received');
  });

  await stage.shows('the second hears that it is no desk any more', async () => {
    await second.go('#/send');
    await second.tap('hear-from-desk');
    await told(second, '[data-status="heard"]').waitFor({ timeout: 60_000 });
    await second.go('#/zone');
    await desks(second).locator('[data-own-role="withdrawn"]').waitFor();
    await second.go('#/import');
    await second.action('fetch-from-server').waitFor();
    assert.equal(await second.action('tell-tablets').count(), 0);
  });

  await stage.shows('in English', async () => {
    for (const [person, picture] of [[third, 'appointed-desks-en'], [second, 'appointed-withdrawn-en']]) {
      await person.go('#/settings');
      await person.touch(person.page.locator('label[lang="en"]'));
      await person.go('#/zone');
      await desks(person).waitFor();
      await take(person.page, picture);
    }
    await officer.go('#/settings');
    await officer.touch(officer.page.locator('label[lang="en"]'));
    await officer.go('#/send');
    await officer.tap('hear-from-desk');
    await told(officer, '[data-refusal="withdrawn"]').waitFor({ timeout: 60_000 });
    await take(officer.page, 'appointed-refused-en');
  });
}
