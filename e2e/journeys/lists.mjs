// The lists of the ledger: searched, filtered, sorted, looked at as somebody likes; phone numbers are masked in them and on the board.

import assert from 'node:assert/strict';
import { fill, registerWhole, submit } from '../lib/enterprise.mjs';
import { beginWhole, finish } from '../lib/filling.mjs';
import { openEntity, value } from '../lib/ledger.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { noise } from '../lib/photos.mjs';
import { take } from '../lib/pictures.mjs';
import { speak } from '../lib/screens.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'Lists of the ledger: search, filters, order, columns, views';

const FIRMS = [
  { name: '样例长行纺织有限公司', code: '91350100M000100Y43' },
  { name: '样例重工机械有限公司', code: '91110000600037341L' },
];
const GROUP = '样例棉纺驻企服务组';
/** Somebody can be called there. */
const CALLED = { name: '样例轧花有限公司', code: '91652899MA1DGFBA0U', contact: '样例联系人甲', phone: '13812345678' };
const MASKED = '138****5678';
/** A figure of the zone's own that has the phone beside each row. */
const INDICATORS = workbook('指标.xlsx', {
  groups: [['name', 'label::中文 (zh)'], ['own', '自定']],
  conditions: [['name', 'list', 'expression', 'label::中文 (zh)'], ['called', 'enterprises', "contact_phone != ''", '有联系电话']],
  indicators: [
    ['name', 'group', 'label::中文 (zh)', 'unit::中文 (zh)', 'list', 'conditions', 'aggregate', 'formula::中文 (zh)'],
    ['firms_called', 'own', '有联系电话的企业', '家', 'enterprises', 'called', 'count', '有联系电话的企业数'],
  ],
  details: [['indicator', 'label::中文 (zh)', 'expression'], ['firms_called', '电话', 'contact_phone']],
});

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('lists'));
  const { page } = officer;
  await beginWhole(officer, server.address, 'platform_registration');
  await officer.type('/data/platform_name', GROUP);
  await officer.choose('/data/kind', 'service_group');
  await submit(officer);
  // One has a group, a chain and a size; the other one rests.
  await fill(officer, server.address, FIRMS[0]);
  await officer.chooseText('/data/g_ind/service_group', GROUP);
  await officer.choose('/data/g_ind/chain', 'chain_textile');
  await officer.type('/data/g_size/employees', '320');
  await officer.type('/data/g_size/revenue_wan', '3500');
  await officer.shows('/data/g_size/ent_size', 'medium');
  await submit(officer);
  await fill(officer, server.address, FIRMS[1]);
  await officer.choose('/data/g_id/reg_status', 'suspended');
  await submit(officer);
  const names = () => page.locator('tr[data-entity] [data-action="open"]').allInnerTexts();
  const search = page.locator('[data-input="search"]');
  const finds = async (text, ...expected) => {
    await search.fill(text);
    await eventually(async () => assert.deepEqual((await names()).sort(), [...expected].sort(), text));
  };
  const [textile, machines] = FIRMS.map((firm) => firm.name);
  /** Shows a column of the list that is open, where it is not shown yet. */
  const withColumn = async (column) => {
    if (await page.locator(`th[data-column="${column}"]`).count()) return;
    await officer.tap('columns');
    await page.locator(`input[data-column="${column}"]`).check();
    await officer.tap('columns');
  };

  await stage.shows('a firm is found by any part of its name, its pinyin, every reading of a sign, the last four of its code', async () => {
    await officer.go('#/ledger');
    await page.locator('tr[data-entity]').nth(1).waitFor();
    for (const text of ['纺织', 'ylchfz', 'ylzxfz', 'changhang', 'zhangxing', '0Y43', '０ｙ４３']) await finds(text, textile);
    for (const text of ['zgjx', 'cgjx', 'zhonggong', '341l']) await finds(text, machines);
    await finds('yangli', textile, machines);
    await finds('没有这家');
    await finds('', textile, machines);
  });

  await stage.shows('with a pinyin keyboard nothing is searched until the characters are there', async () => {
    await search.focus();
    await officer.composeHere('fangzhi', null);
    assert.deepEqual((await names()).length, 2);
    await officer.composeHere('', '纺织');
    await eventually(async () => assert.deepEqual(await names(), [textile]));
    await finds('', textile, machines);
  });

  await stage.shows('filters are chosen from what the form offers, stand as chips, and go one by one', async () => {
    await officer.tap('filters');
    await page.locator('select[data-filter="area"]').selectOption('area_2');
    await eventually(async () => assert.equal((await names()).length, 0));
    await page.locator('select[data-filter="area"]').selectOption('area_1');
    await eventually(async () => assert.equal((await names()).length, 2));
    assert.equal(await officer.action('remove-filter').count(), 2);
    await take(page, 'lists-filters');
    await officer.touch(officer.action('remove-filter').first());
    await page.locator('select[data-filter="__last_visit"]').selectOption('within 30');
    await eventually(async () => assert.equal((await names()).length, 0));
    await page.locator('select[data-filter="__last_visit"]').selectOption('not-within 30');
    await eventually(async () => assert.equal((await names()).length, 2));
    await officer.tap('clear-filters');
    await eventually(async () => assert.equal(await officer.action('remove-filter').count(), 0));
    await officer.tap('filters');
  });

  await stage.shows('a list is filtered by service group, by what the group is called, and by chain, size and status', async () => {
    await officer.tap('filters');
    const filter = (column) => page.locator(`select[data-filter="${column}"]`);
    const id = await filter('service_group').locator('option').getByText(GROUP, { exact: true }).getAttribute('value');
    assert.match(id, /^[0-9a-f-]{20,}$/, 'what is looked for is the id');
    const found = [
      ['service_group', { label: GROUP }, [textile]],
      ['service_group', '__blank', [machines]],
      ['chain', 'chain_textile', [textile]],
      ['chain', 'none', [machines]],
      ['ent_size', 'medium', [textile]],
      ['reg_status', 'suspended', [machines]],
      ['reg_status', 'active', [textile]],
    ];
    for (const [column, value, expected] of found) {
      await filter(column).selectOption(value);
      await eventually(async () => assert.deepEqual(await names(), expected, `${column} ${JSON.stringify(value)}`));
      if (value.label) {
        await eventually(async () => assert.match(await officer.action('remove-filter').innerText(), new RegExp(GROUP)));
        await take(page, 'lists-group');
        await speak(officer, 'en');
        await officer.go('#/ledger');
        await officer.tap('filters');
        await filter(column).selectOption(value);
        await eventually(async () => assert.match(await officer.action('remove-filter').innerText(), new RegExp(GROUP)));
        await take(page, 'lists-group-en');
        await speak(officer, 'zh-CN');
        await officer.go('#/ledger');
        await officer.tap('filters');
        continue;
      }
      await officer.tap('clear-filters');
      await eventually(async () => assert.equal((await names()).length, 2));
    }
    await officer.tap('filters');
  });

  await stage.shows('a filter by group is kept in a saved view, under its name', async () => {
    await officer.tap('filters');
    await page.locator('select[data-filter="service_group"]').selectOption({ label: GROUP });
    await eventually(async () => assert.deepEqual(await names(), [textile]));
    await officer.tap('views');
    await page.locator('[data-input="view-name"]').fill('棉纺组');
    await officer.tap('save-view');
    await page.locator('[data-view="棉纺组"]').waitFor();
    await page.reload();
    await officer.ready();
    await eventually(async () => assert.equal((await names()).length, 2));
    await officer.tap('views');
    await officer.touch(page.locator('[data-view="棉纺组"] [data-action="show-view"]'));
    await eventually(async () => assert.deepEqual(await names(), [textile]));
    await eventually(async () => assert.match(await officer.action('remove-filter').innerText(), new RegExp(GROUP)));
    await officer.touch(page.locator('[data-view="棉纺组"] [data-action="delete-view"]'));
    await eventually(async () => assert.equal(await page.locator('[data-view]').count(), 0));
    await officer.tap('clear-filters');
    await officer.tap('views');
    await eventually(async () => assert.equal((await names()).length, 2));
  });

  await stage.shows('a heading sorts, and a second tap turns the order round', async () => {
    const code = page.locator('th[data-column="uscc"]');
    await officer.touch(code.locator('button'));
    await eventually(async () => assert.deepEqual(await names(), [machines, textile]));
    await officer.touch(code.locator('button'));
    await eventually(async () => assert.deepEqual(await names(), [textile, machines]));
    assert.equal(await code.getAttribute('aria-sort'), 'descending');
  });

  await stage.shows('columns are chosen, and a view is saved under a name: both are there after a restart', async () => {
    await officer.tap('columns');
    await page.locator('input[data-column="employees"]').check();
    await page.locator('th[data-column="employees"]').waitFor();
    const order = () => page.locator('th[data-column]').evaluateAll((heads) => heads.map((head) => head.dataset.column));
    const before = await order();
    await officer.touch(page.locator('[data-action="column-up"][data-column="employees"]'));
    const moved = [...before.slice(0, -2), 'employees', before.at(-2)];
    await eventually(async () => assert.deepEqual(await order(), moved));
    await take(page, 'lists-columns');
    // The keyboard stays with what it moves.
    await page.keyboard.press('Enter');
    const twice = [...before.slice(0, -3), 'employees', before.at(-3), before.at(-2)];
    await eventually(async () => assert.deepEqual(await order(), twice));
    await officer.tap('columns');
    await finds('zgjx', machines);
    await officer.tap('views');
    await page.locator('[data-input="view-name"]').fill('重工');
    await officer.tap('save-view');
    await page.locator('[data-view="重工"]').waitFor();
    await page.reload();
    await officer.ready();
    await page.locator('th[data-column="employees"]').waitFor();
    await eventually(async () => assert.equal((await names()).length, 2));
    await officer.tap('views');
    await officer.touch(page.locator('[data-view="重工"] [data-action="show-view"]'));
    await eventually(async () => assert.deepEqual(await names(), [machines]));
    assert.equal(await search.inputValue(), 'zgjx');
    assert.deepEqual(await order(), twice, 'a view keeps the order of its columns');
    await take(page, 'lists-view');
    await officer.touch(page.locator('[data-view="重工"] [data-action="delete-view"]'));
    await eventually(async () => assert.equal(await page.locator('[data-view]').count(), 0));
    await finds('', textile, machines);
  });

  await stage.shows('the arrow keys go from row to row, and Enter opens one', async () => {
    await page.locator('tr[data-entity] [data-action="open"]').first().focus();
    await page.keyboard.press('ArrowDown');
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'row-1'));
    const second = (await names())[1];
    await page.keyboard.press('Enter');
    await page.locator('h1.page__title').getByText(second).waitFor();
  });

  await stage.shows('whom a visit was paid to is said by name, in the list and on its page, and leads there', async () => {
    await officer.go('#/');
    await officer.begin('liaison_visit');
    await officer.chooseText('/data/ent', textile);
    await officer.set('/data/visit_date', '2023-09-25');
    await officer.choose('/data/purposes', 'routine');
    await officer.type('/data/summary', '样例：例行走访');
    await officer.choose('/data/ledger_ok', 'yes');
    await finish(officer);
    await officer.go('#/ledger/visits');
    await page.locator('tr[data-entity]').waitFor();
    await withColumn('subject_id');
    const named = page.locator('tr[data-entity] [data-action="open-named"]');
    await named.waitFor();
    assert.equal(await named.innerText(), textile);
    const id = await named.getAttribute('data-named');
    assert.match(id, /^[0-9a-f-]{20,}$/, 'what is stored is the id');
    await take(page, 'lists-named');
    await officer.touch(page.locator('tr[data-entity] [data-action="open"]'));
    const subject = page.locator('tr[data-property="subject_id"] td[data-value]');
    await subject.waitFor();
    assert.equal(await subject.getAttribute('data-value'), id);
    assert.equal(await subject.innerText(), textile);
    await take(page, 'lists-named-page');
    await officer.touch(subject.locator('[data-action="open-named"]'));
    await page.locator('h1.page__title').getByText(textile).waitFor();
    await page.locator('[data-visit]').waitFor();
  });

  /** Waits until the number stands there masked, and looks for it everywhere else in the page. */
  const isMasked = async (locator) => {
    await locator.getByText(MASKED, { exact: true }).waitFor({ timeout: 60_000 });
    assert.ok(!(await page.content()).includes(CALLED.phone));
  };

  await stage.shows('a phone number is masked in the list and where its contact is searched for; by the number nobody is found', async () => {
    await registerWhole(officer, server.address, CALLED, noise('licence.png', 200));
    await officer.go('#/ledger');
    await page.locator('tr[data-entity]').nth(2).waitFor();
    await withColumn('contact_phone');
    await isMasked(page.locator('tr[data-entity]'));
    await finds(CALLED.contact, CALLED.name);
    await isMasked(page.locator('tr[data-entity]'));
    await take(page, 'lists-masked');
    await finds(CALLED.phone.slice(-4));
    await finds('', textile, machines, CALLED.name);
  });

  await stage.shows('so it is on the board, in the rows behind a figure of the zone’s own that asks for it', async () => {
    await officer.go('#/dashboard');
    await officer.give('indicators', INDICATORS);
    await officer.touch(page.locator('[data-figure="firms_called"][data-value="1"]'));
    await isMasked(page.locator('[data-behind="firms_called"] [data-included-row]'));
    await take(page, 'lists-masked-board');
  });

  await stage.shows('on the enterprise’s own page it stands whole', async () => {
    await openEntity(officer, 'enterprises', CALLED.name);
    assert.equal(await value(page, 'contact_phone').innerText(), CALLED.phone);
  });
}
