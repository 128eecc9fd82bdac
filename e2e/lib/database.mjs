// The page's database as a test sees it, past the page: all its rows out, all of them in, and one call of it made to fail
// or to stop the world.
//
// Not here: what the rows mean (`crates/store`).

/** A page of the same origin with nothing of the app in it: where a database can be put in place before the app runs. */
export const EMPTY_PAGE = 'licences.txt';

export async function apart(page, address) {
  await page.goto(address + EMPTY_PAGE);
}

/** The files of the app are asked for anew from now on: nothing is kept of them. */
export async function forgetApp(page, address) {
  await page.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await apart(page, address);
}

/**
 * All that the database and localStorage hold: `{ version, stores: { name: [[key, base64], ...] }, local }`. Rows that lie in
 * blocks are told under their own store, as every reader has them.
 */
export const profileOf = async (page) => {
  const profile = await everything(page);
  for (const [[name], value] of profile.stores.blocks ?? []) {
    const alone = new Set(profile.stores[name].map(([key]) => JSON.stringify(key)));
    for (const [key, bytes] of rowsOf(Buffer.from(value, 'base64'))) {
      if (!alone.has(JSON.stringify(key))) profile.stores[name].push([key, bytes.toString('base64')]);
    }
  }
  if (profile.stores.blocks) profile.stores.blocks = [];
  return profile;
};

/** Where in a device's database and localStorage a text stands. */
export async function places(page, text) {
  const { stores, local } = await profileOf(page);
  const found = Object.entries(stores).flatMap(([store, rows]) =>
    rows.filter(([key, value]) => JSON.stringify(key).includes(text) || Buffer.from(value, 'base64').includes(text)).map(([key]) => `${store} ${key}`),
  );
  return [...found, ...Object.entries(local).filter(([, value]) => value.includes(text)).map(([key]) => `localStorage ${key}`)];
}

/** Bytes of our own, from the first on. One that ends too soon throws. */
class Bytes {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get isEmpty() {
    return this.at >= this.bytes.length;
  }

  taken(count) {
    if (this.at + count > this.bytes.length) throw new Error('a block ends too soon');
    return this.bytes.subarray(this.at, (this.at += count));
  }

  byte() {
    return this.taken(1)[0];
  }

  /** Seven bits a byte, the lowest first. */
  number() {
    let sum = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      sum += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return sum;
    }
  }
}

/** The rows of a block (`store::blocks`): `[key, bytes]`. */
function* rowsOf(block) {
  const bytes = new Bytes(block);
  const format = bytes.byte();
  if (format !== 1 && format !== 2) throw new Error(`a block of format ${format}`);
  const rows = format === 1 ? bytes : new Bytes(unpacked(bytes));
  const part = () => (rows.byte() === 1 ? Number(rows.taken(8).readBigUInt64BE()) : rows.taken(rows.number()).toString());
  while (!rows.isEmpty) {
    const key = Array.from({ length: rows.number() }, part);
    yield [key, rows.taken(rows.number())];
  }
}

/** What was packed by LZ4 (`lz4_Block_format.md` of its makers), behind its length. */
function unpacked(bytes) {
  const whole = Buffer.alloc(bytes.number());
  let at = 0;
  const length = (first) => {
    let sum = first;
    for (let more = first === 15 ? 255 : 0; more === 255; sum += more) more = bytes.byte();
    return sum;
  };
  while (!bytes.isEmpty) {
    const token = bytes.byte();
    at += bytes.taken(length(token >> 4)).copy(whole, at);
    if (bytes.isEmpty) break; // the last has nothing to repeat
    const from = at - bytes.taken(2).readUInt16LE();
    for (let left = length(token & 15) + 4, next = from; left > 0; left -= 1) whole[at++] = whole[next++];
  }
  if (at !== whole.length) throw new Error('a packed block has another length');
  return whole;
}

const everything = (page) =>
  page.evaluate(async () => {
    const settled = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const [found] = await indexedDB.databases();
    const nothing = { version: 0, stores: {}, local: { ...localStorage } };
    if (!found) return nothing;
    // A browser killed while it made the database lists it until it is opened. To look must not make it.
    const opening = indexedDB.open(found.name);
    let isMade = true;
    opening.onupgradeneeded = () => {
      isMade = false;
      opening.transaction.abort();
    };
    const database = await settled(opening).catch((error) => {
      if (isMade) throw error;
    });
    if (!isMade) return nothing;
    const base64 = (bytes) => {
      let text = '';
      for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      return btoa(text);
    };
    const stores = {};
    for (const name of database.objectStoreNames) {
      if (name === 'ballast') {
        stores[name] = []; // 2 MiB of noise
        continue;
      }
      const store = database.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
      stores[name] = keys.map((key, at) => [key, base64(new Uint8Array(values[at]))]);
    }
    const { version } = database;
    database.close();
    return { name: found.name, version, stores, local: { ...localStorage } };
  });

