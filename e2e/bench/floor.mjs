// The floor: plain DOM, through the hooks that its page offers.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Device } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';
import { measured, watchPage } from './watch.mjs';

export class Floor {
  name = 'floor';

  constructor({ beside, rate }) {
    this.beside = path.resolve(beside);
    this.rate = rate;
  }

  async prepare() {
    this.room = fs.mkdtempSync(path.join(os.tmpdir(), 'taizhang-floor-'));
    fs.symlinkSync(path.join(this.beside, 'dist', 'floor'), path.join(this.room, 'floor'));
    fs.symlinkSync(path.join(this.beside, 'forms'), path.join(this.room, 'forms'));
    this.server = await new Server({ folder: this.room }).start();
    this.device = await new Device('floor').start();
    await this.device.context.addInitScript(watchPage);
    this.page = this.device.page;
    await this.page.goto('about:blank');
    const devtools = await this.device.context.newCDPSession(this.page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: this.rate });
  }

  #address = (form, more = '') => `${this.server.address}floor/index.html?form=${form}&first=${this.#first(form)}${more}`;
  #first = (form) => JSON.parse(fs.readFileSync(path.join(this.beside, 'forms', 'manifest.json'), 'utf8'))[form].first;

  /** From an empty browser to the first question. */
  async start(form) {
    await this.prepare();
    return measured(this.device, async () => {
      const begun = performance.now();
      await this.page.goto(this.#address(form), { waitUntil: 'commit' });
      await this.page.waitForFunction(() => window.__bench?.interactive, null, { polling: 20 });
      return performance.now() - begun;
    });
  }

  /** From the form's text to the first question. */
  async load(form) {
    await this.page.goto(this.#address(form, '&wait=1'), { waitUntil: 'commit' });
    await this.page.waitForFunction(() => window.__bench?.parked);
    return measured(this.device, async () => {
      await this.page.evaluate(() => window.__bench.go());
      await this.page.waitForFunction(() => window.__bench.interactive, null, { timeout: 240_000, polling: 20 });
      return this.page.evaluate(() => window.__bench.interactive - window.__bench.loadStart);
    });
  }

  edit({ question, at = 0, text, shows }) {
    return measured(this.device, () =>
      this.page.evaluate(
        ({ question, at, text, shows }) =>
          window.__seen(
            () => window.__bench.hooks.setText(question, text, at),
            () => window.__bench.hooks.hasText(shows),
          ),
        { question, at, text, shows },
      ),
    );
  }

  pick({ question, label, appears, vanishes, offers }) {
    return measured(this.device, () =>
      this.page.evaluate(
        ({ question, label, appears, vanishes, offers }) => {
          const { hooks } = window.__bench;
          return window.__seen(
            () => hooks.pick(question, label),
            () => {
              if (appears) return hooks.groupShown();
              if (vanishes) return !hooks.groupShown();
              return hooks.options(offers.question) > 0 && document.body.textContent.includes(offers.text);
            },
          );
        },
        { question, label, appears, vanishes, offers },
      ),
    );
  }

  async close() {
    await this.device?.discard();
    await this.server?.stop();
    if (this.room) fs.rmSync(this.room, { recursive: true, force: true });
  }
}
