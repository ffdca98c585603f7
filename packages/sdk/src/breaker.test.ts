import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ServiceClient } from './client.ts';
import type { ServiceConfig } from './config.ts';
import { ServiceCircuitOpenError, ServiceError } from './error.ts';
import { metricsRegistry } from './metrics.ts';
import { answer, failureOf, freshName, hang, type Misbehaving, misbehaving, until } from './server.test.kit.ts';

let server: Misbehaving;
let name: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  name = freshName();
  server = await misbehaving(answer(500));
});
afterEach(async () => {
  vi.useRealTimers();
  await server.stop();
});

const client = (config: Partial<ServiceConfig> = {}) => new ServiceClient({ name, baseUrl: server.url, maxRetries: 0, retryDelayMs: 0, ...config });
const fail = async (calls: ServiceClient, times: number) => {
  for (let i = 0; i < times; i += 1) await failureOf(calls.get('/x'));
};
const metric = async (line: string) =>
  Number(
    (await metricsRegistry().metrics())
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length + 1),
  );

test('8 failing calls with a threshold of 5 reach the server 5 times', async () => {
  const calls = client();
  const errors = [];
  for (let i = 0; i < 8; i += 1) errors.push(await failureOf(calls.get('/x')));
  expect(server.seen.length).toBe(5);
  expect(errors.map((error) => error instanceof ServiceCircuitOpenError)).toEqual([false, false, false, false, false, true, true, true]);
  expect(errors[7]?.message).toBe(`${name} is not called for now: its circuit breaker is open`);
});

test('each attempt counts, an open breaker is not retried, and its error holds the last answer', async () => {
  server.behave(answer(500, { n: 1 }), answer(500, { n: 2 }), answer(500, { n: 3 }));
  const error = await failureOf(client({ maxRetries: 5, circuitBreakerThreshold: 3 }).get('/x'));
  expect(server.seen.length).toBe(3);
  expect(error).toBeInstanceOf(ServiceCircuitOpenError);
  expect(error).toMatchObject({ status: 500, body: { n: 3 }, attempts: 3 });
});

test('recovers at 60 s, not at 59.999 s', async () => {
  const calls = client();
  await fail(calls, 5);
  server.behave(answer(200));
  vi.setSystemTime(Date.now() + 59_999);
  expect(await failureOf(calls.get('/x'))).toBeInstanceOf(ServiceCircuitOpenError);
  expect(server.seen.length).toBe(5);
  vi.setSystemTime(Date.now() + 1);
  expect(await calls.get('/x')).toEqual({ status: 200 });
  expect(calls.circuitState).toBe('closed');
});

test('half-open lets exactly one probe through under concurrency', async () => {
  const calls = client();
  await fail(calls, 5);
  vi.setSystemTime(Date.now() + 60_000);
  let release: (() => void) | undefined;
  server.behave((response) => {
    release = () => response.end('{}');
  });
  const probe = calls.get('/x');
  const others = await Promise.all(Array.from({ length: 50 }, () => failureOf(calls.get('/x'))));
  expect(others.every((error) => error instanceof ServiceCircuitOpenError)).toBe(true);
  await until(() => release !== undefined);
  expect(server.seen.length).toBe(6);
  expect(await metric(`service_circuit_breaker_state{service="${name}"}`)).toBe(1);
  release?.();
  await probe;
  expect([server.seen.length, calls.circuitState]).toEqual([6, 'closed']);
});

test('a failed probe opens the breaker for its whole time again', async () => {
  const calls = client();
  await fail(calls, 5);
  vi.setSystemTime(Date.now() + 60_000);
  await fail(calls, 3);
  expect(server.seen.length).toBe(6);
  vi.setSystemTime(Date.now() + 59_999);
  await fail(calls, 1);
  expect(server.seen.length).toBe(6);
});

test('a probe that its caller gives up proves nothing: the breaker stays open', async () => {
  const calls = client();
  await fail(calls, 5);
  vi.setSystemTime(Date.now() + 60_000);
  server.behave(hang);
  const controller = new AbortController();
  const probe = failureOf(calls.get('/x', { signal: controller.signal }));
  await until(() => server.seen.length === 6);
  controller.abort(new Error('enough'));
  expect((await probe).message).toBe('enough');
  expect(calls.circuitState).toBe('open');
});

test('4xx is never a failure and ends a row of failures; 408 and 429 are failures', async () => {
  const calls = client({ circuitBreakerThreshold: 2 });
  server.behave(answer(500), answer(404), answer(500), answer(400), answer(401), answer(409), answer(422), answer(408), answer(429));
  await fail(calls, 7);
  expect(calls.circuitState).toBe('closed');
  await fail(calls, 2);
  expect(calls.circuitState).toBe('open');
});

test('calls that their callers give up are no failures', async () => {
  server.behave(hang);
  const calls = client({ circuitBreakerThreshold: 1 });
  const controller = new AbortController();
  const call = failureOf(calls.get('/x', { signal: controller.signal }));
  await until(() => server.seen.length === 1);
  controller.abort();
  await call;
  expect(calls.circuitState).toBe('closed');
});

test('one breaker for a service and host, whichever client calls; another host has its own', async () => {
  const other = await misbehaving(answer(200));
  await fail(client(), 5);
  expect(await failureOf(client().get('/x'))).toBeInstanceOf(ServiceCircuitOpenError);
  expect(await client({ baseUrl: other.url }).get('/x')).toEqual({ status: 200 });
  await other.stop();
});

test('new settings hold at once for every client and forget nothing', async () => {
  const calls = client({ circuitBreakerThreshold: 5 });
  await fail(calls, 4);
  client({ circuitBreakerThreshold: 3, circuitBreakerTimeoutMs: 1000 });
  await fail(calls, 2);
  expect([server.seen.length, calls.circuitState]).toEqual([5, 'open']);
  vi.setSystemTime(Date.now() + 1000);
  server.behave(answer(200));
  expect(await calls.get('/x')).toEqual({ status: 200 });
});

test('the package loaded twice has one breaker', async () => {
  await fail(client(), 5);
  vi.resetModules();
  const second = await import('./client.ts');
  expect(second.ServiceClient).not.toBe(ServiceClient);
  const error = await failureOf(new second.ServiceClient({ name, baseUrl: server.url }).get('/x'));
  expect([error.code, server.seen.length]).toEqual(['circuit_open', 5]);
});

test('state, transitions and requests are metrics', async () => {
  const calls = client();
  expect(await metric(`service_circuit_breaker_state{service="${name}"}`)).toBe(0);
  await fail(calls, 6);
  expect(await metric(`service_circuit_breaker_state{service="${name}"}`)).toBe(2);
  vi.setSystemTime(Date.now() + 60_000);
  server.behave(answer(200));
  await calls.get('/x');
  expect(await metric(`service_circuit_breaker_state{service="${name}"}`)).toBe(0);
  for (const to of ['open', 'half_open', 'closed'])
    expect(await metric(`service_circuit_breaker_transitions_total{service="${name}",to="${to}"}`), to).toBe(1);
  expect(await metric(`service_requests_total{service="${name}",method="GET",status="500"}`)).toBe(5);
  expect(await metric(`service_requests_total{service="${name}",method="GET",status="200"}`)).toBe(1);
  expect(await metric(`service_request_duration_seconds_count{service="${name}",method="GET"}`)).toBe(6);
});

test('errors of every kind are ServiceErrors', async () => {
  await fail(client(), 5);
  expect(await failureOf(client().get('/x'))).toBeInstanceOf(ServiceError);
});
