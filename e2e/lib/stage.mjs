// What one journey has: a server under a sub-path, devices that are thrown away at its end, a report.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Device } from './browser.mjs';
import { Server } from './server.mjs';

export class Stage {
  constructor({ folder, report, runs = 1, browser = (name, options) => new Device(name, options) }) {
    this.folder = folder;
    this.report = report;
    /** How often a fault script repeats its fault. */
    this.runs = runs;
    this.#browser = browser;
    this.#devices = [];
    this.#servers = [];
    this.#rooms = [];
  }

  #browser;
  #devices;
  #servers;
  #rooms;

  async server({ folder = this.folder, base = '/zone/taizhang/' } = {}) {
    const server = await new Server({ folder, base }).start();
    this.#servers.push(server);
    return server;
  }

  async device(name, options) {
    const device = await this.#browser(name, options);
    this.#devices.push(device);
    return device.start();
  }

  /** A new folder that is gone at the end. */
  room() {
    const room = fs.mkdtempSync(path.join(os.tmpdir(), 'taizhang-room-'));
    this.#rooms.push(room);
    return room;
  }

  /** One named sentence of the journey. A failure ends the journey, because what follows builds on it. */
  async shows(sentence, body) {
    if (await this.report.sentence(sentence, body)) return;
    for (const device of this.#devices) for (const shown of (await device.shown?.()) ?? []) this.report.fact(shown);
    throw new Stopped();
  }

  complaints() {
    return this.#devices.flatMap((device) => device.complaints);
  }

  async clear() {
    for (const device of this.#devices) await device.discard();
    for (const server of this.#servers) await server.stop();
    for (const room of this.#rooms) fs.rmSync(room, { recursive: true, force: true });
  }
}

/** A sentence failed and was told; the rest of its journey is not run. */
export class Stopped extends Error {}
