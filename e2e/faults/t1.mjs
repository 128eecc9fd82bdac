// T1: one draft in two tabs. One of them writes, the other may take over; no answer of either is lost, and
// nobody waits longer than 5 s. Then a new layout of the database, with an old tab open: ours is the old one, which lets
// go, and the new one, which waits and goes on by itself.

import assert from 'node:assert/strict';
import { apart, holdDatabase, profileOf, putProfile } from '../lib/database.mjs';
import { answerable, beginWhole, texts } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { profile, RELEASES } from '../lib/releases.mjs';

export const name = 'T1  two tabs';

const FORM = 'liaison_visit';
const PATIENCE_MS = 5000;

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('t1');
  const first = new Person(tablet);
  let second;
  let route;
  let text;

  await stage.shows('the first tab writes a draft', async () => {
    route = await beginWhole(first, server.address, FORM);
    [text] = await texts(first.page);
    await first.type(text, 'first');
    await first.saved();
  });

  await stage.shows('a second tab with the same draft cannot write it and offers to take over', async () => {
    second = new Person(tablet, await tablet.tab());
    await second.open(server.address, route);
    await second.action('take-over').waitFor({ timeout: PATIENCE_MS });
    assert.deepEqual(await answerable(second.page), [], 'nothing can be answered in it');
  });

  await stage.shows('the first tab goes on writing meanwhile', async () => {
    await first.page.bringToFront();
    await first.type(text, 'first, later');
    await first.saved();
  });

  await stage.shows('the second takes over within 5 s, with the latest answer, and writes', async () => {
    await second.page.bringToFront();
    await second.tap('take-over');
    await eventually(async () => assert.notDeepEqual(await answerable(second.page), []), { within_ms: PATIENCE_MS });
    await second.shows(text, 'first, later');
    await second.type(text, 'second');
    await second.saved();
  });

  await stage.shows('the first then says so, and gets it back with what the second wrote', async () => {
    await first.page.bringToFront();
    await first.action('take-over').waitFor({ timeout: PATIENCE_MS });
    assert.deepEqual(await answerable(first.page), [], 'nothing can be answered in it');
    await first.tap('take-over');
    await first.shows(text, 'second');
    await first.type(text, 'first again');
    await first.saved();
  });

  await stage.shows('two tabs with two drafts do not disturb each other', async () => {
    const third = new Person(tablet, await tablet.tab());
    const other = await beginWhole(third, server.address, FORM);
    assert.notEqual(other, route);
    await third.type(text, 'third');
    await third.saved();
    await first.page.bringToFront();
    await first.type(text, 'first, at last');
    await first.saved();
    await third.page.reload();
    await third.ready();
    await third.shows(text, 'third');
  });

  await upgradedBehind(stage, server);
  await upgrading(stage, server);
}

/** Another tab brings a layout that this version does not know, while an answer of ours is on its way. */
async function upgradedBehind(stage, server) {
  const tablet = await stage.device('t1-behind');
  const officer = new Person(tablet);
  let newer;
  await stage.shows('a tab lets go within 5 s where another brings a newer layout, says so, and what was just typed is kept', async () => {
    await beginWhole(officer, server.address, FORM);
    const [text] = await texts(officer.page);
    await officer.type(text, 'saved');
    await officer.saved();
    const { name, version } = await profileOf(officer.page);
    newer = await tablet.tab();
    await apart(newer, server.address);
    await officer.page.bringToFront();
    await officer.type(text, 'typed at the last moment');
    const waited = await holdDatabase(newer, { name, version: version + 1 });
    assert.ok(waited < PATIENCE_MS, `${waited} ms`);
    await officer.page.locator('.banner--warning [data-action="reload"]').waitFor({ timeout: PATIENCE_MS });
    const { stores, local } = await profileOf(newer);
    const kept = [...stores.journal, ...stores.drafts].map(([, bytes]) => Buffer.from(bytes, 'base64').toString());
    assert.ok([...kept, JSON.stringify(local)].some((row) => row.includes('typed at the last moment')));
  });
  await stage.shows('loaded again it reads what the newer layout has, and begins nothing', async () => {
    await newer.close();
    await officer.tap('reload');
    await officer.sees('数据由更新的版本写入');
    await officer.sees('草稿还在，更新后可以接着填');
    await officer.go('#/');
    await officer.page.locator('[data-draft]').waitFor();
    assert.equal(await officer.page.locator('[data-action="reload"]').count(), 0);
  });
}

/** A tab of an older version holds the older layout and does not let go: what a release of then left is brought over. */
async function upgrading(stage, server) {
  const tablet = await stage.device('t1-upgrading');
  const officer = new Person(tablet);
  const { page } = tablet;
  const older = await tablet.tab();
  const { plain, put } = profile('0.2.0');
  await stage.shows('a tab that brings a newer layout waits for an old one that holds it, and says within 5 s which to close', async () => {
    await apart(page, server.address);
    await putProfile(page, put);
    await apart(older, server.address);
    await holdDatabase(older, put);
    await page.goto(server.address);
    await page.locator('.banner--warning').waitFor({ timeout: PATIENCE_MS });
    assert.equal(await page.locator('[data-draft]').count(), 0);
  });
  await stage.shows('once that one is closed it goes on by itself within 5 s, and every draft is there', async () => {
    await older.close();
    const drafts = plain.drafts.filter(([key]) => key.length === 1);
    await eventually(async () => assert.equal(await page.locator('[data-draft]').count(), drafts.length), { within_ms: PATIENCE_MS });
    assert.equal(await page.locator('.banner--warning, .banner--danger').count(), 0);
    for (const [[id]] of drafts) {
      await officer.go(`#/fill/${id}?all=1`);
      await page.locator('[data-path]').first().waitFor();
      await officer.saved();
    }
    const { version } = await profileOf(page);
    assert.ok(version > put.version, `layout ${version}`);
  });
}
