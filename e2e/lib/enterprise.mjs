// An enterprise as short as the registration form allows, for journeys that are about something else.

import { beginWhole, finish, turnTo } from './filling.mjs';

export const FORM = 'enterprise_registration';
export const EMPLOYEES = '/data/g_size/employees';

/** Registers it. `photo` is what setInputFiles takes. */
export async function register(officer, address, enterprise, { photo } = {}) {
  await fill(officer, address, enterprise);
  if (photo) await takePhoto(officer, '/data/licence_photo', photo);
  await submit(officer);
}

/** Answers what must be answered, and leaves the draft open with all its pages in sight. */
export async function fill(officer, address, enterprise) {
  await beginWhole(officer, address, FORM);
  await answer(officer, enterprise);
}

/** Answers what must be answered of the open draft, all of whose pages are in sight. A firm may have no code yet. */
export async function answer(officer, { name, code }) {
  await officer.type('/data/g_id/ent_name', name);
  if (code) await officer.type('/data/g_id/uscc_input', code);
  else await officer.choose('/data/g_id/id_kind', 'none');
  await officer.choose('/data/g_id/ownership', 'private');
  await officer.choose('/data/g_ind/industry_section', 'C');
  await officer.question('/data/g_ind/industry_division').waitFor();
  await officer.choose('/data/g_ind/industry_division', '13');
  await officer.choose('/data/g_ind/area', 'area_1');
  await officer.type('/data/g_ind/address', '样例路1号');
  for (const question of ['has_premises', 'has_staff', 'has_operation']) {
    await officer.choose(`/data/g_three/${question}`, question === 'has_premises' ? 'no' : 'yes');
  }
}

/** Makes the open draft a record. */
export async function submit(officer) {
  await officer.saved();
  await officer.tap('finalize');
  await officer.page.waitForURL(/#\/records/);
}

/** Gives a question its picture, and waits until the page shows it. */
export async function takePhoto(officer, path, photo) {
  const question = officer.question(path);
  await question.locator('input[type=file]').setInputFiles(photo);
  await question.locator('img').waitFor();
}

/** Changes the staff number of a firm that the tablet has in its list. */
export async function update(officer, firm, employees) {
  await officer.go('#/');
  await officer.begin(FORM);
  await officer.choose('/data/mode', 'update');
  await officer.chooseText('/data/existing', firm.name);
  await turnTo(officer, EMPLOYEES);
  await officer.type(EMPLOYEES, employees);
  await finish(officer);
}

/** Registers it with whom one calls there, and with a photo of its licence where there is one. */
export async function registerWhole(officer, address, firm, photo) {
  await fill(officer, address, firm);
  await officer.type('/data/g_contact/contact_name', firm.contact);
  await officer.question('/data/g_contact/contact_phone').waitFor();
  await officer.type('/data/g_contact/contact_phone', firm.phone);
  await officer.choose('/data/g_contact/notice_given', 'yes');
  if (photo) await takePhoto(officer, '/data/licence_photo', photo);
  await submit(officer);
}

/** Says of a firm with a contact, which the tablet has in its list, that it was deregistered. */
export async function deregister(officer, firm) {
  await officer.go('#/');
  await officer.begin(FORM);
  await officer.choose('/data/mode', 'update');
  await officer.chooseText('/data/existing', firm.name);
  await turnTo(officer, '/data/g_id/reg_status');
  await officer.choose('/data/g_id/reg_status', 'deregistered');
  await turnTo(officer, '/data/g_contact/contact_phone');
  await officer.shows('/data/g_contact/contact_phone', firm.phone);
  await finish(officer);
}
