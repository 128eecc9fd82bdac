// The native program that plays many tablets and their desk (fleet/): one word at a time, its last line is what it tells.

import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Where the scripts keep what they install. */
export const TOOLS = process.env.TAIZHANG_TOOLS ?? path.join(os.homedir(), '.cache', 'taizhang');
/** Where scripts/fleet.sh has built it. */
export const PROGRAM = path.join(process.env.CARGO_TARGET_DIR ?? path.join(PROJECT, 'target'), 'debug', 'fleet');

/** What is said of a store to `fleet send` and `fleet fetch`. */
export const at = (store, nodes = store.addresses) => ({ nodes: nodes.join(','), bucket: store.bucket, region: store.region, key: store.key, secret: store.secret });

export class Fleet {
  /** `onTold` hears each line as it comes, and may `kill()`. */
  constructor(command, words, onTold = () => {}) {
    const said = Object.entries(words).flatMap(([name, value]) => [`--${name}`, String(value)]);
    this.child = spawn(PROGRAM, [command, ...said], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [open, wrong] = ['', ''];
    this.last = null;
    this.child.stderr.on('data', (bytes) => (wrong += bytes));
    this.child.stdout.on('data', (bytes) => {
      const lines = (open + bytes).split('\n');
      open = lines.pop();
      for (const line of lines) {
        this.last = JSON.parse(line);
        onTold(this.last, this);
      }
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code, signal) => {
        if (code === 0 || signal === 'SIGKILL') resolve({ told: this.last, killed: signal === 'SIGKILL' });
        else reject(new Error(`fleet ${command}: ${wrong.trim() || `ended with ${code ?? signal}`}`));
      });
    });
  }

  /** As a power cut: at whatever it does. */
  kill() {
    this.child.kill('SIGKILL');
  }
}

/** Runs it to its end and gives what it told last. */
export async function fleet(command, words) {
  return (await new Fleet(command, words).ended).told;
}
