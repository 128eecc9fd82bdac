// A screen as it can look: in each theme by axe, in the sun at 7:1, in each size of text without anything cut. The themes and sizes are
// set on the page itself, so a screen is come to once. For screens in several languages it is come to once in each.

import { audit } from './audit.mjs';
import { violations } from './axe.mjs';

export const THEMES = ['light', 'dark', 'outdoor'];
export const SIZES = ['small', 'standard', 'large', 'huge'];

/** What is wrong with the page that stands, in whatever look; one line each, with where it stands before it. */
export async function complaints(page, where) {
  const before = await page.evaluate(() => ({ theme: document.documentElement.dataset.theme, size: document.documentElement.dataset.size }));
  const found = new Set();
  for (const theme of THEMES) {
    await dress(page, { theme });
    for (const broken of await violations(page)) found.add(`${where}, ${theme}: ${broken}`);
    if (theme !== 'outdoor') continue;
    for (const broken of await audit(page)) if (broken.startsWith('faint')) found.add(`${where}, ${theme}: ${broken}`);
  }
  for (const size of SIZES) {
    await dress(page, { ...before, size });
    for (const broken of await audit(page)) if (/^(small|cut|wider)/.test(broken)) found.add(`${where}, text ${size}: ${broken}`);
  }
  await dress(page, before);
  return [...found];
}

/** Without what fades from one look to the next, and after it is drawn. */
async function dress(page, looks) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(async (looks) => {
    for (const [kind, value] of Object.entries(looks)) {
      if (value === undefined) delete document.documentElement.dataset[kind];
      else document.documentElement.dataset[kind] = value;
    }
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, looks);
}
