// A disk of its own, so small that it can be filled, for what a server does on a full one.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Puts one under an empty folder. `null`: who runs this may not mount anything. */
export function smallDisk(folder, { size = '1m' } = {}) {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  const ballast = path.join(folder, 'ballast');
  return {
    /** Until nothing more goes on it. */
    fill() {
      const file = fs.openSync(ballast, 'a');
      try {
        for (const block = Buffer.alloc(4096); ; ) fs.writeSync(file, block);
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      } finally {
        fs.closeSync(file);
      }
    },
    makeRoom: () => fs.rmSync(ballast),
    remove: () => execFileSync('umount', ['--lazy', folder]),
  };
}
