// A server with a WebDAV folder of its own, run by a real program: a port, an account, a folder, and the page where it gives that out too.
//
// It can be stopped and started again on its port. Which program, and its settings: `nginx.mjs`, `apache.mjs`, `wsgidav.mjs`.

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { lying } from './connected.mjs';

export class DavServer {
  /** `allows`: what of its settings pages of another origin get (nginx): `all`, `reading` alone, or `nothing`. */
  constructor(room, { user = 'tablet', password = '样例 secret', allows = 'all' } = {}) {
    Object.assign(this, { room, user, password, allows, port: 0, running: null });
    this.files = path.join(room, 'sync');
    fs.mkdirSync(this.files, { recursive: true });
  }

  get origin() {
    return `http://127.0.0.1:${this.port}/`;
  }

  get address() {
    return `${this.origin}sync/`;
  }

  /** Gives out the page, too, as one server that is enough. A copy: it may read as an account of its own, for which the way there is shut. */
  serve(page) {
    fs.cpSync(page, path.join(this.room, 'page'), { recursive: true });
    return this;
  }

  async start() {
    this.port ||= await freePort();
    const hashed = execFileSync('openssl', ['passwd', '-apr1', '-stdin'], { input: `${this.password}\n`, encoding: 'utf8' }).trim();
    fs.writeFileSync(path.join(this.room, 'passwords'), `${this.user}:${hashed}\n`);
    const [program, ...words] = this.command();
    const log = fs.openSync(path.join(this.room, 'error.log'), 'a');
    this.running = spawn(program, words, { stdio: ['ignore', log, log] });
    for (let left = 600; !(await this.#answers()); left -= 1) {
      if (left === 0) throw new Error(`${program} does not answer: ${fs.readFileSync(path.join(this.room, 'error.log'), 'utf8')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return this;
  }

  /** What a browser asks before a page of another origin may put something there: without a password. */
  #answers() {
    const headers = { origin: 'http://127.0.0.1', 'access-control-request-method': 'PUT' };
    return fetch(this.address, { method: 'OPTIONS', headers }).then((response) => response.ok, () => false);
  }

  async stop() {
    const { running } = this;
    this.running = null;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    await gone;
  }

  /** A server that is empty, as it is reached at `origin`: a folder of this one. What a page is told of it, and where its files come to lie. */
  async empty(name, origin) {
    return { place: path.join(this.files, name), shown: { user: this.user, password: this.password, address: `${origin}/${name}/` } };
  }

  /** What lies there: names and bytes. */
  async held(place) {
    return lying(place);
  }

  /** Every sealed file that lies there, by its path below the folder. What trying the server left is none. */
  lying() {
    const names = fs.readdirSync(this.files, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.age'));
    return names.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  }
}

/** The first block of a kind in docs/hosting.md: what people copy, to be run as it stands there. */
export const published = (kind) => fs.readFileSync(new URL('../../docs/hosting.md', import.meta.url), 'utf8').match(new RegExp(`\`\`\`${kind}\\n(.*?)\`\`\``, 's'))[1];

export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
