// Several files at once, in any order, some of them twice: one ledger.

import assert from 'node:assert/strict';
import { desk, exported, imported, outcome, trust } from '../lib/batches.mjs';
import { FORMS } from '../lib/canvass.mjs';
import { FORM, register } from '../lib/enterprise.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';

export const name = 'Files come in together, in any order';

const FIRST = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const SECOND = { name: '样例二厂有限公司', code: '91110000600037341L' };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('orders-tablet'));
  const small = [];

  await stage.shows('three files: two enterprises, and a change of the first', async () => {
    for (const enterprise of [FIRST, SECOND]) {
      await register(officer, server.address, enterprise);
      await officer.go('#/send');
      small.push(await exported(officer, room));
    }
    await officer.go('#/');
    await officer.begin(FORM);
    await officer.choose('/data/mode', 'update');
    await officer.chooseText('/data/existing', FIRST.name);
    await turnTo(officer, '/data/g_size/employees');
    await officer.type('/data/g_size/employees', '350');
    await finish(officer);
    await officer.go('#/send');
    small.push(await exported(officer, room));
  });
  await stage.shows('in any order, at once or one by one, some of them twice, they give the same ledger', async () => {
    const [one, two, three] = small;
    const orders = [[[one, two, three]], [[three, one, two]], [[three], [two, three], [one, two]]];
    const ledgers = [];
    for (const [at, portions] of orders.entries()) {
      const coordinator = await desk(stage, server, `orders-desk-${at}`);
      let added = 0;
      for (const [index, files] of portions.entries()) {
        await coordinator.give('batch', files);
        if (index === 0) await trust(coordinator, files[0]);
        const fresh = files.filter((file) => !portions.slice(0, index).flat().includes(file));
        for (const file of fresh) await outcome(coordinator, file, 'ready');
        for (const file of files.filter((file) => !fresh.includes(file))) await outcome(coordinator, file, 'already-imported');
        await coordinator.tap('import');
        added += fresh.length;
        await imported(coordinator, { added, known: 0 });
      }
      ledgers.push(await ledger(coordinator));
      await coordinator.device.close();
    }
    const [first, ...others] = ledgers;
    for (const text of [FIRST.name, SECOND.name, '\t350 人\t']) assert.ok(first.includes(text), `${text} in ${first}`);
    for (const other of others) assert.equal(other, first);
  });
}

/** All that the ledger says, every enterprise's page included. */
async function ledger(person) {
  // Pages offer the forms that ask for what they show: those for other days come after the first.
  await person.go('#/forms');
  await eventually(async () => assert.equal(await person.action('new').count(), FORMS.length), { within_ms: 60_000 });
  await person.go('#/ledger');
  await person.page.locator('tr[data-entity]').nth(1).waitFor();
  const said = [await person.page.locator('tbody').innerText()];
  const rows = await person.page
    .locator('tr[data-entity] [data-action="open"]')
    .evaluateAll((links) => links.map((link) => ({ page: link.hash, name: link.innerText })));
  for (const { page, name } of rows) {
    await person.go(page);
    await person.page.locator('h1.page__title').getByText(name).waitFor();
    await person.action('new').first().waitFor(); // the last that comes to this page
    said.push(await person.page.locator('.page__body').innerText());
  }
  return said.join('\n');
}
