// The rules that others published, typed in as a person types them: every credit code, and every enterprise that is sized.
//
// The native tests hold the engine to the same vectors; here they go through keyboard, page and recalculation.

import assert from 'node:assert/strict';
import { table } from '../lib/csv.mjs';
import { beginWhole } from '../lib/filling.mjs';
import { FORM } from '../lib/enterprise.mjs';
import { Person } from '../lib/person.mjs';

export const name = 'Codes and sizes, typed as the vectors say';

const CODE = '/data/g_id/uscc_input';
const SIZE = '/data/g_size/ent_size';
const FIGURES = { employees: '/data/g_size/employees', revenue_wan: '/data/g_size/revenue_wan', assets_wan: '/data/g_size/assets_wan' };

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('vectors'));
  const codes = table('uscc_vectors.csv');
  const sizes = table('size_vectors.csv');

  await stage.shows('a registration is open with all its pages in sight', async () => {
    await beginWhole(officer, server.address, FORM);
  });

  await stage.shows(`each of ${codes.length} credit codes is taken or refused as it should be`, async () => {
    assert.ok(codes.length >= 55);
    const wrong = [];
    for (const { id, input, expected, why } of codes) {
      await retype(officer, CODE, input);
      const got = await officer.question(CODE).evaluate((question) => {
        const field = question.querySelector('input');
        if (question.querySelector('[data-status="personal-number"]')) return 'refused'; // and the field is empty
        if (field.value === '') return 'empty';
        return question.querySelector('[role="alert"]') || field.ariaInvalid === 'true' ? 'refused' : 'taken';
      });
      const should = { valid: 'taken', warn: 'taken', empty: 'empty' }[expected] ?? 'refused';
      if (got !== should) wrong.push(`${id} ${input} (${why}): ${got}`);
    }
    assert.deepEqual(wrong, []);
    count(stage, 'codes', codes, 'expected');
  });

  await stage.shows(`each of ${sizes.length} enterprises is sized as it should be`, async () => {
    assert.ok(sizes.length >= 145);
    const industries = table('industries.csv');
    const wrong = [];
    let category;
    for (const vector of sizes) {
      if (vector.size_category !== category) {
        category = vector.size_category;
        await chooseIndustry(officer, industries.find((row) => row.size_category === category));
      }
      for (const [figure, path] of Object.entries(FIGURES)) {
        if ((await officer.answer(path)) !== vector[figure]) await retype(officer, path, vector[figure]);
      }
      const got = await officer.answer(SIZE);
      if (got !== vector.expected) wrong.push(`${vector.id} ${category} (${vector.why}): ${got}, not ${vector.expected}`);
    }
    assert.deepEqual(wrong, []);
    count(stage, 'sizes', sizes, 'expected');
  });
}

/** Marks all that stands in a field and types over it; what no keyboard has is pasted. Returns after the page was drawn. */
async function retype(person, path, text) {
  const { page } = person;
  await person.field(path).focus();
  await page.keyboard.press('ControlOrMeta+A');
  if (text === '') await page.keyboard.press('Delete');
  else if (/^[!-~ ]+$/.test(text)) await page.keyboard.type(text);
  else await page.keyboard.insertText(text);
  await drawn(page);
}

/** Section, division and, where the form asks for it, group. */
async function chooseIndustry(person, { section, level, parent, name }) {
  const division = level === 'group' ? parent : name;
  const answers = { industry_section: section, industry_division: division, ...(level === 'group' && { industry_group: name }) };
  for (const [question, value] of Object.entries(answers)) {
    const path = `/data/g_ind/${question}`;
    if ((await person.answer(path)) !== value) await person.choose(path, value);
    await person.shows(path, value);
  }
}

/** Two frames: what an answer changed was drawn in the first. */
const drawn = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

function count(stage, what, rows, column) {
  const counts = {};
  for (const row of rows) counts[row[column]] = (counts[row[column]] ?? 0) + 1;
  stage.report.fact(`${rows.length} ${what}: ${Object.entries(counts).map(([value, times]) => `${times} ${value}`).join(', ')}`);
}
