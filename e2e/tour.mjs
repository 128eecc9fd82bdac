// A picture of every screen, upright and across, in both languages, into e2e/out/pictures/: node e2e/tour.mjs [--folder dist] [zh] [en]
// With --guide only those of the officer's guide, with --desk-guide those of the coordinator's, into docs/guide/pictures/
// (`lib/guide.mjs`, `lib/guide-desk.mjs`): [zh-CN] [en]
//
// For people to look at; not part of `make test`. What `audit` measures on each is printed below its name.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { audit } from './lib/audit.mjs';
import { exported, imported, kept, make, outcome } from './lib/batches.mjs';
import { FORM, register, takePhoto } from './lib/enterprise.mjs';
import { finish, turnTo } from './lib/filling.mjs';
import { takeDeskPictures } from './lib/guide-desk.mjs';
import { LANGUAGES, takePictures } from './lib/guide.mjs';
import { Person } from './lib/person.mjs';
import { take } from './lib/pictures.mjs';
import { Report } from './lib/report.mjs';
import { Stage } from './lib/stage.mjs';
import { nextVersion } from './lib/versions.mjs';
import { askForUpdate, installed } from './lib/worker.mjs';
import { workbook } from './lib/workbook.mjs';
import { packInClear } from './lib/zones.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { folder: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) }, guide: { type: 'boolean', default: false }, 'desk-guide': { type: 'boolean', default: false } },
});

const FIRST = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const SECOND = { name: '样例新材料科技发展股份有限公司第二分公司', code: '91350100M000100Y43' };
const THIRD = { name: '样例食品厂', code: '91110000600037341L' };
const PHOTO = fileURLToPath(new URL('../public/icons/icon.svg', import.meta.url));

const SURVEY_HEAD = ['type', 'name', 'label::中文 (zh)', 'label::English (en)', 'hint::中文 (zh)', 'required', 'parameters'];
const CHECK = workbook('样例安全检查.xlsx', {
  survey: [
    SURVEY_HEAD,
    ['text', 'place', '检查地点', 'Place', '写到车间', 'yes'],
    ['begin_repeat', 'hazard', '隐患', 'Hazard'],
    ['text', 'what', '隐患内容', 'What is wrong', null, 'yes'],
    ['select_one grade', 'grade', '等级', 'Grade'],
    ['date', 'until', '整改期限', 'To be mended by'],
    ['end_repeat'],
    ['range', 'score', '总体评分', 'Overall score', null, null, 'start=1 end=10 step=1'],
    ['select_multiple part', 'parts', '检查内容', 'What was looked at'],
    ['acknowledge', 'told', '已当面告知企业负责人', 'The person in charge was told'],
    ['time', 'at', '到达时间', 'Arrived at'],
    ['audio', 'voice', '录音', 'Recording'],
  ],
  choices: [
    ['list_name', 'name', 'label::中文 (zh)', 'label::English (en)'],
    ['grade', 'minor', '一般', 'Minor'],
    ['grade', 'major', '重大', 'Major'],
    ['part', 'fire', '消防设施与疏散通道', 'Fire equipment and escape routes'],
    ['part', 'power', '用电', 'Electricity'],
    ['part', 'chemicals', '危险化学品', 'Dangerous chemicals'],
  ],
  settings: [['form_id', 'form_title', 'version', 'default_language'], ['safety_check', '安全检查', '1', '中文 (zh)']],
});
const BROKEN = workbook('样例错误表单.xlsx', {
  survey: [
    ['type', 'name', 'label', 'relevant', 'calculation'],
    ['text', 'a', '第一题'],
    ['text', 'a', '同名的题'],
    ['select_one nothing', 'b', '没有这份选项'],
    ['integer', 'c', '公式写错', '${missing} > '],
    ['colour', 'd', '没有这种题型'],
    ['begin_group', 'g', '没有结束的组'],
  ],
  settings: [['form_id', 'form_title'], ['broken', '错误表单']],
});

