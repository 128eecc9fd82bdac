// A zone changes a form of the pack by its workbook: what differs is told, what is wrong is refused, and what was filled before
// stays readable.

import assert from 'node:assert/strict';
import { answer, begin, finish } from '../lib/answers.mjs';
import { desk, imported, sent, trust } from '../lib/batches.mjs';
import { FORMS } from '../lib/canvass.mjs';
import { FORM as ENTERPRISE, register, registerWhole, update } from '../lib/enterprise.mjs';
import { attached, changed, later, load, row, told, versionOf } from '../lib/forms.mjs';
import { openEntity, past, value } from '../lib/ledger.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { noise } from '../lib/photos.mjs';
import { take } from '../lib/pictures.mjs';
import { register as registerPerson } from '../lib/talent.mjs';

export const name = 'A zone changes a form: what differs is told, and old records stay readable';

const FORM = 'social_org_registration';
const OLD = '第二片区';
const label = 'label::中文 (zh)';

/** Renames an area, takes one out and adds one, as a zone does that has its own. */
const areas = (by) => (sheets) => {
  later(sheets, by);
  const area = (name) => row(sheets.choices, name, 'area');
  area('area_1')[label] = '样例城东片区';
  sheets.choices.splice(sheets.choices.indexOf(area('area_2')), 1);
  sheets.choices.push({ list_name: 'area', name: 'area_7', [label]: '样例新片区', 'label::English (en)': 'New area' });
};

