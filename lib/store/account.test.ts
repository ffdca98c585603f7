import { beforeAll, describe, expect, test } from 'vitest';
import { inTransaction, type PrismaClient } from './db.ts';
import { listGroups } from './group.ts';
import { eachDatabase } from './testbed.ts';
import { deleteToken, describeGivenToken, findToken, findTokenByText, insertToken, listTokens, makeToken, touchToken } from './token.ts';
import { countUsers, deleteUser, findUserByEmail, findUserById, insertUser, listUsers, touchUser, updateUser } from './user.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const ann = { email: 'Ann@Example.com', name: 'Ann', role: 'admin', teams: ['shop', 'depot'], passwordHash: 'h' } as const;

eachDatabase((open) => {
  let db: PrismaClient;
  let annId: number;

  beforeAll(async () => {
    db = await open();
    annId = (await insertUser(db, { ...ann, teams: [...ann.teams] }, nowMs)).id;
    await insertUser(db, { email: 'bob@example.com', name: 'Bob 100%', role: 'guest', teams: [], passwordHash: null }, nowMs);
  });

  test('a user comes back, the hash only where it is asked for', async () => {
    const found = await findUserByEmail(db, 'ANN@example.com');
    expect(found).toEqual({
      ...{ id: annId, email: 'ann@example.com', name: 'Ann', role: 'admin', teams: ['depot', 'shop'], disabled: false, lastSeenAt: null },
      ...{ createdAt: '2026-11-22T12:00:00.000Z', passwordHash: 'h', sessionVersion: 1 },
    });
    expect(await findUserById(db, annId)).toEqual(found);
    const { users } = await listUsers(db, { page: 1, limit: 10 });
    expect(users[0]).not.toHaveProperty('passwordHash');
    expect(await findUserByEmail(db, 'nobody@example.com')).toBeNull();
  });

  test('an address is taken once, in any case', async () => {
    const again = inTransaction(db, (tx) => insertUser(tx, { ...ann, email: 'ANN@example.com', teams: [] }, nowMs));
    await expect(again).rejects.toMatchObject({ code: 'name_taken' });
  });

  test('users are found by words, pages and counts agree', async () => {
    expect((await listUsers(db, { q: '100%', page: 1, limit: 10 })).users.map(({ name }) => name)).toEqual(['Bob 100%']);
    expect((await listUsers(db, { q: 'EXAMPLE ann', page: 1, limit: 10 })).total).toBe(1);
    expect(await listUsers(db, { page: 2, limit: 1 })).toMatchObject({ total: 2, users: [{ name: 'Bob 100%' }] });
    expect(await countUsers(db)).toBe(2);
    expect(await countUsers(db, { role: 'admin', enabled: true })).toBe(1);
  });

  test('role, password and lock end the sessions; the rest does not', async () => {
    const version = async () => (await findUserById(db, annId))?.sessionVersion;
    await updateUser(db, annId, { name: 'Anna', teams: ['shop'], role: 'admin', disabled: false }, nowMs);
    await touchUser(db, annId, nowMs);
    expect(await version()).toBe(1);
    await updateUser(db, annId, { role: 'user' }, nowMs);
    expect(await version()).toBe(2);
    await updateUser(db, annId, { passwordHash: 'h2' }, nowMs);
    expect(await version()).toBe(3);
    expect(await updateUser(db, annId, { disabled: true }, nowMs)).toMatchObject({ disabled: true, name: 'Anna', teams: ['shop'] });
    expect(await version()).toBe(4);
    expect(await findUserById(db, annId)).toMatchObject({ lastSeenAt: '2026-11-22T12:00:00.000Z', passwordHash: 'h2' });
    await expect(updateUser(db, 999, { name: 'x' }, nowMs)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('teams that a user names exist', async () => {
    expect(await listGroups(db, 'team')).toEqual([
      { name: 'depot', displayName: 'Depot', services: 0 },
      { name: 'shop', displayName: 'Shop', services: 0 },
    ]);
  });

  describe('tokens', () => {
    const given = 'a-token-that-somebody-else-chose-0123456789';
    const made = makeToken();
    const fields = { name: 'ci', role: 'user', createdBy: 'ann', expiresAtMs: nowMs + 1000 } as const;

    beforeAll(async () => {
      await insertToken(db, { ...fields, id: made.id, secretHash: made.secretHash, userId: annId }, nowMs);
      await insertToken(db, { ...fields, ...describeGivenToken(given), userId: null, expiresAtMs: null }, nowMs + 1);
    });

    test('are found by their whole text, made or given', async () => {
      expect(await findTokenByText(db, made.text)).toMatchObject({ id: made.id, userId: annId, expiresAt: '2026-11-22T12:00:01.000Z' });
      expect(await findTokenByText(db, given)).toMatchObject({ userId: null, expiresAt: null });
    });

    test.each([
      ['another secret', `sbx_${made.id}.${makeToken().secret}`],
      ['no secret', `sbx_${made.id}.`],
      ['its hash', `sbx_${made.id}.${made.secretHash}`],
      ['a prefix of a given one', given.slice(0, -1)],
      ['nothing', ''],
      ['NUL', '\0'],
    ])('are not found by %s', async (_what, text) => {
      expect(await findTokenByText(db, text)).toBeNull();
    });

    test('are stored hashed and listed without the hash', async () => {
      const { tokens, total } = await listTokens(db, { page: 1, limit: 10 });
      expect(total).toBe(2);
      expect(tokens.map(({ createdAt }) => createdAt)).toEqual(['2026-11-22T12:00:00.001Z', '2026-11-22T12:00:00.000Z']);
      expect(JSON.stringify(tokens)).not.toContain(made.secretHash);
      expect(JSON.stringify(await db.apiToken.findMany())).not.toContain(made.secret);
      expect((await listTokens(db, { owner: { userId: annId }, page: 1, limit: 10 })).tokens.map(({ id }) => id)).toEqual([made.id]);
    });

    test('go with their owner', async () => {
      await touchToken(db, made.id, nowMs);
      expect(await findToken(db, made.id)).toMatchObject({ lastUsedAt: '2026-11-22T12:00:00.000Z' });
      await deleteUser(db, annId);
      expect(await findTokenByText(db, made.text)).toBeNull();
      await deleteToken(db, describeGivenToken(given).id);
      expect(await findTokenByText(db, given)).toBeNull();
      await expect(deleteUser(db, annId)).rejects.toMatchObject({ code: 'not_found' });
    });
  });
});
