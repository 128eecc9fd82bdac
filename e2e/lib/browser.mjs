// A device: real Chromium with a profile of its own that outlives closing, killing and starting again.
//
// Every page of it is watched: a breach of the content policy, an uncaught exception, an error in the console or a request
// to anybody but this machine is kept in `complaints`, and a journey that leaves any fails.
// Not here: what a person does on the page (`person.mjs`).

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { family, killAll } from './processes.mjs';

export const LANDSCAPE = { width: 1280, height: 800 };
export const PORTRAIT = { width: 800, height: 1280 };

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--hide-crash-restore-bubble',
];

const installed = () => {
  const named = process.env.CHROMIUM;
  const found = [named, '/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => file && fs.existsSync(file));
  if (!found) throw new Error('no Chromium: run make test, which installs one, or name it in CHROMIUM');
  return found;
};

// A request that finds no server is what these tests are about, and no fault of the page.
const OFFLINE_NOISE =
  /^Failed to load resource: |net::ERR_(CONNECTION|INTERNET|NETWORK|FAILED|EMPTY|CONTENT_LENGTH|INCOMPLETE)|WebAssembly compilation aborted: Network error/;

/** What is asked of nobody. */
const OF_THE_PAGE = ['about:', 'blob:', 'data:'];
/** All servers of a journey run on this machine. */
const THIS_MACHINE = /^(127(\.\d+){3}|\[::1\]|(.+\.)?localhost)$/;
/** A name that the browser was told to look for on this machine. */
const LED_HERE = /^--host-resolver-rules=MAP (\S+) 127\.0\.0\.1$/;

/** So many letters of what a page shows are told where a sentence failed. */
const MOST_SHOWN = 600;

export class Device {
  constructor(name, { viewport = LANDSCAPE, locale = 'zh-CN', tolerate = [], flags = [], hasPolicy = true, profile, launcher = chromium, executable = installed() } = {}) {
    this.name = name;
    this.viewport = viewport;
    this.locale = locale;
    this.tolerate = tolerate;
    /** `false`: the page's content policy does not hold, where a test needs an address that it forbids. */
    this.hasPolicy = hasPolicy;
    /** Of this browser besides those of all. */
    this.flags = flags;
    this.launcher = launcher;
    this.executable = executable;
    this.profile = profile ?? fs.mkdtempSync(path.join(os.tmpdir(), `taizhang-${name}-`));
    this.complaints = [];
    this.context = null;
    this.page = null;
  }

  async start() {
    this.context = await this.#launch();
    // Reached by what never comes alone: a busy machine may take half a minute to show a page.
    this.context.setDefaultTimeout(60_000);
    await this.context.exposeBinding('__violation', (_source, text) => this.#complain(`content policy: ${text}`));
    await this.context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        window.__violation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`);
      });
    });
    this.#hear(this.context);
    this.context.browser()?.on('context', (window) => this.#hear(window));
    this.context.on('page', (page) => this.#watch(page));
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.#watch(this.page);
    return this;
  }

  /** Chromium at times dies before its first page on a busy machine, which is no fault of ours: that is tried again, and told. */
  async #launch(attempts = 3) {
    try {
      return await this.launcher.launchPersistentContext(this.profile, {
        executablePath: this.executable,
        headless: true,
        args: [...FLAGS, ...this.flags],
        viewport: this.viewport,
        locale: this.locale,
        timezoneId: 'Asia/Shanghai',
        hasTouch: true,
        acceptDownloads: true,
        bypassCSP: !this.hasPolicy,
        timeout: 60_000,
      });
    } catch (error) {
      if (attempts === 1) throw error;
      console.log(`  note  Chromium did not start for ${this.name}, once more: ${error.message.split('\n', 1)[0]}`);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return this.#launch(attempts - 1);
    }
  }

  #watched = new WeakSet();

  #watch(page) {
    if (this.#watched.has(page)) return;
    this.#watched.add(page);
    page.on('pageerror', (error) => this.#complain(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !OFFLINE_NOISE.test(message.text())) this.#complain(`console: ${message.text()}`);
    });
    page.on('websocket', (socket) => this.#asked(socket.url()));
  }

  /** Hears of all that its pages, their workers and the service worker ask for. */
  #hear(context) {
    context.on('request', (request) => this.#asked(request.url()));
  }

  /** Nothing is asked of anybody else, whatever is tolerated besides. */
  #asked(address) {
    const { protocol, hostname } = new URL(address);
    const isLedHere = this.flags.some((flag) => flag.match(LED_HERE)?.[1] === hostname);
    if (OF_THE_PAGE.includes(protocol) || THIS_MACHINE.test(hostname) || isLedHere) return;
    this.complaints.push(`${this.name}: asked somebody else: ${address}`);
  }

  #complain(text) {
    if (!this.tolerate.some((pattern) => pattern.test(text))) this.complaints.push(`${this.name}: ${text}`);
  }

  /** What each tab shows, in a few lines: where it is and how its text begins. */
  async shown() {
    const pages = this.context?.pages() ?? [];
    return Promise.all(
      pages.map(async (page, tab) => {
        const text = await page.locator('body').innerText({ timeout: 5_000 }).catch((error) => error.message);
        return `${this.name}, tab ${tab + 1}: ${page.url()}: ${text.replace(/\s+/g, ' ').slice(0, MOST_SHOWN)}`;
      }),
    );
  }

  /** One more tab. */
  async tab() {
    return this.context.newPage();
  }

  /** The network goes, or comes back, for every tab. Workers keep theirs: stop the server to take it from them too. */
  async offline(gone) {
    await this.context.setOffline(gone);
  }

  /** The processes of this browser: the one that owns the profile, and all that it started. */
  processes() {
    return family(({ args }) => args.includes(`--user-data-dir=${this.profile}`));
  }

  /** kill -9 of the whole browser: what a dead battery or an impatient person does. Returns how many processes died. */
  async kill() {
    const { context } = this;
    const closed = new Promise((resolve) => context.once('close', resolve));
    const killed = killAll(this.processes());
    await closed;
    this.context = null;
    return killed;
  }

  /** The system asks the browser to end, as when a tablet is shut down: SIGTERM, and no page hears of it. */
  async terminate() {
    const { context } = this;
    const closed = new Promise((resolve) => context.once('close', resolve));
    const [own] = this.processes();
    process.kill(own, 'SIGTERM');
    await closed;
    this.context = null;
    // What is left of it holds the profile for a moment.
    for (let waits = 0; this.processes().length > 0 && waits < 100; waits += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** The person closes the browser. */
  async close() {
    await this.context?.close();
    this.context = null;
  }

  /** The same tablet, switched on again. */
  async restart() {
    await this.close();
    return this.start();
  }

  /** Closes it and throws its profile away. */
  async discard() {
    await this.close().catch(() => {});
    fs.rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