/** Puts a profile in place of whatever is there. Only on a page where the app does not run: `apart`. */
export const putProfile = (page, profile) =>
  page.evaluate(async (profile) => {
    const settled = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
        request.onblocked = () => reject(new Error('another page still has the database'));
      });
    for (const { name } of await indexedDB.databases()) await settled(indexedDB.deleteDatabase(name));
    localStorage.clear();
    for (const [name, text] of Object.entries(profile.local)) localStorage.setItem(name, text);
    if (!profile.version) return;
    const opening = indexedDB.open(profile.name, profile.version);
    opening.onupgradeneeded = () => {
      for (const name of Object.keys(profile.stores)) opening.result.createObjectStore(name);
    };
    const database = await settled(opening);
    const running = database.transaction(Object.keys(profile.stores), 'readwrite');
    for (const [name, rows] of Object.entries(profile.stores)) {
      const store = running.objectStore(name);
      for (const [key, value] of rows) store.put(Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0)), key);
    }
    await new Promise((resolve, reject) => {
      running.oncomplete = resolve;
      running.onabort = () => reject(running.error);
    });
    database.close();
  }, profile);

/**
 * Opens the database in that layout, as an empty page does that knows nothing of the app, and does not let go of it while the
 * page lives. Returns how long that took. Only on a page where the app does not run: `apart`.
 */
export const holdDatabase = (page, { name, version }) =>
  page.evaluate(
    ({ name, version }) =>
      new Promise((resolve, reject) => {
        const begun = performance.now();
        const opening = indexedDB.open(name, version);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          window.__held = opening.result;
          resolve(performance.now() - begun);
        };
      }),
    { name, version },
  );

/** The keys of a store, as they lie. */
export const keysOf = async (page, store) => (await profileOf(page)).stores[store]?.map(([key]) => key) ?? [];

/**
 * Counts every call that a page makes of IndexedDB, and lets one of them fail. To be added before the app runs:
 * `context.addInitScript(watchDatabase)`; then `window.__database.calls` names each call so far, and
 * `window.__database.arm({ at, mode })` has the call with that number, counted from when it is armed, fail as `mode` says:
 *
 *   throw  the call throws UnknownError                 error  its request fails, and with it its transaction
 *   abort  its transaction aborts, for want of room     hang   neither it nor its transaction ever answers
 *   stop   the page stands still for ever and the server is told (`/__stop`), which then kills the browser
 *
 * A page that waits long for an answer waits a tenth as long here.
 */
