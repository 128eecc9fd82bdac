// Our writer in a worker: takes the rows a portion of lines at a time, as records come from a database.

import load, { Tables } from './z/bench.js';

const PORTION = 500;
let lines;
let heading;

self.onmessage = async ({ data }) => {
  if (data.titles) {
    heading = data;
    await load();
    lines = await (await fetch('./rows.jsonl')).text();
    return self.postMessage('ready');
  }
  const begun = performance.now();
  const tables = new Tables(JSON.stringify(heading.titles), new Uint32Array(heading.dates));
  const add = data.what === 'csv' ? (some) => tables.lines(some) : (some) => tables.rows(some);
  for (let from = 0; from < lines.length; ) {
    let to = from;
    for (let taken = 0; taken < PORTION && to < lines.length; taken += 1) to = lines.indexOf('\n', to) + 1;
    add(lines.slice(from, to));
    from = to;
  }
  const bytes = data.what === 'csv' ? tables.csv() : tables.workbook();
  self.postMessage({ ms: performance.now() - begun, bytes }, [bytes.buffer]);
};
