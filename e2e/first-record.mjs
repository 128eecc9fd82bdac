// How long it takes from an empty machine to a first synced record by docs/hosting.md: node e2e/first-record.mjs [--folder dist]
//
// The machine is a Debian with nothing in it, in a folder (debootstrap, so as root, and with what it needs from Debian's mirror; ports 80 and
// 443 have to be free). The commands are read from the guide and carried out there one by one, then two real browsers go the guide's last
// steps. How long the machines take is measured; what a person would read, type and tap meanwhile is counted and reckoned (`lib/effort.mjs`).

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { imported } from './lib/batches.mjs';
import { connect, fetched, sent } from './lib/connected.mjs';
import { published } from './lib/dav.mjs';
import { Effort } from './lib/effort.mjs';
import { enrolled } from './lib/enrol.mjs';
import { register } from './lib/enterprise.mjs';
import { Person } from './lib/person.mjs';
import { Report } from './lib/report.mjs';
import { Stage } from './lib/stage.mjs';
import { setUp } from './lib/zones.mjs';

const { values } = parseArgs({ options: { folder: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) } } });

const SUITE = 'bookworm';
const PASSWORD = 'chengnan-2027';
const FIRM = { name: '样例一厂有限公司', code: '91350100M000100Y43' };

/** The part of the guide that a new person follows, what it has to be pasted into a terminal, and the one line that is typed at the end. */
const guide = fs.readFileSync(new URL('../docs/hosting.md', import.meta.url), 'utf8').match(/## nginx: from an empty machine.*?(?=\n## )/s)[0];
const pasted = [...guide.matchAll(/```sh\n(.*?)```/gs)].map(([, lines]) => lines.trim().split('\n'));
const settings = guide.match(/settings below as `([^`]+)`/)[1];
const begins = guide.match(/`(nginx -t [^`]+)`/)[1];

class Machine {
  constructor(folder) {
    this.folder = folder;
  }

  /** Empty as it comes: nothing is begun by the installation of a program, as in a system that has not started. */
  build(page) {
    execFileSync('debootstrap', ['--variant=minbase', SUITE, this.folder], { stdio: ['ignore', 'ignore', 'inherit'] });
    fs.writeFileSync(path.join(this.folder, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    fs.cpSync(page, path.join(this.folder, 'root/dist'), { recursive: true });
  }

  /** A line typed as root; `typed`: what is answered where it asks. */
  async run(line, typed = []) {
    const inside = ['chroot', this.folder, 'env', 'HOME=/root', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'DEBIAN_FRONTEND=noninteractive', 'sh', '-c', `cd /root && ${line}`];
    const quoted = inside.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    // A terminal of its own: what asks for a password asks there.
    const running = spawn('script', ['-qec', quoted, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let said = '';
    running.stdout.on('data', (piece) => (said += piece));
    for (const word of typed) {
      await pause(1_000);
      running.stdin.write(`${word}\n`);
    }
    const code = await new Promise((resolve) => running.once('exit', resolve));
    if (code !== 0) throw new Error(`${line}\nended with ${code}:\n${said}`);
  }

  stop() {
    const pid = path.join(this.folder, 'run/nginx.pid');
    if (fs.existsSync(pid)) spawnSync('kill', [fs.readFileSync(pid, 'utf8').trim()]);
  }
}

const report = new Report();
const stage = new Stage({ folder: values.folder, report });
const room = fs.mkdtempSync(path.join(os.tmpdir(), 'taizhang-machine-'));
const machine = new Machine(path.join(room, 'root'));
try {
  machine.build(values.folder);
  const effort = new Effort();
  const begun = performance.now();
  const spent = () => (performance.now() - begun) / 1_000;

  // What is copied is not read word by word.
  effort.read(guide.replaceAll(/```.*?```/gs, '').replaceAll(/`[^`]+`/g, ''));
  for (const lines of pasted) {
    effort.copies();
    for (const line of lines) {
      const answers = line.includes('passwd -') ? [PASSWORD, PASSWORD] : [];
      effort.signs += answers.join('').length;
      await machine.run(line, answers);
    }
    console.log(`  pasted, and done after ${spent().toFixed(0)} s: ${lines.at(-1).slice(0, 40)}…`);
  }
  effort.copies();
  fs.writeFileSync(path.join(machine.folder, settings), published('nginx'));
  effort.copies();
  // No system runs in a folder that could be asked to load it again: it is begun instead.
  await machine.run(begins.replace('systemctl reload nginx', 'nginx'));
  console.log(`  it serves after ${spent().toFixed(0)} s; ${effort}`);

  const flags = ['--ignore-certificate-errors'];
  const origin = 'https://localhost/';
  const store = { address: `${origin}sync/`, user: 'tablet', password: PASSWORD };
  const coordinator = new Person(await stage.device('first-desk', { flags }));
  const officer = new Person(await stage.device('first-tablet', { flags }));
  for (const { page } of [coordinator, officer]) await effort.watch(page);
  await coordinator.open(origin);
  await setUp(coordinator, '样例开发区');
  await coordinator.page.locator('[data-status="opens"]').waitFor();
  await coordinator.go('#/import');
  await connect(coordinator, store);
  console.log(`  step 5 done after ${spent().toFixed(0)} s; ${effort}`);
  await officer.open(origin);
  await officer.introduce();
  await enrolled(coordinator, officer, stage.room());
  await officer.go('#/send');
  await connect(officer, store);
  console.log(`  step 6 done after ${spent().toFixed(0)} s; ${effort}`);
  await register(officer, origin, FIRM);
  await sent(officer, 1);
  await fetched(coordinator, 1);
  await coordinator.tap('import');
  await imported(coordinator, { added: 1, known: 0 });
  await coordinator.go('#/ledger');
  await coordinator.sees(FIRM.name);
  console.log(`  step 7 done after ${spent().toFixed(0)} s; ${effort}`);
  const minutes = (spent() + effort.seconds) / 60;
  console.log(`From an empty machine to a first record in the ledger: ${spent().toFixed(0)} s of the machines, ${Math.round(effort.seconds)} s reckoned of people, ${minutes.toFixed(1)} minutes one after the other`);
} finally {
  machine.stop();
  await stage.clear();
  fs.rmSync(room, { recursive: true, force: true });
}
process.exit(report.failed === 0 ? 0 : 1);
