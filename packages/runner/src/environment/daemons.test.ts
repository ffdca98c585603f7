import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { TestEnvironment } from './environment.ts';
import type { InfrastructureKind } from './infrastructure.ts';
import { findProcess } from './process-table.ts';

vi.setConfig({ testTimeout: 120_000 });

const run = promisify(execFile);

/** What needs a daemon skips itself, loudly, where there is none and none could be installed. */
async function lacks(kind: InfrastructureKind): Promise<boolean> {
  const lacking = await TestEnvironment.findLacking({ kind, driver: 'native' });
  if (lacking) process.stderr.write(`SKIPPED: ${lacking} Its part of TestEnvironment is not tested.\n`);
  return lacking !== null;
}

async function query<Row>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

function tell(url: string, words: string): Promise<string> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(`${words}\r\n`));
    socket.setEncoding('latin1').on('error', reject);
    socket.once('data', (text) => {
      socket.destroy();
      resolve(String(text).trim());
    });
  });
}

const childrenOf = async (pid: number) => (await run('ps', ['-o', 'pid=', '--ppid', String(pid)])).stdout.trim().split(/\s+/).map(Number);

test.skipIf(await lacks('postgresql'))(
  'two PostgreSQL servers start beside each other, keep their data over kill -9 and restart, and leave nothing',
  async () => {
    const environment = await TestEnvironment.start({ infrastructure: ['postgresql', { kind: 'postgresql', name: 'orders-db' }] });
    const [url, other] = [environment.url('postgresql'), environment.url('orders-db')];
    expect(new URL(url).port).not.toBe(new URL(other).port);
    await query(url, "CREATE TABLE kept (text TEXT); INSERT INTO kept VALUES ('as written')");
    await expect(query(other, 'SELECT * FROM kept')).rejects.toThrow('does not exist');
    await environment.kill('postgresql');
    await expect(query(url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
    await environment.restart('postgresql');
    expect(environment.url('postgresql')).toBe(url);
    const postmaster = Number((await query<{ pid: string }>(other, "SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1) AS pid"))[0]?.pid);
    const kin = [postmaster, ...(await childrenOf(postmaster))];
    expect(kin.length).toBeGreaterThan(3);
    expect(await query(url, 'SELECT * FROM kept')).toEqual([{ text: 'as written' }]);
    // A client that stays connected does not hold the end up.
    const guest = new pg.Client({ connectionString: other });
    guest.on('error', () => {});
    await guest.connect();
    const folder = environment.folder('postgresql');
    await environment.stop();
    expect(kin.filter((pid) => findProcess(pid))).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    expect(environment.logs('orders-db').join('\n')).toContain('database system is shut down');
  },
);

test.skipIf(await lacks('redis'))(
  'Redis takes commands when the start resolves, its address reaches who asks for it, and its data outlive kill -9',
  async () => {
    const script = "require('http').createServer((_, answer) => answer.end(process.env.REDIS_URL)).listen(process.env.PORT, '127.0.0.1')";
    const environment = await TestEnvironment.start({
      infrastructure: ['redis'],
      services: [{ name: 'user', command: process.execPath, args: ['-e', script], env: { REDIS_URL: '${redis.url}' } }],
    });
    const url = environment.url('redis');
    expect(await tell(url, 'PING')).toBe('+PONG');
    expect((await environment.request('user', '/')).text).toBe(url);
    expect(await tell(url, 'SET kept as-written')).toBe('+OK');
    await environment.kill('redis');
    await environment.restart('redis');
    expect(await tell(url, 'GET kept')).toContain('as-written');
    await environment.stop();
    await expect(tell(url, 'PING')).rejects.toThrow('ECONNREFUSED');
  },
);
