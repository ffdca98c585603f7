import { beforeEach, expect, test } from 'vitest';
import type { PrismaClient } from './db.ts';
import { claimLease, readLease, releaseLease, renewLease } from './lease.ts';
import { eachDatabase } from './testbed.ts';

eachDatabase((open) => {
  let db: PrismaClient;
  beforeEach(async () => {
    db = await open();
  });

  test('one holds it; the other is told who', async () => {
    expect(await claimLease(db, 'poller', 'a', 60_000)).toEqual({ held: true, epoch: 1, heldBy: 'a' });
    expect(await claimLease(db, 'poller', 'b', 60_000)).toEqual({ held: false, epoch: 1, heldBy: 'a' });
    expect(await renewLease(db, 'poller', 'b', 60_000)).toBe(false);
    expect(await renewLease(db, 'poller', 'a', 60_000)).toBe(true);
    expect(await claimLease(db, 'poller', 'a', 60_000)).toMatchObject({ held: true, epoch: 1 });
  });

  test('the epoch grows with each change of owner, through a release and through an expiry', async () => {
    await claimLease(db, 'poller', 'a', 60_000);
    await releaseLease(db, 'poller', 'b');
    expect(await claimLease(db, 'poller', 'b', 60_000)).toMatchObject({ held: false });
    await releaseLease(db, 'poller', 'a');
    expect(await claimLease(db, 'poller', 'b', -1)).toEqual({ held: true, epoch: 2, heldBy: 'b' });
    expect(await claimLease(db, 'poller', 'a', 60_000)).toEqual({ held: true, epoch: 3, heldBy: 'a' });
    expect(await renewLease(db, 'poller', 'b', 60_000)).toBe(false);
  });

  test('of many at once one wins', async () => {
    const claims = await Promise.all(Array.from({ length: 10 }, (_, i) => claimLease(db, 'poller', `o${i}`, 60_000)));
    expect(claims.filter(({ held }) => held)).toHaveLength(1);
  });

  test('it goes by the clock of the database', async () => {
    expect(await readLease(db, 'poller')).toBeNull();
    await claimLease(db, 'poller', 'a', 60_000);
    const lease = await readLease(db, 'poller');
    expect(lease).toMatchObject({ owner: 'a', epoch: 1, expired: false });
    expect((lease?.expiresAtMs ?? 0) - (lease?.renewedAtMs ?? 0)).toBeGreaterThan(59_900);
    expect(Math.abs((lease?.renewedAtMs ?? 0) - Date.now())).toBeLessThan(10_000);
    expect((await db.pollerLease.findFirst())?.renewedAt.getTime()).toBe(Math.round(lease?.renewedAtMs ?? 0));
  });
});
