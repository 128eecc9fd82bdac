// Serves a folder: node e2e/serve.mjs --folder dist --port 8080 --base /taizhang/ [--host 127.0.0.1]
// For looking at a build. Any static host does the same; see README.

import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { Server } from './lib/server.mjs';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: 'dist' },
    port: { type: 'string', default: '8080' },
    base: { type: 'string', default: '/' },
    host: { type: 'string', default: '127.0.0.1' },
  },
});
if (!fs.existsSync(`${values.folder}/index.html`)) {
  console.error(`${values.folder} has no index.html: run make dist first`);
  process.exit(1);
}
const wanted = Number(values.port);
for (let port = wanted; ; port += 1) {
  try {
    const server = await new Server({ folder: values.folder, port, base: values.base, host: values.host }).start();
    console.log(`Taizhang is at ${server.address}   (Ctrl-C ends it)`);
    break;
  } catch (error) {
    if (error.code !== 'EADDRINUSE' || port >= wanted + 20) throw error;
    console.log(`port ${port} is taken, trying the next`);
  }
}
