// A row that the disk has spoiled: an entry whose checksum is wrong is passed over and kept, everything else of the draft is there, and
// the page says how much could not be brought back. A draft whose snapshot is spoiled says so and is not thrown away.

import assert from 'node:assert/strict';
import { apart, profileOf, putProfile } from '../lib/database.mjs';
import { violations } from '../lib/axe.mjs';
import { fill, submit } from '../lib/enterprise.mjs';
import { Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { speak } from '../lib/screens.mjs';

export const name = 'Damaged entries are set aside, and the rest is kept';

const FIRM = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const ADDRESS = '/data/g_ind/address';
const PRODUCTS = '/data/g_ind/main_products';
const [FIRST, SECOND, THIRD] = ['样例路1号', '样例路2号', '样例路3号'];

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('damaged');
  const officer = new Person(tablet);
  const { page } = tablet;
  const damaged = page.getByText(/有 1 处未能恢复/);
  let route;
  let spoiled;

  /** Changes one letter of the row of a store that `is_it`; returns it as it lies there now. */
  const spoil = async (store, isIt, change) => {
    await apart(page, server.address);
    const profile = await profileOf(page);
    const row = profile.stores[store].find(([key, value]) => isIt(Buffer.from(value, 'base64').toString(), key));
    assert.ok(row, `no such row in ${store}`);
    row[1] = Buffer.from(change(Buffer.from(row[1], 'base64').toString())).toString('base64');
    await putProfile(page, profile);
    return row[1];
  };
  const setAside = async () => (await profileOf(page)).stores.quarantine.map(([, bytes]) => bytes);

  await stage.shows('a form is filled, one of its answers given twice', async () => {
    await fill(officer, server.address, FIRM);
    for (const answer of [SECOND, THIRD]) {
      await officer.field(ADDRESS).fill(answer);
      await officer.saved();
    }
    await officer.field(PRODUCTS).fill('样例产品');
    await officer.saved();
    route = new URL(page.url()).hash;
  });
  await stage.shows('with one entry spoiled on the disk the page says that one could not be brought back', async () => {
    spoiled = await spoil('journal', (line) => line.includes(THIRD), (line) => line.replace(THIRD, '样例路8号'));
    await officer.open(server.address, route);
    await officer.question(ADDRESS).waitFor();
    await damaged.waitFor();
    await take(page, 'damaged-entry');
    assert.deepEqual(await violations(page), []);
  });
  await stage.shows('what it said is nowhere, what was there before it is, and so is everything else, also what came later', async () => {
    await officer.shows(ADDRESS, SECOND);
    await officer.shows(PRODUCTS, '样例产品');
    await officer.shows('/data/g_id/ent_name', FIRM.name);
    await officer.shows('/data/g_id/uscc_input', FIRM.code);
    await officer.shows('/data/g_three/has_operation', 'yes');
  });
  await stage.shows('its bytes are kept as they lay', async () => {
    assert.ok((await setAside()).includes(spoiled));
  });
  await stage.shows('answered again it is saved, and stays so', async () => {
    await officer.field(ADDRESS).fill(FIRST);
    await officer.saved();
    await page.reload();
    await officer.ready();
    await officer.shows(ADDRESS, FIRST);
    await officer.shows('/data/g_id/ent_name', FIRM.name);
    assert.ok((await setAside()).includes(spoiled), 'and they are still kept');
  });
  await stage.shows('it becomes a record', async () => {
    await submit(officer);
    await page.locator('[data-record][data-state="waiting"]').waitFor();
  });
  await stage.shows('a draft whose snapshot is spoiled is told, is not thrown away, and others are filled', async () => {
    await officer.go('#/');
    await officer.begin('liaison_visit');
    route = new URL(page.url()).hash.split('?')[0];
    await officer.type('/data/summary', '样例');
    await officer.saved();
    await spoil('drafts', (_, key) => key[1] === 'snapshot', (text) => text.slice(0, -20));
    await officer.open(server.address, route);
    await page.locator('.banner--warning').getByText('草稿读不出来').waitFor();
    assert.equal(await page.locator('[data-path]').count(), 0);
    await take(page, 'damaged-draft');
    assert.deepEqual(await violations(page), []);
    await officer.go('#/');
    await page.locator('[data-draft]').waitFor();
    await officer.begin('need_report');
    await officer.type('/data/title', '样例诉求');
    await officer.saved();
  });
  await stage.shows('in English', async () => {
    await speak(officer, 'en');
    await officer.go(route);
    await page.locator('.banner--warning').waitFor();
    await take(page, 'damaged-draft-en');
  });
}
