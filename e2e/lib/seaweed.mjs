// A real SeaweedFS: an S3 store of one node, or of three of which one may die. All that it keeps is gone with its folder.
//
// Its program lies in a package of Python, see scripts/servers.sh; where there is none, who needs it says so and is left out.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { whole } from './connected.mjs';
import { published } from './dav.mjs';

const PROGRAM = process.env.WEED ?? path.join(process.env.TAIZHANG_TOOLS ?? path.join(os.homedir(), '.cache', 'taizhang'), 'seaweed/bin/weed');
/** What it listens on for others of its kind is the port and as much. */
const GRPC = 10_000;
const LOWEST = 20_000;
const SPAN = 2_700;
const account = (name) => ({ key: `${name}key`, secret: `${name}-secret` });
/** Whoever runs it. */
const ADMIN = account('admin');
/** Each bucket has volumes of its own: one to begin with in place of seven, and room for a hundred buckets. */
const GROWS = Object.fromEntries([1, 2, 3, 'other'].map((copies) => [`WEED_MASTER_VOLUME_GROWTH_COPY_${String(copies).toUpperCase()}`, '1']));
const VOLUMES = 200;
/** Ports that were given out in this run. */
const given = new Set();

export class SeaweedFS {
  constructor(room, { nodes = 1 } = {}) {
    Object.assign(this, { room, count: nodes, running: [], bucket: 'zone', region: 'us-east-1' }, account('tablet'));
    this.desk = account('desk');
    /** Who lacks one of the rights. */
    this.lacking = { list: account('nolist'), put: account('noput'), read: account('noread') };
  }

  static isHere() {
    return fs.existsSync(PROGRAM);
  }

  /** Of one node. */
  get address() {
    return this.addresses[0];
  }

