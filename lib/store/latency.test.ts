import { beforeAll, expect, test } from 'vitest';
import type { SignalDelta } from '#lib/model/signal.ts';
import { inTransaction, type PrismaClient } from './db.ts';
import { makeRegistration } from './fixture.ts';
import { findLatencyUnits, listDeltasOfMany, listLatencyServices } from './latency.ts';
import { rollUp } from './rollup.ts';
import { insertService } from './service.ts';
import { keepBatch } from './state.ts';
import { eachDatabase } from './testbed.ts';

const minute = 60_000;
const hour = 60 * minute;
const startMs = Date.UTC(2026, 10, 20, 0);
const endMs = startMs + 5 * hour;

eachDatabase((open) => {
  let db: PrismaClient;
  let ids: number[];

  beforeAll(async () => {
    db = await open();
    await insertService(db, makeRegistration('a', { latencyObjective: { percentile: 99, thresholdMs: 20 } }), startMs);
    await insertService(db, makeRegistration('b', { team: 'shop' }), startMs);
    const services = await listLatencyServices(db, startMs);
    ids = services.map(({ id }) => id);
    const source = { dialect: 'd', rule: 'r', requests: 'f', latency: 'f', status: null, unit: 'ms, by # UNIT', series: 1 };
    for (const { id: serviceId, service: name } of services) {
      const signals = Array.from({ length: 600 }, (_, index) => {
        const latency = { boundsMs: [10, 100, null], counts: [1, name === 'b' ? 3 : 1, 0], sumMs: 60, count: name === 'b' ? 4 : 2 };
        const delta: SignalDelta = { atMs: startMs + index * 30_000, seconds: 30, requests: 2, errors: 0, clientErrors: null, latency };
        return { serviceId, name, delta, source, latest: { requestRate: 1, errorRatio: null, latencyMsP95: { low: 10, high: 100 } } };
      });
      await inTransaction(db, (tx) => keepBatch(tx, { looks: [], targets: [], signals: name === 'b' ? signals.slice(0, 300) : signals }, endMs));
    }
    await rollUp(db, endMs);
  });

  const requestsOf = (deltas: readonly SignalDelta[] | undefined) => (deltas ?? []).reduce((sum, { latency }) => sum + (latency?.count ?? 0), 0);

  test.each([20 * minute, hour, 4 * hour, 5 * hour, 24 * hour])(
    'holds every request of a span of %d ms once, whatever it is read from',
    async (spanMs) => {
      for (const fineness of ['steps', 'sum'] as const) {
        const found = await listDeltasOfMany(db, ids, { fromMs: endMs - spanMs, toMs: endMs, fineness });
        expect(requestsOf(found.get(ids[0] as number))).toBe(Math.min(600, spanMs / 30_000) * 2);
        expect(requestsOf(found.get(ids[1] as number))).toBe(Math.max(0, Math.min(300, spanMs / 30_000 - 300)) * 4);
      }
    },
  );

  test('two spans that follow each other share nothing', async () => {
    for (const spanMs of [hour, 8 * hour]) {
      const middle = endMs - spanMs;
      const read = (fromMs: number, toMs: number) => listDeltasOfMany(db, ids, { fromMs, toMs, fineness: 'steps' });
      const [past, now] = [await read(middle - spanMs, middle), await read(middle, endMs)];
      const both = await read(middle - spanMs, endMs);
      for (const id of ids) expect(requestsOf(past.get(id)) + requestsOf(now.get(id))).toBe(requestsOf(both.get(id)));
    }
  });

  test('services come with their objective, their unit, and a p95 only while it is fresh', async () => {
    expect(await listLatencyServices(db, endMs)).toMatchObject([
      { service: 'a', team: null, objective: { percentile: 99, thresholdMs: 20 }, latestP95: { low: 10, high: 100 } },
      { service: 'b', team: 'shop', objective: null, latestP95: null },
    ]);
    expect([...(await findLatencyUnits(db, ids)).values()]).toEqual(['ms, by # UNIT', 'ms, by # UNIT']);
    expect(await listDeltasOfMany(db, [], { fromMs: startMs, toMs: endMs, fineness: 'sum' })).toEqual(new Map());
  });
});
