// The work lists with something in each of them: one firm twice under one code, a ledger that is old, no code, codes that do not
// check out, a size class that does not follow from its figures. Each row leads to its firm, and a list grows shorter once somebody has done something about it.

import assert from 'node:assert/strict';
import { desk, imported, sent, trust } from '../lib/batches.mjs';
import { register, submit } from '../lib/enterprise.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { seen, speak } from '../lib/screens.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'The work lists tell of doubles, old ledgers, missing codes and faulty ones';

const MONTH_MS = 30 * 86_400_000;
const CODE = '91350100M000100Y43';
const OLD = { name: '样例老厂有限公司', code: CODE };
const NEW = { name: '样例新厂股份公司', code: CODE };
const BARE = { name: '样例筹建厂', code: '' };
/** By what is wrong with them. A code ends in the sign that follows from the others; the old number checks out as such. */
const FAULTY = [
  ['length', '9135010', '样例短码厂'],
  ['letter', '91350100M000100YI3', '样例错字母厂'],
  ['check', '91350100M000100Y44', '样例错校验厂'],
  ['old-number', '110108000000016', '样例旧号厂'],
];

/** What follows from its figures is a medium one. */
const SIZED = { ent_name: '样例规模厂', uscc: '91652899MA1DGFBA0U', ent_size: 'small', size_category: 'industry', employees: '300', revenue_wan: '2000' };
const COUNTS = { duplicates: 1, 'faulty-codes': FAULTY.length, 'missing-codes': 1, 'other-sizes': 1, stale: 1 };

