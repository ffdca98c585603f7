import { expect, test } from 'vitest';
import type { NewChange } from '#lib/model/change.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { breakerStepKey, listBreakerRows } from './breaker.ts';
import { keepBreakers } from './breaker-state.ts';
import { insertChanges } from './change.ts';
import { makeRegistration } from './fixture.ts';
import { listAllBreakerSteps, listNowStanding, listVerdictTurns } from './handover.ts';
import { insertService, listPollTargets } from './service.ts';
import { keepBatch } from './state.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const hourMs = 3_600_000;

const turned = (service: string, from: Verdict, to: Verdict): NewChange => ({
  ...{ kind: 'verdict.changed', subject: service, data: { service, from, to, reason: `is ${to}` } },
});

function lookOf(serviceId: number, verdict: Verdict) {
  const judgement = { verdict, reason: `is ${verdict}`, sinceMs: nowMs - 1000, failures: 0, slows: 0, successes: 0 };
  const answer = { reason: `is ${verdict}`, statusCode: 200, silent: false, version: null, certificateExpiresAtMs: null };
  const reading = { kind: 'health' as const, url: 'http://x/health', atMs: nowMs, durationMs: 1, outcome: 'ok' as const, ...answer };
  return { serviceId, name: '', reading, judgement, staleAtMs: nowMs + 60_000, version: null };
}

eachDatabase((open) => {
  test('turns of a window come back in their order, with those who are not up and those who turned', async () => {
    const db = await open();
    for (const name of ['calm', 'down', 'back', 'new', 'early']) await insertService(db, makeRegistration(name), nowMs - hourMs);
    const ids = new Map((await listPollTargets(db)).map(({ id, name }) => [name, id]));
    const looks = (['up', 'down', 'up'] as const).map((verdict, i) => lookOf(ids.get(['calm', 'down', 'back'][i] ?? '') ?? 0, verdict));
    await keepBatch(db, { looks, targets: [], signals: [] }, nowMs);
    await insertChanges(db, [turned('early', 'up', 'down')], nowMs - 9 * hourMs);
    await insertChanges(db, [turned('down', 'up', 'down'), turned('back', 'up', 'degraded')], nowMs - 2 * hourMs);
    await insertChanges(db, [turned('back', 'degraded', 'up')], nowMs - hourMs);

    const turns = await listVerdictTurns(db, nowMs - 8 * hourMs);
    expect([...turns.keys()].sort()).toEqual(['back', 'down']);
    expect(turns.get('back')).toEqual([
      { atMs: nowMs - 2 * hourMs, from: 'up', to: 'degraded', reason: 'is degraded' },
      { atMs: nowMs - hourMs, from: 'degraded', to: 'up', reason: 'is up' },
    ]);
    const standing = await listNowStanding(db, nowMs - 8 * hourMs, nowMs);
    expect(standing.map(({ service, verdict, isNew }) => [service, verdict, isNew]).sort()).toEqual([
      ['back', 'up', false],
      ['down', 'down', false],
      ['early', 'unknown', true],
      ['new', 'unknown', true],
    ]);
  });

  test('breakers that turned within a window are found with their steps', async () => {
    const db = await open();
    await insertService(db, makeRegistration('orders'), nowMs);
    const { id } = await db.service.findUniqueOrThrow({ where: { name: 'orders' } });
    const source = { dialect: 'Signalbox SDK', rule: 'S3', series: 'x', callee: 'service', detail: null } as const;
    const facts = {
      errorRatio: null,
      requestRate: null,
      rejectionRate: null,
      shares: null,
      thresholdRatio: null,
      waitSeconds: null,
      defaults: null,
      window: null,
    };
    const look = (atMs: number, state: 'open' | 'closed', name: string) => ({
      ...{ serviceId: id, caller: 'orders', atMs, staleAtMs: nowMs + hourMs },
      statuses: { failure: [{ name, callee: name, source, state, missedOpen: name === 'missed', ...facts }], capacity: [], ejection: [] },
    });
    await keepBreakers(db, [look(nowMs - 9 * hourMs, 'closed', 'payments'), look(nowMs - 9 * hourMs, 'closed', 'calm')]);
    await keepBreakers(db, [look(nowMs - hourMs, 'open', 'payments'), look(nowMs - hourMs, 'closed', 'missed')]);
    const turns = await listAllBreakerSteps(db, nowMs - 8 * hourMs);
    expect(turns.get(breakerStepKey(id, '', 'payments'))).toEqual([
      { at: new Date(nowMs - hourMs).toISOString(), from: 'closed', to: 'open', missed: false },
    ]);
    expect(turns.get(breakerStepKey(id, '', 'missed'))?.[0]).toMatchObject({ missed: true });
    const rows = await listBreakerRows(db, { steppedSinceMs: nowMs - 8 * hourMs });
    expect(rows.map(({ name }) => name)).toEqual(['missed', 'payments']);
  });
});
