import { expect, test } from 'vitest';
import type { BreakerState } from '#lib/model/breaker.ts';
import type { FailureStatus } from '#lib/model/dialect/breaker-status.ts';
import { breakerStepKey, countBreakers, listBreakerRows, listBreakerSteps, listPolicies } from './breaker.ts';
import { forgetBreakers, type KeptBreakers, keepBreakers } from './breaker-state.ts';
import { makeRegistration } from './fixture.ts';
import { insertService } from './service.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const source = { dialect: 'Signalbox SDK', rule: 'S3', series: 'service_circuit_breaker_state', callee: 'service', detail: null } as const;

const statusOf = (state: BreakerState, more: Partial<FailureStatus> = {}): FailureStatus => ({
  ...{ name: 'payments', callee: 'PaymentsService', source, state, errorRatio: 0.5, requestRate: 2, rejectionRate: null, shares: null },
  ...{ missedOpen: false, window: null, thresholdRatio: null, waitSeconds: null, defaults: null, ...more },
});

eachDatabase((open) => {
  async function setUp() {
    const db = await open();
    await insertService(db, makeRegistration('orders'), nowMs);
    await insertService(db, { ...makeRegistration('payments'), circuitBreakerThreshold: 7 }, nowMs);
    const { id } = await db.service.findUniqueOrThrow({ where: { name: 'orders' } });
    const look = (seconds: number, ...failure: FailureStatus[]): KeptBreakers => ({
      ...{ serviceId: id, caller: 'orders', atMs: nowMs + seconds * 1000, staleAtMs: nowMs + seconds * 1000 + 40_000 },
      statuses: { failure, capacity: [], ejection: [] },
    });
    return { db, id, look };
  }
  const stepsOf = async (db: Awaited<ReturnType<typeof open>>, id: number) =>
    (await listBreakerSteps(db, [id], 0))
      .get(breakerStepKey(id, '', 'payments'))
      ?.map(({ at, from, to, missed }) => [at.slice(17, 19), from, to, missed]);

  test('where a library counts the time in each state, the steps lie where they were and not where somebody looked', async () => {
    const { db, id, look } = await setUp();
    const timed = (state: BreakerState, shares: FailureStatus['shares']) => statusOf(state, { shares });
    await keepBreakers(db, [look(0, timed('closed', null))]);
    await keepBreakers(db, [look(10, timed('unknown', { closed: 0.6, open: 0.4 }))]);
    await keepBreakers(db, [look(20, timed('open', { open: 1 }))]);
    expect(await stepsOf(db, id)).toEqual([
      ['00', 'unknown', 'closed', false],
      ['06', 'closed', 'open', false],
      ['10', 'open', 'unknown', false],
      ['10', 'unknown', 'open', false],
    ]);
    expect((await listBreakerRows(db))[0]).toMatchObject({ state: 'open', sinceMs: nowMs + 10_000 });
  });

  test('since when a state lasts is kept over looks, each transition once, with a change to tell of it', async () => {
    const { db, id, look } = await setUp();
    expect(await keepBreakers(db, [look(0, statusOf('closed'))])).toEqual([
      { kind: 'breaker.seen', subject: 'orders', data: { service: 'orders', name: 'payments' } },
    ]);
    expect(await keepBreakers(db, [look(10, statusOf('closed'))])).toEqual([]);
    const changes = await keepBreakers(db, [look(20, statusOf('open')), look(30, statusOf('half-open'))]);
    const change = { service: 'orders', name: 'payments', callee: 'PaymentsService' };
    expect(changes.map(({ data }) => data)).toEqual([
      { ...change, from: 'closed', to: 'open' },
      { ...change, from: 'open', to: 'half-open' },
    ]);
    expect(await keepBreakers(db, [look(40, statusOf('half-open'))])).toEqual([]);
    expect(await listBreakerRows(db)).toEqual([
      {
        instance: '',
        ...{
          serviceId: id,
          caller: 'orders',
          tier: 3,
          scrapeSeconds: 15,
          lane: 'failure',
          name: 'payments',
          callee: 'PaymentsService',
          calleeKey: 'payments',
          state: 'half-open',
        },
        ...{ sinceMs: nowMs + 30_000, atMs: nowMs + 40_000, staleAtMs: nowMs + 80_000, errorRatio: 0.5, requestRate: 2, rejectionRate: null },
        facts: expect.objectContaining({ source, thresholdRatio: null }),
      },
    ]);
    expect(await stepsOf(db, id)).toEqual([
      ['00', 'unknown', 'closed', false],
      ['20', 'closed', 'open', false],
      ['30', 'open', 'half-open', false],
    ]);
  });

  test('while nobody looked the state was unknown, and what follows begins anew', async () => {
    const { db, id, look } = await setUp();
    await keepBreakers(db, [look(0, statusOf('open'))]);
    expect(await keepBreakers(db, [look(50, statusOf('open'))])).toEqual([]);
    expect(await stepsOf(db, id)).toEqual([
      ['00', 'unknown', 'open', false],
      ['40', 'open', 'unknown', false],
      ['50', 'unknown', 'open', false],
    ]);
    expect((await listBreakerRows(db))[0]).toMatchObject({ state: 'open', sinceMs: nowMs + 50_000 });
  });

  test('an open that was missed is a mark in the history, not a transition', async () => {
    const { db, id, look } = await setUp();
    await keepBreakers(db, [look(0, statusOf('closed'))]);
    const changes = await keepBreakers(db, [look(10, statusOf('closed', { missedOpen: true }))]);
    expect(changes.map(({ kind }) => kind)).toEqual(['breaker.seen']);
    expect((await stepsOf(db, id))?.slice(1)).toEqual([['10', 'closed', 'closed', true]]);
    expect((await listBreakerRows(db))[0]?.sinceMs).toBe(nowMs);
  });

  test('lanes stand beside each other; what is held by a service or against it is found; a removed caller leaves nothing', async () => {
    const { db, id, look } = await setUp();
    const kept = look(0, statusOf('open', { source: { ...source, detail: 'lone \ud800 and \0' } }));
    const ends = { name: 'payments', callee: 'payments', source };
    kept.statuses.capacity.push({ ...ends, full: true, used: null, rejectionRate: 3 });
    kept.statuses.ejection.push({ ...ends, out: 1, total: 4 });
    await keepBreakers(db, [kept, { ...kept, serviceId: 9999 }]);
    expect((await listBreakerRows(db, { holders: [id] })).map(({ lane }) => lane).sort()).toEqual(['capacity', 'ejection', 'failure']);
    expect(await listBreakerRows(db, { calleeKeys: ['payments', 'x'] })).toHaveLength(3);
    expect(await listBreakerRows(db, { calleeKeys: ['stock'] })).toEqual([]);
    expect((await listBreakerRows(db, { openAtMs: nowMs + 40_000 })).map(({ lane }) => lane)).toEqual(['failure']);
    expect(await listBreakerRows(db, { openAtMs: nowMs + 40_001 })).toEqual([]);
    expect(await countBreakers(db)).toBe(1);
    expect([...(await listPolicies(db, ['payments', 'stock']))]).toEqual([['payments', { failures: 7, waitSeconds: 60 }]]);
    await db.service.delete({ where: { id } });
    expect(await listBreakerRows(db)).toEqual([]);
  });

  test('what no metrics tell of any more is forgotten', async () => {
    const { db, look } = await setUp();
    await keepBreakers(db, [look(0, statusOf('open'))]);
    await forgetBreakers(db, nowMs);
    expect(await listBreakerRows(db)).toHaveLength(1);
    await forgetBreakers(db, nowMs + 1);
    expect(await listBreakerRows(db)).toEqual([]);
  });
});
