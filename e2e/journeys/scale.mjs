// Past one machine: the batches of a zone, opened and left where they lie, read by DuckDB in one SQL query (scripts/scale/indicators.sql), give
// the figures of the board. The zone is the sample zone, of which every fifth entity is right only in the end; see `docs/scale.md`.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROGRAM, TOOLS, fleet } from '../lib/fleet.mjs';

export const name = 'Past one machine: one query over a folder of batches gives the figures of the board';

const SCRIPTS = fileURLToPath(new URL('../../scripts/scale', import.meta.url));
const PYTHON = path.join(TOOLS, 'duckdb/bin/python');
/** The day whose figures are known, and one on which others have changed. */
const DAYS = ['2023-10-31', '2023-11-30'];
/** What the sample zone is known by. */
const FIGURES = 42;
/** How well ledgers are kept is told by when they were said last and what is to be decided of them, and stories are of both. */
const OF_KEEPING = /_(clean|clean_pct|changed|fresh_pct)$/;
const known = (figures) => Object.fromEntries(Object.entries(figures).filter(([name]) => !OF_KEEPING.test(name)));

export async function run(stage) {
  if (!fs.existsSync(PYTHON)) return stage.report.fact('left out: DuckDB is not on this machine (scripts/duckdb.sh)');
  assert.ok(fs.existsSync(PROGRAM), `${PROGRAM} is not there: run scripts/fleet.sh`);
  const room = stage.room();
  const [sealed, plain, opened] = ['sealed', 'plain', 'opened'].map((name) => path.join(room, name));
  const asked = (day, ...query) => JSON.parse(execFileSync(PYTHON, [path.join(SCRIPTS, 'indicators.py'), opened, day, ...query], { encoding: 'utf8' }));
  /** What differs from the board, of the figures that the query gives. */
  const differing = (said, { figures }) => Object.keys(said).filter((name) => name !== 'ledger' && said[name] !== figures[name]);
  let board = null;

  await stage.shows('the sample zone comes from six tablets, sealed, and its stories leave every figure as it was', async () => {
    await fleet('golden', { into: sealed, stories: 1 });
    await fleet('golden', { into: plain, stories: 0 });
    board = await fleet('figures', { in: sealed });
    const without = await fleet('figures', { in: plain });
    assert.deepEqual(known(board.figures), known(without.figures));
    assert.notEqual(board.ledger, without.ledger);
  });
  await stage.shows('its batches are opened into a folder, as the age command opens them', async () => {
    const { files } = await fleet('open', { in: sealed, into: opened });
    assert.equal(fs.readdirSync(opened).length, files);
    const age = ['age', 'rage'].find((command) => hasCommand(command));
    if (!age) return stage.report.fact('left out: there is no age command on this machine');
    const file = fs.readdirSync(sealed, { recursive: true }).map((name) => path.join(sealed, name)).find((name) => name.endsWith('.age'));
    const bytes = execFileSync(age, ['-d', '-i', path.join(sealed, 'key.txt'), file], { maxBuffer: 1 << 28 });
    const hash = crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');
    assert.ok(bytes.equals(fs.readFileSync(path.join(opened, `${hash}.json`))));
  });
  for (const day of DAYS) {
    await stage.shows(`one query gives the board's figures of ${day}, and the hash of its ledger`, async () => {
      const said = asked(day);
      const figures = day === DAYS[0] ? board : await fleet('figures', { in: sealed, day });
      assert.equal(said.ledger, figures.ledger);
      assert.deepEqual(differing(said, figures), [], JSON.stringify(said));
      if (day === DAYS[0]) assert.equal(Object.keys(said).length, FIGURES + 1, Object.keys(said).join(' '));
    });
  }
  await stage.shows('by a simpler rule it would give other figures, and a batch less is another ledger', async () => {
    const query = fs.readFileSync(path.join(SCRIPTS, 'indicators.sql'), 'utf8');
    const simpler = path.join(room, 'simpler.sql');
    // Whoever said something last stands, also where it was only said again.
    fs.writeFileSync(simpler, query.replace('FROM standing\n', 'FROM said\n'));
    assert.notEqual(fs.readFileSync(simpler, 'utf8'), query);
    const others = differing(asked(DAYS[0], simpler), board);
    assert.ok(others.length > 0, 'the stories show no rule');
    stage.report.fact(`by the simpler rule ${others.length} figures differ: ${others.join(', ')}`);
    fs.rmSync(path.join(opened, fs.readdirSync(opened)[0]));
    assert.notEqual(asked(DAYS[0]).ledger, board.ledger);
  });
}

function hasCommand(name) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, name)));
}
