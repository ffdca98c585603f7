import { execFile } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Daemon } from './daemon.ts';
import { probePostgresql } from './probe.ts';
import { findIn, foldersOf } from './unit.ts';

const run = promisify(execFile);
const user = 'postgres';
const database = 'postgres';
const longestMs = 60_000;
const debianFolder = '/usr/lib/postgresql';

/** Debian keeps the programs of the server away from the PATH, a folder for each version. */
function listFolders(): string[] {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).sort((a, b) => Number(b) - Number(a)) : [];
  return [...foldersOf(process.env.PATH), ...versions.map((version) => join(debianFolder, version, 'bin'))];
}

/** PostgreSQL refuses to run as root. */
function findIdentity(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? [];
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

async function initialise(program: string, folder: string, marks: Record<string, string>): Promise<void> {
  const identity = findIdentity();
  if (identity) chownSync(folder, identity.uid, identity.gid);
  const args = ['-D', join(folder, 'data'), '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  await run(program, args, { cwd: folder, env: { ...process.env, ...marks }, timeout: longestMs, ...identity });
}

// Nothing waits for a disk. What is committed outlives a killed server all the same, which synchronous_commit=off would not warrant.
const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];

export const postgresql: Daemon = {
  program: 'initdb',
  debianPackage: 'postgresql',
  image: 'postgres:17-alpine',
  find: () => findIn(listFolders(), 'initdb'),
  urlOf: (port) => `postgresql://${user}@127.0.0.1:${port}/${database}`,
  prepare: async (initdb, { folder, port }, marks) => {
    if (!existsSync(join(folder, 'data'))) await initialise(initdb, folder, marks);
    const args = ['-D', join(folder, 'data'), ...[...settings, `port=${port}`].flatMap((setting) => ['-c', setting])];
    return { command: join(dirname(initdb), 'postgres'), args, cwd: folder, identity: findIdentity() };
  },
  probe: (place) => probePostgresql(place, user, database),
  // A fast shutdown: SIGTERM would wait until the last client has gone.
  signal: 'SIGINT',
  containerPort: 5432,
  containerOptions: ['--env', 'POSTGRES_HOST_AUTH_METHOD=trust'],
  containerCommand: ['-c', 'fsync=off'],
};
