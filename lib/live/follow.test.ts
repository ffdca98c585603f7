import { beforeEach, describe, expect, test } from 'vitest';
import type { NewChange } from '#lib/model/change.ts';
import { completeFromKey } from '#lib/store/change.ts';
import { inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { setSetting } from '#lib/store/setting.ts';
import { eachDatabase } from '#lib/store/testbed.ts';
import { createFeed, type Feed } from './follow.ts';
import { publish } from './publish.ts';

const changeOf = (n: number): NewChange => ({ kind: 'service.removed', subject: `s${n}`, data: { service: `s${n}`, by: 'x' } });

/** A clock that ticks when it is told to. */
function makeTimer() {
  const waiting = new Map<number, { run: () => void; ms: number }>();
  let next = 1;
  return {
    waiting,
    set(run: () => void, ms: number) {
      waiting.set(next, { run, ms });
      return next++;
    },
    clear: (handle: unknown) => void waiting.delete(handle as number),
  };
}

eachDatabase((open) => {
  let db: PrismaClient;
  let timer: ReturnType<typeof makeTimer>;
  let feed: Feed;
  let reads: number;
  let failing: boolean;

  beforeEach(async () => {
    db = await open();
    timer = makeTimer();
    reads = 0;
    failing = false;
    const watched = new Proxy(db, {
      get: (target, key) => {
        if (key !== '$queryRaw') return Reflect.get(target, key);
        reads++;
        if (failing) throw new Error('the database is away');
        return target.$queryRaw.bind(target);
      },
    });
    feed = createFeed(watched, { pollMs: 100, timer, maxReplay: 1200, random: () => 1 });
  });

  const add = (count: number, from = 0) =>
    inTransaction(db, (tx) =>
      publish(
        tx,
        Array.from({ length: count }, (_, i) => changeOf(from + i)),
        Date.UTC(2026, 10, 22),
      ),
    );

  /** Runs the poll that waits, and what it sets off. */
  async function tick() {
    const [first] = timer.waiting;
    if (first) {
      timer.waiting.delete(first[0]);
      first[1].run();
    }
    await settle();
  }

  async function settle() {
    await expect.poll(() => timer.waiting.size, { timeout: 10_000, interval: 5 }).toBe(1);
  }

  function follow(afterId: number) {
    const ended = new AbortController();
    const seen: number[] = [];
    const resets: number[] = [];
    feed.subscribe({ afterId, onChange: ({ id }) => seen.push(id), onReset: (id) => resets.push(id), signal: ended.signal });
    return { seen, resets, end: () => ended.abort() };
  }

  test('a follower is told what it missed and what comes, each once and in order', async () => {
    await add(700);
    const early = follow(100);
    await settle();
    expect(early.seen).toEqual(Array.from({ length: 600 }, (_, i) => 101 + i));
    await add(3);
    const late = follow(702);
    await tick();
    await tick();
    expect(early.seen.slice(600)).toEqual([701, 702, 703]);
    expect(late.seen).toEqual([703]);
    expect([...early.resets, ...late.resets]).toEqual([]);
  });

  test('there is one poll for all, and none when nobody follows', async () => {
    const followers = [follow(0), follow(0), follow(0)];
    await settle();
    const before = reads;
    await tick();
    expect(reads - before).toBe(1);
    for (const { end } of followers) end();
    expect(timer.waiting.size).toBe(0);
    await add(1);
    const again = follow(0);
    await settle();
    expect(again.seen).toEqual([1]);
  });

  test('while the database is away it waits longer each time, and loses nothing', async () => {
    const follower = follow(0);
    await settle();
    failing = true;
    const delays = [];
    for (let i = 0; i < 8; i++) {
      await tick();
      delays.push([...timer.waiting.values()][0]?.ms);
    }
    expect(delays).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
    await add(2);
    failing = false;
    await tick();
    expect(follower.seen).toEqual([1, 2]);
    expect([...timer.waiting.values()][0]?.ms).toBe(100);
  });

  test('a follower that throws is dropped, the others go on', async () => {
    const bad = new AbortController();
    feed.subscribe({
      afterId: 0,
      onChange: () => {
        throw new Error('no');
      },
      signal: bad.signal,
    });
    const good = follow(0);
    await settle();
    await add(2);
    await tick();
    expect(good.seen).toEqual([1, 2]);
  });

  describe('who cannot be told all reads everything anew, and follows from there', () => {
    const isReset = async (afterId: number) => {
      const follower = follow(afterId);
      await settle();
      await add(1, 9000);
      await tick();
      return { resets: follower.resets, seen: follower.seen };
    };

    test('too far behind', async () => {
      await add(1300);
      expect(await isReset(99)).toEqual({ resets: [1300], seen: [1301] });
    });

    test('behind what is kept', async () => {
      await add(10);
      await setSetting(db, completeFromKey, 6);
      expect(await isReset(4)).toEqual({ resets: [10], seen: [11] });
      expect((await isReset(5)).resets).toEqual([]);
    });

    test('ahead of everything: another database', async () => {
      await add(2);
      expect(await isReset(50)).toEqual({ resets: [2], seen: [3] });
    });
  });

  test('nothing is skipped while many transactions commit at once', async () => {
    const follower = follow(0);
    await settle();
    const writers = Array.from({ length: 8 }, async (_, w) => {
      for (let i = 0; i < 10; i++) await add(2, w * 100 + i);
    });
    let writing = true;
    const all = Promise.all(writers).then(() => {
      writing = false;
    });
    while (writing) await tick();
    await all;
    await tick();
    expect(follower.seen).toHaveLength(160);
    expect(follower.seen).toEqual(follower.seen.toSorted((a, b) => a - b));
    expect(new Set(follower.seen).size).toBe(160);
  });
});
