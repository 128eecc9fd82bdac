// A tablet and a desk face to face: codes on screens, photographs of them, fingerprints.

import path from 'node:path';
import { input } from './zones.mjs';

export const section = (person) => person.page.locator('[data-section="enrol"]');
export const fingerprint = async (place) => (await place.locator('[data-fingerprint]').innerText()).trim();

/** Opens a code on somebody's screen: `card` or `zone`. */
export async function shown(person, which) {
  await person.go('#/zone');
  await person.tap(`show-${which}`);
  const code = section(person).locator(`[data-code="${which}"]`);
  await code.locator('svg.qr').waitFor();
  return code;
}

/** A photograph of it, as one would take it of the screen. */
export async function photograph(code, room, file) {
  const place = path.join(room, file);
  await code.locator('svg.qr').screenshot({ path: place });
  return place;
}

/** Gives the page a picture of a code in place of what the camera sees. */
export async function scan(person, picture) {
  await person.go('#/zone');
  await person.tap('scan-code');
  await input(person, 'code').setInputFiles(picture);
}

/** Enrols a tablet as two people do who hold their screens towards each other. */
export async function enrolled(coordinator, officer, room) {
  await scan(coordinator, await photograph(await shown(officer, 'card'), room, 'card.png'));
  await coordinator.tap('trust-card');
  await section(coordinator).locator('[data-status="enrolled"]').waitFor();
  await scan(officer, await photograph(await shown(coordinator, 'zone'), room, 'zone.png'));
  await officer.tap('take-pack');
  await officer.page.locator('[data-zone] [data-status="seals"]').waitFor();
}
