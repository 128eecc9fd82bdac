// What is missing or wrong at the end: said where it is seen, and gone to one after the other with the same button.

import assert from 'node:assert/strict';
import { PORTRAIT } from '../lib/browser.mjs';
import { FORM } from '../lib/enterprise.mjs';
import { turnTo } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';

export const name = 'What is still wrong is mended one by one';

export async function run(stage) {
  const server = await stage.server();
  const officer = new Person(await stage.device('mending', { viewport: PORTRAIT }));
  const bar = officer.page.getByRole('navigation').getByRole('alert');
  const asks = async (path) => {
    await officer.question(path).waitFor();
    await eventually(async () => assert.equal(await officer.question(path).evaluate((asked) => asked.contains(document.activeElement)), true, path));
  };

  await stage.shows('an officer who submits too early is told how much is missing, at the first of it', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/');
    await officer.begin(FORM);
    await turnTo(officer, '/data/licence_photo');
    await officer.tap('next');
    await officer.tap('finalize');
    await asks('/data/g_id/ent_name');
    await bar.getByText('还有 10 处').waitFor();
    assert.equal(await officer.page.locator('.button--primary:visible').count(), 1);
  });
  await stage.shows('the count follows what is mended', async () => {
    await officer.type('/data/g_id/ent_name', '样例一厂有限公司');
    await bar.getByText('还有 9 处').waitFor();
  });
  await stage.shows('the same button goes on to the next, on another page too', async () => {
    await officer.tap('finalize');
    await asks('/data/g_id/uscc_input');
    await officer.type('/data/g_id/uscc_input', '91350100M000100Y43');
    await officer.choose('/data/g_id/ownership', 'private');
    await officer.tap('finalize');
    await asks('/data/g_ind/industry_section');
    await bar.getByText('还有 7 处').waitFor();
  });
  await stage.shows('whoever would rather turn pages can', async () => {
    await officer.tap('next');
    await officer.question('/data/g_three/has_premises').waitFor();
    assert.equal(await bar.count(), 0);
    assert.equal(await officer.action('finalize').count(), 0);
  });
}
