// A real Apache with a WebDAV folder and the page beside it, as a zone would run it: the settings are read from docs/hosting.md.

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { freePort } from './nginx.mjs';

const MODULES = '/usr/lib/apache2/modules';
const PROGRAM = '/usr/sbin/apache2';
const NEEDED = ['mpm_event', 'authn_core', 'authn_file', 'authz_core', 'authz_user', 'auth_basic', 'mime', 'dir', 'alias', 'headers', 'dav', 'dav_fs'];

export class Apache {
  /** `page`: a folder that it gives out at `/`, where that is wanted. */
  constructor(room, { user = 'tablet', password = '样例 secret', page = null } = {}) {
    Object.assign(this, { room, user, password, port: 0, running: null });
    this.files = path.join(room, 'sync');
    for (const folder of [this.files, path.join(room, 'lock'), path.join(room, 'page')]) fs.mkdirSync(folder, { recursive: true });
    // Copied: it reads as an account of its own, for which the way there may be shut.
    if (page) fs.cpSync(page, path.join(room, 'page'), { recursive: true });
  }

  static isHere() {
    return fs.existsSync(PROGRAM) && NEEDED.every((name) => fs.existsSync(path.join(MODULES, `mod_${name}.so`)));
  }

  get address() {
    return `http://127.0.0.1:${this.port}/sync/`;
  }

  /** Where its page lies. */
  get origin() {
    return `http://127.0.0.1:${this.port}/`;
  }

  async start() {
    this.port ||= await freePort();
    const hashed = execFileSync('openssl', ['passwd', '-apr1', '-stdin'], { input: `${this.password}\n`, encoding: 'utf8' }).trim();
    fs.writeFileSync(path.join(this.room, 'passwords'), `${this.user}:${hashed}\n`);
    fs.writeFileSync(path.join(this.room, 'httpd.conf'), settings(this));
    if (process.getuid?.() === 0) {
      // It does not serve as root; what it writes belongs to its own account.
      execFileSync('chown', ['-R', 'www-data:www-data', this.files, path.join(this.room, 'lock')]);
      fs.chmodSync(this.room, 0o755);
    }
    this.running = spawn(PROGRAM, ['-d', this.room, '-f', path.join(this.room, 'httpd.conf'), '-DFOREGROUND'], { stdio: 'ignore' });
    for (let left = 200; ; left -= 1) {
      if (await fetch(this.address, { method: 'OPTIONS' }).then((response) => response.ok, () => false)) return this;
      if (left === 0) throw new Error(`Apache does not answer: ${fs.readFileSync(path.join(this.room, 'error.log'), 'utf8')}`);
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
}

/** What docs/hosting.md has people put into their site. */
const PUBLISHED = fs.readFileSync(new URL('../../docs/hosting.md', import.meta.url), 'utf8').match(/```apache\n(.*?)```/s)[1];

const settings = ({ room, port }) => `
ServerRoot ${room}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${room}/httpd.pid
ErrorLog ${room}/error.log
DefaultRuntimeDir ${room}
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
${NEEDED.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
TypesConfig /dev/null
AddType text/html .html
AddType text/javascript .js
AddType text/css .css
AddType application/json .json
AddType application/manifest+json .webmanifest
${PUBLISHED.replaceAll('/srv/taizhang', room)}
`;
