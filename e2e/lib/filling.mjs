// Filling any form at random: which questions can be answered now, and an answer for each that a person might give.

import assert from 'node:assert/strict';
import { eventually } from './person.mjs';

/** Kinds of question that can be answered without knowing the form. */
const PLAIN = ['text', 'integer', 'decimal', 'select_one'];

/** The questions that can be answered now: `{ path, type, values }`, in the order of the page. */
export const answerable = (page) =>
  page.evaluate((plain) => {
    const usable = (control) =>
      control && !control.matches(':disabled') && !control.readOnly && control.ariaDisabled !== 'true' && control.offsetParent !== null;
    return [...document.querySelectorAll('[data-path][data-type]')]
      .filter((question) => plain.includes(question.dataset.type))
      .map((question) => ({
        path: question.dataset.path,
        type: question.dataset.type,
        values: [...question.querySelectorAll('[data-value]')].map((choice) => choice.dataset.value).filter(Boolean),
        usable: usable(question.querySelector('input, textarea, select, button')),
      }))
      .filter((question) => question.usable && (question.type !== 'select_one' || question.values.length > 0));
  }, PLAIN);

/** The paths of the texts that can be typed into now. */
export async function texts(page) {
  const paths = (await answerable(page)).filter(({ type }) => type === 'text').map(({ path }) => path);
  assert.ok(paths.length > 0, 'the form has a text to type into');
  return paths;
}

/** Gives one answer; returns what the question must show from now on. */
export async function giveAnswer(person, question, number, chance) {
  if (question.type === 'select_one') {
    const value = chance.one(question.values);
    if ((await person.answer(question.path)) !== value) await person.choose(question.path, value);
    return value;
  }
  const text = { integer: `${number}`, decimal: `${number}.5`, text: `样例${number}` }[question.type];
  await person.type(question.path, text);
  return text;
}

/** What the registration takes back once another answer is another: a contact who is another is to be told anew. */
const NOTICE = '/data/g_contact/notice_given';
const TAKES_BACK = new Map([['/data/g_contact/contact_name', NOTICE], ['/data/g_contact/contact_phone', NOTICE]]);

/** Notes an answer among those that must stand there, and no longer what it takes back. */
export function expect(expected, path, answer) {
  expected.set(path, answer);
  expected.delete(TAKES_BACK.get(path));
}

/** Begins a form with every page of it in sight; returns the route of its draft. */
export async function beginWhole(person, address, form) {
  await person.open(address, '#/');
  if (await person.action('new').first().isDisabled()) {
    await person.introduce();
    await person.go('#/');
  }
  await person.begin(form);
  const [route] = (await person.route()).split('?');
  await person.go(`${route}?all=1`);
  await person.page.locator('[data-path]').first().waitFor();
  return `${route}?all=1`;
}

/** Turns pages until the question is on the page. */
export async function turnTo(person, path) {
  for (let pages = 0; !(await person.isAsked(path)); pages += 1) {
    assert.ok(pages < 12, `no page asks ${path}`);
    await turn(person);
  }
}

/** Turns to the last page and makes the draft a record. */
export async function finish(person) {
  while (await person.action('next').count()) await turn(person);
  await person.tap('finalize');
  await person.page.locator('[data-record]').first().waitFor();
}

async function turn(person) {
  const sheet = person.page.locator('article.fill');
  const before = await sheet.getAttribute('data-page');
  await person.tap('next');
  await eventually(async () => assert.notEqual(await sheet.getAttribute('data-page'), before));
}
