// Forms as others made them: an XForm of a server, with a map and a list beside it, and a form in one .csv.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { exported } from '../lib/batches.mjs';
import { finish } from '../lib/filling.mjs';
import { eventually, Person } from '../lib/person.mjs';

export const name = 'Forms of the field are opened as they are';

const file = (fileName, text) => ({ name: fileName, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });

const ROUND = file(
  '样例巡查.xml',
  `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">
  <h:head><h:title>样例巡查</h:title><model>
    <itext>
      <translation lang="中文 (zh)" default="true()"><text id="site"><value>巡查地点</value></text><text id="count"><value>发现问题数</value></text></translation>
      <translation lang="English (en)"><text id="site"><value>Site</value></text><text id="count"><value>Findings</value></text></translation>
    </itext>
    <instance><round id="round" version="7"><begun_at/><site/><keeper/><findings/></round></instance>
    <instance id="sites" src="jr://file/sites.geojson"/>
    <instance id="keepers" src="jr://file/keepers.xml"/>
    <bind nodeset="/round/begun_at" type="geopoint"/>
    <bind nodeset="/round/site" type="string" required="true()"/>
    <bind nodeset="/round/keeper" type="string" calculate="instance('keepers')/root/item[name = /round/site]/who"/>
    <bind nodeset="/round/findings" type="int" constraint=". &gt;= 0" jr:constraintMsg="不能是负数"/>
    <odk:setgeopoint ref="/round/begun_at" event="odk-instance-first-load"/>
  </model></h:head>
  <h:body>
    <select1 ref="/round/site"><label ref="jr:itext('site')"/>
      <itemset nodeset="instance('sites')/root/item"><value ref="id"/><label ref="title"/></itemset></select1>
    <input ref="/round/findings"><label ref="jr:itext('count')"/></input>
  </h:body>
</h:html>`,
);
const place = (id, title, longitude) => ({ type: 'Feature', id, properties: { title }, geometry: { type: 'Point', coordinates: [longitude, 41.7] } });
const SITES = file('sites.geojson', JSON.stringify({ type: 'FeatureCollection', features: [place('n', '北区', 86.1), place('s', '南区', 86.2)] }));
const KEEPERS = file('keepers.xml', '<root><item><name>n</name><who>样例甲</who></item><item><name>s</name><who>样例乙</who></item></root>');

const TALK = file(
  '样例访谈.csv',
  ['survey,,,', ',type,name,label', ',text,topic,主题', 'settings,,,', ',form_id,form_title,version', ',talk,样例访谈,1', ''].join('\n'),
);

export async function run(stage) {
  const server = await stage.server();
  const room = stage.room();
  const tablet = await stage.device('foreign');
  const officer = new Person(tablet);

  await stage.shows('a form of a server is opened with the map and the list it reads', async () => {
    await officer.open(server.address);
    await officer.introduce();
    await officer.go('#/forms');
    await officer.give('form', [SITES, ROUND, KEEPERS]);
    await officer.page.locator('[data-form-opened="round"]').waitFor();
  });
  await stage.shows('it is filled: places of the map, who keeps them, its own words, where the device was', async () => {
    await tablet.context.grantPermissions(['geolocation'], { origin: new URL(server.address).origin });
    await tablet.context.setGeolocation({ latitude: 41.75, longitude: 86.17, accuracy: 8 });
    await officer.begin('round');
    await officer.chooseText('/data/site', '南区');
    await officer.type('/data/findings', '-1');
    await officer.question('/data/findings').getByText('不能是负数').waitFor();
    await officer.type('/data/findings', '2');
    await officer.saved();
    await finish(officer);
  });
  await stage.shows('what it knows goes out with it', async () => {
    await officer.go('#/send');
    const told = fs.readFileSync(await exported(officer, room), 'utf8').replaceAll('\\"', '"');
    for (const part of ['"site":"s"', '"keeper":"样例乙"', '"findings":2', '86.17']) assert.ok(told.includes(part), `${part} in ${told}`);
  });
  await stage.shows('a form in one .csv is told from a list', async () => {
    await officer.go('#/forms');
    await officer.give('form', TALK);
    await officer.page.locator('[data-form-opened="talk"]').waitFor();
    await officer.begin('talk');
    await officer.type('/data/topic', '用工');
    await officer.saved();
  });
  await stage.shows('a document that is no form is refused, with its line', async () => {
    await officer.go('#/forms');
    await officer.give('form', file('坏.xml', '<h:html xmlns:h="x">\n<h:head></h:html>'));
    await eventually(async () => assert.match(await officer.page.locator('main').innerText(), /第 \d+ 行/));
  });
}
