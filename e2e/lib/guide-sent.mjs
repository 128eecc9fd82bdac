// The pictures of the officer's guide that take a desk and a server besides the tablet: enrolment, a server, sending by itself, receipts, a
// record that was returned. And two of the tablet alone: a form that records while it is open, and the page about the app.
//
// Start at `takeSentPictures`; the others and how a picture is kept: `guide.mjs`.

import { imported, kept } from './batches.mjs';
import { cameraFlags } from './cameras.mjs';
import { connect, fetched, told, typed } from './connected.mjs';
import { photograph, scan, section, shown } from './enrol.mjs';
import { register } from './enterprise.mjs';
import { withNginx } from './nginx.mjs';
import { Person } from './person.mjs';
import { speak } from './screens.mjs';
import { input, setUp } from './zones.mjs';
import { workbook } from './workbook.mjs';

const WORDS = {
  'zh-CN': { officer: ['样例联络员', 'YL001'], zone: '样例开发区', firm: '样例棉纺织有限公司', second: '样例食品厂', form: '走访记录（录音）', place: '走访地点', coordinator: '样例协调员' },
  en: { officer: ['Sample Officer', 'YL001'], zone: 'Sample Zone', firm: 'Sample Cotton Textile Co., Ltd.', second: 'Sample Food Works', form: 'A visit, recorded', place: 'Where', coordinator: 'Sample Coordinator' },
};
const CODES = ['91652899MA9000011Y', '91350100M000100Y43'];

/** `taken` is the camera of the guide, `open` opens a tablet on it. */
export const takeSentPictures = (stage, language, taken) => withNginx(stage, (stage, server, room, store) => between({ stage, language, taken, server, room, store }));

async function between({ stage, language, taken, server, room, store }) {
  const words = WORDS[language];
  const coordinator = new Person(await stage.device(`guide-sent-desk-${language}`, { locale: language }));
  await coordinator.open(server.address);
  await speak(coordinator, language);
  await coordinator.introduce(words.coordinator, '900');
  await setUp(coordinator, words.zone);
  await coordinator.page.locator('[data-status="opens"]').waitFor();

  // Enrolled face to face
  const officer = await taken.open(server, 'sent', undefined, cameraFlags(room));
  const { page } = officer;
  const shoot = (name, at) => taken.shoot(page, name, at);
  await officer.introduce(...words.officer);
  await scan(coordinator, await photograph(await shown(officer, 'card'), room, 'card.png'));
  await shoot('enrol-card', section(officer));
  await coordinator.tap('trust-card');
  await section(coordinator).locator('[data-status="enrolled"]').waitFor();
  await scan(officer, await photograph(await shown(coordinator, 'zone'), room, 'zone.png'));
  await section(officer).locator('[data-zone="newer"]').waitFor();
  await shoot('enrol-zone', section(officer).locator('[data-zone="newer"]'));
  await officer.tap('take-pack');
  await page.locator('[data-zone] [data-status="seals"]').waitFor();
  await coordinator.go('#/ledger');
  await officer.go('#/forms');
  await officer.give('pack', await kept(await coordinator.download('export-pack'), room, 'pack'));
  await officer.tap('take-pack');
  await page.locator('[data-pack="taken"]').waitFor();

  // A server, once set up
  for (const [at, name] of [words.firm, words.second].entries()) await register(officer, server.address, { name, code: CODES[at] });
  await officer.go('#/send');
  await typed(officer, store);
  await officer.tap('try-server');
  await told(officer, '[data-status="reached"]').waitFor();
  await shoot('server', told(officer, '[data-status="reached"]'));
  await officer.tap('keep-server');
  await officer.action('set-up-server').waitFor();
  await officer.touch(page.locator('label:has(input[data-input="automatic"])'));
  await told(officer, '[data-last-run="good"]').waitFor({ timeout: 60_000 });
  await shoot('automatic', input(officer, 'automatic'));

  // What became of it
  await coordinator.go('#/import');
  await connect(coordinator, store);
  await fetched(coordinator, 1);
  await coordinator.page.locator('[data-outcome="ready"]').first().waitFor({ timeout: 60_000 });
  await coordinator.tap('import');
  await imported(coordinator, { added: 2, known: 0 });
  await coordinator.go('#/records');
  const list = coordinator.page.locator('[data-list="reviews"]');
  await coordinator.touch(list.locator('[data-reviewed]').filter({ hasText: words.second }).locator('[data-action="open"]'));
  await coordinator.touch(coordinator.page.locator('[data-action="reason"][data-reason]').first());
  await coordinator.tap('return');
  await coordinator.page.locator('section[data-reviewed][data-state="returned"]').waitFor();
  await coordinator.go('#/import');
  await coordinator.tap('tell-tablets');
  await told(coordinator, '[data-status="told"][data-tablets="1"]').waitFor({ timeout: 60_000 });
  await officer.go('#/send');
  await officer.tap('hear-from-desk');
  await told(officer, '[data-status="heard"]').waitFor({ timeout: 60_000 });
  await shoot('receipts', told(officer, '[data-status="heard"]'));
  await officer.go('#/records');
  await page.locator('[data-record][data-state="returned"] [data-word="returned"]').waitFor();
  await shoot('returned');

  // A form that records while it is open
  await officer.go('#/forms');
  await officer.give(
    'form',
    workbook('recorded.xlsx', {
      survey: [
        ['type', 'name', 'label', 'parameters'],
        ['background-audio', 'heard', null, 'quality=low'],
        ['text', 'place', words.place],
      ],
      settings: [['form_id', 'form_title', 'version'], ['recorded_visit', words.form, '1']],
    }),
  );
  await page.locator('[data-form-opened="recorded_visit"]').waitFor();
  await officer.begin('recorded_visit');
  await page.locator('[data-background="asked"]').waitFor();
  await shoot('recording-asks');
  await officer.tap('background-yes');
  await page.locator('[data-background="recording"]').waitFor();
  await page.waitForTimeout(1_500);
  await shoot('recording');
  await officer.tap('background-stop');

  await officer.go('#/about');
  await page.locator('main h1').waitFor();
  await shoot('about');
}
