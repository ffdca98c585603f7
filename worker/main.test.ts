import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../scripts/migrate.mjs';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-worker-'));
const databaseUrl = `file:${folder}/signalbox.db`;
const started: ChildProcess[] = [];

beforeAll(async () => {
  await migrate(databaseUrl);
});

afterAll(() => {
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
  };
  const worker = spawn(process.execPath, ['--conditions=react-server', 'worker/main.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(worker);
  const ended = new Promise<number | null>((resolve) => worker.once('exit', resolve));
  await new Promise<void>((resolve) => {
    let said = '';
    worker.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes(words)) resolve();
    });
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
