// What was measured, as a table: medians, and how often the floor's.

const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};
const one = (number) => (number < 10 ? number.toFixed(1) : Math.round(number).toString());

export class Table {
  constructor(rate) {
    this.rate = rate;
    this.rows = new Map();
  }

  #row(task) {
    if (!this.rows.has(task.name)) this.rows.set(task.name, { task, samples: {}, failures: [] });
    return this.rows.get(task.name);
  }

  add(task, system, sample) {
    const { samples } = this.#row(task);
    (samples[system] ??= []).push(sample);
  }

  failed(task, system, error) {
    this.#row(task).failures.push(`${system}: ${error.message.split('\n', 1)[0]}`);
  }

  of({ name }) {
    const { task, samples, failures } = this.rows.get(name);
    const figure = (system, what) => median((samples[system] ?? []).map((sample) => sample[what]));
    const figures = (system) => `${one(figure(system, 'main'))} + ${one(figure(system, 'workers'))} | ${one(figure(system, 'wall'))}`;
    const lost = failures.length ? ` ${failures.length} failed: ${failures[0]}` : '';
    if (!samples.floor || !samples.taizhang) return `| ${name} | ${lost} |`;
    const cpu = (system) => median(samples[system].map(({ main, workers }) => main + workers));
    const ratio = cpu('taizhang') / cpu('floor');
    return `| ${name} | ${figures('floor')} | ${figures('taizhang')} | ${ratio.toFixed(2)} | ${task.bound} |${lost}`;
  }

  whole() {
    return [
      '# Speed of the page',
      '',
      'Written by `node e2e/bench/run.mjs --write docs/speed-page.md`. The floor is a page of plain DOM, written by hand for these forms alone: no widgets, no',
      'checks, no saving, no workbook. Ours is the release build with its officer introduced and everything kept for offline use, driven through its real controls,',
      'its workbook compiled and its answers saved. CPU is what the kernel counts for the main thread and for workers; with a slowed main thread the idling counts,',
      'for both. Medians. *start*: from an empty browser to the first question. *load*: from the workbook (the floor: from an XForm) to the first question.',
      '',
      `| ${this.rate}x slowed | floor: main + workers, ms of CPU | until seen, ms | ours: main + workers, ms of CPU | until seen, ms | times the floor's CPU | at most |`,
      '|---|---|---|---|---|---|---|',
      ...[...this.rows.values()].map(({ task }) => this.of(task)),
      '',
    ].join('\n');
  }
}
