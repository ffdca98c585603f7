import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BucketDelta } from '#lib/model/signal.ts';
import { packBuckets, unpackBuckets } from './bucket.ts';
import { inTransaction, type PrismaClient } from './db.ts';
import { eachDatabase } from './testbed.ts';

const bounds = fc
  .uniqueArray(fc.integer({ min: 1, max: 100_000 }), { maxLength: 20 })
  .map((some): (number | null)[] => [...some.sort((a, b) => a - b), null]);

const histogram: fc.Arbitrary<BucketDelta> = bounds.chain((boundsMs) =>
  fc
    .record({
      counts: fc.array(
        fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 2 ** 40 }), fc.double({ min: 0, max: 9, noNaN: true })),
        {
          minLength: boundsMs.length,
          maxLength: boundsMs.length,
        },
      ),
      sumMs: fc.double({ min: -1e6, max: 1e12, noNaN: true }).map((sum) => Number(sum.toPrecision(9))),
      more: fc.constantFrom(0, 0, 5),
    })
    .map(({ counts, sumMs, more }) => ({ boundsMs, counts, sumMs, count: counts.reduce((sum, count) => sum + count, 0) + more })),
);

async function store(db: PrismaClient, latencies: (BucketDelta | null)[]): Promise<unknown[]> {
  return inTransaction(db, async (tx) => {
    const pack = await packBuckets(tx, latencies);
    return latencies.map(pack);
  });
}

eachDatabase((open) => {
  test('histograms come back as they were', async () => {
    const db = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(histogram, fc.constant(null)), { minLength: 1, maxLength: 5 }), async (latencies) => {
        const packed = await store(db, latencies);
        const texts = packed.map((one) => (one === null ? null : JSON.stringify(one)));
        // JSON knows no -0, and a sum of 0 has no sign.
        expect(await unpackBuckets(db, texts)).toEqual(
          latencies.map((one) => one && { ...one, sumMs: one.sumMs + 0, counts: one.counts.map((c) => c + 0) }),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('what summaries say comes back as it was', async () => {
    const db = await open();
    const bare = { boundsMs: [], counts: [], sumMs: 40, count: 4 };
    const told = [
      { ...bare, quantiles: { p50: { low: 12.5, high: 12.5 }, p95: { low: 80, high: null }, p99: null } },
      { ...bare, quantiles: { p50: null, p95: { low: 0, high: 95 }, p99: { low: 1, high: 2 } } },
      bare,
    ];
    const packed = await store(db, told);
    expect(
      await unpackBuckets(
        db,
        packed.map((each) => JSON.stringify(each)),
      ),
    ).toEqual(told);
  });

  test('bounds are kept once, and rows of before are read as they are', async () => {
    const db = await open();
    const one = { boundsMs: [5, 10, null], counts: [0, 3, 0], sumMs: 24.5, count: 3 };
    const packed = await store(db, [one, { ...one, counts: [1, 0, 0], count: 1 }]);
    await store(db, [one]);
    expect(await db.bucketBounds.findMany({ select: { boundsMs: true } })).toEqual([{ boundsMs: [5, 10, null] }]);
    expect(packed).toEqual([expect.stringMatching(/^\S{10}\|1\|3\|24\.5$/), expect.stringMatching(/^\S{10}\|0\|1\|24\.5$/)]);
    expect(await unpackBuckets(db, [JSON.stringify(one)])).toEqual([one]);
  });

  test('a library that chooses its bounds anew each time does not fill the table', async () => {
    const db = await open();
    const many = Array.from({ length: 2100 }, (_, at) => ({ boundsMs: [at + 1, null], counts: [1, 0], sumMs: 1, count: 1 }));
    const packed = await store(db, many);
    expect(await db.bucketBounds.count()).toBe(2000);
    expect(
      await unpackBuckets(
        db,
        packed.map((each) => JSON.stringify(each)),
      ),
    ).toEqual(many);
  });
});
