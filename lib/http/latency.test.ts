import { beforeAll, describe, expect, test } from 'vitest';
import type { Latency, LatencyList } from '#lib/model/latency.ts';
import type { QuantileBounds } from '#lib/model/signal.ts';
import { insertChanges } from '#lib/store/change.ts';
import { inTransaction } from '#lib/store/db.ts';
import { keepEdges } from '#lib/store/edge.ts';
import { keepRoutes } from '#lib/store/route.ts';
import { keepBatch } from '#lib/store/state.ts';
import { callApi, database, enrol, type Person } from './stage.test.kit.ts';

let admin: Person;
const asAdmin = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  callApi<T>(method, path, { headers: admin.headers, body });
const latencyOf = async (name: string, window = '1h') => (await asAdmin<Latency>('GET', `/services/${name}/latency?window=${window}`)).body;

const minute = 60_000;
const nowMs = Date.now();
const source = { dialect: 'd', rule: 'r', requests: 'f', latency: 'f', status: null, unit: 's, by its name', series: 1 };
const idOf = async (name: string) => (await (await database()).service.findUniqueOrThrow({ where: { name } })).id;

/** Ten requests every half a minute over the last hour and the hour before, in the buckets that `countsAt` fills. */
async function scrape(
  name: string,
  countsAt: (agoMs: number) => number[] | null,
  boundsMs: (number | null)[] = [100, 250, 500, null],
  quantiles?: QuantileBounds,
) {
  const serviceId = await idOf(name);
  const signals = Array.from({ length: 240 }, (_, index) => index * 30_000).flatMap((agoMs) => {
    const counts = countsAt(agoMs);
    if (counts === null) return [];
    const latency = { boundsMs: counts.length === 0 ? [] : boundsMs, counts, sumMs: 1200, count: 10, ...(quantiles ? { quantiles } : {}) };
    const delta = { atMs: nowMs - agoMs, seconds: 30, requests: 10, errors: 0, clientErrors: 0, latency };
    return [{ serviceId, name, delta, source, latest: { requestRate: 1, errorRatio: 0, latencyMsP95: null } }];
  });
  await inTransaction(await database(), (tx) => keepBatch(tx, { looks: [], targets: [], signals }, nowMs));
}

const steady =
  (...counts: number[]) =>
  () =>
    counts;

beforeAll(async () => {
  admin = await enrol('admin');
  const objective = { percentile: 95, thresholdMs: 300 };
  for (const [name, fields] of Object.entries({
    judged: { latencyObjective: objective },
    missing: { latencyObjective: { percentile: 95, thresholdMs: 250 } },
    keeping: { latencyObjective: { percentile: 99, thresholdMs: 500 }, team: 'shop' },
    averaging: { latencyObjective: objective },
    summing: {},
    mute: {},
    moved: {},
    'front-door': {},
  }))
    expect((await asAdmin('POST', '/services', { name, baseUrl: `http://${name}.example.com`, ...fields })).status).toBe(201);
  await scrape('judged', steady(8, 1, 1, 0));
  await scrape('missing', steady(5, 0, 5, 0));
  await scrape('keeping', steady(9, 1, 0, 0));
  await scrape('averaging', steady());
  await scrape('summing', steady(), [], { p50: { low: 20, high: 20 }, p95: { low: 80, high: 90 }, p99: null });
  await scrape('moved', (agoMs) => (agoMs < 30 * minute ? [0, 0, 10, 0] : [10, 0, 0, 0]));
  const db = await database();
  const changed = { kind: 'version.changed' as const, subject: 'moved' };
  await inTransaction(db, async (tx) => {
    await insertChanges(tx, [{ ...changed, data: { service: 'moved', from: null, to: '1' } }], nowMs - 50 * minute);
    await insertChanges(tx, [{ ...changed, data: { service: 'moved', from: '1', to: '2' } }], nowMs - 30 * minute);
    await insertChanges(tx, [{ ...changed, data: { service: 'moved', from: '0', to: '1' } }], nowMs - 300 * minute);
  });
  const edge = { kind: 'http' as const, requestRate: 2, errorRatio: 0, seenAtMs: nowMs };
  const seen = [
    { ...edge, caller: '', callee: 'judged', source: 'Signalbox SDK', latencyMsP95: { low: 500, high: 1000 } },
    { ...edge, caller: 'other-world', callee: 'judged', source: 'Linkerd', latencyMsP95: null },
  ];
  await keepEdges(db, [{ serviceId: await idOf('front-door'), edges: seen }], nowMs);
  const route = { method: 'GET', route: '/a', requestRate: 1, errorRatio: 0, latencyMsP95: { low: 1, high: 5 }, seenAtMs: nowMs };
  const slower = { ...route, route: '/b', latencyMsP95: { low: 250, high: 500 } };
  const id = await idOf('judged');
  await keepRoutes(
    db,
    [route, slower].map((one) => ({ serviceId: id, route: one })),
    nowMs,
  );
});

