// All seventeen forms of the pack through the page: each filled as new, what it made updated, all of it sent to a desk, and seen
// there in its list and on its page, in words of both languages. What is answered stands in lib/canvass.mjs.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { answer, begin, finish, pick } from '../lib/answers.mjs';
import { desk, exported, imported, kept, trust } from '../lib/batches.mjs';
import { ACTIVITY, expected, FIRM, FORMS, NEED, OTHER, PERSON, questions } from '../lib/canvass.mjs';
import { apart, putProfile } from '../lib/database.mjs';
import { register } from '../lib/enterprise.mjs';
import { versionOf } from '../lib/forms.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { profile } from '../lib/releases.mjs';
import { packInClear } from '../lib/zones.mjs';

export const name = 'The canvass pack: seventeen forms filled, updated, sent, and read at the desk';

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('canvass'));
  const { page } = officer;
  let records = 0;
  let coordinator;
  let file;

  await stage.shows('the forms stand in groups, those for every day first, seventeen in all', async () => {
    await officer.open(server.address, '#/');
    await officer.introduce();
    await officer.go('#/');
    const offered = () => page.locator('[data-action="new"]').evaluateAll((all) => all.map((one) => one.dataset.form));
    await eventually(async () => assert.deepEqual(await offered(), ['liaison_visit', 'need_report', 'need_followup', 'enterprise_registration']));
    await officer.action('more-forms').waitFor();
    await take(page, 'canvass-today');
    await officer.go('#/forms');
    await eventually(async () => assert.deepEqual((await offered()).toSorted(), FORMS.map(({ form }) => form).toSorted()));
    await take(page, 'canvass-forms');
  });
  await stage.shows('what an older version left on a device gets them too, each once and in its newest version', async () => {
    const old = new Person(await stage.device('canvass-old'));
    await apart(old.page, server.address);
    await putProfile(old.page, profile('0.2.0').put);
    await old.open(server.address, '#/forms');
    const offered = () => old.page.locator('[data-action="new"]').evaluateAll((all) => all.map((one) => one.dataset.form));
    await eventually(async () => assert.deepEqual((await offered()).toSorted(), FORMS.map(({ form }) => form).toSorted()));
    await old.page.locator('[data-form="enterprise_registration"]').getByText(`版本 ${versionOf('enterprise_registration')}`).waitFor();
  });
  await register(officer, server.address, OTHER);
  records += 1;

  for (const one of FORMS) {
    await stage.shows(`${one.form}: filled as new${one.update ? ', and what it made updated' : ''}`, async () => {
      await begin(officer, one.form);
      await answer(officer, one.form, one.create);
      await take(page, `canvass-${one.form}`);
      await finish(officer);
      records += 1;
      if (!one.update) return;
      await begin(officer, one.form);
      if (one.again) await answer(officer, one.form, one.again);
      else {
        await officer.choose('/data/mode', 'update');
        await officer.question('/data/existing').waitFor();
        await pick(officer, '/data/existing', one.label);
      }
      const asked = questions(one.form);
      const [known, value] = one.kept;
      await officer.shows(asked.get(known).path, value);
      await answer(officer, one.form, one.update);
      await finish(officer);
      records += 1;
    });
  }

  await stage.shows('all of it comes in at a desk', async () => {
    await officer.go('#/send');
    file = await exported(officer, room);
    coordinator = await desk(stage, server, 'canvass-desk');
    await coordinator.introduce('样例管理员', '900');
    await coordinator.go('#/import');
    await coordinator.give('batch', [file]);
    await trust(coordinator, file);
    await coordinator.tap('import');
    await imported(coordinator, { added: records, known: 0 });
  });

  for (const [at, tag] of ['zh-CN', 'en'].entries()) {
    await stage.shows(`every list has its name, its row, and words for what is in it (${tag})`, async () => {
      await coordinator.go('#/settings');
      await coordinator.touch(coordinator.page.locator(`[data-value="${tag}"]`));
      await coordinator.page.locator(`html[lang="${tag}"]`).waitFor({ state: 'attached' });
      await coordinator.go('#/ledger');
      const tab = (list) => coordinator.page.locator(`nav [data-list="${list}"]`);
      await tab('visits').waitFor();
      if (at === 0) await take(coordinator.page, 'canvass-ledger');
      for (const one of FORMS) {
        await coordinator.go(`#/ledger/${one.list}`);
        const row = coordinator.page.locator('tr[data-entity]').filter({ hasText: one.label });
        await row.first().waitFor();
        assert.ok((await tab(one.list).innerText()).startsWith(one.lists[at]), `${one.list} is called ${one.lists[at]}`);
        await take(coordinator.page, `canvass-list-${one.list}-${tag}`);
        await coordinator.touch(row.first().locator('[data-action="open"]'));
        await coordinator.page.locator('h1.page__title').getByText(one.label).waitFor();
        for (const [property, { value, words }] of expected(one)) {
          const cell = coordinator.page.locator(`tr[data-property="${property}"] td[data-value]`);
          await eventually(async () => assert.equal(await cell.getAttribute('data-value'), value, `${one.form} ${property}`));
          for (const said of words ?? []) assert.ok((await cell.innerText()).includes(said[at]), `${one.form} ${property}: ${said[at]}`);
        }
      }
    });
  }

  await stage.shows('the page of the enterprise has what the other lists have of it, an approval with its clock', async () => {
    await coordinator.go('#/ledger');
    await coordinator.touch(coordinator.page.locator('tr[data-entity]').filter({ hasText: FIRM.name }).locator('[data-action="open"]'));
    await coordinator.page.locator('h1.page__title').getByText(FIRM.name).waitFor();
    const related = coordinator.page.locator('[data-related]');
    for (const text of ['染整工程师', '挡车工', '样例扩建项目', '样例党支部', 'ZD001']) await related.filter({ hasText: text }).first().waitFor();
    const matter = related.filter({ hasText: '样例施工许可' });
    assert.equal(await matter.locator('[data-used]').getAttribute('data-used'), '18');
    await take(coordinator.page, 'canvass-enterprise-en');
  });

  await stage.shows('a branch and the enterprise that it belongs to lead to each other, and so do a need and the meeting where it was raised', async () => {
    const { page: desk } = coordinator;
    const opened = async (list, label) => {
      await coordinator.go(`#/ledger/${list}`);
      await coordinator.touch(desk.locator('tr[data-entity]').filter({ hasText: label }).locator('[data-action="open"]'));
      await desk.locator('h1.page__title').getByText(label).waitFor();
    };
    const leads = async (property, label) => {
      await coordinator.touch(desk.locator(`tr[data-property="${property}"] a`).filter({ hasText: label }));
      await desk.locator('h1.page__title').getByText(label).waitFor();
    };
    await opened('enterprises', FIRM.name);
    await leads('parent_id', OTHER.name);
    await desk.locator('[data-related]').filter({ hasText: FIRM.name }).first().waitFor();
    await opened('needs', NEED);
    await leads('activity_id', ACTIVITY);
    await desk.locator('[data-need]').filter({ hasText: NEED }).first().waitFor();
    await take(desk, 'canvass-activity-en');
  });

  await stage.shows('the pack for the tablets has the lists, and nobody who was registered', async () => {
    await coordinator.go('#/ledger');
    const pack = fs.readFileSync(await kept(await packInClear(coordinator), room, 'pack'), 'utf8');
    for (const text of [FIRM.name, '染整工程师', '样例施工许可']) assert.ok(pack.includes(text), text);
    for (const text of [PERSON.name, PERSON.phone]) assert.ok(!pack.includes(text), text);
  });

  await stage.shows('a person who takes consent back is erased on the tablet and at the desk', async () => {
    await officer.go('#/records');
    await officer.touch(page.locator('[data-record] [data-action="open"]').filter({ hasText: PERSON.name }).first());
    await officer.tap('withdraw');
    await officer.tap('confirm-withdraw');
    await page.locator('[data-status="erased"]').waitFor({ timeout: 30_000 });
    await officer.go('#/send');
    const second = await exported(officer, room);
    await coordinator.go('#/import');
    await coordinator.give('batch', [second]);
    await coordinator.page.locator('[data-outcome="ready"]').last().waitFor({ timeout: 30_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: 2, known: 0 }); // the registration and its update
    await coordinator.go('#/ledger/talents');
    await eventually(async () => assert.ok(!(await coordinator.page.locator('body').innerText()).includes(PERSON.name)));
  });
}
