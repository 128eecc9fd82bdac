// Processor time of a page, thread by thread, and the moment at which something is seen on it.

import fs from 'node:fs';

/** Nanoseconds that a thread was on a processor. */
const onProcessor = (task) => {
  try {
    return Number(fs.readFileSync(`${task}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    return 0; // it ended meanwhile
  }
};

/** Milliseconds of CPU so far of a device's pages: `{ main, workers }`. */
export function processorTime(device) {
  let main = 0;
  let workers = 0;
  for (const pid of device.processes()) {
    let args = '';
    try {
      args = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      continue;
    }
    if (!args.includes('--type=renderer')) continue;
    main += onProcessor(`/proc/${pid}/task/${pid}`);
    for (const thread of fs.readdirSync(`/proc/${pid}/task`)) {
      const task = `/proc/${pid}/task/${thread}`;
      const name = fs.readFileSync(`${task}/comm`, 'utf8');
      if (/worker/i.test(name) && !/ThreadPool/.test(name)) workers += onProcessor(task);
    }
  }
  return { main: main / 1e6, workers: workers / 1e6 };
}

/** CPU and wall time from before `act` until `act` has settled, which is when its effect is on the screen. */
export async function measured(device, act) {
  const before = processorTime(device);
  const wall = await act();
  const after = processorTime(device);
  return { main: after.main - before.main, workers: after.workers - before.workers, wall };
}

/**
 * Added to every page. `__seen(act, condition)` acts, waits until the condition holds and a frame was drawn after it, and
 * gives the milliseconds; `__until(condition)` and `__untilShown(selector)` wait.
 */
export function watchPage() {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  window.__seen = async (act, condition) => {
    await frame();
    const begun = performance.now();
    act();
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
    await frame();
    return performance.now() - begun;
  };
  // Looks when the page has changed, and not all the time: a page that waits for its worker is at rest.
  window.__until = (condition) =>
    new Promise((resolve) => {
      if (condition()) return resolve();
      const watch = new MutationObserver(() => {
        if (!condition()) return;
        watch.disconnect();
        resolve();
      });
      watch.observe(document, { subtree: true, childList: true, attributes: true });
    });
  window.__untilShown = async (selector) => {
    await window.__until(() => document.querySelector(selector));
    while (!window.__isShown(document.querySelector(selector))) await frame();
  };
  window.__isShown = (element) => Boolean(element) && element.isConnected && element.getClientRects().length > 0;
  window.__fire = (element, value) => {
    element.focus({ preventScroll: true });
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), 'value').set.call(element, value);
    for (const type of ['input', 'change']) element.dispatchEvent(new Event(type, { bubbles: true }));
    element.blur();
  };
}