export function watchDatabase() {
  const state = { calls: [], armed: null, counted: 0, fired: null };
  window.__database = state;
  state.arm = (armed) => Object.assign(state, { armed, counted: 0, fired: null, calls: [] });

  const planned = sessionStorage.getItem(':fault');
  sessionStorage.removeItem(':fault');
  if (planned) state.arm(JSON.parse(planned));

  const patience = window.setTimeout.bind(window);
  window.setTimeout = (work, ms, ...rest) => patience(work, ms >= 5000 ? ms / 10 : ms, ...rest);

  const unknown = () => new DOMException('a fault of the test', 'UnknownError');
  const silence = (target, ...events) => {
    for (const event of events) target.addEventListener(event, (told) => told.stopImmediatePropagation());
  };
  const says = (target, error) => Object.defineProperty(target, 'error', { get: () => error, configurable: true });

  const wrap = (type, method, about) => {
    const real = type.prototype[method];
    type.prototype[method] = function (...rest) {
      const name = `${method} ${about(this, rest)}`.trim();
      state.calls.push(name);
      const mode = state.armed && ++state.counted === state.armed.at ? state.armed.mode : null;
      if (!mode) return real.apply(this, rest);
      state.fired = name;
      if (mode === 'stop') {
        const request = new XMLHttpRequest();
        request.open('GET', '/__stop', false);
        request.send(); // for ever: the browser is killed meanwhile
      }
      if (mode === 'throw') throw unknown();
      if (type === IDBFactory) {
        const request = real.apply(this, rest);
        if (mode === 'hang') silence(request, 'success', 'error', 'upgradeneeded', 'blocked');
        else {
          says(request, unknown());
          request.addEventListener('success', (event) => {
            event.stopImmediatePropagation();
            request.result.close();
            request.dispatchEvent(new Event('error', { cancelable: true }));
          });
        }
        return request;
      }
      const transaction = type === IDBDatabase ? null : type === IDBTransaction ? this : this.transaction;
      if (mode === 'hang') {
        const result = real.apply(this, rest);
        if (result instanceof EventTarget) silence(result, 'success', 'error', 'complete', 'abort');
        if (transaction) silence(transaction, 'complete', 'abort');
        return result;
      }
      const error = mode === 'abort' ? new DOMException('a fault of the test', 'QuotaExceededError') : unknown();
      const fails = (running) => {
        says(running, error);
        queueMicrotask(() => {
          try {
            running.abort();
          } catch {
            // over already
          }
        });
      };
      if (!transaction) {
        const begun = real.apply(this, rest);
        fails(begun);
        return begun;
      }
      if (type === IDBTransaction) {
        fails(this); // instead of committing
        return undefined;
      }
      const request = real.apply(this, rest);
      if (mode === 'error') {
        says(request, error);
        request.addEventListener('success', (event) => {
          event.stopImmediatePropagation();
          const told = new Event('error', { cancelable: true, bubbles: false });
          if (request.dispatchEvent(told)) fails(transaction);
        });
      } else {
        fails(transaction);
      }
      return request;
    };
  };
  wrap(IDBFactory, 'open', () => '');
  wrap(IDBDatabase, 'transaction', (_, [stores, mode]) => `${mode ?? 'readonly'} ${[].concat(stores).join('+')}`);
  wrap(IDBDatabase, 'createObjectStore', (_, [name]) => name);
  for (const method of ['get', 'getAll', 'getAllKeys', 'count', 'add', 'put', 'delete']) wrap(IDBObjectStore, method, (store) => store.name);
  wrap(IDBTransaction, 'commit', (running) => [...running.objectStoreNames].join('+'));
}

/**
 * The same before a worker's own script, which the server sends (`faults.before`): the worker has none of the page's ways. `fault`
 * is armed from its first call on; `callsOfWorker` asks what was called.
 */
export const watchWorker = (fault) => `
self.window = self;
self.sessionStorage = { getItem: () => ${JSON.stringify(fault && JSON.stringify(fault))}, removeItem() {} };
(${watchDatabase})();
delete self.sessionStorage;
{
  const channel = new BroadcastChannel('database');
  channel.onmessage = ({ data }) => {
    if (data === 'calls?') channel.postMessage(self.__database.calls);
    if (data === 'fired?') channel.postMessage({ fired: self.__database.fired });
  };
}
`;

/** Of the page's workers one goes to the database: the others answer too, and have called nothing. */
export const callsOfWorker = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const channel = new BroadcastChannel('database');
        const answers = [[]];
        channel.onmessage = ({ data }) => answers.push(data);
        channel.postMessage('calls?');
        setTimeout(() => resolve(answers.sort((one, other) => other.length - one.length)[0]), 500);
      }),
  );

/** The call of the worker that failed, or null. One that was ended says nothing. */
export const firedOfWorker = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const channel = new BroadcastChannel('database');
        channel.onmessage = ({ data }) => data.fired && resolve(data.fired);
        channel.postMessage('fired?');
        setTimeout(resolve, 500, null);
      }),
  );

/** What was called since the page was loaded, or since a fault was armed. */
export const calls = (page) => page.evaluate(() => window.__database.calls);

export const arm = (page, fault) => page.evaluate((fault) => window.__database.arm(fault), fault);

/** Has the first calls of the next load of this tab fail so. */
export const armNextLoad = (page, fault) => page.evaluate((fault) => sessionStorage.setItem(':fault', JSON.stringify(fault)), fault);

/** The call that failed, or null. */
export const fired = (page) => page.evaluate(() => window.__database?.fired ?? null);

/**
 * Remembers every connection, so that `window.__loseConnections()` can take them away as a browser does that has lost its
 * files. While localStorage has `:refuse` no database can be opened, as with damaged files.
 */
export function watchConnections() {
  const open = new Set();
  const real = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...rest) {
    if (localStorage.getItem(':refuse') === rest[0]) throw new DOMException('a fault of the test', 'UnknownError');
    const request = real.apply(this, rest);
    request.addEventListener('success', () => open.add(request.result));
    return request;
  };
  window.__loseConnections = () => {
    for (const database of open) {
      database.close();
      database.dispatchEvent(new Event('close'));
    }
    const { size } = open;
    open.clear();
    return size;
  };
}
