import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumAcross } from './across.ts';
import { latestOf, mergeBuckets, quantileInterval } from './histogram.ts';
import type { BucketDelta, SignalDelta } from './signal.ts';

const allBounds = [1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500];

/** A histogram of observations: each falls into the first bucket whose bound holds it. */
function histogramOf(boundsMs: (number | null)[], observations: readonly number[]): BucketDelta {
  const counts = boundsMs.map(() => 0);
  for (const one of observations) {
    const column = boundsMs.findIndex((bound) => bound === null || one <= bound);
    counts[column] = (counts[column] ?? 0) + 1;
  }
  return { boundsMs, counts, sumMs: observations.reduce((sum, one) => sum + one, 0), count: observations.length };
}

const observations = fc.array(fc.integer({ min: 1, max: 4000 }), { maxLength: 40 });
const bounds = fc.subarray(allBounds).map((some): (number | null)[] => [...some, null]);
const histogram = fc.tuple(bounds, observations).map(([boundsMs, some]) => histogramOf(boundsMs, some));
const shared = fc.tuple(bounds, fc.array(observations, { minLength: 1, maxLength: 6 }));
const delta: fc.Arbitrary<SignalDelta> = fc.record({
  atMs: fc.integer({ min: 1, max: 1e12 }),
  seconds: fc.integer({ min: 1, max: 60 }),
  requests: fc.option(fc.nat(1000)),
  errors: fc.option(fc.nat(10)),
  clientErrors: fc.option(fc.nat(10)),
  latency: fc.option(histogram),
});

describe('merging histograms', () => {
  test('is the same in any order and any grouping', () => {
    fc.assert(
      fc.property(histogram, histogram, histogram, (a, b, c) => {
        const merge = (...some: (BucketDelta | null)[]) => mergeBuckets(some.filter((one) => one !== null));
        expect(merge(b, a)).toEqual(merge(a, b));
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
        expect(merge(a, b, c)).toEqual(merge(merge(c, a), b));
      }),
    );
  });

  test('gives the percentiles of the pooled observations, to the bucket', () => {
    fc.assert(
      fc.property(shared, fc.constantFrom(0.5, 0.95, 0.99), ([boundsMs, parts], q) => {
        const merged = mergeBuckets(parts.map((part) => histogramOf(boundsMs, part)));
        const pooled = parts.flat().sort((a, b) => a - b);
        const interval = merged && quantileInterval(merged, q);
        if (pooled.length === 0) {
          expect(interval).toBeNull();
          return;
        }
        const exact = pooled[Math.max(1, Math.ceil(q * pooled.length - 1e-9)) - 1] as number;
        expect(exact).toBeGreaterThan(interval?.low ?? Number.NaN);
        expect(exact).toBeLessThanOrEqual(interval?.high ?? Number.POSITIVE_INFINITY);
      }),
    );
  });

  test('with differing bounds gives a wider interval that still holds the truth, and loses no observation', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(bounds, observations), { minLength: 1, maxLength: 5 }), (parts) => {
        const merged = mergeBuckets(parts.map(([boundsMs, some]) => histogramOf(boundsMs, some)));
        const pooled = parts.flatMap(([, some]) => some).sort((a, b) => a - b);
        expect(merged?.count).toBe(pooled.length);
        expect(merged?.counts.reduce((sum, count) => sum + count, 0)).toBe(pooled.length);
        if (pooled.length === 0 || !merged) return;
        const exact = pooled[Math.max(1, Math.ceil(0.99 * pooled.length - 1e-9)) - 1] as number;
        const interval = quantileInterval(merged, 0.99);
        expect(exact).toBeGreaterThan(interval?.low ?? Number.NaN);
        expect(exact).toBeLessThanOrEqual(interval?.high ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
});

describe('adding instances up', () => {
  test('does not mind their order', () => {
    fc.assert(
      fc.property(fc.array(delta, { minLength: 1, maxLength: 6 }), fc.nat(5), (some, by) => {
        const turned = [...some.slice(by % some.length), ...some.slice(0, by % some.length)];
        expect(sumAcross(turned)).toEqual(sumAcross(some));
      }),
    );
  });

  test('of equals gives each rate so many times, the same ratio and the same percentiles', () => {
    fc.assert(
      fc.property(delta, fc.integer({ min: 1, max: 50 }), (one, times) => {
        const alone = latestOf([one]);
        const together = latestOf([sumAcross(Array.from({ length: times }, () => one))]);
        if (alone.requestRate === null) expect(together.requestRate).toBeNull();
        else expect(together.requestRate).toBeCloseTo(alone.requestRate * times, 6);
        if (alone.errorRatio !== null) expect(together.errorRatio).toBeCloseTo(alone.errorRatio, 9);
        if (one.latency && one.latency.count * times < 20) return;
        expect(together.latencyMs.p50).toEqual(alone.latencyMs.p50);
      }),
    );
  });

  test('the rate of all is the sum of their rates, however long each span is', () => {
    fc.assert(
      fc.property(fc.array(delta, { minLength: 1, maxLength: 6 }), (some) => {
        const counted = some.map((one) => ({ ...one, requests: one.requests ?? 0 }));
        const rates = counted.reduce((sum, { requests, seconds }) => sum + requests / seconds, 0);
        expect(latestOf([sumAcross(counted)]).requestRate).toBeCloseTo(rates, 6);
      }),
    );
  });

  test('one that had requests and does not tell its errors leaves those of all unknown', () => {
    const told: SignalDelta = { atMs: 1, seconds: 15, requests: 40, errors: 4, clientErrors: 0, latency: null };
    expect(sumAcross([told, { ...told, errors: null }])).toMatchObject({ requests: 80, errors: null, clientErrors: 0 });
    expect(sumAcross([told, { ...told, requests: 0, errors: null }])).toMatchObject({ requests: 40, errors: 4 });
  });

  test('loses no request and no observation', () => {
    fc.assert(
      fc.property(fc.array(delta, { minLength: 1, maxLength: 6 }), (some) => {
        const sum = sumAcross(some);
        expect(sum.requests ?? 0).toBe(some.reduce((all, { requests }) => all + (requests ?? 0), 0));
        expect(sum.latency?.count ?? 0).toBe(some.reduce((all, { latency }) => all + (latency?.count ?? 0), 0));
      }),
    );
  });
});
