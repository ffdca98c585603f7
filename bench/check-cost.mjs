// What a health check costs the worker, and how soon all targets are looked at again after a restart.
// Ratios: CPU seconds per 1,000 checks ÷ the bare loop of bare-poller.mjs; time to full coverage ÷ interval.
//   npm run bench -- check-cost [targets] [interval s] [window s]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../scripts/migrate.mjs';

const [targets = 1000, intervalSeconds = 15, windowSeconds = 45] = process.argv.slice(2).map(Number);
const warmSeconds = intervalSeconds + 5;
const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'));
const databaseUrl = `file:${folder}/signalbox.db`;
const port = 19_000 + (process.pid % 1000);
const fleetUrl = `http://127.0.0.1:${port}`;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const children = new Set();

function start(args, variables = {}, stdio = 'ignore') {
  const child = spawn(process.execPath, args, { stdio, env: { ...process.env, ...variables } });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

async function stop(child) {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** CPU seconds that a process has used, from the kernel's account (100 ticks a second). */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function seed() {
  await migrate(databaseUrl);
  const { openDb, inTransaction } = await import('../lib/store/db.ts');
  const { insertService } = await import('../lib/store/service.ts');
  const { registrationSchema } = await import('../lib/model/service.ts');
  const db = await openDb(databaseUrl, { durability: 'normal' });
  await inTransaction(db, async (tx) => {
    for (let index = 0; index < targets; index += 1) {
      const service = { name: `bench-${index}`, baseUrl: `${fleetUrl}/s/${index}`, metricsPath: null, pollIntervalSeconds: intervalSeconds };
      await insertService(tx, registrationSchema.parse(service), Date.now());
    }
  });
  await db.$disconnect();
}

const ask = async (path) => (await fetch(`${fleetUrl}${path}`)).text();
const healthChecks = async () => JSON.parse(await ask('/stats')).health;
const lookedAt = async () => JSON.parse(await ask(`/timeliness?interval=${intervalSeconds * 1000}`)).targets;

function startWorker() {
  return start(['--conditions=react-server', 'worker/main.ts'], {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    SIGNALBOX_DATA_DIR: folder,
    SIGNALBOX_OUTBOUND_ALLOW: `127.0.0.1:${port}`,
    LOG_LEVEL: 'silent',
    PORT: '1',
  });
}

async function coverage() {
  await ask('/reset');
  const begun = performance.now();
  const worker = startWorker();
  while ((await lookedAt()) < targets) await sleep(100);
  return { worker, ratio: (performance.now() - begun) / 1000 / intervalSeconds };
}

async function measureWorker(worker) {
  await sleep(warmSeconds * 1000);
  await ask('/reset');
  const cpu = cpuSeconds(worker.pid);
  await sleep(windowSeconds * 1000);
  const checks = await healthChecks();
  const timeliness = JSON.parse(await ask(`/timeliness?interval=${intervalSeconds * 1000}`));
  return { checks, cpuSecondsPer1000: ((cpuSeconds(worker.pid) - cpu) / checks) * 1000, jitterMs: timeliness.abs_jitter };
}

async function measureBare() {
  const child = start(
    ['bench/bare-poller.mjs', fleetUrl, targets, intervalSeconds * 1000, warmSeconds, windowSeconds, `${folder}/bare.db`].map(String),
    {},
    ['ignore', 'pipe', 'inherit'],
  );
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  await new Promise((resolve) => child.once('exit', resolve));
  return JSON.parse(text);
}

try {
  console.log(`check cost: ${targets} targets, every ${intervalSeconds} s, measured over ${windowSeconds} s`);
  const fleet = start(['bench/fleet.mjs', '--ports', '1', '--base', String(port)]);
  await seed();
  const first = await coverage();
  const worker = await measureWorker(first.worker);
  await stop(first.worker);
  const again = await coverage();
  await stop(again.worker);
  const bare = await measureBare();
  await stop(fleet);
  const round = (value) => Number(value.toFixed(3));
  console.log(
    `worker           ${round(worker.cpuSecondsPer1000)} CPU s per 1,000 checks (${worker.checks} checks, jitter p99 ${worker.jitterMs.p99} ms)`,
  );
  console.log(`bare undici loop ${round(bare.cpuSecondsPer1000)} CPU s per 1,000 checks (${bare.checks} checks)`);
  console.log(`ratio            ${round(worker.cpuSecondsPer1000 / bare.cpuSecondsPer1000)} (aim ≤ 2)`);
  console.log(
    `restart coverage ${round(again.ratio)} intervals until all targets were looked at again (aim ≤ 1.1), first start ${round(first.ratio)}`,
  );
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
