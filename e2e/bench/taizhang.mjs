// Ours: the built app on a tablet that knows its officer and has everything for offline use, through its real controls.

import path from 'node:path';
import { Device } from '../lib/browser.mjs';
import { Person } from '../lib/person.mjs';
import { Server } from '../lib/server.mjs';
import { installed } from '../lib/worker.mjs';
import { measured, watchPage } from './watch.mjs';

export class Taizhang {
  name = 'taizhang';

  constructor({ beside, folder, rate }) {
    this.beside = path.resolve(beside);
    this.folder = folder;
    this.rate = rate;
  }

  #workbook = (form) => path.join(this.beside, 'forms', `${form}.xlsx`);

  async prepare() {
    this.server = await new Server({ folder: this.folder, base: '/zone/taizhang/' }).start();
    this.device = await new Device('bench').start();
    await this.#tab();
    await this.officer.open(this.server.address);
    await this.officer.introduce();
    await installed(this.page);
    await this.#rested();
    await this.officer.go('#/forms');
  }

  /** What comes once, behind the first screen, belongs to no task: the shipped forms are fetched and kept, one by one. */
  async #rested() {
    const fetched = () => this.page.evaluate(() => performance.getEntriesByType('resource').length);
    for (let before = -1, now = await fetched(); now !== before; now = await fetched()) {
      before = now;
      await this.page.waitForTimeout(2_000);
    }
  }

  async #tab() {
    await this.device.context.addInitScript(watchPage);
    this.page = this.device.page;
    this.officer = new Person(this.device);
  }

  async #slow() {
    const devtools = await this.device.context.newCDPSession(this.page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: this.rate });
  }

  async #begin(form) {
    await this.page.evaluate(async (offer) => {
      await window.__until(() => document.querySelector(offer));
      document.querySelector(offer).click();
    }, `[data-form="${form}"][data-action="new"]:enabled`);
  }

  /** From an empty browser to the first question of a form that the tablet has: from the first page, or by the form's own address. */
  async start(form, { byAddress = false } = {}) {
    await this.prepare();
    await this.officer.give('form', this.#workbook(form));
    await this.page.locator(`[data-form-opened="${form}"]`).waitFor();
    await this.device.restart();
    await this.#tab();
    await this.page.goto('about:blank');
    await this.#slow();
    return measured(this.device, async () => {
      const begun = performance.now();
      await this.page.goto(`${this.server.address}#/${byAddress ? `new/${form}` : ''}`, { waitUntil: 'commit' });
      if (!byAddress) await this.#begin(form);
      await this.page.evaluate(() => window.__untilShown('[data-path] input'));
      return performance.now() - begun;
    });
  }

  /** Chooses the form's workbook, of which the page hears once `told` is called: what hands a file to a page is no work of the page's. */
  async #choose(form) {
    const input = 'input[type=file][data-input="form"]';
    await this.page.evaluate(() => {
      window.__hold = (event) => event.stopImmediatePropagation();
      for (const type of ['input', 'change']) window.addEventListener(type, window.__hold, { capture: true });
    });
    await this.officer.give('form', this.#workbook(form));
    return () =>
      this.page.evaluate((input) => {
        for (const type of ['input', 'change']) {
          window.removeEventListener(type, window.__hold, { capture: true });
          document.querySelector(input).dispatchEvent(new Event(type, { bubbles: true }));
        }
      }, input);
  }

  /** From the form's workbook to the first question. */
  async load(form, { all = false } = {}) {
    const told = await this.#choose(form);
    await this.#slow();
    const sample = await measured(this.device, async () => {
      const begun = performance.now();
      await told();
      await this.page.evaluate((form) => window.__until(() => document.querySelector(`[data-form-opened="${form}"]`)), form);
      await this.#begin(form);
      await this.page.evaluate(() => window.__untilShown('[data-path] :is(input, textarea)'));
      return performance.now() - begun;
    });
    if (all) {
      const draft = new URL(this.page.url()).hash;
      await this.officer.saved();
      await this.officer.go(`${draft}?all=1`);
      await this.page.locator('[data-path]').first().waitFor();
      await this.page.waitForTimeout(500);
    }
    return sample;
  }

  /** Scrolls on as a finger does until the question is drawn. */
  async #reach(path) {
    await this.page.evaluate(async (path) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
      for (let screens = 0; !document.querySelector(path); screens += 1) {
        if (screens > 5_000) throw new Error(`${path} is nowhere on the page`);
        window.scrollBy({ top: innerHeight, behavior: 'instant' });
        await frame();
      }
      document.querySelector(path).scrollIntoView({ block: 'center', behavior: 'instant' });
      await frame();
    }, path);
  }

  async edit({ question, at = null, text, shows }) {
    const path = `[data-path$="${at === null ? '' : `[${at + 1}]`}/${question}"]`;
    await this.#reach(path);
    return measured(this.device, () =>
      this.page.evaluate(
        ({ path, text, shows }) => {
          const field = document.querySelector(`${path} :is(input, textarea)`);
          const result = document.querySelector('[data-path$="/result"]');
          return window.__seen(
            () => window.__fire(field, text),
            () => result.textContent.includes(shows),
          );
        },
        { path, text, shows },
      ),
    );
  }

  /** Picks a choice; where a long list has to be opened, that is done before, and what it then offers is opened too. */
  async pick({ question, label, appears, vanishes, offers }) {
    const path = `[data-path$="/${question}"]`;
    await this.#reach(path);
    const opener = this.page.locator(`${path} [data-action="open-choices"][aria-expanded="false"]`);
    if (await opener.count()) await opener.click();
    await this.page.locator(`${path} [data-value]`).first().waitFor();
    return measured(this.device, () =>
      this.page.evaluate(
        ({ path, label, appears, vanishes, offers }) => {
          const choices = [...document.querySelectorAll(`${path} [data-value]`)];
          const says = (element) => element.textContent.trim() === label;
          const choice = choices.find(says) ?? choices.find(({ parentElement }) => says(parentElement));
          const isShown = (name) => window.__isShown(document.querySelector(`[data-path$="/${name}"]`));
          const isOffered = () => {
            const offering = document.querySelector(`[data-path$="/${offers.question}"]`);
            offering?.querySelector('[data-action="open-choices"][aria-expanded="false"]')?.click();
            return offering?.textContent.includes(offers.text);
          };
          return window.__seen(
            () => (choice.matches('button, input') ? choice : (choice.querySelector('input') ?? choice)).click(),
            () => (appears ? isShown(appears) : vanishes ? !isShown(vanishes) : isOffered()),
          );
        },
        { path, label, appears, vanishes, offers },
      ),
    );
  }

  async close() {
    await this.device?.discard();
    await this.server?.stop();
  }
}
