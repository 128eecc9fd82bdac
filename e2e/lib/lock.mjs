// The lock over what is on a device, as a person turns it on and opens it.

/** The settings, down to the lock. */
export async function lockSettings(officer) {
  await officer.go('#/settings');
  const more = officer.action('more-settings');
  await officer.page.locator('[data-section="lock"], [data-action="more-settings"]').first().waitFor();
  if (await more.count()) await officer.touch(more);
  await officer.page.locator('[data-section="lock"]').waitFor();
}

/** From the settings: types a passphrase twice, and waits until the page asks for it or `outcome` is there. */
export async function turnOn(officer, passphrase, { outcome } = {}) {
  for (const input of ['lock-passphrase', 'lock-repeat']) await officer.page.locator(`[data-input="${input}"]`).fill(passphrase);
  await officer.tap('turn-lock-on');
  if (outcome) await officer.page.locator(outcome).first().waitFor({ state: 'attached', timeout: 60_000 });
  else await locked(officer);
}

/** Waits until the device asks for its passphrase. */
export async function locked(officer) {
  await officer.page.locator('html[data-app="locked"]').waitFor({ state: 'attached', timeout: 60_000 });
  await officer.page.locator('[data-input="unlock"]').waitFor();
}

export async function unlock(officer, passphrase) {
  await officer.page.locator('[data-input="unlock"]').fill(passphrase);
  await officer.tap('unlock');
  await officer.ready();
}