/** How long a registration is kept, and what the three haves are, as a zone sets them. */
const KEPT_DAYS = 365;
const shorter = (sheets) => {
  later(sheets);
  const keep = row(sheets.survey, 'keep_until');
  assert.ok(keep.calculation.includes('+ 730'));
  keep.calculation = keep.calculation.replace('+ 730', `+ ${KEPT_DAYS}`);
};
const twoHaves = (sheets) => {
  later(sheets);
  row(sheets.survey, 'three_haves').calculation = "if(${has_staff} = 'yes' and ${has_operation} = 'yes', 'yes', 'no')";
};
/** A zone's own words of the notice to whom one calls at a firm, and so the next version of it. */
const NOTICE = '样例新区管委会告知书（第2版）';
const otherNotice = (sheets) => {
  twoHaves(sheets);
  later(sheets);
  Object.assign(row(sheets.survey, 'privacy_note'), { [label]: NOTICE, 'label::English (en)': 'Notice of the sample zone, version 2' });
  const version = row(sheets.survey, 'notice_version');
  assert.ok(version.calculation.includes("'‹NOTICE_VERSION›'"));
  version.calculation = version.calculation.replace("'‹NOTICE_VERSION›'", "'2'");
};

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('changed-forms'));
  const { page } = officer;
  const organisation = FORMS.find(({ form }) => form === FORM);
  const area = async () => {
    await openEntity(officer, 'social_orgs', organisation.label);
    return value(page, 'area').innerText();
  };

  await stage.shows('an organisation is registered with the form as it is shipped', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await begin(officer, FORM);
    await answer(officer, FORM, organisation.create);
    await finish(officer);
    assert.equal((await area()).trim(), OLD);
  });
  await stage.shows('a workbook with a mistake is refused with its place, and the form stays as it is', async () => {
    await load(officer, changed(FORM, (sheets) => (row(sheets.survey, 'staff').constraint = '. >= (0')));
    await page.locator('[data-problem][data-severity="error"]').first().waitFor();
    assert.ok((await page.locator('[data-problem]').first().innerText()).includes('survey'));
    assert.equal(await page.locator(`[data-form="${FORM}"][data-action="new"]`).count(), 1);
  });
  await stage.shows('one that is right takes its place: each thing that differs is told, and that the version is still the same', async () => {
    await load(officer, changed(FORM, areas(0)));
    await page.locator(`[data-form-opened="${FORM}"]`).waitFor();
    await eventually(async () => assert.deepEqual(await told(officer), ['choice-called', 'choice-added', 'choice-removed']));
    for (const text of ['样例城东片区', '样例新片区', OLD]) await page.locator('[data-change]').filter({ hasText: text }).first().waitFor();
    await page.locator(`[data-same-version="${versionOf(FORM)}"]`).waitFor();
    await page.locator('[data-changes]').scrollIntoViewIfNeeded();
    await take(page, 'changed-forms');
  });
  await stage.shows('with its own version nothing is to be said of that, and the page offers the newer one alone', async () => {
    await load(officer, changed(FORM, areas(1)));
    await page.locator('[data-changes="0"]').waitFor();
    assert.equal(await page.locator('[data-same-version]').count(), 0);
    const offered = page.locator(`[data-form="${FORM}"][data-action="new"]`);
    await eventually(async () => assert.deepEqual(await offered.allInnerTexts().then((all) => all.map((text) => text.includes(`版本 ${versionOf(FORM) + 1}`))), [true]));
  });
  await stage.shows('a new draft offers the areas as they are now', async () => {
    await begin(officer, FORM);
    const offered = await officer.question('/data/area').locator('[data-value]').allInnerTexts();
    assert.ok(offered.includes('样例城东片区') && offered.includes('样例新片区') && !offered.includes(OLD), offered.join(' '));
  });
  await stage.shows('what was registered before reads as it was chosen', async () => {
    assert.equal((await area()).trim(), OLD);
    await take(page, 'changed-forms-old');
  });

  /** What the page of an entity has under a property. */
  const saved = async (list, text, property, person = officer) => {
    await openEntity(person, list, text);
    return value(person.page, property).getAttribute('data-value');
  };
  const days = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  const [before, after] = [{ name: '样例原期甲', phone: '400-000-0201' }, { name: '样例新期乙', phone: '400-000-0202' }];

  await stage.shows('a zone keeps registrations of people for a year: the new rule holds from then on, and not for who was there', async () => {
    await registerPerson(officer, before);
    await load(officer, changed('talent_registration', shorter));
    await eventually(async () => assert.deepEqual(await told(officer), ['question-ruled']));
    for (const text of ['+ 730', `+ ${KEPT_DAYS}`]) await page.locator('[data-change]').filter({ hasText: text }).first().waitFor();
    await take(page, 'changed-forms-kept');
    await registerPerson(officer, after);
    for (const [person, kept] of [[before, 730], [after, KEPT_DAYS]]) {
      const until = await saved('talents', person.name, 'keep_until');
      const updated = await value(page, 'updated_on').getAttribute('data-value');
      assert.equal(days(updated, until), kept, person.name);
    }
  });
  await stage.shows('a zone has other three haves: the next enterprise is judged by them, the one before stands as it was judged', async () => {
    const [first, second] = [{ name: '样例旧判有限公司', code: '91350100M000100Y43' }, { name: '样例新判有限公司', code: '91110000600037341L' }];
    await register(officer, server.address, first);
    await load(officer, [changed('enterprise_registration', twoHaves), attached('industries.csv')]);
    await eventually(async () => assert.deepEqual(await told(officer), ['question-ruled']));
    await page.locator('[data-change]').filter({ hasText: '三有' }).first().waitFor();
    await register(officer, server.address, second);
    assert.equal(await saved('enterprises', first.name, 'three_haves'), 'no');
    assert.equal(await saved('enterprises', second.name, 'three_haves'), 'yes');
    await officer.go('#/records');
    await officer.touch(page.locator('[data-record] [data-action="open"]').filter({ hasText: first.name }).first());
    await page.locator('[data-section="answers"]').waitFor();
    assert.ok((await page.locator('[data-section="answers"]').innerText()).includes('样例路1号'));
  });

  const [known, next] = [
    { name: '样例旧告知有限公司', code: '91652899MA1DGFBA0U', contact: '样例联系人甲', phone: '400-000-0301' },
    { name: '样例新告知有限公司', code: '91652899MA9000011Y', contact: '样例联系人乙', phone: '400-000-0302' },
  ];
  /** Which notice the contact of each of the two was given, as somebody's ledger has it. */
  const given = async (person) => {
    const versions = [];
    for (const firm of [known, next]) versions.push(await saved('enterprises', firm.name, 'notice_version', person));
    return versions;
  };

  await stage.shows('a zone has other words of the notice, as version 2: the next contact was given that one, and who was there the first', async () => {
    await registerWhole(officer, server.address, known, noise('licence.png', 200));
    await load(officer, [changed(ENTERPRISE, otherNotice), attached('industries.csv')]);
    await eventually(async () => assert.deepEqual(await told(officer), ['question-called', 'question-ruled']));
    await page.locator('[data-change="question-called"]').filter({ hasText: NOTICE }).waitFor();
    await registerWhole(officer, server.address, next, noise('licence.png', 200));
    assert.deepEqual(await given(officer), ['1', '2']);
  });
  await stage.shows('an update that leaves the contact as it is leaves the version too, and a desk has of both what the tablet has', async () => {
    await update(officer, known, '12');
    assert.equal(await saved('enterprises', known.name, 'employees'), '12');
    assert.deepEqual(await given(officer), ['1', '2']);
    const file = await sent(officer, stage.room(), 'sent');
    const coordinator = await desk(stage, server, 'changed-forms-desk');
    await coordinator.give('batch', [file]);
    await trust(coordinator, file);
    await coordinator.tap('import');
    await imported(coordinator, { added: 8, known: 0 });
    assert.deepEqual(await given(coordinator), ['1', '2']);
  });
  await stage.shows('an update with another number of the contact says the version of its day, and the history has the one before', async () => {
    await begin(officer, ENTERPRISE);
    await officer.choose('/data/mode', 'update');
    await officer.chooseText('/data/existing', known.name);
    await officer.shows('/data/g_contact/contact_phone', known.phone);
    await officer.type('/data/g_contact/contact_phone', '400-000-0303');
    // Nobody was told yet that this number is kept.
    await officer.choose('/data/g_contact/notice_given', 'yes');
    assert.ok((await officer.question('/data/g_contact/privacy_note').innerText()).includes(NOTICE));
    await finish(officer);
    assert.deepEqual(await given(officer), ['2', '2']);
    await openEntity(officer, 'enterprises', known.name);
    assert.deepEqual((await past(page, 'notice_version')).map((line) => line[0]), ['2', '1']);
  });
}
