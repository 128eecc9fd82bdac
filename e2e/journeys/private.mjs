// What is asked of people and what is not: nothing secret is invited; a contact is told first, by a notice that one screen holds; a number of a
// person that gets into a text is told beside it and in the review, hinders nothing, and is in no file once it was covered.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { exported } from '../lib/batches.mjs';
import { LANDSCAPE, PORTRAIT } from '../lib/browser.mjs';
import { keysOf, places } from '../lib/database.mjs';
import { fill, submit } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { readPdf } from '../lib/pdf.mjs';
import { take } from '../lib/pictures.mjs';
import { seen, set, speak } from '../lib/screens.mjs';
import { begin as beginRegistration } from '../lib/talent.mjs';

export const name = 'People are told before they are written down, and numbers of theirs are covered';

const FIRM = { name: '样例棉纺织有限公司', code: '91350100M000100Y43' };
const REMARKS = '/data/remarks';
const CONTACT = '/data/g_contact/contact_name';
const NOTICE = '/data/g_contact/privacy_note';
const CONSENT_NOTICE = '/data/consent_text';
const PARTS = ['告知书（第1版）', '处理者：', '用途：', '内容与方式：', '保存：', '权利：'];
const TOLD = '/data/g_contact/notice_given';
/** An identity number and a card that nobody has: the division is assigned to no place, the card is that of every example. */
const IDENTITY = '652899198001010017';
const CARD = '4111 1111 1111 1111';
/** What is covered of each. */
const NUMBERS = [IDENTITY.slice(0, -4), CARD.slice(0, -4).trim()];
/** Points of an A5 sheet, upright. */
const A5 = { width: 420, height: 595 };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('private'));
  const { page } = officer;
  const told = (path) => officer.question(path).locator('[data-status="private-number"]');
  /** Whether one screen holds the notice of the open draft, in type of both sizes and both ways of holding the tablet. */
  const isHeld = async (path, picture) => {
    const draft = await officer.route();
    for (const size of ['standard', 'large']) {
      await set(officer, 'size', size);
      await officer.go(draft);
      const notice = officer.question(path);
      await notice.waitFor();
      for (const part of PARTS) assert.ok((await notice.innerText()).includes(part), part);
      for (const screen of [PORTRAIT, LANDSCAPE]) {
        await page.setViewportSize(screen);
        const { height } = await notice.boundingBox();
        assert.ok(height < screen.height, `${height} px in ${size} type on ${screen.height} px`);
      }
      await notice.scrollIntoViewIfNeeded();
      await take(page, `${picture}-${size}`);
    }
    await set(officer, 'size', 'standard');
    await officer.go(draft);
  };

  await stage.shows('the first screen says that nothing secret may be entered', async () => {
    await officer.open(server.address);
    await officer.sees('涉密内容不要录入');
    await seen(page, 'private-first');
  });

  await stage.shows('a contact brings the notice, with handler, purpose, what and how, until when and rights; one screen holds it also in large type', async () => {
    await fill(officer, server.address, FIRM);
    await officer.type(CONTACT, '样例甲');
    await isHeld(NOTICE, 'private-notice');
  });

  await stage.shows('whoever registers is shown the notice on which they consent, and one screen holds it too, however the tablet is held', async () => {
    const draft = await officer.route();
    await beginRegistration(officer);
    await isHeld(CONSENT_NOTICE, 'private-consent');
    await officer.go(draft);
  });

  await stage.shows('each notice is printed on one sheet of A5, in both languages, whatever the size of type on the page', async () => {
    const draft = await officer.route();
    await page.evaluate(() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; });
    for (const [language, parts] of [
      ['zh-CN', PARTS],
      ['en', ['Notice, version 1', 'Handler:', 'Purpose:', 'What and how:', 'Kept until', 'Rights:']],
    ]) {
      await speak(officer, language);
      await set(officer, 'size', 'large');
      await officer.go('#/forms');
      await officer.tap('notices');
      const rows = page.locator('[data-notice]');
      await rows.first().waitFor({ timeout: 60_000 });
      // Enterprises and social organisations share one.
      assert.deepEqual(await rows.evaluateAll((all) => all.map((row) => row.dataset.notice)), ['2', '1']);
      await seen(page, `private-notices-${language}`);
      for (const at of [0, 1]) {
        const before = await page.evaluate(() => window.printed ?? 0);
        await officer.touch(rows.nth(at).locator('[data-action="print-notice"]'));
        await eventually(async () => assert.equal(await page.evaluate(() => window.printed), before + 1));
        const { pages, text } = readPdf(await page.pdf({ preferCSSPageSize: true, printBackground: false }));
        assert.equal(pages.length, 1, `${language} ${at}: ${pages.length} sheets`);
        for (const side of ['width', 'height']) assert.ok(Math.abs(pages[0][side] - A5[side]) <= 2, `${pages[0][side]} of ${side}`);
        const bare = text.replaceAll(/\s/g, '');
        for (const part of parts) assert.ok(bare.includes(part.replaceAll(/\s/g, '')), `${part} of ${bare}`);
        assert.ok(!bare.includes('今日') && !bare.includes('Today'), 'nothing of the page around it');
      }
      await page.emulateMedia({ media: 'print' });
      await take(page, `private-notice-paper-${language}`);
      await page.emulateMedia({ media: null });
    }
    await speak(officer, 'zh-CN');
    await set(officer, 'size', 'standard');
    await officer.go(draft);
  });

  await stage.shows('who was not told cannot be written down; a cleared contact can be finished without', async () => {
    await officer.choose(TOLD, 'no');
    await officer.question(TOLD).getByText('未告知不得保存联系人信息，请清空联系人').waitFor();
    await officer.tap('finalize');
    await eventually(async () => assert.match(await officer.route(), /#\/fill\//));
    await officer.clear(CONTACT);
    await eventually(async () => assert.equal(await officer.isAsked(TOLD), false));
  });

  await stage.shows('a number of a person in a text is told beside it while one goes on typing, and so is one in a remark', async () => {
    await officer.type(REMARKS, `负责人${IDENTITY}`);
    await told(REMARKS).waitFor();
    await page.keyboard.type('，卡号');
    await page.keyboard.type(CARD);
    await officer.shows(REMARKS, `负责人${IDENTITY}，卡号${CARD}`);
    await told(REMARKS).scrollIntoViewIfNeeded();
    await take(page, 'private-number');
    await officer.touch(officer.question(CONTACT).locator('[data-action="remark"]'));
    const remark = page.locator(`[data-remark="${CONTACT}"]`);
    await remark.locator('textarea').fill(`问过${IDENTITY}`);
    await remark.locator('[data-status="private-number"]').waitFor();
    // Telephones, codes and dates are nobody’s.
    await officer.type('/data/g_id/short_name', '0996-2000001');
    assert.equal(await told('/data/g_id/short_name').count(), 0);
    assert.equal(await told('/data/g_id/uscc_input').count(), 0);
    await officer.saved();
    for (const number of NUMBERS) assert.notEqual((await places(page, number)).length, 0, `${number} lies there until it is covered`);
  });

  await stage.shows('the review counts both and says where they are; it hinders nothing', async () => {
    const draft = (await officer.route()).split('?')[0];
    await officer.go(`${draft}/review`);
    await eventually(async () => assert.equal(await page.locator('.review__sum').getAttribute('data-private'), '2'));
    assert.equal(await page.locator('.review__sum').getAttribute('data-missing'), '0');
    await page.locator(`[data-answer="${REMARKS}"] [data-status="private-number"]`).waitFor();
    await seen(page, 'private-review');
    await speak(officer, 'en');
    await officer.go(`${draft}/review`);
    await page.locator('.review__sum').getByText('2 like a personal number').waitFor();
    await seen(page, 'private-review-en');
    await officer.go(`${draft}?all=1`);
    await told(REMARKS).waitFor();
    await told(REMARKS).scrollIntoViewIfNeeded();
    await take(page, 'private-number-en');
    await speak(officer, 'zh-CN');
    await officer.go(`${draft}?all=1`);
  });

  await stage.shows('a tap covers all but the end, and no file has the number', async () => {
    await officer.touch(told(REMARKS).locator('[data-action="cover-number"]'));
    await officer.shows(REMARKS, '负责人**************0017，卡号***************1111');
    await eventually(async () => assert.equal(await told(REMARKS).count(), 0));
    const remark = page.locator(`[data-remark="${CONTACT}"]`);
    if (!(await remark.locator('textarea').count())) await officer.touch(officer.question(CONTACT).locator('[data-action="remark"]'));
    await officer.touch(remark.locator('[data-action="cover-number"]'));
    await eventually(async () => assert.equal(await remark.locator('textarea').inputValue(), '问过**************0017'));
    await submit(officer);
    await officer.go('#/send');
    const sent = fs.readFileSync(await exported(officer, room), 'utf8');
    assert.ok(sent.includes('**************0017') && !sent.includes(IDENTITY) && !sent.includes(CARD));
  });

  await stage.shows('nor has anything that the browser keeps: no journal, no log, nothing beside the database', async () => {
    assert.notEqual((await keysOf(page, 'log')).length, 0, 'the export is in the log');
    for (const number of NUMBERS) assert.deepEqual(await places(page, number), [], number);
  });
}
