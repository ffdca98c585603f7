import { Registry, register } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { ServiceClient } from './client.ts';
import { EventConsumer, eventHandler } from './consumer.ts';
import { createEvent } from './event.ts';
import { metricsRegistry, useMetricsRegistry } from './metrics.ts';
import { EventPublisher } from './publisher.ts';
import { answer, freshName, misbehaving } from './server.test.kit.ts';
import { InProcessTransport } from './transport-local.ts';

afterEach(() => {
  useMetricsRegistry(register);
});

test("metrics stand in prom-client's own registry, beside those of the application, unless another is named", async () => {
  expect(metricsRegistry()).toBe(register);
  const own = new Registry();
  useMetricsRegistry(own);
  const server = await misbehaving(answer(200));
  const name = freshName();
  await new ServiceClient({ name, baseUrl: server.url }).get('/x');
  expect(metricsRegistry()).toBe(own);
  expect(await own.metrics()).toContain(`service_requests_total{service="${name}",method="GET",status="200"} 1`);
  expect(await register.metrics()).not.toContain(name);
  await server.stop();
});

test('names and labels are those that Signalbox and dashboards know', async () => {
  const families = (await metricsRegistry().getMetricsAsJSON()).map(({ name, type }) => `${name} ${type}`);
  expect(families.filter((one) => /^(service|http)_/.test(one)).sort()).toEqual([
    'http_request_duration_seconds histogram',
    'http_requests_in_flight gauge',
    'service_bulkhead_rejections_total counter',
    'service_circuit_breaker_state gauge',
    'service_circuit_breaker_transitions_total counter',
    'service_event_dead_letters gauge',
    'service_events_handled_total counter',
    'service_events_published_total counter',
    'service_request_duration_seconds histogram',
    'service_requests_total counter',
    'service_retries_total counter',
  ]);
});

test('events are counted where they are published and handled, and dead letters while they wait', async () => {
  const transport = new InProcessTransport();
  const [topic, type] = [freshName(), 'user.created'];
  let isBroken = true;
  const handler = eventHandler(type, () => {
    if (isBroken) throw new Error('no mail server');
  });
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const consumer = new EventConsumer({
    transport,
    group: 'mailer',
    topics: [topic],
    handlers: [handler],
    maxAttempts: 2,
    retryDelayMs: 1,
    log: silent,
  });
  await consumer.start();
  await new EventPublisher({ transport, source: 'users', log: silent }).publish(createEvent(type, {}), topic);
  const told = async (family: string, labels = '') => {
    const lines = (await metricsRegistry().metrics()).split('\n');
    return lines
      .find((line) => line.startsWith(`${family}{topic="${topic}"${labels}`))
      ?.split(' ')
      .at(-1);
  };
  const labels = `,type="${type}",version="1.0"`;
  await expect.poll(() => told('service_event_dead_letters')).toBe('1');
  expect(await told('service_events_published_total', labels)).toBe('1');
  expect(await told('service_events_handled_total', `${labels},outcome="retried"`)).toBe('1');
  expect(await told('service_events_handled_total', `${labels},outcome="dead"`)).toBe('1');
  isBroken = false;
  await consumer.replay(topic);
  expect(await told('service_events_handled_total', `${labels},outcome="handled"`)).toBe('1');
  expect(await told('service_event_dead_letters')).toBe('0');
  await consumer.stop();
  expect(await told('service_event_dead_letters')).toBeUndefined();
  await transport.close();
});
