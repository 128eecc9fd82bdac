// The acceptance stories of finding a firm and of its code: flight mode, search, codes, a ledger that is there already.
// docs/stories.md says which story is shown where.

import assert from 'node:assert/strict';
import { PORTRAIT } from '../lib/browser.mjs';
import { table } from '../lib/csv.mjs';
import { profileOf } from '../lib/database.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { answer, FORM, register, submit } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'Acceptance stories: flight mode, search, codes';

const FIRM = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
const OTHERS = codes(6).map((code, at) => ({ name: `样例${'甲乙丙丁戊己'[at]}厂有限公司`, code }));
const CODE = '/data/g_id/uscc_input';
/** Full-width and lower case, as it comes out of a chat. */
const PASTED = '９１６５２８９９ma9000011y';
/** Synthetic: division 652899 is nobody's. */
const PERSONAL = '652899198001010017';
/** Four times slower, as the story's tablet. */
const SLOWED = 4;
const WITHIN_MS = 3000;

/** So many other codes that are right. */
function codes(most) {
  const right = table('uscc_vectors.csv').filter(({ expected, normalised }) => expected === 'valid' && normalised !== FIRM.code);
  return [...new Set(right.map(({ normalised }) => normalised))].slice(0, most);
}

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('stories', { viewport: PORTRAIT });
  let officer = new Person(tablet);
  /** Pastes over what stands in a field. */
  const paste = async (path, text) => {
    await officer.field(path).focus();
    await officer.page.keyboard.press('ControlOrMeta+A');
    await officer.page.keyboard.insertText(text);
  };
  const says = (text) => officer.page.locator('[data-type="note"]').getByText(text).waitFor();
  const saysNot = (text) => eventually(async () => assert.equal(await officer.page.getByText(text).count(), 0));

  await stage.shows('seven enterprises are registered on the office network, one with its initials', async () => {
    for (const other of OTHERS) await register(officer, server.address, other);
    await beginWhole(officer, server.address, FORM);
    await officer.type('/data/g_id/pinyin', 'yczf');
    await answer(officer, FIRM);
    await submit(officer);
    await installed(officer.page);
  });

  await stage.shows('story 1: in flight mode, after a restart, there are the enterprises, all forms and 离线可用', async () => {
    await server.stop();
    await tablet.restart();
    officer = new Person(tablet);
    await tablet.offline(true);
    const slow = await tablet.context.newCDPSession(officer.page);
    await slow.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    const begun = performance.now();
    await officer.open(server.address);
    await officer.sees('离线可用');
    for (const form of [FORM, 'liaison_visit', 'need_report', 'need_followup']) {
      await officer.page.locator(`[data-form="${form}"][data-action="new"]`).first().waitFor();
    }
    const forms_ms = performance.now() - begun;
    await officer.go('#/ledger');
    for (const { name: firm } of [FIRM, ...OTHERS]) await officer.page.locator('tr[data-entity]', { hasText: firm }).waitFor();
    const all_ms = performance.now() - begun;
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await slow.detach();
    stage.report.fact(`forms and 离线可用 after ${Math.round(forms_ms)} ms, enterprises after ${Math.round(all_ms)} ms, CPU slowed ${SLOWED} times (story: ${WITHIN_MS} ms)`);
    await take(officer.page, 'story-1');
  });

  await stage.shows('story 2: the firm is found among the first five by its initials and by the last four of its code', async () => {
    await officer.go('#/');
    await officer.begin('liaison_visit');
    const firm = officer.question('/data/ent');
    await officer.touch(firm.locator('[data-action="open-choices"]'));
    for (const typed of ['yczf', '011y', '011Y', '棉纺']) {
      await firm.locator('input[type=search]').fill(typed);
      await eventually(async () => {
        const first = await firm.locator('[role=option]').evaluateAll((rows) => rows.slice(0, 5).map((row) => row.innerText));
        assert.ok(first.some((row) => row.includes(FIRM.name)), `${typed}: ${first}`);
        });
    }
    await take(officer.page, 'story-2');
  });

  await stage.shows('story 3: a code pasted in full width and lower case stands in the field as it is kept, with a tick', async () => {
    await beginWhole(officer, server.address, FORM);
    await paste(CODE, PASTED.replace('011y', '033y').replaceAll('ma9', 'MA9'));
    await says('校验位不符');
    await paste(CODE, PASTED);
    await officer.shows(CODE, FIRM.code);
    await says(`✓ ${FIRM.code}`);
    await eventually(async () => assert.equal(await officer.field(CODE).getAttribute('aria-invalid'), 'false'));
    await take(officer.page, 'story-3');
  });
  await stage.shows('story 3: with one character wrong the page says 校验位不符, and a repair only where exactly one fits', async () => {
    await paste(CODE, FIRM.code.replace(/Y$/, 'X'));
    await says('校验位不符');
    await saysNot('是不是');
    await officer.question(CODE).getByRole('alert').waitFor();
    // The letter O, which no code has, for a nought.
    await paste(CODE, FIRM.code.replace('9000', '9O00'));
    await says(`是不是 ${FIRM.code}？`);
    await take(officer.page, 'story-3-repair');
    // The same letter and another one wrong: no repair fits.
    await paste(CODE, FIRM.code.replace('9000', '9O00').replace(/Y$/, 'X'));
    await saysNot('是不是');
    await officer.question(CODE).getByRole('alert').waitFor();
  });

  await stage.shows('story 5: the number of a person is no credit code: the field is emptied, and nothing stored has it', async () => {
    for (const number of [PERSONAL, '６５２８９９ １９８００１０１ ００１７']) {
      await paste(CODE, number);
      await officer.question(CODE).locator('[data-status="personal-number"]').getByText('这不是信用代码').waitFor();
      await officer.shows(CODE, '');
    }
    await take(officer.page, 'story-5');
    await officer.type('/data/g_id/short_name', '样例');
    await officer.saved();
    const { stores, local } = await profileOf(officer.page);
    const rows = Object.values(stores).flat();
    assert.ok(rows.length > 10, 'the database has been read');
    const texts = [...Object.values(local), ...rows.flatMap(([key, value]) => [JSON.stringify(key), Buffer.from(value, 'base64').toString()])];
    assert.ok(texts.some((text) => text.includes(FIRM.code)), 'what is kept can be found so');
    assert.deepEqual(texts.filter((text) => text.includes(PERSONAL) || text.includes('６５２８９９')), []);
  });

  await stage.shows('story 4: a code that has a ledger names the firm, and one tap opens it with the values it has', async () => {
    await paste(CODE, FIRM.code);
    await says(`该代码已有台账：${FIRM.name}`);
    const offer = officer.page.locator(`[data-action="raise"][data-form="${FORM}"]`).first();
    await offer.getByText('已有台账，去更新？').waitFor();
    await take(officer.page, 'story-4');
    await officer.touch(offer);
    await officer.question('/data/existing').waitFor();
    await officer.shows('/data/mode', 'update');
    await officer.question('/data/existing').getByText(FIRM.name).first().waitFor();
    await officer.go(`${(await officer.route()).split('?')[0]}?all=1`);
    await officer.shows('/data/g_id/ent_name', FIRM.name);
    await officer.shows(CODE, FIRM.code);
    await officer.shows('/data/g_ind/industry_section', 'C');
  });
}
