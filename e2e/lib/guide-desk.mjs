// The pictures of the coordinator's guide (docs/guide/coordinator.*.md): the one list of its screens.
//
// `node e2e/tour.mjs --desk-guide` takes them, into docs/guide/pictures/<language>/desk-<name>.webp. Not here: what the guide
// says, and the officer's (`guide.mjs`).

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exported, imported, kept, outcome, trust } from './batches.mjs';
import { emptyReport } from './board.mjs';
import { answer, EMPLOYEES, FORM, submit, update } from './enterprise.mjs';
import { beginWhole, finish } from './filling.mjs';
import { camera, DESK } from './guide.mjs';
import { packInClear } from './zones.mjs';

const table = (file) => fileURLToPath(new URL(`../tables/${file}`, import.meta.url));
/** An office's screen. */
const SCREEN = { width: 1100, height: 860 };

const WORDS = {
  'zh-CN': {
    coordinator: ['样例管理员', 'GL001'],
    officers: [['样例联络员甲', 'YL001'], ['样例联络员乙', 'YL002']],
    tablet: '样例街道 1 号平板',
    firms: ['样例棉纺织有限公司', '样例食品厂', '样例物流有限公司', '样例棉纺织有限公司'],
    summary: '订单稳定，近期用工偏紧',
    search: 'ylmfz',
    reason: '企业电话确认',
    zone: '样例经济开发区',
  },
  en: {
    coordinator: ['Sample Coordinator', 'GL001'],
    officers: [['First Officer', 'YL001'], ['Second Officer', 'YL002']],
    tablet: 'Tablet 1 of Sample Street',
    firms: ['Sample Cotton Textile Co., Ltd.', 'Sample Food Works', 'Sample Logistics Co., Ltd.', 'Sample Cotton Textile Co., Ltd.'],
    summary: 'Orders are steady, staff is short',
    search: 'cotton',
    reason: 'The enterprise confirmed it',
    zone: 'Sample Development Zone',
  },
};
const CODES = ['91652899MA9000011Y', '91350100M000100Y43', '91110000600037341L', '91652899MA1DGFBA0U'];

