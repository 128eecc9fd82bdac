// T1: one draft in two tabs. One of them writes, the other may take over; no answer of either is lost, and
// nobody waits longer than 5 s.
//
// Not here yet: an upgrade of the database with an old tab open; there is only one layout so far.

import assert from 'node:assert/strict';
import { answerable, beginWhole, texts } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';

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
}