/** A zone's own form, which takes any code and any class. */
const FORM = workbook('样例摸底表.xlsx', {
  survey: [
    ['type', 'name', 'label', 'save_to'],
    ['text', 'ent_name', '企业名称', 'ent_name'],
    ['text', 'uscc', '代码', 'uscc'],
    ['text', 'ent_size', '规模', 'ent_size'],
    ['text', 'size_category', '行业', 'size_category'],
    ['text', 'employees', '人数', 'employees'],
    ['text', 'revenue_wan', '收入', 'revenue_wan'],
  ],
  settings: [
    ['form_id', 'form_title', 'version'],
    ['sample_count', '样例摸底表', '1'],
  ],
  entities: [
    ['list_name', 'label'],
    ['enterprises', '${ent_name}'],
  ],
});

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const coordinator = await desk(stage, server, 'work-lists-desk');
  const { page } = coordinator;
  const list = (name) => page.locator(`[data-list="${name}"]`);
  const counts = async (expected) =>
    eventually(async () => {
      const said = {};
      for (const name of Object.keys(expected)) said[name] = Number(await list(name).getAttribute('data-count'));
      assert.deepEqual(said, expected);
    });
  const files = {};

  await stage.shows('a tablet registered a firm fourteen months ago; another one has the same code, no code, and faulty ones', async () => {
    const old = new Person(await stage.device('work-lists-old'));
    await old.page.clock.setFixedTime(Date.now() - 14 * MONTH_MS);
    await register(old, server.address, OLD);
    files.old = await sent(old, room, 'old');
    await old.device.close();

    const tablet = new Person(await stage.device('work-lists-new'));
    await register(tablet, server.address, NEW);
    await register(tablet, server.address, BARE);
    await tablet.go('#/forms');
    await tablet.give('form', FORM);
    await tablet.page.locator('[data-form-opened="sample_count"]').waitFor();
    for (const [, code, name] of FAULTY) {
      await beginWhole(tablet, server.address, 'sample_count');
      await tablet.type('/data/ent_name', name);
      await tablet.type('/data/uscc', code);
      await submit(tablet);
    }
    await beginWhole(tablet, server.address, 'sample_count');
    for (const [question, answer] of Object.entries(SIZED)) await tablet.type(`/data/${question}`, answer);
    await submit(tablet);
    files.new = await sent(tablet, room, 'new');
    await tablet.device.close();
    await coordinator.introduce('样例协调员', '900');
    await coordinator.go('#/import');
    for (const [file, added] of [[files.old, 1], [files.new, 8]]) {
      await coordinator.give('batch', file);
      await trust(coordinator, file);
      await coordinator.tap('import');
      await imported(coordinator, { added, known: 0 });
    }
  });

  await stage.shows('each list has what belongs on it, and says why', async () => {
    await coordinator.go('#/worklists');
    await counts(COUNTS);
    const double = list('duplicates').locator('[data-likeness="same-code"]');
    for (const firm of [OLD, NEW]) await double.locator('[data-entity]').filter({ hasText: firm.name }).filter({ hasText: CODE }).waitFor();
    for (const [fault, code, name] of FAULTY) {
      const row = list('faulty-codes').locator('[data-entity]').filter({ hasText: name });
      assert.equal(await row.locator('[data-fault]').getAttribute('data-fault'), fault, code);
    }
    await list('missing-codes').locator('[data-entity]').filter({ hasText: BARE.name }).waitFor();
    await list('other-sizes').locator('[data-entity]').filter({ hasText: SIZED.ent_name }).getByText('按现有数字应为“中型”').waitFor();
    await list('stale').locator('[data-entity]').filter({ hasText: OLD.name }).waitFor();
    await seen(page, 'work-lists');
    await list('other-sizes').scrollIntoViewIfNeeded();
    await seen(page, 'work-lists-sizes');
    await speak(coordinator, 'en');
    await coordinator.go('#/worklists');
    await counts(COUNTS);
    await seen(page, 'work-lists-en');
    await list('other-sizes').scrollIntoViewIfNeeded();
    await seen(page, 'work-lists-sizes-en');
    await speak(coordinator, 'zh-CN');
  });

  await stage.shows('how old a ledger is before it is listed can be chosen', async () => {
    await coordinator.go('#/worklists');
    await coordinator.touch(page.locator('[data-action="months"][data-months="24"]'));
    await counts({ stale: 0 });
    await coordinator.touch(page.locator('[data-action="months"][data-months="12"]'));
    await counts({ stale: 1 });
  });

  await stage.shows('every row leads to its firm', async () => {
    const rows = [
      ['other-sizes', SIZED.ent_name],
      ['stale', OLD.name],
      ['missing-codes', BARE.name],
      ...FAULTY.map(([, , name]) => ['faulty-codes', name]),
    ];
    for (const [from, name] of rows) {
      await coordinator.go('#/worklists');
      await coordinator.touch(list(from).locator('[data-entity]').filter({ hasText: name }).locator('[data-action="open"]'));
      await page.locator('h1.page__title').getByText(name).waitFor();
    }
  });

  await stage.shows('what somebody has seen to is on its list no longer', async () => {
    await coordinator.go('#/worklists');
    await coordinator.touch(list('stale').locator('[data-action="open"]').first());
    await page.locator('h1.page__title').getByText(OLD.name).waitFor();
    await coordinator.tap('correct');
    await page.locator('[data-path]').first().waitFor();
    await coordinator.saved();
    const [route] = (await coordinator.route()).split('?');
    await coordinator.go(`${route}?all=1`);
    await coordinator.question('/data/g_size/employees').waitFor();
    await coordinator.type('/data/g_size/employees', '66');
    // The same code is in the ledger twice, and the form says so.
    if (await coordinator.isAsked('/data/g_id/dup_action')) await coordinator.choose('/data/g_id/dup_action', 'report');
    await submit(coordinator);
    await coordinator.go('#/worklists');
    await counts({ duplicates: 1, 'faulty-codes': FAULTY.length, 'missing-codes': 1, stale: 0 });
    const double = list('duplicates').locator('[data-likeness="same-code"]');
    await coordinator.touch(double.locator('[data-action="compare"]'));
    await coordinator.touch(double.locator('[data-action="reason"]').first());
    await coordinator.touch(double.locator('[data-action="keep-apart"]'));
    await counts({ duplicates: 0, 'faulty-codes': FAULTY.length, 'missing-codes': 1, stale: 0 });
  });
}
