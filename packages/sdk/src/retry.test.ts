import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ServiceClient } from './client.ts';
import type { ServiceConfig } from './config.ts';
import { ServiceAuthenticationError, ServiceTimeoutError, ServiceUnavailableError } from './error.ts';
import { metrics, metricsRegistry } from './metrics.ts';
import { answer, failureOf, freshName, hang, type Misbehaving, misbehaving, reset, until } from './server.test.kit.ts';

let server: Misbehaving;
beforeEach(async () => {
  server = await misbehaving(answer(500));
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await server.stop();
});

const client = (config: Partial<ServiceConfig> = {}) =>
  new ServiceClient({ name: freshName(), baseUrl: server.url, circuitBreakerThreshold: 100, ...config });
const quick = (config: Partial<ServiceConfig> = {}) => client({ retryDelayMs: 0, ...config });

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  holder.close();
  return port;
}

describe('back-off, by a fake clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] });
  });

  let retries = 0;
  beforeEach(() => {
    retries = 0;
    vi.spyOn(metrics().retries, 'inc').mockImplementation(() => {
      retries += 1;
    });
  });

  /** The next request comes after exactly so many ms. */
  async function expectWait(ms: number) {
    const sent = server.seen.length;
    await until(() => server.seen.length > 0 && retries === server.seen.length, 'a retry is planned');
    const before = Math.max(sent, server.seen.length);
    vi.advanceTimersByTime(ms - 1);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(server.seen.length).toBe(before);
    vi.advanceTimersByTime(1);
    await until(() => server.seen.length === before + 1, 'the next request comes');
  }

  test.each([
    [1, [1000, 2000, 4000]],
    [0.5, [500, 1000, 2000]],
  ])('waits follow 1, 2, 4 s with full jitter (draw %d)', async (draw, expected) => {
    vi.spyOn(Math, 'random').mockReturnValue(draw);
    const call = failureOf(client().get('/x'));
    for (const ms of expected) await expectWait(ms);
    expect(await call).toMatchObject({ status: 500, attempts: 4 });
  });

  test.each([
    ['seconds', '7', 7000],
    ['a date', () => new Date(Date.now() + 9000).toUTCString(), 9000],
    ['more than the cap', '3600', 30_000],
  ])('Retry-After in %s is honoured', async (_, value, expected) => {
    vi.setSystemTime(1_700_000_000_000);
    const text = typeof value === 'string' ? value : value();
    server.behave(answer(503, {}, { 'retry-after': text }), answer(200));
    const call = client().get('/x');
    await expectWait(expected);
    expect(await call).toEqual({ status: 200 });
  });
});

describe('what is retried', () => {
  test.each([408, 429, 500, 502, 503, 504])('%i is', async (status) => {
    server.behave(answer(status), answer(200));
    expect(await quick().get('/x')).toEqual({ status: 200 });
  });

  test.each([400, 401, 403, 404, 409, 410, 422, 302])('%i is not', async (status) => {
    server.behave(answer(status));
    const error = await failureOf(quick().get('/x'));
    expect([error.status, server.seen.length]).toEqual([status, 1]);
    expect(error instanceof ServiceAuthenticationError).toBe(status === 401 || status === 403);
  });

  test.each(['post', 'patch'] as const)('%s is not repeated without an Idempotency-Key, whatever went wrong', async (method) => {
    for (const behaviour of [answer(500), answer(503), answer(429), reset]) {
      const before = server.seen.length;
      server.behave(behaviour);
      await failureOf(quick()[method]('/x', { a: 1 }));
      expect(server.seen.length - before).toBe(1);
    }
    server.behave(hang);
    const before = server.seen.length;
    expect(await failureOf(quick({ timeoutMs: 100 })[method]('/x', { a: 1 }))).toBeInstanceOf(ServiceTimeoutError);
    expect(server.seen.length - before).toBe(1);
  });

  test.each(['post', 'patch'] as const)('%s with an Idempotency-Key is, with the same key and body', async (method) => {
    server.behave(answer(500), reset, answer(200));
    expect(await quick()[method]('/x', { a: 1 }, { idempotencyKey: 'key-1' })).toEqual({ status: 200 });
    expect(server.seen.map(({ headers, body }) => [headers['idempotency-key'], body])).toEqual(Array(3).fill(['key-1', '{"a":1}']));
  });

  test.each(['put', 'delete', 'get'] as const)('%s is, after a connection that broke', async (method) => {
    server.behave(reset, answer(200));
    expect(await quick()[method]('/x')).toEqual({ status: 200 });
  });

  test('a POST whose connection was refused, because nothing of it was sent', async () => {
    const port = await freePort();
    const refused = quick({ baseUrl: `http://127.0.0.1:${port}`, maxRetries: 2 });
    expect(await failureOf(refused.post('/x', { a: 1 }))).toMatchObject({ attempts: 3, code: 'unavailable', status: null });
    expect((await failureOf(refused.post('/x'))).message).toContain('the connection was refused');
    expect(await failureOf(refused.post('/x'))).toBeInstanceOf(ServiceUnavailableError);
  });

  test('retries are counted', async () => {
    const name = freshName();
    await failureOf(quick({ name, maxRetries: 3 }).get('/x'));
    expect(await metricsRegistry().metrics()).toContain(`service_retries_total{service="${name}"} 3`);
  });
});

