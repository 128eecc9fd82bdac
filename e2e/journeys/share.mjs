// The share sheet: offered where there is one, closed without a choice, refused by the system, used.
//
// Chromium without a screen has no share sheet, so the browser's own edge of it stands in here: what it was given is kept.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { desk, exported, kept, make } from '../lib/batches.mjs';
import { register } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { packInClear, setUp, takePack } from '../lib/zones.mjs';

export const name = 'A batch goes to the share sheet';

const ZONE = '样例开发区';
const FIRST = { name: '样例一厂有限公司', code: '91350100M000100Y43' };
const SECOND = { name: '样例二厂有限公司', code: '91110000600037341L' };
const THIRD = { name: '样例三厂有限公司', code: '91652899MA1DGFBA0U' };

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('share');
  let officer = new Person(tablet);
  const parcel = (status) => officer.page.locator(`[data-parcel][data-status="${status}"]`);
  let shared;

  await stage.shows('where the system has no share sheet, only saving is offered', async () => {
    await register(officer, server.address, FIRST);
    await officer.go('#/send');
    await exported(officer, room);
    assert.equal(await officer.action('share-file').count(), 0);
  });

  await stage.shows('where it has one that takes no such files, only saving is offered', async () => {
    await tablet.context.addInitScript(sheet);
    await officer.page.reload({ waitUntil: 'commit' });
    await officer.ready();
    await officer.page.evaluate(() => (window.shareSheet.takes = 'image/'));
    await register(officer, server.address, SECOND);
    await officer.go('#/send');
    await make(officer);
    assert.equal(await officer.action('share-file').count(), 0);
  });

  await stage.shows('a file that is not encrypted is not given to it: people would send it by a messenger, and the page says so', async () => {
    await officer.page.reload({ waitUntil: 'commit' });
    await officer.ready();
    await officer.tap('make-again');
    const note = officer.page.locator('[data-parcel][data-cover="clear"] [data-note="not-shared"]').first();
    assert.match(await note.innerText(), /微信/);
    assert.equal(await officer.action('share-file').count(), 0);
    await officer.action('save-file').waitFor();
  });

  await stage.shows('of an enrolled tablet it is encrypted: sharing is offered beside saving, and saving stays the one primary action', async () => {
    const coordinator = await desk(stage, server, 'share-desk');
    await coordinator.introduce('样例管理员', '900');
    await setUp(coordinator, ZONE);
    await coordinator.go('#/ledger');
    await takePack(officer, await kept(await packInClear(coordinator), room, 'pack'), 'newer');
    await register(officer, server.address, THIRD);
    await officer.go('#/send');
    await make(officer);
    await officer.page.locator('[data-parcel][data-cover="sealed"]').waitFor();
    assert.equal(await officer.page.locator('[data-note="not-shared"]').count(), 0);
    await officer.action('share-file').waitFor();
    assert.equal(await officer.page.locator('.button--primary:visible').count(), 1);
  });
  await stage.shows('a sheet that is closed without a choice changes nothing and complains of nothing', async () => {
    await officer.page.evaluate(() => (window.shareSheet.answer = 'AbortError'));
    await officer.tap('share-file');
    await eventually(async () => assert.equal(await officer.page.evaluate(() => window.shareSheet.opened), 1));
    await parcel('made').waitFor();
    await officer.page.locator('[data-export][data-state="made"]').first().waitFor();
    assert.equal(await parcel('made').getByRole('alert').count(), 0);
  });
  await stage.shows('a system that refuses is told, with the other way still there', async () => {
    await officer.page.evaluate(() => (window.shareSheet.answer = 'NotAllowedError'));
    await officer.tap('share-file');
    await parcel('failed').getByRole('alert').waitFor();
    await officer.page.locator('[data-export][data-state="made"]').first().waitFor();
    assert.ok(await officer.action('save-file').isEnabled());
  });
  await stage.shows('handed over it says so, and that this is not received', async () => {
    await officer.page.evaluate(() => (window.shareSheet.answer = 'shared'));
    await officer.tap('share-file');
    await parcel('handed').waitFor();
    await officer.page.locator('[data-export][data-state="handed"]').nth(1).waitFor();
    await officer.sees('不等于已接收');
    shared = await officer.page.evaluate(() => window.shareSheet.given);
    assert.equal(shared.files.length, 1);
    assert.ok(shared.wasTapped, 'the sheet is opened straight from the tap');
    assert.deepEqual(Object.keys(shared).sort(), ['files', 'keys', 'wasTapped']);
    assert.deepEqual(shared.keys, ['files'], 'no text goes along that could leave in clear');
  });
  await stage.shows('the shared file is, byte for byte, the one that is saved', async () => {
    const saved = await kept(await officer.download('save-file'), room, 'again');
    const [file] = shared.files;
    assert.equal(file.name, path.basename(saved));
    assert.equal(file.type, 'application/age-encryption');
    assert.ok(Buffer.from(file.base64, 'base64').equals(fs.readFileSync(saved)));
  });
}

/** The browser's edge: says what it takes, keeps what it is given, answers as it is told. */
function sheet() {
  const state = { takes: '', answer: 'shared', opened: 0, given: null };
  window.shareSheet = state;
  navigator.canShare = (data) => (data?.files ?? []).length > 0 && data.files.every((file) => file.type.startsWith(state.takes));
  navigator.share = async (data) => {
    state.opened += 1;
    const wasTapped = navigator.userActivation.isActive;
    if (state.answer !== 'shared') throw new DOMException('as the test says', state.answer);
    const files = await Promise.all(
      data.files.map(async (file) => ({
        name: file.name,
        type: file.type,
        base64: btoa([...new Uint8Array(await file.arrayBuffer())].map((byte) => String.fromCharCode(byte)).join('')),
      })),
    );
    state.given = { files, wasTapped, keys: Object.keys(data) };
  };
}
