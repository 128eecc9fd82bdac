// The browsers that the journeys of `browsers/` run in, and how each is started. Begin at `kinds`.
//
// What installs them: scripts/browsers.sh.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { device as chromiumOf } from './chromium.mjs';
import { RemoteDevice } from './remote.mjs';

const ZONE = { TZ: 'Asia/Shanghai' };

const COMMON = ['journey', 'look', 'k1', 'k2'];

const firefox = {
  name: 'firefox',
  scripts: [...COMMON, 'told'],
  withoutWorker: { 'dom.serviceWorkers.enabled': false },
  withoutStorage: { 'network.cookie.cookieBehavior': 2 },
  device: (name, options) => new RemoteDevice(firefox, name, options),
  begin({ profile, downloads, isPrivate, prefs: more }) {
    fs.rmSync(path.join(profile, 'MarionetteActivePort'), { force: true }); // of a killed one: the driver would ask there
    const prefs = {
      'browser.download.dir': downloads,
      'browser.download.folderList': 2,
      'browser.download.alwaysOpenPanel': false,
      'intl.accept_languages': 'zh-CN,zh',
      'browser.privatebrowsing.autostart': isPrivate,
      ...more,
    };
    return {
      driver: 'geckodriver',
      environment: ZONE,
      capabilities: { 'moz:firefoxOptions': { binary: process.env.FIREFOX ?? '/usr/bin/firefox-esr', args: ['-headless', '-profile', profile], prefs }, pageLoadStrategy: 'eager' },
    };
  },
};

const webkit = {
  name: 'webkit',
  scripts: [...COMMON, 'told'],
  device: (name, options) => new RemoteDevice(webkit, name, options),
  async begin({ profile, downloads, viewport, isPrivate }) {
    const window = fileURLToPath(new URL('webkit.py', import.meta.url));
    const args = [window, profile, downloads, `${viewport.width}`, `${viewport.height}`, ...(isPrivate ? ['private'] : [])];
    return {
      driver: 'WebKitWebDriver',
      environment: { ...ZONE, DISPLAY: await display(), GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1', LIBGL_ALWAYS_SOFTWARE: '1' },
      // It at times waits in vain for a page that is there; whoever drives it looks for what it needs anyhow.
      capabilities: { 'webkitgtk:browserOptions': { binary: '/usr/bin/python3', args }, pageLoadStrategy: 'none' },
    };
  },
};

const chromium = (name, scripts) => ({ name, scripts, device: (device, options) => chromiumOf(name, device, options) });

/**
 * `scripts` are the files that a browser runs. Chromium as npm carries it has no private window, and the last one is older
 * than any that the app can run in.
 */
export const kinds = [firefox, webkit, chromium('chromium-102', [...COMMON, 'whole']), chromium('chromium-92', ['old'])];

let screen = null;

/** A screen that nobody sees, for a browser that needs one; it goes with this process. */
function display() {
  screen ??= new Promise((resolve, reject) => {
    const running = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1600x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    running.once('error', reject);
    running.stdio[3].once('data', (number) => {
      resolve(`:${number.toString().trim()}`);
      running.stdio[3].unref();
      running.unref();
    });
    process.once('exit', () => running.kill());
  });
  return screen;
}
