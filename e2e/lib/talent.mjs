// A person registered with consent, for journeys about withdrawing it.

export const FORM = 'talent_registration';

/** Begins the form with every page of it in sight. */
export async function begin(person) {
  await person.go('#/');
  await person.begin(FORM);
  const [route] = (await person.route()).split('?');
  await person.go(`${route}?all=1`);
  await person.question('/data/consent').waitFor();
}

/** Registers a person who agrees, and makes it a record. */
export async function register(person, { name, phone }) {
  await begin(person);
  await person.choose('/data/consent', 'granted');
  await person.choose('/data/consent_method', 'paper');
  await person.choose('/data/consent_scope', 'match');
  await person.choose('/data/adult', 'yes');
  await person.type('/data/g_person/display_name', name);
  await person.type('/data/g_person/phone', phone);
  await person.choose('/data/g_person/talent_field', 'textile');
  await person.choose('/data/g_person/talent_level', 'b');
  await person.choose('/data/g_person/talent_kind', 'doctor');
  await person.choose('/data/g_person/education', 'doctor');
  await person.choose('/data/g_person/talent_programme', 'lanhuo');
  await person.saved();
  await person.tap('finalize');
  await person.page.waitForURL(/#\/records/);
  await person.page.locator('[data-record]').first().waitFor();
}
