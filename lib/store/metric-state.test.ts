import { beforeEach, expect, test } from 'vitest';
import type { Diagnosis } from '#lib/model/doctor.ts';
import type { Gauge, ProcessFacts } from '#lib/model/gauge.ts';
import { inTransaction, type PrismaClient } from './db.ts';
import { makeRegistration } from './fixture.ts';
import { type KeptMetrics, keepMetrics, listGaugeSteps, listMetricStates } from './metric-state.ts';
import { forget } from './retention.ts';
import { deleteService, insertService } from './service.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 0, 2);
const source = { dialect: 'd', rule: 'r', series: 's', unit: 'u' };
const gauge: Gauge = { kind: 'fds', of: '', value: 5, unit: 'count', bound: 10, share: 0.5, source };
const process: ProcessFacts = { runtime: 'node', startedAtSeconds: 1000, version: '1.0', versionFrom: 'app_info' };
const diagnosis: Diagnosis = { score: 70, recognised: [], complaints: [] };

eachDatabase((open) => {
  let db: PrismaClient;
  let id: number;
  const keep = (...all: Partial<KeptMetrics>[]) => {
    const rows = all.map((one) => ({ serviceId: id, place: '', atMs: nowMs, gauges: [gauge], process, diagnosis: null, steps: [], ...one }));
    return inTransaction(db, (tx) => keepMetrics(tx, rows));
  };

  beforeEach(async () => {
    db = await open();
    await insertService(db, makeRegistration('orders'), nowMs);
    id = (await db.service.findFirstOrThrow()).id;
  });

  test('what a process says of itself, place by place; a diagnosis stays until there is another', async () => {
    await keep({ diagnosis }, { place: 'http://b' });
    await keep({ gauges: [{ ...gauge, value: 6 }] });
    expect(await listMetricStates(db, 'orders')).toEqual([
      {
        ...{ place: '', at: '2026-01-02T00:00:00.000Z', runtime: 'node', version: '1.0', versionFrom: 'app_info', restarts: 0, diagnosis },
        ...{ gauges: [{ ...gauge, value: 6 }], startedAt: '1970-01-01T00:16:40.000Z' },
      },
      expect.objectContaining({ place: 'http://b', diagnosis: null }),
    ]);
  });

  test('a later start is a restart, an earlier one and a wavering one are none', async () => {
    for (const startedAtSeconds of [1000, 1002, 2000, 1000, 3000, null]) await keep({ process: { ...process, startedAtSeconds } });
    expect(await listMetricStates(db, 'orders')).toMatchObject([{ restarts: 2, startedAt: '1970-01-01T00:50:00.000Z' }]);
  });

  test('steps come back in their order, are kept once, and go when they are old', async () => {
    const at = (minutes: number) => nowMs - minutes * 60_000;
    const steps = [1, 2, 240].map((minutes) => ({ stepSeconds: 60, atMs: at(minutes), values: { fds: minutes, 'pool a "b"': 1 } }));
    await keep({ steps });
    await keep({ steps: [{ stepSeconds: 60, atMs: at(1), values: {} }] });
    expect((await listGaugeSteps(db, 'orders', 60, 0)).map(({ values }) => values.fds)).toEqual([240, 2, 1]);
    await forget(db, nowMs, { rawHours: 1, minuteDays: 1, fiveMinuteDays: 1, hourDays: 1, maxMegabytes: 500 });
    expect((await listGaugeSteps(db, 'orders', 60, 0)).map(({ values }) => values.fds)).toEqual([2, 1]);
  });

  test('a service that was removed meanwhile keeps nothing', async () => {
    await deleteService(db, 'orders');
    await keep({ steps: [{ stepSeconds: 60, atMs: nowMs, values: { fds: 1 } }] });
    expect(await db.metricState.count()).toBe(0);
  });
});
