// Story: what goes down by a server. The desk's pack first goes whole, then as what changed since the one before, which is far smaller; a
// tablet fetches the smaller that brings it to the newest, and whoever lacks the one before the whole. Then each tablet gets the part
// that its officer looks after: nothing of anybody else's is left on it, but what was not sent stays until it has arrived.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { desk, imported, kept } from '../lib/batches.mjs';
import { connect, fetched, sent, told } from '../lib/connected.mjs';
import { places, profileOf } from '../lib/database.mjs';
import { register, update } from '../lib/enterprise.mjs';
import { withNginx } from '../lib/nginx.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { seen } from '../lib/screens.mjs';
import { register as registerTalent } from '../lib/talent.mjs';
import { input, packInClear, setUp, takePack } from '../lib/zones.mjs';

export const name = 'Packs by a server: whole, what changed, and each tablet its part';

const ONE = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const TWO = { name: '样例二厂有限公司', code: '91110000600037341L' };
const THREE = { name: '样例三厂有限公司', code: '91652899MA1DGFBA0U' };
const PERSON = { name: '样例丙博士', phone: '400-000-0731' };
const OFFICERS = { first: { name: '样例甲', code: '017' }, second: { name: '样例乙', code: '018' } };

export const run = (stage) => withNginx(stage, between);

