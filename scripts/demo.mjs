// npm run demo: Signalbox with the reference fleet, its traffic and its fault board, on data of its own that are gone afterwards.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { signToken } from '../examples/chassis/token.ts';
import { environmentOf, fleet } from '../examples/fleet.ts';
import { killChildren } from './child.mjs';
import { checkPort, prepareFolder, readEnv } from './preflight.mjs';
import { say } from './progress.mjs';
import { onStopRequest } from './signals.mjs';
import { supervise } from './supervise.mjs';

const tokenSeconds = 12 * 3600;
const longestLogBytes = 20 * 1024 * 1024;
const adminEmail = 'admin@example.com';
const source = '--conditions=@signalbox/source';
let supervisor = null;

async function findFreePort() {
  const server = createServer();
  await new Promise((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Where each process of the fleet will listen. */
async function findAddresses() {
  const names = [...fleet.map(({ name }) => name), 'fault-board'];
  const urls = {};
  for (const name of names) urls[name] = `http://127.0.0.1:${await findFreePort()}`;
  return urls;
}

function prepareData(env) {
  const folder = join(env.SIGNALBOX_DATA_DIR, 'demo', String(env.PORT));
  rmSync(folder, { recursive: true, force: true });
  prepareFolder(folder, 'Choose another with SIGNALBOX_DATA_DIR.');
  for (const name of ['signalbox', 'fleet', 'logs']) mkdirSync(join(folder, name), { mode: 0o700 });
  return folder;
}

const secretsOf = () => ({
  adminPassword: randomBytes(9).toString('base64url'),
  adminToken: randomBytes(24).toString('hex'),
  tokenKey: randomBytes(24).toString('hex'),
});

/** What is set in the environment for another Signalbox, such as its database, must not reach this one. */
const ofOthers = ['DATABASE_URL', 'SIGNALBOX_URL', 'SIGNALBOX_OIDC_ISSUER', 'SIGNALBOX_OIDC_CLIENT_ID', 'SIGNALBOX_OIDC_CLIENT_SECRET'];

function signalboxMember({ env, folder, urls, secrets }) {
  const variables = {
    ...Object.fromEntries(ofOthers.map((name) => [name, ''])),
    PORT: String(env.PORT),
    HOST: env.HOST,
    SIGNALBOX_DATA_DIR: join(folder, 'signalbox'),
    SIGNALBOX_ADMIN_EMAIL: adminEmail,
    SIGNALBOX_ADMIN_PASSWORD: secrets.adminPassword,
    SIGNALBOX_ADMIN_TOKEN: secrets.adminToken,
    SIGNALBOX_OUTBOUND_ALLOW: fleet.map(({ name }) => new URL(urls[name]).host).join(','),
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
  };
  return { name: 'Signalbox', vital: true, args: ['scripts/start.mjs'], env: variables };
}

function fleetMembers({ address, folder, urls, secrets }) {
  const variables = {
    DATA_DIR: join(folder, 'fleet'),
    FLEET_TOKEN_KEY: secrets.tokenKey,
    SIGNALBOX_URL: address,
    SIGNALBOX_TOKEN: secrets.adminToken,
    FAULT_BOARD_URL: urls['fault-board'],
  };
  const member = (name, own) => ({
    name,
    vital: false,
    args: [source, `examples/${name}/main.ts`],
    env: { ...variables, ...own },
    log: join(folder, 'logs', `${name}.log`),
  });
  const peers = fleet.map(({ name }) => `${name}=${urls[name]}`).join(',');
  return [
    member('fault-board', { PORT: new URL(urls['fault-board']).port }),
    ...fleet.map((service) => member(service.name, environmentOf(service, urls))),
    member('traffic', { PEERS: peers }),
  ];
}

/** The processes append, so a file that is cut goes on from its beginning. */
function keepLogsShort(members) {
  setInterval(() => {
    for (const { log } of members) if (existsSync(log) && statSync(log).size > longestLogBytes) truncateSync(log);
  }, 60_000).unref();
}

async function untilReady(address) {
  for (;;) {
    const isReady = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(2000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Validation runs show the services who asks: their token is kept with each as soon as it has registered itself. */
async function keepTokens({ address, secrets }) {
  const headers = { authorization: `Bearer ${secrets.adminToken}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ bearerToken: signToken('signalbox', secrets.tokenKey, tokenSeconds) });
  const keep = (name) =>
    fetch(`${address}/api/v1/services/${name}`, { method: 'PATCH', headers, body, signal: AbortSignal.timeout(5000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  const keepTrying = async ({ name }) => {
    while (!(await keep(name))) await new Promise((done) => setTimeout(done, 1000).unref());
  };
  await Promise.all(fleet.map(keepTrying));
}

function announce({ address, folder, urls, secrets }) {
  const token = signToken('demo', secrets.tokenKey, tokenSeconds);
  say(`
The demo runs: ${fleet.length} services that register themselves, with traffic of about ${process.env.TRAFFIC_PER_SECOND ?? 20} requests a second.
  Signalbox     ${address}   sign in as ${adminEmail} with the password ${secrets.adminPassword}
  Fault board   ${urls['fault-board']}   makes a service slow, failing, hanging or flapping for a while
  Logs          ${join(folder, 'logs')}
  API token     ${secrets.adminToken}   for Signalbox
  Fleet token   ${token}   for the services, 12 hours
Stop it with Ctrl-C; its data are removed then.`);
}

async function start() {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const env = readEnv(process.env);
  await checkPort(env);
  const folder = prepareData(env);
  const host = ['0.0.0.0', '::'].includes(env.HOST) ? '127.0.0.1' : env.HOST;
  const plan = {
    env,
    folder,
    urls: await findAddresses(),
    secrets: secretsOf(),
    address: `http://${host.includes(':') ? `[${host}]` : host}:${env.PORT}`,
  };
  supervisor = supervise([signalboxMember(plan)]);
  const isReady = await Promise.race([untilReady(plan.address), supervisor.ended.then(() => false)]);
  if (isReady) {
    const members = fleetMembers(plan);
    members.forEach(supervisor.add);
    keepLogsShort(members);
    void keepTokens(plan);
    announce(plan);
  }
  const code = await supervisor.ended;
  rmSync(folder, { recursive: true, force: true });
  return code;
}

onStopRequest({
  onFirst: () => {
    if (!supervisor) process.exit(1);
    say('stopping the demo …');
    supervisor.stop(0);
  },
  onSecond: () => {
    supervisor?.kill();
    killChildren('SIGKILL');
  },
});

try {
  process.exit(await start());
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
