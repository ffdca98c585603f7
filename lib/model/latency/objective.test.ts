import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantileInterval } from '../histogram.ts';
import type { BucketDelta } from '../signal.ts';
import { objectivePercentiles } from './choice.ts';
import { boundAt, judgeObjective, shareSlower } from './objective.ts';

const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }).map((list) => [...list.sort((a, b) => a - b), null]);
const observations = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 80 });
const threshold = fc.integer({ min: 1, max: 500 });

function bucketsOf(boundsMs: (number | null)[], values: readonly number[]): BucketDelta {
  const counts = boundsMs.map(() => 0);
  for (const value of values) {
    const column = boundsMs.findIndex((bound) => bound === null || value <= bound);
    counts[column] = (counts[column] ?? 0) + 1;
  }
  return { boundsMs, counts, sumMs: values.reduce((sum, value) => sum + value, 0), count: values.length };
}

const spread: BucketDelta = { boundsMs: [100, 250, 500, null], counts: [90, 4, 5, 1], sumMs: 1, count: 100 };

describe('shareSlower', () => {
  test('holds the true share of slower requests, exact at a bound', () => {
    fc.assert(
      fc.property(bounds, observations, threshold, (boundsMs, values, thresholdMs) => {
        const share = shareSlower(bucketsOf(boundsMs, values), thresholdMs);
        const truth = values.filter((value) => value > thresholdMs).length / values.length;
        expect(truth).toBeGreaterThanOrEqual(share?.low ?? Number.NaN);
        expect(truth).toBeLessThanOrEqual(share?.high ?? Number.NaN);
        if (boundsMs.includes(thresholdMs)) expect(share?.low).toBe(share?.high);
      }),
    );
  });

  test('nothing without buckets', () => {
    expect(shareSlower({ boundsMs: [], counts: [], sumMs: 40, count: 4 }, 10)).toBeNull();
    expect(shareSlower({ boundsMs: [null], counts: [4], sumMs: 40, count: 4 }, 10)).toBeNull();
  });
});

describe('judgeObjective', () => {
  test('is never wrong, whatever the buckets', () => {
    fc.assert(
      fc.property(bounds, observations, threshold, fc.constantFrom(...objectivePercentiles), (boundsMs, values, thresholdMs, percentile) => {
        const { state } = judgeObjective(bucketsOf(boundsMs, values), { percentile, thresholdMs }, 's');
        const slower = values.filter((value) => value > thresholdMs).length;
        const isKept = slower * 100 <= (100 - percentile) * values.length;
        expect([isKept ? 'kept' : 'missed', 'cannot-tell']).toContain(state);
      }),
    );
  });

  test('agrees with the percentile: kept where its bucket ends at or below the threshold', () => {
    fc.assert(
      fc.property(bounds, observations, threshold, fc.constantFrom(...objectivePercentiles), (boundsMs, values, thresholdMs, percentile) => {
        const delta = bucketsOf(boundsMs, values);
        const interval = quantileInterval(delta, percentile / 100);
        const { state } = judgeObjective(delta, { percentile, thresholdMs }, 's');
        expect(state === 'kept').toBe((interval?.high ?? Number.POSITIVE_INFINITY) <= thresholdMs);
      }),
    );
  });

  test('inside the bucket of its percentile it cannot be judged, and says which bound would', () => {
    expect(judgeObjective(spread, { percentile: 95, thresholdMs: 300 }, 's, by its name')).toEqual({
      ...{ percentile: 95, thresholdMs: 300, state: 'cannot-tell', allowed: 0.05 },
      ...{ slower: { low: 0.01, high: 0.06 }, addBound: { value: 0.3, unit: 's' } },
    });
  });

  test('at a bound it is judged exactly', () => {
    expect(judgeObjective(spread, { percentile: 95, thresholdMs: 250 }, 's')).toMatchObject({ state: 'missed', slower: { low: 0.06, high: 0.06 } });
    expect(judgeObjective(spread, { percentile: 95, thresholdMs: 500 }, 's')).toMatchObject({ state: 'kept', addBound: null });
  });

  test('summaries judge where the whole interval lies on one side', () => {
    const told = (low: number, high: number | null): BucketDelta => ({
      ...{ boundsMs: [], counts: [], sumMs: 40, count: 4 },
      quantiles: { p50: null, p95: { low, high }, p99: null },
    });
    const judge = (low: number, high: number | null) => judgeObjective(told(low, high), { percentile: 95, thresholdMs: 100 }, 's');
    expect([judge(20, 100), judge(101, 300), judge(90, 110), judge(90, null)].map(({ state }) => state)).toEqual([
      ...['kept', 'missed', 'cannot-tell', 'cannot-tell'],
    ]);
    expect(judge(20, 90)).toMatchObject({ slower: null, addBound: null });
    expect(judgeObjective(told(1, 2), { percentile: 99, thresholdMs: 100 }, 's').state).toBe('cannot-tell');
  });

  test('a mean judges nothing, and silence is no fault', () => {
    const mean: BucketDelta = { boundsMs: [], counts: [], sumMs: 40, count: 4 };
    expect(judgeObjective(mean, { percentile: 95, thresholdMs: 300 }, 's')).toMatchObject({ state: 'cannot-tell', slower: null, addBound: null });
    expect(judgeObjective(null, { percentile: 95, thresholdMs: 300 }, null)).toMatchObject({ state: 'no-data', slower: null });
  });
});

test('the bound to add is in the unit of the family', () => {
  expect([boundAt(300, 's, by its name'), boundAt(300, 'ms, by # UNIT'), boundAt(1.5, 'us'), boundAt(7, null)]).toEqual([
    { value: 0.3, unit: 's' },
    { value: 300, unit: 'ms' },
    { value: 1500, unit: 'us' },
    { value: 0.007, unit: 's' },
  ]);
});
