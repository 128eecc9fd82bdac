// The same enterprise entered twice, by two tablets: it is offered as one and never joined by itself. A coordinator sees both side
// by side, says that they are one and which is kept, decides what differs, and what she said travels, also back apart again.

import assert from 'node:assert/strict';
import { desk, exported, imported, kept, outcome, trust } from '../lib/batches.mjs';
import { answer, EMPLOYEES, FORM, submit, update } from '../lib/enterprise.mjs';
import { beginWhole, finish } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { seen } from '../lib/screens.mjs';

export const name = 'One firm entered twice: offered as one, seen side by side, said to be one, and taken apart again';

const CODE = '91350100M000100Y43';
const FIRST = { name: '样例纺织有限公司', code: CODE };
const SECOND = { name: '样例纺织厂', code: CODE };
const REASON = '信用代码相同';

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const one = new Person(await stage.device('joins-one'));
  const two = new Person(await stage.device('joins-two'));
  const coordinator = await desk(stage, server, 'joins-desk');
  const page = coordinator.page;
  const firms = (person) => person.page.locator('tr[data-entity]');
  const files = {};
  const ids = {};

  /** How many firms the ledger shows, by their names. */
  const ledgerHas = async (person, names) => {
    await person.go('#/ledger');
    await eventually(async () => {
      const shown = await firms(person).locator('[data-action="open"]').allInnerTexts();
      assert.deepEqual(shown.map((text) => text.trim()).sort(), [...names].sort());
    });
  };
  const openFirm = async (person, id) => {
    await person.go(`#/ledger/enterprises/${encodeURIComponent(id)}`);
    await person.page.locator('h1.page__title').waitFor();
  };

  await stage.shows('two tablets enter one firm under two names, and one of them visits it', async () => {
    await beginWhole(one, server.address, FORM);
    await answer(one, FIRST);
    await one.type(EMPLOYEES, '200');
    await submit(one);
    await one.go('#/send');
    files.one = await exported(one, room);
    await two.open(server.address);
    await two.introduce('样例乙', '002');
    await beginWhole(two, server.address, FORM);
    await answer(two, SECOND);
    await two.type(EMPLOYEES, '210');
    await submit(two);
    await two.go('#/');
    await two.begin('liaison_visit');
    await two.chooseText('/data/ent', SECOND.name);
    await two.set('/data/visit_date', '2023-09-25');
    await two.choose('/data/purposes', 'routine');
    await two.type('/data/summary', '样例：例行走访');
    await two.choose('/data/ledger_ok', 'yes');
    await finish(two);
    await two.go('#/send');
    files.two = await exported(two, room);
  });

  await stage.shows('at import it is said that one of them may be in the ledger already, and both come in as they are', async () => {
    await coordinator.introduce('样例协调员', '900');
    await coordinator.go('#/import');
    await coordinator.give('batch', files.one);
    await trust(coordinator, files.one);
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await coordinator.give('batch', files.two);
    await trust(coordinator, files.two);
    await coordinator.sees('这一批里有 1 家可能已在台账');
    await coordinator.tap('import');
    await imported(coordinator, { added: 3, known: 0 });
    await seen(page, 'joins-import');
    await coordinator.touch(page.locator('[data-status="imported"] [data-action="go-work-lists"]'));
    await page.locator('[data-likeness="same-code"]').waitFor();
    ids.of = await page.locator('[data-likeness="same-code"] [data-entity]').evaluateAll((rows) => Object.fromEntries(rows.map((row) => [row.innerText.split('\n')[0].trim(), row.dataset.entity])));
    ids.first = ids.of[FIRST.name];
    ids.second = ids.of[SECOND.name];
    assert.ok(ids.first && ids.second, JSON.stringify(ids.of));
    await ledgerHas(coordinator, [FIRST.name, SECOND.name]);
  });

  await stage.shows('side by side what differs is marked; the one that is kept and a reason are chosen, and nothing happens without', async () => {
    await coordinator.go('#/worklists');
    const pair = page.locator('[data-likeness="same-code"]');
    await coordinator.touch(pair.locator('[data-action="compare"]'));
    await pair.locator('tr[data-property="employees"][data-differs="true"]').waitFor();
    assert.equal(await pair.locator('tr[data-property="uscc"]').getAttribute('data-differs'), 'false');
    assert.ok(await pair.locator('[data-action="join"]').isDisabled());
    await coordinator.touch(pair.locator(`[data-action="keep"][data-entity="${ids.first}"]`));
    await coordinator.touch(pair.locator('[data-action="join"]'));
    await pair.locator('[data-status="failed"]').waitFor(); // without a reason nothing is written down
    assert.equal(await pair.locator(`[data-action="keep"][data-entity="${ids.first}"]`).getAttribute('aria-pressed'), 'true');
    await coordinator.touch(pair.locator(`[data-action="reason"][data-reason="${REASON}"]`));
    await seen(page, 'joins-side-by-side');
    await coordinator.touch(pair.locator('[data-action="join"]'));
    await pair.waitFor({ state: 'detached' });
    await page.locator('[data-status="arisen"][data-count="3"]').waitFor(); // staff, name and label differ
    await seen(page, 'joins-arisen');
    await ledgerHas(coordinator, [FIRST.name]);
  });

  await stage.shows('the old id leads to the one, which has the visit, both numbers to decide, and who said that they are one', async () => {
    await openFirm(coordinator, ids.second);
    await page.locator('h1.page__title').getByText(FIRST.name).waitFor();
    await page.locator('[data-visit]').waitFor();
    await page.locator('[data-section="others"] [data-joined="one"]').getByText(REASON).waitFor();
    const said = page.locator('[data-disputed="employees"] [data-action="pick"]');
    await eventually(async () => {
      const values = await said.evaluateAll((voices) => voices.map(({ dataset }) => `${dataset.value} ${dataset.officer}`));
      assert.deepEqual(values.sort(), ['200 001', '210 002']);
    });
    await seen(page, 'joins-enterprise');
    for (const [property, value] of [['employees', '210'], ['ent_name', FIRST.name]]) {
      await coordinator.touch(page.locator(`[data-disputed="${property}"] [data-action="pick"][data-value="${value}"]`));
    }
    const label = page.locator('[data-disputed="label"] [data-action="pick"]').first();
    if (await label.count()) await coordinator.touch(label);
    await coordinator.touch(page.locator('.deciding__foot [data-action="reason"]').first());
    await coordinator.tap('resolve');
    await page.locator('[data-status="decided"]').waitFor();
    await page.locator('tr[data-property="employees"] td[data-value="210"]').waitFor();
  });

  await stage.shows('what was said waits to be sent, and has its page', async () => {
    await coordinator.go('#/records');
    const rows = page.locator('[data-record][data-state="waiting"]');
    await eventually(async () => assert.equal(await rows.count(), 2));
    for (const row of await rows.all()) {
      const id = await row.getAttribute('data-record');
      await coordinator.go(`#/records/${id}`);
      await page.locator('[data-status="decision"]').waitFor();
      if (await page.locator('[data-joined="one"]').count()) {
        ids.said = true;
        const both = await page.locator('[data-action="open"][data-entity]').allInnerTexts();
        assert.deepEqual(both.map((text) => text.trim()).sort(), [FIRST.name, SECOND.name].sort(), 'names, not ids');
        await seen(page, 'joins-record');
      }
      await coordinator.go('#/records');
    }
    assert.ok(ids.said, 'one of them says that they are one');
    await coordinator.go('#/send');
    files.joined = await exported(coordinator, room);
    await coordinator.go('#/ledger');
    files.pack = await kept(await coordinator.download('export-pack'), room, 'pack');
  });

  await stage.shows('a tablet that knows the old id has one row after a pack, and what it still said of the old id lands there', async () => {
    await update(two, SECOND, '220'); // it has heard of nothing
    await two.go('#/send');
    files.late = await exported(two, room);
    await two.go('#/forms');
    await two.give('pack', files.pack);
    await two.tap('take-pack');
    await two.page.locator('[data-pack="taken"]').waitFor();
    await ledgerHas(two, [FIRST.name]);
    await coordinator.go('#/import');
    await coordinator.give('batch', files.late);
    await outcome(coordinator, files.late, 'ready');
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await ledgerHas(coordinator, [FIRST.name]);
    await openFirm(coordinator, ids.first);
    const said = page.locator('[data-disputed="employees"] [data-action="pick"]');
    await said.first().waitFor();
    const values = await said.evaluateAll((voices) => voices.map(({ dataset }) => dataset.value));
    assert.deepEqual(values.sort(), ['210', '220'], 'what is new stands against what was decided without it');
  });

  await stage.shows('another desk that takes everything in, what was said first, has the same one', async () => {
    const other = await desk(stage, server, 'joins-other');
    const told = [];
    for (const [file, added] of [[files.joined, 2], [files.late, 3], [files.two, 5], [files.one, 6]]) {
      await other.give('batch', file);
      if (file === files.two) await outcome(other, file, 'ready');
      else await trust(other, file);
      // With the last one both are there: what stands against what was decided without it, and only because they are one.
      const row = await outcome(other, file, 'ready');
      told.push(await row.locator('[data-conflicts]').getAttribute('data-conflicts'));
      await other.tap('import');
      await imported(other, { added, known: 0 });
    }
    assert.ok(told.some((count) => Number(count) > 0), `conflicts that the join brings are told: ${told}`);
    await ledgerHas(other, [FIRST.name]);
    await other.go('#/worklists');
    await other.page.locator('[data-list="duplicates"][data-count="0"]').waitFor();
    await openFirm(other, ids.second);
    await other.page.locator('[data-visit]').waitFor();
    await other.page.locator('[data-disputed="employees"]').waitFor();
    assert.equal(await other.page.locator('[data-disputed="ent_name"]').count(), 0, 'that was decided');
  });

  await stage.shows('said to be two after all, each has its own again and is not asked about any more', async () => {
    await openFirm(coordinator, ids.first);
    const said = page.locator('[data-section="others"] [data-joined="one"]');
    await coordinator.touch(said.locator('[data-action="compare"]'));
    await said.locator('[data-compared="2"]').waitFor();
    await said.locator('input[data-input="reason"]').pressSequentially('样例：两个厂区');
    await coordinator.touch(said.locator('[data-action="keep-apart"]'));
    await page.locator('[data-section="others"] [data-joined="two"]').waitFor();
    await coordinator.go('#/ledger');
    await eventually(async () => assert.equal(await firms(coordinator).count(), 2));
    await coordinator.go('#/worklists');
    await page.locator('[data-list="duplicates"][data-count="0"]').waitFor();
    await openFirm(coordinator, ids.second);
    await page.locator('[data-visit]').waitFor();
    await openFirm(coordinator, ids.first);
    await page.locator('h1.page__title').getByText(FIRST.name).waitFor();
    await eventually(async () => assert.equal(await page.locator('[data-visit]').count(), 0));
  });
}
