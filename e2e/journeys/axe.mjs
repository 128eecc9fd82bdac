// Every screen, in both languages, all themes and all sizes of text, has what screen readers, keyboards and weak eyes need; in the sun
// each word stands out from its ground by 7:1. The controls of forms, and what is said when data is gone: `axe-forms`.

import assert from 'node:assert/strict';
import { complaints } from '../lib/looks.mjs';
import { Person } from '../lib/person.mjs';
import { look, screens, speak } from '../lib/screens.mjs';

export const name = 'Every screen is accessible';

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('axe'));
  let routes = [];

  await stage.shows('a record and a draft are there to be looked at', async () => {
    routes = await screens(officer, server.address);
  });
  for (const [tag, language] of [['zh-CN', 'Chinese'], ['en', 'English']]) {
    await stage.shows(`in ${language}, every theme and every size of text`, async () => {
      await speak(officer, tag);
      const found = [];
      for (const route of routes) {
        await look(officer, route);
        found.push(...(await complaints(officer.page, route)));
      }
      assert.deepEqual(found, []);
    });
  }
  stage.report.fact(`${routes.length} screens in two languages, three themes and four sizes`);
}
