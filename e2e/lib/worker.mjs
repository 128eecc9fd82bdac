// What the service worker of a page is doing, seen from the page.

import assert from 'node:assert/strict';
import { eventually } from './person.mjs';

/** The scripts of the registration, by state: `{ installing, waiting, active }`, each an address or null. */
export const registration = (page) =>
  page.evaluate(async () => {
    const found = await navigator.serviceWorker.getRegistration();
    const state = (worker) => (worker ? `${worker.scriptURL} ${worker.state}` : null);
    return found && { installing: state(found.installing), waiting: state(found.waiting), active: state(found.active) };
  });

/** Waits until a worker has kept every file and is in charge of the next visit. */
export const installed = (page) =>
  eventually(
    async () => {
      const found = await registration(page);
      assert.ok(found?.active?.endsWith(' activated'), `no active worker: ${JSON.stringify(found)}`);
    },
    { within_ms: 60_000 },
  );

/** Asks for a newer version now, as the browser does by itself once in a while. Resolves with what came of it. */
export const askForUpdate = (page) =>
  page.evaluate(async () => {
    const found = await navigator.serviceWorker.getRegistration();
    // Listened for before asking: a worker whose install fails is gone again at once.
    let next = null;
    found.addEventListener('updatefound', () => (next = found.installing), { once: true });
    try {
      await found.update();
    } catch (error) {
      return `refused: ${error.name}`;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (!next) return found.waiting ? 'waiting' : 'nothing new';
    const outcomes = { installed: 'waiting', redundant: 'refused: install failed', activated: 'activated' };
    while (!outcomes[next.state]) await new Promise((resolve) => next.addEventListener('statechange', resolve, { once: true }));
    return outcomes[next.state];
  });
