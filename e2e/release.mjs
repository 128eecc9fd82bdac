// What a version leaves behind, for every later one to open: node e2e/release.mjs [--folder dist] [--into releases/<version>]
//
// A person's profile and a batch, made by the app itself in the browser: drafts, records that wait and that went, a photo,
// a draft in the bin, a batch taken in and a file set aside. Run once on the day of a release; its files are never edited.
// `crates/store` and `crates/batch` open those of every release in their tests.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { desk, exported, outcome, trust } from './lib/batches.mjs';
import { fill, FORM, register } from './lib/enterprise.mjs';
import { beginWhole } from './lib/filling.mjs';
import { Person } from './lib/person.mjs';
import { drawn } from './lib/photos.mjs';
import { Report } from './lib/report.mjs';
import { Stage } from './lib/stage.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const version = /^version = "(.*)"/m.exec(fs.readFileSync(path.join(project, 'Cargo.toml'), 'utf8'))[1];
const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: path.join(project, 'dist') },
    into: { type: 'string', default: path.join(project, 'releases', version) },
  },
});

const ENTERPRISES = {
  sent: { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' },
  waiting: { name: '样例新材料有限公司', code: '91350100M000100Y43' },
  draft: { name: '样例食品厂', code: '91110000600037341L' },
  fromElsewhere: { name: '样例物流有限公司', code: '916528991221571451' },
};

async function make(stage) {
  const server = await stage.server();
  const room = stage.room();

  const other = new Person(await stage.device('other'));
  await other.open(server.address);
  await other.introduce('样例联络员乙', 'YL002');
  await register(other, server.address, ENTERPRISES.fromElsewhere);
  await other.go('#/send');
  const batch = await exported(other, room);

  const officer = new Person(await stage.device('officer'));
  await officer.open(server.address);
  await officer.introduce('样例联络员甲', 'YL001');
  const photo = { name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: await drawn(officer.page, 64, 48) };
  await register(officer, server.address, ENTERPRISES.sent, { photo });
  await officer.go('#/send');
  const own = await exported(officer, room);
  await register(officer, server.address, ENTERPRISES.waiting);
  await fill(officer, server.address, ENTERPRISES.draft);
  await officer.saved();
  await beginWhole(officer, server.address, 'need_report');
  await officer.type('/data/title', '样例诉求');
  await officer.saved();
  await officer.go('#/');
  await officer.tap('discard');
  await officer.tap('discard');

  await officer.go('#/import');
  await officer.give('batch', batch);
  await trust(officer, batch);
  await officer.tap('import');
  await outcome(officer, batch, 'imported');
  const cut = path.join(room, 'cut.json');
  fs.writeFileSync(cut, fs.readFileSync(batch).subarray(0, 900));
  await officer.give('batch', cut);
  await outcome(officer, cut, 'refused');

  // The second device's batch has no photo, so it is plain JSON; both are batches of this version.
  fs.mkdirSync(values.into, { recursive: true });
  fs.copyFileSync(batch, path.join(values.into, 'batch.json'));
  fs.copyFileSync(own, path.join(values.into, `batch${path.extname(own)}`));
  fs.writeFileSync(path.join(values.into, 'profile.json'), await dump(officer.page));
}

/** All that the database holds, as `store::dump` reads it. The ballast says nothing and weighs 2 MiB. */
async function dump(page) {
  const { schema, stores } = await page.evaluate(async () => {
    const settled = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const [{ name }] = await indexedDB.databases();
    const database = await settled(indexedDB.open(name));
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const value = (bytes) => {
      try {
        return text.decode(bytes);
      } catch {
        return { base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
      }
    };
    const stores = {};
    for (const store of [...database.objectStoreNames].filter((store) => store !== 'ballast')) {
      const rows = database.transaction(store).objectStore(store);
      const [keys, all] = await Promise.all([settled(rows.getAllKeys()), settled(rows.getAll())]);
      if (keys.length) stores[store] = keys.map((key, row) => [key, value(all[row])]);
    }
    const schema = database.version;
    database.close();
    return { schema, stores };
  });
  const lines = Object.entries(stores).map(([store, rows]) => `"${store}": [\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`);
  return `{"schema": ${schema}, "stores": {\n${lines.join(',\n')}\n}}\n`;
}

const stage = new Stage({ folder: values.folder, report: new Report() });
try {
  await make(stage);
  console.log(`${path.relative(project, values.into)}: ${fs.readdirSync(values.into).join(', ')}`);
} finally {
  await stage.clear();
}
