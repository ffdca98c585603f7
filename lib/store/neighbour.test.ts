import { expect, test } from 'vitest';
import { makeRegistration } from './fixture.ts';
import { findStands } from './neighbour.ts';
import { insertService } from './service.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);

eachDatabase((open) => {
  test('stands are told for those who are registered, and a stale one is unknown', async () => {
    const db = await open();
    await insertService(db, makeRegistration('stock'), nowMs);
    await insertService(db, makeRegistration('mail'), nowMs);
    const up = { verdict: 'up', verdictRank: 4, reason: 'HTTP 200', since: new Date(nowMs), checkedAt: new Date(nowMs) } as const;
    await db.serviceState.updateMany({ where: { service: { name: 'stock' } }, data: { ...up, staleAt: new Date(nowMs + 60_000) } });
    await db.serviceState.updateMany({ where: { service: { name: 'mail' } }, data: { ...up, staleAt: new Date(nowMs - 1) } });
    const stands = await findStands(db, ['stock', 'mail', 'nobody'], nowMs);
    expect([...stands.keys()].sort()).toEqual(['mail', 'stock']);
    expect(stands.get('stock')).toEqual({ verdict: 'up', reason: 'HTTP 200', since: new Date(nowMs).toISOString() });
    expect(stands.get('mail')?.verdict).toBe('unknown');
    expect(stands.get('mail')?.reason).toMatch(/^stale/);
  });
});
