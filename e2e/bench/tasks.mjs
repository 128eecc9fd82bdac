// The work that both systems do, and what each may cost beside the floor.

/** Edits of a warm page; the first of them is told apart. */
const EDITS = 5;

const load = (form, bound) => ({
  name: `load ${form}`,
  bound,
  run: async (system) => {
    await system.prepare(form);
    return [await system.load(form)];
  },
});

/** Opens a form, then makes changes one after another. `edits` gives what each does and what must then be seen. */
const edits = (name, form, bound, change) => ({
  name,
  bound,
  run: async (system) => {
    await system.prepare(form);
    await system.load(form, { all: true });
    const samples = [];
    for (let number = 1; number <= EDITS; number += 1) samples.push(...(await change(system, number)));
    return samples;
  },
});

export const TASKS = [
  { name: 'start mix20', bound: 1.5, run: async (system) => [await system.start('mix20')] },
  { name: 'start mix20 by its address', bound: 1.5, run: async (system) => [await system.start('mix20', { byAddress: true })] },
  load('mix5000', 1),
  load('cas50k', 0.5),
  edits('edit chain500', 'chain500', 1.5, async (system, number) => [
    await system.edit({ question: 'start', text: String(10 * number), shows: `Result=${10 * number + 500};` }),
  ]),
  edits('edit rep500', 'rep500', 1.5, async (system, number) => [
    await system.edit({ question: 'qty', at: 250, text: String(1 + number), shows: `Total=${1000 + 2 * number};` }),
  ]),
  edits('show rel500', 'rel500', 1.5, async (system) => {
    const shown = await system.pick({ question: 'toggle', label: 'Yes', appears: 'q1' });
    await system.pick({ question: 'toggle', label: 'No', vanishes: 'q1' });
    return [shown];
  }),
  edits('cascade cas20k', 'cas20k', 1.5, async (system, number) => [
    await system.pick({ question: 'l1', label: `Region ${number}`, offers: { question: 'l2', text: `District ${number}-3` } }),
    await system.pick({ question: 'l2', label: `District ${number}-${number}`, offers: { question: 'l3', text: `Village ${number}-${number}-3` } }),
  ]),
];
