// What a person would need for what a program does at once: taps, signs that are typed, words that are read, counted as they happen.
//
// Rates after the keystroke-level model (Card, Moran, Newell 1980): a tap is a decision (1.35 s) and a pointing (1.1 s), a typed sign is one of
// a code that means nothing (0.75 s, the slowest that it knows). Whatever comes in sight is read once, as fast as adults read in silence: 390
// Chinese characters or 238 English words a minute (Brysbaert 2019). It is a reckoning and no person: nobody errs in it, asks, or looks for glasses.

const TAP_S = 1.35 + 1.1;
const SIGN_S = 0.75;
/** Somebody walks to the other screen and holds a camera before it. */
const PHOTOGRAPH_S = 10;
const CHARACTERS_PER_S = 390 / 60;
const WORDS_PER_S = 238 / 60;

export class Effort {
  constructor() {
    this.taps = 0;
    this.signs = 0;
    this.photographs = 0;
    this.characters = 0;
    this.words = 0;
    this.#known = new Set();
  }

  #known;

  /** Watches all that is done on a page from its next start on. */
  async watch(page) {
    await page.exposeBinding('__did', (_source, what, much) => (this[what] += much));
    await page.exposeBinding('__saw', (_source, text) => this.read(text));
    await page.addInitScript(() => {
      const isInSight = ({ parentElement }) => {
        const { top, bottom, width } = parentElement.getBoundingClientRect();
        return width > 1 && bottom > 0 && top < innerHeight && getComputedStyle(parentElement).visibility === 'visible';
      };
      const look = () => {
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const lines = [];
        while (texts.nextNode()) if (texts.currentNode.data.trim() && isInSight(texts.currentNode)) lines.push(texts.currentNode.data.trim());
        window.__saw(lines.join('\n'));
      };
      window.addEventListener('pointerup', () => (window.__did('taps', 1), look()), true);
      window.addEventListener('hashchange', () => (window.__did('taps', 1), setTimeout(look, 1_000)), true);
      const known = new WeakMap();
      window.addEventListener('focusin', ({ target }) => known.set(target, target.value?.length ?? 0), true);
      window.addEventListener('input', ({ target }) => {
        if (target.type === 'file') return window.__did('photographs', 1);
        const [before, now] = [known.get(target) ?? 0, target.value?.length ?? 0];
        known.set(target, now);
        if (now !== before) window.__did('signs', Math.abs(now - before));
      }, true);
    });
  }

  /** Each line once: nobody reads again what stays. */
  read(text) {
    for (const line of text.split('\n').filter((line) => !this.#known.has(line))) {
      this.#known.add(line);
      const han = line.match(/\p{Script=Han}/gu)?.length ?? 0;
      this.characters += han;
      this.words += line.match(/[A-Za-z]+/g)?.length ?? 0;
    }
  }

  /** A line that is copied from one window into another: marked, copied, the other window, pasted. */
  copies() {
    this.taps += 4;
  }

  get seconds() {
    return this.taps * TAP_S + this.signs * SIGN_S + this.photographs * PHOTOGRAPH_S + this.characters / CHARACTERS_PER_S + this.words / WORDS_PER_S;
  }

  toString() {
    return `${this.taps} taps, ${this.signs} signs typed, ${this.photographs} codes photographed, ${this.characters} characters and ${this.words} words read: ${Math.round(this.seconds)} s`;
  }
}
