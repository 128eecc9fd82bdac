// N1 before an S3 store: what `n1.mjs` shows of folders of nginx holds of buckets of SeaweedFS too, whose requests are signed for the host that
// they go to. The line hands that host on, and says in between what such a store says in words of its own.

import { SeaweedFS } from '../lib/seaweed.mjs';
import { between } from './n1.mjs';

export const name = 'N1  a bad line to an S3 store';
export const sizes = { short: 1, full: 20 };
/** How many its full size may take. */
export const minutes = 90;

const SAYS = [
  { fault: 'the store says SignatureDoesNotMatch', method: 'PUT', times: 1, called: 'refused' },
  // The first time it is signed once more, by the clock of the answer.
  { fault: 'the store says RequestTimeTooSkewed', method: 'PUT', times: 2, called: 'clock' },
  { fault: 'the store says NoSuchBucket', method: 'PUT', times: 1, called: 'not-found' },
  { fault: 'the store says EntityTooLarge', method: 'PUT', times: 3, called: 'too-large' },
  { fault: 'the store says InternalError', method: 'PUT', times: 5, called: 'cannot-store' },
  { fault: 'the store says SlowDown', method: 'PUT', times: 8, called: 'busy' },
];

export async function run(stage) {
  if (!SeaweedFS.isHere()) return stage.report.fact('left out: SeaweedFS is not on this machine');
  const server = await stage.server();
  const store = await new SeaweedFS(stage.room()).start();
  try {
    await between(stage, server, stage.room(), store, SAYS);
  } finally {
    await store.stop();
  }
}
