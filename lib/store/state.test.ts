import { beforeEach, describe, expect, test } from 'vitest';
import type { Reading } from '#lib/model/reading.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { inTransaction, type PrismaClient } from './db.ts';
import { makeRegistration } from './fixture.ts';
import { listWrong, readFleet, readHealth } from './fleet.ts';
import { listHealthSteps, listReadings } from './reading.ts';
import { countFacets, deleteService, findService, insertService, listPollTargets, listServices } from './service.ts';
import { findSignalSource, listSignalDeltas } from './signal.ts';
import { type Batch, type KeptLook, keepBatch } from './state.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 22, 12, 30);
const source = { dialect: 'd', rule: 'r', requests: 'http_requests_total', latency: null, status: 'code', unit: null, series: 3 };

function makeReading(atMs: number, fields: Partial<Reading> = {}): Reading {
  const fixed = { kind: 'health', url: 'http://x/health', silent: false } as const;
  return {
    ...fixed,
    atMs,
    durationMs: 12.5,
    outcome: 'ok',
    reason: 'HTTP 200',
    statusCode: 200,
    version: null,
    certificateExpiresAtMs: null,
    ...fields,
  };
}

function makeLook(serviceId: number, verdict: Verdict, atMs = nowMs, fields: Partial<KeptLook> = {}): KeptLook {
  const judgement = { verdict, reason: `is ${verdict}`, sinceMs: atMs - 5000, failures: 1, slows: 2, successes: 3 };
  return { serviceId, name: '', reading: makeReading(atMs), judgement, staleAtMs: atMs + 60_000, version: null, ...fields };
}

function makeDelta(atMs: number, fields: Partial<SignalDelta> = {}): SignalDelta {
  const latency = { boundsMs: [10, 100, null], counts: [5, 4, 1], sumMs: 300, count: 10 };
  return { atMs, seconds: 10, requests: 10, errors: 1, clientErrors: 0, latency, ...fields };
}

const batch = (fields: Partial<Batch>): Batch => ({ looks: [], targets: [], signals: [], ...fields });
const keep = (db: PrismaClient, fields: Partial<Batch>) => inTransaction(db, (tx) => keepBatch(tx, batch(fields), nowMs));

