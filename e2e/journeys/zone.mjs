// A zone gets its keys: from then on what tablets export is read by the zone and by nobody else; another computer needs the key on
// paper; keys are changed, and what was sealed before still opens.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Decrypter, generateIdentity } from 'age-encryption';
import { desk, exported, imported, kept, outcome, trust } from '../lib/batches.mjs';
import { profileOf, places } from '../lib/database.mjs';
import { register } from '../lib/enterprise.mjs';
import { readPdf } from '../lib/pdf.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { input, packInClear, setUp, takePack } from '../lib/zones.mjs';

export const name = 'A zone and its keys: files that only it can read';

const ZONE = '样例开发区';
const FIRMS = [
  { name: '样例一厂有限公司', code: '91350100M000100Y43' },
  { name: '样例二厂有限公司', code: '91110000600037341L' },
  { name: '样例三厂有限公司', code: '91652899MA1DGFBA0U' },
];

async function opens(person, edition) {
  await person.page.locator(`[data-zone][data-edition="${edition}"] [data-status="opens"]`).waitFor();
}

const problem = (person, word) => person.page.locator(`[data-problem="${word}"]`).waitFor();

/** What a key opens of a file, by the format's author's own library. */
async function decrypted(file, identity) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return Buffer.from(await decrypter.decrypt(fs.readFileSync(file)));
}

