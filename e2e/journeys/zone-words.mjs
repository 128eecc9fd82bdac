// A zone puts its own words in the place of the pack's: its chains, what its service groups are called, a question and a hint, in both
// languages. It edits the workbooks and loads them. Whoever fills, looks at a list or narrows the board meets the zone's words; what was
// chosen before and is offered no more reads as it was.

import assert from 'node:assert/strict';
import { answer, begin, finish } from '../lib/answers.mjs';
import { fill, submit } from '../lib/enterprise.mjs';
import { attached, changed, later, load, row, told } from '../lib/forms.mjs';
import { openEntity, past, value } from '../lib/ledger.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { seen, speak } from '../lib/screens.mjs';

export const name = 'A zone has its own chains, service groups and words: they are what is asked, listed and narrowed by';

const FORM = 'enterprise_registration';
const PLATFORMS = 'platform_registration';
const LANGUAGES = ['zh-CN', 'en'];
const COLUMNS = ['中文 (zh)', 'English (en)'];

/** What the pack says, and what the zone says in its place: each in Chinese and in English. */
const TEXTILES = ['纺织服装产业链', 'Textile and apparel chain'];
const COTTON = ['样例棉纺织链', 'Sample cotton chain'];
const OIL = ['石油石化产业链', 'Oil and petrochemical chain'];
const WINE = ['样例葡萄酒链', 'Sample wine chain'];
const GROUP = ['驻企服务组', 'On-site service group'];
const TEAM = ['样例驻企专班', 'Sample resident team'];
const HINT = ['样例区五条链选一条，拿不准选“未加入”', 'One of the sample zone’s five chains; “Not in a chain” where unsure'];

const OLD_GROUP = '样例棉纺驻企服务组';
const NEW_GROUP = '样例葡萄酒专班';
const COTTON_FIRM = { name: '样例长行纺织有限公司', code: '91350100M000100Y43' };
const OIL_FIRM = { name: '样例石化有限公司', code: '91110000600037341L' };
const WINE_FIRM = { name: '样例酒庄有限公司', code: '91652899MA9000011Y' };

/** Writes what something is called into both languages of its row. */
const say = (about, part, words) => Object.assign(about, Object.fromEntries(COLUMNS.map((column, at) => [`${part}::${column}`, words[at]])));

