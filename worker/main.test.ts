import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRun } from '#lib/command/run.ts';
import { until } from '#lib/command/until.test.kit.ts';
import { systemActor } from '#lib/model/role.ts';
import { isUnderWay, type Run } from '#lib/model/run.ts';
import { credentials, type Fault, libraryDocument, serveLibrary } from '#lib/probe/contract/library.test.kit.ts';
import { openDb, type PrismaClient } from '#lib/store/db.ts';
import { keepDocument, makeRegistration } from '#lib/store/fixture.ts';
import { findOwner } from '#lib/store/owner.ts';
import { findRun, readRunBody } from '#lib/store/run.ts';
import { insertService } from '#lib/store/service.ts';
import { migrate } from '../scripts/migrate.mjs';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-worker-'));
const databaseUrl = `file:${folder}/signalbox.db`;
const started: ChildProcess[] = [];
/** Everything that workers have written. */
let output = '';
let database: PrismaClient;

process.env.SIGNALBOX_SECRET_KEY = 'the-key-of-this-test-and-of-no-other-thing';

beforeAll(async () => {
  await migrate(databaseUrl);
  database = await openDb(databaseUrl, { durability: 'full' });
});

afterAll(async () => {
  await database.$disconnect();
  for (const worker of started) worker.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A worker process; resolves once it has said `words`. */
async function startWorker(words: string) {
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    LOG_LEVEL: 'info',
    PORT: '1',
    DATABASE_URL: databaseUrl,
    SIGNALBOX_DATA_DIR: folder,
    SIGNALBOX_OUTBOUND_ALLOW: '127.0.0.1:*',
  };
  const worker = spawn(process.execPath, ['--conditions=react-server', 'worker/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(worker);
  const ended = new Promise<number | null>((resolve) => worker.once('exit', resolve));
  await new Promise<void>((resolve) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk;
      output += chunk;
      if (said.includes(words)) resolve();
    };
    worker.stdout.on('data', hear);
    worker.stderr.on('data', hear);
  });
  return { worker, ended };
}

test('a worker that stands by stops at a word, and Ctrl-C with the signal of its supervisor ends the other one in order', async () => {
  const first = await startWorker('looking at the services');
  const second = await startWorker('this one stands by');
  second.worker.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  first.worker.kill('SIGINT');
  first.worker.kill('SIGTERM');
  expect(await first.ended).toBe(0);
});

/** A library that is registered, and a run that somebody asks for now. */
async function askForRun(name: string, ...faults: Fault[]) {
  const library = await serveLibrary(...faults);
  await insertService(database, makeRegistration(name, { baseUrl: library.url, metricsPath: null, ...credentials }), Date.now());
  await keepDocument(database, (await findOwner(database, name))?.id ?? 0, libraryDocument);
  const context = { actor: systemActor, nowMs: Date.now(), correlationId: 'test', address: null, db: database };
  return { library, run: await startRun(context, { name, kind: 'contract', seed: 7 }) };
}

const state = async ({ id }: Run) => (await findRun(database, id))?.state ?? 'broken';

test('a worker makes the runs that people ask for, with the runner as it stands in the checkout, and writes no credential into its log', async () => {
  const { worker, ended } = await startWorker('looking at the services');
  const { run } = await askForRun('echo', 'echo');
  await until(async () => !isUnderWay(await state(run)), 100_000);
  expect(await findRun(database, run.id)).toMatchObject({ state: 'failed', startedBy: systemActor.name });
  const { findings } = await readRunBody(database, run.id);
  expect([...new Set(findings.map(({ id }) => id))]).toEqual(['response.server_error']);
  await until(async () => output.includes('a run has ended'));
  worker.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(Object.values(credentials).filter((secret) => output.includes(secret))).toEqual([]);
}, 120_000);

test('a run of a worker that was killed is broken as soon as another has started', async () => {
  const first = await startWorker('looking at the services');
  const { library, run } = await askForRun('library');
  await until(async () => (await state(run)) === 'running' && library.seen.some(({ headers }) => headers['x-api-key']), 60_000);
  first.worker.kill('SIGKILL');
  await first.ended;
  expect(await state(run)).toBe('running');
  const second = await startWorker('looking at the services');
  await until(async () => !isUnderWay(await state(run)), 60_000);
  expect(await findRun(database, run.id)).toMatchObject({ state: 'broken', summary: 'Signalbox was restarted while it ran.' });
  second.worker.kill('SIGTERM');
  expect(await second.ended).toBe(0);
}, 120_000);
