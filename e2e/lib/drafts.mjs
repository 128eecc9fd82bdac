// What a database holds of a draft, read past the page: its snapshot with the journal upon it, as `crates/store` lays them down.

const text = (base64) => Buffer.from(base64, 'base64').toString();

/**
 * A draft as `profileOf` found it: the number that its snapshot reaches to, those of the entries behind it, and what was answered
 * last at each path. `null` if there is no snapshot of it.
 */
export function keptOf(profile, draft) {
  const snapshot = profile.stores.drafts.find(([key]) => key[0] === draft && key[1] === 'snapshot');
  if (!snapshot) return null;
  const { seq, instance } = JSON.parse(text(snapshot[1]));
  const answers = new Map(JSON.parse(instance).values.map(({ path, text }) => [path, text]));
  const entries = profile.stores.journal
    .filter(([key]) => key[0] === draft)
    .map(([, line]) => JSON.parse(text(line).slice(9))) // behind the checksum
    .sort((one, other) => one.seq - other.seq);
  for (const { answer } of entries.map(({ action }) => JSON.parse(action))) if (answer) answers.set(answer.path, answer.value);
  return { seq, entries: entries.map(({ seq }) => seq), answers };
}

/** What stands in its place where something is made anew each time that the same is done. */
const MADE_ANEW = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id'],
  [/[0-9a-f]{64,128}|\b[0-9a-f]{12}\b/g, 'hash'], // a file's name has twelve digits of it
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)/g, 'time'],
  [/"(seed|first_seed|epoch)":\d+/g, '"$1":0'],
];

/** The rows of a store as those of another run can be held against them: ids, times, hashes and numbers drawn are all alike. */
const alike = (profile, store) =>
  (profile.stores[store] ?? [])
    .map(([key, value]) => MADE_ANEW.reduce((said, [made, alike]) => said.replace(made, alike), `${JSON.stringify(key)} ${text(value)}`))
    .sort();

/** The first rows of these stores that are not the same in both, as `alike` has them; blank if all are. */
export function difference(one, other, stores) {
  for (const store of stores) {
    const [rows, others] = [alike(one, store), alike(other, store)];
    const without = (mine, theirs) => mine.find((row) => !theirs.includes(row))?.slice(0, 400) ?? `${mine.length} rows`;
    if (JSON.stringify(rows) !== JSON.stringify(others)) return `${store}: ${without(rows, others)}\n  and ${without(others, rows)}`;
  }
  return '';
}

/** Whether these stores say the same in both. */
export const agree = (one, other, stores) => difference(one, other, stores) === '';