/** The chains as the zone has them: one is called otherwise, one is taken out, one is new. */
const chains = ({ choices }) => {
  const chain = (name) => row(choices, name, 'chain');
  say(chain('chain_textile'), 'label', COTTON);
  choices.splice(choices.indexOf(chain('chain_petrochem')), 1);
  choices.splice(choices.indexOf(chain('none')), 0, say({ list_name: 'chain', name: 'chain_wine' }, 'label', WINE));
};
const registration = (sheets) => {
  later(sheets);
  chains(sheets);
  say(row(sheets.survey, 'service_group'), 'label', TEAM);
  say(row(sheets.survey, 'chain'), 'hint', HINT);
};
const platforms = (sheets) => {
  later(sheets);
  chains(sheets);
  say(row(sheets.choices, 'service_group', 'platform_kind'), 'label', TEAM);
};

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('zone-words'));
  const { page } = officer;
  const CHAIN = '/data/g_ind/chain';
  const SERVICE_GROUP = '/data/g_ind/service_group';
  /** Registers a firm in a chain and, where it has one, with a service group. */
  const register = async (firm, chain, group) => {
    await fill(officer, server.address, firm);
    await officer.choose(CHAIN, chain);
    if (group) await officer.chooseText(SERVICE_GROUP, group);
    await submit(officer);
  };
  const registerGroup = async (group) => {
    await begin(officer, PLATFORMS);
    await answer(officer, PLATFORMS, [['platform_name', group], ['kind', 'service_group']]);
    await finish(officer);
  };
  /** What a form says differently now: what kind of thing it is, what it was and what it is. */
  const differs = async (what, before, after) => {
    const cells = await page.locator(`[data-change="${what}"]`).filter({ hasText: after || before }).locator('td').allInnerTexts();
    assert.ok(cells[2].includes(before) && cells[3].includes(after), cells.join(' | '));
    if (!before) assert.equal(cells[2].trim(), '');
    if (!after) assert.equal(cells[3].trim(), '');
  };

  await stage.shows('two firms are registered as the pack has it: each in a chain, one with a service group', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await registerGroup(OLD_GROUP);
    await register(COTTON_FIRM, 'chain_textile', OLD_GROUP);
    await register(OIL_FIRM, 'chain_petrochem');
  });

  await stage.shows('the registration with the zone’s chains and words is loaded: each is told as it was and as it is', async () => {
    await load(officer, [changed(FORM, registration), attached('industries.csv'), attached('size_thresholds.csv')]);
    await page.locator(`[data-form-opened="${FORM}"]`).waitFor();
    await eventually(async () => assert.deepEqual(await told(officer), ['question-explained', 'question-called', 'choice-called', 'choice-added', 'choice-removed']));
    await differs('question-explained', '', HINT[0]);
    // The lists of other forms that it reads are the ledger's: nobody is asked to attach them.
    assert.doesNotMatch(await page.locator('main').innerText(), /platforms\.csv/);
    await differs('question-called', GROUP[0], TEAM[0]);
    await differs('choice-called', TEXTILES[0], COTTON[0]);
    await differs('choice-added', '', WINE[0]);
    await differs('choice-removed', OIL[0], '');
    await page.locator('[data-changes]').scrollIntoViewIfNeeded();
    await seen(page, 'zone-words-told');
  });

  await stage.shows('where the page is English, the words of another form are told in English', async () => {
    await speak(officer, 'en');
    await load(officer, changed(PLATFORMS, platforms));
    await page.locator(`[data-form-opened="${PLATFORMS}"]`).waitFor();
    await eventually(async () => assert.deepEqual((await told(officer)).sort(), ['choice-added', 'choice-called', 'choice-called', 'choice-removed']));
    await differs('choice-called', GROUP[1], TEAM[1]);
    await differs('choice-called', TEXTILES[1], COTTON[1]);
    await differs('choice-added', '', WINE[1]);
    await differs('choice-removed', OIL[1], '');
    await page.locator('[data-changes]').scrollIntoViewIfNeeded();
    await seen(page, 'zone-words-told-en');
  });

  await stage.shows('whoever fills is asked in the zone’s words, in either language, and is offered what the zone offers', async () => {
    await begin(officer, FORM);
    const draft = await officer.route();
    // English stands already.
    for (const [at, language] of [...LANGUAGES.entries()].reverse()) {
      await speak(officer, language);
      await officer.go(draft);
      const question = officer.question(CHAIN);
      await question.waitFor();
      assert.ok((await question.innerText()).includes(HINT[at]), await question.innerText());
      const offered = await question.locator('[data-value]').allInnerTexts();
      for (const [words, isOffered] of [[COTTON, true], [WINE, true], [TEXTILES, false], [OIL, false]]) {
        assert.equal(offered.some((text) => text.trim() === words[at]), isOffered, `${words[at]}: ${offered.join(' | ')}`);
      }
      const called = (await officer.question(SERVICE_GROUP).innerText()).split('\n').map((line) => line.trim());
      assert.ok(called.includes(TEAM[at]) && !called.includes(GROUP[at]), called.join(' | '));
      await question.scrollIntoViewIfNeeded();
      await seen(page, `zone-words-asked-${language}`);
    }
    await registerGroup(NEW_GROUP);
    await register(WINE_FIRM, 'chain_wine', NEW_GROUP);
  });

  await stage.shows('in the ledger a chain has its new name, and one that was taken out the name that it had', async () => {
    for (const [at, language] of [...LANGUAGES.entries()].reverse()) {
      await speak(officer, language);
      for (const [firm, chain] of [[COTTON_FIRM, COTTON], [OIL_FIRM, OIL], [WINE_FIRM, WINE]]) {
        await openEntity(officer, 'enterprises', firm.name);
        assert.equal((await value(page, 'chain').innerText()).trim(), chain[at]);
      }
      assert.equal((await page.locator('tr[data-property="service_group"] th').innerText()).trim(), TEAM[at]);
      assert.equal((await value(page, 'service_group').innerText()).trim(), NEW_GROUP);
      await openEntity(officer, 'platforms', OLD_GROUP);
      assert.equal((await value(page, 'kind').innerText()).trim(), TEAM[at]);
    }
  });

  await stage.shows('a record from before reads as it was filled', async () => {
    for (const [firm, ...said] of [[COTTON_FIRM, TEXTILES[0], GROUP[0]], [OIL_FIRM, OIL[0]], [WINE_FIRM, WINE[0], TEAM[0]]]) {
      await officer.go('#/records');
      await officer.touch(page.locator('[data-record] [data-action="open"]').filter({ hasText: firm.name }).first());
      const answers = page.locator('[data-section="answers"]');
      await answers.waitFor();
      const text = await answers.innerText();
      for (const words of said) assert.ok(text.includes(words), `${words} in ${text}`);
      if (firm === COTTON_FIRM) for (const [words] of [COTTON, TEAM]) assert.ok(!text.includes(words), `${words} in ${text}`);
    }
  });

  await stage.shows('a list is narrowed by the zone’s chains and groups, and by the chain that is offered no more', async () => {
    await officer.go('#/ledger');
    await officer.tap('filters');
    const filter = (column) => page.locator(`select[data-filter="${column}"]`);
    await filter('service_group').locator('option').getByText(NEW_GROUP, { exact: true }).waitFor({ state: 'attached' });
    const offered = (await filter('chain').locator('option').allInnerTexts()).map((text) => text.trim());
    for (const [words, isOffered] of [[COTTON, true], [WINE, true], [OIL, true], [TEXTILES, false]]) {
      assert.equal(offered.includes(words[0]), isOffered, `${words[0]}: ${offered.join(' | ')}`);
    }
    assert.equal((await page.locator('.filter', { has: filter('service_group') }).locator('.field__label').innerText()).trim(), TEAM[0]);
    const narrowed = [
      ['chain', COTTON[0], COTTON_FIRM],
      ['chain', OIL[0], OIL_FIRM],
      ['chain', WINE[0], WINE_FIRM],
      ['service_group', OLD_GROUP, COTTON_FIRM],
      ['service_group', NEW_GROUP, WINE_FIRM],
    ];
    for (const [column, label, firm] of narrowed) {
      await filter(column).selectOption({ label });
      await eventually(async () => assert.deepEqual(await page.locator('tr[data-entity] [data-action="open"]').allInnerTexts(), [firm.name], label));
      await eventually(async () => assert.ok((await officer.action('remove-filter').innerText()).includes(label), label));
      if (label === WINE[0]) await seen(page, 'zone-words-list');
      await officer.tap('clear-filters');
      await eventually(async () => assert.equal(await page.locator('tr[data-entity]').count(), 3));
    }
    await officer.tap('filters');
  });

  await stage.shows('the board is narrowed by them too, in either language, and says which it is narrowed to', async () => {
    const figure = page.locator('[data-figure="ledgers_active"]');
    const is = (count) => eventually(async () => assert.equal(await figure.getAttribute('data-value'), count), { within_ms: 60_000 });
    const scope = (property) => page.locator(`[data-scope="${property}"]`);
    const options = async (property) => (await scope(property).locator('option').allInnerTexts()).slice(1).sort();
    for (const [at, language] of [...LANGUAGES.entries()].reverse()) {
      await speak(officer, language);
      await officer.go('#/dashboard');
      await is('3');
      assert.deepEqual(await options('chain'), [COTTON[at], OIL[at], WINE[at]].sort());
      assert.deepEqual(await options('service_group'), [OLD_GROUP, NEW_GROUP].sort());
      assert.equal((await page.locator('.field', { has: scope('service_group') }).locator('.field__label').innerText()).trim(), TEAM[at]);
      const bars = await page.locator('[data-chart="alliances"] [data-bar] th').allInnerTexts();
      for (const words of [COTTON, WINE]) assert.ok(bars.includes(words[at]), bars.join(' | '));
      await scope('chain').selectOption({ label: WINE[at] });
      await is('1');
      await scope('service_group').selectOption({ label: OLD_GROUP });
      await is('0');
      await scope('service_group').selectOption({ label: NEW_GROUP });
      await is('1');
      const narrowed = await page.locator('[data-as-of]').innerText();
      for (const words of [WINE[at], TEAM[at], NEW_GROUP]) assert.ok(narrowed.includes(words), narrowed);
      await seen(page, `zone-words-board-${language}`);
      await scope('service_group').selectOption('');
      await scope('chain').selectOption('');
    }
  });

  await stage.shows('where the firm of a chain that was taken out is updated, the form says so and takes a new one; its history has both', async () => {
    await speak(officer, LANGUAGES[0]);
    await openEntity(officer, 'enterprises', OIL_FIRM.name);
    await officer.touch(page.locator(`[data-action="correct"][data-form="${FORM}"]`));
    await page.waitForURL(/#\/fill\//);
    await officer.go(`${(await officer.route()).split('?')[0]}?all=1`);
    const question = officer.question(CHAIN);
    await question.locator('[aria-invalid="true"]').waitFor();
    await question.getByText('所选项已不在可选范围内，请重选。').waitFor();
    await question.scrollIntoViewIfNeeded();
    await seen(page, 'zone-words-taken-out');
    await officer.choose(CHAIN, 'chain_wine');
    await eventually(async () => assert.equal(await question.locator('[aria-invalid="true"]').count(), 0));
    await submit(officer);
    await openEntity(officer, 'enterprises', OIL_FIRM.name);
    assert.equal((await value(page, 'chain').innerText()).trim(), WINE[0]);
    const said = await past(page, 'chain');
    assert.deepEqual(said.map((line) => [WINE[0], OIL[0]].findIndex((words) => line.startsWith(words))), [0, 1], said.join(' | '));
  });
}
