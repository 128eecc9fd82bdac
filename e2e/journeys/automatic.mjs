// Story: nobody taps. Once an officer has turned it on, what waits goes by itself: after a record, when the network returns, when the page
// is back; once, whichever tab does it; and what stands in the way is said. Over a line that costs photos wait for a word.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { desk, imported, kept } from '../lib/batches.mjs';
import { connect, shown, told } from '../lib/connected.mjs';
import { register } from '../lib/enterprise.mjs';
import { withNginx } from '../lib/nginx.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { drawn } from '../lib/photos.mjs';
import { take } from '../lib/pictures.mjs';
import { seen } from '../lib/screens.mjs';
import { input, setUp, takePack } from '../lib/zones.mjs';

export const name = 'Sending by itself: off until it is wanted, then after each record and whenever the network returns';

const CODES = ['91350100M000100Y43', '91110000600037341L', '91652899MA1DGFBA0U', '91440300708461136T', '91652899MA1DGFB33X'];
const FIRMS = CODES.map((code, at) => ({ name: `样例${'一二三四五'[at]}厂有限公司`, code }));
/** Longer than a run takes to begin. */
const LONG_MS = 6_000;

export const run = (stage) => withNginx(stage, between);

async function between(stage, server, room, store) {
  const officer = new Person(await stage.device('automatic-tablet'));
  const coordinator = await desk(stage, server, 'automatic-desk');
  const context = officer.page.context();
  const section = (selector, person = officer) => told(person, selector);
  const blobs = () => store.lying().filter((file) => /\.blob\.age$/.test(file)).length;
  const batches = () => store.lying().filter((file) => /\.batch\.age$/.test(file)).length;
  const went = (files) => eventually(async () => assert.equal(batches(), files), { within_ms: 60_000 });
  const staysAt = async (files) => {
    await pause(LONG_MS);
    assert.equal(batches(), files);
  };
  const lastRun = (word) => section(`[data-last-run="${word}"]`).waitFor({ timeout: 60_000 });
  let next = 0;
  const record = async (person = officer, photo = undefined) => {
    await register(person, server.address, FIRMS[next], { photo });
    next += 1;
  };

  await stage.shows('it is off: a finished record waits for a tap', async () => {
    await setUp(coordinator, '样例开发区');
    await coordinator.page.locator('[data-status="opens"]').waitFor();
    await coordinator.go('#/ledger');
    const pack = await kept(await coordinator.download('export-pack'), room, 'pack');
    await officer.open(server.address);
    await takePack(officer, pack, 'newer');
    await officer.go('#/send');
    await connect(officer, store);
    await input(officer, 'automatic').waitFor();
    assert.ok(!(await input(officer, 'automatic').isChecked()));
    await record();
    await staysAt(0);
  });

  await stage.shows('turned on, what waits goes at once, and the page says when it last went', async () => {
    await officer.go('#/send');
    await officer.touch(officer.page.locator('label:has(input[data-input="automatic"])'));
    await went(1);
    await lastRun('good');
    await officer.page.locator('[data-export][data-state="handed"]').waitFor();
    await seen(officer.page, 'automatic-on');
  });

  await stage.shows('a finished record goes by itself, wherever one is', async () => {
    await record();
    await went(2);
  });

  await stage.shows('without a network it waits; when that returns it goes, but not while the page is away', async () => {
    await context.setOffline(true);
    await record();
    await staysAt(2);
    await officer.page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await context.setOffline(false);
    await staysAt(2);
    await officer.page.evaluate(() => {
      delete document.visibilityState;
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await went(3);
  });

  await stage.shows('the desk’s receipt is heard by itself, too', async () => {
    await coordinator.go('#/import');
    await connect(coordinator, store);
    await coordinator.tap('fetch-from-server');
    await coordinator.action('trust').first().waitFor({ timeout: 60_000 });
    await coordinator.tap('trust');
    await coordinator.action('import').waitFor({ timeout: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: 3, known: 0 });
    await coordinator.tap('tell-tablets');
    await section('[data-status="told"][data-tablets="1"]', coordinator).waitFor({ timeout: 60_000 });
    await context.setOffline(true);
    await context.setOffline(false);
    await officer.go('#/records');
    await eventually(
      async () => {
        await officer.go('#/send');
        await officer.go('#/records');
        await officer.page.locator('li[data-record]').first().waitFor();
        assert.equal(await officer.page.locator('li[data-record][data-state="received"]').count(), 3);
      },
      { within_ms: 60_000 },
    );
  });

  await stage.shows('of two tabs one does it', async () => {
    const other = new Person(officer.device, await context.newPage());
    await other.open(server.address, '#/send');
    await section('[data-server]', other).waitFor();
    const put = [];
    for (const { page } of [officer, other]) page.on('request', (request) => request.method() === 'PUT' && put.push(request.url()));
    await record();
    await context.setOffline(true);
    await context.setOffline(false);
    await went(4);
    await pause(LONG_MS);
    assert.equal(put.length, 1, put.join('\n'));
    await other.page.close();
  });

  await stage.shows('what stands in the way is said, and when it was; once it is mended it goes', async () => {
    await officer.go('#/send');
    await connect(officer, { ...shown(store), password: 'falsch' });
    await record(officer, { name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await drawn(officer.page, 640, 480) });
    await officer.go('#/send');
    await lastRun('refused');
    await seen(officer.page, 'automatic-refused');
    await connect(officer, store);
    await officer.page.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'connection', { configurable: true, get: () => ({ saveData: true }) });
    });
    await officer.page.reload();
    await officer.ready();
  });

  await stage.shows('over a line that costs records go, and whether photos may is asked', async () => {
    await went(5);
    await lastRun('costs');
    assert.equal(blobs(), 0);
    await seen(officer.page, 'automatic-costs');
    await officer.tap('allow-costs');
    await eventually(async () => assert.equal(blobs(), 1), { within_ms: 60_000 });
    await lastRun('good');
    await officer.action('allow-costs').waitFor({ state: 'detached' });
  });

  await stage.shows('turned off, nothing goes any more', async () => {
    await officer.touch(officer.page.locator('label:has(input[data-input="automatic"])'));
    await eventually(async () => assert.ok(!(await input(officer, 'automatic').isChecked())));
    await section('[data-last-run]').waitFor({ state: 'detached' });
    await officer.go('#/settings');
    await officer.touch(officer.page.locator('label[lang="en"]'));
    await officer.go('#/send');
    await take(officer.page, 'automatic-en');
  });
}
