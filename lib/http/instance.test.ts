import { beforeAll, expect, test } from 'vitest';
import { inTransaction } from '#lib/store/db.ts';
import { keepInstancePoints, keepInstances } from '#lib/store/instance.ts';
import { findCredentials } from '#lib/store/service.ts';
import { callApi, database, enrol, type Person } from './stage.test.kit.ts';

let admin: Person;
const asAdmin = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  callApi<T>(method, path, { headers: admin.headers, body });
const urls = ['http://10.0.0.1:8080', 'http://10.0.0.2:8080/blue'];
const base = { baseUrl: 'http://front.example.com' };

interface Listed {
  instances: { url: string; verdict: string; rates: (number | null)[] }[];
}

beforeAll(async () => {
  admin = await enrol('admin');
});

test('a service is registered with its instances, and each is listed with how it is', async () => {
  const { status, body } = await asAdmin('POST', '/services', { name: 'many', ...base, instances: [...urls, urls[0]] });
  expect([status, body.instances]).toEqual([201, urls]);
  const db = await database();
  const [first] = await db.instanceState.findMany({ where: { service: { name: 'many' } }, orderBy: { position: 'asc' } });
  const nowMs = Date.now();
  const minuteMs = Math.floor(nowMs / 60_000) * 60_000 - 120_000;
  const judgement = { verdict: 'down' as const, reason: 'connection refused', sinceMs: nowMs, failures: 3, slows: 0, successes: 0 };
  const latest = { requestRate: 4, errorRatio: 0.5, latencyMsP95: { low: 10, high: null } };
  const seen = { checkedAtMs: nowMs, staleAtMs: nowMs + 60_000, durationMs: 3, version: '1.2', startedAtMs: nowMs - 5000, signalsAtMs: nowMs };
  const delta = { atMs: minuteMs, seconds: 60, requests: 240, errors: 1, clientErrors: null, latency: null };
  await inTransaction(db, async (tx) => {
    await keepInstances(tx, [{ id: first?.id ?? 0, judgement, ...seen, latest, signalsReason: '12 samples' }]);
    await keepInstancePoints(tx, [
      { instanceId: first?.id ?? 0, delta },
      { instanceId: 999_999, delta },
    ]);
  });
  const { instances } = (await asAdmin<Listed>('GET', '/services/many/instances')).body;
  expect(instances).toMatchObject([
    { url: urls[0], verdict: 'down', reason: 'connection refused', version: '1.2', ...latest, signalsReason: '12 samples' },
    { url: urls[1], verdict: 'unknown', reason: 'never looked at', requestRate: null, checkedAt: null },
  ]);
  expect(instances[0]?.rates.filter((rate) => rate !== null)).toEqual([4]);
  expect(instances[0]?.rates).toHaveLength(60);
});

test('a service with one address has none', async () => {
  await asAdmin('POST', '/services', { name: 'single', ...base });
  expect((await asAdmin('GET', '/services/single/instances')).body).toEqual({ instances: [] });
  expect((await asAdmin('GET', '/services/nobody/instances')).status).toBe(404);
});

test('what is known of an instance stays with it when others come and go', async () => {
  await asAdmin('POST', '/services', { name: 'moving', ...base, instances: urls });
  const db = await database();
  const ids = async () =>
    (await db.instanceState.findMany({ where: { service: { name: 'moving' } }, orderBy: { position: 'asc' } })).map(({ id }) => id);
  const before = await ids();
  await asAdmin('PATCH', '/services/moving', { instances: ['http://10.0.0.3:8080', urls[1]] });
  const after = await ids();
  expect(after[1]).toBe(before[1]);
  expect(before).not.toContain(after[0]);
});

test('an instance is refused as a base URL is, by its place in the list', async () => {
  const refused = async (instances: unknown) => {
    const { status, body } = await asAdmin<{ error: { details: { issues: { path: string }[] } } }>('POST', '/services', {
      name: 'no',
      ...base,
      instances,
    });
    return [status, JSON.stringify(body)];
  };
  const [plain, plainText] = await refused(['http://u:p@10.0.0.1']);
  expect(plain).toBe(400);
  expect(plainText).toContain('instances.0');
  const [denied, deniedText] = await refused([urls[0], 'http://169.254.169.254']);
  expect(denied).toBeGreaterThanOrEqual(400);
  expect(deniedText).toContain('instances.1');
  expect((await refused(Array.from({ length: 51 }, (_, at) => `http://10.0.1.${at}`)))[0]).toBe(400);
});

test('credentials go to no instance that they were not given for', async () => {
  const db = await database();
  await asAdmin('POST', '/services', { name: 'secret', ...base, instances: urls, bearerToken: 'token-1' });
  expect((await asAdmin('PATCH', '/services/secret', { instances: [...urls, 'http://10.0.0.9:8080'] })).status).toBe(400);
  expect((await findCredentials(db, 'secret')).bearerToken).toBe('token-1');
  // One less goes on with what was given.
  expect((await asAdmin('PATCH', '/services/secret', { instances: [urls[0]] })).status).toBe(200);
  expect((await findCredentials(db, 'secret')).bearerToken).toBe('token-1');
  expect((await asAdmin('PATCH', '/services/secret', { instances: urls, bearerToken: 'token-2' })).status).toBe(200);
  expect((await findCredentials(db, 'secret')).bearerToken).toBe('token-2');
});

test('Prometheus is told of every instance', async () => {
  await asAdmin('POST', '/services', { name: 'sd-many', ...base, instances: [...urls, 'https://10.0.0.3'], team: 'sd-many' });
  const { body } = await asAdmin<{ targets: string[]; labels: Record<string, string> }[]>('GET', '/http-sd?team=sd-many');
  expect(body.map(({ targets, labels }) => [targets, labels.__scheme__, labels.__metrics_path__, labels.service])).toEqual([
    [['10.0.0.1:8080'], 'http', '/metrics', 'sd-many'],
    [['10.0.0.2:8080'], 'http', '/blue/metrics', 'sd-many'],
    [['10.0.0.3:443'], 'https', '/metrics', 'sd-many'],
  ]);
});
