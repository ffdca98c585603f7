import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import Fastify from 'fastify';
import { register } from 'prom-client';
import { afterEach, describe, expect, test } from 'vitest';
import { ServiceClient } from './client.ts';
import { currentContext } from './context.ts';
import type { Log } from './log.ts';
import { contextOfRequest } from './request.ts';
import { answer, freshName, misbehaving, until } from './server.test.kit.ts';
import { createService, type Service, type ServiceOptions } from './service.ts';

const document = { openapi: '3.0.3', info: { title: 'Users', version: '1.2.0' }, paths: { '/users': {}, '/users/{userId}': {}, '/users/me': {} } };

interface Line {
  level: string;
  message: string;
  [field: string]: unknown;
}

function logOf(lines: Line[]): Log {
  const write = (level: string) => (fields: Record<string, unknown>, message: string) => void lines.push({ level, message, ...fields });
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

interface Running {
  url: string;
  lines: Line[];
  service: Service;
  stop: () => Promise<unknown>;
}

const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

function make(options: Partial<ServiceOptions> = {}) {
  const lines: Line[] = [];
  const service = createService({ name: 'users', version: '1.2.0', document, log: logOf(lines), ...options });
  return { service, lines };
}

const keep = (one: Running) => {
  running.push(one);
  return one;
};

async function plain(application: RequestListener, options: Partial<ServiceOptions> = {}): Promise<Running> {
  const { service, lines } = make(options);
  const { url, close } = await service.listen(application, { handleSignals: false });
  return keep({ url, lines, service, stop: close });
}

async function withExpress(options: Partial<ServiceOptions> = {}): Promise<Running> {
  const { service, lines } = make(options);
  const app = express();
  app.use(service.middleware);
  app.use(express.json());
  app.get('/users/:id', (_request, response) => void response.json({ correlationId: currentContext()?.correlationId }));
  app.post('/users', (request, response) => void response.status(201).json({ ...request.body, correlationId: currentContext()?.correlationId }));
  app.get('/teams/:id/members', (_request, response) => void response.status(500).json({}));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return keep({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines, service, stop: () => service.stop(server) });
}

async function withFastify(options: Partial<ServiceOptions> = {}): Promise<Running> {
  const { service, lines } = make(options);
  const app = Fastify();
  app.register(service.fastify);
  app.get('/users/:id', async () => ({ correlationId: currentContext()?.correlationId }));
  app.post('/users', async (request, reply) => {
    reply.status(201);
    return { ...(request.body as object), correlationId: currentContext()?.correlationId };
  });
  app.get('/teams/:id/members', async (_request, reply) => reply.status(500).send({}));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return keep({ url, lines, service, stop: () => app.close() });
}

async function withPlain(options: Partial<ServiceOptions> = {}): Promise<Running> {
  return plain(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const isFailure = request.url?.startsWith('/teams');
    response.writeHead(isFailure ? 500 : request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...JSON.parse(text || '{}'), correlationId: currentContext()?.correlationId }));
  }, options);
}

const countOf = async (labels: string) => {
  const line = (await register.metrics()).split('\n').find((one) => one.startsWith(`http_request_duration_seconds_count{${labels}}`));
  return Number(line?.split(' ').at(-1) ?? 0);
};

test('what is being served is counted while it is, also when nobody waits for it any more', { timeout: 60_000 }, async () => {
  const patience = { timeout: 10_000 };
  let leave: () => void = () => undefined;
  const { url } = await plain(async (_request, response) => {
    await new Promise<void>((resolve) => {
      leave = resolve;
    });
    response.end('{}');
  });
  const inFlight = async () => Number(/^http_requests_in_flight (\d+)$/m.exec(await register.metrics())?.[1]);
  const waiting = fetch(`${url}/slow`);
  await expect.poll(inFlight, patience).toBe(1);
  leave();
  expect((await waiting).status).toBe(200);
  await expect.poll(inFlight, patience).toBe(0);
  const given = new AbortController();
  const abandoned = fetch(`${url}/slow`, { signal: given.signal }).catch(() => null);
  await expect.poll(inFlight, patience).toBe(1);
  given.abort();
  await abandoned;
  await expect.poll(inFlight, patience).toBe(0);
  leave();
});

