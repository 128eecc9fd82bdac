// Story 23, gone through: a tablet is lost, the desk revokes it, its officer gets another one, enrols it by two codes, has the zone's lists from a
// pack by the server and goes on; what somebody sends from the lost one is refused. The desk has a list of what was on it, for the notice to those whose
// data that is. And a form that changes while a draft of it is open.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { answer, begin, finish } from '../lib/answers.mjs';
import { desk, imported, kept } from '../lib/batches.mjs';
import { FORMS } from '../lib/canvass.mjs';
import { connect, fetched, sent, told } from '../lib/connected.mjs';
import { enrolled } from '../lib/enrol.mjs';
import { register, registerWhole, update } from '../lib/enterprise.mjs';
import { changed } from '../lib/forms.mjs';
import { withNginx } from '../lib/nginx.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';
import { seen, speak } from '../lib/screens.mjs';
import { setUp, takePack } from '../lib/zones.mjs';

export const name = 'A lost tablet is replaced: revoked, another enrolled, and the work goes on';

const BEFORE = { name: '样例一厂有限公司', code: '91350100M000100Y43', contact: '样例周正', phone: '400-000-0417' };
const STOLEN = { name: '样例二厂有限公司', code: '91110000600037341L' };
const FORM = 'social_org_registration';
const OLD = '第二片区';
const NEW = '样例新片区';
const label = 'label::中文 (zh)';
const PURPOSE = '平板丢失，通知企业联系人';

/** The zone's areas are others now. */
const areas = (sheets) => {
  sheets.settings[0].version = String(Number(sheets.settings[0].version) + 1);
  const at = sheets.choices.findIndex((choice) => choice.list_name === 'area' && choice.name === 'area_2');
  assert.equal(sheets.choices[at][label], OLD);
  sheets.choices.splice(at, 1, { list_name: 'area', name: 'area_7', [label]: NEW, 'label::English (en)': 'New area' });
};

export const run = (stage) => withNginx(stage, between);

