import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { Ladder } from '#lib/model/ladder.ts';
import type { Run } from '#lib/model/run.ts';
import type { PrismaClient } from './db.ts';
import { makeRegistration } from './fixture.ts';
import { findLadderRow, findLevel, keepLadders, listLadderRows, listUnjudged } from './ladder.ts';
import { insertRun, listResults } from './run.ts';
import { findService, insertService } from './service.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 30, 12);
const at = (minutes: number) => new Date(nowMs + minutes * 60_000).toISOString();
const ladder = (level: Ladder['level'], minutes = 0): Ladder => ({ level, steps: [], judgedAt: at(minutes) });

eachDatabase((open) => {
  let db: PrismaClient;
  let ids: number[];

  beforeEach(async () => {
    db = await open();
    for (const name of ['orders', 'stock', 'mail']) await insertService(db, makeRegistration(name, { team: 'shop' }), nowMs);
    ids = (await db.service.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);
  });

  const [orders, stock, mail] = [() => ids[0] ?? 0, () => ids[1] ?? 0, () => ids[2] ?? 0];

  test('only another level than before is a turn, and an older judgement replaces no newer one', async () => {
    expect(await findLevel(db, 'orders')).toEqual({ level: null, isJudged: false });
    expect(await keepLadders(db, [{ serviceId: orders(), ladder: ladder(null) }])).toEqual([]);
    expect(await keepLadders(db, [{ serviceId: orders(), ladder: ladder(2, 1) }])).toEqual([{ serviceId: orders(), from: null, to: 2 }]);
    expect(await keepLadders(db, [{ serviceId: orders(), ladder: ladder(2, 2) }])).toEqual([]);
    expect(await keepLadders(db, [{ serviceId: orders(), ladder: ladder(4, 1) }])).toEqual([]);
    expect(await keepLadders(db, [{ serviceId: orders(), ladder: ladder(1, 3) }])).toEqual([{ serviceId: orders(), from: 2, to: 1 }]);
    expect(await findLevel(db, 'orders')).toEqual({ level: 1, isJudged: true });
    expect(await findLevel(db, 'none')).toBeNull();
    expect((await findService(db, 'orders', nowMs))?.level).toBe(1);
  });

  test('a service that is gone meanwhile is no fault', async () => {
    expect(await keepLadders(db, [])).toEqual([]);
    await keepLadders(db, [{ serviceId: 999_999, ladder: ladder(2) }]);
    expect(await db.ladderState.count()).toBe(0);
  });

  test('whoever was never judged comes first, then who was longest ago, and nobody too soon', async () => {
    await keepLadders(db, [
      { serviceId: orders(), ladder: ladder(1, -10) },
      { serviceId: stock(), ladder: ladder(1, -90) },
    ]);
    expect(await listUnjudged(db, nowMs - 3_600_000, 10)).toEqual([mail(), stock()]);
    expect(await listUnjudged(db, nowMs, 10)).toEqual([mail(), stock(), orders()]);
    expect(await listUnjudged(db, nowMs, 1)).toEqual([mail()]);
  });

  const run = (more: Partial<Run> & { madeMinutes: number }) => {
    const { madeMinutes, ...rest } = more;
    return insertRun(db, orders(), {
      ...{ id: randomUUID(), kind: 'contract', state: 'passed', origin: 'pushed', environment: null, readOnly: false, seed: null },
      ...{ revision: 1, version: null, baseUrl: null, startedBy: 'x', requestedAt: at(0), startedAt: at(madeMinutes), endedAt: at(madeMinutes) },
      ...{ durationMs: 0, calls: 1, operations: 1, unproven: 0, errors: 0, warnings: 0, infos: 0, summary: '', commit: null, ...rest },
    });
  };

  test('the latest result of each kind, of read-only runs apart, by when it was made', async () => {
    const first = await run({ madeMinutes: -10 });
    await run({ madeMinutes: -20 });
    const reading = await run({ madeMinutes: -30, readOnly: true, state: 'failed' });
    const load = await run({ madeMinutes: -40, kind: 'load' });
    await run({ madeMinutes: -1, state: 'broken' });
    await run({ madeMinutes: -1, state: 'cancelled' });
    await run({ madeMinutes: -1, state: 'running' });
    const found = await listResults(db, ids);
    expect(
      found
        .get(orders())
        ?.map(({ id }) => id)
        .sort(),
    ).toEqual([first.id, reading.id, load.id].sort());
    expect(found.has(stock())).toBe(false);
    expect((await listResults(db, [])).size).toBe(0);
  });

  test('a run that claims to be of tomorrow is as new as its report', async () => {
    await run({ madeMinutes: 9000, requestedAt: at(-5) });
    const later = await run({ madeMinutes: -1 });
    expect((await listResults(db, ids)).get(orders())?.map(({ id }) => id)).toEqual([later.id]);
  });

  test('acceptances that have expired are not among what is asked', async () => {
    const accepted = { serviceId: orders(), reason: 'known', by: 'x', at: new Date(nowMs) };
    await db.acceptance.create({ data: { ...accepted, fingerprint: 'b' } });
    await db.acceptance.create({ data: { ...accepted, fingerprint: 'a', expiresAt: new Date(nowMs + 1) } });
    await db.acceptance.create({ data: { ...accepted, fingerprint: 'c', expiresAt: new Date(nowMs) } });
    expect((await findLadderRow(db, 'orders', nowMs))?.acceptances).toEqual([{ fingerprint: 'a' }, { fingerprint: 'b' }]);
    expect((await listLadderRows(db, ids, nowMs)).map(({ team }) => team?.name)).toEqual(['shop', 'shop', 'shop']);
    expect(await findLadderRow(db, 'none', nowMs)).toBeNull();
  });
});
