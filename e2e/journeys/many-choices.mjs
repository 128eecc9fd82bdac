// A list of 50,000 choices: only those that are seen are drawn, and any of them is found by its words, its initials or its last figures.

import assert from 'node:assert/strict';
import { violations } from '../lib/axe.mjs';
import { finish } from '../lib/filling.mjs';
import { pressOn } from '../lib/keys.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'Of 50,000 choices only those that are seen are drawn';

const COUNT = 50_000;
/** How many are drawn at once. */
const DRAWN = 50;
const QUESTION = '/data/firm';
const label = (at) => `样例${String(at).padStart(5, '0')}号企业`;
const FORM = workbook('样例大名单.xlsx', {
  survey: [
    ['type', 'name', 'label', 'appearance', 'required'],
    ['select_one_from_file firms.csv', 'firm', '企业', 'minimal autocomplete', 'yes'],
    ['text', 'note', '说明'],
  ],
  settings: [['form_id', 'form_title', 'version'], ['many', '样例大名单', '1']],
});
const LINES = ['name,label,pinyin', ...Array.from({ length: COUNT }, (_, at) => `f${at},${label(at)},yl${String(at).padStart(5, '0')}hqy`)];
const LIST = { name: 'firms.csv', mimeType: 'text/csv', buffer: Buffer.from(LINES.join('\n')) };

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('many-choices'));
  const { page } = officer;
  const options = officer.question(QUESTION).locator('[role=option]');
  const elements = () => page.evaluate(() => document.querySelectorAll('*').length);
  const first = (value) => eventually(async () => assert.equal(await options.first().getAttribute('data-value'), value));
  let shut;

  await stage.shows('a form with 50,000 choices is opened and begun, with none of them on the page', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', [FORM, LIST]);
    await page.locator('[data-form-opened="many"]').waitFor({ timeout: 120_000 });
    await officer.begin('many');
    assert.equal(await options.count(), 0);
    shut = await elements();
  });
  await stage.shows('opened it draws fifty of them, and says how many there are', async () => {
    await officer.tap('open-choices');
    await first('f0');
    assert.equal(await options.count(), DRAWN);
    const more = (await elements()) - shut;
    assert.ok(more < 6 * DRAWN, `${more} elements more`);
    await take(page, 'many-choices');
    assert.deepEqual(await violations(page), []);
  });
  await stage.shows('whoever wants more gets fifty more, and no more than that', async () => {
    await officer.tap('more-choices');
    await eventually(async () => assert.equal(await options.count(), 2 * DRAWN));
    await officer.tap('more-choices');
    await eventually(async () => assert.equal(await options.count(), 3 * DRAWN));
  });
  await stage.shows('any is found by its words, its initials and their last figures, and fifty at most are drawn', async () => {
    const search = officer.question(QUESTION).locator('input[type=search]');
    for (const [typed, value] of [['样例49999', 'f49999'], ['yl31415', 'f31415'], ['27182号', 'f27182']]) {
      await search.fill(typed);
      await first(value);
      assert.ok((await options.count()) <= DRAWN);
    }
    await search.fill('样例');
    await first('f0');
    assert.equal(await options.count(), DRAWN);
  });
  await stage.shows('by touch one is picked, by keyboard another, and it is the answer of the record', async () => {
    await officer.chooseText(QUESTION, label(31_415));
    await officer.shows(QUESTION, 'f31415');
    await pressOn(page, officer.question(QUESTION).locator('[data-action="open-choices"]'), 'Enter');
    await eventually(async () => assert.match(await page.evaluate(() => document.activeElement.id), /-search$/));
    await page.keyboard.type('49998');
    await first('f49998');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await officer.shows(QUESTION, 'f49998');
    assert.ok((await elements()) < shut + 6 * DRAWN);
    await officer.saved();
    await finish(officer);
    await officer.touch(page.locator('[data-record] [data-action="open"]').first());
    await page.locator(`[data-answer="${QUESTION}"]`).getByText(label(49_998)).waitFor();
  });
}
