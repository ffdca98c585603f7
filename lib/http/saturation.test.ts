import { beforeAll, expect, test } from 'vitest';
import type { Gauge } from '#lib/model/gauge.ts';
import { keepMetrics } from '#lib/store/metric-state.ts';
import { callApi, database, enrol, type Person } from './stage.test.kit.ts';

let admin: Person;
const get = async <T = Record<string, unknown>>(path: string) => callApi<T>('GET', path, { headers: admin.headers });
const source = { dialect: 'd', rule: 'r', series: 's', unit: 'u' };
const pool = (value: number): Gauge => ({ kind: 'pool', of: 'HikariCP a', value, unit: 'count', bound: 10, share: value / 10, source });
const process = { runtime: 'jvm' as const, startedAtSeconds: 1_700_000_000, version: '2.0', versionFrom: 'target_info' };
const complaint = {
  code: 'no-status',
  kind: 'half-recognised' as const,
  severity: 'warning' as const,
  series: 'x_total',
  text: 't',
  why: 'w',
  fix: 'f',
};

beforeAll(async () => {
  admin = await enrol('admin');
  for (const name of ['orders', 'silent']) {
    const body = { name, baseUrl: `http://${name}.example.com`, metricsPath: '/metrics' };
    expect((await callApi('POST', '/services', { headers: admin.headers, body })).status).toBe(201);
  }
  const db = await database();
  const { id: serviceId } = await db.service.findUniqueOrThrow({ where: { name: 'orders' } });
  const nowMs = Date.now();
  const minuteMs = Math.floor(nowMs / 60_000) * 60_000 - 60_000;
  const one = { serviceId, atMs: nowMs, process, diagnosis: { score: 88, recognised: [], complaints: [complaint] } };
  const steps = [{ stepSeconds: 60, atMs: minuteMs, values: { 'pool HikariCP a': 9 } }];
  await keepMetrics(db, [
    { ...one, place: 'http://a', gauges: [pool(3)], steps },
    { ...one, place: 'http://b', gauges: [pool(7)], steps: [], diagnosis: { ...one.diagnosis, score: 60 } },
    { ...one, place: 'http://gone', gauges: [pool(10)], steps: [], atMs: nowMs - 3_600_000 },
  ]);
});

test('200: of several instances the fullest that is still there, its line, and what is missing with the line that adds it', async () => {
  const { status, body } = await get<{ gauges: { series: (number | null)[] }[]; missing: { kind: string; how: string }[] }>(
    '/services/orders/saturation?window=15m',
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ window: '15m', stepSeconds: 60, runtime: 'jvm' },
    processes: [{ place: 'http://a', version: '2.0', restarts: 0 }, { place: 'http://b' }],
    gauges: [{ kind: 'pool', of: 'HikariCP a', place: 'http://b', value: 7, share: 0.7, source }],
  });
  expect(body.gauges[0]?.series).toHaveLength(15);
  expect(body.gauges[0]?.series.at(-1)).toBe(9);
  expect(body.missing.map(({ kind }) => kind)).toEqual(['inflight', 'cpu', 'memory', 'heap', 'gc', 'fds']);
});

test('200: a service whose metrics said nothing yet', async () => {
  expect((await get('/services/silent/saturation')).body).toMatchObject({ at: null, gauges: [], missing: [], processes: [] });
  expect((await get('/services/silent/metrics-doctor')).body).toMatchObject({ at: null, score: null, complaints: [] });
});

test('200: the doctor speaks of the instance whose metrics are worst, and of a scrape that was refused', async () => {
  expect((await get('/services/orders/metrics-doctor')).body).toMatchObject({ place: 'http://b', score: 60, complaints: [complaint] });
  const db = await database();
  const { id: serviceId } = await db.service.findUniqueOrThrow({ where: { name: 'orders' } });
  const reason = 'line 3: more than 50,000 samples';
  await db.targetState.create({ data: { serviceId, kind: 'metrics', url: 'http://b/metrics', ok: false, reason, at: new Date(), durationMs: 1 } });
  expect((await get('/services/orders/metrics-doctor')).body).toMatchObject({
    score: 0,
    complaints: [{ code: 'refused', severity: 'error', text: expect.stringContaining(reason), fix: expect.stringContaining('label') }, complaint],
  });
});

test('404 says which service there is not', async () => {
  for (const path of ['saturation', 'metrics-doctor'])
    expect(await get(`/services/none/${path}`)).toMatchObject({ status: 404, body: { message: 'There is no service named none.' } });
});
