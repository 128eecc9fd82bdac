// The service worker: keeps one whole version of the app for offline use, and switches versions only when a person says so.
//
// It knows exactly which files belong to its version and the hash of each. An install in which any file differs fails,
// so a captive portal's login page or a cut download can never replace the app. Nothing that the list does not name is
// ever cached.
//
// Which version is served is written down ("state" below), apart from which worker happens to be active: browsers activate
// a waiting worker by themselves once all tabs are closed, and that is nobody's consent. The version before stays
// until the new one has started once and opened its database, so that there is a way back.
//
// Messages in:  status, go-on (slot: waiting | active), started-ok (version), go-back      answered on the given port
// Messages out: flush (answered with { ok }); then reload, or stay
"use strict";

const BUILD = /*build*/ { version: "none", files: [] } /*build*/;

const SCOPE = self.registration.scope;
const PREFIX = `taizhang:${new URL(SCOPE).pathname}:`;
const STATE_CACHE = `${PREFIX}state`;
const STATE_KEY = new URL("__state", SCOPE).href;
const INDEX = new URL("./", SCOPE).href;
const FLUSH_PATIENCE_MS = 5000;

const cacheOf = (version) => `${PREFIX}version:${version}`;

/** What is served (`current`) and what there is to go back to (`previous`), by version. */
async function readState() {
  const kept = await caches.match(STATE_KEY, { cacheName: STATE_CACHE });
  return kept ? kept.json() : { current: null, previous: null };
}

async function writeState(state) {
  const body = new Response(JSON.stringify(state), { headers: { "Content-Type": "application/json" } });
  await (await caches.open(STATE_CACHE)).put(STATE_KEY, body);
}

// ---- install ----

self.addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  const name = cacheOf(BUILD.version);
  if (!(await isWhole(name))) {
    await caches.delete(name);
    try {
      const cache = await caches.open(name);
      await Promise.all(BUILD.files.map((file) => keep(cache, file)));
    } catch (error) {
      await caches.delete(name);
      throw error;
    }
  }
  // An older version that was waiting is superseded; what is served, and the way back, are not touched.
  const state = await readState();
  await keepOnly([state.current, state.previous, BUILD.version]);
}

async function isWhole(name) {
  if (BUILD.files.length === 0 || !(await caches.has(name))) return false;
  const cache = await caches.open(name);
  const found = await Promise.all(BUILD.files.map((file) => cache.match(new URL(file.url, SCOPE).href, { ignoreVary: true })));
  return found.every(Boolean);
}

async function keep(cache, file) {
  const url = new URL(file.url, SCOPE).href;
  const response = await fetchWhole(url, file);
  if (isKeptCompiled(file, response.headers)) return cache.put(url, response);
  // Of all else only the bytes: no header, redirect flag or date of the server's.
  const body = await response.arrayBuffer();
  return cache.put(url, new Response(body, { headers: { "Content-Type": file.type } }));
}

/** A browser may keep a program compiled that is kept as it came; one out of a response of our own it compiles at every start. */
function isKeptCompiled(file, headers) {
  const isProgram = (type) => /^((text|application)\/javascript|application\/wasm)\b/.test(type);
  return file.hashed && isProgram(file.type) && isProgram(headers.get("Content-Type")) && headers.get("Vary") !== "*";
}

/** The file as listed, or an error. What the browser's own cache holds will do if its hash is right. */
async function fetchWhole(url, file) {
  const options = { integrity: file.integrity, credentials: "same-origin", redirect: "error" };
  try {
    const response = await fetch(new Request(url, { ...options, cache: file.hashed ? "default" : "no-cache" }));
    if (response.ok) return response;
  } catch {
    // Wrong bytes in the browser's cache, perhaps: ask the server itself once.
  }
  const response = await fetch(new Request(url, { ...options, cache: "reload" }));
  if (!response.ok) throw new TypeError(`${file.url}: ${response.status}`);
  return response;
}

