// W3C WebDriver: a driver that is started, a session in it, and calls of it by name.
//
// Not here: which browser (`kinds.mjs`), what a page of it is asked for (`page.mjs`).

import { spawn } from 'node:child_process';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How an element is written in answers and arguments, as the standard names it. */
export const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

const START_MS = 60_000;

/** A driver's refusal, by its name in the standard: `stale element reference` for one. */
export class Refused extends Error {
  constructor({ error, message }) {
    super(`${error}: ${message}`);
    this.code = error;
  }
}

export class Session {
  /** Starts the driver, and with it the browser. `environment` is added to ours. */
  static async start({ driver, environment = {}, capabilities }) {
    const port = await freePort();
    const running = spawn(driver, [`--port=${port}`], { stdio: 'ignore', env: { ...process.env, ...environment } });
    let ended = false;
    running.once('exit', () => (ended = true));
    running.once('error', () => (ended = true)); // not there at all
    const session = new Session(running, `http://127.0.0.1:${port}`);
    try {
      await session.#listening(() => ended, driver);
      const begun = await session.#call('POST', '/session', { capabilities: { alwaysMatch: capabilities } });
      session.path = `/session/${begun.sessionId}`;
      session.capabilities = begun.capabilities;
    } catch (error) {
      running.kill('SIGKILL');
      throw error;
    }
    return session;
  }

  constructor(running, origin) {
    this.running = running;
    this.origin = origin;
    this.path = '';
  }

  async #listening(hasEnded, driver) {
    for (const end = performance.now() + START_MS; performance.now() < end; await pause(50)) {
      if (hasEnded()) throw new Error(`${driver} did not start: run make browsers, which installs it`);
      try {
        await fetch(`${this.origin}/status`);
        return;
      } catch {
        // not yet
      }
    }
    throw new Error(`${driver} does not answer`);
  }

  get(path) {
    return this.#call('GET', this.path + path);
  }

  post(path, body = {}) {
    return this.#call('POST', this.path + path, body);
  }

  async #call(method, path, body) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(this.origin + path, { method, headers, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Refused(value);
    return value;
  }

  /** Ends the browser as a person does, and the driver. */
  async close() {
    await this.#call('DELETE', this.path).catch(() => {}); // it may be gone already
    await this.abandon();
  }

  /** Ends the driver, whose browser is dead. */
  async abandon() {
    if (this.running.exitCode === null && this.running.signalCode === null) {
      const ended = new Promise((resolve) => this.running.once('exit', resolve));
      this.running.kill('SIGKILL');
      await ended;
    }
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
