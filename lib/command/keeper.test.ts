import { expect, test } from 'vitest';
import type { Reading } from '#lib/model/reading.ts';
import { judge } from '#lib/model/verdict.ts';
import { listChanges } from '#lib/store/change.ts';
import { makeRegistration } from '#lib/store/fixture.ts';
import { listReadings } from '#lib/store/reading.ts';
import { insertService, listPollTargets } from '#lib/store/service.ts';
import { eachDatabase } from '#lib/store/testbed.ts';
import { Keeper } from './keeper.ts';
import { type Watched, watch } from './watched.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');

function look(keeper: Keeper, watched: Watched, atMs: number, outcome: 'ok' | 'fail'): void {
  const reading: Reading = {
    kind: 'health',
    url: `${watched.target.baseUrl}/health`,
    atMs,
    durationMs: 5,
    outcome,
    reason: outcome,
    statusCode: null,
    silent: false,
    version: null,
    certificateExpiresAtMs: null,
  };
  keeper.addLook(watched, reading, judge(watched.judgement, reading, atMs));
}

eachDatabase((open) => {
  test('what was seen while the store was away is kept in memory and stored later, in order, once', async () => {
    const db = await open();
    await insertService(db, makeRegistration('orders'), nowMs);
    const [target] = await listPollTargets(db);
    if (!target) throw new Error('no target');
    const watched = watch(target);
    let away = true;
    const fence = async () => {
      if (away) throw new Error('the store is away');
    };
    const outcomes: boolean[] = [];
    const keeper = new Keeper({ db, fence, flushMs: 3_600_000, onWrite: ({ ok }) => outcomes.push(ok) });
    look(keeper, watched, nowMs, 'ok');
    await keeper.flush();
    look(keeper, watched, nowMs + 1000, 'fail');
    await keeper.flush();
    expect(outcomes).toEqual([false, false]);
    expect(await listReadings(db, 'orders', 10)).toEqual([]);
    away = false;
    await keeper.flush();
    await keeper.flush();
    expect(outcomes).toEqual([false, false, true]);
    expect((await listReadings(db, 'orders', 10)).map(({ outcome }) => outcome)).toEqual(['fail', 'ok']);
    const told = await listChanges(db, { kinds: ['verdict.changed'], limit: 10 });
    expect(told.map(({ data }) => data)).toEqual([{ service: 'orders', from: 'unknown', to: 'up', reason: 'ok' }]);
  });
});
