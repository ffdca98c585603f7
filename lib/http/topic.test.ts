import { beforeAll, expect, test } from 'vitest';
import { callApi, enrol, type Person } from './stage.test.kit.ts';

let admin: Person;
const asAdmin = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  callApi<T>(method, path, { headers: admin.headers, body });

beforeAll(async () => {
  admin = await enrol('admin');
  for (const [name, part] of [
    ['writer', { publishes: ['orders/{id}'] }],
    ['reader', { subscribes: ['orders/{id}'] }],
  ] as const)
    expect((await asAdmin('POST', '/services', { name, baseUrl: 'http://writer.example.com', ...part })).status).toBe(201);
});

test('topics are listed, read by any name, and told of each service', async () => {
  const ends = { publishers: 1, subscribers: 1, eventRate: null, deadLetters: null, seenAt: null };
  expect((await asAdmin('GET', '/topics?q=ORDERS')).body).toMatchObject({ topics: [{ topic: 'orders/{id}', ...ends }], pagination: { total: 1 } });
  const topic = {
    topic: 'orders/{id}',
    publishers: [{ service: 'writer', verdict: 'unknown', evidence: ['declared'] }],
    subscribers: [{ service: 'reader' }],
  };
  expect((await asAdmin('GET', `/topics/${encodeURIComponent('orders/{id}')}`)).body).toMatchObject(topic);
  expect((await asAdmin('GET', '/services/reader/topics')).body).toMatchObject({ topics: [topic] });
});

test('a topic or service that there is not is told so', async () => {
  const missing = await asAdmin('GET', '/topics/none');
  expect(missing).toMatchObject({ status: 404, body: { code: 'not_found', message: 'No service publishes or subscribes to a topic none.' } });
  expect((await asAdmin('GET', '/services/none/topics')).status).toBe(404);
});