eachDatabase((open) => {
  let db: PrismaClient;
  let ids: Record<string, number>;

  beforeEach(async () => {
    db = await open();
    for (const name of ['a', 'b', 'c']) await insertService(db, makeRegistration(name, { domain: name === 'c' ? null : 'sales' }), nowMs - 1000);
    ids = Object.fromEntries((await listPollTargets(db)).map(({ id, name }) => [name, id]));
  });

  test('what was seen comes back in every field', async () => {
    const id = ids.a ?? 0;
    const reading = makeReading(nowMs, { certificateExpiresAtMs: nowMs + 1e9, version: '1.2.3' });
    await keep(db, {
      looks: [makeLook(id, 'degraded', nowMs, { reading, version: '1.2.3' })],
      targets: [{ serviceId: id, kind: 'metrics', url: 'http://a/metrics', ok: false, reason: 'HTTP 500', atMs: nowMs, durationMs: 3 }],
      signals: [
        {
          ...{ serviceId: id, name: 'a', source, delta: makeDelta(nowMs) },
          latest: { requestRate: 1, errorRatio: 0.1, latencyMsP95: { low: 100, high: null } },
        },
      ],
    });
    expect(await findService(db, 'a', nowMs)).toMatchObject({
      ...{ verdict: 'degraded', reason: 'is degraded', since: '2026-11-22T12:29:55.000Z', checkedAt: '2026-11-22T12:30:00.000Z', durationMs: 12.5 },
      ...{ version: '1.2.3', certificateExpiresAt: new Date(nowMs + 1e9).toISOString(), requestRate: 1, errorRatio: 0.1 },
      ...{ latencyMsP95: { low: 100, high: null }, signalsAt: '2026-11-22T12:30:00.000Z' },
      targets: [{ kind: 'metrics', url: 'http://a/metrics', ok: false, reason: 'HTTP 500', at: '2026-11-22T12:30:00.000Z', durationMs: 3 }],
    });
    expect((await listPollTargets(db))[0]).toMatchObject({
      version: '1.2.3',
      judgement: { verdict: 'degraded', reason: 'is degraded', sinceMs: nowMs - 5000, failures: 1, slows: 2, successes: 3 },
    });
    expect(await listReadings(db, 'a', 10)).toEqual([
      {
        ...{ at: '2026-11-22T12:30:00.000Z', kind: 'health', url: 'http://a.example.com:8080/health', outcome: 'ok', ok: true },
        ...{ verdict: 'degraded', reason: 'HTTP 200', statusCode: 200, durationMs: 12.5 },
      },
    ]);
    expect(await listSignalDeltas(db, 'a', nowMs - 60_000, nowMs, 0)).toEqual([makeDelta(nowMs)]);
    expect(await findSignalSource(db, 'a')).toEqual(source);
  });

  test('a look that says nothing of version and certificate keeps what was known of them', async () => {
    const id = ids.a ?? 0;
    await keep(db, { looks: [makeLook(id, 'up', nowMs - 10, { reading: makeReading(nowMs - 10, { certificateExpiresAtMs: 1e12 }), version: '1' })] });
    await keep(db, { looks: [makeLook(id, 'down')] });
    expect(await findService(db, 'a', nowMs)).toMatchObject({ verdict: 'down', version: '1', certificateExpiresAt: new Date(1e12).toISOString() });
  });

  test('a batch with services that were removed keeps the rest', async () => {
    await deleteService(db, 'b');
    const targetOf = (serviceId: number) => ({ serviceId, kind: 'health' as const, url: 'u', ok: true, reason: '', atMs: nowMs, durationMs: 1 });
    const signalOf = (serviceId: number) => ({
      ...{ serviceId, name: '', source: null, delta: makeDelta(nowMs) },
      latest: { requestRate: 2, errorRatio: null, latencyMsP95: null },
    });
    const all = Object.values(ids);
    await keep(db, { looks: all.map((id) => makeLook(id, 'up')), targets: all.map(targetOf), signals: all.map(signalOf) });
    expect(await readHealth(db, nowMs)).toMatchObject({ a: { healthy: true }, c: { healthy: true } });
    expect(await db.reading.count()).toBe(2);
    expect(await db.signalPoint.count()).toBe(2);
  });

  test('a batch that waited holds many looks at one service: the last one counts, all are history', async () => {
    const id = ids.a ?? 0;
    const looks = [makeLook(id, 'up', nowMs - 2000), makeLook(id, 'degraded', nowMs - 1000), makeLook(id, 'down')];
    const target = { serviceId: id, kind: 'health' as const, url: 'u', ok: true, reason: '', atMs: nowMs, durationMs: 1 };
    await keep(db, { looks: [...looks, ...looks], targets: [{ ...target, reason: 'old' }, target] });
    expect(await findService(db, 'a', nowMs)).toMatchObject({ verdict: 'down', targets: [{ reason: '' }] });
    expect((await listReadings(db, 'a', 10)).map(({ verdict }) => verdict)).toEqual(['down', 'degraded', 'up']);
  });

  test('hostile text is kept without harm', async () => {
    const reason = `'; DROP TABLE "Reading"; -- \0 \ud800 \\u0000 "}]`;
    await keep(db, { looks: [makeLook(ids.a ?? 0, 'down', nowMs, { reading: makeReading(nowMs, { reason }) })] });
    expect((await listReadings(db, 'a', 1))[0]?.reason).toBe(`'; DROP TABLE "Reading"; --  \ufffd \\u0000 "}]`);
  });

  describe('when nobody has looked for too long', () => {
    const laterMs = nowMs + 60_001;
    const stale = { verdict: 'unknown', reason: 'stale: not looked at since 2026-11-22T12:30:00.000Z', since: '2026-11-22T12:31:00.000Z' };

    beforeEach(async () => {
      await keep(db, { looks: [makeLook(ids.a ?? 0, 'up'), makeLook(ids.b ?? 0, 'down', nowMs, { staleAtMs: nowMs + 1e6 })] });
    });

    test('every view says unknown, and why', async () => {
      expect(await findService(db, 'a', laterMs)).toMatchObject(stale);
      expect((await readHealth(db, laterMs)).a).toEqual({ ...stale, healthy: false });
      const { rows } = await listServices(db, { q: 'a.' }, { sort: 'name', order: 'asc', page: 1, limit: 10, nowMs: laterMs });
      expect(rows).toEqual([]);
      const listed = await listServices(db, {}, { sort: 'verdict', order: 'asc', page: 1, limit: 10, nowMs: laterMs });
      expect(listed.rows.map(({ name, verdict }) => [name, verdict])).toEqual([
        ['b', 'down'],
        ['a', 'unknown'],
        ['c', 'unknown'],
      ]);
      expect(listed.rows[1]).toMatchObject(stale);
      const fleet = await readFleet(db, laterMs);
      expect(fleet.wrong.map(({ service }) => service)).toEqual(['a', 'b']);
      expect(fleet.wrong[0]).toMatchObject(stale);
      expect(await listWrong(db, laterMs)).toEqual(fleet.wrong);
    });

    test('counts and filters go by what is shown', async () => {
      expect((await readFleet(db, laterMs)).counts).toEqual({ up: 0, degraded: 0, down: 1, unknown: 2, maintenance: 0 });
      expect((await countFacets(db, {}, laterMs)).verdict).toEqual([
        { value: 'unknown', count: 2 },
        { value: 'down', count: 1 },
      ]);
      const page = { sort: 'name', order: 'asc', page: 1, limit: 10, nowMs: laterMs } as const;
      expect((await listServices(db, { verdict: ['up'] }, page)).total).toBe(0);
      expect((await listServices(db, { verdict: ['up'] }, { ...page, nowMs })).total).toBe(1);
      expect((await listServices(db, { verdict: ['unknown'] }, page)).rows.map(({ name }) => name)).toEqual(['a', 'c']);
    });
  });

  test('the fleet at a glance', async () => {
    await insertService(db, makeRegistration('caller', { dependencies: [{ service: 'a' }] }), nowMs);
    const latest = (low: number, high: number | null) => ({ requestRate: 5, errorRatio: null, latencyMsP95: { low, high } });
    await keep(db, {
      looks: [makeLook(ids.a ?? 0, 'down'), makeLook(ids.b ?? 0, 'up'), makeLook(ids.c ?? 0, 'degraded')],
      signals: [
        { serviceId: ids.b ?? 0, name: 'b', delta: null, source: null, latest: latest(500, 1000) },
        { serviceId: ids.c ?? 0, name: 'c', delta: null, source: null, latest: latest(100, null) },
      ],
    });
    const fleet = await readFleet(db, nowMs);
    expect(fleet).toMatchObject({ at: '2026-11-22T12:30:00.000Z', lastLookAt: '2026-11-22T12:30:00.000Z', total: 4 });
    expect(fleet.counts).toEqual({ up: 1, degraded: 1, down: 1, unknown: 1, maintenance: 0 });
    expect(fleet.wrong.map(({ service, verdict }) => [service, verdict])).toEqual([
      ['a', 'down'],
      ['c', 'degraded'],
    ]);
    expect(await listWrong(db, nowMs)).toEqual(fleet.wrong);
    expect(fleet.slowest.map(({ service }) => service)).toEqual(['c', 'b']);
    expect(fleet.cells).toEqual([
      {
        domain: 'sales',
        services: [
          ['a', 'down'],
          ['b', 'up'],
        ],
      },
      {
        domain: null,
        services: [
          ['c', 'degraded'],
          ['caller', 'unknown'],
        ],
      },
    ]);
  });

  test('health in steps says the worst of each, and where nobody looked', async () => {
    const id = ids.a ?? 0;
    const at = (minute: number, second: number) => Date.UTC(2026, 10, 22, 12, minute, second);
    await keep(db, {
      looks: [makeLook(id, 'up', at(0, 10)), makeLook(id, 'down', at(0, 50)), makeLook(id, 'up', at(2, 0)), makeLook(id, 'maintenance', at(2, 59))],
    });
    const steps = await listHealthSteps(db, 'a', at(0, 0), at(3, 0), 60_000);
    expect(steps.map(({ at: start, verdict, up, down }) => [start.slice(11, 16), verdict, up, down])).toEqual([
      ['12:00', 'down', 1, 1],
      ['12:01', null, 0, 0],
      ['12:02', 'maintenance', 1, 0],
    ]);
    expect(steps.map(({ durationMs }) => durationMs)).toEqual([12.5, null, 12.5]);
  });
});
