import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Running } from './chassis/serve.ts';
import { readSettings, type Settings } from './chassis/settings.ts';
import { signToken } from './chassis/token.ts';
import { environmentOf, fleet } from './fleet.ts';

const tokenKey = 'a key of the tests, of more than 32 characters';
const silent = { info: () => {}, warn: () => {}, error: () => {} };

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** A valid token of the fleet of the tests. */
export const testToken = () => signToken('test', tokenKey, 600);

/** One service of the fleet as a process of a TestEnvironment, with a database of its own. */
export const processOf = (name: string, env: Record<string, string> = {}) => ({
  name,
  command: process.execPath,
  args: ['--conditions=@signalbox/source', `examples/${name}/main.ts`],
  env: { FLEET_TOKEN_KEY: tokenKey, DATA_DIR: '${self.folder}', ...env },
});

/** Runs the whole fleet in this process, on databases of its own, until `close`. */
export async function startFleet() {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-fleet-'));
  const urls: Record<string, string> = {};
  for (const { name } of fleet) urls[name] = `http://127.0.0.1:${await findFreePort()}`;
  const running: Running[] = [];
  for (const member of fleet) {
    const environment = { FLEET_TOKEN_KEY: tokenKey, DATA_DIR: folder, ...environmentOf(member, urls) };
    const { start } = (await import(`./${member.name}/main.ts`)) as { start: (settings: Settings) => Promise<Running> };
    running.push(await start({ ...readSettings(member.name, environment), log: silent }));
  }
  return {
    urls,
    close: async () => {
      for (const one of running.reverse()) await one.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Answered {
  status: number;
  headers: Headers;
  /** Parsed JSON; the text where it is none. */
  body: unknown;
}

/** One exchange, with a valid token unless the headers say otherwise. */
export async function exchange(url: string, init: RequestInit = {}): Promise<Answered> {
  const headers = { authorization: `Bearer ${testToken()}`, ...(init.body ? { 'content-type': 'application/json' } : {}), ...init.headers };
  const response = await fetch(url, { ...init, headers });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
}
