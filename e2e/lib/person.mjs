// What a person does on the page: looks, taps, types, picks a file. Only through what docs/page-contract.md promises.
//
// Not here: what a form means; a journey says that.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** A fast typist's gap between keys. */
const KEY_MS = 15;
/** Two taps within this time at one place are a double tap, which selects a word and places no caret. */
const DOUBLE_TAP_MS = 500;
/** So far apart they are at one place: five times what a browser allows a finger. */
const ONE_PLACE = 100;

/** What is typed into: no tick, no file, no search for a choice. */
const TYPED = ':is(input, textarea):not([type=radio], [type=checkbox], [type=file], [type=search])';

export class Person {
  constructor(device, page = device.page) {
    this.device = device;
    this.page = page;
  }

  /** Opens the app at a route, `#/forms` for one, and waits until its first control can be used. */
  async open(address, route = '#/') {
    await this.page.goto(address + route, { waitUntil: 'commit' });
    await this.ready();
  }

  /** Goes to another route of the open app, as a link does. */
  async go(route) {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, route);
    await this.ready();
  }

  /** Where the app is, `#/fill/<draft>` for one. */
  route() {
    return this.page.evaluate(() => location.hash);
  }

  async ready() {
    await this.page.locator('html[data-app="ready"]').waitFor({ state: 'attached', timeout: 60_000 });
  }

  // Questions

  question(path) {
    return this.page.locator(`[data-path="${path}"]`);
  }

  /** The one thing to type into. */
  field(path) {
    return this.question(path).locator(TYPED).first();
  }

  /** Replaces an answer by typing it key by key. */
  async type(path, text) {
    await this.clear(path);
    await this.page.keyboard.type(text, { delay: KEY_MS });
  }

  /** Taps; where the last tap was, or scrolling brought this there, as soon after it as two of them are not one double tap. */
  async touch(locator) {
    await locator.scrollIntoViewIfNeeded();
    const place = middle(await locator.boundingBox());
    const since = performance.now() - (this.touched ?? 0);
    if (since < DOUBLE_TAP_MS && isNear(place, this.touchedAt)) await pause(DOUBLE_TAP_MS - since);
    await locator.tap();
    this.touched = performance.now();
    this.touchedAt = place;
  }

  /** Drags something with a finger until it is over the upper or lower edge of something else; what comes back lets it go. */
  async drag(locator, target, edge) {
    await locator.scrollIntoViewIfNeeded();
    const [from, over] = [await locator.boundingBox(), await target.boundingBox()];
    const [x, y] = [from.x + from.width / 2, from.y + from.height / 2];
    const to = edge === 'upper' ? over.y + 2 : over.y + over.height - 2;
    const keys = await this.#keys();
    const touch = (type, at) => keys.send('Input.dispatchTouchEvent', { type, touchPoints: at === null ? [] : [{ x, y: at }] });
    await touch('touchStart', y);
    for (let step = 1; step <= 8; step += 1) await touch('touchMove', y + ((to - y) * step) / 8);
    return async () => {
      await pause(DOUBLE_TAP_MS); // the finger rests: lifted in flight, it takes the next tap with it
      await touch('touchEnd', null);
      this.touched = performance.now();
      this.touchedAt = null;
    };
  }

  /** Empties a field as on a tablet, letter by letter from its end. */
  async clear(path) {
    const field = this.field(path);
    await this.touch(field);
    await eventually(async () => {
      await this.page.keyboard.press('End');
      for (const _letter of await field.inputValue()) await this.page.keyboard.press('Backspace');
      assert.equal(await field.inputValue(), '', path);
    });
  }

  /** Sets a date, time or dateTime control, whose keys differ from language to language, to an ISO value. */
  async set(path, value) {
    const field = this.field(path);
    await field.fill(value);
    await field.blur();
  }

  /** Types as with a pinyin keyboard: the letters stand in an open composition until `text` is picked. */
  async compose(path, pinyin, text) {
    await this.touch(this.field(path));
    await this.page.keyboard.press('End');
    await this.composeHere(pinyin, text);
  }

  /** The same into whatever has the focus; `text` null leaves the composition open. */
  async composeHere(pinyin, text) {
    const keys = await this.#keys();
    for (let end = 1; end <= pinyin.length; end += 1) {
      const open = pinyin.slice(0, end);
      await keys.send('Input.imeSetComposition', { text: open, selectionStart: open.length, selectionEnd: open.length });
      await pause(KEY_MS);
    }
    if (text !== null) await keys.send('Input.insertText', { text });
  }

  async #keys() {
    this.keys ??= await this.page.context().newCDPSession(this.page);
    return this.keys;
  }

  /** Picks a choice by its value, whatever the question looks like; again in a select_multiple takes it back. */
  async choose(path, value) {
    const question = this.question(path);
    await this.#open(question);
    await this.touch(question.locator(`[data-value="${value}"]`));
  }

  /** Picks a choice by what it says. */
  async chooseText(path, text) {
    const question = this.question(path);
    await this.#open(question);
    const search = question.locator('input[type=search]');
    if (await search.count()) await search.fill(text);
    await this.touch(question.locator('[data-value]').getByText(text, { exact: true }).first());
  }

  /** Opens the list of a question whose choices are searched; does nothing where they lie open. */
  async #open(question) {
    const opener = question.locator('[data-action="open-choices"][aria-expanded="false"]');
    if (await opener.count()) await this.touch(opener);
  }

  /** What the question shows as its answer: the text typed, or the values picked, joined by spaces. */
  async answer(path) {
    return this.question(path).evaluate((question, typed) => {
      const control = question.querySelector(`${typed}, [data-action="open-choices"]`);
      if (control) return control.value;
      const picked = question.querySelectorAll('[data-value]:is([aria-checked="true"], [aria-selected="true"])');
      return [...picked].map((choice) => choice.dataset.value).join(' ');
    }, TYPED);
  }

  async isAsked(path) {
    return (await this.question(path).count()) > 0;
  }

  // Actions and state

  action(name) {
    return this.page.locator(`[data-action="${name}"]`);
  }

  async tap(name) {
    await this.touch(this.action(name).first());
  }

  /** Says who fills, as every tablet is told before its first form. */
  async introduce(name = '样例联络员', code = '001') {
    await this.go('#/settings');
    await this.page.locator('#officer-name').fill(name);
    await this.page.locator('#officer-code').fill(code);
    await this.tap('save-officer');
    await this.saved();
  }

  /** Begins a draft of a form. */
  async begin(form) {
    const button = this.page.locator(`[data-form="${form}"][data-action="new"]`).first();
    await this.page.locator('[data-form][data-action="new"]').first().waitFor();
    // Those that are not for every day stand on the page of forms.
    if (!(await button.count())) await this.go('#/forms');
    await this.touch(button);
    await this.page.locator('[data-path]').first().waitFor();
  }

  /** Waits until the app says that all is on disk. */
  async saved() {
    await this.page.locator('[data-status="saved"]').waitFor({ state: 'attached' });
  }

  /** Hands one or more files to an input of the page: form, batch, table, backup, pack. */
  async give(kind, files) {
    await this.page.locator(`input[type=file][data-input="${kind}"]`).setInputFiles(files);
  }

  /** Taps what downloads, and gives back the file's place and name. */
  async download(action, within_ms) {
    const [download] = await Promise.all([this.page.waitForEvent('download', { timeout: within_ms }), this.tap(action)]);
    return { path: await download.path(), name: download.suggestedFilename() };
  }

  /** Saves everything unsent as a file: it asks back before it leaves in clear. */
  async saveBackup() {
    await this.tap('backup');
    return this.download('confirm-backup');
  }

  async sees(text) {
    await this.page.getByText(text).first().waitFor();
  }

  async shows(path, expected) {
    await eventually(async () => assert.equal(await this.answer(path), expected, path));
  }
}

const middle = (box) => box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };

/** A place that nobody knows is near. */
const isNear = (place, other) => !place || !other || Math.hypot(place.x - other.x, place.y - other.y) < ONE_PLACE;

/** Repeats a check until it holds; after the time is up its last failure stands. */
export async function eventually(check, { within_ms = 10_000 } = {}) {
  const end = performance.now() + within_ms;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end || /has been closed/.test(error.message)) throw error; // a page that is gone says nothing more
      await pause(50);
    }
  }
}
