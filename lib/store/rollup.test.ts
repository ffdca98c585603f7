import { beforeEach, describe, expect, test } from 'vitest';
import type { SignalDelta } from '#lib/model/signal.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { firstChangeId, insertChanges, lastChangeId, listChangesAfter } from './change.ts';
import { inTransaction, type PrismaClient } from './db.ts';
import { makeRegistration } from './fixture.ts';
import { listHealthSteps } from './reading.ts';
import { forget, storeBytes } from './retention.ts';
import { rollUp } from './rollup.ts';
import { moveCursor, readCursor } from './rollup-cursor.ts';
import { insertService, listPollTargets, listServices } from './service.ts';
import { listSignalDeltas, readPoints } from './signal.ts';
import { sql } from './sql.ts';
import { type KeptLook, type KeptSignal, keepBatch } from './state.ts';
import { eachDatabase } from './testbed.ts';

const minute = 60_000;
const hour = 60 * minute;
const startMs = Date.UTC(2026, 10, 20, 0);
const limits = { rawHours: 2, minuteDays: 2, fiveMinuteDays: 14, hourDays: 90, maxMegabytes: 1000 };

eachDatabase((open) => {
  let db: PrismaClient;
  let id: number;

  beforeEach(async () => {
    db = await open();
    await insertService(db, makeRegistration('a'), startMs);
    id = (await listPollTargets(db))[0]?.id ?? 0;
  });

  const makeDelta = (atMs: number, fields: Partial<SignalDelta> = {}): SignalDelta => {
    const latency = { boundsMs: [10, 100, null], counts: [1, 1, 0], sumMs: 60, count: 2 };
    return { atMs, seconds: 20, requests: 40, errors: 4, clientErrors: null, latency, ...fields };
  };

  /** A look and a scrape every 20 seconds, or as said. */
  async function live(fromMs: number, toMs: number, verdictAt: (atMs: number) => Verdict = () => 'up', everyMs = 20_000) {
    const looks: KeptLook[] = [];
    const signals: KeptSignal[] = [];
    for (let atMs = fromMs; atMs < toMs; atMs += everyMs) {
      const judgement = { verdict: verdictAt(atMs), reason: '', sinceMs: startMs, failures: 0, slows: 0, successes: 0 };
      const fixed = { kind: 'health', url: '', silent: false, outcome: 'ok', reason: '', statusCode: 200, version: null } as const;
      looks.push({
        ...{ serviceId: id, name: 'a', judgement, staleAtMs: atMs + hour, version: null },
        reading: { ...fixed, atMs, durationMs: 30, certificateExpiresAtMs: null },
      });
      const latest = { requestRate: 2, errorRatio: null, latencyMsP95: null };
      signals.push({ serviceId: id, name: 'a', delta: makeDelta(atMs), source: null, latest });
    }
    await inTransaction(db, (tx) => keepBatch(tx, { looks, signals, targets: [] }, toMs));
  }

  const stored = async () => [
    await db.healthRollup.findMany({ orderBy: [{ stepSeconds: 'asc' }, { at: 'asc' }] }),
    await db.signalPoint.findMany({ where: { stepSeconds: { gt: 0 } }, orderBy: [{ stepSeconds: 'asc' }, { at: 'asc' }] }),
  ];

  test('minutes and hours hold every look and scrape once', async () => {
    await live(startMs + 50 * minute, startMs + 70 * minute, (atMs) => (atMs === startMs + 55 * minute ? 'down' : 'up'));
    await rollUp(db, startMs + 80 * minute);
    const hours = await db.healthRollup.findMany({ where: { stepSeconds: 3600 }, orderBy: { at: 'asc' } });
    expect(hours.map(({ at, up, down, durationSumMs, durationMaxMs }) => [at.getTime() - startMs, up, down, durationSumMs, durationMaxMs])).toEqual([
      [0, 29, 1, 900, 30],
      [hour, 30, 0, 900, 30],
    ]);
    expect(await db.healthRollup.count({ where: { stepSeconds: 60 } })).toBe(20);
    const [first] = await readPoints(db, sql`"stepSeconds" = 3600`);
    expect(first?.delta).toMatchObject({
      ...{ seconds: 600, requests: 1200, errors: 120, clientErrors: null },
      latency: { boundsMs: [10, 100, null], counts: [30, 30, 0], sumMs: 1800, count: 60 },
    });
  });

  test('steps of five minutes and hours hold the same', async () => {
    await live(startMs + 50 * minute, startMs + 70 * minute);
    await rollUp(db, startMs + 80 * minute);
    for (const stepSeconds of [60, 300, 3600]) {
      const looks = await db.healthRollup.aggregate({ where: { stepSeconds }, _sum: { up: true } });
      const points = await readPoints(db, sql`"stepSeconds" = ${stepSeconds}`);
      expect([looks._sum.up, points.reduce((sum, { delta }) => sum + (delta.requests ?? 0), 0)]).toEqual([60, 2400]);
      expect(points.reduce((sum, { delta }) => sum + (delta.latency?.count ?? 0), 0)).toBe(120);
    }
    expect(await db.signalPoint.count({ where: { stepSeconds: 300 } })).toBe(4);
  });

  test('a second run, and a run for each minute, change nothing in the sum', async () => {
    await live(startMs, startMs + 15 * minute);
    for (let at = 0; at < 20; at++) await rollUp(db, startMs + at * minute);
    await rollUp(db, startMs + 20 * minute);
    const before = await stored();
    await rollUp(db, startMs + 20 * minute);
    await Promise.all([rollUp(db, startMs + 21 * minute), rollUp(db, startMs + 21 * minute)]);
    expect(await stored()).toEqual(before);
    expect(before[0]?.at(-1)).toMatchObject({ stepSeconds: 3600, up: 45 });
  });

  test('what comes up to two minutes late is counted', async () => {
    await live(startMs, startMs + minute);
    await rollUp(db, startMs + 2 * minute);
    await live(startMs + 10_000, startMs + minute);
    await rollUp(db, startMs + 3 * minute);
    expect(await db.healthRollup.findMany({ where: { stepSeconds: 3600 } })).toMatchObject([{ up: 6 }]);
  });

  test('a run that is cut off goes on where it stopped', async () => {
    await live(startMs, startMs + 5 * minute);
    let left = 3;
    const crashing = new Proxy(db, {
      get: (target, key) => {
        if (key !== '$transaction') return Reflect.get(target, key);
        if (left-- === 0) throw new Error('killed');
        return target.$transaction.bind(target);
      },
    });
    await expect(rollUp(crashing, startMs + 10 * minute)).rejects.toThrow('killed');
    expect(await readCursor(db)).toMatchObject({ atMs: startMs + 3 * minute, nextId: 0 });
    await rollUp(db, startMs + 10 * minute);
    expect(await db.healthRollup.findMany({ where: { stepSeconds: 3600 } })).toMatchObject([{ up: 15 }]);
  });

  test('a run after a long pause does not walk through the empty time', async () => {
    await live(startMs - 400 * 24 * hour, startMs - 400 * 24 * hour + minute);
    await live(startMs, startMs + minute);
    const before = performance.now();
    await rollUp(db, startMs + 10 * minute);
    expect(performance.now() - before).toBeLessThan(2000);
    expect(await db.healthRollup.count({ where: { stepSeconds: 3600 } })).toBe(2);
  });

  describe('history reads the same whether rolled up or not', () => {
    const nowMs = startMs + 3 * hour + 30 * minute + 10_000;

    async function read() {
      const steps = await listHealthSteps(db, 'a', nowMs - 6 * hour, nowMs, 10 * minute);
      const days = await listHealthSteps(db, 'a', nowMs - 72 * hour, nowMs, hour);
      const weeks = await listSignalDeltas(db, 'a', nowMs - 20 * 24 * hour, nowMs, 6 * hour);
      const threeDays = await listSignalDeltas(db, 'a', nowMs - 72 * hour, nowMs, hour);
      const deltas = await listSignalDeltas(db, 'a', nowMs - 6 * hour, nowMs, 10 * minute);
      const { rows } = await listServices(db, {}, { sort: 'name', order: 'asc', page: 1, limit: 10, nowMs });
      return { steps, days, weeks, threeDays, deltas, history: rows[0]?.history, rates: rows[0]?.rates };
    }

    test('at every state of the rolling up', async () => {
      await live(startMs, nowMs, (atMs) => (atMs < startMs + hour ? 'degraded' : 'up'), 5 * minute);
      const before = await read();
      expect(before.steps.reduce((sum, { up, degraded }) => sum + up + degraded, 0)).toBe(43);
      expect(before.history).toEqual([...Array.from({ length: 20 }, () => null), 'degraded', 'up', 'up', 'up']);
      expect(before.rates?.slice(-5)).toEqual([null, 2, 2, 2, 2]);
      expect(before.deltas.reduce((sum, { requests }) => sum + (requests ?? 0), 0)).toBe(43 * 40);
      for (const doneMs of [startMs + 30 * minute, startMs + 2 * hour + 17 * minute, nowMs]) {
        await rollUp(db, doneMs);
        expect(await read()).toEqual(before);
      }
    });
  });

  describe('a database from before there were steps of five minutes', () => {
    const upgradedMs = startMs + 23 * minute;
    const nowMs = startMs + 3 * hour;

    /** What such a database holds: rows with their bounds in them, a cursor that knows of no fives, and no fives. */
    async function makeOld() {
      await live(startMs, upgradedMs, undefined, 5 * minute);
      await rollUp(db, upgradedMs);
      const cursor = await readCursor(db);
      if (cursor) await moveCursor(db, { atMs: cursor.atMs, nextId: cursor.nextId });
      await db.signalPoint.deleteMany({ where: { stepSeconds: 300 } });
      await db.healthRollup.deleteMany({ where: { stepSeconds: 300 } });
      const latency = { boundsMs: [10, 100, null], counts: [1, 1, 0], sumMs: 60, count: 2 };
      await db.signalPoint.updateMany({ where: { stepSeconds: 60 }, data: { latency } });
    }

    const countIn = async (spanMs: number, stepMs: number) => {
      const deltas = await listSignalDeltas(db, 'a', nowMs - spanMs, nowMs, stepMs);
      const looks = await listHealthSteps(db, 'a', nowMs - spanMs, nowMs, stepMs);
      return [deltas.reduce((sum, { latency }) => sum + (latency?.count ?? 0), 0), looks.reduce((sum, { up }) => sum + up, 0)];
    };

    test('loses nothing of any window, before and after its next rolling up', async () => {
      await makeOld();
      await live(upgradedMs, nowMs, undefined, 5 * minute);
      const looks = await db.reading.count();
      for (const doneMs of [upgradedMs, upgradedMs + 20 * minute, nowMs]) {
        await rollUp(db, doneMs);
        for (const [spanMs, stepMs] of [
          [6 * hour, minute],
          [24 * hour, 5 * minute],
          [72 * hour, hour],
          [20 * 24 * hour, 6 * hour],
        ] as const)
          expect(await countIn(spanMs, stepMs)).toEqual([2 * looks, looks]);
      }
    });
  });

  describe('forgetting', () => {
    test('by age: raw looks only after they are rolled up', async () => {
      const nowMs = startMs + 4 * hour;
      await live(startMs, nowMs, undefined, 10 * minute);
      await forget(db, nowMs, limits);
      expect(await db.reading.count()).toBe(24);
      await rollUp(db, nowMs);
      await forget(db, nowMs, limits);
      expect(await db.reading.count()).toBe(12);
      expect(await db.signalPoint.count({ where: { stepSeconds: 0 } })).toBe(12);
      await forget(db, nowMs + 3 * 24 * hour, limits);
      expect(await db.healthRollup.count({ where: { stepSeconds: 60 } })).toBe(0);
      expect(await db.healthRollup.count({ where: { stepSeconds: 3600 } })).toBe(4);
      await forget(db, nowMs + 91 * 24 * hour, limits);
      expect(await db.healthRollup.count()).toBe(0);
      expect(await db.signalPoint.count({ where: { stepSeconds: { gt: 0 } } })).toBe(0);
    });

    test('by size: the oldest of the finest first, and no more than needed', async () => {
      const nowMs = startMs + hour;
      await live(startMs, nowMs);
      await rollUp(db, nowMs + 3 * minute);
      const sizes = [2_000_000, 900_000];
      await forget(db, nowMs, { ...limits, maxMegabytes: 1.9 }, { measure: async () => sizes.shift() ?? 900_000 });
      expect(await db.reading.count()).toBe(0);
      expect(await db.signalPoint.count({ where: { stepSeconds: 0 } })).toBe(180);
      expect(await db.healthRollup.count({ where: { stepSeconds: 60 } })).toBe(60);
    });

    test('the size of the database is known', async () => {
      expect(await storeBytes(db)).toBeGreaterThan(50_000);
    });

    test('changes: live states for minutes, what people read for weeks; the feed knows its gap', async () => {
      const state = { kind: 'state.read' as const, subject: null, data: { states: [] } };
      const told = { kind: 'service.removed' as const, subject: 'x', data: { service: 'x', by: 'y' } };
      const progress = { kind: 'run.changed' as const, subject: 'x', data: { service: 'x', run: '1', state: 'running' as const } };
      const add = (atMs: number) => inTransaction(db, (tx) => insertChanges(tx, [state, progress, told], atMs));
      const old = await add(startMs);
      const young = await add(startMs + 20 * minute);
      expect(await firstChangeId(db)).toBe(1);
      await forget(db, startMs + 21 * minute, limits);
      expect((await listChangesAfter(db, 0, 10)).map(({ id: kept }) => kept)).toEqual([old[2], ...young]);
      expect(await firstChangeId(db)).toBe((old[1] ?? 0) + 1);
      await forget(db, startMs + 40 * 24 * hour, limits);
      expect((await listChangesAfter(db, 0, 10)).map(({ id: kept }) => kept)).toEqual([young[2]]);
      expect(await lastChangeId(db)).toBe(young[2]);
    });
  });
});
