// What an officer said beside the answers (待补, remarks, reasons for doubtful answers) is read at the desk, with the question.

import assert from 'node:assert/strict';
import { desk, exported, imported, outcome, trust } from '../lib/batches.mjs';
import { fill, submit } from '../lib/enterprise.mjs';
import { eventually, Person } from '../lib/person.mjs';
import { take } from '../lib/pictures.mjs';

export const name = 'Remarks and confirmed warnings are read at the desk';

/** Its inner check is unusual, as of some genuine codes: the form warns of it. */
const FIRM = { name: '样例一厂有限公司', code: '91652899MA4E5AA901' };
const STAFF = '/data/g_size/employees';
const CODE = '/data/g_id/uscc_input';
const REMARK = '问财务，周一回电';
const REASON = '与执照一致';

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const officer = new Person(await stage.device('remarks'));
  let file;

  await stage.shows('a question is put off with a remark, and a doubtful answer is confirmed with a reason', async () => {
    await fill(officer, server.address, FIRM);
    const hint = officer.page.locator(`[data-warning="${CODE}"]`);
    await hint.waitFor();
    await officer.touch(hint.locator('[data-input="reason"]'));
    await officer.composeHere('yuzhizhao', REASON);
    await eventually(async () => assert.equal(await hint.getAttribute('data-state'), 'confirmed'));
    await officer.touch(officer.question(STAFF).locator('[data-action="later"]'));
    await officer.touch(officer.question(STAFF).locator('[data-action="remark"]'));
    const remark = officer.page.locator(`[data-remark="${STAFF}"]`).locator('input, textarea');
    await officer.touch(remark);
    await officer.composeHere('wencaiwu', REMARK);
    await submit(officer);
    await officer.go('#/send');
    file = await exported(officer, room);
  });

  const coordinator = await desk(stage, server, 'remarks-desk');
  const said = (path) => coordinator.page.locator(`main [data-remark="${path}"]`);

  await stage.shows('taken in, the page of the enterprise has both beside the record, each with its question', async () => {
    await coordinator.give('batch', [file]);
    await trust(coordinator, file);
    await outcome(coordinator, file, 'ready');
    await coordinator.tap('import');
    await imported(coordinator, { added: 1, known: 0 });
    await coordinator.go('#/ledger');
    await coordinator.touch(coordinator.page.locator('tr[data-entity] [data-action="open"]').first());
    await said(STAFF).getByText('从业人员期末人数（人）').waitFor();
    await said(STAFF).getByText('待补').waitFor();
    await said(STAFF).getByText(`备注：${REMARK}`).waitFor();
    await said(CODE).getByText('统一社会信用代码').waitFor();
    await said(CODE).getByText(`已确认：${REASON}`).waitFor();
    await said(CODE).scrollIntoViewIfNeeded();
    await take(coordinator.page, 'remarks-enterprise');
  });
  await stage.shows('so has the page of the record, in either language', async () => {
    await coordinator.touch(coordinator.page.locator('[data-record] [data-action="open"]').first());
    await coordinator.page.waitForURL(/#\/records\//);
    await said(STAFF).getByText(`备注：${REMARK}`).waitFor();
    assert.equal(await said(CODE).getAttribute('data-state'), 'confirmed');
    await take(coordinator.page, 'remarks-record');
    const record = await coordinator.route();
    await coordinator.go('#/settings');
    await coordinator.touch(coordinator.page.locator('[data-value="en"]'));
    await coordinator.page.locator('html[lang="en"]').waitFor();
    await coordinator.go(record);
    await said(STAFF).getByText('Staff at year end').waitFor();
    await said(CODE).getByText(`Confirmed: ${REASON}`).waitFor();
    await take(coordinator.page, 'remarks-record-en');
  });
}
