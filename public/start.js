// Starts the app: the external stand-in for the inline script that our content policy blocks. When the start fails, it
// says so without wasm, and offers the version before if the service worker still has it.

const names = document.querySelector('meta[name="taizhang-main"]').content.split(' ');
const root = document.documentElement;

/**
 * Until then the page stays blank, unless it has something to show before (`document::show`): what is laid out in between,
 * with its faces, costs a slow tablet a tenth of the start.
 */
const SHOWN_AFTER_MS = 700;

/** What a browser reads before it offers to install the page, its icon drawn for that: no first question waits for it. */
const MANIFEST_AFTER_MS = 2500;

function offer() {
  const manifest = document.createElement('link');
  manifest.rel = 'manifest';
  manifest.href = './manifest.webmanifest';
  document.head.append(manifest);
}

function ask(message) {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve({ ok: false });
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve({ ok: false }), 5000);
    worker.postMessage(message, [port2]);
  });
}

async function fail(error) {
  console.error(error);
  root.dataset.app = 'failed';
  document.getElementById('app').hidden = true;
  document.getElementById('stop-failed').hidden = false;
  document.getElementById('stop-retry').onclick = () => location.reload();
  const back = document.getElementById('stop-back');
  const status = await ask({ type: 'status' });
  back.hidden = !status.canGoBack;
  back.onclick = async () => {
    await ask({ type: 'go-back' });
    location.reload();
  };
}

async function start() {
  const [glue, wasm] = names.map((name) => new URL(name, document.baseURI).href);
  const { default: init } = await import(glue);
  await init({ module_or_path: wasm });
}

// A trap in the first seconds is a failed start. A later one leaves a page that looks alive and does nothing: say so, over
// what is on the screen. The answers lie in the database.
function onError(event) {
  const error = event.error ?? event.reason;
  if (root.dataset.app === 'starting') {
    fail(error);
  } else if (error instanceof WebAssembly.RuntimeError) {
    document.getElementById('notice-trap').hidden = false;
    document.getElementById('trap-retry').onclick = () => location.reload();
  }
}

// The browser's offer to install the page comes once: it waits for the button that a person taps (src/platform/install.rs).
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  window.installOffer = event;
});

if (root.dataset.app === 'starting') {
  addEventListener('error', onError);
  addEventListener('unhandledrejection', onError);
  setTimeout(() => (root.dataset.shown = ''), SHOWN_AFTER_MS);
  setTimeout(offer, MANIFEST_AFTER_MS);
  start().catch(fail);
}
