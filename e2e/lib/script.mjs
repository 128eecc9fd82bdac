// One journey or fault script from its first sentence to its last, on a stage of its own.

import assert from 'node:assert/strict';
import path from 'node:path';
import { Stage, Stopped } from './stage.mjs';

/** `isFull`: a fault script repeats its fault as often as `make fault-test` asks. */
export async function play(file, { folder, report, isFull = false }) {
  const script = await import(file);
  console.log(`\n${script.name}`);
  const begun = performance.now();
  const stage = new Stage({ folder, report, runs: script.sizes?.[isFull ? 'full' : 'short'] ?? 1 });
  try {
    await script.run(stage);
  } catch (error) {
    // Told already where a sentence failed; breaking between two sentences is a failure too.
    if (!(error instanceof Stopped)) report.failure('the journey goes from sentence to sentence', error);
  }
  await report.sentence('no page broke the content policy or left an error behind', () => {
    assert.deepEqual(stage.complaints(), []);
  });
  await stage.clear();
  console.log(`        ${((performance.now() - begun) / 1000).toFixed(1)} s for ${path.basename(file)}`);
}
