// Batches as people carry them: made on one device, put where they outlive it, chosen on another.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { eventually, Person } from './person.mjs';

/** Exports all that waits, and saves the one file of it. */
export async function exported(officer, room) {
  await make(officer);
  return kept(await officer.download('save-file'), room);
}

/** As `exported`, from the page of what waits, and kept in a folder of its own: two tablets may give their files one name. */
export async function sent(officer, room, folder) {
  await officer.go('#/send');
  const file = await exported(officer, room);
  const own = path.join(room, folder, path.basename(file));
  fs.mkdirSync(path.dirname(own), { recursive: true });
  fs.copyFileSync(file, own);
  return own;
}

/** Exports all that waits, and leaves its files on the page. */
export async function make(officer) {
  await officer.tap('export');
  await officer.tap('confirm-export');
  await officer.action('save-file').first().waitFor({ timeout: 60_000 });
}

/** A download under its own name, where it outlives the browser. */
export async function kept({ path: place, name }, room, folder = 'sent') {
  const file = path.join(room, folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.copyFileSync(place, file);
  return file;
}

/** The row of a file, once it says so. */
export async function outcome(person, file, name, { within_ms = 30_000 } = {}) {
  const row = person.page.locator(`[data-file="${path.basename(file)}"]`).last();
  await eventually(async () => assert.equal(await row.getAttribute('data-outcome'), name, path.basename(file)), { within_ms });
  return row;
}

/** Waits until the page says how much was taken in. */
export async function imported(person, { added, known }) {
  const said = person.page.locator('[data-status="imported"]');
  await said.waitFor({ timeout: 60_000 });
  await eventually(async () => {
    assert.equal(await said.getAttribute('data-added'), String(added));
    assert.equal(await said.getAttribute('data-known'), String(known));
  });
}

/** Somebody's import page. */
export async function desk(stage, server, name) {
  const coordinator = new Person(await stage.device(name));
  await coordinator.open(server.address, '#/import');
  return coordinator;
}

/** Trusts the device of a file that lies on the page. */
export async function trust(person, file) {
  await outcome(person, file, 'unknown-device', { within_ms: 60_000 });
  await person.tap('trust');
  await outcome(person, file, 'ready', { within_ms: 60_000 });
}
