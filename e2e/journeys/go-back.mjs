// A new version does not start: the page says so and offers the one before, which has everything; and the next that does start is taken.

import assert from 'node:assert/strict';
import path from 'node:path';
import { fill, register } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { build, nextVersion, spoilStart, versionOf } from '../lib/versions.mjs';
import { askForUpdate, installed } from '../lib/worker.mjs';

export const name = 'A version that does not start is gone back from';

const FIRM = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const DRAFT = { name: '样例新材料有限公司', code: '91350100M000100Y43' };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const [broken, mended] = ['broken', 'mended'].map((name) => path.join(room, name));
  const old = build(stage.folder).version;
  const tablet = await stage.device('go-back', { tolerate: [/a fault of the test/] });
  let officer = new Person(tablet);
  const offer = () => officer.page.locator('#stop-back');
  const isAt = (version) => eventually(async () => assert.equal(await versionOf(officer.page), version), { within_ms: 30_000 });
  const hasAll = async () => {
    await officer.go('#/');
    await officer.page.locator('[data-draft]').waitFor();
    await officer.go('#/records');
    await officer.sees(FIRM.name);
  };
  let newer;

  await stage.shows('a tablet has a record and a draft, and the whole version for offline use', async () => {
    await officer.open(server.address);
    await installed(officer.page);
    await officer.page.reload();
    await officer.ready();
    await register(officer, server.address, FIRM);
    await fill(officer, server.address, DRAFT);
    await officer.saved();
    newer = nextVersion(stage.folder, broken);
    spoilStart(broken, 'a fault of the test');
  });
  await stage.shows('a new version comes whole, is taken on a tap, and does not start: that is said, with a way back', async () => {
    server.serve(broken);
    assert.equal(await askForUpdate(officer.page), 'waiting');
    await officer.tap('update');
    await officer.page.locator('html[data-app="failed"]').waitFor({ state: 'attached', timeout: 60_000 });
    await isAt(newer);
    await offer().waitFor();
    const said = await officer.page.locator('#stop-failed').innerText();
    for (const words of [/\p{Script=Han}{5}/u, /[A-Za-z]+ [a-z]+ [a-z]+/]) assert.match(said, words);
    await take(officer.page, 'go-back');
  });
  await stage.shows('loaded again it still does not start, and still offers the way back', async () => {
    await officer.page.reload();
    await officer.page.locator('html[data-app="failed"]').waitFor({ state: 'attached', timeout: 60_000 });
    await offer().waitFor();
  });
  await stage.shows('one tap and the version before is there, with the record and the draft', async () => {
    await officer.touch(offer());
    await isAt(old);
    await officer.ready();
    await hasAll();
  });
  await stage.shows('it stays, offline too and after a restart, and saves', async () => {
    await server.stop();
    await tablet.restart();
    officer = new Person(tablet);
    await officer.open(server.address);
    await isAt(old);
    await hasAll();
    await officer.go('#/');
    await officer.tap('resume');
    await officer.page.locator('[data-path]').first().waitFor();
    await officer.saved();
    await server.start();
  });
  await stage.shows('a version that starts is taken over it, and then there is nothing to go back to', async () => {
    const last = nextVersion(stage.folder, mended, { turn: 3 });
    assert.ok(![old, newer].includes(last));
    server.serve(mended);
    assert.equal(await askForUpdate(officer.page), 'waiting');
    await officer.tap('update');
    await isAt(last);
    await officer.ready();
    await hasAll();
    await eventually(async () => assert.equal(await officer.page.evaluate(async () => (await caches.keys()).filter((name) => name.includes(':version:')).length), 1));
  });
}
