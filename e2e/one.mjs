// One journey or fault script in a process of its own, for run.mjs: node e2e/one.mjs FILE FOLDER [full]. What it showed is counted for whoever began it.

import process from 'node:process';
import { Report } from './lib/report.mjs';
import { play } from './lib/script.mjs';

const [file, folder, size] = process.argv.slice(2);
const report = new Report();
await play(file, { folder, report, isFull: size === 'full' });
process.send?.({ passed: report.passed, failed: report.failed, notRun: report.reason }, () => process.exit());
