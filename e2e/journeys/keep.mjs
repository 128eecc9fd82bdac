// Reminders: what waits on the tablet for more than a day is said where the day begins, and in red after three days where the
// browser may clear it. Nothing sleeps: the page's clock is moved.

import assert from 'node:assert/strict';
import { register } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'Who has not exported for a day is reminded';

const FIRM = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const NOON = Date.parse('2023-10-30T12:00:00+08:00');
const HOUR_MS = 3_600_000;

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('keep'));
  const { page } = officer;
  const notice = page.locator('.banner', { has: page.locator('[data-notice="not-persistent"]') });
  /** The Today page, so many hours after the record was made. */
  const after = async (hours) => {
    await page.clock.setFixedTime(NOON + hours * HOUR_MS);
    await officer.go('#/settings');
    await officer.go('#/');
    await page.locator('[data-action="new"]').first().waitFor();
  };
  const toned = (tone) => page.locator(`.banner--${tone}`, { hasText: '有 1 条记录超过一天没有导出' });

  await stage.shows('a record that was just made is no reason to remind', async () => {
    await page.clock.setFixedTime(NOON);
    await register(officer, server.address, FIRM);
    await installed(page);
    await after(23);
    await notice.waitFor();
    assert.equal(await page.getByText('没有导出').count(), 0);
  });
  await stage.shows('after a day the page counts what waits, and one tap leads to the export', async () => {
    await after(25);
    await toned('warning').waitFor();
    await take(page, 'keep-day');
    await officer.touch(toned('warning').getByRole('link'));
    await page.waitForURL(/#\/send/);
  });
  await stage.shows('after three days, where the browser may clear it, it is said in red', async () => {
    await after(71);
    await toned('warning').waitFor();
    await after(73);
    await toned('danger').waitFor();
    await take(page, 'keep-three-days');
  });
  await stage.shows('where the browser offers to install the app, one tap asks for it, and asks it to keep what is here', async () => {
    // This browser never offers it without a person: the offer is a stand-in, the rest is not.
    await page.evaluate(() => {
      window.answered = 0;
      const offer = new Event('beforeinstallprompt', { cancelable: true });
      offer.prompt = async () => ((window.answered += 1), { outcome: 'accepted' });
      navigator.storage.persist = async () => ((window.answered += 10), true);
      window.withheld = !window.dispatchEvent(offer);
    });
    assert.equal(await page.evaluate(() => window.withheld), true, 'the browser itself shows nothing');
    await officer.touch(toned('danger').locator('[data-action="install"]'));
    await eventually(async () => assert.equal(await page.evaluate(() => window.answered), 11));
    await eventually(async () => assert.equal(await officer.action('install').count(), 0, 'an offer is good for one answer'));
  });
  await stage.shows('where the browser has promised to keep it, it is a reminder and no alarm', async () => {
    await page.evaluate(() => (navigator.storage.persisted = async () => true));
    await after(73);
    await toned('warning').waitFor();
    assert.equal(await toned('danger').count(), 0);
  });
  await stage.shows('exported, nothing is said any more', async () => {
    await officer.go('#/send');
    await officer.tap('export');
    await officer.tap('confirm-export');
    await officer.action('save-file').first().waitFor();
    await after(73);
    await eventually(async () => assert.equal(await page.getByText('没有导出').count(), 0));
  });
}
