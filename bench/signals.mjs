// What signals cost, beside a Prometheus that does the same in the same run:
// CPU seconds per 1,000 scrapes of 200 and of 1,000 series, from fetch to store · bytes kept of a service-day, and of 1,000 services over
// 30 days · a service's p95 over 24 h in steps of 5 min, CPU ms a query.
//   npm run bench -- signals [targets] [seconds]
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from '../scripts/apt.mjs';
import { findDaemon } from '../scripts/daemons.mjs';
import { migrate } from '../scripts/migrate.mjs';
import { dayMs, deltaAt, scrapeSeconds, writeOpenMetrics } from './signals-day.mjs';

const [targets = 100, windowSeconds = 8] = process.argv.slice(2).map(Number);
const dayServices = 10;
const queries = 40;
const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'));
const port = 19_000 + (process.pid % 900);
const prometheusPort = port + 1000;
const fleetUrl = `http://127.0.0.1:${port}`;
const prometheusUrl = `http://127.0.0.1:${prometheusPort}`;
Object.assign(process.env, { SIGNALBOX_DATA_DIR: folder, SIGNALBOX_OUTBOUND_ALLOW: '127.0.0.1:*', LOG_LEVEL: 'silent', NODE_ENV: 'production' });
const children = new Set();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const round = (value, digits = 2) => Number(value.toFixed(digits));

function start(program, args) {
  const child = spawn(program, args, { stdio: 'ignore' });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

async function stop(child) {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

async function until(isSo, what) {
  const endMs = performance.now() + 30_000;
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > endMs) throw new Error(`${what} within 30 s`);
    await sleep(50);
  }
}

/** CPU seconds that a process has used, from the kernel's account (100 ticks a second). */
function cpuSecondsOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function ownCpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const scrapesOfFleet = async () => JSON.parse(await (await fetch(`${fleetUrl}/stats`)).text()).metrics;

