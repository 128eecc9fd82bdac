// K1: kill -9 of the whole browser right after "Saved", at a random point of a form of 40 answers. Nothing saved may be lost.

import assert from 'node:assert/strict';
import { answerable, beginWhole, expect, giveAnswer } from '../lib/filling.mjs';
import { Person } from '../lib/person.mjs';
import { Chance } from '../lib/random.mjs';

export const name = 'K1  kill after Saved';
export const sizes = { short: 10, full: 200 };
/** How many its full size may take. */
export const minutes = 30;

const FORM = 'enterprise_registration';
const ANSWERS = 40;

export async function run(stage) {
  const chance = new Chance();
  const server = await stage.server();
  const tablet = await stage.device('k1');
  let kills = 0;
  let saved = 0;
  let lost = 0;

  await stage.shows(`${stage.runs} kills after Saved lose no answer`, async () => {
    for (let run = 1; run <= stage.runs; run += 1) {
      let officer = new Person(tablet);
      const route = await beginWhole(officer, server.address, FORM);
      const expected = new Map();
      const last = chance.between(1, ANSWERS);
      for (let number = 1; number <= last; number += 1) {
        const question = chance.one(await answerable(officer.page));
        const given = await giveAnswer(officer, question, number, chance);
        await officer.saved();
        // What was typed must stand there, or nothing that is found later says anything about the kill.
        assert.equal(await officer.answer(question.path), given, `run ${run}, answer ${number}, seed ${chance.seed}: ${question.path}`);
        expect(expected, question.path, given);
      }
      await tablet.kill();
      kills += 1;

      await tablet.start();
      officer = new Person(tablet);
      await officer.open(server.address, route);
      await officer.page.locator('[data-path]').first().waitFor();
      for (const [path, answer] of expected) {
        if (!(await officer.isAsked(path))) continue; // a later answer made it not relevant
        saved += 1;
        const found = await officer.answer(path);
        if (found !== answer) {
          lost += 1;
          stage.report.fact(`run ${run}, ${last} answers: ${path} is ${JSON.stringify(found)}, was ${JSON.stringify(answer)}`);
        }
      }
    }
    assert.equal(kills, stage.runs);
    assert.ok(saved >= stage.runs, `only ${saved} answers were looked at`);
    assert.equal(lost, 0, `${lost} of ${saved} saved answers lost`);
  });
  stage.report.fact(`${kills} kills, ${saved} saved answers looked at, ${lost} lost, seed ${chance.seed}`);
}
