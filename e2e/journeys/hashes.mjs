// A form that asks for hashes: their algorithms lie in the second part of the program, which the form waits for.

import { Person } from '../lib/person.mjs';
import { workbook } from '../lib/workbook.mjs';

export const name = 'A form that asks for hashes';

const FORM = workbook('hashes.xlsx', {
  survey: [
    ['type', 'name', 'label', 'calculation'],
    ['text', 'word', '词'],
    ['calculate', 'hash', null, "digest(${word}, 'MD5', 'hex')"],
    ['note', 'told', '摘要=${hash}'],
  ],
  settings: [['form_id', 'form_title', 'version'], ['hashes', '摘要样例', '1']],
});
/** Source: RFC 1321, A.5: the MD5 of "abc". */
const TOLD = '摘要=900150983cd24fb0d6963f7d28e17f72';

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('hashes');
  let officer = new Person(tablet);

  await stage.shows('the hash of an answer is told beside it', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', FORM);
    await officer.page.locator('[data-form-opened="hashes"]').waitFor();
    await officer.begin('hashes');
    await officer.type('/data/word', 'abc');
    await officer.sees(TOLD);
    await officer.saved();
  });
  await stage.shows('and is there when the draft is opened again after a kill', async () => {
    const route = await officer.route();
    await tablet.kill();
    await tablet.start();
    officer = new Person(tablet);
    await officer.open(server.address, route);
    await officer.sees(TOLD);
  });
}
