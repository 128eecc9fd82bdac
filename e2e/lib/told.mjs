// What the page says before anything else, as a person meets it.

import assert from 'node:assert/strict';

/** One of the loader's notices stands at the top of the page, in Chinese and in English. */
export async function saidFirst(person, css, about = '') {
  const notice = person.page.locator(css);
  await notice.waitFor();
  const { top, text } = await notice.evaluate((notice) => ({ top: notice.getBoundingClientRect().top, text: notice.innerText }));
  assert.equal(top, 0, `${about} ${css} is not the first thing on the page`);
  assert.match(text, /\p{Script=Han}{5}/u);
  assert.match(text, /[A-Za-z]+ [a-z]+ [a-z]+/);
}

/** The page of today says, with no draft and no record yet, that what is kept here may go, and names the private window. */
export async function saysThatItMayForget(person) {
  const said = person.page.locator('[data-notice="not-persistent"]');
  await said.waitFor();
  assert.match(await said.innerText(), /无痕窗口/);
  assert.equal(await person.page.locator('[data-draft]').count(), 0);
}
