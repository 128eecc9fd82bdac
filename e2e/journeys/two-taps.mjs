// A visit is begun from an enterprise in two taps, and a need is raised from a visit in one. The taps are counted on the page.

import assert from 'node:assert/strict';
import { register } from '../lib/enterprise.mjs';
import { Person } from '../lib/person.mjs';
import { PORTRAIT } from '../lib/browser.mjs';

export const name = 'A visit in two taps, a need in one';

const FIRM = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const OTHER = { name: '样例食品厂', code: '91110000600037341L' };

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('two-taps', { viewport: PORTRAIT }));
  const { page } = officer;
  /** How often the page was tapped since this was asked last. */
  const taps = () => page.evaluate(() => window.__taps.splice(0).length);

  await stage.shows('a tablet has two enterprises', async () => {
    for (const firm of [OTHER, FIRM]) await register(officer, server.address, firm);
    await page.evaluate(() => {
      window.__taps = [];
      document.addEventListener('click', ({ isTrusted }) => isTrusted && window.__taps.push(isTrusted), true);
    });
  });
  await stage.shows('from the list of enterprises a visit is begun in two taps, and knows whom it is about', async () => {
    await officer.go('#/ledger');
    const row = page.locator('[data-entity]').filter({ hasText: FIRM.name });
    await row.waitFor();
    const entity = await row.getAttribute('data-entity');
    await taps();
    await officer.touch(row.locator('[data-action="open"]'));
    await officer.touch(page.locator('[data-action="new"][data-form="liaison_visit"]'));
    await officer.question('/data/ent').waitFor();
    assert.equal(await taps(), 2);
    await officer.shows('/data/ent', entity);
    await officer.question('/data/ent').getByText(FIRM.name).first().waitFor();
  });
  await stage.shows('from the visit a need is raised in one tap, about the same enterprise', async () => {
    await taps();
    await officer.tap('raise');
    await officer.question('/data/title').waitFor();
    assert.equal(await taps(), 1);
    await officer.type('/data/title', '样例诉求');
    await officer.saved();
    await officer.tap('leave');
    await officer.question('/data/ent').waitFor();
    await page.locator('[data-raised], [data-draft]').first().waitFor();
  });
}
