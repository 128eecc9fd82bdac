// What the page says first in another browser: in a private window, which forgets; and, where the browser has such settings,
// without a service worker and with all storage refused. In Chromium: `journeys/told.mjs`.

import assert from 'node:assert/strict';
import { Person } from '../lib/person.mjs';
import { saidFirst, saysThatItMayForget } from '../lib/told.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'What is said first where something cannot work';

export async function run(stage) {
  const server = await stage.server();

  await stage.shows('a private window is named before the first answer, and forgets without harm', async () => {
    const tablet = await stage.device('private', { isPrivate: true });
    let officer = new Person(tablet);
    await officer.open(server.address);
    await officer.introduce();
    await installed(officer.page);
    await officer.go('#/');
    await saysThatItMayForget(officer);
    await officer.begin('liaison_visit');
    await officer.saved();
    await tablet.restart();
    officer = new Person(tablet);
    await officer.open(server.address);
    await officer.page.locator('[data-form]').first().waitFor();
    assert.ok(await officer.action('new').first().isDisabled(), 'who fills is still known');
  });

  const { withoutWorker, withoutStorage } = stage.kind;
  if (withoutWorker) {
    await stage.shows('a window without a service worker is told to be one that forgets', async () => {
      const officer = new Person(await stage.device('without-worker', { prefs: withoutWorker }));
      await officer.open(server.address);
      await saidFirst(officer, '#notice-unkept');
    });
  }
  if (withoutStorage) {
    await stage.shows('where the browser keeps nothing for the page it says so', async () => {
      const officer = new Person(await stage.device('without-storage', { prefs: withoutStorage }));
      await officer.page.goto(server.address);
      await officer.sees('浏览器不允许保存数据');
      assert.equal(await officer.action('start-apart').count(), 0);
    });
  }
}
