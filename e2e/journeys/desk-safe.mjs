// The desk itself is kept safe: one sealed file of all that it has, restored on another computer and equal by hash; who did what;
// and the desk handed over.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Decrypter, Encrypter } from 'age-encryption';
import { desk, imported, kept, outcome, sent, trust } from '../lib/batches.mjs';
import { profileOf } from '../lib/database.mjs';
import { register } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { drawn } from '../lib/photos.mjs';
import { take } from '../lib/pictures.mjs';
import { input, ledgerOf, restore, restored, sealed } from '../lib/safe.mjs';
import { seen } from '../lib/screens.mjs';
import { parts, sheets } from '../lib/sheets.mjs';
import { register as registerPerson } from '../lib/talent.mjs';
import { packInClear } from '../lib/zones.mjs';

export const name = 'The desk kept safe: a sealed backup, restored elsewhere; an access log; a handover; what leaves says why';

const FIRMS = [
  { name: '样例一厂有限公司', code: '91350100M000100Y43' },
  { name: '样例二厂有限公司', code: '91110000600037341L' },
];
const LATER = { name: '样例三厂有限公司', code: '91652899MA1DGFBA0U' };
/** Stands in no file, no address and no log. */
const OWN = '河东园区台账备份二零二六';
const DAY_MS = 86_400_000;
const PERSON = { name: '样例甲博士', phone: '400-000-0417' };
const SUCCESSOR = '样例接手人';

async function refused(person, name) {
  await person.page.locator(`[data-status="safe-refused"][data-refusal="${name}"]`).waitFor({ timeout: 60_000 });
}

/** What lies in the database of what a backup has, by store. */
async function rowsOf(person) {
  const { stores } = await profileOf(person.page);
  const of = (name) => (stores[name] ?? []).map((row) => JSON.stringify(row)).toSorted();
  return { records: of('records'), blobs: of('blobs'), inbox: of('inbox'), entities: of('entities') };
}

/** The files of a plain tar, by name. */
function filesOf(tar) {
  const files = new Map();
  for (let at = 0; tar[at] !== 0; ) {
    const text = (from, to) => tar.subarray(at + from, at + to).toString().replace(/\0.*$/s, '');
    const bytes = parseInt(text(124, 136), 8);
    files.set(text(0, 100), tar.subarray(at + 512, at + 512 + bytes));
    at += 512 + Math.ceil(bytes / 512) * 512;
  }
  return files;
}

/** The hash of a ledger as docs/formats/desk-backup.md says it. */
function hashOf(files) {
  const lines = [...files].filter(([name]) => name.startsWith('records/')).flatMap(([, bytes]) => bytes.toString().trimEnd().split('\n'));
  const sha256 = (text) => createHash('sha256').update(text).digest('hex');
  return sha256(`taizhang-ledger-v1\n${lines.map(sha256).toSorted().map((hash) => `${hash}\n`).join('')}`);
}

