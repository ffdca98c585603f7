import { beforeEach, describe, expect, test } from 'vitest';
import { inTransaction, type PrismaClient, providerOf } from './db.ts';
import { getSetting, setSetting } from './setting.ts';
import { eachDatabase } from './testbed.ts';

test('the URL says which database it is', () => {
  expect(['file:./a.db', 'postgresql://h/d', 'postgres://h/d'].map(providerOf)).toEqual(['sqlite', 'postgresql', 'postgresql']);
});

eachDatabase((open) => {
  let db: PrismaClient;
  beforeEach(async () => {
    db = await open({ durability: 'full' });
  });

  /** A transaction that stays open until it is told to end. */
  function holdOpen(work: (tx: Parameters<Parameters<typeof inTransaction>[1]>[0]) => Promise<void>) {
    const gate = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const done = inTransaction(db, async (tx) => {
      await work(tx);
      entered.resolve();
      await gate.promise;
    });
    done.catch(entered.reject);
    return { entered: entered.promise, commit: () => gate.resolve(), fail: () => gate.reject(new Error('rolled back')), done };
  }

  test('a write beside a transaction is not lost with its roll-back', async () => {
    const open = holdOpen((tx) => setSetting(tx, 'inside', 1));
    await open.entered;
    const beside = setSetting(db, 'beside', 2);
    open.fail();
    await expect(open.done).rejects.toThrow('rolled back');
    await beside;
    expect([await getSetting(db, 'inside'), await getSetting(db, 'beside')]).toEqual([null, 2]);
  });

  test('a read beside a transaction neither waits for it nor sees what it may take back', async () => {
    await setSetting(db, 'x', 'old');
    const open = holdOpen((tx) => setSetting(tx, 'x', 'new'));
    await open.entered;
    expect(await getSetting(db, 'x')).toBe('old');
    open.commit();
    await open.done;
    expect(await getSetting(db, 'x')).toBe('new');
  });

  test('two processes that read and then write lose no update', async () => {
    const other = await open.beside(db);
    await setSetting(db, 'count', 0);
    await db.setting.create({ data: { key: 'row', value: {} } });
    const add = (client: PrismaClient) =>
      inTransaction(client, async (tx) => {
        await tx.setting.update({ where: { key: 'row' }, data: { value: {} } });
        await setSetting(tx, 'count', ((await getSetting(tx, 'count')) as number) + 1);
      });
    await Promise.all(
      [db, other].map(async (client) => {
        for (let i = 0; i < 25; i++) await add(client);
      }),
    );
    expect(await getSetting(db, 'count')).toBe(50);
  });

  test('while another process holds the write lock the event loop goes on', async () => {
    const other = await open.beside(db);
    const open1 = holdOpen((tx) => setSetting(tx, 'a', 1));
    await open1.entered;
    let done = false;
    const waiting = setSetting(other, 'a', 2).then(() => {
      done = true;
    });
    const before = performance.now();
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(performance.now() - before).toBeLessThan(4000);
    expect(done).toBe(false);
    open1.commit();
    await Promise.all([open1.done, waiting]);
    expect(await getSetting(db, 'a')).toBe(2);
  });

  describe('a transaction that fails', () => {
    test('leaves nothing open', async () => {
      for (let i = 0; i < 3; i++) await expect(inTransaction(db, (tx) => tx.$executeRawUnsafe('SELECT nonsense FROM nowhere'))).rejects.toThrow();
      await inTransaction(db, (tx) => setSetting(tx, 'ok', true));
      expect(await getSetting(db, 'ok')).toBe(true);
    });
  });

  if (open.provider === 'postgresql') return;
  test('configuration is on the disk when it is acknowledged, samples soon after', async () => {
    const level = async (client: PrismaClient) =>
      (await inTransaction(client, (tx) => tx.$queryRaw<{ synchronous: number }[]>`PRAGMA synchronous`))[0];
    expect(Number((await level(db))?.synchronous)).toBe(2);
    expect(Number((await level(await open({ durability: 'normal' })))?.synchronous)).toBe(1);
    expect(await db.$queryRaw`PRAGMA journal_mode`).toEqual([{ journal_mode: 'wal' }]);
  });
});
