import { expect, test } from 'vitest';
import { pairingAlphabet, readPairingCode } from '#lib/model/wall/pairing.ts';
import { type NewWall, readyMadeWall } from '#lib/model/wall.ts';
import { makeRegistration } from './fixture.ts';
import { insertService } from './service.ts';
import { eachDatabase } from './testbed.ts';
import { deleteWall, findWall, keepWall, listWalls } from './wall.ts';
import { approvePairing, beginPairing, claimPairing, findScreenByText, listScreens, touchScreen } from './wall-screen.ts';
import { listWallServices } from './wall-service.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const draft: NewWall = {
  ...{ name: 'shop', title: 'Shop', scope: { domain: 'shop', team: null, tag: null, tier: 2 }, pages: [{ kind: 'auto' }] },
  ...{ diagonalInches: 65, seatM: 5, upright: false, rotationSeconds: 30 },
};
const everything = { domain: null, team: null, tag: null, tier: null };

eachDatabase((open) => {
  test('the ready-made wall is there without a row, may be changed, and comes back when that is forgotten', async () => {
    const db = await open();
    expect(await findWall(db, 'fleet')).toEqual(readyMadeWall);
    expect(await findWall(db, 'shop')).toBeNull();
    await keepWall(db, draft, 'ana', nowMs);
    const changed = await keepWall(db, { ...draft, name: 'fleet', title: 'Everything' }, 'ana', nowMs);
    expect(changed).toMatchObject({ title: 'Everything', readyMade: false, seatM: 5 });
    expect((await listWalls(db)).map(({ name, title }) => [name, title])).toEqual([
      ['fleet', 'Everything'],
      ['shop', 'Shop'],
    ]);
    await deleteWall(db, 'fleet');
    expect(await findWall(db, 'fleet')).toEqual(readyMadeWall);
    expect(await findWall(db, 'shop')).toEqual({ ...draft, readyMade: false, updatedAt: new Date(nowMs).toISOString() });
  });

  test('a screen gets its token once, after its code was entered, and not under the name of another wall', async () => {
    const db = await open();
    const { code, claim } = (await beginPairing(db, 'fleet', nowMs)) as { code: string; claim: string };
    expect([...code].every((letter) => pairingAlphabet.includes(letter))).toBe(true);
    expect(readPairingCode(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `)).toBe(code);
    expect(await claimPairing(db, claim, 'fleet', nowMs)).toEqual({ state: 'waiting' });
    expect(await approvePairing(db, { code: 'AAAAAAAA', name: 'x', by: 'ana' }, nowMs)).toBe('unknown');
    expect(await approvePairing(db, { code, name: 'Kitchen', by: 'ana' }, nowMs)).toEqual({ wall: 'fleet' });
    expect(await approvePairing(db, { code, name: 'Thief', by: 'eve' }, nowMs)).toBe('used');
    expect(await claimPairing(db, claim, 'shop', nowMs)).toEqual({ state: 'expired' });
    expect(await claimPairing(db, `${claim.slice(0, -1)}x`, 'fleet', nowMs)).toEqual({ state: 'expired' });
    const claimed = await claimPairing(db, claim, 'fleet', nowMs);
    expect(claimed).toMatchObject({ state: 'paired', screen: { name: 'Kitchen', wall: 'fleet', createdBy: 'ana' } });
    expect(await claimPairing(db, claim, 'fleet', nowMs)).toEqual({ state: 'expired' });
    const token = claimed.state === 'paired' ? claimed.token : '';
    const screen = await findScreenByText(db, token);
    expect(screen).toMatchObject({ name: 'Kitchen' });
    for (const wrong of [claim, `${token.slice(0, -1)}x`, token.slice(4), '']) expect(await findScreenByText(db, wrong)).toBeNull();
    await touchScreen(db, screen?.id ?? '', nowMs + 60_000);
    expect((await listScreens(db))[0]?.lastSeenAt).toBe(new Date(nowMs + 60_000).toISOString());
    const kept = JSON.stringify([await db.wallScreen.findMany(), await db.wallPairing.findMany()]);
    expect(kept).not.toContain(token.split('.')[1]);
  });

  test('a code that was not entered in time does nothing any more', async () => {
    const db = await open();
    const { code, claim } = (await beginPairing(db, 'fleet', nowMs)) as { code: string; claim: string };
    const laterMs = nowMs + 600_000;
    expect(await approvePairing(db, { code, name: 'x', by: 'ana' }, laterMs)).toBe('expired');
    expect(await claimPairing(db, claim, 'fleet', laterMs)).toEqual({ state: 'expired' });
    await beginPairing(db, 'fleet', laterMs + 600_001);
    expect(await db.wallPairing.count()).toBe(1);
  });

  test('with a wall go the tokens of its screens, and of no other', async () => {
    const db = await open();
    for (const wall of ['shop', 'fleet']) {
      const { code, claim } = (await beginPairing(db, wall, nowMs)) as { code: string; claim: string };
      await approvePairing(db, { code, name: wall, by: 'ana' }, nowMs);
      await claimPairing(db, claim, wall, nowMs);
    }
    await keepWall(db, draft, 'ana', nowMs);
    expect(await deleteWall(db, 'shop')).toBe(1);
    expect((await listScreens(db)).map(({ wall }) => wall)).toEqual(['fleet']);
  });

  test('a wall is about the services of its domain, team, tag and tier', async () => {
    const db = await open();
    const register = (name: string, fields: object) => insertService(db, { ...makeRegistration(name), ...fields }, nowMs);
    await register('orders', { domain: 'shop', team: 'red', tier: 1, tags: ['vital'] });
    await register('carts', { domain: 'shop', team: 'blue', tier: 3, tags: [] });
    await register('mail', { domain: null, team: 'red', tier: 2, tags: ['vital', 'slow'] });
    const names = async (scope: object) => (await listWallServices(db, { ...everything, ...scope }, nowMs)).map(({ name }) => name);
    expect(await names({})).toEqual(['carts', 'mail', 'orders']);
    expect(await names({ domain: 'shop' })).toEqual(['carts', 'orders']);
    expect(await names({ team: 'red' })).toEqual(['mail', 'orders']);
    expect(await names({ tag: 'vital', tier: 1 })).toEqual(['orders']);
    expect(await names({ tier: 2 })).toEqual(['mail', 'orders']);
  });
});