const plain = (shown) => shown.replaceAll(/\s/g, '');

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('tablet');
  const officer = new Person(tablet);
  const coordinator = await desk(stage, server, 'desk');
  const files = {};
  const packs = {};
  let paper = '';

  await stage.shows('before there are keys the page says that files are read by whoever gets them', async () => {
    await coordinator.go('#/zone');
    await coordinator.page.locator('[data-zone="none"]').waitFor();
    await coordinator.sees('没有加密');
    await take(coordinator.page, 'zone-none');
  });
  await stage.shows('nothing is set up before the key for the paper was typed from the paper', async () => {
    await input(coordinator, 'zone-name').fill(ZONE);
    await coordinator.tap('make-zone-keys');
    const shown = (await coordinator.page.locator('[data-recovery-key]').innerText()).trim();
    await take(coordinator.page, 'zone-paper');
    // One tap prints it; on the sheet stand the zone, the key, and nothing of the page around them.
    await coordinator.page.evaluate(() => {
      window.printed = 0;
      window.print = () => void (window.printed += 1);
    });
    await coordinator.tap('print-key');
    await eventually(async () => assert.equal(await coordinator.page.evaluate(() => window.printed), 1));
    const { pages, text } = readPdf(await coordinator.page.pdf({ preferCSSPageSize: true, printBackground: false }));
    assert.equal(pages.length, 1);
    const printed = plain(text);
    assert.ok(printed.includes(plain(shown)) && printed.includes(ZONE), text);
    assert.ok(!printed.includes('打印'), 'the button is no part of it');
    assert.equal(await input(coordinator, 'zone-key').count(), 0, 'two keys are asked for at once');
    await coordinator.tap('try-key');
    assert.equal(await coordinator.page.locator('[data-recovery-key]').count(), 0, 'the key is still on the screen');
    await input(coordinator, 'recovery-key').fill(shown.replace(/.$/, (last) => (last === 'Q' ? 'P' : 'Q')));
    await problem(coordinator, 'different');
    assert.ok(await coordinator.action('finish-zone').isDisabled());
    await take(coordinator.page, 'zone-try');
    await coordinator.go('#/import');
    await coordinator.go('#/zone');
    await coordinator.page.locator('[data-zone="none"]').waitFor();
  });
  await stage.shows('typed right, the zone has its keys, and the one on paper is kept nowhere', async () => {
    paper = await setUp(coordinator, ZONE);
    await opens(coordinator, 1);
    await take(coordinator.page, 'zone-known');
    assert.ok((await places(coordinator.page, ZONE)).length > 0);
    assert.deepEqual(await places(coordinator.page, plain(paper)), []);
    const { stores } = await profileOf(coordinator.page);
    const [, row] = stores.meta.find(([[name]]) => name === 'zone_keys');
    assert.equal(JSON.parse(Buffer.from(row, 'base64')).keys.length, 1);
  });
  await stage.shows('a pack tells a tablet, which says what changes before it takes it in', async () => {
    await coordinator.go('#/ledger');
    packs.first = await kept(await coordinator.download('export-pack'), room, 'first');
    await officer.open(server.address);
    await register(officer, server.address, FIRMS[0]);
    await officer.go('#/forms');
    await officer.give('pack', packs.first);
    await officer.page.locator('[data-zone="newer"]').waitFor();
    await officer.sees(ZONE);
    await take(officer.page, 'pack-zone');
    await officer.tap('take-pack');
    await officer.page.locator('[data-pack="taken"]').waitFor();
    await officer.go('#/zone');
    await officer.page.locator('[data-zone] [data-status="seals"]').waitFor();
    assert.equal(await officer.action('make-zone-keys').count(), 0, 'a tablet changes the keys of its zone');
  });

  await stage.shows('story 14: 导出上报 says how many records go into one file of known size, and that only the zone reads it', async () => {
    await officer.go('#/send');
    await officer.tap('export');
    await officer.page.locator('[role="alertdialog"] [data-cover="sealed"]').waitFor();
    await officer.sees('1 条');
    await officer.sees(ZONE);
    await take(officer.page, 'send-sealed');
    await officer.tap('confirm-export');
    const row = officer.page.locator('[data-parcel][data-cover="sealed"]');
    await row.waitFor({ timeout: 60_000 });
    files.sealed = await kept(await officer.download('save-file'), room);
    const kilobytes = Math.ceil(fs.statSync(files.sealed).size / 1024);
    assert.match(await row.innerText(), new RegExp(`1 条.*${kilobytes} KB`, 's'));
    assert.equal(await officer.page.locator('[data-parcel]').count(), 1);
    await take(officer.page, 'send-sealed-made');
  });
  await stage.shows('story 14: without a key of the zone the file cannot be read, by this program or by another', async () => {
    const bytes = fs.readFileSync(files.sealed);
    assert.match(path.basename(files.sealed), /\.json\.age$/);
    assert.ok(bytes.subarray(0, 22).equals(Buffer.from('age-encryption.org/v1\n')));
    for (const told of [FIRMS[0].name, FIRMS[0].code, '样例联络员', 'taizhang-batch', 'enterprise_registration']) {
      assert.ok(!bytes.includes(Buffer.from(told)), told);
    }
    await assert.rejects(decrypted(files.sealed, await generateIdentity()));
    const opened = await decrypted(files.sealed, plain(paper));
    assert.equal(opened.length % 4096, 0);
    const { format, body } = JSON.parse(opened.toString());
    assert.equal(format, 'taizhang-batch');
    assert.equal(body.recipients.length, 2);
    assert.ok(opened.includes(Buffer.from(FIRMS[0].name)));
  });
  await stage.shows('after a new start the same bytes can be had again', async () => {
    await officer.page.reload();
    await officer.ready();
    await officer.tap('make-again');
    const again = await kept(await officer.download('save-file'), room, 'again');
    assert.ok(fs.readFileSync(again).equals(fs.readFileSync(files.sealed)));
  });
  await stage.shows('the desk of the zone opens it and takes it in as any other', async () => {
    await coordinator.go('#/import');
    await coordinator.give('batch', [files.sealed]);
    await trust(coordinator, files.sealed);
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await coordinator.tap('go-ledger');
    await coordinator.sees(FIRMS[0].name);
  });

  const other = await desk(stage, server, 'other-desk');
  await stage.shows('a computer without a key says that it has none, keeps the file, and takes nothing in', async () => {
    await other.give('batch', [files.sealed]);
    const row = await outcome(other, files.sealed, 'refused');
    assert.equal(await row.locator('[data-refusal]').getAttribute('data-refusal'), 'not_for_us');
    await other.sees('本机还没有密钥');
    await take(other.page, 'import-no-key');
  });
  await stage.shows('with the key from the paper it opens; what is no key is refused by name', async () => {
    await other.go('#/zone');
    await input(other, 'zone-key').fill('AGE-SECRET-KEY-1样例');
    await other.tap('bring-key');
    await problem(other, 'not-a-key');
    await input(other, 'zone-key').fill(paper);
    await other.tap('bring-key');
    await other.page.locator('[data-status="key-brought"]').waitFor();
    await input(other, 'zone-key').fill(paper);
    await other.tap('bring-key');
    await problem(other, 'here-already');
    await take(other.page, 'zone-brought');
    await other.go('#/import');
    await other.give('batch', [files.sealed]);
    await outcome(other, files.sealed, 'unknown-device');
  });

  await stage.shows('in clear it goes out only after a word of its own', async () => {
    await register(officer, server.address, FIRMS[1]);
    await officer.go('#/send');
    await officer.tap('export');
    await officer.page.locator('[role="alertdialog"] [data-cover="sealed"]').waitFor();
    await officer.tap('export-clear');
    await officer.page.locator('[role="alertdialog"] [data-cover="clear"]').waitFor();
    await officer.sees('没有加密');
    await officer.tap('confirm-export');
    await officer.page.locator('[data-parcel][data-cover="clear"]').waitFor({ timeout: 60_000 });
    files.clear = await kept(await officer.download('save-file'), room);
    assert.ok(fs.readFileSync(files.clear).includes(Buffer.from(FIRMS[1].name)));
    const covers = officer.page.locator('[data-export]');
    await eventually(async () => {
      const told = await covers.evaluateAll((rows) => rows.map(({ dataset }) => dataset.cover));
      assert.deepEqual(told, ['clear', 'sealed']);
    });
  });
  await stage.shows('changed keys seal what comes from now on, and the old one opens what came before', async () => {
    await setUp(coordinator);
    await opens(coordinator, 2);
    await coordinator.go('#/ledger');
    packs.second = await kept(await coordinator.download('export-pack'), room, 'second');
    await takePack(officer, packs.second, 'newer');
    await register(officer, server.address, FIRMS[2]);
    await officer.go('#/send');
    files.later = await exported(officer, room);
    await coordinator.go('#/import');
    await coordinator.give('batch', [files.later, files.sealed]);
    await outcome(coordinator, files.later, 'ready');
    await outcome(coordinator, files.sealed, 'already-imported');
    await other.go('#/import');
    await other.give('batch', [files.later]);
    await outcome(other, files.later, 'refused');
    await other.sees('发给哪个园区');
  });
  await stage.shows('a pack is for the enrolled tablets alone; another one refuses it, and takes in what was made for anybody', async () => {
    await coordinator.go('#/ledger');
    const opens = coordinator.page.locator('select[data-input="pack-opens"]');
    await opens.waitFor();
    assert.equal(await opens.inputValue(), '');
    await take(coordinator.page, 'pack-opens');
    const bytes = fs.readFileSync(packs.second);
    assert.ok(bytes.includes('age-encryption.org/v1') && !bytes.includes(FIRMS[0].name));
    const tablets = await opens.locator('option').evaluateAll((options) => options.map(({ value }) => value));
    assert.equal(tablets.length, 3);
    await opens.selectOption(tablets[1]);
    const one = await kept(await coordinator.download('export-pack'), room, 'one');
    await takePack(officer, one, null);

    const another = new Person(await stage.device('not-enrolled'));
    await another.open(server.address);
    await another.introduce();
    await another.go('#/forms');
    await another.give('pack', packs.second);
    await another.sees('不是给本机的');
    await take(another.page, 'pack-not-for-us');
    await another.page.reload();
    await another.ready();
    await another.give('pack', one);
    await another.sees('不是给本机的');
    const clear = await kept(await packInClear(coordinator), room, 'clear');
    assert.ok(fs.readFileSync(clear).includes(FIRMS[0].name));
    await takePack(another, clear, 'newer');
  });
  await stage.shows('an older pack of the zone brings no old key back', async () => {
    await takePack(officer, packs.first, null);
    await officer.go('#/zone');
    await officer.page.locator('[data-zone][data-edition="2"]').waitFor();
  });
  await stage.shows('a pack of another zone says aloud what it would change', async () => {
    const stranger = await desk(stage, server, 'stranger');
    await setUp(stranger, '另一个园区');
    await opens(stranger, 1);
    await stranger.go('#/ledger');
    const pack = await kept(await stranger.download('export-pack'), room, 'stranger');
    await officer.go('#/forms');
    await officer.give('pack', pack);
    await officer.page.locator('[data-zone="other"]').waitFor();
    await officer.sees('另一个园区');
    await take(officer.page, 'pack-zone-other');
    await officer.tap('leave-pack');
    await officer.go('#/zone');
    await officer.sees(ZONE);
  });
  await stage.shows('in English the zone, the question and the refusal say the same', async () => {
    await officer.go('#/settings');
    await officer.page.locator('[data-value="en"] input').check();
    await officer.go('#/zone');
    await officer.sees('can open exported files');
    await take(officer.page, 'zone-en');
  });
}
