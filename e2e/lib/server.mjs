// A plain static host, as any zone has one: files under a sub-path, right types, nothing else.
//
// It can be stopped and started on the same port, and told to be as bad as real networks are: see `faults` below.
// Not here: anything that knows the app.

import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const TYPES = {
  css: 'text/css; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  ftl: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  mjs: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const typeOf = (name) => TYPES[path.extname(name).slice(1)] ?? 'application/octet-stream';

export class Server {
  /** @param {{folder: string, base?: string, port?: number, host?: string}} place `base` begins and ends with a slash */
  constructor({ folder, base = '/', port = 0, host = '127.0.0.1' }) {
    this.folder = path.resolve(folder);
    this.base = `/${base}/`.replace(/\/+/g, '/');
    this.port = port;
    this.host = host;
    this.fault = null;
    this.requests = [];
    this.running = null;
    /** Called when a page stands still: `watchDatabase` in `database.mjs`. */
    this.stopped = null;
    /** Asked by scripts that stand at a point (`points.mjs`): they go on once its promise has settled. */
    this.point = null;
  }

  get address() {
    return `http://${this.host}:${this.port}${this.base}`;
  }

  async start() {
    const running = http.createServer((request, response) => this.#answer(request, response));
    await new Promise((resolve, reject) => {
      running.once('error', reject);
      running.listen(this.port, this.host, resolve);
    });
    this.port = running.address().port; // kept, so that a restart is the same origin
    this.running = running;
    return this;
  }

  /** Gone for good: open connections are cut, new ones refused. */
  async stop() {
    const { running } = this;
    if (!running) return;
    this.running = null;
    running.closeAllConnections();
    await new Promise((resolve) => running.close(resolve));
  }

  /** From now on this folder, as when somebody copies a new version over the old one. */
  serve(folder) {
    this.folder = path.resolve(folder);
  }

  #answer(request, response) {
    const asked = decodeURIComponent(new URL(request.url, 'http://any').pathname);
    this.requests.push(asked);
    if (asked === '/__stop') return this.stopped?.(); // never answered: whoever asks stands still
    if (asked.startsWith('/__point/')) {
      Promise.resolve(this.point?.(asked.slice('/__point/'.length))).then(() => response.end());
      return undefined;
    }
    let found = this.#find(asked);
    if (this.fault) found = this.fault(path.posix.relative(this.base, asked), found);
    if (found.silent) return;
    const headers = { 'content-type': found.type ?? 'text/plain; charset=utf-8', 'cache-control': 'no-cache', ...found.headers };
    response.writeHead(found.status, headers);
    if (found.cut) {
      response.write(found.body.subarray(0, Math.floor(found.body.length / 2)), () => response.destroy());
    } else {
      response.end(request.method === 'HEAD' ? undefined : found.body);
    }
  }

  #find(asked) {
    if (`${asked}/` === this.base) return { status: 301, headers: { location: this.base }, body: Buffer.alloc(0) };
    const inside = asked.startsWith(this.base) ? asked.slice(this.base.length) : null;
    let file = inside === null ? null : path.join(this.folder, path.posix.normalize(`/${inside}`));
    if (file && fs.existsSync(file) && fs.statSync(file).isDirectory()) file = path.join(file, 'index.html');
    if (!file || !fs.existsSync(file)) return { status: 404, body: Buffer.from('not found') };
    return { status: 200, type: typeOf(file), body: fs.readFileSync(file) };
  }
}

const LOGIN = Buffer.from('<!doctype html><title>Wi-Fi</title><h1>Log in to this network</h1>');

const is = (asked, name) => asked === path.posix.normalize(name);

/** What stands between a tablet and its server. Each is set as `server.fault`; `null` is a good day. */
export const faults = {
  /** A hotel's network: every address answers 200 with its login page. */
  captivePortal: () => ({ status: 200, type: TYPES.html, body: LOGIN }),
  /** One file ends half-way, its connection cut. */
  cut: (name) => (asked, found) => (is(asked, name) ? { ...found, cut: true } : found),
  /** One file ends half-way and says that this is all. */
  short: (name) => (asked, found) =>
    is(asked, name) ? { ...found, body: found.body.subarray(0, Math.floor(found.body.length / 2)) } : found,
  /** One file was not copied. */
  missing: (name) => (asked, found) => (is(asked, name) ? { status: 404, body: Buffer.from('not found') } : found),
  /** One file is asked for and never comes. */
  silent: (name) => (asked, found) => (is(asked, name) ? { ...found, silent: true } : found),
  /** Scripts of this name begin with what a test adds to them. */
  before: (name, text) => (asked, found) =>
    found.status === 200 && name.test(asked) ? { ...found, body: Buffer.concat([Buffer.from(text), found.body]) } : found,
  /** One file is answered with a page. */
  pageInstead: (name) => (asked, found) => (is(asked, name) ? { status: 200, type: TYPES.html, body: LOGIN } : found),
};
