// Looks that the field's forms ask for now and then: a number that is counted, an address that is opened, a day without a
// calendar, a code that is not shown.

import assert from 'node:assert/strict';
import { finish } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'A number is counted, an address opened, a day typed without a calendar, a code kept from sight';

const SECRET = 'HIDDEN-4711';
const FORM = workbook('样例外观.xlsx', {
  survey: [
    ['type', 'name', 'label::中文 (zh)', 'label::English (en)', 'appearance', 'default'],
    ['integer', 'firms', '到场企业数', 'Firms present', 'counter'],
    ['text', 'site', '企业网址', 'Website', 'url'],
    ['date', 'day', '日期', 'Day', 'no-calendar'],
    ['barcode', 'seal', '封条编码', 'Seal', 'hidden-answer', SECRET],
  ],
  settings: [
    ['form_title', 'form_id', 'version', 'default_language'],
    ['样例外观', 'sample_appearances', '1', '中文 (zh)'],
  ],
});

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('appearances'));
  const { page } = officer;
  const count = (action) => officer.question('/data/firms').locator(`[data-action=${action}]`);

  await stage.shows('a number is counted up and down by touch, and never below none', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', FORM);
    await page.locator('[data-form-opened="sample_appearances"]').waitFor();
    assert.equal(await page.locator('[data-problem]').count(), 0, 'none of these looks is told as unknown');
    await officer.begin('sample_appearances');
    assert.equal(await count('count-down').isDisabled(), true);
    for (const shown of ['1', '2', '3']) {
      await officer.touch(count('count-up'));
      await officer.shows('/data/firms', shown);
    }
    await officer.touch(count('count-down'));
    await officer.shows('/data/firms', '2');
  });
  await stage.shows('and by keyboard, or typed', async () => {
    await count('count-up').focus();
    await page.keyboard.press('Enter');
    await officer.shows('/data/firms', '3');
    await page.keyboard.press('Space');
    await officer.shows('/data/firms', '4');
    await officer.clear('/data/firms');
    await officer.type('/data/firms', '12');
    await officer.touch(count('count-up'));
    await officer.shows('/data/firms', '13');
  });
  await stage.shows('an address of the web can be opened apart, anything else is text', async () => {
    const link = officer.question('/data/site').locator('[data-action=open-address]');
    await officer.type('/data/site', 'javascript:alert(1)');
    assert.equal(await link.count(), 0);
    await officer.clear('/data/site');
    await officer.type('/data/site', 'https://example.com/firm');
    await link.waitFor();
    assert.equal(await link.getAttribute('href'), 'https://example.com/firm');
    assert.match(await link.getAttribute('rel'), /noopener/);
    assert.equal(await link.getAttribute('target'), '_blank');
  });
  await stage.shows('a day is typed where its author wants no calendar', async () => {
    assert.equal(await officer.question('/data/day').locator('[data-action=open-calendar]').count(), 0);
    await officer.set('/data/day', '2023-10-31');
    await officer.question('/data/day').getByText('2023年10月31日').waitFor();
  });
  await stage.shows('a code that is to be hidden is told to be there, and stands nowhere on the page', async () => {
    await officer.question('/data/seal').locator('[data-status=hidden-answer]').waitFor();
    assert.equal((await page.content()).includes(SECRET), false);
    await take(page, 'appearances');
    await finish(officer);
    await eventually(async () => assert.equal(await page.locator('[data-record]').count(), 1));
  });
}
