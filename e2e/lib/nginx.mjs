// A real nginx with a WebDAV folder, as a zone would run it: the settings are read from docs/hosting.md.
//
// Tablets may read, list and put, and neither replace nor delete.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { DavServer, published } from './dav.mjs';

const MODULE = '/usr/lib/nginx/modules/ngx_http_dav_ext_module.so';

export class Nginx extends DavServer {
  /** Whether there is one on this machine. */
  static isHere() {
    try {
      execFileSync('nginx', ['-v'], { stdio: 'ignore' });
      return fs.existsSync(MODULE);
    } catch {
      return false;
    }
  }

  command() {
    for (const folder of ['incoming', 'tmp']) fs.mkdirSync(path.join(this.room, folder), { recursive: true });
    fs.writeFileSync(path.join(this.room, 'nginx.conf'), settings(this));
    return ['nginx', '-c', path.join(this.room, 'nginx.conf'), '-e', path.join(this.room, 'error.log')];
  }
}

/** Those settings in a folder and on a port of their own, and around them what a system's own settings have. */
function settings({ room, port, allows }) {
  const all = published('nginx');
  const own = { all, reading: all.replace('GET, HEAD, PUT, MKCOL, PROPFIND, OPTIONS', 'GET, HEAD, PROPFIND, OPTIONS'), nothing: all.replaceAll(/^.*Access-Control-.*\n/gm, '') }[
    allows
  ].replace(/# The bare name.*/s, '').replaceAll('/srv/taizhang', room).replace('listen 443 ssl;', `listen 127.0.0.1:${port};`).replaceAll(/^.*ssl_certificate.*\n/gm, '');
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
