// A device whose browser is driven over WebDriver: the same verbs as `lib/browser.mjs`, a profile that outlives closing,
// killing and starting again, and downloads beside it.
//
// Not here: what each browser wants (`kinds.mjs`), what a page of it can do (`page.mjs`).

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LANDSCAPE } from '../lib/browser.mjs';
import { family, killAll } from '../lib/processes.mjs';
import { Page } from './page.mjs';
import { Session } from './webdriver.mjs';

export class RemoteDevice {
  /** @param kind one of `kinds.mjs`: `begin({ profile, downloads, viewport, isPrivate, prefs })` says how a session of it starts */
  constructor(kind, name, { viewport = LANDSCAPE, isPrivate = false, prefs = {}, tolerate = [] } = {}) {
    this.kind = kind;
    this.name = name;
    this.viewport = viewport;
    this.isPrivate = isPrivate;
    /** Of this browser besides those of all. */
    this.prefs = prefs;
    this.tolerate = tolerate;
    this.room = fs.mkdtempSync(path.join(os.tmpdir(), `taizhang-${kind.name}-${name}-`));
    this.profile = path.join(this.room, 'profile');
    this.downloads = path.join(this.room, 'downloads');
    fs.mkdirSync(this.profile);
    fs.mkdirSync(this.downloads);
    this.complaints = [];
    this.session = null;
    this.page = null;
  }

  async start() {
    const { profile, downloads, viewport, isPrivate, prefs } = this;
    this.session = await Session.start(await this.kind.begin({ profile, downloads, viewport, isPrivate, prefs }));
    this.version = `${this.session.capabilities.browserName} ${this.session.capabilities.browserVersion}`;
    await this.session.post('/timeouts', { script: 120_000, pageLoad: 60_000, implicit: 0 });
    this.page = new Page(this.session, downloads);
    await this.page.setViewportSize(viewport);
    return this;
  }

  /** kill -9 of the browser and of all that it started. Returns how many processes died. */
  async kill() {
    const { session } = this;
    const driver = session.running.pid;
    const killed = killAll(family(({ parent }) => parent === driver));
    await session.abandon();
    this.session = null;
    return killed;
  }

  /** The person closes the browser. */
  async close() {
    const { session } = this;
    if (!session) return;
    this.session = null;
    const complaints = await this.page.complaints().catch(() => []); // a page that is no page of ours
    this.complaints.push(...complaints.filter((text) => !this.tolerate.some((pattern) => pattern.test(text))).map((text) => `${this.name}: ${text}`));
    await session.close();
  }

  async restart() {
    await this.close();
    return this.start();
  }

  async discard() {
    await this.close().catch(() => {});
    fs.rmSync(this.room, { recursive: true, force: true, maxRetries: 5 });
  }
}
