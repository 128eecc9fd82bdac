// One journey in a process of its own, for run.mjs: node e2e/one.mjs FILE FOLDER. What it showed is counted for whoever began it.

import process from 'node:process';
import { Report } from './lib/report.mjs';
import { play } from './lib/script.mjs';

const [file, folder] = process.argv.slice(2);
const report = new Report();
await play(file, { folder, report });
process.send?.({ passed: report.passed, failed: report.failed }, () => process.exit());
