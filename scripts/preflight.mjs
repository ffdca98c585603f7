import { accessSync, constants, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { EnvError, parseEnv } from '../lib/env.ts';
import { AppError } from '../lib/errors.ts';
import { parseAllowList } from '../lib/probe/outbound-list.ts';
import { migrate, providerOf, sqliteFileOf } from './migrate.mjs';

/** A reason not to start that the person at the terminal can mend: `lines` says what to do, without a stack. */
export class StartFault extends Error {
  constructor(...lines) {
    super(lines.join('\n'));
    this.name = 'StartFault';
    this.lines = lines;
  }
}

function findFaults(read, ErrorType) {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ErrorType) return error.message.split('; ');
    throw error;
  }
}

/** The parsed environment; every fault is a line of its own. */
export function readEnv(variables) {
  const faults = [
    ...findFaults(() => parseEnv(variables), EnvError),
    ...findFaults(() => parseAllowList(variables.SIGNALBOX_OUTBOUND_ALLOW ?? ''), AppError),
  ];
  if (faults.length > 0) throw new StartFault(...faults.map((fault) => `Cannot start: ${fault.replace(/[.]$/, '')}.`));
  const env = parseEnv(variables);
  return { ...env, SIGNALBOX_DATA_DIR: resolve(env.SIGNALBOX_DATA_DIR) };
}

const portFaults = {
  EADDRINUSE: ({ PORT }) => `Port ${PORT} is in use by another program. Stop it or start with PORT=${PORT < 65_535 ? PORT + 1 : PORT - 1}.`,
  EACCES: ({ PORT }) => `Port ${PORT} may not be opened by this user. Start with a PORT above 1023.`,
  EADDRNOTAVAIL: ({ HOST }) => `HOST=${HOST} is not an address of this machine.`,
  ENOTFOUND: ({ HOST }) => `HOST=${HOST} is not an address of this machine.`,
};

export function checkPort(env) {
  const server = createServer();
  return new Promise((done, fail) => {
    server.once('error', (error) =>
      fail(new StartFault(portFaults[error.code]?.(env) ?? `Cannot listen on ${env.HOST}:${env.PORT}: ${error.message}.`)),
    );
    server.listen(env.PORT, env.HOST, () => server.close(() => done()));
  });
}

const folderFaults = {
  EEXIST: 'there is a file in its place',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOENT: 'a folder above it cannot be created',
  ENOSPC: 'the disk is full',
};

/** Makes the folders one by one: `recursive` never returns where a file system answers ENOENT to a mkdir (as /proc does). */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** Makes the folder, for its owner alone, and proves that a file can be written into it. */
export function prepareFolder(folder, hint) {
  try {
    makeFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const probe = join(folder, `.write-${process.pid}`);
    writeFileSync(probe, '', { mode: 0o600 });
    rmSync(probe);
  } catch (error) {
    throw new StartFault(`The data folder ${folder} cannot be written: ${folderFaults[error.code] ?? error.message}. ${hint}`);
  }
}

export function prepareDataFolders(env) {
  prepareFolder(env.SIGNALBOX_DATA_DIR, 'Choose another with SIGNALBOX_DATA_DIR.');
  if (providerOf(env.databaseUrl) !== 'sqlite') return;
  const file = resolve(sqliteFileOf(env.databaseUrl));
  prepareFolder(dirname(file), 'Choose another place with DATABASE_URL.');
  if (existsSync(file) && !statSync(file).isFile()) throw new StartFault(`The database ${file} is not a file. Choose another with DATABASE_URL.`);
}

function withoutPassword(url) {
  if (!URL.canParse(url) || providerOf(url) === 'sqlite') return url;
  const { host, pathname } = new URL(url);
  return `postgresql://${host}${pathname}`;
}

/** Brings the database up to date; resolves with the migrations applied. */
export async function migrateOrFail(env) {
  try {
    return await migrate(env.databaseUrl);
  } catch (error) {
    const cause = error.errors?.[0] ?? error;
    throw new StartFault(`The database ${withoutPassword(env.databaseUrl)} cannot be used: ${cause.message || cause.code}.`);
  }
}