async function startPrometheus(data, jobs) {
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, `global:\n  scrape_interval: 1s\nscrape_configs:\n${jobs}`);
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${data}`, `--web.listen-address=127.0.0.1:${prometheusPort}`, '--log.level=error'];
  const child = start(findDaemon('prometheus'), [...args, '--storage.tsdb.retention.time=30d']);
  await until(async () => (await fetch(`${prometheusUrl}/-/ready`)).ok, 'Prometheus answers');
  return child;
}

/** Scrapes of Prometheus: a job for each target, as the path of our fleet's targets differs. */
async function measurePrometheus(series) {
  const job = (n) => `  - job_name: t${n}\n    metrics_path: /m/${series}/${n}/metrics\n    static_configs: [{targets: ['127.0.0.1:${port}']}]\n`;
  const data = join(folder, `prometheus-${series}`);
  const child = await startPrometheus(data, Array.from({ length: targets }, (_, n) => job(n)).join(''));
  await sleep(4000);
  const [cpu, scrapes] = [cpuSecondsOf(child.pid), await scrapesOfFleet()];
  await sleep(windowSeconds * 1000);
  const [spent, made] = [cpuSecondsOf(child.pid) - cpu, (await scrapesOfFleet()) - scrapes];
  await stop(child);
  return { cpuPer1000: (spent / made) * 1000, scrapes: made };
}

async function openStore(name) {
  const url = `file:${join(folder, name)}`;
  await migrate(url);
  const { openDb } = await import('../lib/store/db.ts');
  return openDb(url, { durability: 'normal' });
}

/** Services whose metrics are those of our fleet. */
async function register(db, series) {
  const { inTransaction } = await import('../lib/store/db.ts');
  const { insertService, listPollTargets } = await import('../lib/store/service.ts');
  const { registrationSchema } = await import('../lib/model/service.ts');
  await inTransaction(db, async (tx) => {
    for (let n = 0; n < targets; n++) {
      const service = { name: `bench-${n}`, baseUrl: `${fleetUrl}/m/${series}/${n}`, pollIntervalSeconds: 15 };
      await insertService(tx, registrationSchema.parse(service), Date.now());
    }
  });
  return listPollTargets(db);
}

/** The worker's own path, from fetch to store, with a write a second. */
async function measureOurs(series) {
  const db = await openStore(`ours-${series}.db`);
  const { observeSignals } = await import('../lib/command/observe-signals.ts');
  const { Keeper } = await import('../lib/command/keeper.ts');
  const { openOutbound } = await import('../lib/command/outbound.ts');
  const { watch } = await import('../lib/command/watched.ts');
  const keeper = new Keeper({ db });
  const { probe } = openOutbound();
  const { defaultThresholds: thresholds } = await import('../lib/model/verdict.ts');
  const observer = { db, probe, keeper, thresholds, signal: new AbortController().signal };
  const watched = (await register(db, series)).map(watch);
  let made = 0;
  // As Prometheus does it: each target once a second, four at a time here.
  const scrapeAll = async (everyMs) => {
    const nextMs = performance.now() + everyMs;
    const waiting = [...watched];
    const take = async () => {
      for (let one = waiting.pop(); one; one = waiting.pop()) {
        await observeSignals(observer, one);
        made += 1;
      }
    };
    await Promise.all([take(), take(), take(), take()]);
    await sleep(Math.max(0, nextMs - performance.now()));
  };
  // A worker runs for weeks: what is measured is compiled code, as Prometheus's is.
  for (let warm = 0; warm < 30; warm++) await scrapeAll(0);
  await keeper.flush();
  made = 0;
  const cpu = ownCpuSeconds();
  for (let second = 0; second < windowSeconds; second++) await scrapeAll(1000);
  await keeper.flush();
  const spent = ownCpuSeconds() - cpu;
  await probe.close();
  await db.$disconnect();
  return { cpuPer1000: (spent / made) * 1000, scrapes: made };
}

/** A day of looks and scrapes of some services, rolled up as it comes. */
async function fillDay(db, toMs) {
  const { inTransaction } = await import('../lib/store/db.ts');
  const { keepBatch } = await import('../lib/store/state.ts');
  const { rollUp } = await import('../lib/store/rollup.ts');
  const { insertService, listPollTargets } = await import('../lib/store/service.ts');
  const { registrationSchema } = await import('../lib/model/service.ts');
  const fromMs = toMs - dayMs;
  for (let n = 0; n < dayServices; n++)
    await inTransaction(db, (tx) => insertService(tx, registrationSchema.parse({ name: `s${n}`, baseUrl: `http://s${n}.example.com` }), fromMs));
  const ids = (await listPollTargets(db)).map(({ id }) => id);
  const judgement = { verdict: 'up', reason: 'HTTP 200', sinceMs: fromMs, failures: 0, slows: 0, successes: 9 };
  const answer = {
    kind: 'health',
    url: '',
    silent: false,
    outcome: 'ok',
    reason: 'HTTP 200',
    statusCode: 200,
    version: null,
    certificateExpiresAtMs: null,
  };
  const ticksAtOnce = 20;
  let tick = 0;
  for (let atMs = fromMs; atMs < toMs; ) {
    const batch = { looks: [], targets: [], signals: [] };
    for (let some = 0; some < ticksAtOnce; some++, tick++, atMs += scrapeSeconds * 1000)
      for (const [n, serviceId] of ids.entries()) {
        const row = { serviceId, name: `s${n}` };
        const reading = { ...answer, atMs: atMs + n, durationMs: 4.1 + (tick % 31) / 7 };
        batch.looks.push({ ...row, reading, judgement, staleAtMs: atMs + 60_000, version: null });
        batch.signals.push({
          ...row,
          delta: deltaAt(n, tick, atMs + n),
          source: null,
          latest: { requestRate: 1, errorRatio: 0, latencyMsP95: null },
        });
      }
    await inTransaction(db, (tx) => keepBatch(tx, batch, atMs));
  }
  await rollUp(db, toMs + 10 * 60_000);
}

/** Bytes of a service and a row, of each step that history is kept in: what the file loses without them. */
async function measureBytes(db) {
  const { storeBytes } = await import('../lib/store/retention.ts');
  const used = async () => {
    await db.$executeRawUnsafe('VACUUM');
    return storeBytes(db);
  };
  const bytes = {};
  let before = await used();
  for (const [step, name] of [
    [0, 'raw'],
    [60, '1 min'],
    [300, '5 min'],
    [3600, '1 h'],
  ]) {
    await db.$executeRawUnsafe(`DELETE FROM "SignalPoint" WHERE "stepSeconds" = ${step}`);
    await db.$executeRawUnsafe(step === 0 ? 'DELETE FROM "Reading"' : `DELETE FROM "HealthRollup" WHERE "stepSeconds" = ${step}`);
    const after = await used();
    bytes[name] = (before - after) / dayServices;
    before = after;
  }
  return bytes;
}

