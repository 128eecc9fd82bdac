// Pictures of the page, in both ways a tablet is held, into e2e/out/pictures/. For people to look at.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANDSCAPE, PORTRAIT } from './browser.mjs';

const folder = fileURLToPath(new URL('../out/pictures/', import.meta.url));

/** Takes `<name>-1280x800.png` and `<name>-800x1280.png` of what the page shows now. */
export async function take(page, name) {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  const before = page.viewportSize();
  for (const size of [LANDSCAPE, PORTRAIT]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: path.join(folder, `${name}-${size.width}x${size.height}.png`) });
  }
  if (before) await page.setViewportSize(before);
}