  async start() {
    const nodes = [];
    for (let at = 0; at < this.count; at += 1) {
      nodes.push({ parts: [], folder: path.join(this.room, `node-${at}`), master: await port(), volume: await port(), filer: await port(), s3: await port() });
    }
    this.addresses = nodes.map(({ s3 }) => `http://127.0.0.1:${s3}`);
    fs.writeFileSync(path.join(this.room, 's3.json'), JSON.stringify(this.#whoMayWhat()));
    const masters = nodes.map(({ master }) => `127.0.0.1:${master}`).join(',');
    // Two copies on different nodes: it writes every copy or refuses, so three copies on three nodes would stop with the first that dies.
    const copies = this.count === 1 ? '000' : '001';
    const weed = (node, words, cwd = node.folder) => {
      const log = fs.openSync(path.join(node.folder, `${words[0]}.log`), 'a');
      node.parts.push(spawn(PROGRAM, ['-v=0', '-logtostderr', ...words], { cwd, env: { ...process.env, ...GROWS }, stdio: ['ignore', log, log] }));
    };
    const own = ['-ip=127.0.0.1', '-ip.bind=127.0.0.1'];
    const peers = this.count === 1 ? 'none' : masters;
    this.running = nodes.map(({ parts }) => parts);
    try {
      // One kind after another: a volume server that finds no leader tries again five seconds later, and a filer that finds another which is
      // just beginning too ends.
      for (const node of nodes) {
        for (const part of ['m', 'v', 'f']) fs.mkdirSync(path.join(node.folder, part), { recursive: true });
        weed(node, ['master', ...own, `-port=${node.master}`, `-mdir=${node.folder}/m`, `-peers=${peers}`, `-defaultReplication=${copies}`, '-volumeSizeLimitMB=256', '-electionTimeout=2s']);
      }
      const cluster = () => told(nodes[0].master, '/cluster/status');
      await this.#until(async () => (await cluster()).Leader, 'no master leads');
      for (const node of nodes) weed(node, ['volume', ...own, `-port=${node.volume}`, `-dir=${node.folder}/v`, `-max=${VOLUMES}`, `-master=${masters}`, '-dataCenter=one', '-rack=one']);
      // It is said as `host:port.grpc`.
      const leader = async () => /:(\d+)/.exec((await cluster()).Leader)[1];
      const servers = async () => (await told(await leader(), '/dir/status')).Topology.DataCenters.flatMap(({ Racks }) => Racks.flatMap(({ DataNodes }) => DataNodes));
      await this.#until(async () => (await servers()).length === this.count, 'not every volume server is with the master');
      for (const node of nodes) {
        weed(node, ['filer', ...own, `-port=${node.filer}`, `-master=${masters}`, `-defaultReplicaPlacement=${copies}`, '-defaultStoreDir=.'], `${node.folder}/f`);
        await this.#until(() => answers(`http://127.0.0.1:${node.filer}`), `the filer ${node.filer} does not answer`);
      }
      for (const node of nodes) weed(node, ['s3', '-ip.bind=127.0.0.1', `-port=${node.s3}`, `-filer=127.0.0.1:${node.filer}`, '-port.iceberg=0', '-port.lance=0', `-config=${this.room}/s3.json`, '-domainName=localhost']);
      for (const address of this.addresses) await this.#until(() => answers(address), `${address} does not answer`);
      await this.#makeBucket(this.bucket);
    } catch (error) {
      await this.stop();
      throw error;
    }
    return this;
  }

  /** Tablet and desk have the rights that docs/hosting.md publishes, and the tablet the same in the buckets of `empty`. */
  #whoMayWhat() {
    const rights = JSON.parse(published('json'));
    const without = (action) => ({
      ...rights,
      Statement: rights.Statement.map((one) => ({ ...one, Action: one.Action.filter((other) => other !== action) })).filter(({ Action }) => Action.length > 0),
    });
    const policies = {
      zone: rights,
      empty: JSON.parse(published('json').replaceAll(':::zone', ':::empty-*')),
      nolist: without('s3:ListBucket'),
      noput: without('s3:PutObject'),
      noread: without('s3:GetObject'),
    };
    const who = ({ key, secret }, rights) => ({ name: key, credentials: [{ accessKey: key, secretKey: secret }], ...rights });
    return {
      policies: Object.entries(policies).map(([name, policy]) => ({ name, content: JSON.stringify(policy) })),
      identities: [
        who(ADMIN, { actions: ['Admin', 'Read', 'Write', 'List'] }),
        who(this, { policyNames: ['zone', 'empty'] }),
        who(this.desk, { policyNames: ['zone'] }),
        ...Object.entries(this.lacking).map(([right, lacking]) => who(lacking, { policyNames: [`no${right}`] })),
      ],
    };
  }

  /** SIGKILL of all that one node is. */
  kill(node) {
    for (const one of this.running[node]) one.kill('SIGKILL');
  }

  async stop() {
    const all = this.running.flat().filter((one) => one.exitCode === null && one.signalCode === null);
    this.running = [];
    await Promise.all(
      all.map((one) => {
        const gone = new Promise((resolve) => one.once('exit', resolve));
        one.kill('SIGKILL');
        return gone;
      }),
    );
  }

  async #until(holds, otherwise) {
    for (let left = 300; !(await holds().catch(() => false)); left -= 1) {
      if (left === 0) throw new Error(`SeaweedFS: ${otherwise}; see ${this.room}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** A bucket that pages may use. */
  async #makeBucket(bucket) {
    await this.#until(async () => (await this.asked('PUT', `/${bucket}`)) < 300, 'no bucket can be made');
    await this.#until(async () => (await this.asked('PUT', `/${bucket}?cors=`, Buffer.from(published('xml')))) < 300, 'the page cannot be allowed');
  }

  /** A store that is empty, as it is reached at `origin`: a bucket of this one. What a page is told of it, and where its files come to lie. */
  async empty(name, origin) {
    const bucket = `empty-${name}`; // three letters at least
    await this.#makeBucket(bucket);
    return { place: bucket, shown: { address: origin, bucket, region: this.region, key: this.key, secret: this.secret } };
  }

  /** What lies there: names and bytes. Of what has another name than a sealed file nothing is told. */
  async held(bucket) {
    const { body } = await this.#signed('GET', `/${bucket}?list-type=2`);
    const listed = body.toString();
    assert.ok(listed.includes('<IsTruncated>false<'), 'a bucket with less than a thousand files');
    const keys = [...listed.matchAll(/<Key>([^<]+\.age)<\/Key>/g)].map(([, key]) => key);
    return Promise.all(keys.map(async (key) => whole(path.basename(key), (await this.#signed('GET', `/${bucket}/${key}`)).body)));
  }

  /** What the store answers to a request of whoever runs it, signed by hand: its number. */
  async asked(method, target, body) {
    return (await this.#signed(method, target, body)).status;
  }

  #signed(method, target, body = Buffer.alloc(0)) {
    const [route, query = ''] = target.split('?');
    const host = new URL(this.address).host;
    const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const hash = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');
    const headers = { 'content-md5': crypto.createHash('md5').update(body).digest('base64'), host, 'x-amz-content-sha256': hash(body), 'x-amz-date': stamp };
    const names = Object.keys(headers);
    const canonical = [method, route, query, ...names.map((name) => `${name}:${headers[name]}`), '', names.join(';'), hash(body)].join('\n');
    const scope = `${stamp.slice(0, 8)}/${this.region}/s3/aws4_request`;
    const key = scope.split('/').reduce((key, part) => crypto.createHmac('sha256', key).update(part).digest(), `AWS4${ADMIN.secret}`);
    const signature = crypto.createHmac('sha256', key).update(['AWS4-HMAC-SHA256', stamp, scope, hash(canonical)].join('\n')).digest('hex');
    const authorization = `AWS4-HMAC-SHA256 Credential=${ADMIN.key}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
    return new Promise((resolve, reject) => {
      const request = http.request(`${this.address}${target}`, { method, headers: { ...headers, authorization, 'content-length': body.length } }, (answer) => {
        answer.toArray().then((parts) => resolve({ status: answer.statusCode, body: Buffer.concat(parts) }), reject);
      });
      request.once('error', reject);
      request.end(body);
    });
  }
}

const answers = (address) => fetch(address).then(() => true, () => false);
const told = (port, route) => fetch(`http://127.0.0.1:${port}${route}`).then((answer) => answer.json());

/**
 * A free port whose greater one is free too. Both lie below those that a machine gives to whoever asks somewhere (from 32768 on): between the
 * look and the start another program would have one of them now and then, and of three nodes that are twelve.
 */
async function port() {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * SPAN);
    if (!given.has(port) && (await isFree(port)) && (await isFree(port + GRPC))) {
      given.add(port);
      return port;
    }
  }
}

const isFree = (port) =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
