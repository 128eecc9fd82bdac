// Filling any form at random: which questions can be answered now, and an answer for each that a person might give.

/** Kinds of question that can be answered without knowing the form. */
const PLAIN = ['string', 'text', 'int', 'integer', 'decimal', 'select1', 'select_one'];

/** The questions that can be answered now: `{ path, type, values }`, in the order of the page. */
export const answerable = (page) =>
  page.evaluate((plain) => {
    const usable = (control) => control && !control.disabled && !control.readOnly && control.offsetParent !== null;
    return [...document.querySelectorAll('[data-path][data-type]')]
      .filter((question) => plain.includes(question.dataset.type))
      .map((question) => ({
        path: question.dataset.path,
        type: question.dataset.type,
        values: [...question.querySelectorAll('[data-value]')].map((choice) => choice.dataset.value).filter(Boolean),
        usable: usable(question.querySelector('input, textarea, select, button')),
      }))
      .filter((question) => question.usable && (!question.type.startsWith('select') || question.values.length > 0));
  }, PLAIN);

/** Gives one answer; returns what the question must show from now on. */
export async function giveAnswer(person, question, number, chance) {
  if (question.type.startsWith('select')) {
    const value = chance.one(question.values);
    if ((await person.answer(question.path)) !== value) await person.choose(question.path, value);
    return value;
  }
  const whole = question.type.startsWith('int');
  const text = whole ? String(number) : question.type === 'decimal' ? `${number}.5` : `样例${number}`;
  await person.type(question.path, text);
  return text;
}

/** Begins a form with every page of it in sight; returns the route of its draft. */
export async function beginWhole(person, address, form) {
  await person.open(address, '#/forms');
  await person.begin(form);
  const route = new URL(person.page.url()).hash.split('?')[0];
  await person.go(`${route}?all=1`);
  await person.page.locator('[data-path]').first().waitFor();
  return `${route}?all=1`;
}