async function tour(stage, language) {
  const locale = language === 'zh' ? 'zh-CN' : 'en';
  const server = await stage.server();
  const room = stage.room();
  const shoot = async (person, name) => {
    await person.page.evaluate(() => document.fonts.ready);
    await take(person.page, `${name}-${language}`);
    const found = await audit(person.page, language);
    console.log(`  ${name}-${language}${found.map((line) => `\n      ${line}`).join('')}`);
  };
  const open = async (name) => {
    const device = await stage.device(name);
    const person = new Person(device);
    await person.open(server.address);
    await installed(person.page);
    await person.page.reload(); // from the second visit on the worker is in charge of the page
    await person.ready();
    await person.go('#/settings');
    await person.page.locator(`[data-value="${locale}"] input`).check();
    await person.page.locator(`html[lang^="${language}"]`).waitFor({ state: 'attached' });
    return person;
  };

  // A tablet that nobody has told anything yet
  const officer = await open(`tour-tablet-${language}`);
  await shoot(officer, 'settings-empty');
  for (const page of ['', 'records', 'send', 'import', 'ledger', 'conflicts', 'worklists', 'dashboard', 'about', 'nowhere']) {
    await officer.go(`#/${page}`);
    await officer.page.locator('h1.page__title').waitFor();
    await officer.page.waitForTimeout(300);
    await shoot(officer, `empty-${page || 'today'}`);
  }
  await officer.introduce('样例联络员', 'YL001');
  await shoot(officer, 'settings-saved');

  // Forms
  await officer.go('#/forms');
  await officer.page.locator('.begin').first().waitFor();
  await shoot(officer, 'forms');
  await officer.give('form', BROKEN);
  await officer.page.locator('[data-problem]').first().waitFor();
  await officer.page.locator('[data-problem]').first().scrollIntoViewIfNeeded();
  await shoot(officer, 'forms-broken');
  await officer.give('form', CHECK);
  await officer.page.locator('[data-form-opened]').waitFor();
  await shoot(officer, 'forms-opened');

  // Filling
  await officer.go('#/');
  await officer.begin(FORM);
  await shoot(officer, 'fill-first');
  await turnTo(officer, '/data/g_id/ent_name');
  await officer.type('/data/g_id/ent_name', FIRST.name);
  await officer.type('/data/g_id/uscc_input', `${FIRST.code.slice(0, -1)}X`);
  await officer.page.waitForTimeout(500);
  await shoot(officer, 'fill-wrong-code');
  await turnTo(officer, '/data/g_ind/industry_section');
  await officer.tap('open-choices');
  await shoot(officer, 'fill-search');
  await officer.choose('/data/g_ind/industry_section', 'C');
  await officer.question('/data/g_ind/geometry').scrollIntoViewIfNeeded();
  await shoot(officer, 'fill-place');
  await officer.page.context().grantPermissions(['geolocation']);
  await officer.page.context().setGeolocation({ latitude: 41.7259, longitude: 86.1746, accuracy: 12.3456 });
  await officer.tap('locate');
  await officer.question('/data/g_ind/geometry').locator('[data-action="clear"]').waitFor();
  await shoot(officer, 'fill-place-found');
  await turnTo(officer, '/data/g_three/has_premises');
  await shoot(officer, 'fill-choices');
  await turnTo(officer, '/data/g_size/employees');
  await officer.type('/data/g_size/employees', '320');
  await officer.type('/data/g_size/revenue_wan', '3500');
  await shoot(officer, 'fill-numbers');
  await turnTo(officer, '/data/licence_photo');
  await officer.question('/data/licence_photo').scrollIntoViewIfNeeded();
  await shoot(officer, 'fill-photo-empty');
  await takePhoto(officer, '/data/licence_photo', PHOTO);
  await officer.saved();
  await officer.question('/data/licence_photo').scrollIntoViewIfNeeded();
  await shoot(officer, 'fill-photo');
  await officer.tap('contents');
  await officer.page.locator('[data-page-state]').first().waitFor();
  await shoot(officer, 'fill-contents');
  await officer.tap('review');
  await officer.page.locator('[data-answer]').first().waitFor();
  await shoot(officer, 'fill-review');
  for (const theme of ['outdoor', 'dark', 'light']) {
    await officer.page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    if (theme !== 'light') await shoot(officer, `fill-review-${theme}`);
  }
  await officer.tap('finalize');
  await officer.page.getByRole('alert').first().waitFor();
  await officer.page.waitForTimeout(300);
  await shoot(officer, 'fill-errors');

  await officer.go('#/');
  await officer.begin('safety_check');
  await officer.type('/data/place', '样例车间');
  await shoot(officer, 'fill-kinds');
  await turnTo(officer, '/data/hazard[1]/what');
  await officer.type('/data/hazard[1]/what', '样例：通道堆物');
  await officer.tap('add-repeat');
  await officer.question('/data/hazard[2]/what').waitFor();
  await shoot(officer, 'fill-repeat');
  await officer.go(`${new URL(officer.page.url()).hash}?all=1`);
  await officer.page.mouse.wheel(0, 3000);
  await officer.page.waitForTimeout(300);
  await shoot(officer, 'fill-kinds-end');

  // The same draft in another tab
  const route = new URL(officer.page.url()).hash;
  const second = new Person(officer.device, await officer.device.tab());
  await second.open(server.address, route);
  await second.action('take-over').waitFor();
  await shoot(second, 'fill-held');
  await second.tap('take-over');
  await second.page.locator('[data-path]').first().waitFor();
  await officer.page.bringToFront();
  await officer.action('take-over').waitFor();
  await officer.page.mouse.wheel(0, -3000);
  await officer.page.waitForTimeout(300);
  await shoot(officer, 'fill-taken-over');
  await second.page.close();

  // Drafts, records, sending
  await register(officer, server.address, FIRST, { photo: PHOTO });
  await shoot(officer, 'records');
  await officer.go('#/');
  await officer.begin('liaison_visit');
  await officer.chooseText('/data/ent', FIRST.name);
  await officer.choose('/data/purposes', 'routine');
  await officer.type('/data/summary', '样例走访要点：订单稳定，用工紧张');
  await officer.choose('/data/ledger_ok', 'yes');
  await finish(officer);
  await officer.go('#/');
  await officer.begin('need_report');
  await officer.chooseText('/data/ent', FIRST.name);
  await officer.choose('/data/need_category', 'finance');
  await officer.type('/data/title', '样例贷款需求');
  await finish(officer);
  await officer.go('#/');
  await officer.page.locator('[data-draft]').first().waitFor();
  await shoot(officer, 'today');
  await officer.tap('discard');
  await shoot(officer, 'today-discard');
  await officer.go('#/send');
  await officer.page.locator('[data-record]').first().waitFor();
  await shoot(officer, 'send');
  await officer.tap('export');
  await officer.page.locator('[role="alertdialog"]').waitFor();
  await shoot(officer, 'send-confirm');
  await officer.tap('confirm-export');
  await officer.action('save-file').first().waitFor();
  await shoot(officer, 'send-made');
  const first = await kept(await officer.download('save-file'), room);
  await officer.page.locator('[data-parcel][data-status="handed"]').waitFor();
  await shoot(officer, 'send-handed');
  await register(officer, server.address, SECOND);
  await officer.go('#/send');
  const later = await exported(officer, room);

  // The desk
  const coordinator = await open(`tour-desk-${language}`);
  await coordinator.introduce('样例管理员', 'GL001');
  await coordinator.go('#/import');
  await coordinator.give('batch', [later]);
  await outcome(coordinator, later, 'unknown-device');
  await shoot(coordinator, 'import-unknown');
  await coordinator.page.locator('[data-input="device-label"]').fill('样例街道 1 号平板');
  await coordinator.tap('trust');
  await outcome(coordinator, later, 'ready');
  await shoot(coordinator, 'import-ready');
  const cut = path.join(room, `cut-${path.basename(first)}`);
  fs.writeFileSync(cut, fs.readFileSync(first).subarray(0, 2000));
  await coordinator.give('batch', [cut]);
  await coordinator.give('batch', [CHECK]);
  await outcome(coordinator, cut, 'refused');
  await outcome(coordinator, CHECK.name, 'foreign');
  await shoot(coordinator, 'import-refused');
  await coordinator.give('batch', [first]);
  await outcome(coordinator, first, 'ready');
  await coordinator.tap('import');
  await imported(coordinator, { added: 4, known: 0 });
  await coordinator.page.waitForTimeout(300);
  await shoot(coordinator, 'import-done');

  await coordinator.go('#/ledger');
  await coordinator.page.locator('tr[data-entity]').first().waitFor();
  await shoot(coordinator, 'ledger');
  const pack = await kept(await packInClear(coordinator), room);
  await coordinator.page.locator('[data-pack="made"]').waitFor();
  await shoot(coordinator, 'ledger-pack');
  await coordinator.page.locator('tr[data-entity]', { hasText: FIRST.name }).locator('[data-action="open"]').tap();
  await coordinator.page.locator('[data-property]').first().waitFor();
  await shoot(coordinator, 'enterprise');
  await coordinator.page.mouse.wheel(0, 10_000);
  await coordinator.page.waitForTimeout(300);
  await shoot(coordinator, 'enterprise-end');

  // The pack on two tablets, and two answers to one question
  const other = await open(`tour-other-${language}`);
  await other.introduce('样例联络员二', 'YL002');
  await other.go('#/forms');
  await other.give('pack', pack);
  await other.action('take-pack').waitFor();
  await other.action('take-pack').scrollIntoViewIfNeeded();
  await shoot(other, 'forms-pack');
  await other.tap('take-pack');
  await other.page.locator('[data-pack="taken"]').waitFor();
  await shoot(other, 'forms-pack-taken');
  await officer.go('#/forms');
  await officer.give('pack', pack);
  await officer.tap('take-pack');
  await officer.page.locator('[data-pack="taken"]').waitFor();
  const updates = [];
  for (const [person, employees] of [[officer, '330'], [other, '350']]) {
    await person.go('#/');
    await person.begin(FORM);
    await person.choose('/data/mode', 'update');
    await person.chooseText('/data/existing', FIRST.name);
    await turnTo(person, '/data/g_size/employees');
    await person.type('/data/g_size/employees', employees);
    await finish(person);
    await person.go('#/send');
    updates.push(await exported(person, room));
  }
  await coordinator.go('#/import');
  await coordinator.give('batch', updates);
  await outcome(coordinator, updates[1], 'unknown-device');
  await coordinator.tap('trust');
  await outcome(coordinator, updates[1], 'ready');
  await coordinator.tap('import');
  await imported(coordinator, { added: 2, known: 0 });
  await coordinator.page.waitForTimeout(300);
  await shoot(coordinator, 'import-conflicts');
  await coordinator.go('#/ledger');
  await coordinator.page.locator('tr[data-entity]', { hasText: FIRST.name }).locator('[data-action="open"]').tap();
  await coordinator.page.locator('[data-property]').first().waitFor();
  await shoot(coordinator, 'enterprise-conflict');
  await coordinator.page.locator('.others').first().scrollIntoViewIfNeeded();
  await shoot(coordinator, 'enterprise-conflict-value');

  // What goes wrong, and what is new
  const next = path.join(room, 'next');
  nextVersion(values.folder, next);
  server.serve(next);
  await askForUpdate(other.page);
  await other.action('update').first().waitFor();
  await other.go('#/');
  await shoot(other, 'update-ready');
  await other.device.offline(true);
  await other.page.waitForTimeout(300);
  await shoot(other, 'offline');
  await other.device.offline(false);
  await register(other, server.address, THIRD);
  await other.page.goto(`${server.address}licences.txt`);
  await other.page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
    }
  });
  await other.open(server.address);
  await other.action('start-anew').waitFor();
  await shoot(other, 'wiped');
}

const takeAll = values.guide ? takePictures : values['desk-guide'] ? takeDeskPictures : tour;
const languages = takeAll === tour ? ['zh', 'en'] : LANGUAGES;
for (const language of positionals.length ? positionals : languages) {
  const stage = new Stage({ folder: values.folder, report: new Report() });
  try {
    await takeAll(stage, language, values.folder);
    for (const complaint of stage.complaints()) console.log(`  ${complaint}`);
  } finally {
    await stage.clear();
  }
}
