// The page by keyboard alone: Tab until one is there, then what the control answers to.

import assert from 'node:assert/strict';

/** No screen of these journeys has more stops between two controls. */
const MOST_STOPS = 150;
/** A chooser that has not come by then is asked for again. */
const AGAIN_MS = 5_000;

/** Goes with Tab until the keyboard stands on it: what cannot be reached so fails. */
export async function tabTo(page, locator) {
  await locator.waitFor({ state: 'attached' });
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await locator.evaluate((wanted) => wanted === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not reach ${locator}`);
}

/** Goes there and presses keys, one after the other. */
export async function pressOn(page, locator, ...keys) {
  await tabTo(page, locator);
  for (const key of keys) await page.keyboard.press(key);
}

/** Goes to what opens the browser's chooser of files, opens it by `key`, and gives it files. */
export async function chooseFile(page, locator, files, key = 'Enter') {
  await tabTo(page, locator);
  const chosen = page.waitForEvent('filechooser');
  // What is drawn anew at this very moment passes a key over.
  const again = setInterval(() => page.keyboard.press(key).catch(() => {}), AGAIN_MS);
  await page.keyboard.press(key);
  try {
    await (await chosen).setFiles(files);
  } finally {
    clearInterval(again);
  }
}
