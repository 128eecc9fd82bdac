// A ledger on paper: printed by the browser as a PDF, and read back.

import assert from 'node:assert/strict';
import { FORM, answer, submit } from '../lib/enterprise.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { printed } from '../lib/ledger.mjs';
import { A4, readPdf } from '../lib/pdf.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';

export const name = 'A ledger printed on A4';

const FIRM = { name: '样例长行纺织有限公司', code: '91350100M000100Y43' };
const PHONE = '13812345678';
const OLD_PHONE = '13987654321';
/** What paper is usually for. */
const PURPOSE = '制作台账纸质件';

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('paper'));
  await beginWhole(officer, server.address, FORM);
  await answer(officer, FIRM);
  await officer.type('/data/g_size/employees', '320');
  await officer.type('/data/g_size/revenue_wan', '35000');
  await officer.type('/data/g_contact/contact_name', '样例联系人');
  await officer.type('/data/g_contact/contact_phone', OLD_PHONE);
  await officer.choose('/data/g_contact/notice_given', 'yes');
  await submit(officer);

  await stage.shows('what is wrong on the page of an enterprise is put right by the form that asks for it, never in place', async () => {
    await officer.go('#/ledger');
    await officer.touch(officer.page.locator('tr[data-entity] [data-action="open"]').first());
    await officer.page.locator('[data-property="employees"] [data-value="320"]').waitFor();
    assert.equal(await officer.page.locator('.page__body :is(input, textarea, select)').count(), 0);
    await officer.touch(officer.page.locator(`[data-action="correct"][data-form="${FORM}"]`));
    await officer.page.waitForURL(/#\/fill\//);
    const draft = await officer.route();
    await officer.go(`${draft}?all=1`);
    await officer.shows('/data/g_id/ent_name', FIRM.name);
    await officer.type('/data/g_size/employees', '350');
    await officer.type('/data/g_contact/contact_phone', PHONE);
    await officer.choose('/data/g_contact/notice_given', 'yes');
    await submit(officer);
  });

  await stage.shows('each value has where it comes from, and what was there before', async () => {
    await officer.go('#/ledger');
    await officer.touch(officer.page.locator('tr[data-entity] [data-action="open"]').first());
    const staff = officer.page.locator('[data-property="employees"]');
    await staff.locator('[data-value="350"]').waitFor();
    await staff.getByText('001').first().waitFor();
    await officer.touch(staff.locator('[data-action="history"]'));
    await staff.getByText('320 人').waitFor();
    await staff.getByText('企业登记').first().waitFor();
    const sections = await officer.page.locator('[data-section]').evaluateAll((all) => all.map((one) => one.dataset.section));
    assert.deepEqual(sections.slice(0, 5), ['一、基本身份', '二、行业与片区', '三、“三有”判定', '四、规模（上年末）', '五、联系人']);
    await take(officer.page, 'paper-enterprise');
  });

  const print = async () => readPdf(await officer.page.pdf({ preferCSSPageSize: true, printBackground: false }));

  await stage.shows('story 19: one tap prints a ledger on A4 in Chinese type, with all sections, figures with units, the history, and lines to sign on', async () => {
    await officer.page.evaluate(() => {
      window.print = () => { window.printed = (window.printed ?? 0) + 1; };
    });
    await officer.page.evaluate(() => { window.printed = 0; });
    assert.ok(!(await print()).text.replaceAll(/\s/g, '').includes(FIRM.code));
    // What paper is usually for stands there; without any there is none.
    assert.equal(await officer.page.locator('[data-input="print-purpose"]').inputValue(), PURPOSE);
    await officer.page.locator('[data-input="print-purpose"]').fill(' ');
    assert.ok(await officer.page.locator('[data-action="print"]').isDisabled());
    await officer.page.locator('[data-input="print-purpose"]').fill(PURPOSE);
    await officer.tap('print');
    await eventually(async () => assert.equal(await officer.page.evaluate(() => window.printed), 1));
    const { pages, faces, text } = await print();
    for (const page of pages) {
      assert.ok(Math.abs(page.width - A4.width) < 2 && Math.abs(page.height - A4.height) < 2, `${page.width} x ${page.height}`);
    }
    stage.report.fact(`${pages.length} pages, faces ${faces.join(', ')}`);
    assert.ok(faces.some((face) => /CJK|Song|Hei|Serif|WenQuanYi/i.test(face)), faces.join(', '));
    const bare = text.replaceAll(/\s/g, '');
    for (const part of [
      '企业台账', FIRM.name, FIRM.code, '一、基本身份', '二、行业与片区', '三、“三有”判定', '四、规模（上年末）', '五、联系人', '走访', '问题',
      '350人', '35,000万元（3.5亿元）', '变更历史', '320人→350人', '001', '填表人：', '审核人：', '日期：',
    ]) assert.ok(bare.includes(part), `${part} in ${bare}`);
    pages.forEach((page, at) => {
      const number = `第${at + 1}页共${pages.length}页`;
      assert.ok(page.text.replaceAll(/\s/g, '').includes(number), `${number} in ${page.text}`);
    });
    assert.ok(bare.includes('数据分级·含个人信息'), bare);
    const serial = await officer.page.locator('.paper [data-mark]').getAttribute('data-mark');
    for (const page of pages) {
      const foot = page.text.replaceAll(/\s/g, '');
      for (const part of [PURPOSE, serial]) assert.ok(foot.includes(part), `${part} in ${foot}`);
    }
  });

  await stage.shows('its title is of 22 pt and its text of 16, on the page and in the PDF', async () => {
    await officer.page.emulateMedia({ media: 'print' });
    const sizes = await officer.page.evaluate(() =>
      Object.fromEntries(['.paper__title', '.paper__name', '.paper h2', '.paper td', '.paper tbody th', '.paper__signature'].map((part) =>
        [part, Math.round(Number.parseFloat(getComputedStyle(document.querySelector(part)).fontSize) * 75) / 100])),
    );
    await officer.page.emulateMedia({ media: null });
    const { '.paper__title': title, ...others } = sizes;
    assert.equal(title, 22);
    for (const [part, size] of Object.entries(others)) assert.equal(size, 16, part);
    // What the browser made of it: nothing was made smaller to fit.
    const printed = (await print()).sizes;
    for (const size of [22, 16]) assert.ok(printed.some((found) => Math.abs(found - size) < 0.1), `${size} among ${printed}`);
  });

  await stage.shows('the access log says that it was printed, what for and under which number, and that the list was looked at', async () => {
    const address = await officer.route();
    const serial = await officer.page.locator('.paper [data-mark]').getAttribute('data-mark');
    await officer.go('#/safe');
    await officer.tap('open-access');
    const printed = officer.page.locator('tr[data-step="printed"]');
    await printed.waitFor();
    assert.match(await printed.getAttribute('data-what'), new RegExp(`^enterprises/.* ${serial} ${PURPOSE}$`));
    await printed.locator('[data-action="open"]').filter({ hasText: FIRM.name }).waitFor();
    await officer.page.locator('tr[data-step="listed"][data-what="enterprises"]').first().waitFor();
    await take(officer.page, 'paper-access');
    await officer.touch(printed.locator('[data-action="open"]'));
    await officer.page.locator('[data-action="print"]').waitFor();
    await officer.go(address);
    await officer.page.locator('[data-input="print-purpose"]').fill('年度归档');
    await officer.tap('print');
    await officer.page.locator('.paper [data-mark]').waitFor({ state: 'attached' });
  });

  await stage.shows('story 19: nothing on it is masked, and what was corrected is told as such and not as it was', async () => {
    const { text } = await print();
    const bare = text.replaceAll(/\s/g, '');
    assert.ok(bare.includes(PHONE) && !bare.includes(OLD_PHONE) && !bare.includes('****'), bare);
    assert.ok(bare.includes('电话：已更正'), bare);
  });

  await stage.shows('how widely it may be read stands on it, and it is in English where the page is', async () => {
    assert.equal(await officer.page.locator('.paper__mark').textContent(), '数据分级 · 含个人信息');
    const address = await officer.route();
    await officer.go('#/settings');
    await officer.touch(officer.page.locator('[data-value="en"]'));
    await officer.page.locator('html[lang="en"]').waitFor();
    await officer.go(address);
    await officer.page.locator('[data-input="print-purpose"]').fill('year file');
    await officer.tap('print');
    await officer.page.locator('.paper [data-mark]').waitFor({ state: 'attached' });
    await eventually(async () => assert.match((await print()).text, /Page\s+1\s+of\s+\d/));
    assert.equal(await officer.page.locator('.paper__mark').textContent(), 'Class · Personal data');
  });

  // What the sample zone has of one of its enterprises: three visits, needs, approval matters, projects.
  const reader = new Person(await stage.device('paper-sample'));
  const { page } = reader;
  const bare = (text) => text.replaceAll(/\s/g, '');
  const onPaper = async (name) => {
    const { text } = await printed(reader);
    await page.emulateMedia({ media: 'print' });
    await take(page, name);
    await page.emulateMedia({ media: null });
    return bare(text);
  };
  const openNamed = async (list, name) => {
    await reader.go(`#/ledger/${list}`);
    await page.locator('[data-input="search"]').first().fill(name);
    await page.locator('[data-total="1"]').waitFor();
    await reader.touch(page.locator('tr[data-entity]', { hasText: name }).first().locator('[data-action="open"]'));
    await page.locator('tr[data-property]').first().waitFor();
  };
  /** What stands in the sections of the page, as its rows begin. */
  const titles = (rows) => page.locator(`${rows} .rows__title`).allInnerTexts();

  await stage.shows('on the paper of an enterprise stand its visits, its needs and how they went, its approvals and its projects', async () => {
    await reader.open(server.address, '#/dashboard');
    await reader.tap('load-sample');
    await page.locator('[data-figure]').first().waitFor({ timeout: 120_000 });
    await openNamed('approvals', '样例事项001');
    await reader.touch(page.locator('tr[data-property="enterprise_id"] [data-action="open-named"]').first());
    await page.locator('[data-visit]').first().waitFor();
    const firm = await page.locator('main h1').innerText();
    const [visits, needs, others] = [await titles('[data-visit]'), await titles('[data-need]'), await titles('[data-related]')];
    assert.equal(visits.length, 3);
    assert.ok(needs.length > 0 && others.some((title) => title.startsWith('样例事项')) && others.some((title) => title.startsWith('样例项目')), others.join(' | '));
    const text = await onPaper('paper-whole');
    for (const part of [firm, '走访', '问题', '审批事项', '项目', ...others]) assert.ok(text.includes(bare(part)), `${part} in ${text}`);
    for (const date of visits.map((visit) => visit.match(/\d{4}-\d\d-\d\d/)[0])) assert.ok(text.includes(date), `${date} in ${text}`);
    for (const need of needs) assert.ok(text.includes(bare(need)) || text.includes(need.match(/样例问题\d*/)[0]), `${need} in ${text}`);
    stage.report.fact(`${visits.length} visits, ${needs.length} needs, ${others.length} others`);
  });
  await stage.shows('a social organisation has a ledger on paper too', async () => {
    await reader.go('#/ledger/social_orgs');
    await reader.touch(page.locator('tr[data-entity] [data-action="open"]').first());
    await page.locator('tr[data-property]').first().waitFor();
    const name = await page.locator('main h1').innerText();
    const values = await page.locator('tr[data-property] td[data-value]').allInnerTexts();
    const text = await onPaper('paper-social');
    for (const part of ['社会组织台账', name, '填表人：', '审核人：', '日期：']) assert.ok(text.includes(bare(part)), `${part} in ${text}`);
    assert.ok(values.length > 2);
  });
}
