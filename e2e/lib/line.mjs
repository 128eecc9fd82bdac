// A bad line between a browser and a real server: it hands on what is asked and answered, and does to it what it is told.
//
// Begin at `Line`. What can happen is in `FAULTS`; which of it happens when says `line.fault`, a function of each request but the preflights.
// A request to `<line>/<name>/...` goes to a folder of that name on the server, or to a bucket, so that one server is many that are empty.

import http from 'node:http';

/** Answers of a gateway in between, with what a page needs to see them. */
const ALLOWED = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Content-Length, Date, Retry-After' };

const half = (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Slow as a line at the edge of what is one. */
const SLOW_BYTES_PER_S = 1024;

/** Each gets `{ request, response, body, pass }`; `pass(body)` asks the server and gives its answer, `null` where it never came. */
export const FAULTS = {
  'it never arrives': ({ response }) => response.destroy(),
  'it is cut on its way up': async ({ response, body, pass }) => {
    await pass(body, { cut_at: Math.floor(body.length / 3) });
    response.destroy();
  },
  'it is carried out and the answer is lost': async ({ response, body, pass }) => {
    await pass(body);
    response.destroy();
  },
  'the answer is cut': async (asked) => {
    const answer = await asked.pass(asked.body);
    asked.response.writeHead(answer.status, answer.headers);
    asked.response.write(half(answer.body), () => asked.response.destroy());
  },
  'the answer is cut and says that this is all': async (asked) => {
    const answer = await asked.pass(asked.body);
    hand(asked.response, { ...answer, body: half(answer.body) });
  },
  'other bytes come back': async (asked) => {
    const answer = await asked.pass(asked.body);
    const body = Buffer.from(answer.body);
    if (body.length > 0) body[Math.floor(body.length / 2)] ^= 1;
    hand(asked.response, { ...answer, body });
  },
  'it says that it was done and has not done it': ({ response }) => says(response, 201),
  'it comes late': async (asked) => {
    await pause(700);
    hand(asked.response, await asked.pass(asked.body));
  },
  'it comes at 1 KB/s': async (asked) => {
    await asked.pause((asked.body.length / SLOW_BYTES_PER_S) * 1_000);
    const answer = await asked.pass(asked.body);
    asked.response.writeHead(answer.status, answer.headers);
    for (let at = 0; at < answer.body.length && !asked.response.destroyed; at += SLOW_BYTES_PER_S / 2) {
      asked.response.write(answer.body.subarray(at, at + SLOW_BYTES_PER_S / 2));
      await asked.pause(500);
    }
    asked.response.end();
  },
  'a gateway that knows nothing of the page says 503': ({ response }) => says(response, 503, {}),
  'it says 429 and when to come back': ({ response }) => says(response, 429, { ...ALLOWED, 'retry-after': '1' }),
  ...Object.fromEntries([401, 403, 404, 408, 409, 412, 413, 423, 500, 502, 503, 504, 507].map((status) => [`it says ${status}`, ({ response }) => says(response, status)])),
};

/** A line that stands still, and says nothing of it: whoever waits has to see that by themselves. */
export const STILL = {
  'it is never answered': ({ response }) => new Promise((resolve) => response.once('close', resolve)),
  'the answer stands still': async (asked) => {
    const answer = await asked.pass(asked.body);
    asked.response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
    asked.response.write(half(answer.body));
    await new Promise((resolve) => asked.response.once('close', resolve));
  },
};

/** What an S3 store itself says, by its own words. */
export const WORDS = Object.fromEntries(
  Object.entries({ SignatureDoesNotMatch: 403, RequestTimeTooSkewed: 403, NoSuchBucket: 404, EntityTooLarge: 400, SlowDown: 503, InternalError: 500 }).map(([word, status]) => [
    `the store says ${word}`,
    ({ response }) => says(response, status, { ...ALLOWED, 'content-type': 'application/xml' }, `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${word}</Code></Error>`),
  ]),
);

function says(response, status, headers = ALLOWED, body = '') {
  response.writeHead(status, headers);
  response.end(body);
}

function hand(response, { status, headers, body }, isHead = false) {
  response.writeHead(status, isHead ? headers : { ...headers, 'content-length': body.length });
  response.end(body);
}

export class Line {
  /** @param {{ address: string }} store where it leads */
  constructor(store) {
    this.store = store;
    /** Says for `{ method, path }` which fault happens; nothing: none. */
    this.fault = () => null;
    /** What happened, in order. */
    this.happened = [];
    /** Time goes by so many times as fast on it, for pages that have `hurry`. */
    this.pace = 1;
    /** Whatever goes over it is kept here, once there is a list: addresses and bodies, both ways. */
    this.overheard = null;
    /** Called with each request before it goes on; one that it never answers stands still. */
    this.before = async () => {};
    /** The same once the server has answered. */
    this.after = async () => {};
  }

  async start() {
    this.running = http.createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    await new Promise((resolve) => this.running.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${this.running.address().port}`;
    return this;
  }

  async stop() {
    this.running.closeAllConnections();
    await new Promise((resolve) => this.running.close(resolve));
  }

  /** A server of its own for a page: an empty folder of the one that it leads to. */
  address(name) {
    return `${this.origin}/${name}/`;
  }

  async #answer(request, response) {
    const body = Buffer.concat(await request.toArray());
    this.overheard?.push(Buffer.from(request.url), body);
    const path = request.url.slice(1);
    const asked = { method: request.method, path };
    const pass = (bytes, { cut_at = null } = {}) =>
      new Promise((resolve) => {
        // The host is handed on as it came: what is signed for a store is signed for that.
        const going = http.request(new URL(path, this.store.address), { method: request.method, headers: request.headers }, async (answer) => {
          const told = Buffer.concat(await answer.toArray());
          this.overheard?.push(told);
          const { 'transfer-encoding': _, connection: __, ...rest } = answer.headers;
          resolve({ status: answer.statusCode, headers: rest, body: told });
        });
        going.once('error', () => resolve(null));
        if (cut_at === null) return going.end(bytes);
        going.write(bytes.subarray(0, cut_at), () => setTimeout(() => going.destroy(new Error('cut')), 20));
      });
    if (request.method === 'OPTIONS') return hand(response, await pass(body));
    await this.before(asked);
    const fault = this.fault(asked);
    if (fault) {
      this.happened.push(fault);
      return { ...FAULTS, ...STILL, ...WORDS }[fault]({ request, response, body, pass, pause: (ms) => pause(ms / this.pace) });
    }
    const answer = await pass(body);
    await this.after(asked);
    if (answer) hand(response, answer, request.method === 'HEAD');
    else response.destroy();
  }
}

/** How much faster a page that has `hurry` loses its patience. */
export const HURRY = 50;

/** What a page waits for once a second it waits for so much shorter: whether a request still gets on. To be added before the app runs. */
export function hurry(times) {
  const patience = window.setTimeout.bind(window);
  window.setTimeout = (work, ms, ...rest) => patience(work, ms === 1_000 ? ms / times : ms, ...rest);
}

/** A page that waits to try again waits a fiftieth as long. To be added before the app runs: `context.addInitScript(hasten)`. */
export function hasten() {
  const patience = window.setTimeout.bind(window);
  window.setTimeout = (work, ms, ...rest) => patience(work, ms === 500 ? 10 : ms, ...rest);
}