describe('the latency of a service', () => {
  test('comes as the map of its buckets, with percentiles as the intervals that they allow', async () => {
    const latency = await latencyOf('judged');
    expect(latency).toMatchObject({ window: '1h', kind: 'histogram', source, now: { p95: { low: 250, high: 500 } } });
    expect(latency.rows.map(({ high }) => high)).toEqual([100, 250, 500]);
    expect(latency.columns.length).toBeGreaterThan(100);
    expect(latency.columns.length).toBeLessThanOrEqual(300);
    expect(latency.columns.at(-1)).toMatchObject({ counts: [8, 1, 1], shares: [0.8, 0.1, 0.1], p50: { low: 0, high: 100 }, meanMs: 120 });
    expect(latency.whole?.p95).toEqual({ low: 250, high: 500 });
  });

  test('an objective inside the bucket of its percentile cannot be judged, and the bound to add is named', async () => {
    const { objective } = await latencyOf('judged');
    expect(objective).toMatchObject({ state: 'cannot-tell', slower: { low: 0, high: 0.1 }, allowed: 0.05, addBound: { value: 0.3, unit: 's' } });
    expect((await latencyOf('missing')).objective).toMatchObject({ state: 'missed', slower: { low: 0.5, high: 0.5 }, addBound: null });
    expect((await latencyOf('keeping')).objective).toMatchObject({ state: 'kept' });
  });

  test('sums and counts alone are a mean: no percentile, no map, no judgement', async () => {
    const latency = await latencyOf('averaging');
    expect(latency).toMatchObject({ kind: 'mean', rows: [], now: { meanMs: 120, p95: null }, objective: { state: 'cannot-tell', addBound: null } });
    expect(latency.columns.at(-1)).toMatchObject({ meanMs: 120, p50: null, counts: [] });
  });

  test('summaries bound percentiles, and are no map', async () => {
    const latency = await latencyOf('summing');
    expect(latency).toMatchObject({ kind: 'summary', rows: [], whole: { p50: { low: 20, high: 20 }, p95: { low: 80, high: 90 }, p99: null } });
    expect(latency.columns.at(-1)).toMatchObject({ p95: { low: 80, high: 90 }, counts: [], meanMs: 120 });
    expect(latency.instances).toEqual([]);
  });

  test('no durations at all are none', async () => {
    expect(await latencyOf('mute')).toMatchObject({ kind: 'none', columns: [], now: null, whole: null, objective: null, releases: [], wire: [] });
  });

  test('a version that came in place of another is a release, compared over equal spans', async () => {
    const { releases } = await latencyOf('moved');
    expect(releases).toMatchObject([
      { from: '1', to: '2', spanSeconds: 600, before: { low: 0, high: 100 }, after: { low: 250, high: 500 }, comparison: 'slower' },
    ]);
    expect((await latencyOf('moved', '6h')).releases.map(({ to }) => to)).toEqual(['2', '1']);
    expect((await latencyOf('judged')).releases).toEqual([]);
  });

  test('what a caller waits beyond it is an interval, and not known where either side is not', async () => {
    const { wire } = await latencyOf('judged');
    expect(wire).toMatchObject([
      { caller: 'front-door', registered: true, firstByte: false, client: { low: 500, high: 1000 }, wire: { low: 0, high: 750 } },
    ]);
    expect((await latencyOf('averaging')).wire).toEqual([]);
  });

  test('its routes stand slowest first', async () => {
    expect((await latencyOf('judged')).routes.map(({ route }) => route)).toEqual(['/b', '/a']);
  });

  test('a window longer than what is kept gives what there is; one that is none is refused', async () => {
    const whole = await latencyOf('judged', '90d');
    expect(whole.columns.length).toBeGreaterThan(0);
    expect(whole.columns.reduce((sum, { count }) => sum + count, 0)).toBe(2400);
    for (const window of ['400d', '10s', 'soon']) expect((await asAdmin('GET', `/services/judged/latency?window=${window}`)).status).toBe(400);
  });

  test('of a service that there is not nothing is told', async () => {
    expect(await asAdmin('GET', '/services/nobody/latency')).toMatchObject({ status: 404, body: { message: 'There is no service named nobody.' } });
  });
});

describe('the latencies of all', () => {
  const list = async (query = '') => (await asAdmin<LatencyList>('GET', `/latency?${query}`)).body;
  const names = async (query = '') => (await list(query)).services.map(({ service }) => service);

  test('stand worst against their objective first', async () => {
    const { services, counts, pagination } = await list();
    expect(services.map(({ service, objective }) => [service, objective?.state ?? null]).slice(0, 4)).toEqual([
      ['missing', 'missed'],
      ['averaging', 'cannot-tell'],
      ['judged', 'cannot-tell'],
      ['front-door', null],
    ]);
    expect(counts).toEqual({ missed: 1, 'cannot-tell': 2, kept: 1, 'no-data': 0, none: 4 });
    expect(pagination.total).toBe(8);
  });

  test('are compared with the window before, and drawn in equal steps', async () => {
    const [moved] = (await list('window=1h&q=moved')).services;
    expect(moved).toMatchObject({ kind: 'histogram', requestRate: 1 / 3, p50: { low: 0, high: 100 }, p95: { low: 250, high: 500 } });
    expect(moved).toMatchObject({ before: { low: 0, high: 100 }, comparison: 'slower' });
    expect(moved?.trend).toHaveLength(24);
    expect([moved?.trend[0], moved?.trend[23]]).toEqual([
      { low: 0, high: 100 },
      { low: 250, high: 500 },
    ]);
    const [mute] = (await list('q=mute')).services;
    expect(mute).toMatchObject({ kind: 'none', p95: null, comparison: 'cannot-tell', requestRate: null });
  });

  test('are narrowed by text, team and objective, and paged', async () => {
    expect(await names('q=SHOP')).toEqual(['keeping']);
    expect(await names('objective=missed')).toEqual(['missing']);
    expect(await names('objective=none&limit=3&page=2')).toHaveLength(1);
    expect((await asAdmin('GET', '/latency?window=5y')).status).toBe(400);
  });
});
