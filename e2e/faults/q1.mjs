// Q1: the browser has so many megabytes more and no more. Photos stop and say so, text goes on, the open draft becomes a
// record, what waits is exported, and with room made everything goes on.

import assert from 'node:assert/strict';
import { make } from '../lib/batches.mjs';
import { fill, submit } from '../lib/enterprise.mjs';
import { Person } from '../lib/person.mjs';
import { noise } from '../lib/photos.mjs';

export const name = 'Q1  no room left';
export const sizes = { short: 1, full: 3 };
/** How many its full size may take. */
export const minutes = 20;

const MEGABYTES = [3, 1, 10];
const PHOTO = '/data/licence_photo';
const REMARK = '/data/g_ind/address';
const MOST_PHOTOS = 60;
/** How much typing has to find room after the last photo did not. */
const EDITS = 15;

export async function run(stage) {
  let photos = 0;
  let edits = 0;
  for (const megabytes of MEGABYTES.slice(0, stage.runs)) {
    const server = await stage.server();
    const tablet = await stage.device(`q1-${megabytes}`);
    const officer = new Person(tablet);
    const { page } = tablet;
    const origin = new URL(server.address).origin;
    const keys = await page.context().newCDPSession(page);

    await stage.shows(`${megabytes} MB more than what is used: photos are taken until one is refused, and that is said`, async () => {
      await fill(officer, server.address, { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' });
      await officer.saved();
      const { usage } = await page.evaluate(() => navigator.storage.estimate());
      await keys.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + megabytes * (1 << 20) });
      const refused = page.locator('[data-notice="photo-full"]');
      const question = officer.question(PHOTO);
      for (let taken = 0; !(await refused.count()); taken += 1) {
        assert.ok(taken < MOST_PHOTOS, 'the room never ends');
        const before = await question.locator('img').getAttribute('src').catch(() => null, { timeout: 100 });
        await question.locator('input[type=file]').setInputFiles(noise(`p${taken}.png`, 1500));
        await Promise.race([
          refused.waitFor({ timeout: 20_000 }),
          page.waitForFunction(([path, before]) => {
            const image = document.querySelector(`[data-path="${path}"] img`);
            return image && image.getAttribute('src') !== before;
          }, [PHOTO, before]),
        ]);
        photos += 1;
      }
    });
    await stage.shows('text goes on being saved', async () => {
      for (let edit = 1; edit <= EDITS; edit += 1) {
        await officer.field(REMARK).fill(`样例路${edit}号，`.repeat(60));
        await officer.saved();
        edits += 1;
      }
    });
    await stage.shows('the draft becomes a record, and what waits is exported', async () => {
      await submit(officer);
      await officer.go('#/send');
      await make(officer);
      await officer.download('save-file');
    });
    await stage.shows('after the browser was started again it is all there', async () => {
      await tablet.restart();
      const again = new Person(tablet);
      await again.open(server.address, '#/records');
      await again.page.locator('[data-record][data-state="exported"]').waitFor();
    });
    await stage.shows('with room made, forms are filled as before', async () => {
      const again = new Person(tablet);
      const free = await tablet.page.context().newCDPSession(tablet.page);
      await free.send('Storage.overrideQuotaForOrigin', { origin });
      await fill(again, server.address, { name: '样例食品厂', code: '91350100M000100Y43' });
      await submit(again);
    });
  }
  stage.report.fact(`${photos} photos tried, ${edits} edits with no room for a photo, 0 lost`);
}
