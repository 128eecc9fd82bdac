// Story: any plain server. What `sync.mjs` and `receipts.mjs` show of nginx holds of Apache with WebDAV, of WsgiDAV, which leaves what was cut in
// place, and of an S3 store too: a tablet is enrolled, both set the server up and try it, records go, come in, are received or returned, mended
// and received, and a newer pack goes down, then what changed in it. On another origin than the page's, and from the page's own where the
// server gives the page out.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Apache } from '../lib/apache.mjs';
import { desk, imported, kept } from '../lib/batches.mjs';
import { connect, fetched, lying, sent, shown, told, typed, untilDone } from '../lib/connected.mjs';
import { enrolled } from '../lib/enrol.mjs';
import { EMPLOYEES, register, update } from '../lib/enterprise.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { Line } from '../lib/line.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { seen } from '../lib/screens.mjs';
import { SeaweedFS } from '../lib/seaweed.mjs';
import { WsgiDav } from '../lib/wsgidav.mjs';
import { setUp, takePack } from '../lib/zones.mjs';

export const name = 'Any plain server: Apache, WsgiDAV and an S3 store between tablet and desk';

const GOOD = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const BAD = { name: '样例二厂有限公司', code: '91110000600037341L' };
const REASON = '缺少照片或附件';

export async function run(stage) {
  const server = await stage.server();
  for (const { called, kind, make, own = () => server.address } of [
    { called: 'Apache, which gives the page out too', kind: Apache, make: () => new Apache(stage.room()).serve(stage.folder), own: ({ origin }) => origin },
    { called: 'WsgiDAV, which leaves what is cut', kind: WsgiDav, make: () => new WsgiDav(stage.room()) },
    { called: 'SeaweedFS, an S3 store on another origin', kind: SeaweedFS, make: () => new SeaweedFS(stage.room()) },
  ]) {
    if (!kind.isHere()) {
      stage.report.fact(`left out: ${called} is not on this machine`);
      continue;
    }
    const store = await make().start();
    try {
      await between(stage, called, store, own(store), server.address);
    } finally {
      await store.stop();
    }
  }
}

