// What released versions left on a device (`releases/`), as the browser wants it.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const RELEASES = fileURLToPath(new URL('../../releases', import.meta.url));

/** A release's profile as `store::dump` writes it, as the browser wants it. */
export function profile(release) {
  const { schema, stores } = JSON.parse(fs.readFileSync(path.join(RELEASES, release, 'profile.json'), 'utf8'));
  const base64 = (value) => (typeof value === 'string' ? Buffer.from(value).toString('base64') : value.base64);
  const every = ['meta', 'forms', 'drafts', 'journal', 'records', 'states', 'blobs', 'outbox', 'inbox', 'receipts', 'bin', 'log', 'quarantine', 'entities', 'devices', 'packs', 'mappings', 'views', 'ballast', ...(schema > 1 ? ['blocks', 'registers'] : [])];
  const rows = Object.fromEntries(every.map((store) => [store, (stores[store] ?? []).map(([key, value]) => [key, base64(value)])]));
  return { plain: stores, put: { name: 'survey', version: schema, stores: rows, local: {} } };
}
