// Story: once connected. What a tablet holds goes, sealed, to a folder of a plain nginx on another origin; the desk fetches it from there;
// nothing is sent or fetched twice, and what stands in the way is told by name.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Decrypter } from 'age-encryption';
import { desk, imported, kept } from '../lib/batches.mjs';
import { fetched, sent, shown, told, typed } from '../lib/connected.mjs';
import { keysOf } from '../lib/database.mjs';
import { register } from '../lib/enterprise.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { Nginx, withNginx } from '../lib/nginx.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { drawn } from '../lib/photos.mjs';
import { take } from '../lib/pictures.mjs';
import { input, setUp, takePack } from '../lib/zones.mjs';

export const name = 'Once connected: a plain server between tablet and desk';

const FIRMS = [
  { name: '样例一厂有限公司', code: '91350100M000100Y43' },
  { name: '样例二厂有限公司', code: '91110000600037341L' },
  { name: '样例三厂有限公司', code: '91652899MA1DGFBA0U' },
];
const PICTURED = { name: '样例四厂有限公司', code: '91440300708461136T' };
const LAST = { name: '样例五厂有限公司', code: '91330100MA27A0001B' };
const EMPLOYEES = '/data/g_size/employees';

export const run = (stage) => withNginx(stage, between);

async function between(stage, server, room, store) {
  // Whoever gets no leave to see an answer says so in the console, and so it is meant here.
  const officer = new Person(await stage.device('sync-tablet', { tolerate: [/CORS policy/] }));
  const coordinator = await desk(stage, server, 'sync-desk');
  let paper = '';
  const trouble = (person, word) => told(person, `[data-trouble="${word}"]`).waitFor();

  await stage.shows('without keys of the zone nothing goes to any server, and the page says what comes first', async () => {
    await officer.open(server.address);
    await register(officer, server.address, FIRMS[0]);
    await officer.go('#/send');
    await told(officer, '[data-needs="zone"]').waitFor();
    await typed(officer, store);
    await officer.tap('keep-server');
    assert.ok(await officer.action('send-to-server').isDisabled());
  });

  await stage.shows('with a pack of the zone it may', async () => {
    paper = await setUp(coordinator, '样例开发区');
    await coordinator.page.locator('[data-status="opens"]').waitFor();
    await coordinator.go('#/ledger');
    const pack = await kept(await coordinator.download('export-pack'), room, 'pack');
    await takePack(officer, pack, 'newer');
    await officer.go('#/send');
    await eventually(async () => assert.ok(await officer.action('send-to-server').isEnabled()));
  });

  await stage.shows('what is wrong with the set-up is said before anything is sent', async () => {
    await typed(officer, { ...shown(store), address: 'dav.example/sync' });
    await officer.tap('try-server');
    await told(officer, '[data-problem="setup"]').waitFor();
    await input(officer, 'server-address').fill(store.address);
    await input(officer, 'server-password').fill('falsch');
    await officer.tap('try-server');
    await trouble(officer, 'refused');
    await take(officer.page, 'server-refused');
    await input(officer, 'server-password').fill(store.password);
    await input(officer, 'server-address').fill('http://127.0.0.1:1/sync/');
    await officer.tap('try-server');
    await trouble(officer, 'unreachable');
    for (const allows of ['nothing', 'reading']) {
      // It answers, and the browser may not show it to the page; of the second not even that something was put there.
      const other = await new Nginx(stage.room(), { allows }).start();
      try {
        await input(officer, 'server-address').fill(other.address);
        await officer.tap('try-server');
        await trouble(officer, 'not-allowed');
        if (allows === 'nothing') await take(officer.page, 'server-not-allowed');
        assert.deepEqual(other.lying(), []);
      } finally {
        await other.stop();
      }
    }
    await input(officer, 'server-address').fill(store.address);
    await officer.tap('try-server');
    await told(officer, '[data-status="reached"]').waitFor();
    await take(officer.page, 'server-reached');
    await officer.tap('keep-server');
  });

  await stage.shows('one tap makes the file, sends it and reads it back; nothing of it lies there in clear', async () => {
    await sent(officer, 1);
    await take(officer.page, 'server-sent');
    await officer.page.locator('[data-export][data-state="handed"]').waitFor();
    const lying = store.lying();
    assert.equal(lying.length, 1);
    const bytes = fs.readFileSync(lying[0]);
    assert.ok(bytes.subarray(0, 22).equals(Buffer.from('age-encryption.org/v1\n')));
    for (const word of [FIRMS[0].name, FIRMS[0].code, '样例联络员', 'enterprise_registration']) assert.ok(!bytes.includes(Buffer.from(word)), word);
    assert.match(lying[0], /\/v1\/[0-9a-f]{32}\/[0-9a-f]{32}\/00000001-[0-9a-f]{64}\.batch\.age$/);
  });

  await stage.shows('sent again there is nothing new', async () => {
    await sent(officer, 0);
    assert.equal(store.lying().length, 1);
  });

  /** What is written down of what was done with the server, the last first. */
  const logged = async (person) => {
    const list = person.page.locator('[data-list="server-log"]');
    if (!(await list.evaluate((list) => list.open))) await person.tap('server-log');
    return list.locator('[data-logged]').evaluateAll((rows) => rows.map(({ dataset: { logged, why } }) => (why ? `${logged} ${why}` : logged)));
  };

  await stage.shows('what was done stands there to be read: what went, and when there was nothing', async () => {
    assert.deepEqual(await logged(officer), ['sent', 'sent']);
    const [last, first] = await officer.page.locator('[data-logged]').allInnerTexts();
    assert.match(first, /1 份文件（1 条记录）/);
    assert.match(last, /没有上传新的/);
    assert.match(first, /\d{4}-\d\d-\d\d \d\d:\d\d/);
  });

  await stage.shows('the desk fetches it, and it comes in like any file', async () => {
    await coordinator.go('#/import');
    await typed(coordinator, store);
    await coordinator.tap('try-server');
    await told(coordinator, '[data-status="reached"]').waitFor();
    await coordinator.tap('keep-server');
    await fetched(coordinator, 1);
    await coordinator.action('trust').waitFor({ timeout: 60_000 });
    await take(coordinator.page, 'server-fetched');
    await coordinator.tap('trust');
    await coordinator.action('import').waitFor({ timeout: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
  });

  await stage.shows('fetched again there is nothing new', async () => {
    await fetched(coordinator, 0);
  });

  await stage.shows('while the server is away the page says what it waits for, and can be stopped; the record waits and is not lost', async () => {
    await register(officer, server.address, FIRMS[1]);
    await store.stop();
    await officer.go('#/send');
    await officer.tap('send-to-server');
    await told(officer, '[data-waits="unreachable"]').waitFor({ timeout: 30_000 });
    await take(officer.page, 'server-waits');
    await officer.tap('stop-sync');
    await trouble(officer, 'stopped');
    assert.equal((await logged(officer))[0], 'sent stopped');
    await take(officer.page, 'server-log');
    await officer.page.locator('[data-export][data-state="made"]').waitFor();
  });

  /** All bytes of a backup of the tablet, made now. */
  const backedUp = async () => {
    await officer.go('#/records');
    return fs.readFileSync(await kept(await officer.saveBackup(), room, 'backup'));
  };

  await stage.shows('a backup of the tablet has the record whose file was made and is not out, and not the one that is', async () => {
    const backup = await backedUp();
    assert.ok(backup.includes(FIRMS[1].name));
    assert.ok(!backup.includes(FIRMS[0].name));
  });

  await stage.shows('once it is back the same file goes, and only that', async () => {
    await store.start();
    await sent(officer, 1);
    assert.equal(store.lying().length, 2);
    await officer.page.locator('[data-export][data-state="made"]').waitFor({ state: 'detached' });
  });

  await stage.shows('a tablet that is killed while it sends sends on afterwards, and nothing lies there twice', async () => {
    await register(officer, server.address, FIRMS[2]);
    await officer.go('#/send');
    await officer.tap('send-to-server');
    await officer.page.reload();
    await officer.ready();
    await officer.tap('send-to-server');
    await told(officer, '[data-status="sent"]').waitFor({ timeout: 60_000 });
    assert.equal(store.lying().length, 3);
  });

  await stage.shows('a file that lies there cut is put there whole again, and the desk fetches none of it before', async () => {
    const third = store.lying().find((file) => /00000003-/.test(file));
    const whole = fs.readFileSync(third);
    fs.writeFileSync(third, whole.subarray(0, 1000));
    await fetched(coordinator, 1);
    await told(coordinator, '[data-status="fetched"][data-damaged="1"]').waitFor();
    // A third time it is no upload that is under way any more: whose file it is and which is said.
    for (const often of [0, 1]) {
      await fetched(coordinator, 0);
      await told(coordinator, '[data-status="fetched"][data-damaged="1"]').waitFor();
      assert.equal(await told(coordinator, '[data-damaged-often="3"]').count(), often);
    }
    await take(coordinator.page, 'server-damaged-often');
    fs.writeFileSync(third, whole);
    // What lies on the page already is not fetched again.
    await fetched(coordinator, 1);
    await told(coordinator, '[data-status="fetched"][data-damaged="0"]').waitFor();
    assert.equal(await told(coordinator, '[data-damaged-often]').count(), 0);
    await eventually(async () => assert.equal(await coordinator.page.locator('[data-outcome="ready"]').count(), 2), { within_ms: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: 3, known: 0 }); // with the first
    await coordinator.tap('go-ledger');
    for (const firm of FIRMS) await coordinator.sees(firm.name);
  });

  const of = (kind) => store.lying().filter((file) => file.endsWith(`.${kind}.age`));
  const inside = async (file) => {
    const decrypter = new Decrypter();
    decrypter.addIdentity(paper.replaceAll(/\s/g, ''));
    return Buffer.from(await decrypter.decrypt(fs.readFileSync(file)));
  };
  let record = '';

  await stage.shows('a record goes before its photo: cut between the two, it lies there, and the page says what is still to go', async () => {
    const context = officer.page.context();
    await context.route('**/*.blob.age', (route) => route.abort());
    await officer.go('#/');
    const photo = { name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await drawn(officer.page, 640, 480) };
    await register(officer, server.address, PICTURED, { photo });
    record = await officer.page.locator('li[data-record]').first().getAttribute('data-record');
    await officer.go('#/send');
    await officer.tap('send-to-server');
    await told(officer, '[data-waits="unreachable"]').waitFor({ timeout: 60_000 });
    assert.deepEqual([of('batch').length, of('blob').length], [4, 0]);
    await officer.page.reload();
    await officer.ready();
    await officer.page.locator('[data-export][data-state="handed"] [data-photos-left="1"]').waitFor();
    await take(officer.page, 'server-photos-left');
    await context.unroute('**/*.blob.age');
  });

  await stage.shows('a backup of the tablet has that record and its photo: that is nowhere else', async () => {
    const backup = await backedUp();
    assert.ok(backup.includes(PICTURED.name) && backup.includes('JFIF'));
    for (const firm of FIRMS) assert.ok(!backup.includes(firm.name), firm.name);
    await officer.go('#/send');
  });

  await stage.shows('the desk takes the record in, and says that its photo is to come', async () => {
    await coordinator.go('#/import');
    await fetched(coordinator, 1);
    await coordinator.page.locator('[data-outcome="ready"] [data-to-come="1"]').waitFor({ timeout: 60_000 });
    await take(coordinator.page, 'server-photo-to-come');
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await coordinator.page.locator('[data-awaited="1"]').first().waitFor();
    await coordinator.go(`#/records/${record}`);
    await coordinator.page.locator('[data-to-come="1"]').waitFor();
    await take(coordinator.page, 'record-photo-to-come');
  });

  await stage.shows('sent on, the photo goes and its record does not go again; nobody reads it there, and age opens it', async () => {
    const put = [];
    officer.page.on('request', (request) => request.method() === 'PUT' && put.push(request.url()));
    await officer.tap('send-to-server');
    await told(officer, '[data-status="sent"][data-files="0"][data-photos="1"]').waitFor({ timeout: 60_000 });
    await take(officer.page, 'server-photos-sent');
    assert.equal(put.length, 1, put.join('\n'));
    await officer.page.locator('[data-photos-left]').waitFor({ state: 'detached' });
    const [[batch], [blob]] = [of('batch').filter((file) => /00000004-/.test(file)), of('blob')];
    assert.match(path.basename(blob), /^00000004-[0-9a-f]{64}\.blob\.age$/);
    assert.ok(!fs.readFileSync(blob).includes(Buffer.from('JFIF')));
    const [named] = JSON.parse((await inside(batch)).toString('utf8')).body.attachments;
    const opened = await inside(blob);
    assert.equal(createHash('sha256').update(opened.subarray(0, named.bytes)).digest('hex'), named.sha256);
    assert.ok(opened.length % 4096 === 0 && opened.subarray(named.bytes).every((byte) => byte === 0x20));
  });

  await stage.shows('once its photo is there, too, a backup has no need of either', async () => {
    await officer.go('#/records');
    await officer.tap('backup');
    await officer.tap('confirm-backup');
    await officer.page.locator('[data-status="backup-empty"]').waitFor();
  });

  await stage.shows('the desk fetches the photo and puts it where it belongs', async () => {
    await coordinator.go('#/import');
    await fetched(coordinator, 0);
    await told(coordinator, '[data-photos="1"]').waitFor();
    await take(coordinator.page, 'server-photo-fetched');
    await coordinator.page.locator('[data-awaited]').waitFor({ state: 'detached' });
    await coordinator.go(`#/records/${record}`);
    await coordinator.page.locator('[data-record]').first().waitFor();
    assert.equal(await coordinator.page.locator('[data-to-come]').count(), 0);
    assert.equal((await keysOf(coordinator.page, 'blobs')).length, 1);
  });

  await stage.shows('edited, the record goes again and its photo does not', async () => {
    await officer.go(`#/records/${record}`);
    await officer.tap('edit');
    await turnTo(officer, EMPLOYEES);
    await officer.type(EMPLOYEES, '350');
    await finish(officer);
    await officer.go('#/send');
    await sent(officer, 1);
    assert.deepEqual([of('batch').length, of('blob').length], [5, 1]);
    await coordinator.go('#/import');
    await fetched(coordinator, 1);
    await coordinator.page.locator('[data-outcome="ready"]').waitFor({ timeout: 60_000 });
    assert.equal(await coordinator.page.locator('[data-outcome="ready"] [data-to-come]').count(), 0);
    await coordinator.tap('import');
    // Its first revision goes along.
    await imported(coordinator, { added: 1, known: 1 });
  });

  await stage.shows('the desk does not look into a folder again into which nothing came', async () => {
    await fetched(coordinator, 0);
    await coordinator.page.waitForTimeout(3_500); // what a server says of a folder has whole seconds
    await fetched(coordinator, 0);
    const asked = [];
    coordinator.page.on('request', (request) => asked.push(request.method()));
    await fetched(coordinator, 0);
    await told(coordinator, '[data-status="fetched"][data-unchanged="1"]').waitFor();
    assert.deepEqual(asked.filter((method) => method !== 'OPTIONS'), ['PROPFIND']);
    await register(officer, server.address, LAST);
    await officer.go('#/send');
    await sent(officer, 1);
    await fetched(coordinator, 1);
    await told(coordinator, '[data-status="fetched"][data-unchanged="0"]').waitFor();
  });

  await stage.shows('a server that is forgotten takes its password with it', async () => {
    await officer.tap('set-up-server');
    await officer.tap('forget-server');
    await eventually(async () => assert.equal(await told(officer, '[data-server]').count(), 0));
    await officer.tap('set-up-server');
    assert.equal(await input(officer, 'server-password').inputValue(), '');
  });
}