/** The tablet has its page from `own`, the desk from `other`. */
async function between(stage, called, store, own, other) {
  const room = stage.room();
  const officer = new Person(await stage.device('servers-tablet'));
  const coordinator = await desk(stage, { address: other }, 'servers-desk');
  const record = (firm) => officer.page.locator('li[data-record]').filter({ hasText: firm.name });
  const stands = async (firm, state) => {
    await officer.go('#/records');
    await eventually(async () => assert.equal(await record(firm).getAttribute('data-state'), state, firm.name));
  };
  const does = async (action, status) => {
    await coordinator.go('#/import');
    await coordinator.tap(action);
    await told(coordinator, status).waitFor({ timeout: 60_000 });
  };
  let pack = '';
  const reached = async (person, account = {}) => {
    await typed(person, { ...shown(store), ...account });
    await person.tap('try-server');
    await told(person, '[data-status="reached"]').waitFor();
    await person.tap('keep-server');
  };

  await stage.shows(`${called}: two records go there, and the desk takes them in`, async () => {
    await coordinator.introduce('样例协调员', '900');
    await setUp(coordinator, '样例开发区');
    await coordinator.page.locator('[data-status="opens"]').waitFor();
    await coordinator.go('#/ledger');
    pack = await kept(await coordinator.download('export-pack'), room, 'pack');
    await officer.open(own);
    await officer.introduce();
    await enrolled(coordinator, officer, room);
    for (const firm of [GOOD, BAD]) await register(officer, own, firm);
    await officer.go('#/send');
    // A wrong word first: it is told as what it is.
    await typed(officer, { ...shown(store), [store.bucket ? 'secret' : 'password']: 'falsch' });
    await officer.tap('try-server');
    await told(officer, '[data-trouble="refused"]').waitFor();
    await officer.tap('leave-server');
    await saysWhatIsWrong(officer, store);
    await reached(officer);
    await sent(officer, 1);
    await sent(officer, 0);
    assert.deepEqual(readable(store.room, [GOOD, BAD].flatMap(({ name, code }) => [name, code])), []);
    await coordinator.go('#/import');
    await reached(coordinator, store.desk);
    await fetched(coordinator, 1);
    await coordinator.action('import').waitFor({ timeout: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: 2, known: 0 });
    await fetched(coordinator, 0);
  });

  await stage.shows(`${called}: one is received, one is returned with its reason, mended, sent again and received`, async () => {
    await coordinator.go('#/records');
    const reviewed = coordinator.page.locator('[data-list="reviews"] [data-reviewed]').filter({ hasText: BAD.name });
    await coordinator.touch(reviewed.locator('[data-action="open"]'));
    await coordinator.touch(coordinator.page.locator(`[data-action="reason"][data-reason="${REASON}"]`));
    await coordinator.tap('return');
    await coordinator.page.locator('section[data-reviewed][data-state="returned"]').waitFor();
    await does('tell-tablets', '[data-status="told"][data-tablets="1"]');
    await officer.go('#/send');
    await officer.tap('hear-from-desk');
    await told(officer, '[data-status="heard"][data-received="1"][data-returned="1"]').waitFor({ timeout: 60_000 });
    await stands(GOOD, 'received');
    await stands(BAD, 'returned');
    await officer.touch(record(BAD).locator('[data-action="edit"]'));
    await turnTo(officer, EMPLOYEES);
    await officer.type(EMPLOYEES, '120');
    await finish(officer);
    await sent(officer, 1);
    await fetched(coordinator, 1);
    await coordinator.page.locator('[data-outcome="ready"]').waitFor({ timeout: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 1 });
    await does('tell-tablets', '[data-status="told"][data-tablets="1"]');
    await officer.go('#/send');
    await officer.tap('hear-from-desk');
    await told(officer, '[data-status="heard"][data-received="1"]').waitFor({ timeout: 60_000 });
    await stands(BAD, 'received');
  });

  await stage.shows(`${called}: a newer pack goes down and is taken at a tap`, async () => {
    await does('give-pack', '[data-status="gave"][data-gave="pack"]');
    await officer.go('#/send');
    await officer.tap('hear-from-desk');
    await told(officer, '[data-offered]').waitFor({ timeout: 60_000 });
    await officer.tap('take-offered');
    await told(officer, '[data-pack="taken"]').waitFor({ timeout: 60_000 });
    await officer.go('#/ledger');
    for (const firm of [GOOD, BAD]) await officer.sees(firm.name);
  });

  await stage.shows(`${called}: what changed since goes down beside it, and the tablet fetches that alone`, async () => {
    await update(officer, GOOD, '350');
    await officer.go('#/send');
    await sent(officer, 1);
    await coordinator.go('#/import');
    await fetched(coordinator, 1);
    await coordinator.page.locator('[data-outcome="ready"]').waitFor({ timeout: 60_000 });
    await coordinator.tap('import');
    await coordinator.page.locator('[data-outcome="ready"]').waitFor({ state: 'detached', timeout: 60_000 });
    await does('give-pack', '[data-status="gave"][data-gave="pack"][data-since]');
    await officer.go('#/send');
    await officer.tap('hear-from-desk');
    await told(officer, '[data-offered][data-differences="1"]').waitFor({ timeout: 60_000 });
    const [bytes, whole] = await told(officer, '[data-offered]').evaluate((line) => [line.dataset.offered, line.dataset.whole].map(Number));
    assert.ok(bytes > 0 && bytes * 10 < whole, `${bytes} of ${whole}`);
    await officer.tap('take-offered');
    await told(officer, '[data-took-differences="1"] [data-pack="taken"][data-entities="1"]').waitFor({ timeout: 60_000 });
  });

  await stage.shows(`${called}: a tablet that knows all of it is told nothing twice`, async () => {
    const heard = async () => {
      await officer.tap('hear-from-desk');
      await told(officer, '[data-status="heard"]').waitFor({ timeout: 60_000 });
    };
    await heard();
    await officer.page.waitForTimeout(3_500); // what a server says of a folder has whole seconds
    await heard();
    const asked = [];
    officer.page.on('request', (request) => request.method() !== 'OPTIONS' && asked.push(request));
    await heard();
    assert.equal(asked.length, 2, asked.map((request) => `${request.method()} ${request.url()}`).join('\n'));
    for (const request of asked) {
      if (store.bucket) assert.match(request.url(), /[?&]start-after=/);
      else assert.deepEqual([request.method(), request.headers().depth], ['PROPFIND', '0']);
    }
  });

  if (store instanceof WsgiDav) await leavesWhatIsCut(stage, called, store, officer, coordinator);
  if (store.bucket) {
    await withWrongClock(stage, called, officer);
    await inHostStyle(stage, called, store, own, pack);
  }

  await officer.device.close();
  await coordinator.device.close();
}

