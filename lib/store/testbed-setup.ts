import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../scripts/migrate.mjs';

export const templateName = 'signalbox_test_template';

export interface Testbed {
  /** Folder of this run; `base.db` in it is a migrated SQLite file. */
  folder: string;
  /** Server that test databases are made on; null: there is none. */
  postgresUrl: string | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    testbed: Testbed;
  }
}

interface Project {
  provide(key: 'testbed', value: Testbed): void;
}

/** Vitest's global set-up: a migrated SQLite file, and a PostgreSQL that becomes ready while the first tests run. */
export async function setup(project: Project): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-test-'));
  await migrate(`file:${join(folder, 'base.db')}`);
  const server = await planServer();
  project.provide('testbed', { folder, postgresUrl: server?.url ?? null });
  const starting = server?.start().then(
    () => writeFileSync(join(folder, 'postgresql.ready'), ''),
    (error: unknown) => writeFileSync(join(folder, 'postgresql.failed'), String(error)),
  );
  return async () => {
    await starting;
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

interface Server {
  url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

async function planServer(): Promise<Server | null> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, start: () => makeTemplate(given), stop: async () => undefined };
  const binaries = findBinaries();
  if (!binaries) {
    process.stderr.write('\n*** SKIPPED: the store suite on PostgreSQL. There is no server: install postgresql or set TEST_DATABASE_URL. ***\n\n');
    return null;
  }
  const port = await findFreePort();
  const url = `postgresql://signalbox@127.0.0.1:${port}/postgres`;
  let child: ChildProcess | undefined;
  return {
    url,
    start: async () => {
      const data = await initCluster(binaries);
      child = runServer(binaries, data, port);
      await makeTemplate(url);
    },
    stop: async () => {
      if (child && child.exitCode === null) await endServer(child);
    },
  };
}

function findBinaries(): string | null {
  const versions = '/usr/lib/postgresql';
  const debian = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, 'bin'))
    : [];
  const folders = [...debian, ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres'))) ?? null;
}

/** PostgreSQL refuses to run as root. */
function findIdentity(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? [];
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}

async function initCluster(binaries: string): Promise<string> {
  const identity = findIdentity();
  const home = mkdtempSync(join(tmpdir(), 'signalbox-pg-'));
  if (identity) chownSync(home, identity.uid, identity.gid);
  const data = join(home, 'data');
  const args = ['-D', data, '-U', 'signalbox', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  const child = spawn(join(binaries, 'initdb'), args, { ...identity, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr?.on('data', (text) => {
    complaint += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${complaint}`);
  return data;
}

function runServer(binaries: string, data: string, port: number): ChildProcess {
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'fsync=off', 'max_connections=100'];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(join(binaries, 'postgres'), args, { ...findIdentity(), cwd: data, stdio: 'ignore' });
  const home = join(data, '..');
  const clear = () => rmSync(home, { recursive: true, force: true });
  child.once('exit', clear);
  process.once('exit', () => {
    if (child.exitCode === null && child.kill('SIGKILL')) clear();
  });
  return child;
}

async function endServer(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await ended;
}

async function connectInTime(url: string): Promise<pg.Client> {
  const until = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** A migrated database that test databases are copied from. */
async function makeTemplate(url: string): Promise<void> {
  const client = await connectInTime(url);
  await client.query(`DROP DATABASE IF EXISTS "${templateName}"`);
  await client.query(`CREATE DATABASE "${templateName}" TEMPLATE template0`);
  await client.end();
  await migrate(databaseUrl(url, templateName));
}

export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
