import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkPort, migrateOrFail, prepareDataFolders, prepareFolder, readEnv } from './preflight.mjs';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-preflight-'));
const file = join(folder, 'file');
writeFileSync(file, 'not a database, and not a folder either');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every fault of the environment is one line that names its variable', () => {
  const variables = { PORT: 'abc', LOG_LEVEL: 'loud', SIGNALBOX_OUTBOUND_ALLOW: 'a b' };
  const lines = (() => {
    try {
      return readEnv(variables) && [];
    } catch (error) {
      return (error as Error).message.split('\n');
    }
  })();
  expect(lines).toHaveLength(3);
  for (const name of Object.keys(variables)) expect(lines.filter((line) => line.includes(name))).toHaveLength(1);
});

/** Listens on a port that the system hands to nobody who asks for any. */
async function takePort(from = 20_000 + (process.pid % 10_000)): Promise<{ server: Server; port: number }> {
  const server = createServer();
  const isTaken = await new Promise<boolean>((done) => {
    server.once('error', () => done(false));
    server.listen(from, '127.0.0.1', () => done(true));
  });
  return isTaken ? { server, port: from } : takePort(from + 1);
}

test('a port that is taken is named, with one to try', async () => {
  const { server, port } = await takePort();
  await expect(checkPort({ ...readEnv({}), PORT: port })).rejects.toThrow(
    `Port ${port} is in use by another program. Stop it or start with PORT=${port + 1}.`,
  );
  await new Promise((done) => server.close(done));
  await expect(checkPort({ ...readEnv({}), PORT: port })).resolves.toBeUndefined();
});

test('a host that is not ours is named', async () => {
  await expect(checkPort({ ...readEnv({}), PORT: 0, HOST: '192.0.2.1' })).rejects.toThrow('HOST=192.0.2.1 is not an address of this machine.');
});

test('a data folder is made for its owner alone', () => {
  const path = join(folder, 'a', 'b');
  prepareFolder(path, '');
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test.each([
  ['a file in its place', file],
  ['a file above it', join(file, 'below')],
  ['a place where nothing can be made', '/proc/signalbox'],
  ['a place that takes no folders from anybody', '/sys/signalbox'],
])('a data folder with %s is one clear line', (_what, path) => {
  const lines: string[] = [];
  try {
    prepareFolder(path, 'Choose another.');
  } catch (error) {
    lines.push(...(error as Error).message.split('\n'));
  }
  expect(lines).toEqual([expect.stringMatching(/^The data folder .* cannot be written: .*\. Choose another\.$/)]);
});

test('a database that is no database is one clear line', async () => {
  const env = readEnv({ SIGNALBOX_DATA_DIR: join(folder, 'data'), DATABASE_URL: `file:${file}` });
  prepareDataFolders(env);
  await expect(migrateOrFail(env)).rejects.toThrow(/^The database .* cannot be used: file is not a database\.$/);
});

test('a PostgreSQL that is away is one clear line without its password', async () => {
  const env = readEnv({ DATABASE_URL: 'postgresql://me:secret@127.0.0.1:9/x' });
  const failure = await migrateOrFail(env).catch((error: Error) => error.message);
  expect(failure).toMatch(/^The database postgresql:\/\/127\.0\.0\.1:9\/x cannot be used: .+\.$/);
  expect(failure).not.toContain('secret');
});
