// A page that is driven over WebDriver, with as much of Playwright's page as `lib/person.mjs` and its neighbours ask for,
// under the same names: so that a journey is written once and runs in every browser.
//
// Begin at [`Page`]. What a journey needs and is not here is missed by name.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ELEMENT } from './webdriver.mjs';

const PATIENCE_MS = 30_000;
const POLL_MS = 50;

/** Keys that are no letters, as the standard writes them. */
const KEYS = { Backspace: '\uE003', Enter: '\uE007', End: '\uE010', Home: '\uE011', Tab: '\uE004', Escape: '\uE00C' };

/** Refusals that pass by themselves while a page moves. */
const PASSING = new Set(['stale element reference', 'element click intercepted', 'element not interactable', 'no such element']);

export class Page {
  /** @param session a `Session`; @param downloads where its browser puts what is downloaded */
  constructor(session, downloads) {
    this.session = session;
    this.downloads = downloads;
    this.keyboard = new Keyboard(session);
    this.size = null;
  }

  async goto(address) {
    await this.session.post('/url', { url: address });
    await until(async () => assert.ok(address.startsWith(await this.evaluate(() => location.origin)), address));
    await this.evaluate(listen);
  }

  async reload() {
    await this.session.post('/refresh');
    await this.evaluate(listen);
  }

  /** What broke on the page since it was loaded. */
  complaints() {
    return this.evaluate(() => window.__complaints ?? []);
  }

  /** Runs a function in the page, waits for what it promises, and gives that back. */
  async evaluate(work, argument = null) {
    return unpacked(await this.session.post('/execute/async', { script: scriptOf(work), args: [argument] }));
  }

  locator(css) {
    return new Locator(this, [{ css }]);
  }

  getByText(text, { exact = false } = {}) {
    return new Locator(this, []).getByText(text, { exact });
  }

  async waitForURL(pattern) {
    await until(async () => assert.match(await this.session.get('/url'), pattern));
  }

  /** Only `download`: the next file that appears whole in the folder of downloads. */
  async waitForEvent(name) {
    assert.equal(name, 'download');
    const before = new Set(fs.readdirSync(this.downloads));
    return until(() => {
      const files = fs.readdirSync(this.downloads).filter((file) => !before.has(file));
      const file = files.find((file) => !/\.(part|wkdownload|crdownload)$/.test(file) && !files.includes(`${file}.part`));
      const place = file && path.join(this.downloads, file);
      assert.ok(place && fs.statSync(place).size > 0, 'no download');
      return { path: async () => place, suggestedFilename: () => file };
    });
  }

  viewportSize() {
    return this.size;
  }

  /** Makes the page itself so large, whatever the browser's own bars take. */
  async setViewportSize({ width, height }) {
    this.size = { width, height };
    for (let tries = 0; tries < 3; tries += 1) {
      const [inner, outer] = await this.evaluate(() => [[innerWidth, innerHeight], [outerWidth, outerHeight]]);
      if (inner[0] === width && inner[1] === height) return;
      await this.session.post('/window/rect', { width: width + outer[0] - inner[0], height: height + outer[1] - inner[1] });
      await pause(200);
    }
  }

  async screenshot({ path: place }) {
    fs.writeFileSync(place, Buffer.from(await this.session.get('/screenshot'), 'base64'));
  }

  waitForTimeout(ms) {
    return pause(ms);
  }
}

class Locator {
  constructor(page, steps) {
    this.page = page;
    this.steps = steps;
  }

