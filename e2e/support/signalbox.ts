import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnv, findFreePort, type RunningProcess, run, until } from './process.ts';

const READY_MS = 180_000;
const STOP_MS = 30_000;

export interface Signalbox {
  url: string;
  port: number;
  dataDir: string;
  adminEmail: string;
  adminPassword: string;
  adminToken: string;
  /** What it has printed so far. */
  output: () => string;
  /** Calls the REST API as admin: `api('POST', '/api/v1/services', { … })`. */
  api: <T = unknown>(method: string, path: string, body?: unknown) => Promise<{ status: number; headers: Headers; body: T }>;
  /** Stops it and starts it again on the same data and port. */
  restart: () => Promise<void>;
  /** Stops it and removes its data. */
  stop: () => Promise<void>;
}

async function launch(env: NodeJS.ProcessEnv, url: string): Promise<RunningProcess> {
  const running = run(process.execPath, ['--import', './scripts/orphan.mjs', 'scripts/start.mjs'], { env });
  let code: number | null = null;
  void running.ended.then((ended) => {
    code = ended;
  });
  const isReady = () => code !== null || running.output().includes(`ready in`);
  await until(isReady, READY_MS, running.output);
  if (code !== null) throw new Error(`Signalbox at ${url} ended with ${code}:\n${running.output()}`);
  return running;
}

async function end(running: RunningProcess): Promise<void> {
  running.child.kill('SIGTERM');
  const timer = setTimeout(() => running.child.kill('SIGKILL'), STOP_MS);
  await running.ended;
  clearTimeout(timer);
}

/** Starts an own Signalbox, on an own port and data folder, with an admin and a token; resolves when it is ready. */
export async function startSignalbox({ env: extra = {} }: { env?: Record<string, string> } = {}): Promise<Signalbox> {
  const port = await findFreePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-journey-'));
  const url = `http://127.0.0.1:${port}`;
  const admin = { adminEmail: 'admin@example.com', adminPassword: randomBytes(12).toString('hex'), adminToken: randomBytes(24).toString('hex') };
  const env = cleanEnv({
    PORT: String(port),
    HOST: '127.0.0.1',
    SIGNALBOX_DATA_DIR: dataDir,
    SIGNALBOX_ADMIN_EMAIL: admin.adminEmail,
    SIGNALBOX_ADMIN_PASSWORD: admin.adminPassword,
    SIGNALBOX_ADMIN_TOKEN: admin.adminToken,
    SIGNALBOX_OUTBOUND_ALLOW: '127.0.0.1:*,localhost:*',
    LOG_LEVEL: 'warn',
    ...extra,
  });
  let running = await launch(env, url);

  return {
    ...admin,
    url,
    port,
    dataDir,
    output: () => running.output(),
    api: async (method, path, body) => {
      const headers = { authorization: `Bearer ${admin.adminToken}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      const response = await fetch(url + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') && text;
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    },
    restart: async () => {
      await end(running);
      running = await launch(env, url);
    },
    stop: async () => {
      await end(running);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
