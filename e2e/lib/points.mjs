// Points of the desk worker at which it can be kept standing, so that a person's tap comes at a moment that is chosen and not
// by luck: each time that it has told how far it is, before it commits what it writes, and behind that.
//
// Not here: what the worker does (`src/worker/desk`), killing a browser at one (`faults/k5.mjs`).

import assert from 'node:assert/strict';
import { faults } from './server.mjs';

/** Asks the server at each point, and stands until it answers. */
function atPoints() {
  const stand = (name) => {
    const asking = new XMLHttpRequest();
    asking.open('GET', `/__point/${name}`, false);
    try {
      asking.send();
    } catch {
      for (;;); // it is being ended, and does nothing any more
    }
  };
  const tell = self.postMessage.bind(self);
  self.postMessage = (message, transfer) => {
    tell(message, transfer);
    if (message[2]) stand('told'); // there is more to come
  };
  const commit = IDBTransaction.prototype.commit;
  IDBTransaction.prototype.commit = function () {
    const stores = [...this.objectStoreNames].join('+');
    stand(`commit/${stores}`);
    commit.call(this);
    stand(`committed/${stores}`);
  };
}

/**
 * Has every desk worker that a server's pages start from now on stand at its points while somebody wants it to. The app is not kept
 * for offline use meanwhile: its own worker's script would not be the one that was published.
 */
export function withPoints(server) {
  const before = faults.before(/^worker[^/]*\.js$/, `(${atPoints})();\n`);
  const never = faults.silent('sw.js');
  server.fault = (asked, found) => before(asked, never(asked, found));
}

/**
 * Keeps the worker standing at the `count`-th point whose name begins with `name`, does `act` there, and lets it go on, if it still
 * lives.
 */
export async function standingAt(server, name, act, { count = 1, begin }) {
  let reached;
  let release;
  const stands = new Promise((resolve) => (reached = resolve));
  const released = new Promise((resolve) => (release = resolve));
  let left = count;
  server.point = (at) => {
    if (!at.startsWith(name) || (left -= 1) !== 0) return undefined;
    reached();
    return released;
  };
  try {
    await begin();
    const late = new Promise((_, reject) => setTimeout(reject, 60_000, new assert.AssertionError({ message: `no worker came to ${name}` })));
    await Promise.race([stands, late]);
    return await act();
  } finally {
    release();
    server.point = null;
  }
}
