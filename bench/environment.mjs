// A test environment of PostgreSQL, Redis and three services of the reference fleet, from nothing to healthy, and its end: ÷ the same
// five processes started bare, all at once, and killed. Interleaved in rounds, so that other load on the machine meets both alike.
//   npm run bench -- environment [--rounds 5]
import { execFile, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { TestEnvironment } from '../packages/runner/src/index.ts';
import { findDaemon } from '../scripts/daemons.mjs';

const at = process.argv.indexOf('--rounds');
const rounds = at < 0 ? 5 : Number(process.argv[at + 1]);
const run = promisify(execFile);
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const key = 'a key of the benchmark, of more than 32 characters';
const fleet = ['user', 'notification', 'profile'];
const argumentsOf = (name) => ['--conditions=@signalbox/source', `examples/${name}/main.ts`];

async function inEnvironment() {
  const startedMs = performance.now();
  const environment = await TestEnvironment.start({
    infrastructure: ['postgresql', 'redis'],
    services: fleet.map((name) => ({
      name,
      command: process.execPath,
      args: argumentsOf(name),
      env: { FLEET_TOKEN_KEY: key, DATA_DIR: `\${self.folder}`, REDIS_URL: `\${redis.url}` },
    })),
  });
  const healthyMs = performance.now();
  await environment.stop();
  return { startMs: healthyMs - startedMs, stopMs: performance.now() - healthyMs };
}

async function findPort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function until(isSo) {
  while (!(await isSo().catch(() => false))) await pause(50);
}

const isOpen = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** PostgreSQL refuses to run as root. */
function findIdentity() {
  if (process.getuid() !== 0) return {};
  const [, , uid, gid] = (
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('postgres:')) ?? '::65534:65534'
  ).split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

async function startPostgres(folder, children) {
  const identity = findIdentity();
  const port = await findPort();
  const home = mkdtempSync(join(folder, 'pg-'));
  if (identity.uid) chownSync(home, identity.uid, identity.gid);
  const bin = findDaemon('postgresql');
  await run(join(bin, 'initdb'), ['-D', join(home, 'data'), '-A', 'trust', '--no-sync', '--locale=C'], { cwd: home, ...identity });
  const settings = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'];
  children.push(spawn(join(bin, 'postgres'), ['-D', join(home, 'data'), ...settings], { cwd: home, ...identity, stdio: 'ignore', detached: true }));
  await until(() => isOpen(port));
}

/** Each in a session of its own, as in an environment: the scheduler gives sessions their shares. */
async function bare() {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bare-'));
  chmodSync(folder, 0o711);
  const children = [];
  const startedMs = performance.now();
  const startRest = async () => {
    const redisPort = await findPort();
    children.push(
      spawn(findDaemon('redis-server'), ['--port', String(redisPort), '--save', '', '--dir', folder], { stdio: 'ignore', detached: true }),
    );
    await until(() => isOpen(redisPort));
    await Promise.all(
      fleet.map(async (name) => {
        const port = await findPort();
        const env = { ...process.env, PORT: String(port), FLEET_TOKEN_KEY: key, DATA_DIR: folder, REDIS_URL: `redis://127.0.0.1:${redisPort}` };
        children.push(spawn(process.execPath, argumentsOf(name), { env, stdio: 'ignore', detached: true }));
        await until(async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok);
      }),
    );
  };
  await Promise.all([startPostgres(folder, children), startRest()]);
  const healthyMs = performance.now();
  const ended = children.map((child) => new Promise((done) => child.once('exit', done)));
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(ended);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return { startMs: healthyMs - startedMs, stopMs: performance.now() - healthyMs };
}

const lacking = await TestEnvironment.findLacking('postgresql', 'redis');
if (lacking) {
  console.log(`Not measured: ${lacking}`);
} else {
  const pairs = [];
  for (let round = 0; round <= rounds; round += 1) {
    const isFirst = round % 2 === 0;
    const other = isFirst ? null : await bare();
    const own = await inEnvironment();
    const pair = { own, bare: other ?? (await bare()) };
    if (round > 0) pairs.push(pair);
  }
  const show = (label, field) => {
    const [own, other] = ['own', 'bare'].map((which) => median(pairs.map((pair) => pair[which][field])));
    const ratio = median(pairs.map((pair) => pair.own[field] / pair.bare[field]));
    console.log(`${(own / 1000).toFixed(2).padStart(6)} s  bare ${(other / 1000).toFixed(2)} s  ${ratio.toFixed(2).padStart(5)}×   ${label}`);
  };
  console.log(`PostgreSQL, Redis and three services: median of ${rounds} rounds; ratios to the same processes started bare`);
  show('from nothing to healthy', 'startMs');
  show('end: asked (bare: killed), folders removed', 'stopMs');
}
