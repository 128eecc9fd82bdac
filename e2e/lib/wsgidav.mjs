// A real WsgiDAV (Python): the server that does nothing for whoever was cut. What arrived of a file that broke off lies under its name, is
// listed and given out like any other, and keeps the name taken.
//
// Its program lies in a package of Python, see scripts/servers.sh; where there is none, who needs it says so and is left out.

import fs from 'node:fs';
import path from 'node:path';
import { DavServer } from './dav.mjs';
import { TOOLS } from './fleet.mjs';

const PROGRAM = path.join(TOOLS, 'wsgidav/bin/wsgidav');

export class WsgiDav extends DavServer {
  static isHere() {
    return fs.existsSync(PROGRAM);
  }

  command() {
    const config = path.join(this.room, 'wsgidav.json');
    fs.writeFileSync(config, JSON.stringify(settings(this)));
    return [PROGRAM, '--config', config];
  }
}

const settings = ({ port, files, user, password }) => ({
  host: '127.0.0.1',
  port,
  server: 'cheroot',
  provider_mapping: { '/sync': files },
  http_authenticator: { accept_basic: true, accept_digest: false, default_to_digest: false },
  simple_dc: { user_mapping: { '*': { [user]: { password } } } },
  // What docs/hosting.md asks of any server.
  cors: {
    allow_origin: '*',
    allow_methods: ['GET', 'HEAD', 'PUT', 'MKCOL', 'PROPFIND', 'OPTIONS'],
    allow_headers: ['Authorization', 'Content-Type', 'Depth', 'If-None-Match'],
    expose_headers: ['Content-Length', 'Date', 'Retry-After'],
  },
});
