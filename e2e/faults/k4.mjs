// K4: the power is cut. The profile lies on a disk image of its own; the moment the page says "Saved" the image is copied as
// the disk has it then, and the copy is what the tablet finds when it is switched on again. What the system still held in
// memory is not in it. Where nothing may be mounted (it takes root and a loop device) the test says so and does not run.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { answerable, beginWhole, expect, giveAnswer } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';
import { Chance } from '../lib/random.mjs';

export const name = 'K4  power cut';
export const sizes = { short: 1, full: 20 };
/** How many its full size may take. */
export const minutes = 30;

const FORM = 'enterprise_registration';
const IMAGE_MB = 256;
const ANSWERS = 12;
/** From so many cuts on one must have taken something. */
const LEAST_CUTS = 5;

/** A disk in a file, mounted where a profile can lie. */
class Disk {
  constructor(image, place) {
    this.image = image;
    this.place = place;
  }

  static made(image, place) {
    execFileSync('truncate', ['-s', `${IMAGE_MB}M`, image]);
    execFileSync('mkfs.ext4', ['-q', '-F', image]);
    return new Disk(image, place).mounted();
  }

  mounted() {
    fs.mkdirSync(this.place, { recursive: true });
    execFileSync('mount', ['-o', 'loop', this.image, this.place], { stdio: 'pipe' });
    this.isMounted = true;
    return this;
  }

  /** What the disk has now, and not what the system still means to write. */
  cut(to) {
    fs.copyFileSync(this.image, to);
    return to;
  }

  /** Unmounted; once more does nothing. */
  gone() {
    if (!this.isMounted) return;
    this.isMounted = false;
    execFileSync('umount', ['-l', this.place], { stdio: 'pipe' });
  }
}

function mayMount(room) {
  try {
    Disk.made(path.join(room, 'probe.img'), path.join(room, 'probe')).gone();
    return true;
  } catch {
    return false;
  }
}

export async function run(stage) {
  const room = stage.room();
  if (!mayMount(room)) {
    stage.report.notRun('nothing may be mounted here');
    return;
  }
  const chance = new Chance();
  const server = await stage.server();
  let saved = 0;
  let lost = 0;
  let control = 0;
  const disks = [];
  try {
    await stage.shows(`${stage.runs} power cuts at Saved lose no answer`, async () => {
      for (let run = 1; run <= stage.runs; run += 1) {
        const disk = Disk.made(path.join(room, `${run}.img`), path.join(room, `disk-${run}`));
        disks.push(disk);
        const tablet = await stage.device(`k4-${run}`, { profile: path.join(disk.place, 'profile') });
        let officer = new Person(tablet);
        const expected = new Map();
        const route = await beginWhole(officer, server.address, FORM);
        for (let number = 1; number <= ANSWERS; number += 1) {
          const question = chance.one(await answerable(officer.page));
          expect(expected, question.path, await giveAnswer(officer, question, number, chance));
          await officer.saved();
        }
        const copy = disk.cut(path.join(room, `${run}-cut.img`));
        await tablet.kill();
        disk.gone();

        const after = new Disk(copy, path.join(room, `after-${run}`)).mounted();
        disks.push(after);
        // A cut may break localStorage, or the files of the browser's own: it says so. The database is what must stand.
        const tolerate = [/Failed to access storage/];
        const again = await stage.device(`k4-${run}-again`, { profile: path.join(after.place, 'profile'), tolerate });
        officer = new Person(again);
        await officer.open(server.address, route);
        await officer.page.locator('[data-path]').first().waitFor();
        for (const [path, answer] of expected) {
          if (!(await officer.isAsked(path))) continue;
          saved += 1;
          if ((await officer.answer(path)) !== answer) lost += 1;
        }
        // What is only in localStorage is gone after a cut: if it were there, the cut would have cut nothing.
        control += Number(await officer.page.evaluate(() => !localStorage.getItem('canary')?.includes('"drafts":1')));
        await again.discard();
        after.gone();
        for (const image of [disk.image, copy]) fs.rmSync(image);
      }
      assert.ok(saved >= stage.runs);
      assert.equal(lost, 0, `${lost} of ${saved} saved answers lost, seed ${chance.seed}`);
    });
    await stage.shows('and they do cut: what the browser had not written yet is not there', () => {
      // One cut may meet a moment at which all was written; of several each would have to.
      assert.ok(control > 0 || stage.runs < LEAST_CUTS, `${control} of ${stage.runs} cuts took something`);
    });
  } finally {
    for (const disk of disks) disk.gone(); // whatever went wrong, nothing stays mounted
  }
  stage.report.fact(`${stage.runs} cuts, ${saved} saved answers looked at, ${lost} lost, seed ${chance.seed}; localStorage was behind in ${control}`);
}
