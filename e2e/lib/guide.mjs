// The pictures of the officer's guide (docs/guide): the one list of its screens, as a person comes to them one after another.
//
// `node e2e/tour.mjs --guide` takes them, into docs/guide/pictures/<language>/<name>.webp; `astray` holds them, and those of the
// coordinator's guide (`guide-desk.mjs`), against the guides' texts. Not here: what the guides say; what takes a desk and a server
// (`guide-sent.mjs`).

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { kept, make } from './batches.mjs';
import { FORM, register, takePhoto } from './enterprise.mjs';
import { finish, turnTo } from './filling.mjs';
import { takeSentPictures } from './guide-sent.mjs';
import { lockSettings, turnOn, unlock } from './lock.mjs';
import { Person } from './person.mjs';
import { drawn } from './photos.mjs';
import { nextVersion } from './versions.mjs';
import { askForUpdate, installed } from './worker.mjs';
import { workbook } from './workbook.mjs';

export const LANGUAGES = ['zh-CN', 'en'];
const guide = fileURLToPath(new URL('../../docs/guide/', import.meta.url));
/** A tablet held upright, cut where a page of text ends. */
const SCREEN = { width: 800, height: 1000 };
const QUALITY = 62;

const WORDS = {
  'zh-CN': {
    officer: ['样例联络员', 'YL001'],
    colleague: ['样例联络员二', 'YL002'],
    firm: { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' },
    others: ['样例食品厂', '样例新材料有限公司', '样例物流有限公司', '样例机械厂', '样例农业合作社'],
    summary: '订单稳定，近期用工偏紧；谈到供电不稳和流动资金贷款。',
    need: '车间供电不稳',
    second: '流动资金贷款',
    remark: '问财务，下周一回电',
    products: '棉纱、坯布',
    check: ['安全检查', '检查地点', '二号车间', '整改期限', '检查内容', '消防设施', '用电', '危险化学品', '企业签字', '现场照片', '设备铭牌二维码', '总体评分', '录音'],
  },
  en: {
    officer: ['Sample Officer', 'YL001'],
    colleague: ['Second Officer', 'YL002'],
    firm: { name: 'Sample Cotton Textile Co., Ltd.', code: '91652899MA9000011Y' },
    others: ['Sample Food Works', 'Sample New Materials Co., Ltd.', 'Sample Logistics Co., Ltd.', 'Sample Machine Works', 'Sample Farmers Co-operative'],
    summary: 'Orders are steady, staff is short. Talked about unstable power and a loan.',
    need: 'Unstable power in the workshop',
    second: 'A loan for working capital',
    remark: 'Ask the accountant, calls back on Monday',
    products: 'Cotton yarn, grey cloth',
    check: ['Safety check', 'Place', 'Workshop 2', 'To be mended by', 'What was looked at', 'Fire equipment', 'Electricity', 'Dangerous chemicals', 'Signature of the enterprise', 'Photo', 'Code on the machine', 'Overall score', 'Recording'],
  },
};
/** Shown in a picture, so nobody's. */
const PASSPHRASE = 'yu-tian-27-zou-fang';
const CODES = ['91350100M000100Y43', '91110000600037341L', '91652899MA1DGFBA0U', '916528991221571451', '91652899MA8THGLF00'];

/** Of the coordinator's guide: its texts and its pictures begin so. */
export const DESK = ['coordinator.', 'desk-'];

/** Takes pictures of one guide in one language, anew; `is_its` says which of the names are its own. */
export function camera(stage, language, isIts) {
  const into = path.join(guide, 'pictures', language);
  fs.mkdirSync(into, { recursive: true });
  for (const name of fs.readdirSync(into).filter(isIts)) fs.rmSync(path.join(into, name));
  return {
    /** Keeps what a page shows now, with `at` (a place on it) well in sight. */
    async shoot(page, name, at) {
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(300);
      if (at) {
        await at.first().evaluate((seen) => seen.scrollIntoView({ block: 'center' }));
        await page.waitForTimeout(100);
      } else {
        await page.evaluate(() => scrollTo(0, 0));
      }
      const browser = await page.context().newCDPSession(page);
      const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
      await browser.detach();
      fs.writeFileSync(path.join(into, `${name}.webp`), Buffer.from(data, 'base64'));
      console.log(`  ${language}/${name}.webp ${Math.round((data.length * 3) / 4096)} KB`);
    },
    /** Somebody with a device that has everything offline and speaks the language. */
    async open(server, name, viewport = SCREEN, flags = []) {
      const person = new Person(await stage.device(`guide-${name}-${language}`, { viewport, flags, locale: language }));
      await person.open(server.address);
      await installed(person.page);
      await person.page.reload();
      await person.ready();
      await person.go('#/settings');
      await person.touch(person.page.locator(`[data-value="${language}"]`));
      await person.page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
      return person;
    },
  };
}

/** Drives two tablets through every screen of the guide in one language, and takes each. */
export async function takePictures(stage, language, folder) {
  const words = WORDS[language];
  const room = stage.room();
  const server = await stage.server();
  const taken = camera(stage, language, (name) => !name.startsWith(DESK[1]));
  let page;
  const shoot = (name, at) => taken.shoot(page, name, at);
  const open = async (name) => {
    const person = await taken.open(server, name);
    page = person.page;
    return person;
  };
  const officer = await open('tablet');
  const question = (name) => officer.question(name);
  const begin = async (form) => {
    await officer.go('#/');
    await officer.begin(form);
  };
  const choose = async (path, text) => {
    await officer.touch(question(path).locator('[data-action="open-choices"]'));
    await question(path).locator('input[type=search]').fill(text);
  };
  const pick = (path) => officer.touch(question(path).locator('[role=option], [data-value]').first());

  // Once, on Wi-Fi
  await officer.go('#/');
  await page.locator('[data-action="new"]').first().waitFor();
  await shoot('first-visit');
  await officer.go('#/settings');
  await page.locator('#officer-name').fill(words.officer[0]);
  await page.locator('#officer-code').fill(words.officer[1]);
  await shoot('who-fills');
  await officer.introduce(...words.officer);
  await officer.go('#/');
  await page.locator('[data-action="new"]').first().waitFor();
  await shoot('today');

  // Finding a firm
  for (const [at, name] of words.others.entries()) await register(officer, server.address, { name, code: CODES[at] });
  await begin(FORM);
  await turnTo(officer, '/data/g_id/ent_name');
  await officer.type('/data/g_id/ent_name', words.firm.name);
  await officer.type('/data/g_id/pinyin', 'ylmfz');
  await officer.type('/data/g_id/uscc_input', `${words.firm.code.slice(0, -1)}X`);
  await shoot('wrong-code', question('/data/g_id/uscc_input'));
  await officer.type('/data/g_id/uscc_input', words.firm.code);
  await officer.choose('/data/g_id/ownership', 'private');
  await shoot('right-code', question('/data/g_id/uscc_input'));
  await turnTo(officer, '/data/g_ind/industry_section');
  await officer.touch(question('/data/g_ind/industry_section').locator('[data-action="open-choices"]'));
  await question('/data/g_ind/industry_section').locator('input[type=search]').fill(language === 'en' ? 'C' : '制造');
  await shoot('choices-search', question('/data/g_ind/industry_section'));
  await officer.choose('/data/g_ind/industry_section', 'C');
  await question('/data/g_ind/industry_division').waitFor();
  await officer.choose('/data/g_ind/industry_division', '17');
  await officer.type('/data/g_ind/main_products', words.products);
  await officer.choose('/data/g_ind/area', 'area_1');
  await officer.type('/data/g_ind/address', language === 'en' ? '1 Sample Road' : '样例路1号');
  await page.evaluate(() => {
    navigator.geolocation.watchPosition = () => 1;
  });
  await officer.tap('locate');
  await question('/data/g_ind/geometry').locator('[data-action="skip"]').waitFor({ timeout: 30_000 });
  await shoot('place-skip', question('/data/g_ind/geometry'));
  await officer.touch(question('/data/g_ind/geometry').locator('[data-action="skip"]'));
  await turnTo(officer, '/data/g_three/has_premises');
  await officer.choose('/data/g_three/has_premises', 'yes');
  await officer.choose('/data/g_three/premises_kind', 'owned_land');
  await officer.choose('/data/g_three/has_staff', 'yes');
  await officer.choose('/data/g_three/has_operation', 'yes');
  await shoot('choices');
  await turnTo(officer, '/data/g_size/employees');
  await officer.touch(question('/data/g_size/employees').locator('[data-action="later"]'));
  await officer.touch(question('/data/g_size/employees').locator('[data-action="remark"]'));
  await page.locator('[data-remark="/data/g_size/employees"]').locator('textarea, input').fill(words.remark);
  await officer.type('/data/g_size/revenue_wan', '35000000');
  await shoot('later-and-remark', question('/data/g_size/employees'));
  await officer.type('/data/g_size/revenue_wan', '3500');
  await officer.saved();
  await officer.tap('contents');
  await page.locator('[data-page-state]').first().waitFor();
  await shoot('contents');
  await officer.tap('review');
  await page.locator('[data-answer]').first().waitFor();
  await shoot('review');
  await officer.tap('finalize');
  await page.waitForURL(/#\/records/);
  await begin('liaison_visit');
  await choose('/data/ent', 'ylmfz');
  await shoot('find-firm', question('/data/ent'));
  await pick('/data/ent');

  // A visit, and what it brings up
  await officer.set('/data/visit_date', '2023-09-25');
  await officer.choose('/data/purposes', 'routine');
  await officer.type('/data/summary', words.summary);
  await shoot('visit');
  await officer.touch(question('/data/visit_date').locator('[data-action="open-calendar"]'));
  await page.locator('[data-day]').first().waitFor();
  await shoot('calendar', page.locator('.month'));
  await officer.touch(page.locator('[data-action="shut-calendar"]'));
  for (const title of [words.need, words.second]) {
    await officer.tap('raise');
    await question('/data/need_category').waitFor();
    await officer.choose('/data/need_category', title === words.need ? 'factor' : 'finance');
    await officer.type('/data/title', title);
    await officer.choose('/data/urgency', 'urgent');
    if (title === words.need) await shoot('need', question('/data/title'));
    await officer.tap('next');
    await officer.tap('finalize');
    await question('/data/summary').waitFor();
  }
  await page.locator('[data-raised]').nth(1).waitFor();
  await shoot('raised', page.locator('[data-raised]'));
  await officer.choose('/data/ledger_ok', 'yes');
  await officer.set('/data/next_visit', await page.evaluate(() => new Date().toISOString().slice(0, 10)));
  await takePhoto(officer, '/data/photo', { name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await drawn(page, 1200, 800) });
  await shoot('photo', question('/data/photo'));
  await finish(officer);

  // Every kind of control that the shipped forms do not have
  const [title, place, hall, until, parts, fire, power, chemicals, signed, photo, plate, score, voice] = words.check;
  await officer.go('#/forms');
  await officer.give(
    'form',
    workbook('check.xlsx', {
      survey: [
        ['type', 'name', 'label', 'appearance', 'parameters', 'required', 'constraint', 'bind::taizhang:warning'],
        ['text', 'place', place, null, null, 'yes'],
        ['date', 'until', until],
        ['select_multiple part', 'parts', parts],
        ['range', 'score', score, null, 'start=1 end=10 step=1', null, null, '. > 3'],
        ['image', 'signed', signed, 'signature', 'max-pixels=1600'],
        ['barcode', 'plate', plate],
        ['image', 'photo', photo, null, 'max-pixels=1600'],
        ['audio', 'voice', voice],
      ],
      choices: [['list_name', 'name', 'label'], ['part', 'fire', fire], ['part', 'power', power], ['part', 'chemicals', chemicals]],
      settings: [['form_id', 'form_title', 'version', 'namespaces'], ['safety_check', title, '1', 'taizhang="urn:taizhang:xlsform"']],
    }),
  );
  await page.locator('[data-form-opened="safety_check"]').waitFor();
  await shoot('forms', page.locator('[data-form-opened]'));
  await begin('safety_check');
  await officer.tap('next');
  await page.locator('[data-answer]').first().waitFor();
  await officer.tap('finalize');
  await question('/data/place').getByRole('alert').waitFor();
  await shoot('error', question('/data/place'));
  await officer.type('/data/place', hall);
  await officer.choose('/data/parts', 'fire');
  await officer.choose('/data/parts', 'power');
  for (let taps = 0; taps < 2; taps += 1) await officer.touch(question('/data/score').locator('[data-action="range-more"]'));
  await page.locator('[data-warning]').waitFor();
  await shoot('hint', page.locator('[data-warning]'));
  await officer.touch(page.locator('[data-warning] [data-action="confirm"]').first());
  await officer.touch(question('/data/signed').locator('[data-action="draw"]'));
  const sheet = await page.locator('canvas').boundingBox();
  await page.mouse.move(sheet.x + 60, sheet.y + sheet.height / 2);
  await page.mouse.down();
  for (let step = 0; step <= 60; step += 1) await page.mouse.move(sheet.x + 60 + step * 7, sheet.y + sheet.height / 2 + Math.sin(step / 4) * 40);
  await page.mouse.up();
  await shoot('signature', page.locator('canvas'));
  await officer.touch(page.locator('[data-action="draw-done"]'));
  await shoot('code', question('/data/plate'));
  await officer.saved();

  // Two tabs with one draft
  const second = new Person(officer.device, await officer.device.tab());
  const own = page;
  page = second.page;
  await page.setViewportSize(SCREEN);
  await second.open(server.address, await officer.route());
  await second.action('take-over').waitFor();
  await shoot('two-tabs');
  await second.page.close();
  page = own;
  await page.bringToFront();

  // No room for another answer
  await page.evaluate(() => {
    IDBTransaction.prototype.commit = function () {
      Object.defineProperty(this, 'error', { get: () => new DOMException('no room', 'QuotaExceededError') });
      queueMicrotask(() => this.abort());
    };
  });
  await officer.type('/data/place', `${hall} 2`);
  await page.locator('[data-notice="full"]').waitFor();
  await shoot('full');
  await page.reload();
  await officer.ready();
  await officer.go('#/');

  // Records, sending, backup
  await page.locator('[data-draft]').first().waitFor();
  await page.locator('details.due').waitFor();
  await officer.tap('due');
  await shoot('due');
  await officer.tap('discard');
  await officer.tap('discard');
  await page.locator('[data-action="undo"]').first().waitFor();
  await shoot('undo', page.locator('[data-action="undo"]'));
  await officer.tap('undo');
  await officer.go('#/records');
  await page.locator('[data-record]').first().waitFor();
  await shoot('records');
  await officer.tap('backup');
  await officer.action('confirm-backup').waitFor();
  await shoot('backup-asks');
  const backup = await kept(await officer.download('confirm-backup'), room);
  await page.locator('[data-status="backup-saved"]').waitFor();
  await shoot('backup-saved', page.locator('[data-status="backup-saved"]'));
  await officer.go('#/send');
  await page.locator('[data-record]').first().waitFor();
  await shoot('send');
  await officer.tap('export');
  await page.locator('[role="alertdialog"]').waitFor();
  await shoot('send-asks');
  await officer.tap('cancel-export');
  await make(officer);
  await shoot('send-made');
  await officer.download('save-file');
  await page.locator('[data-parcel][data-status="handed"]').waitFor();
  await officer.go('#/records');
  await page.locator('[data-record][data-state="exported"]').first().waitFor();
  // The registration, which has a remark: it is older than the visit, which is called after the firm as well.
  await officer.touch(page.locator('[data-record]', { hasText: words.firm.name }).last().locator('[data-action="open"]'));
  await page.locator('[data-action="edit"]').waitFor();
  await shoot('record');

  // How it looks
  await officer.go('#/settings');
  await page.locator('[data-look="theme"]').waitFor();
  await shoot('look', page.locator('[data-look="theme"]'));
  await officer.touch(page.locator('[data-look="theme"] [data-value="outdoor"]'));
  await officer.touch(page.locator('[data-look="size"] [data-value="huge"]'));
  await officer.go('#/');
  await page.locator('[data-action="new"]').first().waitFor();
  await shoot('outdoor-huge');

  // Several officers on one tablet
  await officer.go('#/settings');
  await officer.touch(page.locator('[data-look="theme"] [data-value="light"]'));
  await officer.touch(page.locator('[data-look="size"] [data-value="standard"]'));
  await officer.tap('officers');
  await officer.tap('add-officer');
  await page.locator('#officer-name').fill(words.colleague[0]);
  await page.locator('#officer-code').fill(words.colleague[1]);
  await officer.tap('save-officer');
  await page.locator(`[data-officer="${words.colleague[1]}"]`).waitFor();
  await shoot('officers');
  await officer.touch(page.locator(`[data-officer="${words.colleague[1]}"] [data-action="choose-officer"]`));
  await page.locator(`[data-officer="${words.colleague[1]}"] [data-action="choose-officer"]`).waitFor({ state: 'detached' });
  await officer.go('#/records');
  await page.locator('[data-others-records]').waitFor();
  await shoot('officers-others');

  // The lock
  await lockSettings(officer);
  for (const input of ['lock-passphrase', 'lock-repeat']) await page.locator(`[data-input="${input}"]`).fill(PASSPHRASE);
  await officer.tap('show-lock');
  await shoot('lock', page.locator('[data-worth]'));
  await officer.tap('show-lock');
  await turnOn(officer, PASSPHRASE);
  await shoot('locked');
  await unlock(officer, PASSPHRASE);

  // A new version, another tablet, what goes wrong
  const other = await open('other');
  const chat = await page.context().newCDPSession(page);
  const userAgent = await page.evaluate(() => navigator.userAgent);
  await chat.send('Network.setUserAgentOverride', { userAgent: `${userAgent} MicroMessenger/8.0` });
  await other.open(server.address);
  await page.reload();
  await page.locator('#notice-webview').waitFor();
  await other.ready();
  await shoot('in-wechat');
  await chat.send('Network.setUserAgentOverride', { userAgent });
  await page.reload();
  await other.ready();
  await other.introduce(...words.officer);
  await other.go('#/records');
  await other.give('backup', backup);
  await page.locator('[data-status="backup-put-back"]').waitFor();
  await shoot('backup-put-back', page.locator('[data-status="backup-put-back"]'));
  const next = path.join(room, 'next');
  nextVersion(folder, next);
  server.serve(next);
  await askForUpdate(page);
  await other.action('update').first().waitFor();
  await other.go('#/');
  await shoot('update');
  await page.goto(`${server.address}licences.txt`);
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
  });
  await other.open(server.address);
  await other.action('start-anew').waitFor();
  await shoot('wiped');
  await takeSentPictures(stage, language, taken);
}

/** Pictures that the guides name and that are not there, and those that neither names. */
export function astray() {
  const found = [];
  for (const language of LANGUAGES) {
    const folder = path.join(guide, 'pictures', language);
    const there = fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => `pictures/${language}/${name}`) : [];
    const texts = ['', DESK[0]].map((of) => `${of}${language}.md`);
    const named = texts.flatMap((file) => {
      const text = fs.readFileSync(path.join(guide, file), 'utf8');
      return [...text.matchAll(/!\[[^\]]*\]\((pictures\/[^)]+)\)/g)].map(([, place]) => [file, place]);
    });
    found.push(...named.filter(([, place]) => !there.includes(place)).map(([file, place]) => `${file} names ${place}, which is not there`));
    const isNamed = (place) => named.some(([, other]) => other === place);
    found.push(...there.filter((place) => !isNamed(place)).map((place) => `docs/guide/${place} is in no guide`));
  }
  return found;
}
