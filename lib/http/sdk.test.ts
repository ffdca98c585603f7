import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSignals } from '#lib/model/dialect/read.ts';
import { parseExposition } from '#lib/probe/exposition.ts';
import { createService, type Log, registerWithSignalbox, ServiceClient, ServiceRegistry } from '../../packages/sdk/src/index.ts';
import { callApi, issueToken } from './stage.test.kit.ts';

const lines: string[] = [];
const write = (_: unknown, message: string) => void lines.push(message);
const log: Log = { info: write, warn: write, error: write };
let admin: { headers: Record<string, string> };
let guest: { headers: Record<string, string> };
const tokenOf = ({ headers }: { headers: Record<string, string> }) => (headers.authorization as string).slice('Bearer '.length);

/** Signalbox's own API on a real socket. */
const server = createServer(async (request, response) => {
  const { answerCall } = await import('./call.ts');
  const { method = 'GET', url = '/', headers } = request;
  const body = method === 'GET' ? {} : { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' };
  const answer = await answerCall(
    new Request(`http://signalbox.test${url}`, { method, headers: headers as Record<string, string>, ...body }),
    'rest',
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
});
let url: string;

beforeAll(async () => {
  admin = await issueToken('admin');
  guest = await issueToken('guest');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const read = async (name: string) => (await callApi('GET', `/services/${name}`, { headers: admin.headers })).body;

test('a service made with the SDK registers itself with all that it says, and changes it at the next start', async () => {
  const signalbox = {
    url,
    token: tokenOf(admin),
    team: 'accounts',
    domain: 'people',
    tier: 1,
    description: 'Who may do what',
    dependencies: ['mail', { service: 'users-db', kind: 'datastore', critical: true }],
    publishes: ['users'],
    subscribes: ['orders'],
  } as const;
  const service = createService({ name: 'users', version: '1.2.0', document: { openapi: '3.0.3', paths: {} }, log, signalbox });
  const { url: own, close } = await service.listen((_, response) => void response.end(), { handleSignals: false });
  while (!lines.includes('registered with Signalbox')) await new Promise((resolve) => setImmediate(resolve));
  expect(await read('users')).toMatchObject({
    baseUrl: own,
    healthCheckPath: '/health',
    metricsPath: '/metrics',
    openapiPath: '/openapi.json',
    team: 'accounts',
    domain: 'people',
    tier: 1,
    description: 'Who may do what',
    dependencies: [
      { service: 'mail', kind: 'http', critical: true },
      { service: 'users-db', kind: 'datastore', critical: true },
    ],
    publishes: ['users'],
    subscribes: ['orders'],
  });
  await close();
  expect(await registerWithSignalbox('users', { ...signalbox, baseUrl: own, tier: 2 })).toBe('changed');
  expect(await read('users')).toMatchObject({ tier: 2, team: 'accounts' });
});

test('an instance of several takes the address of none: callers keep theirs', async () => {
  const instances = ['http://127.0.0.1:1001', 'http://127.0.0.1:1002'];
  const body = { name: 'many', baseUrl: 'http://many.example.com', instances };
  expect((await callApi('POST', '/services', { headers: admin.headers, body })).status).toBe(201);
  const listen = async (baseUrl?: string) => {
    lines.splice(0);
    const signalbox = { url, token: tokenOf(admin), team: 'many', ...(baseUrl && { baseUrl }) };
    const service = createService({ name: 'many', version: '1.0.0', log, signalbox });
    const { close } = await service.listen((_, response) => void response.end(), { handleSignals: false });
    while (!lines.includes('registered with Signalbox')) await new Promise((resolve) => setImmediate(resolve));
    await close();
  };
  await listen();
  expect(await read('many')).toMatchObject({ baseUrl: 'http://many.example.com', instances, team: 'many' });
  await listen('http://127.0.0.1:1003');
  expect(await read('many')).toMatchObject({ baseUrl: 'http://127.0.0.1:1003', instances });
});

test('what Signalbox refuses is said in its words', async () => {
  await expect(registerWithSignalbox('other', { url, token: tokenOf(guest), baseUrl: 'http://127.0.0.1:1' })).rejects.toThrow('credentials');
  const wrong = registerWithSignalbox('users', { url, token: tokenOf(admin), baseUrl: 'ftp://x' });
  await expect(wrong).rejects.toMatchObject({ status: 400, body: { message: expect.stringContaining('baseUrl') } });
});

test('a registry reads addresses and policies from the catalog', async () => {
  const { status } = await callApi('POST', '/services', {
    headers: admin.headers,
    body: { name: 'orders', baseUrl: 'http://127.0.0.1:1001', timeoutSeconds: 0.5, maxRetries: 0, circuitBreakerThreshold: 1 },
  });
  expect(status).toBe(201);
  const registry = await ServiceRegistry.fromSignalbox(url, tokenOf(guest), { log });
  expect(registry.names()).toEqual(expect.arrayContaining(['orders', 'users']));
  const client = registry.getClient('orders');
  await expect(client.get('/x')).rejects.toMatchObject({ code: 'unavailable', attempts: 1 });
  await expect(client.get('/x')).rejects.toMatchObject({ code: 'circuit_open' });
  registry.close();
});

test('its metrics are read without configuration: what it serves, not what it calls, and not how it is looked at', async () => {
  const document = { openapi: '3.0.3', paths: { '/users/{userId}': {} } };
  const service = createService({ name: 'users', version: '1', document, log });
  const application = async (request: { url?: string | undefined }, response: { statusCode: number; end: () => unknown }) => {
    if (request.url === '/users/2') response.statusCode = 503;
    if (request.url === '/users/3') response.statusCode = 404;
    response.end();
  };
  const { url: own, close } = await service.listen(application as never, { handleSignals: false });
  const client = new ServiceClient({ name: 'itself', baseUrl: own, maxRetries: 0 });
  for (const id of [1, 2, 3, 1, 1]) await client.get(`/users/${id}`).catch(() => {});
  for (let n = 0; n < 9; n += 1) await client.healthCheck();
  const response = await fetch(`${own}/metrics`);
  const exposition = parseExposition(Buffer.from(await response.arrayBuffer()), response.headers.get('content-type'));
  const totals = readSignals(exposition, { healthPath: '/health', metricsPath: '/metrics' });
  expect(totals).toMatchObject({
    statusKnown: true,
    startedAtSeconds: expect.any(Number),
    source: { latency: 'http_request_duration_seconds', requests: 'http_request_duration_seconds_count', status: 'status', unit: 's, by its name' },
  });
  const served = [...(totals?.requests?.values ?? [])].reduce((sum, value) => sum + value, 0);
  expect(served).toBe(5);
  expect(totals?.requests?.routes?.names).toEqual(['GET /users/{userId}']);
  await close();
});
