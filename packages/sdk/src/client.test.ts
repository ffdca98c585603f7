import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ServiceClient } from './client.ts';
import type { ServiceConfig } from './config.ts';
import { currentContext, RequestContext, runWithContext } from './context.ts';
import { ServiceAuthenticationError, ServiceBulkheadError, ServiceError, ServiceTimeoutError, ServiceUnavailableError } from './error.ts';
import { answer, failureOf, freshName, hang, type Misbehaving, misbehaving, reset, truncate } from './server.test.kit.ts';

let server: Misbehaving;
beforeEach(async () => {
  server = await misbehaving();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.stop();
});

const client = (config: Partial<ServiceConfig> = {}) =>
  new ServiceClient({ name: freshName(), baseUrl: server.url, maxRetries: 0, retryDelayMs: 1, ...config });

describe('a call', () => {
  test('sends JSON, who calls, the credentials, the context and a new trace, and resolves to the parsed body', async () => {
    const name = freshName();
    const calls = client({ name, baseUrl: `${server.url}/base/`, apiKey: 'key-1', jwtToken: 'token-1' });
    const context = new RequestContext({ correlationId: 'corr-1', userId: 'user-1', tenantId: 'tenant-1' });
    expect(context.requestTimestamp.getTime()).toBeGreaterThan(Date.now() - 5000);
    const body = await calls.post(
      '/orders',
      { a: 1 },
      { context, params: { page: 2, q: 'a b', tag: ['x', 'y'], none: undefined }, headers: { 'X-Own': 'me' } },
    );
    expect(body).toEqual({ ok: true });
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/base/orders?page=2&q=a+b&tag=x&tag=y', body: '{"a":1}' });
    expect(server.seen[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': `ServiceClient/${name}`,
      'x-api-key': 'key-1',
      authorization: 'Bearer token-1',
      'x-correlation-id': 'corr-1',
      'x-user-id': 'user-1',
      'x-tenant-id': 'tenant-1',
      'x-own': 'me',
      traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
      'x-request-timeout-ms': expect.stringMatching(/^\d+$/),
    });
  });

  test.each(['get', 'delete', 'post', 'put', 'patch'] as const)('%s uses its method', async (method) => {
    await client()[method]('/x');
    expect(server.seen[0]).toMatchObject({ method: method.toUpperCase(), url: '/x', body: '' });
  });

  test('a text stays a text, nothing becomes undefined, broken JSON is an error with the text', async () => {
    server.behave(answer(200, 'plain', { 'content-type': 'text/plain' }), answer(204, ''), answer(200, '{"a":'));
    const calls = client();
    expect([await calls.get('/a'), await calls.get('/b')]).toEqual(['plain', undefined]);
    expect(await failureOf(calls.get('/c'))).toMatchObject({ code: 'invalid_body', status: 200, body: '{"a":' });
  });

  test('continues the trace of the request being served, with a span of its own for each attempt', async () => {
    server.behave(answer(500), answer(200));
    const traceId = 'a'.repeat(32);
    await runWithContext({ traceparent: `00-${traceId}-${'b'.repeat(16)}-00`, correlationId: 'from-request' }, async () => {
      expect(currentContext()?.correlationId).toBe('from-request');
      await client({ maxRetries: 1 }).get('/x');
    });
    const [first, second] = server.seen.map(({ headers }) => String(headers.traceparent));
    for (const one of [first, second]) expect(one).toMatch(new RegExp(`^00-${traceId}-(?!b{16})[0-9a-f]{16}-00$`));
    expect(first).not.toBe(second);
    expect(server.seen.map(({ headers }) => headers['x-correlation-id'])).toEqual(['from-request', 'from-request']);
  });

  test('a context that is given is filled up from the request being served', async () => {
    const served = { correlationId: 'from-request', tenantId: 'tenant-1', deadlineMs: Date.now() + 4000 };
    await runWithContext(served, () => client().get('/x', { context: { userId: 'user-1' } }));
    expect(server.seen[0]?.headers).toMatchObject({ 'x-correlation-id': 'from-request', 'x-tenant-id': 'tenant-1', 'x-user-id': 'user-1' });
    expect(Number(server.seen[0]?.headers['x-request-timeout-ms'])).toBeLessThanOrEqual(4000);
  });

  test.each([
    ['a whole URL', 'http://127.0.0.1:1/x', /not a whole URL/],
    ['a way out of the base path', '/a/../../b', /encodeURIComponent/],
    ['an encoded way out', '/a/%2e%2e/b', /encodeURIComponent/],
    ['a backslash', '\\\\evil/x', /encodeURIComponent/],
  ])('refuses %s as path and sends nothing', async (_, path, message) => {
    expect((await failureOf(client().get(path))).message).toMatch(message);
    expect(server.seen).toEqual([]);
  });

  test('a path that looks like a host stays on the host', async () => {
    await client({ apiKey: 'k' }).get('//evil.example/x');
    expect(server.seen[0]?.url).toBe('//evil.example/x');
  });

  test('a header that cannot be sent is named, its value is not, and the breaker does not count it', async () => {
    const calls = client({ circuitBreakerThreshold: 1 });
    const error = await failureOf(calls.get('/x', { context: { userId: 'a\r\nsecret: 1' } }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain('"x-user-id"');
    expect(error.message).not.toContain('secret');
    expect(calls.circuitState).toBe('closed');
  });

  test.each([
    [{ name: '' }, /name must be/],
    [{ baseUrl: 'orders' }, /baseUrl must be a URL/],
    [{ baseUrl: 'ftp://orders' }, /http:\/\/ or https/],
    [{ baseUrl: 'http://me:pass@orders' }, /user or password/],
    [{ timeoutMs: 0 }, /timeoutMs must be a number of at least 1/],
    [{ maxRetries: 1.5 }, /maxRetries must be a whole number/],
    [{ apiKey: 'with space' }, /apiKey must be printable/],
    [{ bulkhead: { maxConcurrent: 0 } }, /maxConcurrent/],
  ])('a configuration with %j is refused by name', (wrong, message) => {
    expect(() => client(wrong as Partial<ServiceConfig>)).toThrow(message);
    expect(() => client(wrong as Partial<ServiceConfig>)).not.toThrow(/with space|pass@/);
  });
});

describe('an answer that is no success', () => {
  test.each([
    [400, ServiceError, 'http_error'],
    [404, ServiceError, 'http_error'],
    [401, ServiceAuthenticationError, 'authentication'],
    [403, ServiceAuthenticationError, 'authentication'],
    [302, ServiceError, 'http_error'],
    [408, ServiceError, 'http_error'],
    [429, ServiceError, 'http_error'],
    [500, ServiceError, 'http_error'],
    [503, ServiceUnavailableError, 'unavailable'],
  ])('%i has its error, with the body', async (status, kind, code) => {
    server.behave(answer(status, { code: 'because' }));
    const error = await failureOf(client().get('/orders/1?secret=1', { context: { correlationId: 'c' } }));
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ code, status, body: { code: 'because' }, method: 'GET', path: '/orders/1', attempts: 1, correlationId: 'c' });
    expect(error.message).not.toContain('secret');
  });

  test('the last answer is on the error', async () => {
    server.behave(answer(500, { n: 1 }), answer(503, { n: 2 }), answer(502, { n: 3 }));
    expect(await failureOf(client({ maxRetries: 2 }).get('/x'))).toMatchObject({ status: 502, body: { n: 3 }, attempts: 3 });
  });

  test.each([
    ['no answer in time', hang, ServiceTimeoutError],
    ['a reset', reset, ServiceUnavailableError],
    ['a body that breaks off', truncate, ServiceUnavailableError],
  ])('%s', async (_, behaviour, kind) => {
    server.behave(behaviour);
    expect(await failureOf(client({ timeoutMs: 200 }).get('/x'))).toBeInstanceOf(kind);
  });

  test('a body that drips holds no call beyond its time', async () => {
    server.behave((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    const startedAt = performance.now();
    expect(await failureOf(client({ timeoutMs: 200 }).get('/x'))).toBeInstanceOf(ServiceTimeoutError);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

describe('bulkhead, fallback, health', () => {
  test('so many at once, so many that wait, no more; the rest is refused without being sent', async () => {
    const held: (() => void)[] = [];
    server.behave((response) => held.push(() => response.end('{}')));
    const calls = client({ bulkhead: { maxConcurrent: 2, queue: 1 } });
    const three = [calls.get('/1'), calls.get('/2'), calls.get('/3')];
    expect(await failureOf(calls.get('/4'))).toBeInstanceOf(ServiceBulkheadError);
    await vi.waitFor(() => expect(held.length).toBe(2));
    held.shift()?.();
    await vi.waitFor(() => expect(held.length).toBe(2));
    for (const release of held) release();
    await Promise.all(three);
    expect(server.seen.map(({ url }) => url)).toEqual(['/1', '/2', '/3']);
  });

  test('one that waits and is given up leaves the queue, one whose time ends is a time-out', async () => {
    server.behave(hang);
    const calls = client({ bulkhead: { maxConcurrent: 1, queue: 1 }, timeoutMs: 300, deadlineMs: 300 });
    const first = failureOf(calls.get('/1'));
    const controller = new AbortController();
    const second = failureOf(calls.get('/2', { signal: controller.signal }));
    controller.abort(new Error('enough'));
    expect((await second).message).toBe('enough');
    const third = await failureOf(calls.get('/3', { context: { deadlineMs: Date.now() + 50 } }));
    expect(third).toBeInstanceOf(ServiceTimeoutError);
    await first;
    expect(server.seen.length).toBe(1);
  });

  test('a fallback answers in place of a failure and knows the error', async () => {
    server.behave(answer(500));
    const calls = client({ fallback: ({ method, path, error }) => ({ from: `${method} ${path} ${error.status}` }) });
    expect(await calls.get('/x')).toEqual({ from: 'GET /x 500' });
  });

  test.each([
    [answer(200, { status: 'healthy' }), true],
    [answer(200, { status: 'unhealthy' }), false],
    [answer(503, { status: 'healthy' }), false],
    [reset, false],
  ])('healthCheck looks once and never throws', async (behaviour, healthy) => {
    server.behave(behaviour);
    expect(await client({ maxRetries: 3, healthCheckPath: '/-/ok' }).healthCheck()).toBe(healthy);
    expect(server.seen.map(({ url }) => url)).toEqual(['/-/ok']);
  });
});
