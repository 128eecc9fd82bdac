// A real nginx with a WebDAV folder, as a zone would run it: the settings are read from docs/hosting.md.
//
// Tablets may read, list and put, and neither replace nor delete. It can be stopped and started again on its port.

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';

const MODULE = '/usr/lib/nginx/modules/ngx_http_dav_ext_module.so';

export class Nginx {
  constructor(room, { user = 'tablet', password = '样例 secret' } = {}) {
    Object.assign(this, { room, user, password, port: 0, running: null });
    this.files = path.join(room, 'sync');
    for (const folder of [this.files, path.join(room, 'incoming'), path.join(room, 'tmp')]) fs.mkdirSync(folder, { recursive: true });
  }

  /** Whether there is one on this machine. */
  static isHere() {
    try {
      execFileSync('nginx', ['-v'], { stdio: 'ignore' });
      return fs.existsSync(MODULE);
    } catch {
      return false;
    }
  }

  get address() {
    return `${this.origin}sync/`;
  }

  get origin() {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Gives out the page, too, as one server that is enough. */
  serve(page) {
    fs.symlinkSync(path.resolve(page), path.join(this.room, 'page'));
    return this;
  }

  async start() {
    this.port ||= await freePort();
    const hashed = execFileSync('openssl', ['passwd', '-apr1', '-stdin'], { input: `${this.password}\n`, encoding: 'utf8' }).trim();
    fs.writeFileSync(path.join(this.room, 'passwords'), `${this.user}:${hashed}\n`);
    fs.writeFileSync(path.join(this.room, 'nginx.conf'), settings(this));
    this.running = spawn('nginx', ['-c', path.join(this.room, 'nginx.conf'), '-e', path.join(this.room, 'error.log')], { stdio: 'ignore' });
    for (let left = 100; ; left -= 1) {
      const is = await fetch(this.address, { method: 'OPTIONS' }).then((response) => response.status === 204, () => false);
      if (is) return this;
      if (left === 0) throw new Error(`nginx does not answer: ${fs.readFileSync(path.join(this.room, 'error.log'), 'utf8')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop() {
    const { running } = this;
    this.running = null;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    await gone;
  }

  /** Every sealed file that lies there, by its path below the folder. What trying the server left is none. */
  lying() {
    const names = fs.readdirSync(this.files, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.age'));
    return names.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  }
}

export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What docs/hosting.md has people put into nginx's own folder. */
const PUBLISHED = fs.readFileSync(new URL('../../docs/hosting.md', import.meta.url), 'utf8').match(/```nginx\n(.*?)```/s)[1];

/** Those settings in a folder and on a port of their own, and around them what a system's own settings have. */
function settings({ room, port }) {
  const own = PUBLISHED.replaceAll('/srv/taizhang', room).replace('listen 443 ssl;', `listen 127.0.0.1:${port};`).replaceAll(/^.*ssl_certificate.*\n/gm, '');
  return `
load_module ${MODULE};
daemon off; worker_processes 1; pid ${room}/nginx.pid; error_log ${room}/error.log warn;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 256; }
http {
  access_log off;
  include /etc/nginx/mime.types; default_type application/octet-stream;
  proxy_temp_path ${room}/tmp; fastcgi_temp_path ${room}/tmp; uwsgi_temp_path ${room}/tmp; scgi_temp_path ${room}/tmp;
  ${own}
}
`;
}

/** A journey between a page and a server of its own; left out where there is none on this machine. */
export async function withNginx(stage, between) {
  if (!Nginx.isHere()) {
    stage.report.fact('left out: there is no nginx with WebDAV on this machine');
    return;
  }
  const server = await stage.server();
  const room = stage.room();
  const store = await new Nginx(stage.room()).start();
  try {
    await between(stage, server, room, store);
  } finally {
    await store.stop();
  }
}
