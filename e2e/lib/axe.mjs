// What axe-core, the field's own checker of accessibility, finds on the page as it stands.
//
// Its text runs in the page as an expression of whoever drives the browser, so the content policy stays as it is.

import fs from 'node:fs';
import { createRequire } from 'node:module';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Violations, one line each: the rule, what it is about, and the first places. */
export async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const found = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), RULES);
  return found.violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map(({ target, any }) => `${target.join(' ')}${any[0]?.message ? ` (${any[0].message})` : ''}`);
    return `${id}: ${help}: ${nodes.length} × ${places.join(', ')}`;
  });
}