/** On the page where the server is set up: each mistake by its name, against the real server. */
async function saysWhatIsWrong(officer, store) {
  const { address, bucket, lacking } = store;
  const mistakes = bucket
    ? {
        denied: { bucket: 'nirgends' },
        'no-right-to-list': lacking.list,
        'no-right': lacking.put,
        'no-right-to-read': lacking.read,
        unreachable: { address: 'http://127.0.0.1:1' },
      }
    : { 'not-found': { address: `${address}nirgends/` }, ...noDav(store), unreachable: { address: 'http://127.0.0.1:1/sync/' } };
  for (const [trouble, mistake] of Object.entries(mistakes)) {
    await typed(officer, { ...shown(store), ...mistake });
    await officer.tap('try-server');
    await told(officer, `[data-trouble="${trouble}"]`).waitFor({ timeout: 60_000 });
    assert.notEqual((await told(officer, `[data-trouble="${trouble}"]`).innerText()).trim(), '');
    if (/denied|no-right/.test(trouble)) await seen(officer.page, `server-${trouble}`);
    await officer.tap('leave-server');
  }
}

/** Of a server that gives out a page, too, an address where it knows no folders. */
const noDav = (store) => (store instanceof Apache ? { unreadable: { address: store.origin } } : {});

/** What is cut on its way up stays there: nobody takes it for the file, and the tablet puts the whole one in its place. */
async function leavesWhatIsCut(stage, called, store, officer, coordinator) {
  const line = await new Line(store).start();
  const empty = await store.empty('cut', line.origin);
  fs.mkdirSync(empty.place);
  /** What the desk has, and the one file that is cut. */
  const before = new Set(store.lying().map((file) => path.basename(file)));
  let cut = '';
  const asked = [];
  try {
    await stage.shows(`${called}: a file that breaks off lies there in part, and a desk leaves it where it is`, async () => {
      await update(officer, GOOD, '360');
      await officer.go('#/send');
      await connect(officer, empty.shown);
      line.fault = ({ method, path: name }) => {
        const isNew = method === 'PUT' && !before.has(path.basename(name)) && fs.existsSync(path.dirname(path.join(store.files, name)));
        if (!isNew || !name.endsWith('.age')) return null;
        const fault = cut ? 'it says 401' : 'it is cut on its way up';
        cut = name;
        return fault;
      };
      await officer.tap('send-to-server');
      await told(officer, '[data-trouble="refused"]').waitFor({ timeout: 60_000 });
      assert.throws(() => lying(empty.place), /lies there with other bytes/);
      const left = fs.statSync(path.join(store.files, cut)).size;
      await coordinator.go('#/import');
      await connect(coordinator, empty.shown);
      await coordinator.tap('fetch-from-server');
      await told(coordinator, '[data-status="fetched"][data-files="0"][data-damaged="1"]').waitFor({ timeout: 60_000 });
      stage.report.fact(`${left} bytes of a file lay there and were passed over`);
    });

    await stage.shows(`${called}: sent again, the whole file takes the place of its beginning, and the desk takes it in`, async () => {
      line.fault = () => null;
      line.before = async ({ method, path }) => void (path === cut && asked.push(method));
      assert.deepEqual(await untilDone(officer, 'send-to-server', 'sent'), []);
      assert.deepEqual(asked, ['PUT', 'GET', 'PUT', 'GET'], 'what lies there is looked at before it is replaced');
      assert.equal(lying(empty.place).length, [...before].filter((name) => /\.batch\.age$/.test(name)).length + 1);
      await fetched(coordinator, 1);
      await told(coordinator, '[data-status="fetched"][data-damaged="0"]').waitFor();
      await coordinator.page.locator('[data-outcome="ready"]').waitFor({ timeout: 60_000 });
      await coordinator.tap('import');
      await coordinator.page.locator('[data-outcome="ready"]').waitFor({ state: 'detached', timeout: 60_000 });
    });
  } finally {
    await line.stop();
  }
}

