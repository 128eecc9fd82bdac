// C1: the content policy, tried on a page that does what it forbids. The page stands beside the app's own under the very
// same policy; what the app needs must work on it, everything else must be blocked and told. That no page of the app ever
// breaks it is held by every other journey.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

export const name = 'C1  the content policy';

const POLICY = /<meta http-equiv="Content-Security-Policy" content="[^"]*" \/>/;

/** Each is tried on the page; true when it took effect. `window.took` is where an injected script would say so. */
const FORBIDDEN = {
  'eval': () => eval('1 + 1') === 2,
  'a function made of text': () => new Function('return true')(),
  'an inline script': () => {
    const script = document.createElement('script');
    script.append('window.took = true');
    document.head.append(script);
    return window.took === true;
  },
  'an inline handler': () => {
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.took = true');
    document.body.append(button);
    button.click();
    return window.took === true;
  },
  'markup as text': () => {
    document.body.innerHTML += '<b id="took"></b>';
    return Boolean(document.getElementById('took'));
  },
  'a javascript: link': async () => {
    const link = document.createElement('a');
    link.href = 'javascript:window.took = true';
    document.body.append(link);
    link.click();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return window.took === true;
  },
  'a foreign image': () =>
    new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve(true);
      image.onerror = () => resolve(false);
      image.src = window.foreign + 'icon.png';
    }),
  'a foreign script': () =>
    new Promise((resolve) => {
      const script = document.createElement('script');
      script.onload = () => resolve(true);
      script.onerror = () => resolve(false);
      try {
        script.src = window.foreign + 'took.js';
      } catch {
        return resolve(false);
      }
      document.head.append(script);
    }),
  'an inline style': () => {
    const box = document.createElement('p');
    box.setAttribute('style', 'width: 7px');
    document.body.append(box);
    return getComputedStyle(box).width === '7px';
  },
  'a frame': () =>
    new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.src = window.foreign;
      frame.onload = () => {
        let isIn = true;
        try {
          isIn = frame.contentDocument === null && frame.contentWindow.length >= 0 && !window.violated.some((v) => v.startsWith('frame-src') || v.startsWith('default-src'));
        } catch {
          isIn = true;
        }
        resolve(isIn);
      };
      document.body.append(frame);
      setTimeout(() => resolve(false), 1000);
    }),
  'another policy for trusted types': () => Boolean(trustedTypes.createPolicy('mine', { createHTML: (text) => text })),
};

const NEEDED = {
  'WebAssembly': async () => (await WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))).instance instanceof WebAssembly.Instance,
  'a picture from memory': async () => {
    const canvas = new OffscreenCanvas(2, 2);
    canvas.getContext('2d');
    const image = new Image();
    image.src = URL.createObjectURL(await canvas.convertToBlob());
    await image.decode();
    return image.width === 2;
  },
  'style through the object model': () => {
    const box = document.createElement('p');
    document.body.append(box);
    box.style.width = '9px';
    return getComputedStyle(box).width === '9px';
  },
  'a file to be saved': () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['x']));
    link.download = 'x.txt';
    link.click();
    return true;
  },
};

export async function run(stage) {
  const folder = stage.room();
  const [policy] = fs.readFileSync(path.join(stage.folder, 'index.html'), 'utf8').match(POLICY) ?? [];
  assert.ok(policy, 'the page has no policy');
  const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
  const functions = (all) => `{${Object.entries(all).map(([name, body]) => `${JSON.stringify(name)}: ${body}`).join(',\n')}}`;
  const elsewhere = stage.room();
  fs.writeFileSync(path.join(elsewhere, 'took.js'), 'window.took = true;');
  fs.writeFileSync(path.join(elsewhere, 'icon.png'), Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'));
  fs.writeFileSync(path.join(elsewhere, 'index.html'), '<!doctype html><title>elsewhere</title>');
  const foreign = await stage.server({ folder: elsewhere });
  write('index.html', `<!doctype html><html><head><meta charset="utf-8" />${policy}<script src="probe.js"></script></head><body></body></html>`);
  write(
    'probe.js',
    `window.foreign = ${JSON.stringify(foreign.address)};
window.violated = [];
document.addEventListener('securitypolicyviolation', (event) => window.violated.push(event.violatedDirective + ' ' + event.blockedURI));
const tried = async (all) => {
  const told = {};
  for (const [name, attempt] of Object.entries(all)) {
    window.took = false;
    try { told[name] = await attempt(); } catch (error) { told[name] = 'threw ' + error.name; }
  }
  return told;
};
// By itself: what a test asks of a page from outside may evaluate texts.
addEventListener('load', async () => {
  window.needed = await tried(${functions(NEEDED)});
  window.forbidden = await tried(${functions(FORBIDDEN)});
  window.isOver = true;
});`,
  );
  const server = await stage.server({ folder });
  const tablet = await stage.device('c1', { tolerate: [/./] });
  await tablet.page.goto(server.address);
  await tablet.page.waitForFunction(() => window.isOver);

  await stage.shows('what the app needs works under the policy', async () => {
    const told = await tablet.page.evaluate(() => window.needed);
    assert.deepEqual(told, Object.fromEntries(Object.keys(NEEDED).map((name) => [name, true])));
  });
  let violated;
  await stage.shows(`${Object.keys(FORBIDDEN).length} things that it forbids do not happen`, async () => {
    const told = await tablet.page.evaluate(() => window.forbidden);
    const happened = Object.entries(told).filter(([, outcome]) => outcome === true).map(([name]) => name);
    assert.deepEqual(happened, []);
  });
  await stage.shows('and the browser tells of them, as it would in every other journey', async () => {
    violated = await tablet.page.evaluate(() => window.violated);
    assert.ok(violated.length >= Object.keys(FORBIDDEN).length - 2, violated.join('\n'));
  });
  await stage.shows('the page asks for nothing of the foreign server', () => {
    assert.deepEqual(foreign.requests.filter((asked) => /took|icon/.test(asked)), []);
  });
  stage.report.fact(`${Object.keys(FORBIDDEN).length} attempts, ${violated.length} violations told, 0 took effect`);
}
