import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { killChildren } from './child.mjs';
import { checkPort, migrateOrFail, prepareDataFolders, readEnv, StartFault } from './preflight.mjs';
import { buildIfStale, generateIfStale } from './prepare.mjs';
import { say, secondsSince } from './progress.mjs';
import { onStopRequest } from './signals.mjs';
import { supervise } from './supervise.mjs';

const startedAtMs = Number(process.env.SIGNALBOX_STARTED_AT_MS ?? Date.now());
const exitCodeOf = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
let supervisor = null;

/** An address to open in a browser on this machine. */
function addressOf({ HOST, PORT }) {
  const anyHost = HOST === '0.0.0.0' || HOST === '::';
  const host = anyHost ? 'localhost' : HOST.includes(':') ? `[${HOST}]` : HOST;
  return `http://${host}:${PORT}`;
}

/** In a process of its own, so that the supervisor stays small and holds no connection. */
function prepareFirstRun(baseUrl) {
  const child = fork(new URL('first-run.mjs', import.meta.url), [baseUrl], { execArgv: ['--conditions=react-server'] });
  return new Promise((resolve, reject) => {
    let answer = null;
    child.on('message', (message) => {
      answer = message;
    });
    child.on('error', reject);
    child.on('exit', () => {
      if (answer?.fault || !answer) reject(new StartFault(`The first run could not be prepared: ${answer?.fault ?? 'its process ended early'}.`));
      else resolve(answer.setUpUrl);
    });
  });
}

async function answersHealth(address) {
  try {
    const response = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2000) });
    return response.ok;
  } catch {
    return false;
  }
}

async function announceWhenReady(address, baseUrl, setUpUrl) {
  while (!(await answersHealth(address))) await new Promise((resolve) => setTimeout(resolve, 100));
  say(`Signalbox is ready in ${secondsSince(startedAtMs)} s: ${baseUrl}`);
  if (setUpUrl) say(`Set it up with this link, which works once: ${setUpUrl}`);
  say('Stop it with Ctrl-C.');
}

async function prepare() {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const env = readEnv(process.env);
  await checkPort(env);
  prepareDataFolders(env);
  const address = addressOf(env);
  const baseUrl = env.SIGNALBOX_URL?.replace(/\/$/, '') ?? address;
  Object.assign(process.env, {
    NODE_ENV: 'production',
    NEXTAUTH_URL: baseUrl,
    AUTH_TRUST_HOST: 'true',
    SIGNALBOX_DATA_DIR: env.SIGNALBOX_DATA_DIR,
  });
  await generateIfStale();
  const applied = await migrateOrFail(env);
  if (applied.length > 0) say(`applied ${applied.length === 1 ? 'the migration' : 'the migrations'} ${applied.join(', ')}`);
  await buildIfStale();
  return { env, address, baseUrl, setUpUrl: await prepareFirstRun(baseUrl) };
}

async function start() {
  const { env, address, baseUrl, setUpUrl } = await prepare();
  supervisor = supervise([
    { name: 'web server', vital: true, args: ['node_modules/next/dist/bin/next', 'start', '-p', String(env.PORT), '-H', env.HOST] },
    { name: 'worker', vital: false, args: ['--conditions=react-server', 'worker/main.ts'] },
  ]);
  void announceWhenReady(address, baseUrl, setUpUrl);
  return supervisor.ended;
}

onStopRequest({
  onFirst: (signal) => {
    if (supervisor) {
      say('stopping …');
      supervisor.stop(0);
      return;
    }
    killChildren();
    process.exit(exitCodeOf[signal]);
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
