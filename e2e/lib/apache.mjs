// A real Apache with a WebDAV folder and the page beside it, as a zone would run it: the settings are read from docs/hosting.md.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { DavServer, published } from './dav.mjs';

const MODULES = '/usr/lib/apache2/modules';
const PROGRAM = '/usr/sbin/apache2';
const NEEDED = ['mpm_event', 'authn_core', 'authn_file', 'authz_core', 'authz_user', 'auth_basic', 'mime', 'dir', 'alias', 'headers', 'dav', 'dav_fs'];

export class Apache extends DavServer {
  static isHere() {
    return fs.existsSync(PROGRAM) && NEEDED.every((name) => fs.existsSync(path.join(MODULES, `mod_${name}.so`)));
  }

  command() {
    for (const folder of ['lock', 'page']) fs.mkdirSync(path.join(this.room, folder), { recursive: true });
    fs.writeFileSync(path.join(this.room, 'httpd.conf'), settings(this));
    if (process.getuid?.() === 0) {
      // It does not serve as root; what it writes belongs to its own account.
      execFileSync('chown', ['-R', 'www-data:www-data', this.files, path.join(this.room, 'lock')]);
      fs.chmodSync(this.room, 0o755);
    }
    return [PROGRAM, '-d', this.room, '-f', path.join(this.room, 'httpd.conf'), '-DFOREGROUND'];
  }
}

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
${published('apache').replaceAll('/srv/taizhang', room)}
`;
