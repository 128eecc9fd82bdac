// A real nginx with a WebDAV folder, as a zone would run it: the settings are those of docs/hosting.md.
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
    return `http://127.0.0.1:${this.port}/sync/`;
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

  /** Every file that lies there, by its path below the folder. */
  lying() {
    const names = fs.readdirSync(this.files, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return names.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  }
}

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const settings = ({ room, files, port }) => `
load_module ${MODULE};
daemon off; worker_processes 1; pid ${room}/nginx.pid; error_log ${room}/error.log warn;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 256; }
http {
  access_log off;
  default_type application/octet-stream;
  client_body_temp_path ${room}/incoming; client_max_body_size 256m;
  proxy_temp_path ${room}/tmp; fastcgi_temp_path ${room}/tmp; uwsgi_temp_path ${room}/tmp; scgi_temp_path ${room}/tmp;
  dav_ext_lock_zone zone=dav:1m;
  map "$request_method:$http_if_none_match" $create_only { default ""; "PUT:*" "1"; }
  server {
    listen 127.0.0.1:${port};
    location /sync/ {
      alias ${files}/;
      add_header Access-Control-Allow-Origin * always;
      add_header Access-Control-Allow-Methods "GET, HEAD, PUT, MKCOL, PROPFIND, OPTIONS" always;
      add_header Access-Control-Allow-Headers "Authorization, Content-Type, Depth, If-None-Match" always;
      add_header Access-Control-Expose-Headers "Content-Length, Date, Retry-After" always;
      add_header Cache-Control no-store always;
      if ($request_method = OPTIONS) { return 204; }
      set $taken $create_only;
      if (-e $request_filename) { set $taken "\${taken}1"; }
      if ($taken = "11") { return 412; }
      auth_basic sync; auth_basic_user_file ${room}/passwords;
      dav_methods PUT MKCOL; dav_ext_methods PROPFIND OPTIONS; dav_ext_lock zone=dav;
      create_full_put_path on; dav_access user:rw group:r all:r;
    }
  }
}
`;

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
