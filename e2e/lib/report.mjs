// What was shown: one sentence a line, and the counts at the end.

import { stripVTControlCharacters } from 'node:util';

export class Report {
  constructor() {
    this.passed = 0;
    this.failed = 0;
    this.facts = [];
    /** Why nothing was shown, where this machine cannot. */
    this.reason = null;
  }

  /** A script says that this machine cannot run it. */
  notRun(reason) {
    this.reason = reason;
    console.log(`        not run: ${reason}`);
  }

  /** Runs one sentence, tells and counts it. True when it holds. */
  async sentence(text, body) {
    const begun = performance.now();
    try {
      await body();
    } catch (error) {
      this.failure(`${text} (${seconds(begun)})`, error);
      return false;
    }
    this.passed += 1;
    console.log(`  ok    ${text} (${seconds(begun)})`);
    return true;
  }

  failure(text, error) {
    this.failed += 1;
    console.log(`  FAIL  ${text}`);
    console.log(stripVTControlCharacters(String(error?.stack ?? error)).replace(/^/gm, '        '));
  }

  /** What was shown, and told, elsewhere. */
  add({ passed, failed }) {
    this.passed += passed;
    this.failed += failed;
  }

  /** A number worth keeping: printed, not judged. */
  fact(text) {
    this.facts.push(text);
    console.log(`        ${text}`);
  }

  close() {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0;
  }
}

const seconds = (begun) => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
