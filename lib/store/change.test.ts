import { beforeAll, expect, test } from 'vitest';
import { insertAudit, listAudit } from './audit.ts';
import { insertChanges, lastChangeId, listChanges, listChangesAfter } from './change.ts';
import { inTransaction, type PrismaClient } from './db.ts';
import { getSetting, setSetting } from './setting.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const removed = (name: string) => ({ kind: 'service.removed' as const, subject: name, data: { service: name, by: 'x\0' } });

eachDatabase((open) => {
  let db: PrismaClient;
  beforeAll(async () => {
    db = await open();
  });

  test('changes come back as they were told, oldest or newest first', async () => {
    expect(await lastChangeId(db)).toBe(0);
    const ids = await inTransaction(db, (tx) =>
      insertChanges(tx, [removed('a'), removed('b'), { kind: 'state.read', subject: null, data: { states: [] } }], nowMs),
    );
    expect(ids).toEqual([1, 2, 3]);
    expect(await listChangesAfter(db, 1, 10)).toEqual([
      { id: 2, at: '2026-11-22T12:00:00.000Z', kind: 'service.removed', subject: 'b', data: { service: 'b', by: 'x' } },
      { id: 3, at: '2026-11-22T12:00:00.000Z', kind: 'state.read', subject: null, data: { states: [] } },
    ]);
    expect((await listChanges(db, { kinds: ['service.removed'], limit: 10 })).map(({ id }) => id)).toEqual([2, 1]);
    expect((await listChanges(db, { kinds: ['service.removed'], service: 'a', limit: 10 })).map(({ id }) => id)).toEqual([1]);
    expect((await listChanges(db, { kinds: ['service.removed'], beforeId: 2, limit: 10 })).map(({ id }) => id)).toEqual([1]);
    expect(await lastChangeId(db)).toBe(3);
  });

  test('a smaller id never becomes visible after a greater one', async () => {
    const other = await open.beside(db);
    const first = await lastChangeId(db);
    let told: () => void = () => undefined;
    let release: () => void = () => undefined;
    const slowTold = new Promise<void>((resolve) => {
      told = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = inTransaction(db, async (tx) => {
      await insertChanges(tx, [removed('slow')], nowMs);
      told();
      await released;
    });
    await Promise.race([slow, slowTold]);
    const fast = inTransaction(other, (tx) => insertChanges(tx, [removed('fast')], nowMs));
    const overtaken = await Promise.race([fast.then(() => true), new Promise((resolve) => setTimeout(resolve, 300, false))]);
    const visible = await listChangesAfter(other, first, 10);
    release();
    expect({ overtaken, visible }).toEqual({ overtaken: false, visible: [] });
    await Promise.all([slow, fast]);
    expect((await listChangesAfter(db, first, 10)).map(({ subject }) => subject)).toEqual(['slow', 'fast']);
  });

  test('what is rolled back was never told', async () => {
    const before = await lastChangeId(db);
    const failing = inTransaction(db, async (tx) => {
      await insertChanges(tx, [removed('never')], nowMs);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await listChangesAfter(db, before, 10)).toEqual([]);
  });

  test('a setting holds any JSON', async () => {
    expect(await getSetting(db, 'x')).toBeNull();
    for (const value of ['text', 5, true, [1, 2], { a: { b: null } }]) {
      await setSetting(db, 'x', value);
      expect(await getSetting(db, 'x')).toEqual(value);
    }
  });

  test('audit lines are found by every word, newest first', async () => {
    const line = (n: number, fields = {}) => ({
      ...{ atMs: nowMs + n, actor: 'Ann@example.com', address: '10.0.0.1', action: 'service.changed', subject: `s${n}` },
      ...{ before: { tier: 1 }, after: null, correlationId: 'c', ...fields },
    });
    for (let n = 0; n < 5; n++) await inTransaction(db, (tx) => insertAudit(tx, line(n)));
    await inTransaction(db, (tx) => insertAudit(tx, line(9, { action: '100%_x', address: null })));
    const all = await listAudit(db, { page: 1, limit: 2 });
    expect(all).toMatchObject({
      total: 6,
      lines: [
        { subject: 's9', address: null },
        { subject: 's4', before: { tier: 1 }, after: null, at: '2026-11-22T12:00:00.004Z' },
      ],
    });
    expect((await listAudit(db, { page: 2, limit: 2 })).lines.map(({ subject }) => subject)).toEqual(['s3', 's2']);
    expect((await listAudit(db, { q: 'ANN s3', page: 1, limit: 9 })).lines.map(({ subject }) => subject)).toEqual(['s3']);
    expect((await listAudit(db, { q: '%', page: 1, limit: 9 })).total).toBe(1);
  });
});
