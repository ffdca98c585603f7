import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../command.ts';
import { type FaultApi, serveFaultApi } from '../proxy/api.ts';
import { FaultBoard } from '../proxy/board.ts';
import { type ChaosEvent, type ChaosFault, runChaos } from './chaos.ts';

const board = new FaultBoard();
const folder = mkdtempSync(join(tmpdir(), 'signalbox-chaos-'));
const asked: Record<string, string | undefined>[] = [];
const service = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { method, url: path, headers } = request;
  asked.push({ method, url: path, type: headers['content-type'], tenant: String(headers['x-tenant']), token: headers.authorization, body });
  response.end('fine');
});
let api: FaultApi;
let url: string;
const events: ChaosEvent[] = [];
const audit = async (entry: ChaosEvent) => void events.push(entry);

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  api = await serveFaultApi(board, '127.0.0.1:0');
  const { listen } = await board.add({ name: 'shop', upstream: `127.0.0.1:${(service.address() as AddressInfo).port}` });
  url = `http://${listen}/`;
});
beforeEach(async () => {
  events.length = 0;
  await board.reset();
});
afterAll(async () => {
  await api.close();
  await board.close();
  service.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const failing: ChaosFault = { proxy: 'shop', toxic: { type: 'http_status', attributes: { status: 503 } } };
const experiment = (faults: ChaosFault[], more: Partial<Parameters<typeof runChaos>[0]> = {}) => {
  const steady = {
    requests: [{ url, method: 'GET', headers: {}, body: undefined }],
    rate: 40,
    objective: { percent: 90, ms: 2000, maxErrorRatio: 0.1 },
    forMs: 500,
  };
  return runChaos({ api: api.url, faults, steady, faultMs: 700, recoverWithinMs: 10_000, audit, ...more });
};

test('the steady state is measured before, during and after; the faults are gone and everything is in the audit', async () => {
  const { state, before, during, after } = await experiment([failing], { abortErrorRatio: 1 });
  expect([state, before.holds, during?.errorRatio, after?.holds]).toEqual(['recovered', true, 1, true]);
  expect(board.read('shop').toxics).toEqual([]);
  expect(events.map(({ event }) => event)).toEqual(['planned', 'measured', 'fault', 'rolled back', 'measured', 'measured', 'ended']);
});

test('a fault that the service bears leaves the steady state as it is', async () => {
  const { state } = await experiment([{ proxy: 'shop', toxic: { type: 'latency', attributes: { latency: 20 } } }]);
  expect(state).toBe('held');
});

test('half of the requests failing takes the faults back at once, long before their time', async () => {
  const { state, during, takenBackAfterMs } = await experiment([failing], { faultMs: 300_000 });
  expect([state, takenBackAfterMs !== null && takenBackAfterMs < 60_000]).toEqual(['recovered', true]);
  expect(during?.sent).toBeLessThan(2400);
  expect(events.find(({ event }) => event === 'rolled back')).toMatchObject({ because: 'too many requests failed' });
  const borne = await experiment([{ ...failing, toxic: { ...failing.toxic, toxicity: 0.2 } }], { abortErrorRatio: 0.9, faultMs: 1500 });
  expect([borne.during?.sent, borne.takenBackAfterMs]).toEqual([60, null]);
});

test('the steady state may be that of requests with a body', async () => {
  const before = asked.length;
  const args = [
    'chaos',
    `${url}orders`,
    '--method',
    'post',
    '--body',
    '{"sku": 1}',
    '--header',
    'x-tenant: a',
    '--token',
    'secret',
    '--allow',
    'shop',
  ];
  const more = ['--api', api.url, '--fault', 'shop={"type": "latency", "attributes": {"latency": 5}}', '--audit', join(folder, 'post.log')];
  const world = { env: {}, print: () => {}, complain: () => {} };
  expect(await runCommand([...args, ...more, '--seconds', '0.3', '--fault-seconds', '0.3'], world)).toBe(0);
  const all = { method: 'POST', url: '/orders', type: 'application/json', tenant: 'a', token: 'Bearer secret', body: '{"sku": 1}' };
  expect([...new Set(asked.slice(before).map((one) => JSON.stringify(one)))]).toEqual([JSON.stringify(all)]);
});

test('a fault that meets no traffic proves nothing', async () => {
  await board.add({ name: 'idle', upstream: '127.0.0.1:9' });
  const idle: ChaosFault = { proxy: 'idle', toxic: failing.toxic };
  const { state, unmet } = await experiment([idle, { proxy: 'shop', toxic: { type: 'latency', attributes: { latency: 20 } } }]);
  expect([state, unmet]).toEqual(['unmet', ['idle']]);
  const said: string[] = [];
  const junit = join(folder, 'idle.xml');
  const args = [
    'chaos',
    url,
    '--allow',
    'shop',
    '--api',
    api.url,
    '--fault',
    'idle={"type": "slicer"}',
    '--audit',
    join(folder, 'idle.log'),
    '--junit',
    junit,
  ];
  const world = { env: {}, print: (line: string) => said.push(line), complain: () => {} };
  expect(await runCommand([...args, '--seconds', '0.3', '--fault-seconds', '0.3'], world)).toBe(2);
  expect(said[0]).toContain('The faults met no traffic: nothing is proved. Nothing went by way of idle meanwhile');
  expect(readFileSync(junit, 'utf8')).toMatch(/name="it holds under the faults">\s*<skipped/);
});

test('no fault is put where the steady state does not hold, or where the audit cannot be written', async () => {
  board.addToxic('shop', { type: 'http_status', name: 'before' });
  expect((await experiment([failing])).state).toBe('not_steady');
  expect(events.some(({ event }) => event === 'fault')).toBe(false);
  await board.reset();
  const refuse = async ({ event }: ChaosEvent) => {
    if (event === 'fault') throw new Error('the disk is full');
  };
  await expect(experiment([failing], { audit: refuse })).rejects.toThrow('the disk is full');
  expect(board.read('shop').toxics).toEqual([]);
});

test('anybody can stop it: by the lease, by a signal', async () => {
  const kill = async (entry: ChaosEvent) => {
    if (entry.event === 'fault') setTimeout(() => board.endLease(entry.lease), 200);
  };
  const harmless: ChaosFault = { proxy: 'shop', toxic: { type: 'latency', attributes: { latency: 5 } } };
  expect((await experiment([harmless], { faultMs: 60_000, audit: kill })).state).toBe('stopped');
  const stop = new AbortController();
  const abort = async ({ event }: ChaosEvent) => {
    if (event === 'fault') setTimeout(() => stop.abort(), 200);
  };
  expect((await experiment([harmless], { faultMs: 60_000, audit: abort, signal: stop.signal })).state).toBe('stopped');
  expect(board.read('shop').toxics).toEqual([]);
});

test('the command asks for the word of the owner, writes the audit, and says what came of it', async () => {
  const [printed, complaints]: [string[], string[]] = [[], []];
  const log = join(folder, 'chaos.log');
  const world = { env: {}, print: (line: string) => printed.push(line), complain: (line: string) => complaints.push(line) };
  const args = [
    'chaos',
    url,
    '--api',
    api.url,
    '--fault',
    'shop={"type": "http_status"}',
    '--objective',
    'p90<=2s',
    '--seconds',
    '0.5',
    '--fault-seconds',
    '0.5',
    '--audit',
    log,
  ];
  expect(await runCommand(args, world)).toBe(2);
  expect(complaints.at(-1)).toContain('--allow <its name>');
  expect(await runCommand([...args, '--allow', 'shop'], world)).toBe(0);
  expect(printed[0]).toContain('The faults broke the steady state; it came back afterwards.');
  expect(await runCommand([...args, '--allow', 'shop', '--must-hold'], world)).toBe(1);
  const entries = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ChaosEvent & { service: string; at: string });
  expect(entries[0]).toMatchObject({ event: 'planned', service: 'shop', at: expect.stringMatching(/^20/), by: expect.any(String) });
  const wrong = [
    ['--fault', 'shop'],
    ['--fault', 'nobody={"type": "latency"}', '--allow', 'x'],
  ];
  for (const more of wrong) expect(await runCommand(['chaos', url, '--api', api.url, '--audit', log, ...more], world)).toBe(2);
  expect(complaints.slice(-2).join('\n')).toMatch(/takes <path>=<toxic as JSON>[\s\S]*has no path nobody/);
});

test('where Signalbox is at hand, the owner must have agreed there, not for the address of another service, and twice for production', async () => {
  const row = {
    name: 'shop',
    baseUrl: 'http://10.1.2.3:8080',
    instances: [url.replace('127.0.0.1', 'localhost')],
    lifecycle: 'production',
    tags: [] as string[],
  };
  const other = { name: 'stock', baseUrl: 'http://127.0.0.1:9', instances: [], lifecycle: 'experimental', tags: ['chaos'] };
  const catalog = createServer((request, response) => {
    const isOne = request.url?.endsWith('/services/shop');
    response.setHeader('content-type', 'application/json').end(JSON.stringify(isOne ? row : { services: [row, other], pagination: { pages: 1 } }));
  });
  await new Promise<void>((resolve) => catalog.listen(0, '127.0.0.1', resolve));
  const env = { SIGNALBOX_URL: `http://127.0.0.1:${(catalog.address() as AddressInfo).port}` };
  const args = [
    '--allow',
    'shop',
    '--api',
    api.url,
    '--fault',
    'shop={"type": "slicer"}',
    '--seconds',
    '0.2',
    '--fault-seconds',
    '0.2',
    '--audit',
    join(folder, 'consent.log'),
  ];
  const attempt = async (address: string, ...more: string[]) => {
    const complaints: string[] = [];
    const code = await runCommand(['chaos', address, ...args, ...more], { env, print: () => {}, complain: (line) => complaints.push(line) });
    return [code, complaints.at(-1)];
  };
  expect(await attempt(url)).toEqual([2, expect.stringMatching(/it lacks the tag chaos .* adds the tag in Settings, under Owner/)]);
  row.tags.push('chaos');
  expect(await attempt('http://127.0.0.1:9/')).toEqual([2, expect.stringContaining('http://127.0.0.1:9 is stock in Signalbox, not shop')]);
  expect(await attempt(url)).toEqual([2, expect.stringContaining('--on-production confirms')]);
  expect(await attempt(url, '--on-production')).toEqual([0, expect.stringContaining('ended')]);
  catalog.close().closeAllConnections();
});
