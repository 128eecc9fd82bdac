// Forms of the pack filled by the names of their questions, whatever kind each is.
//
// Not here: what is answered (`canvass`), forms filled at random (`filling`).

import { questions } from './canvass.mjs';

/** Begins a form with all its pages in sight. */
export async function begin(person, form) {
  await person.go('#/');
  await person.begin(form);
  await person.go(`${(await person.route()).split('?')[0]}?all=1`);
  await person.page.locator('[data-path]').first().waitFor();
}

/** Gives each answer, in order: `[name, value]`. */
export async function answer(person, form, answers) {
  const asked = questions(form);
  for (const [name, value] of answers) {
    await person.question(asked.get(name).path).waitFor();
    await give(person, asked.get(name), value);
  }
}

/** Makes the open draft a record. */
export async function finish(person) {
  await person.saved();
  await person.tap('finalize');
  await person.page.waitForURL(/#\/records/);
}

async function give(person, { path, type }, value) {
  if (type.endsWith('from_file') && typeof value === 'string') return pick(person, path, value);
  if (type.startsWith('select')) {
    const values = typeof value === 'string' ? value.split(' ') : [value.value];
    for (const one of values) await person.choose(path, one);
    return undefined;
  }
  return type === 'date' ? person.set(path, value) : person.type(path, value);
}

/** Picks from a list that is searched, by a part of what it says. */
export async function pick(person, path, text) {
  const question = person.question(path);
  const opener = question.locator('[data-action="open-choices"]');
  if ((await opener.count()) && (await opener.getAttribute('aria-expanded')) === 'false') await person.touch(opener);
  const search = question.locator('input[type=search]');
  if (await search.count()) await search.fill(text.split(' ')[0]);
  await person.touch(question.locator('[data-value]').filter({ hasText: text }).first());
}
