// The processes of this machine: one and all that it started, and the end of them.

import { execFileSync } from 'node:child_process';

/** Those for which `isRoot({ pid, parent, args })` holds, and all that they started. */
export function family(isRoot) {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 1 << 24 })
    .split('\n')
    .map((row) => row.match(/^\s*(\d+)\s+(\d+)\s+(.*)$/))
    .filter(Boolean)
    .map(([, pid, parent, args]) => ({ pid: Number(pid), parent: Number(parent), args }));
  const mine = new Set(rows.filter(isRoot).map((row) => row.pid));
  for (let grown = true; grown; ) {
    grown = false;
    for (const row of rows) {
      if (mine.has(row.parent) && !mine.has(row.pid)) grown = Boolean(mine.add(row.pid));
    }
  }
  return [...mine];
}

/** kill -9 of each. Returns how many there were. */
export function killAll(processes) {
  for (const pid of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it died with its parent
    }
  }
  return processes.length;
}
