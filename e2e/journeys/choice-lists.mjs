// The choices of a form as tables in the field's format: taken out, changed as a spreadsheet program does, brought in with what they
// change in sight, and offered from then on.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { versionOf } from '../lib/forms.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { seen } from '../lib/screens.mjs';

export const name = 'Choice lists as CSV: out of a form and into it';

const FORM = 'enterprise_registration';
const OWNERSHIP = '/data/g_id/ownership';
const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.isBuffer(text) ? text : Buffer.from(text) });
/** The lines of a table that speak of one list, below its headings. */
const only = (table, list) => {
  const [head, ...rows] = table.trim().split('\r\n');
  const at = head.replace('\ufeff', '').split(',').indexOf('list_name');
  return [head, ...rows.filter((row) => row.split(',')[at] === list)];
};

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('choice-lists'));
  const { page } = officer;
  const section = page.locator('[data-section="choice-lists"]');
  const look = async (picture) => {
    await section.evaluate((one) => one.scrollIntoView());
    await seen(page, picture);
  };
  const faults = () => section.locator('[data-problem]').evaluateAll((rows) => rows.map((row) => row.dataset.problem));
  const changes = () => section.locator('[data-change]').evaluateAll((rows) => rows.map((row) => row.dataset.change));
  const offered = async () => {
    await officer.go('#/');
    await officer.begin(FORM);
    await officer.go(`${(await officer.route()).split('?')[0]}?all=1`);
    await officer.question(OWNERSHIP).waitFor();
    return officer.question(OWNERSHIP).innerText();
  };
  let table = '';

  await stage.shows('a form’s choices leave as a table in the shape of its sheet, and each list beside it by its name', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await section.waitFor();
    await section.locator('[data-input="choice-lists-form"]').selectOption(FORM);
    const out = await officer.download('take-choices', 30_000);
    assert.equal(out.name, `choices-${FORM}.csv`);
    table = fs.readFileSync(out.path, 'utf8');
    assert.match(table, /^\ufefflist_name,name,label::中文 \(zh\),label::English \(en\)/u);
    assert.ok(only(table, 'ownership').length > 4);
    const files = await section.locator('[data-file]').evaluateAll((buttons) => buttons.map((one) => one.dataset.file));
    assert.deepEqual(files.toSorted(), ['industries.csv', 'size_thresholds.csv']);
  });
  await stage.shows('brought back as it went it changes nothing', async () => {
    await officer.give('choices', file('back.csv', table));
    await section.getByText('与现有的选项一样').waitFor();
  });
  await stage.shows('each mistake is told with its place, and the form stays as it is', async () => {
    const [head, first, second] = only(table, 'ownership');
    const bare = (row) => row.replace('ownership,', ',');
    await officer.give('choices', file('wrong.csv', [head, first, first, bare(second), second.replace('ownership', 'ownershop')].join('\r\n')));
    await section.locator('[data-problem="choice-twice"]').waitFor();
    assert.deepEqual(await faults(), ['choice-twice', 'choice-list-missing', 'list-unknown']);
    await look('choice-lists-faults');
    await officer.give('choices', file('none.csv', '名称,标题\r\n一,二\r\n'));
    await section.locator('[data-problem="column-missing"]').first().waitFor();
    assert.equal(await page.locator('[data-action="use-choices"]').count(), 0);
  });
  await stage.shows('what would change stands there, with the version it becomes, and left alone it does not', async () => {
    const lines = only(table, 'ownership');
    const changed = lines.with(1, lines[1].replace(/^(ownership,[^,]+),[^,]+/u, '$1,样例新叫法'));
    changed.push(lines[2].replace(/^ownership,[^,]+,[^,]+/u, 'ownership,sample_kind,样例新类型'));
    await officer.give('choices', file('changed.csv', Buffer.from(changed.join('\r\n'))));
    await section.locator(`[data-version="${versionOf(FORM) + 1}"]`).waitFor();
    assert.deepEqual((await changes()).toSorted(), ['choice-added', 'choice-called']);
    await look('choice-lists-seen');
    await officer.tap('leave-choices');
    assert.ok(!(await offered()).includes('样例新类型'));
    await officer.go('#/forms');
    await section.locator('[data-input="choice-lists-form"]').selectOption(FORM);
    await officer.give('choices', file('changed.csv', changed.join('\r\n')));
    await section.locator(`[data-version="${versionOf(FORM) + 1}"]`).waitFor();
  });
  await stage.shows('once said yes to, the form that is begun offers them', async () => {
    await officer.tap('use-choices');
    await section.locator(`[data-status="choices-taken"][data-version="${versionOf(FORM) + 1}"]`).waitFor({ timeout: 30_000 });
    await look('choice-lists-taken');
    await eventually(async () => {
      const said = await offered();
      assert.ok(said.includes('样例新类型') && said.includes('样例新叫法'), said);
    });
  });
  await stage.shows('a list that is a file beside the form is replaced by its name', async () => {
    await officer.go('#/forms');
    await section.locator('[data-input="choice-lists-form"]').selectOption(FORM);
    const [download] = await Promise.all([page.waitForEvent('download'), officer.touch(section.locator('[data-file="industries.csv"]'))]);
    assert.equal(download.suggestedFilename(), 'industries.csv');
    const taken = fs.readFileSync(await download.path(), 'utf8');
    assert.ok(taken.startsWith('\ufeff'), 'a spreadsheet program reads it as UTF-8');
    const rows = taken.trimEnd();
    await officer.give('choices', file('industries.csv', rows.replaceAll('\n', '\r\n')));
    await section.getByText('与现有的选项一样').waitFor();
    await officer.give('choices', file('industries.csv', `${rows.split('\n').slice(0, -1).join('\n')}\n`));
    const told = section.locator('[data-rows]');
    await told.waitFor();
    assert.equal(Number(await told.getAttribute('data-rows')), rows.split('\n').length - 2);
    await officer.tap('use-choices');
    await section.locator('[data-status="choices-taken"]').waitFor({ timeout: 30_000 });
  });
  await stage.shows('in English the section says the same', async () => {
    await officer.go('#/settings');
    await officer.touch(page.locator('.choice[data-value="en"]'));
    await page.locator('html[lang="en"]').waitFor({ state: 'attached' });
    await officer.go('#/forms');
    await section.getByText('Take out choice lists').waitFor();
    await section.locator('[data-input="choice-lists-form"]').selectOption(FORM);
    await officer.give('choices', file('wrong.csv', 'list_name,name\r\nownership,a\r\n'));
    await section.locator('[data-problem="column-missing"]').first().waitFor();
    await look('choice-lists-en');
  });
}