/** A store that knows the hour refuses who does not: where the page may see its clock it goes by that, and else a person is asked. */
async function withWrongClock(stage, called, officer) {
  const { page, device } = officer;
  const tried = async (status) => {
    await officer.go('#/send');
    await officer.tap('set-up-server');
    await officer.tap('try-server');
    await told(officer, status).waitFor({ timeout: 60_000 });
    await officer.tap('leave-server');
  };
  await stage.shows(`${called}: a tablet whose clock is twenty minutes slow goes by the clock of the store`, async () => {
    await device.context.addInitScript(() => {
      const slow = -20 * 60_000;
      const Right = Date;
      window.Date = class extends Right {
        constructor(...parts) {
          if (parts.length > 0) super(...parts);
          else super(Right.now() + slow);
        }

        static now() {
          return Right.now() + slow;
        }
      };
    });
    await page.reload();
    await officer.ready();
    const refused = [];
    page.on('response', (response) => response.status() === 403 && refused.push(response.url()));
    await tried('[data-status="reached"]');
    assert.notEqual(refused.length, 0, 'the store refused the hour first');
    await update(officer, GOOD, '360');
    await officer.go('#/send');
    await sent(officer, 1);
  });

  await stage.shows(`${called}: where the page may not see that clock, it says that its own is wrong`, async () => {
    await page.route(/127\.0\.0\.1.*list-type/, async (route) => {
      const answer = await route.fetch();
      const { date: _, ...headers } = answer.headers();
      await route.fulfill({ response: answer, headers });
    });
    await tried('[data-trouble="clock"]');
    await page.unroute(/127\.0\.0\.1.*list-type/);
  });
}

/** On this machine a bucket has a name of its own over http alone, which the page's content policy allows nobody. */
async function inHostStyle(stage, called, store, own, pack) {
  const person = new Person(await stage.device('servers-host', { hasPolicy: false }));
  await stage.shows(`${called}: its bucket in the name of the host is the same one, signed for that host`, async () => {
    await person.open(own);
    await takePack(person, pack, 'newer');
    await person.go('#/send');
    await typed(person, { ...shown(store), address: `http://localhost:${new URL(store.address).port}` });
    await person.page.locator('[data-input="server-host-style"]').check();
    const hosts = [];
    // The page itself is still asked for whatever it lacks.
    const isPage = (url) => url.href.startsWith(own);
    person.page.on('request', (request) => {
      const url = new URL(request.url());
      if (!isPage(url)) hosts.push(url.hostname);
    });
    await person.tap('try-server');
    await told(person, '[data-status="reached"]').waitFor({ timeout: 60_000 });
    assert.deepEqual([...new Set(hosts)], [`${store.bucket}.localhost`]);
  });
  await person.device.close();
}

/** Those of these texts that stand in any file of a folder, in which something sealed has to lie. */
function readable(folder, texts) {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const all = files.map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name)));
  assert.ok(all.some((bytes) => bytes.includes('age-encryption.org/v1')), 'what was sent lies there');
  return texts.filter((text) => all.some((bytes) => bytes.includes(text)));
}