  #then(step) {
    return new Locator(this.page, [...this.steps, step]);
  }

  locator(css) {
    return this.#then({ css });
  }

  getByText(text, { exact = false } = {}) {
    return this.#then({ text, exact });
  }

  getByRole(role) {
    return this.#then({ css: `[role="${role}"]` });
  }

  first() {
    return this.#then({ at: 0 });
  }

  last() {
    return this.#then({ at: -1 });
  }

  count() {
    return this.#ask((found) => found.length);
  }

  async waitFor({ state = 'visible', timeout = PATIENCE_MS } = {}) {
    await until(
      async () => {
        const [there, shown] = await this.#ask((found) => [found.length > 0, found.some((one) => one.getClientRects().length > 0)]);
        const holds = { attached: there, detached: !there, visible: shown, hidden: !shown }[state];
        assert.ok(holds, `not ${state}: ${JSON.stringify(this.steps)}`);
      },
      { within_ms: timeout },
    );
  }

  /** Runs a function with the element, once it is there. */
  async evaluate(work, argument = null) {
    await this.waitFor({ state: 'attached' });
    const asked = `(found, argument) => (${work})(found[0], argument)`;
    return unpacked(await this.#run(asked, argument));
  }

  inputValue() {
    return this.evaluate((element) => element.value);
  }

  innerText() {
    return this.evaluate((element) => element.innerText);
  }

  getAttribute(name) {
    return this.evaluate((element, name) => element.getAttribute(name), name);
  }

  isDisabled() {
    return this.evaluate((element) => element.matches(':disabled') || element.ariaDisabled === 'true');
  }

  scrollIntoViewIfNeeded() {
    return this.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  }

  tap() {
    return this.#act('/click');
  }

  async blur() {
    await this.evaluate((element) => element.blur());
  }

  /** Empties a control and types into it. */
  async fill(text) {
    await this.#act('/clear');
    if (text !== '') await this.#act('/value', { text });
  }

  async setInputFiles(files) {
    const places = [files].flat().map((file) => (typeof file === 'string' ? file : this.#laid(file)));
    await this.#act('/value', { text: places.join('\n') });
  }

  /** A file that a journey has in memory, as a person has it: in a folder. */
  #laid({ name, buffer }) {
    const place = path.join(fs.mkdtempSync(`${this.page.downloads}-given-`), name);
    fs.writeFileSync(place, buffer);
    return place;
  }

  async #act(action, body) {
    await until(async () => {
      const found = unpacked(await this.#run('(found) => found[0] ?? null'));
      assert.ok(found, `nothing there: ${JSON.stringify(this.steps)}`);
      await this.page.session.post(`/element/${found[ELEMENT]}${action}`, body);
    });
  }

  async #ask(work) {
    return unpacked(await this.#run(`${work}`));
  }

  #run(work, argument = null) {
    const script = scriptOf(`([steps, argument]) => (${work})((${find})(steps), argument)`);
    return this.page.session.post('/execute/async', { script, args: [[this.steps, argument]] });
  }
}

class Keyboard {
  constructor(session) {
    this.session = session;
  }

  async press(key) {
    assert.ok(key.length === 1 || KEYS[key], `no key ${key}`);
    await this.type(KEYS[key] ?? key);
  }

  /** Types into whatever has the focus. */
  async type(text) {
    const focused = await this.session.get('/element/active');
    await this.session.post(`/element/${focused[ELEMENT]}/value`, { text });
  }
}

// In the page

/** The elements that a locator means. */
function find(steps) {
  const plain = (text) => text.replace(/\s+/g, ' ').trim();
  let found = [document];
  for (const { css, text, exact, at } of steps) {
    if (css !== undefined) {
      found = [...new Set(found.flatMap((root) => [...root.querySelectorAll(css)]))];
    } else if (text !== undefined) {
      const says = (element) => {
        const said = plain(element.textContent);
        return exact ? said === text : said.toLowerCase().includes(text.toLowerCase());
      };
      const all = [...new Set(found.flatMap((root) => [...root.querySelectorAll('*')]))].filter(says);
      found = all.filter((element) => !all.some((other) => other !== element && element.contains(other)));
    } else {
      found = found.slice(at, at === -1 ? undefined : at + 1);
    }
  }
  return found;
}

function listen() {
  if (window.__complaints) return;
  window.__complaints = [];
  const tell = (text) => window.__complaints.push(text);
  document.addEventListener('securitypolicyviolation', (event) => tell(`content policy: ${event.violatedDirective} ${event.blockedURI}`));
  addEventListener('error', (event) => tell(`uncaught: ${event.message}`));
  addEventListener('unhandledrejection', (event) => tell(`unhandled: ${event.reason}`));
}

/** A function as the body that WebDriver runs: it answers by a callback, which is its last argument. */
function scriptOf(work) {
  return `
    const [argument, done] = arguments;
    new Promise((resolve) => resolve((${work})(argument))).then(
      (value) => done([value ?? null, null]),
      (error) => done([null, String(error)]),
    );`;
}

function unpacked([value, error]) {
  if (error !== null) throw new Error(error);
  return value;
}

/** Again until it holds: what fails by an assertion or a passing refusal is tried again until the time is up. */
async function until(work, { within_ms = PATIENCE_MS } = {}) {
  const end = performance.now() + within_ms;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const passes = error.code === 'ERR_ASSERTION' || PASSING.has(error.code);
      if (!passes || performance.now() > end) throw error;
      await pause(POLL_MS);
    }
  }
}