describe.each([
  ['node:http', withPlain],
  ['Express', withExpress],
  ['Fastify', withFastify],
])('%s', (framework, start) => {
  test('serves /health, /metrics and /openapi.json', async () => {
    const { url } = await start({ checks: { database: () => true } });
    const health = await fetch(`${url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toEqual({
      status: 'healthy',
      version: '1.2.0',
      checks: { database: { status: 'healthy', durationMs: expect.any(Number) } },
    });
    const metrics = await fetch(`${url}/metrics`);
    expect(metrics.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await metrics.text()).toContain('process_start_time_seconds');
    expect(await (await fetch(`${url}/openapi.json?x=1`)).json()).toEqual(document);
    expect((await fetch(`${url}/health`, { method: 'HEAD' })).status).toBe(200);
  });

  test('takes the correlation id up, answers with it, and has it in handler, log and trace', async () => {
    const { url, lines } = await start();
    const traceparent = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`;
    const response = await fetch(`${url}/users`, {
      method: 'POST',
      headers: { 'x-correlation-id': 'corr-7', traceparent, 'content-type': 'application/json' },
      body: '{"name":"x"}',
    });
    expect([response.status, response.headers.get('x-correlation-id')]).toEqual([201, 'corr-7']);
    expect(await response.json()).toEqual({ name: 'x', correlationId: 'corr-7' });
    await until(() => lines.some(({ message }) => message === 'request'));
    expect(lines.find(({ message }) => message === 'request')).toMatchObject({
      level: 'info',
      correlationId: 'corr-7',
      traceId: 'c'.repeat(32),
      method: 'POST',
      route: '/users',
      status: 201,
      durationMs: expect.any(Number),
    });
  });

  test('makes a correlation id where none comes or it could break a log line', async () => {
    const { url } = await start();
    for (const headers of [{}, { 'x-correlation-id': 'x'.repeat(300) }] as Record<string, string>[])
      expect((await fetch(`${url}/users/1`, { headers })).headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('counts requests by method, route and status: never by path, and without its own endpoints', async () => {
    const { url, lines } = await start();
    const before = [await countOf('method="GET",route="/users/{userId}",status="200"'), await countOf('method="GET",route="/health",status="200"')];
    for (const id of ['1', '2', '3']) await fetch(`${url}/users/${id}?q=secret`);
    await fetch(`${url}/health`);
    await fetch(`${url}/teams/7/members`);
    await until(() => lines.filter(({ message }) => message === 'request').length === 4);
    expect(await countOf('method="GET",route="/users/{userId}",status="200"')).toBe((before[0] as number) + 3);
    expect(await countOf('method="GET",route="/health",status="200"')).toBe(before[1]);
    const matched = framework === 'node:http' ? 'unmatched' : '/teams/:id/members';
    expect(await countOf(`method="GET",route="${matched}",status="500"`)).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toContain('secret');
    expect(lines.find(({ status }) => status === 500)).toMatchObject({ level: 'error' });
  });
});

describe('health', () => {
  test('a check that fails, throws or hangs makes it 503 and says which, without the error text', async () => {
    const { url, lines } = await plain((_, response) => void response.end(), {
      checkTimeoutMs: 50,
      checks: {
        good: async () => {},
        no: () => false,
        thrown: () => {
          throw new Error('postgres://me:password@db refused');
        },
        hanging: () => new Promise(() => {}),
      },
    });
    const response = await fetch(`${url}/health`);
    const text = await response.text();
    expect(response.status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({
      status: 'unhealthy',
      checks: {
        good: { status: 'healthy' },
        no: { status: 'unhealthy', reason: 'failed' },
        thrown: { status: 'unhealthy', reason: 'failed' },
        hanging: { status: 'unhealthy', reason: 'no answer within 50 ms' },
      },
    });
    expect(text).not.toContain('password');
    expect(lines.filter(({ message }) => message === 'health check failed').length).toBe(3);
  });
});

describe('the deadline and the context', () => {
  test('a call made while serving carries context, trace and what is left of the time', async () => {
    const other = await misbehaving(answer(200));
    const client = new ServiceClient({ name: freshName(), baseUrl: other.url });
    const { url } = await plain(async (_, response) => {
      await client.get('/x');
      response.end('{}');
    });
    const headers = { 'x-correlation-id': 'c-1', 'x-user-id': 'u-1', 'x-tenant-id': 't-1', 'x-request-timeout-ms': '5000' };
    await fetch(`${url}/a`, { headers });
    expect(other.seen[0]?.headers).toMatchObject({ 'x-correlation-id': 'c-1', 'x-user-id': 'u-1', 'x-tenant-id': 't-1' });
    expect(Number(other.seen[0]?.headers['x-request-timeout-ms'])).toBeLessThanOrEqual(5000);
    expect(Number(other.seen[0]?.headers['x-request-timeout-ms'])).toBeGreaterThan(3000);
    await other.stop();
  });

  test('event listeners of a request find its context by the request', async () => {
    const { url } = await plain((request, response) => {
      request.on('data', () => {});
      request.on('end', () => response.end(contextOfRequest(request)?.correlationId));
    });
    const response = await fetch(url, { method: 'POST', body: 'x', headers: { 'x-correlation-id': 'c-2' } });
    expect(await response.text()).toBe('c-2');
  });
});

describe('stopping', () => {
  test('lets a request under way finish, takes no new one, then does the work of onStop, the last first', async () => {
    let release: (() => void) | undefined;
    const done: string[] = [];
    const { url, service, stop } = await plain((_, response) => {
      release = () => response.end('done');
    });
    service.onStop(() => void done.push('database'));
    service.onStop(() => void done.push('consumer'));
    const slow = fetch(`${url}/slow`);
    await until(() => release !== undefined);
    const stopped = stop();
    expect((await service.health()).status).toBe('unhealthy');
    await until(() => release !== undefined);
    await expect(fetch(`${url}/new`)).rejects.toThrow();
    expect(done).toEqual([]);
    release?.();
    expect(await (await slow).text()).toBe('done');
    await stopped;
    expect(done).toEqual(['consumer', 'database']);
  });

  test('cuts what takes too long', async () => {
    let isAsked = false;
    const { url, stop } = await plain(
      () => {
        isAsked = true;
      },
      { shutdownTimeoutMs: 50 },
    );
    const hanging = fetch(`${url}/x`).catch((error: Error) => error);
    await until(() => isAsked);
    await stop();
    expect(await hanging).toBeInstanceOf(Error);
  });
});

describe('what cannot be', () => {
  test.each([
    [{ name: 'Users Service' }, /lower-case letters/],
    [{ document: 'openapi: 3.0.3' }, /Parse YAML first/],
  ])('%j is refused in words', (options, message) => {
    expect(() => make(options)).toThrow(message);
  });

  test('a taken port rejects', async () => {
    const { url } = await plain((_, response) => void response.end());
    const { service } = make();
    await expect(service.listen(() => {}, { port: Number(new URL(url).port), handleSignals: false })).rejects.toThrow('EADDRINUSE');
  });
});
