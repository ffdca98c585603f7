import { expect, test } from 'vitest';
import { makeRegistration } from './fixture.ts';
import { insertService } from './service.ts';
import { firstSignalAt } from './signal.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 30, 12);
const minuteMs = 60_000;

eachDatabase((open) => {
  test('something is kept since the end of the step that ended first', async () => {
    const db = await open();
    for (const name of ['orders', 'silent']) await insertService(db, makeRegistration(name), nowMs);
    const [orders, silent] = (await db.service.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);
    const point = (stepSeconds: number, atMs: number) => ({ serviceId: orders ?? 0, stepSeconds, at: new Date(atMs), seconds: stepSeconds });
    expect(await firstSignalAt(db, orders ?? 0)).toBeNull();
    await db.signalPoint.createMany({ data: [point(3600, nowMs - 60 * minuteMs), point(60, nowMs - 10 * minuteMs), point(0, nowMs - 8 * minuteMs)] });
    expect(await firstSignalAt(db, orders ?? 0)).toBe(nowMs - 9 * minuteMs);
    expect(await firstSignalAt(db, silent ?? 0)).toBeNull();
  });
});