/** CPU ms of one p95 of 24 h, ours. */
async function measureOurQuery(db, toMs) {
  const { readSignals } = await import('../lib/query/signal.ts');
  const ctx = { db, nowMs: toMs, actor: { kind: 'system', name: 'bench', role: 'admin', teams: [] } };
  let points = 0;
  const ask = async (n) => {
    const answer = JSON.stringify(await readSignals(ctx, { name: `s${n % dayServices}`, window: '24h' }));
    points = JSON.parse(answer).series.length;
  };
  for (let n = 0; n < 5; n++) await ask(n);
  const cpu = ownCpuSeconds();
  for (let n = 0; n < queries; n++) await ask(n);
  return { cpuMs: ((ownCpuSeconds() - cpu) / queries) * 1000, points };
}

/** The same in PromQL: its own process's CPU, its HTTP included. */
async function measurePromQuery(toMs) {
  const data = join(folder, 'prometheus-day');
  mkdirSync(data, { recursive: true });
  const text = join(folder, 'day.txt');
  writeOpenMetrics(text, dayServices, toMs - dayMs, toMs);
  execFileSync(findOnPath('promtool'), ['tsdb', 'create-blocks-from', 'openmetrics', text, data], { stdio: 'ignore' });
  const child = await startPrometheus(data, '  []\n');
  let points = 0;
  const ask = async (n, q) => {
    const query = `histogram_quantile(${q}, sum by (le) (rate(bench_request_duration_seconds_bucket{service="s${n % dayServices}"}[5m])))`;
    const range = { start: String((toMs - dayMs) / 1000), end: String(toMs / 1000), step: '300' };
    const answer = await (await fetch(`${prometheusUrl}/api/v1/query_range?${new URLSearchParams({ query, ...range })}`)).json();
    points = answer.data.result[0]?.values.length ?? 0;
  };
  const panel = async (n) => {
    for (const q of [0.5, 0.95, 0.99]) await ask(n, q);
  };
  for (let n = 0; n < 5; n++) await panel(n);
  const cpu = cpuSecondsOf(child.pid);
  for (let n = 0; n < queries; n++) await ask(n, 0.95);
  const one = cpuSecondsOf(child.pid);
  for (let n = 0; n < queries; n++) await panel(n);
  const three = cpuSecondsOf(child.pid);
  await stop(child);
  return { cpuMs: ((one - cpu) / queries) * 1000, threeCpuMs: ((three - one) / queries) * 1000, points };
}

async function compareScrapes() {
  const fleet = start(process.execPath, ['bench/fleet.mjs', '--ports', '1', '--base', String(port)]);
  await until(async () => (await fetch(`${fleetUrl}/stats`)).ok, 'the fleet answers');
  for (const series of [200, 1000]) {
    const ours = await measureOurs(series);
    const theirs = hasPrometheus ? await measurePrometheus(series) : null;
    const ratio = theirs
      ? `${round(ours.cpuPer1000 / theirs.cpuPer1000)}× of Prometheus (aim ≤ 1), which spends ${round(theirs.cpuPer1000)}`
      : 'no Prometheus';
    console.log(
      `scrapes of ${series} series   ${round(ours.cpuPer1000)} CPU s per 1,000, fetch to store: ${ratio} (${ours.scrapes} and ${theirs?.scrapes ?? 0} scrapes)`,
    );
  }
  await stop(fleet);
}

async function compareDays() {
  const toMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  const db = await openStore('day.db');
  await fillDay(db, toMs);
  const ours = await measureOurQuery(db, toMs);
  const bytes = await measureBytes(db);
  await db.$disconnect();
  const kept = { raw: 2 / 24, '1 min': 2, '5 min': 14, '1 h': 30 };
  const perService = Object.entries(kept).reduce((sum, [step, days]) => sum + bytes[step] * days, 0);
  const day = Object.entries(bytes).map(([step, size]) => `${step} ${round(size / 1024, 1)} KiB`);
  console.log(`bytes of a service-day  ${day.join(' · ')}`);
  console.log(
    `30 days                 ${round(perService / 1024, 0)} KiB a service as kept by default, ${round((perService * 1000) / 1024 ** 2, 0)} MiB for 1,000 services`,
  );
  if (!hasPrometheus) return;
  const theirs = await measurePromQuery(toMs);
  const ratios = `${round(ours.cpuMs / theirs.cpuMs)}× of one quantile in PromQL (${round(theirs.cpuMs)} ms, ${theirs.points} points), ${round(ours.cpuMs / theirs.threeCpuMs)}× of three`;
  console.log(`24 h of p50, p95, p99, rate and errors  ${round(ours.cpuMs)} CPU ms, ${ours.points} points: ${ratios}`);
}

const hasPrometheus = findDaemon('prometheus') !== undefined && findOnPath('promtool') !== undefined;
try {
  await compareScrapes();
  await compareDays();
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