async function keepOnly(versions) {
  const wanted = versions.filter(Boolean).map(cacheOf);
  const names = (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}version:`));
  await Promise.all(names.filter((name) => !wanted.includes(name)).map((name) => caches.delete(name)));
}

// ---- activate ----

self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate() {
  const state = await readState();
  if (!state.current || !(await caches.has(cacheOf(state.current)))) {
    await writeState({ current: BUILD.version, previous: null });
  } else if (state.current === BUILD.version && state.reload) {
    await reloadTabs(state);
  }
}

async function reloadTabs(state) {
  await writeState({ current: state.current, previous: state.previous });
  for (const tab of await tabs()) tab.postMessage({ type: "reload" });
}

const tabs = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

// ---- fetch ----

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  event.respondWith(request.mode === "navigate" ? page(request) : file(request));
});

async function page(request) {
  const path = new URL(request.url).pathname;
  const isApp = [INDEX, `${INDEX}index.html`].some((url) => new URL(url).pathname === path);
  if (!isApp) {
    // Something else that the host serves below our folder; without it, the app.
    try {
      return await fetch(request);
    } catch {
      return (await kept(INDEX)) ?? Response.error();
    }
  }
  return (await kept(INDEX)) ?? fetch(request);
}

async function file(request) {
  return (await kept(request.url)) ?? fetch(request);
}

/** A file that has its hash in its name is the same in every version, so that nobody has to ask which one is served. */
const HASHED = new Set(BUILD.files.filter(({ hashed }) => hashed).map((file) => new URL(file.url, SCOPE).href));

/** From the version served; else from any version kept, for a tab that still runs another one. */
async function kept(url) {
  const found = HASHED.has(url) && (await keptBy(BUILD.version, url));
  if (found) return found;
  const { current, previous } = await readState();
  for (const version of [current, BUILD.version, previous]) {
    const found = version && (await keptBy(version, url));
    if (found) return found;
  }
  return undefined;
}

const keptBy = (version, url) => caches.match(url, { cacheName: cacheOf(version), ignoreVary: true });

// ---- messages ----

self.addEventListener("message", (event) => {
  const answer = (message) => event.ports[0]?.postMessage(message);
  const work = { status, "go-on": goOn, "started-ok": startedOk, "go-back": goBack }[event.data?.type];
  if (!work) return;
  event.waitUntil(work(event.data).then(answer, (error) => answer({ ok: false, reason: String(error) })));
});

async function status() {
  const { current, previous } = await readState();
  const canGoBack = Boolean(previous) && (await caches.has(cacheOf(previous)));
  return { ok: true, version: BUILD.version, current, canGoBack };
}

/** A person tapped Update: every tab flushes, then this version is served, then each tab loads once. */
async function goOn({ slot }) {
  if (!(await isWhole(cacheOf(BUILD.version)))) return { ok: false, reason: "incomplete" };
  const flushed = await Promise.all((await tabs()).map(flush));
  if (flushed.includes(false)) {
    for (const tab of await tabs()) tab.postMessage({ type: "stay" });
    return { ok: false, reason: "flush" };
  }
  const { current } = await readState();
  const previous = current === BUILD.version ? null : current;
  const state = { current: BUILD.version, previous, reload: true };
  await writeState(state);
  if (slot === "active") {
    await reloadTabs(state);
  } else {
    await self.skipWaiting();
  }
  return { ok: true };
}

/** A tab that does not answer is frozen: it saved when it was hidden, and saves again before it loads. */
function flush(tab) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data.ok);
    setTimeout(() => resolve(true), FLUSH_PATIENCE_MS);
    tab.postMessage({ type: "flush" }, [port2]);
  });
}

/** The version served has started and opened its database: the way back is no longer needed. */
async function startedOk({ version }) {
  const { current, previous } = await readState();
  if (version === current && previous) {
    await writeState({ current, previous: null });
    await caches.delete(cacheOf(previous));
  }
  return { ok: true };
}

/** The version served does not start: serve the one before again. The newer one can be tried again later. */
async function goBack() {
  const { previous } = await readState();
  if (!previous || !(await caches.has(cacheOf(previous)))) return { ok: false, reason: "nothing to go back to" };
  await writeState({ current: previous, previous: null });
  return { ok: true };
}