async function between(stage, server, room, store) {
  const coordinator = await desk(stage, server, 'replaced-desk');
  const lost = new Person(await stage.device('replaced-lost'));
  const officer = new Person(await stage.device('replaced-new'));
  const organisation = FORMS.find(({ form }) => form === FORM);
  const does = async (action, status) => {
    await coordinator.go('#/import');
    await coordinator.tap(action);
    await told(coordinator, status).waitFor({ timeout: 60_000 });
  };
  const takesPack = async () => {
    await officer.go('#/send');
    await officer.tap('hear-from-desk');
    await told(officer, '[data-offered]').waitFor({ timeout: 60_000 });
    await officer.tap('take-offered');
    await told(officer, '[data-pack="taken"]').waitFor({ timeout: 60_000 });
  };

  await stage.shows('an officer’s tablet sends what it has, and is lost', async () => {
    await coordinator.introduce('样例协调员', '900');
    await setUp(coordinator, '样例开发区');
    await coordinator.page.locator('[data-status="opens"]').waitFor();
    await coordinator.go('#/ledger');
    const pack = await kept(await coordinator.download('export-pack'), room, 'pack');
    await lost.open(server.address);
    await takePack(lost, pack, 'newer');
    await registerWhole(lost, server.address, BEFORE);
    await lost.go('#/send');
    await connect(lost, store);
    await sent(lost, 1);
    await coordinator.go('#/import');
    await connect(coordinator, store);
    await fetched(coordinator, 1);
    await coordinator.action('trust').waitFor({ timeout: 60_000 });
    await coordinator.tap('trust');
    await coordinator.action('import').waitFor({ timeout: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
  });

  await stage.shows('the desk revokes it', async () => {
    await coordinator.go('#/zone');
    await coordinator.page.locator('[data-device] [data-action="revoke"]').waitFor();
    await coordinator.tap('revoke');
    await coordinator.tap('revoke-yes');
    await coordinator.page.locator('[data-device][data-standing="revoked"]').waitFor();
  });

  const wasThere = async () => {
    await coordinator.go('#/zone');
    await coordinator.tap('was-there');
    await coordinator.action('make-notice-list').waitFor({ timeout: 60_000 });
    return coordinator.page.locator('[data-lost]');
  };

  await stage.shows('the desk lists what was on it: how much, whose data of which kind and what nobody knows, and no number and no name of a person', async () => {
    const list = await wasThere();
    const text = await list.innerText();
    for (const said of ['企业登记', BEFORE.name, BEFORE.code, '联系', '工号', '由它填报或发出', '没有经服务器给过它数据包', '没有发出来的草稿', '整包有除登记人才以外的全部名单']) {
      assert.ok(text.includes(said), `${said}: ${text}`);
    }
    const page = await coordinator.page.content();
    for (const kept of [BEFORE.contact, BEFORE.phone]) assert.ok(!page.includes(kept), kept);
    await list.scrollIntoViewIfNeeded();
    await seen(coordinator.page, 'replaced-was-there-zh');
    await speak(coordinator, 'en');
    const english = await (await wasThere()).innerText();
    for (const said of [`Contact of “${BEFORE.name}”, ${BEFORE.code}`, 'It came from there', 'never sent']) assert.ok(english.includes(said), `${said}: ${english}`);
    await list.scrollIntoViewIfNeeded();
    await seen(coordinator.page, 'replaced-was-there-en');
    await speak(coordinator, 'zh-CN');
  });

  await stage.shows('the list is a file for the notice, which says what it is made for; the log has that by the fingerprint and nobody’s name', async () => {
    await wasThere();
    const purpose = coordinator.page.locator('input[data-input="lost-purpose"]');
    assert.ok((await purpose.inputValue()).length > 0);
    await purpose.fill(' ');
    await eventually(async () => assert.ok(await coordinator.action('make-notice-list').isDisabled()));
    await purpose.fill(PURPOSE);
    const file = await kept(await coordinator.download('make-notice-list'), room, 'notice');
    await coordinator.page.locator('[data-status="copy-made"]').waitFor();
    assert.match(file, /D\d{8}-[0-9A-F]{6}\.html$/);
    const [serial] = file.match(/D\d{8}-[0-9A-F]{6}/);
    const text = fs.readFileSync(file, 'utf8');
    for (const said of [PURPOSE, serial, BEFORE.name, BEFORE.code, '由它填报或发出', '没有发出来的草稿', '个人信息']) assert.ok(text.includes(said), said);
    for (const left of [BEFORE.contact, BEFORE.phone]) assert.ok(!text.includes(left), left);
    const reader = await coordinator.page.context().newPage();
    await reader.setContent(text);
    await take(reader, 'replaced-was-there-file');
    await reader.close();
    await coordinator.go('#/safe');
    await coordinator.tap('open-access');
    await coordinator.page.locator('[data-access="whole"]').waitFor();
    const lines = await coordinator.page.locator('tr[data-step]').evaluateAll((rows) => rows.map(({ dataset }) => [dataset.step, dataset.what]));
    const exports = lines.filter(([step]) => step === 'exported').map(([, what]) => what);
    assert.equal(exports.length, 1, exports.join(', '));
    assert.match(exports[0], new RegExp(`^[0-9a-f]{4}( [0-9a-f]{4}){3} ${serial} ${PURPOSE}$`));
    assert.ok(lines.every(([, what]) => ![BEFORE.name, BEFORE.contact, BEFORE.phone].some((name) => what.includes(name))));
  });

  await stage.shows('another tablet is enrolled by two codes, and the zone’s lists come to it by the server', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await enrolled(coordinator, officer, room);
    await officer.go('#/send');
    await connect(officer, store);
    // Packs are numbered by the second, and the code on the desk's screen was one; people are slower than this.
    await coordinator.page.waitForTimeout(4_000);
    // One tablet: the lost one cannot open it.
    await does('give-pack', '[data-status="gave"][data-gave="pack"]');
    await takesPack();
    await officer.go('#/ledger');
    await officer.sees(BEFORE.name);
    await take(officer.page, 'replaced-ledger');
  });

  await stage.shows('the pack that came down is not for the lost one, which goes on without it', async () => {
    await lost.go('#/send');
    await lost.tap('hear-from-desk');
    await told(lost, '[data-offered]').waitFor({ timeout: 60_000 });
    await lost.tap('take-offered');
    await told(lost, '[data-trouble="pack"]').waitFor({ timeout: 60_000 });
  });

  await stage.shows('the officer goes on with the new one, and the desk takes it in without a question', async () => {
    await update(officer, BEFORE, '350');
    await officer.go('#/send');
    await sent(officer, 1);
    await fetched(coordinator, 1);
    await coordinator.page.locator('[data-outcome="ready"]').waitFor({ timeout: 60_000 });
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
  });

  await stage.shows('what somebody sends from the lost one is not taken in', async () => {
    await register(lost, server.address, STOLEN);
    await lost.go('#/send');
    await sent(lost, 1);
    await fetched(coordinator, 1);
    const refused = coordinator.page.locator('[data-outcome="unknown-device"]');
    await refused.getByText('已被停用').waitFor({ timeout: 60_000 });
    await take(coordinator.page, 'replaced-refused');
    await coordinator.go('#/ledger');
    await coordinator.sees(BEFORE.name);
    assert.equal(await coordinator.page.getByText(STOLEN.name).count(), 0);
  });

  await stage.shows('packs that went to others since say nothing more of what was on the lost one, and the page says what it no longer knows', async () => {
    const text = await (await wasThere()).innerText();
    assert.ok(text.includes(BEFORE.name) && text.includes('在停用之后'), text);
    assert.ok(!text.includes(STOLEN.name), text);
  });

  const offered = async () => {
    const choices = officer.question('/data/area').locator('[data-value]');
    await choices.first().waitFor();
    return choices.allInnerTexts();
  };
  let draft = '';

  await stage.shows('while a draft is open a pack brings its form in another version: the draft goes on as it was begun', async () => {
    await officer.go('#/');
    await begin(officer, FORM);
    draft = await officer.route();
    assert.ok((await offered()).includes(OLD));
    await answer(officer, FORM, organisation.create.slice(0, 1));
    await officer.saved();
    await coordinator.go('#/forms');
    await coordinator.give('form', changed(FORM, areas));
    await coordinator.page.locator(`[data-form-opened="${FORM}"]`).waitFor();
    await does('give-pack', '[data-status="gave"][data-gave="pack"]');
    await takesPack();
    await officer.go(draft);
    const still = await offered();
    assert.ok(still.includes(OLD) && !still.includes(NEW), still.join(' '));
    await answer(officer, FORM, organisation.create.slice(1));
    await finish(officer);
    await officer.go('#/');
    await begin(officer, FORM);
    const now = await offered();
    assert.ok(now.includes(NEW) && !now.includes(OLD), now.join(' '));
  });

  await stage.shows('a record of the old version comes in beside the new form, and reads as it was chosen', async () => {
    await officer.go('#/send');
    await sent(officer, 1);
    await fetched(coordinator, 2); // that of the lost one, which nobody has put aside, once more
    await coordinator.page.locator('[data-outcome="ready"]').waitFor({ timeout: 60_000 });
    await coordinator.tap('import');
    await eventually(async () => assert.equal(await coordinator.page.locator('[data-outcome="ready"]').count(), 0), { within_ms: 60_000 });
    await coordinator.go('#/ledger/social_orgs');
    await coordinator.touch(coordinator.page.locator('tr[data-entity]').filter({ hasText: organisation.label }).locator('[data-action="open"]'));
    await coordinator.page.locator('tr[data-property="area"] td[data-value]').getByText(OLD).waitFor();
  });
}
