import { expect, test } from 'vitest';
import { makeRegistration } from './fixture.ts';
import { keepRoutes, listRoutes, type RouteState } from './route.ts';
import { insertService } from './service.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const busy: RouteState = { method: 'GET', route: '/a/:id', requestRate: 2, errorRatio: 0, latencyMsP95: { low: 100, high: null }, seenAtMs: nowMs };
const idle: RouteState = { ...busy, requestRate: 0, errorRatio: null, latencyMsP95: null, seenAtMs: null };

eachDatabase((open) => {
  test('a route shows what it does now, and keeps when it was last seen', async () => {
    const db = await open();
    await insertService(db, makeRegistration('orders'), nowMs);
    const { id } = await db.service.findUniqueOrThrow({ where: { name: 'orders' } });
    const rows = [busy, { ...idle, method: 'POST' }].map((route) => ({ serviceId: id, route }));
    await keepRoutes(db, [...rows, { serviceId: 9999, route: busy }], nowMs);
    const seenAt = '2026-11-22T12:00:00.000Z';
    const now = { requestRate: 2, errorRatio: 0, latencyMsP95: { low: 100, high: null }, seenAt };
    const nothing = { requestRate: 0, errorRatio: null, latencyMsP95: null };
    expect(await listRoutes(db, id)).toEqual([
      { method: 'GET', route: '/a/:id', ...now },
      { method: 'POST', route: '/a/:id', ...nothing, seenAt: null },
    ]);
    await keepRoutes(db, [{ serviceId: id, route: idle }], nowMs + 30_000);
    expect((await listRoutes(db, id))[0]).toEqual({ method: 'GET', route: '/a/:id', ...nothing, seenAt });
    expect(await db.routeState.count()).toBe(2);
  });
});
