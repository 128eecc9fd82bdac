// A contact was replaced, and who it was has been erased. A tablet that heard of neither changes something else of the same firm, and its
// form sends the contact along that it knows: nobody is asked to decide, the new contact stands, and the old one is due once more.

import assert from 'node:assert/strict';
import { desk, exported, imported, outcome, trust } from '../lib/batches.mjs';
import { places, profileOf } from '../lib/database.mjs';
import { FORM, registerWhole } from '../lib/enterprise.mjs';
import { finish, turnTo } from '../lib/filling.mjs';
import { openEntity, past, steps, value } from '../lib/ledger.mjs';
import { counts, erase, overdue } from '../lib/overdue.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { noise } from '../lib/photos.mjs';
import { seen } from '../lib/screens.mjs';

export const name = 'What was erased of a contact is said again by who had not heard, and stands nowhere';

const FIRM = { name: '样例棉纺织有限公司', code: '91350100M000100Y43', contact: '样例联系人甲', phone: '400-000-0417' };
const NEXT = { contact: '样例联系人乙', phone: '400-000-0905' };
const ADDRESS = '/data/g_ind/address';
const MOVED = '样例路2号';
const DAY_MS = 86_400_000;

/** Begins to change the firm, which stands in somebody's list. */
async function begun(person) {
  await person.go('#/');
  await person.begin(FORM);
  await person.choose('/data/mode', 'update');
  await person.chooseText('/data/existing', FIRM.name);
}

/** What a record that a tablet made says of its entity. */
async function said(person, which) {
  const { stores } = await profileOf(person.page);
  const records = stores.records.map(([, value]) => JSON.parse(Buffer.from(value, 'base64').toString()));
  return records.flatMap((record) => record.__taizhang.entities).find(which);
}

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('again-tablet'));
  const coordinator = await desk(stage, server, 'again-desk');
  const { page } = coordinator;

  await stage.shows('a firm comes to a desk with its contact, and the desk puts another contact in its place', async () => {
    await registerWhole(officer, server.address, FIRM, noise('licence.png', 200));
    await officer.go('#/send');
    const file = await exported(officer, room);
    await coordinator.introduce('样例协调员', '900');
    await coordinator.go('#/import');
    await coordinator.give('batch', [file]);
    await trust(coordinator, file);
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await begun(coordinator);
    await turnTo(coordinator, '/data/g_contact/contact_phone');
    await coordinator.type('/data/g_contact/contact_name', NEXT.contact);
    await coordinator.type('/data/g_contact/contact_phone', NEXT.phone);
    await coordinator.choose('/data/g_contact/notice_given', 'yes');
    await finish(coordinator);
    await counts(coordinator, 0);
  });
  await stage.shows('a month later who it was is due, and a yes erases it', async () => {
    await page.clock.setFixedTime(Date.now() + 31 * DAY_MS);
    // What the page had set a time for by the clock before could not be taken back by this one.
    await page.reload();
    await counts(coordinator, 1);
    await overdue(coordinator).locator('[data-what="former-contact"]').filter({ hasText: FIRM.name }).waitFor();
    assert.ok((await places(page, FIRM.phone)).length > 0);
    await erase(coordinator, 1);
    for (const text of [FIRM.phone, FIRM.contact]) assert.deepEqual(await places(page, text), []);
  });
  await stage.shows('a tablet that heard of neither changes the address: its record says what it leaves as it was', async () => {
    await begun(officer);
    await turnTo(officer, ADDRESS);
    await officer.type(ADDRESS, MOVED);
    await finish(officer);
    const change = await said(officer, (entity) => entity.kind === 'update');
    assert.equal(change.properties.contact_phone, FIRM.phone);
    for (const property of ['contact_name', 'contact_phone']) assert.ok(change.unchanged.includes(property), property);
  });
  await stage.shows('it comes in without a conflict: the new contact stands, and the old one is due at once', async () => {
    await officer.go('#/send');
    const file = await exported(officer, room);
    await coordinator.open(server.address, '#/import');
    await coordinator.give('batch', [file]);
    const row = await outcome(coordinator, file, 'ready', { within_ms: 60_000 });
    const conflicts = row.locator('[data-conflicts]');
    await eventually(async () => assert.equal(await conflicts.getAttribute('data-conflicts'), '0'));
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await openEntity(coordinator, 'enterprises', FIRM.name);
    assert.equal(await value(page, 'address').getAttribute('data-value'), MOVED);
    await coordinator.sees(NEXT.phone);
    assert.ok(!(await page.content()).includes(FIRM.phone));
    await seen(page, 'said-again-ledger-zh');
    await counts(coordinator, 1);
    await erase(coordinator, 1);
    for (const text of [FIRM.phone, FIRM.contact]) assert.deepEqual(await places(page, text), []);
    assert.ok((await places(page, NEXT.phone)).length > 0);
    await counts(coordinator, 0);
  });
  await stage.shows('on the firm’s page nothing is told of it any more: the new contact alone has a history, and no line is blank', async () => {
    await openEntity(coordinator, 'enterprises', FIRM.name);
    for (const [property, stands] of [['contact_name', NEXT.contact], ['contact_phone', NEXT.phone]]) {
      assert.equal(await value(page, property).getAttribute('data-value'), stands);
      assert.deepEqual((await past(page, property)).map((line) => line.startsWith(stands)), [true], property);
    }
    // Of two that knew nothing of each other either may stand first.
    const changed = await steps(page);
    assert.equal(changed.length, 3);
    const [atDesk, onTablet] = ['900', '001'].map((officer) => changed.filter(({ said }) => said.includes(`，${officer}，`)).map(({ changes }) => changes));
    const spoken = (changes) => changes.filter((change) => /^(联系人|电话)：/.test(change));
    assert.deepEqual(atDesk.map(spoken), [[`联系人：— → ${NEXT.contact}`, `电话：— → ${NEXT.phone}`]]);
    assert.deepEqual(onTablet.map(spoken), [[], []]);
    assert.ok(onTablet.some((changes) => changes.some((change) => change.startsWith('经营地址：') && change.endsWith(` → ${MOVED}`))));
    for (const { said, changes } of changed) assert.ok(said.includes(`${changes.length} 项`), `${said}: ${changes.join(', ')}`);
    const content = await page.content();
    for (const text of [FIRM.phone, FIRM.contact, '已更正']) assert.ok(!content.includes(text), text);
    await page.getByRole('heading', { name: '变更历史' }).scrollIntoViewIfNeeded();
    await seen(page, 'said-again-erased-zh');
  });
}
