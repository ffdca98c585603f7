import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDeltas } from './merge-delta.ts';
import type { BucketDelta } from './signal.ts';

const histogram: fc.Arbitrary<BucketDelta> = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }).chain((bounds) => {
  const boundsMs = [...bounds.sort((a, b) => a - b), null];
  return fc.record({
    boundsMs: fc.constant<(number | null)[]>(boundsMs),
    counts: fc.array(fc.nat(100), { minLength: boundsMs.length, maxLength: boundsMs.length }),
    sumMs: fc.nat(1000),
    count: fc.nat(1000),
  });
});

const below = ({ boundsMs, counts }: BucketDelta, limit: number) =>
  counts.reduce((sum, count, i) => sum + ((boundsMs[i] ?? Number.POSITIVE_INFINITY) <= limit ? count : 0), 0);

test('what two histograms count below a bound that both have, their sum counts', () => {
  fc.assert(
    fc.property(histogram, histogram, (a, b) => {
      const span = { atMs: 1, seconds: 1, requests: null, errors: null, clientErrors: null };
      const sum = addDeltas({ ...span, latency: a }, { ...span, latency: b }).latency as BucketDelta;
      const common = a.boundsMs.filter((bound) => b.boundsMs.includes(bound));
      expect(sum.boundsMs).toEqual(common);
      for (const bound of common) {
        const limit = bound ?? Number.POSITIVE_INFINITY;
        expect(below(sum, limit)).toBe(below(a, limit) + below(b, limit));
      }
      expect([sum.sumMs, sum.count]).toEqual([a.sumMs + b.sumMs, a.count + b.count]);
    }),
  );
});

test('what one span does not say counts as nothing, what neither says stays unsaid', () => {
  const span = { atMs: 1, seconds: 10, requests: 5, errors: null, clientErrors: null, latency: null };
  expect(addDeltas(span, { ...span, atMs: 2, requests: null, errors: 1 })).toEqual({ ...span, atMs: 2, seconds: 20, errors: 1 });
});
