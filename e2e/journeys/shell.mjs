// The shell alone: it loads under a sub-path, and goes on without any server.

import assert from 'node:assert/strict';
import { Person } from '../lib/person.mjs';
import { installed } from '../lib/worker.mjs';

export const name = 'The shell under a sub-path, and without a network';

export async function run(stage) {
  const server = await stage.server();
  const tablet = await stage.device('tablet');
  let officer = new Person(tablet);

  await stage.shows('the page opens under a sub-path and is ready', () => officer.open(server.address));
  await stage.shows('it asked for nothing outside its sub-path', () => {
    const strays = server.requests.filter((asked) => !asked.startsWith(server.base) && asked !== '/favicon.ico');
    assert.deepEqual(strays, []);
  });
  await stage.shows('it says that it can be used offline once all its files are kept', () => installed(officer.page));
  await stage.shows('with the server stopped and the browser started again it opens', async () => {
    await server.stop();
    await tablet.restart();
    officer = new Person(tablet);
    await officer.open(server.address);
  });
  await stage.shows('after a kill -9 of the browser it opens again', async () => {
    await tablet.kill();
    await tablet.start();
    officer = new Person(tablet);
    await officer.open(server.address);
  });
}