/** Drives two tablets and a desk through every screen of the guide in one language, and takes each. */
export async function takeDeskPictures(stage, language) {
  const words = WORDS[language];
  const room = stage.room();
  const server = await stage.server();
  const taken = camera(stage, language, (name) => name.startsWith(DESK[1]));
  const coordinator = await taken.open(server, 'desk', SCREEN);
  const { page } = coordinator;
  const shoot = (name, at) => taken.shoot(page, `${DESK[1]}${name}`, at);
  await coordinator.introduce(...words.coordinator);

  // Two tablets fill
  const [one, two] = [await taken.open(server, 'desk-one'), await taken.open(server, 'desk-two')];
  const firms = words.firms.map((name, at) => ({ name, code: CODES[at] }));
  await one.introduce(...words.officers[0]);
  for (const firm of firms) {
    await beginWhole(one, server.address, FORM);
    await answer(one, firm);
    await one.type(EMPLOYEES, '200');
    await one.type('/data/g_size/revenue_wan', '3500');
    await submit(one);
  }
  await one.go('#/');
  await one.begin('liaison_visit');
  await one.chooseText('/data/ent', firms[1].name);
  await one.choose('/data/purposes', 'routine');
  await one.type('/data/summary', words.summary);
  await one.choose('/data/ledger_ok', 'yes');
  await finish(one);
  await one.go('#/send');
  const first = await exported(one, room);

  // Files come in
  await coordinator.go('#/import');
  await page.locator('input[type=file]').first().waitFor({ state: 'attached' });
  await shoot('import-empty');
  await coordinator.give('batch', [first]);
  await outcome(coordinator, first, 'unknown-device');
  await page.locator('[data-input="device-label"]').fill(words.tablet);
  await shoot('unknown', page.locator('[data-fingerprint]'));
  await coordinator.tap('trust');
  await outcome(coordinator, first, 'ready');
  const cut = path.join(room, `cut-${path.basename(first)}`);
  fs.writeFileSync(cut, fs.readFileSync(first).subarray(0, 2000));
  await coordinator.give('batch', [cut]);
  await outcome(coordinator, cut, 'refused');
  await shoot('outcomes', page.locator('[data-outcome="refused"]'));
  await coordinator.tap('import');
  await imported(coordinator, { added: 5, known: 0 });
  await shoot('imported');

  // The pack to the tablets, and two answers to one question
  await coordinator.go('#/ledger');
  await page.locator('tr[data-entity]').first().waitFor();
  await shoot('ledger');
  const pack = await kept(await packInClear(coordinator), room, 'pack');
  await page.locator('[data-pack="made"]').waitFor();
  await shoot('pack');
  await two.go('#/forms');
  await two.give('pack', pack);
  await two.tap('take-pack');
  await two.page.locator('[data-pack="taken"]').waitFor();
  await two.introduce(...words.officers[1]);
  await update(one, firms[1], '210');
  await one.go('#/send');
  const files = [await exported(one, room)];
  await update(two, firms[1], '190');
  await two.go('#/send');
  files.push(await exported(two, room));
  await coordinator.go('#/import');
  await coordinator.give('batch', files);
  await trust(coordinator, files[1]);
  await outcome(coordinator, files[0], 'ready');
  await coordinator.tap('import');
  await imported(coordinator, { added: 2, known: 0 });
  await coordinator.go('#/conflicts');
  await page.locator('[data-dispute]').first().waitFor();
  await coordinator.touch(page.locator('[data-action="pick"][data-value="210"]'));
  await page.locator('[data-input="reason"]').fill(words.reason);
  await shoot('conflict', page.locator('[data-dispute]'));
  await coordinator.tap('resolve');
  await page.locator('[data-status="decided"]').waitFor();

  // Review
  await coordinator.go('#/records');
  await page.locator('[data-reviewed]').first().waitFor();
  await shoot('review', page.locator('[data-reviewed]'));

  // Lists, one enterprise, its print
  await coordinator.go('#/ledger');
  await page.locator('tr[data-entity]').first().waitFor();
  await page.locator('[data-input="search"]').fill(words.search);
  await page.waitForTimeout(500);
  await coordinator.tap('filters');
  await shoot('search');
  await page.locator('[data-input="search"]').fill('');
  await coordinator.touch(page.locator('tr[data-entity]', { hasText: firms[1].name }).locator('[data-action="open"]'));
  await page.locator('[data-property]').first().waitFor();
  await shoot('enterprise');
  await page.evaluate(() => { window.print = () => {}; });
  await page.locator('[data-input="print-purpose"]').fill('年度归档');
  await page.locator('[data-action="print"]').click();
  await page.locator('.paper [data-mark]').waitFor({ state: 'attached' });
  await page.emulateMedia({ media: 'print' });
  await shoot('print');
  await page.emulateMedia({ media: 'screen' });

  // Tables out and in
  await coordinator.go('#/ledger');
  await page.locator('tr[data-entity]').first().waitFor();
  await coordinator.tap('open-export');
  await page.locator('[data-input="contents"]').waitFor();
  await page.locator('[data-input="purpose"]').fill('月度核对');
  await shoot('export', page.locator('[data-export]'));
  await page.locator('[data-input="fill-purpose"]').fill('上报上级部门');
  await coordinator.give('template', table('monthly.xlsx'));
  await page.locator('[data-fill="mapping"]').waitFor();
  await shoot('fill-columns', page.locator('[data-fill] [data-column="A"]'));
  await coordinator.download('fill-table');
  await page.locator('[data-status="filled"]').waitFor();
  await shoot('fill-done', page.locator('[data-status="filled"]'));
  await coordinator.go('#/import');
  await coordinator.give('batch', [table('ledger-2022.xlsx')]);
  await coordinator.tap('map-table');
  await page.locator('[data-mapped]').waitFor();
  await shoot('table-columns');
  await coordinator.tap('check-table');
  await page.locator('[data-status="checked"]').waitFor({ timeout: 60_000 });
  await shoot('table-checked');
  await coordinator.tap('back');

  // What there is to do, and what came in by mistake
  await coordinator.go('#/worklists');
  await page.locator('[data-list="duplicates"]').waitFor();
  await shoot('worklists');
  await coordinator.tap('compare');
  await page.locator('[data-compared="2"]').waitFor();
  await shoot('join', page.locator('[data-compared="2"] tr').first());
  await coordinator.go('#/import');
  await coordinator.action('take-back').first().waitFor();
  await coordinator.tap('take-back');
  await coordinator.action('take-back-yes').waitFor();
  await shoot('take-back', coordinator.action('take-back-yes'));

  // The zone's keys, a lost tablet, the desk kept safe
  await coordinator.go('#/zone');
  await page.locator('[data-input="zone-name"]').fill(words.zone);
  await coordinator.tap('make-zone-keys');
  const key = (await page.locator('[data-recovery-key]').innerText()).trim();
  await shoot('zone-key');
  await coordinator.tap('try-key');
  await page.locator('[data-input="recovery-key"]').fill(key);
  await coordinator.tap('finish-zone');
  await page.locator('[data-status="opens"]').waitFor();
  await shoot('zone');
  await coordinator.tap('revoke');
  await shoot('revoke', coordinator.action('revoke-yes'));
  await coordinator.go('#/safe');
  await page.locator('[data-ledger]').waitFor();
  await shoot('safe', page.locator('[data-input="passphrase"]'));
  await coordinator.tap('open-access');
  await page.locator('[data-action="export-access"]').waitFor();
  await shoot('access', page.locator('[data-section="access-log"]'));

  // The board, over the sample zone
  const board = await taken.open(server, 'desk-board', SCREEN);
  const shootBoard = (name, at) => taken.shoot(board.page, `${DESK[1]}${name}`, at);
  await board.go('#/dashboard');
  await board.tap('load-sample');
  const figure = board.page.locator('[data-figure="approval_mean_current"]');
  await figure.waitFor({ timeout: 120_000 });
  await shootBoard('board');
  await board.touch(figure);
  await board.page.locator('[data-included-row]').first().waitFor({ timeout: 60_000 });
  await shootBoard('board-behind', board.page.locator('.behind__formula'));
  await board.tap('close-figure');
  await board.give('report', emptyReport(language));
  await board.page.locator('[data-cells]').waitFor({ timeout: 60_000 });
  await shootBoard('board-report', board.page.locator('[data-cells] h3'));
}