/** The rows of the ledger as people see them. */
async function listed(person) {
  await person.go('#/ledger');
  await person.page.locator('tr[data-entity]').first().waitFor({ timeout: 30_000 });
  return (await person.page.locator('tr[data-entity]').evaluateAll((rows) => rows.map((row) => row.innerText))).toSorted();
}

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = new Person(await stage.device('safe-tablet'));
  let coordinator;
  let other;
  let backup;
  let first;
  let batch;
  let given;

  await stage.shows('a desk takes in what a tablet sends, with a photo', async () => {
    await register(tablet, server.address, FIRMS[0], {
      photo: { name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await drawn(tablet.page, 64, 48) },
    });
    await register(tablet, server.address, FIRMS[1]);
    batch = await sent(tablet, room, 'first');
    coordinator = await desk(stage, server, 'safe-desk');
    await coordinator.introduce('样例协调员', 'XT01');
    await coordinator.go('#/import');
    await coordinator.give('batch', batch);
    await trust(coordinator, batch);
    await coordinator.tap('import');
    await imported(coordinator, { added: 2, known: 0 });
  });
  await stage.shows('the ledger says that no backup was ever made, and one tap leads to it', async () => {
    await coordinator.go('#/ledger');
    await coordinator.page.locator('[data-due-backup="never"]').waitFor();
    await seen(coordinator.page, 'safe-reminder');
    await coordinator.tap('go-safe');
    first = await ledgerOf(coordinator);
    assert.equal(first.count, 2);
    await seen(coordinator.page, 'safe-page');
  });
  await stage.shows('a tablet that only fills is reminded of nothing', async () => {
    await tablet.go('#/ledger');
    await tablet.page.locator('tr[data-entity]').first().waitFor();
    assert.equal(await tablet.page.locator('[data-due-backup]').count(), 0);
  });
  await stage.shows('a weak passphrase is refused with the reason, and so are two that differ', async () => {
    const cases = { 'kurz': 'short', 'aaaabbbbaaaabbbb': 'monotone', 'qwertyuiopasdf': 'row', '139072835194': 'digits', 'Password!2026': 'common' };
    for (const [typed, weakness] of Object.entries(cases)) {
      await input(coordinator, 'passphrase').fill(typed);
      await coordinator.page.locator(`[data-weakness="${weakness}"]`).waitFor();
      assert.ok(await coordinator.action('seal').isDisabled(), typed);
    }
    await input(coordinator, 'passphrase').fill(OWN);
    await input(coordinator, 'passphrase-again').fill(`${OWN}x`);
    await coordinator.page.locator('[data-weakness="different"]').waitFor();
    assert.ok(await coordinator.action('seal').isDisabled());
    await input(coordinator, 'passphrase-again').fill(OWN);
    await eventually(async () => assert.ok(await coordinator.action('seal').isEnabled()));
  });
  await stage.shows('a passphrase is offered that can be written down, and the whole ledger becomes one file', async () => {
    backup = await sealed(coordinator, room, 'backup');
    assert.match(backup.passphrase, /^([2-9a-hjkmnp-z]{4}-){4}[2-9a-hjkmnp-z]{4}$/);
    assert.match(path.basename(backup.file), /^taizhang-desk-.*\.tar\.age$/);
    const told = await coordinator.page.locator('[data-status="safe-made"]').evaluate(({ dataset }) => ({ ...dataset }));
    assert.deepEqual([told.revisions, told.photos, told.ledger], ['2', '1', first.hash]);
    await take(coordinator.page, 'safe-made');
  });
  await stage.shows('until the saved file was looked at the reminder stays, and then it goes', async () => {
    await coordinator.page.locator('[data-last-backup="made"]').waitFor();
    await coordinator.give('safe-check', backup.file);
    const told = coordinator.page.locator('[data-status="safe-checked"]');
    await told.waitFor({ timeout: 60_000 });
    assert.equal(await told.getAttribute('data-ledger'), first.hash);
    await coordinator.page.locator('[data-last-backup="checked"]').waitFor();
    await coordinator.go('#/ledger');
    await coordinator.page.locator('tr[data-entity]').first().waitFor();
    assert.equal(await coordinator.page.locator('[data-due-backup]').count(), 0);
  });
  await stage.shows('the reference author’s own program opens the file with the passphrase, and a person can read it', async () => {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(backup.passphrase);
    const tar = Buffer.from(await decrypter.decrypt(fs.readFileSync(backup.file)));
    const text = tar.toString('utf8');
    for (const part of ['README.txt', 'desk.json', 'records/000001.jsonl', 'blobs/', 'end.json', FIRMS[0].name, first.hash]) {
      assert.ok(text.includes(part), part);
    }
    assert.ok(!text.includes('"key":"'), 'no key of the device');
    assert.equal(hashOf(filesOf(tar)), first.hash, 'worked out from the file by hand');
  });
  await stage.shows('the file says nothing to who has no passphrase', () => {
    const bytes = fs.readFileSync(backup.file);
    assert.ok(bytes.subarray(0, 22).toString() === 'age-encryption.org/v1\n');
    assert.ok(!bytes.includes(Buffer.from(FIRMS[0].name)) && !bytes.includes(Buffer.from('records')));
  });
  await stage.shows('on another computer it is not restored with a wrong passphrase, cut, changed, newer, or when it is something else', async () => {
    other = new Person(await stage.device('safe-other'));
    await other.open(server.address, '#/safe');
    const before = await rowsOf(other);
    const bytes = fs.readFileSync(backup.file);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 100] ^= 1;
    const foreign = new Encrypter();
    foreign.setScryptWorkFactor(10);
    foreign.setPassphrase(backup.passphrase);
    const file = (name, buffer) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(buffer) });
    const cases = [
      ['passphrase', backup.file, 'k7mf-p2xq-9rtw-hd4n-8vbc'],
      ['truncated', file('cut.age', bytes.subarray(0, 60)), backup.passphrase],
      ['changed', file('changed.age', changed), backup.passphrase],
      ['newer', file('newer.age', bytes.toString('latin1').replace('org/v1', 'org/v2')), backup.passphrase],
      ['not-sealed', file('other.age', '{}'), backup.passphrase],
      ['not-a-backup', file('foreign.age', await foreign.encrypt('something else')), backup.passphrase],
    ];
    for (const [refusal, given, passphrase] of cases) {
      await restore(other, given, passphrase);
      await refused(other, refusal);
    }
    await take(other.page, 'safe-refused');
    assert.deepEqual(await rowsOf(other), before);
  });
  await stage.shows('with its passphrase it is restored, and both computers show the same hash', async () => {
    await restore(other, backup.file, backup.passphrase);
    const told = await restored(other);
    assert.deepEqual([told.equal, told.added, told.photos, told.ledger], ['true', '2', '1', first.hash]);
    await take(other.page, 'safe-restored');
    assert.deepEqual(await ledgerOf(other), first);
  });
  await stage.shows('records, photo, imports and rows of the ledger are the same', async () => {
    const [here, there] = [await rowsOf(coordinator), await rowsOf(other)];
    assert.equal(there.records.length, 2);
    assert.ok(there.blobs.length > 0);
    assert.deepEqual(there, here);
    assert.deepEqual(await listed(other), await listed(coordinator));
  });
  await stage.shows('a second time nothing comes', async () => {
    const before = await rowsOf(other);
    await restore(other, backup.file, backup.passphrase);
    const told = await restored(other);
    assert.deepEqual([told.added, told.known, told.photos], ['0', '2', '0']);
    assert.deepEqual(await rowsOf(other), before);
  });
  await stage.shows('the tablet that was trusted is trusted there too', async () => {
    await register(tablet, server.address, LATER);
    const file = await sent(tablet, room, 'later');
    await other.go('#/import');
    await other.give('batch', file);
    await outcome(other, file, 'ready');
    await other.tap('import');
    await imported(other, { added: 1, known: 0 });
  });
  await stage.shows('restored into a desk that has more, nothing of that is lost, and it says why the hashes differ', async () => {
    const more = await ledgerOf(other);
    assert.equal(more.count, 3);
    await restore(other, backup.file, backup.passphrase);
    const told = await restored(other);
    assert.deepEqual([told.equal, told.ledger], ['false', more.hash]);
    const back = await sealed(other, room, 'back');
    await restore(coordinator, back.file, back.passphrase);
    assert.equal((await restored(coordinator)).equal, 'true');
    assert.deepEqual(await ledgerOf(coordinator), more);
  });
  await stage.shows('a week later, with changes since, the ledger reminds of it', async () => {
    const { page } = coordinator;
    await page.clock.setFixedTime(Date.now() + 8 * DAY_MS);
    await coordinator.open(server.address, '#/ledger');
    await page.locator('[data-due-backup="old"]').waitFor();
  });
  await stage.shows('the access log says who did what, and never what it says', async () => {
    await coordinator.go('#/ledger');
    await coordinator.page.locator('tr[data-entity] a').first().click();
    await coordinator.page.locator('main h1').first().waitFor();
    await coordinator.page.locator('[data-action="print"]').waitFor();
    await coordinator.go('#/safe');
    await coordinator.tap('open-access');
    await coordinator.page.locator('[data-access="whole"]').waitFor();
    const steps = await coordinator.page.locator('tr[data-step]').evaluateAll((rows) => rows.map((row) => row.dataset.step));
    for (const step of ['device-trusted', 'opened', 'imported', 'backed-up', 'checked', 'restored']) assert.ok(steps.includes(step), `${step} of ${steps}`);
    const text = await coordinator.page.locator('[data-section="access-log"]').innerText();
    assert.ok(!text.includes(backup.passphrase));
    assert.ok(text.includes('XT01'));
    // The page says what an id is called; the log itself has ids alone.
    const noted = await coordinator.page.locator('tr[data-step]').evaluateAll((rows) => rows.map((row) => row.dataset.what).join(' '));
    for (const firm of FIRMS) assert.ok(!noted.includes(firm.name), firm.name);
    await coordinator.page.locator('tr[data-step="opened"] [data-action="open"]').first().waitFor();
    await coordinator.page.locator('select[data-input="access-step"]').selectOption('backed-up');
    await eventually(async () => assert.equal(await coordinator.page.locator('tr[data-step]').count(), 1));
    await take(coordinator.page, 'safe-access');
    const csv = fs.readFileSync(await kept(await coordinator.download('export-access'), room, 'log'), 'utf8');
    assert.equal(csv.trim().split('\n').length, 2);
  });
  await stage.shows('a line that somebody changes past the app is found', async () => {
    await coordinator.page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open('survey');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const writing = opening.result.transaction('log', 'readwrite');
            const log = writing.objectStore('log');
            log.openCursor().onsuccess = ({ target }) => {
              const text = new TextDecoder().decode(target.result.value).replace('XT01', 'XT02').replace('"count":2', '"count":3');
              log.put(new TextEncoder().encode(text), target.result.key);
            };
            writing.oncomplete = () => {
              opening.result.close();
              resolve();
            };
            writing.onabort = () => reject(writing.error);
          };
        }),
    );
    await coordinator.go('#/');
    await coordinator.go('#/safe');
    await coordinator.tap('open-access');
    await coordinator.page.locator('[data-access="broken"]').waitFor();
  });
  await stage.shows('an export says why it is made: in the file, in its name and in the log, and without that there is none', async () => {
    await coordinator.go('#/ledger');
    await coordinator.tap('open-export');
    await input(coordinator, 'purpose').waitFor();
    assert.ok(await coordinator.action('make-export').isDisabled());
    await input(coordinator, 'purpose').fill('月度核对');
    await seen(coordinator.page, 'safe-export-purpose');
    const file = await kept(await coordinator.download('make-export'), room, 'export');
    const [serial] = path.basename(file).match(/D\d{8}-[0-9A-F]{6}/);
    const bytes = fs.readFileSync(file);
    const said = JSON.stringify(sheets(bytes)['导出说明']);
    for (const part of ['月度核对', 'XT01', serial]) assert.ok(said.includes(part), `${part} of ${said}`);
    assert.ok(parts(bytes)['xl/worksheets/sheet1.xml'].includes(`<oddFooter>&amp;L${serial}`), 'at the foot of each printed page');
    assert.ok(parts(bytes)['xl/worksheets/sheet1.xml'].includes('<oddHeader>&amp;R数据分级 · 含个人信息</oddHeader>'), 'its class at the top');
    assert.ok(path.basename(file).includes('_含个人信息_'), file);
    await coordinator.go('#/safe');
    await coordinator.tap('open-access');
    await coordinator.page.locator(`tr[data-step="exported"][data-what="ledger ${serial} 月度核对"]`).waitFor();
  });
  await stage.shows('for who only looks there is one page, with names and sums and nothing that was typed; of so few people only that they are few', async () => {
    await registerPerson(coordinator, PERSON);
    await coordinator.go('#/ledger');
    await coordinator.tap('open-export');
    await coordinator.page.locator('[data-input="contents"]').selectOption({ index: 1 });
    assert.equal(await input(coordinator, 'purpose').count(), 0);
    await coordinator.page.locator('[data-input="grouping"]').selectOption({ label: '所属片区' });
    await seen(coordinator.page, 'safe-viewer');
    const file = await kept(await coordinator.download('make-export'), room, 'viewer');
    assert.match(path.basename(file), /^台账情况_.*\.html$/);
    const html = fs.readFileSync(file, 'utf8');
    for (const firm of [...FIRMS, LATER]) assert.ok(html.includes(firm.name), firm.name);
    for (const secret of ['样例路1号', ...[...FIRMS, LATER].map((firm) => firm.code), '<script', 'http:', 'https:']) assert.ok(!html.includes(secret), secret);
    const [people] = html.match(/<tr>(?:(?!<\/tr>).)*人才(?:(?!<\/tr>).)*<\/tr>/s) ?? [];
    assert.match(people?.replace(/<[^>]*>/g, ' ') ?? html, /人才\s+&lt;5\s/);
    // Neither who it is nor what one person alone has: figures are called so, and say nothing of one.
    for (const secret of [PERSON.name, PERSON.phone, PERSON.name.slice(0, 3)]) assert.ok(!html.includes(secret), secret);
    const tagless = (text) => text.replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&amp;', '&').replaceAll('&quot;', '"');
    const rows = [...html.matchAll(/<tr[^>]*>.*?<\/tr>/gs)].map(([row]) => [...row.matchAll(/<t[hd][^>]*>.*?<\/t[hd]>/gs)].map(([cell]) => tagless(cell)));
    for (const [name, value] of rows.filter((row) => /博士|蓝火/.test(row.join(' ')))) {
      assert.ok(['0', '—', '<5', '*', '＊'].includes(value), `${name} ${value}`);
    }
    const reader = await coordinator.page.context().newPage();
    await reader.setContent(html);
    await reader.locator('h1').waitFor();
    await take(reader, 'safe-viewer-file');
    assert.equal(await reader.locator('table').count(), await reader.locator('table > caption').count());
    assert.equal(await reader.locator('tbody tr').count(), await reader.locator('tbody th[scope="row"]').count());
    await reader.close();
    // What the board says on the same day, but for what is not told.
    await coordinator.go('#/dashboard');
    await coordinator.page.locator('[data-figure]').first().waitFor();
    const said = await coordinator.page.locator('[data-figure]').evaluateAll((cards) =>
      cards.map((card) => ({ name: card.querySelector('.figure__label').textContent.trim(), value: card.dataset.value })));
    assert.ok(said.length > 60, `${said.length} figures`);
    for (const { name, value } of said) {
      const told = rows.filter((row) => row[0] === name).map((row) => row[1].replaceAll(',', ''));
      assert.ok(told.some((told) => told === (value || '—') || told === '<5' || told === '*'), `${name}: ${value} on the board, ${told} in the file`);
    }
  });
  await stage.shows('enterprises are handed over to another officer, with a reason and a date, and some back again', async () => {
    const { page } = coordinator;
    await coordinator.go('#/ledger');
    await coordinator.tap('open-responsible');
    const from = page.locator('[data-input="responsible-from"]');
    await from.selectOption({ index: 1 }); // nobody is responsible for any yet
    await page.locator('[data-firm]').nth(2).waitFor();
    await page.locator('[data-firm] input').first().uncheck();
    const left = await page.locator('[data-firm]').first().getAttribute('data-firm');
    await input(coordinator, 'responsible-to').fill('XT07');
    assert.ok(await coordinator.action('hand-enterprises').isDisabled(), 'no reason yet');
    await page.locator('[data-action="reason"]').first().click();
    await input(coordinator, 'responsible-since').fill('2026-03-01');
    await seen(page, 'responsible-choosing');
    await coordinator.tap('hand-enterprises');
    await page.locator('[data-status="handed-enterprises"][data-count="2"][data-to="XT07"]').waitFor({ timeout: 30_000 });
    await eventually(async () => assert.equal(await page.locator('[data-firm]').count(), 2));
    await take(page, 'responsible-handed');
    const firm = await page.locator('[data-firm]').first().getAttribute('data-firm');
    assert.notEqual(firm, left);
    const pack = await kept(await packInClear(coordinator), room, 'pack');
    assert.ok(fs.readFileSync(pack).includes('XT07'), 'tablets get it with their lists');
    await coordinator.go(`#/ledger/enterprises/${firm}`);
    await page.locator('[data-section="responsible"] [data-responsible="XT07"]').waitFor();
    await seen(page, 'responsible-enterprise');
    await coordinator.go('#/ledger');
    await coordinator.tap('open-responsible');
    await from.selectOption('XT07');
    await page.locator('[data-firm]').nth(1).waitFor();
    await page.locator('[data-firm] input').nth(1).uncheck();
    await input(coordinator, 'responsible-to').fill('XT08');
    await page.locator('[data-action="reason"]').nth(1).click();
    await coordinator.tap('hand-enterprises');
    await page.locator('[data-status="handed-enterprises"][data-count="1"][data-to="XT08"]').waitFor({ timeout: 30_000 });
    await coordinator.tap('hand-back');
    await page.locator('[data-status="handed-enterprises"][data-to="XT07"]').waitFor({ timeout: 30_000 });
    await coordinator.go(`#/ledger/enterprises/${firm}`);
    await eventually(async () => {
      const was = await page.locator('[data-was-responsible]').evaluateAll((rows) => rows.map((row) => row.dataset.wasResponsible));
      assert.deepEqual(was, ['XT07', 'XT08', 'XT07'], 'its history, the latest first');
    });
  });
  await stage.shows('the desk is handed over, says so where one would go on, and can be taken back', async () => {
    given = await ledgerOf(coordinator);
    await input(coordinator, 'handed-to').fill(SUCCESSOR);
    await coordinator.tap('hand-over');
    await coordinator.page.locator('[role="alertdialog"]').waitFor();
    await coordinator.tap('confirm-hand-over');
    for (const route of ['#/safe', '#/ledger', '#/import']) {
      await coordinator.go(route);
      await coordinator.page.locator(`[data-handed-to="${SUCCESSOR}"]`).waitFor();
    }
    await take(coordinator.page, 'safe-handed');
  });
  await stage.shows('what would change a desk that was handed over asks first, and is done once somebody says so', async () => {
    const { page } = coordinator;
    const asks = page.locator(`[data-asks-handed="${SUCCESSOR}"]`);
    const hand = async (to) => {
      await input(coordinator, 'responsible-to').fill(to);
      await coordinator.tap('hand-enterprises');
    };
    await coordinator.go('#/ledger');
    await coordinator.tap('open-responsible');
    await page.locator('[data-input="responsible-from"]').selectOption('XT07');
    await page.locator('[data-firm]').nth(1).waitFor();
    await page.locator('[data-action="reason"]').first().click();
    await hand('XT09');
    await asks.waitFor();
    await seen(page, 'safe-asks');
    await coordinator.tap('leave-it');
    await eventually(async () => assert.equal(await asks.count(), 0));
    assert.equal(await page.locator('[data-status="handed-enterprises"]').count(), 0, 'nothing was done');
    await hand('XT09');
    await coordinator.tap('go-on-anyway');
    await page.locator('[data-status="handed-enterprises"][data-to="XT09"]').waitFor({ timeout: 30_000 });
    await coordinator.tap('hand-back');
    await page.locator('[data-status="handed-enterprises"][data-to="XT07"]').waitFor({ timeout: 30_000 });
    assert.equal(await asks.count(), 0, 'it is asked once');
    await coordinator.tap('keep-on');
    await eventually(async () => assert.equal(await coordinator.page.locator('[data-handed-to]').count(), 0));
  });
  await stage.shows('the access log has the pack that was made, the hand-over with the hash of what was handed over, and that it was taken back; and no name', async () => {
    await coordinator.go('#/safe');
    await coordinator.tap('open-access');
    await coordinator.page.locator('tr[data-step]').first().waitFor();
    const noted = await coordinator.page.locator('tr[data-step]').evaluateAll((rows) => rows.map(({ dataset }) => [dataset.step, dataset.what]));
    const of = (...steps) => noted.filter(([step]) => steps.includes(step));
    // The latest first.
    assert.deepEqual(of('handed-over', 'kept-on'), [['kept-on', ''], ['handed-over', given.hash]]);
    for (const step of ['log-exported', 'pack-made']) assert.equal(of(step).length, 1, step);
    for (const text of [SUCCESSOR, PERSON.name, PERSON.phone]) assert.ok(noted.every(([, what]) => !what.includes(text)), text);
  });
  await stage.shows('in English the page says the same', async () => {
    await coordinator.go('#/settings');
    await coordinator.touch(coordinator.page.locator('[data-value="en"]'));
    await coordinator.go('#/safe');
    await coordinator.sees('Back up the whole ledger');
    await seen(coordinator.page, 'safe-english');
  });
}
