// What a browser asks of a page before it offers to install it, and what a gloved thumb asks of every screen.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { LANDSCAPE, PORTRAIT } from '../lib/browser.mjs';
import { Person } from '../lib/person.mjs';
import { look, screens, set } from '../lib/screens.mjs';
import { tooSmallOrNear } from '../lib/targets.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'The page can be installed, and its screens be used with gloves';

const HAN = /\p{Script=Han}/u;
const COLOUR = /^#[0-9a-f]{6}$/i;

/** Width and height of a PNG. */
const sides = (file) => {
  const bytes = fs.readFileSync(file);
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG', file);
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
};

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('installable');
  const officer = new Person(tablet);
  const { page } = officer;
  let routes = [];

  await stage.shows('the manifest is whole, in Chinese, and names nothing outside its folder', () => {
    const manifest = JSON.parse(fs.readFileSync(path.join(stage.folder, 'manifest.webmanifest'), 'utf8'));
    for (const key of ['name', 'short_name', 'description']) assert.match(manifest[key], HAN, key);
    assert.equal(manifest.lang, 'zh-CN');
    for (const key of ['start_url', 'scope', 'id']) assert.equal(manifest[key], './', key);
    assert.equal(manifest.display, 'standalone');
    for (const key of ['background_color', 'theme_color']) assert.match(manifest[key], COLOUR, key);
    for (const { src, sizes, type } of manifest.icons) {
      assert.match(src, /^\.\//);
      const file = path.join(stage.folder, src);
      if (type === 'image/png') assert.equal(sides(file), sizes, src);
      else assert.ok(fs.existsSync(file), src);
    }
    const pngs = manifest.icons.filter(({ type }) => type === 'image/png').map(({ sizes, purpose }) => `${sizes} ${purpose}`);
    for (const wanted of ['192x192 any', '512x512 any', '512x512 maskable']) assert.ok(pngs.includes(wanted), wanted);
  });
  await stage.shows('the browser finds nothing that stands in the way of installing it', async () => {
    await officer.open(server.address);
    await installed(page);
    await page.reload();
    await officer.ready();
    await page.locator('link[rel="manifest"]').waitFor({ state: 'attached' });
    const browser = await tablet.context.newCDPSession(page);
    const { errors, url } = await browser.send('Page.getAppManifest');
    assert.deepEqual(errors, []);
    assert.equal(url, `${server.address}manifest.webmanifest`);
    const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
    assert.deepEqual(installabilityErrors, []);
  });
  await stage.shows('the page says its language, has a title, and lets people enlarge it', async () => {
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    assert.match(await page.title(), HAN);
    const viewport = await page.locator('meta[name=viewport]').getAttribute('content');
    assert.match(viewport, /width=device-width/);
    assert.doesNotMatch(viewport, /user-scalable|maximum-scale/);
    await officer.go('#/settings');
    await officer.touch(page.locator('[data-value="en"]'));
    await page.locator('html[lang="en"]').waitFor();
    assert.ok((await page.title()).length > 0);
    await officer.touch(page.locator('[data-value="zh-CN"]'));
    await page.locator('html[lang="zh-CN"]').waitFor();
  });
  await stage.shows('after one visit it opens without a network', async () => {
    await server.stop();
    await tablet.offline(true);
    await officer.open(server.address);
    await page.locator('[data-action="new"]').first().waitFor();
    await tablet.offline(false);
    await server.start();
  });
  await stage.shows('a record and a draft are there to be looked at', async () => {
    routes = await screens(officer, server.address);
  });
  await stage.shows("the icon's menu begins each form that it names, once, and without a network too", async () => {
    const drafts = async () => {
      await officer.go('#/');
      await page.locator('[data-action="new"]').first().waitFor();
      return page.locator('[data-draft]').count();
    };
    const { shortcuts } = JSON.parse(fs.readFileSync(path.join(stage.folder, 'manifest.webmanifest'), 'utf8'));
    const before = await drafts();
    assert.ok(shortcuts.length >= 3);
    await tablet.offline(true);
    for (const { name, url } of shortcuts) {
      assert.match(name, HAN);
      await page.goto('about:blank');
      await page.goto(new URL(url, server.address).href);
      await page.locator('[data-path]').first().waitFor();
      const draft = await officer.route();
      assert.match(draft, /^#\/fill\//);
      await officer.saved();
      await page.reload();
      await page.locator('[data-path]').first().waitFor();
      assert.equal(await officer.route(), draft);
    }
    await tablet.offline(false);
    assert.equal(await drafts(), before + shortcuts.length);
  });
  await stage.shows('a link to a form that is not here says so, and leads to those that are', async () => {
    await officer.go('#/new/nowhere');
    await officer.touch(page.locator('#content a[href="#/forms"]'));
    await page.locator('[data-action="new"]').first().waitFor();
  });
  for (const [language, size] of [['zh-CN', 'standard'], ['zh-CN', 'huge'], ['en', 'standard'], ['en', 'huge']]) {
    await stage.shows(`what is tapped is large and apart: ${language}, ${size} text, held both ways`, async () => {
      await set(officer, 'size', size);
      await officer.touch(page.locator(`[data-value="${language}"]`));
      await page.locator(`html[lang="${language}"]`).waitFor();
      const found = new Map();
      for (const viewport of [LANDSCAPE, PORTRAIT]) {
        await page.setViewportSize(viewport);
        for (const route of routes) {
          await look(officer, route);
          for (const line of await tooSmallOrNear(page)) if (!found.has(line)) found.set(line, `${viewport.width} ${route}`);
        }
      }
      await page.setViewportSize(LANDSCAPE);
      assert.equal([...found].map(([line, where]) => `${line} at ${where}`).join('\n'), '');
    });
  }
}