describe('the deadline', () => {
  test('holds over all attempts and waits, and is passed on as what is left', async () => {
    server.behave(hang);
    const startedAt = performance.now();
    const error = await failureOf(quick({ timeoutMs: 150, deadlineMs: 400, maxRetries: 50 }).get('/x'));
    const tookMs = performance.now() - startedAt;
    expect(error).toBeInstanceOf(ServiceTimeoutError);
    expect(tookMs).toBeGreaterThan(380);
    expect(tookMs).toBeLessThan(1500);
    const left = server.seen.map(({ headers }) => Number(headers['x-request-timeout-ms']));
    expect(left.length).toBe(3);
    expect(left[0]).toBeLessThanOrEqual(400);
    expect(left[0]).toBeGreaterThan(300);
    expect(left[2]).toBeLessThanOrEqual(100);
  });

  test('a wait that would outlast it is not begun', async () => {
    server.behave(answer(503, { n: 1 }, { 'retry-after': '5' }));
    const startedAt = performance.now();
    expect(await failureOf(client({ deadlineMs: 1000 }).get('/x'))).toMatchObject({ status: 503, retryAfterMs: 5000 });
    expect(performance.now() - startedAt).toBeLessThan(900);
  });

  test('whoever asked us sets a nearer one', async () => {
    server.behave(hang);
    const error = await failureOf(client().get('/x', { context: { deadlineMs: Date.now() + 100 } }));
    expect(error).toBeInstanceOf(ServiceTimeoutError);
    expect(await failureOf(client().get('/x', { context: { deadlineMs: Date.now() - 1 } }))).toMatchObject({ attempts: 0 });
    expect(server.seen.length).toBe(1);
  });
});

describe('an aborted signal', () => {
  test('ends a back-off at once and nothing is sent afterwards', async () => {
    server.behave(answer(503, {}, { 'retry-after': '20' }));
    const controller = new AbortController();
    const call = failureOf(client().get('/x', { signal: controller.signal }));
    await until(() => server.seen.length === 1);
    await new Promise((resolve) => setImmediate(resolve));
    const startedAt = performance.now();
    controller.abort(new Error('enough'));
    expect((await call).message).toBe('enough');
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(server.seen.length).toBe(1);
  });

  test('ends an attempt at once and closes its connection', async () => {
    let closed = false;
    server.behave((response) => {
      response.on('close', () => {
        closed = true;
      });
    });
    const controller = new AbortController();
    const call = failureOf(client().get('/x', { signal: controller.signal }));
    await until(() => server.seen.length === 1);
    controller.abort(new Error('enough'));
    expect((await call).message).toBe('enough');
    await until(() => closed);
  });

  test('that is aborted before sends nothing', async () => {
    expect((await failureOf(client().get('/x', { signal: AbortSignal.abort(new Error('enough')) }))).message).toBe('enough');
    expect(server.seen).toEqual([]);
  });
});
