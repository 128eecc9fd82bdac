// What the page says first where something of it cannot work, and what to do about it: inside another app or a frame, over
// plain http, without a service worker, in a private window, where the browser keeps nothing or promises nothing.
//
// In other browsers: `browsers/told.mjs`.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { apart as apartFromApp } from '../lib/database.mjs';
import { Person } from '../lib/person.mjs';
import { saidFirst, saysThatItMayForget } from '../lib/told.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'What is said first where something cannot work';

const ANDROID = 'Mozilla/5.0 (Linux; Android 12; A1) AppleWebKit/537.36 (KHTML, like Gecko)';
const IPAD = 'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const INSIDE = {
  WeChat: `${ANDROID} Version/4.0 Chrome/111.0 MQQBrowser/6.2 Mobile Safari/537.36 MicroMessenger/8.0.50`,
  DingTalk: `${ANDROID} Version/4.0 Chrome/100.0 Mobile Safari/537.36 AliApp(DingTalk/7.1.0)`,
  QQ: `${ANDROID} Version/4.0 Chrome/109.0 MQQBrowser/6.2 Mobile Safari/537.36 V1_AND_SQ_9.0 QQ/9.0.65`,
  'any Android app': `${ANDROID.replace(')', '; wv)')} Version/4.0 Chrome/120.0 Mobile Safari/537.36`,
  'an iPad app': `${IPAD} Mobile/15E148`,
};
const BROWSERS = {
  Chrome: `${ANDROID} Chrome/120.0 Safari/537.36`,
  'QQ browser': `${ANDROID} Version/4.0 Chrome/98.0 MQQBrowser/14.0 Mobile Safari/537.36`,
  Safari: `${IPAD} Version/16.6 Mobile/15E148 Safari/604.1`,
};

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('tablet');
  const officer = new Person(tablet);

  /** Runs something on the page in a window of its own, which forgets everything, as a private one does. */
  const apart = async (options, prepare, work) => {
    const window = await tablet.context.browser().newContext({ ...options, hasTouch: true });
    await prepare(window);
    const visitor = new Person(tablet, await window.newPage());
    await visitor.open(server.address);
    await work(visitor);
    await window.close();
  };
  const as = (userAgent, work) => apart({ userAgent }, async () => {}, work);

  await stage.shows('before the first answer it says that the browser may clear the data', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await installed(officer.page);
    await officer.go('#/');
    await saysThatItMayForget(officer);
    assert.equal(await officer.page.locator('.notice:visible').count(), 0);
  });

  await stage.shows('where the browser does not agree to keep it, that is said with what to do', async () => {
    await officer.tap('persist');
    await officer.page.locator('[data-notice="not-granted"]').waitFor();
  });

  await stage.shows('inside another app it asks to be opened in a browser, in both languages', async () => {
    for (const [app, agent] of Object.entries(INSIDE)) await as(agent, (visitor) => saidFirst(visitor, '#notice-webview', app));
  });

  await stage.shows('and in no browser', async () => {
    for (const [browser, agent] of Object.entries(BROWSERS)) {
      await as(agent, async ({ page }) => assert.equal(await page.locator('.notice:visible').count(), 0, browser));
    }
  });

  await stage.shows('a window without a service worker is told to be one that forgets', async () => {
    const without = (window) => window.addInitScript(() => delete Navigator.prototype.serviceWorker);
    await apart({}, without, (visitor) => saidFirst(visitor, '#notice-unkept'));
  });

  await stage.shows('over plain http it says what is lost', async () => {
    const flags = ['--host-resolver-rules=MAP zone.example 127.0.0.1'];
    const plain = new Person(await stage.device('plain', { flags }));
    await plain.open(server.address.replace('127.0.0.1', 'zone.example'));
    await saidFirst(plain, '#notice-http');
  });

  await stage.shows('inside a frame it starts nothing and offers to be opened on its own', async () => {
    const { page } = new Person(await stage.device('framed'));
    await apartFromApp(page, server.address);
    await page.evaluate((address) => {
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
    }, server.address);
    const inside = page.frameLocator('iframe');
    await inside.locator('#stop-framed a').waitFor();
    assert.equal(await inside.locator('#app').isVisible(), false);
  });

  await stage.shows('a private window is named before the first answer', async () => {
    await apart({}, async () => {}, async (visitor) => {
      await visitor.introduce();
      await installed(visitor.page);
      await visitor.go('#/');
      await saysThatItMayForget(visitor);
    });
  });

  await stage.shows('where the browser keeps nothing for the page it says so, and offers nothing to fill', async () => {
    const profile = stage.room();
    fs.mkdirSync(path.join(profile, 'Default'));
    const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
    fs.writeFileSync(path.join(profile, 'Default/Preferences'), JSON.stringify(settings));
    const blocked = new Person(await stage.device('blocked', { profile }));
    await blocked.page.goto(server.address);
    await blocked.sees('浏览器不允许保存数据');
    assert.equal(await blocked.action('start-apart').count(), 0);
  });
}