async function between(stage, server, room, store) {
  const first = new Person(await stage.device('packs-first'));
  const second = new Person(await stage.device('packs-second'));
  const coordinator = await desk(stage, server, 'packs-desk');
  const files = (kind) => store.lying().filter((file) => file.includes(`.${kind}`)).sort();
  const newestOf = (kind) => files(kind).map((file) => [fs.statSync(file).size, file]);

  /** Gives, and says how large the whole packs and the differences are together. */
  const gives = async (what = 'pack') => {
    await coordinator.go('#/import');
    await coordinator.tap('give-pack');
    const said = told(coordinator, `[data-status="gave"][data-gave="${what}"]`);
    await said.waitFor({ timeout: 60_000 });
    const [bytes, since] = [await said.getAttribute('data-bytes'), await said.getAttribute('data-since')];
    return { whole: Number(bytes), since: since === null ? null : Number(since) };
  };
  const hears = async (person) => {
    await person.go('#/send');
    await person.tap('hear-from-desk');
    await told(person, '[data-status="heard"]').waitFor({ timeout: 60_000 });
  };
  /** Hears of a pack and takes it; gives what was asked of the server, what was offered and what it did. */
  const takes = async (person, picture) => {
    await hears(person);
    const offered = told(person, '[data-offered]');
    await offered.waitFor();
    const offer = await offered.evaluate((line) => ({ bytes: Number(line.dataset.offered), whole: Number(line.dataset.whole), differences: Number(line.dataset.differences) }));
    if (picture) await seen(person.page, picture);
    const asked = [];
    const on = (request) => request.method() === 'GET' && asked.push(path.basename(request.url()));
    person.page.on('request', on);
    await person.tap('take-offered');
    const taken = told(person, '[data-pack="taken"]');
    await taken.waitFor({ timeout: 60_000 });
    person.page.off('request', on);
    const [entities, gone, left, erased] = await Promise.all(['entities', 'gone', 'kept', 'erased'].map((name) => taken.getAttribute(`data-${name}`)));
    return { ...offer, fetched: asked.filter((file) => file.endsWith('.age')), entities: Number(entities), gone: Number(gone), kept: Number(left), erased: Number(erased) };
  };
  const takesIn = async (counts) => {
    await coordinator.go('#/import');
    await coordinator.page.reload(); // what was taken in before is not counted again
    await coordinator.ready();
    await fetched(coordinator, 1);
    await coordinator.page.locator('[data-outcome="ready"]').first().waitFor({ timeout: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, counts);
  };
  const shows = async (person, firms, not) => {
    await person.go('#/ledger');
    for (const firm of firms) await person.sees(firm.name);
    for (const firm of not) await eventually(async () => assert.equal(await person.page.locator('[data-entity]').filter({ hasText: firm.name }).count(), 0, firm.name));
  };
  const handsOver = async (firm, from, to) => {
    const { page } = coordinator;
    await coordinator.go('#/');
    await coordinator.go('#/ledger');
    await coordinator.tap('open-responsible');
    await page.locator('[data-input="responsible-from"]').selectOption(from === null ? { index: 1 } : from);
    await page.locator('[data-firm]').first().waitFor();
    for (const row of await page.locator('[data-firm]').all()) {
      if (!(await row.innerText()).includes(firm.name)) await row.locator('input').uncheck();
    }
    await input(coordinator, 'responsible-to').fill(to);
    await page.locator('[data-action="reason"]').first().click();
    await coordinator.tap('hand-enterprises');
    await page.locator(`[data-status="handed-enterprises"][data-count="1"][data-to="${to}"]`).waitFor({ timeout: 30_000 });
  };

  await stage.shows('two officers register enterprises and send them, and the desk takes them in', async () => {
    await coordinator.introduce('样例协调员', '900');
    await setUp(coordinator, '样例开发区');
    await coordinator.page.locator('[data-status="opens"]').waitFor();
    await coordinator.go('#/ledger');
    const pack = await kept(await coordinator.download('export-pack'), room, 'pack');
    for (const [person, officer, firms] of [[first, OFFICERS.first, [ONE, TWO]], [second, OFFICERS.second, [THREE]]]) {
      await person.open(server.address);
      await person.introduce(officer.name, officer.code);
      await takePack(person, pack, 'newer');
      for (const firm of firms) await register(person, server.address, firm);
      await person.go('#/send');
      await connect(person, store);
      await sent(person, 1);
    }
    await coordinator.go('#/import');
    await connect(coordinator, store);
    await fetched(coordinator, 2);
    const strange = coordinator.page.locator('[data-outcome="unknown-device"]');
    await eventually(async () => assert.equal(await strange.count(), 2), { within_ms: 60_000 });
    for (const left of [1, 0]) {
      await coordinator.touch(strange.first().locator('[data-action="trust"]'));
      await eventually(async () => assert.equal(await strange.count(), left), { within_ms: 60_000 });
    }
    await coordinator.tap('import');
    await imported(coordinator, { added: 3, known: 0 });
  });

  await stage.shows('the first pack goes whole, and one tablet takes it', async () => {
    const given = await gives();
    assert.equal(given.since, null);
    assert.deepEqual([files('pack').length, files('since').length], [1, 0]);
    const took = await takes(first);
    assert.deepEqual([took.differences, took.fetched.length, took.gone], [0, 1, 0]);
    assert.equal(took.bytes, given.whole);
    await shows(first, [ONE, TWO, THREE], []);
  });

  await stage.shows('one enterprise changed: beside the whole lies what changed, and whoever has the pack before fetches that alone', async () => {
    await update(first, ONE, '350');
    await first.go('#/send');
    await sent(first, 1);
    await takesIn({ added: 1, known: 0 });
    const given = await gives();
    await take(coordinator.page, 'packs-given-since');
    assert.deepEqual([files('pack').length, files('since').length], [2, 1]);
    assert.ok(given.since * 10 < given.whole, `${given.since} of ${given.whole}`);
    assert.equal(newestOf('since')[0][0], given.since);
    stage.report.fact(`one enterprise changed: ${given.since} bytes in the place of ${given.whole}`);
    const took = await takes(first, 'packs-offered-since');
    await take(first.page, 'packs-taken-since');
    assert.deepEqual([took.differences, took.entities, took.gone, took.kept], [1, 1, 0, 0]);
    assert.deepEqual([took.bytes, took.whole], [given.since, given.whole]);
    assert.deepEqual(took.fetched, [path.basename(newestOf('since')[0][1])]);
    await hears(first);
    assert.equal(await told(first, '[data-offered]').count(), 0);
  });

  /** Carries a difference to a tablet as a file, which takes it in by hand. */
  const carried = async (person, file) => {
    const copy = path.join(room, 'carried', path.basename(file));
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    fs.copyFileSync(file, copy);
    await person.go('#/forms');
    await person.give('pack', copy);
    await person.page.locator('[data-difference]').waitFor();
    await take(person.page, 'packs-carried');
    await person.tap('take-pack');
  };

  await stage.shows('a tablet that has not the pack before takes the whole; what changed, carried to it as a file, is refused and changes nothing', async () => {
    await carried(second, files('since')[0]);
    await second.sees('这是另一份资料包之后的变化');
    await take(second.page, 'packs-other-base');
    const took = await takes(second);
    assert.equal(took.differences, 0);
    assert.deepEqual(took.fetched, [path.basename(files('pack').at(-1))]);
    await shows(second, [ONE, TWO, THREE], []);
    // Once more there is nothing new in it.
    await carried(second, files('since')[0]);
    await second.page.locator('[data-pack="taken"][data-entities="0"]').waitFor();
  });

  await stage.shows('a pack that is carried in clear adds, and changes nothing of what comes by the server', async () => {
    await coordinator.go('#/ledger');
    await takePack(first, await kept(await packInClear(coordinator), room, 'carried'));
    await shows(first, [ONE, TWO, THREE], []);
  });

  await stage.shows('one that missed a pack takes two differences, one after the other', async () => {
    for (const employees of ['360', '370']) {
      await update(first, ONE, employees);
      await first.go('#/send');
      await sent(first, 1);
      await takesIn({ added: 1, known: 0 });
      await gives();
    }
    const took = await takes(second);
    assert.deepEqual([took.differences, took.fetched.length], [2, 2]);
    assert.ok(took.fetched.every((file) => file.includes('.since-')));
  });

  await stage.shows('a difference that was cut on the server is left, and the whole taken in its place', async () => {
    const [, last] = newestOf('since').at(-1);
    const whole = fs.readFileSync(last);
    fs.writeFileSync(last, whole.subarray(0, 1000));
    const took = await takes(first);
    await told(first, '[data-fell-back]').waitFor();
    await take(first.page, 'packs-fell-back');
    assert.deepEqual([took.differences, took.gone, took.kept], [2, 0, 0]);
    assert.equal(took.fetched.at(-1), path.basename(files('pack').at(-1)));
    await shows(first, [ONE, TWO, THREE], []);
    fs.writeFileSync(last, whole);
  });

  await stage.shows('before anybody is responsible for anything there are no parts, and the page says so', async () => {
    await coordinator.go('#/import');
    await coordinator.page.locator('select[data-input="give-scope"]').selectOption('parts');
    await coordinator.page.locator('[data-tablet]').nth(1).waitFor({ timeout: 60_000 });
    const officers = await coordinator.page.locator('[data-tablet]').evaluateAll((rows) => rows.map((row) => row.dataset.officers).sort());
    assert.deepEqual(officers, ['017', '018'], 'by what came from each');
    await seen(coordinator.page, 'packs-parts');
    await gives('nobody-responsible');
    await take(coordinator.page, 'packs-nobody-responsible');
  });

  const parts = async () => {
    await coordinator.go('#/import');
    await coordinator.page.locator('select[data-input="give-scope"]').selectOption('parts');
    await coordinator.page.locator('[data-tablet]').first().waitFor({ timeout: 60_000 });
    await coordinator.tap('give-pack');
    const said = told(coordinator, '[data-status="gave"][data-gave="pack"]');
    await said.waitFor({ timeout: 60_000 });
    return said;
  };

  await stage.shows('then each tablet gets its officer’s part, in its own folder and for it alone; what is others’ leaves it', async () => {
    await handsOver(ONE, null, '017');
    await handsOver(TWO, null, '017');
    await handsOver(THREE, null, '018');
    const before = files('pack').length;
    await parts();
    await take(coordinator.page, 'packs-parts-given');
    assert.equal(files('pack').length, before + 2);
    const folders = files('pack').map((file) => path.dirname(file));
    assert.equal(new Set(folders).size, 3, 'all together, and each tablet');
    // The first had its part whole, as it never had one.
    const took = await takes(first);
    await take(first.page, 'packs-part-taken');
    assert.deepEqual([took.differences, took.gone, took.kept], [0, 1, 0]);
    await shows(first, [ONE, TWO], [THREE]);
    assert.deepEqual(await places(first.page, THREE.name), [], 'nothing of another officer’s enterprise is left');
    // Of the other's both are gone.
    const other = await takes(second);
    assert.deepEqual([other.gone, other.kept], [2, 0]);
    await shows(second, [THREE], [ONE, TWO]);
    for (const firm of [ONE, TWO]) assert.deepEqual(await places(second.page, firm.name), [], firm.name);
  });

  await stage.shows('an enterprise that is handed over leaves its officer’s tablet but for what was not sent, and comes to the other’s', async () => {
    await update(first, TWO, '55'); // waits to be sent
    await handsOver(TWO, '017', '018');
    const said = await parts();
    const [whole, since] = [Number(await said.getAttribute('data-bytes')), Number(await said.getAttribute('data-since'))];
    assert.ok(since > 0 && since * 10 < whole, `${since} of ${whole}`);
    stage.report.fact(`one enterprise handed over, two parts: ${since} bytes in the place of ${whole}`);
    const took = await takes(first);
    await seen(first.page, 'packs-part-kept');
    assert.deepEqual([took.differences, took.gone, took.kept], [1, 0, 1]);
    await shows(first, [ONE, TWO], [THREE]);
    const other = await takes(second);
    assert.deepEqual([other.differences, other.entities, other.gone], [1, 1, 0]);
    await shows(second, [TWO, THREE], [ONE]);
  });

  await stage.shows('once it was sent and received it leaves with the receipt, and nothing of what was said is lost', async () => {
    await update(first, ONE, '380');
    await first.go('#/send');
    await sent(first, 1);
    await takesIn({ added: 2, known: 0 });
    await coordinator.go('#/import');
    await coordinator.tap('tell-tablets');
    await told(coordinator, '[data-status="told"]').waitFor({ timeout: 60_000 });
    await hears(first);
    await shows(first, [ONE], [TWO, THREE]);
    await parts();
    const took = await takes(first);
    assert.deepEqual([took.differences, took.gone, took.kept], [1, 0, 0]);
    await shows(first, [ONE], [TWO, THREE]);
    await first.go('#/records');
    await first.sees(TWO.name);
    const other = await takes(second);
    assert.equal(other.differences, 1);
    await second.go('#/ledger');
    const two = await second.page.locator('[data-entity]').filter({ hasText: TWO.name }).first().getAttribute('data-entity');
    await second.go(`#/ledger/enterprises/${two}`);
    await second.page.locator('tr[data-property="employees"] td[data-value="55"]').waitFor();
  });

  await stage.shows('what has not changed goes to nobody; whom a tablet is for can be said', async () => {
    await coordinator.go('#/import');
    await coordinator.page.locator('[data-tablet]').first().waitFor({ timeout: 60_000 });
    assert.equal(await coordinator.page.locator('select[data-input="give-scope"]').inputValue(), 'parts', 'as the last time');
    await gives('nothing-new');
    const row = coordinator.page.locator('[data-tablet][data-officers="018"]');
    await row.locator('input').fill('017 018');
    await row.locator('input').blur();
    await coordinator.page.locator('[data-tablet][data-officers="017 018"]').waitFor({ timeout: 30_000 });
    await parts();
    const took = await takes(second);
    assert.deepEqual([took.differences, took.entities], [1, 1]);
    await shows(second, [ONE, TWO, THREE], []);
    assert.equal(await (async () => { await hears(first); return told(first, '[data-offered]').count(); })(), 0);
  });

  await stage.shows('a person whose consent the desk withdraws goes from the tablet that registered them, with when, why and what stays as proof; the other hears of ids alone', async () => {
    await registerTalent(first, PERSON);
    await first.go('#/send');
    await sent(first, 1);
    await takesIn({ added: 1, known: 0 });
    const { stores } = await profileOf(coordinator.page);
    const [[record]] = stores.records.filter(([, value]) => Buffer.from(value, 'base64').includes(PERSON.name)).map(([key]) => key);
    await coordinator.go(`#/records/${record}`);
    await coordinator.tap('withdraw');
    await coordinator.page.locator('[data-withdrawal]').waitFor();
    await coordinator.page.locator('#withdraw-reason').fill('本人不再求职');
    await coordinator.tap('confirm-withdraw');
    await coordinator.page.locator('[data-status="erased"]').waitFor({ timeout: 30_000 });
    await parts();
    assert.ok((await places(first.page, PERSON.phone)).length >= 2);
    const took = await takes(first);
    assert.deepEqual([took.differences, took.erased], [1, 1]);
    for (const said of [PERSON.name, PERSON.phone]) assert.deepEqual(await places(first.page, said), []);
    await first.go(`#/records/${record}`);
    await first.page.locator('[data-status="erased"]').waitFor();
    await first.sees('本人不再求职');
    assert.equal(await first.page.locator('dd[data-kept]').count(), 4);
    await seen(first.page, 'packs-withdrawn');
    const other = await takes(second);
    assert.equal(other.erased, 1);
    const held = (await profileOf(second.page)).stores.records;
    assert.ok(held.every(([key]) => key[0] !== record), 'the other tablet keeps no record of it');
    await second.go(`#/records/${record}`);
    await second.page.locator('[data-status="erased"]').waitFor();
    assert.equal(await second.page.locator('dd[data-kept]').count(), 0);
  });

  await stage.shows('in English', async () => {
    for (const person of [coordinator, first]) {
      await person.go('#/settings');
      await person.touch(person.page.locator('label[lang="en"]'));
    }
    await update(first, ONE, '390');
    await first.go('#/send');
    await sent(first, 1);
    await takesIn({ added: 1, known: 0 });
    await parts();
    await take(coordinator.page, 'packs-parts-given-en');
    await takes(first, 'packs-offered-since-en');
    await take(first.page, 'packs-taken-since-en');
  });
}
