import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latestOf, meanMs, mergeBuckets, quantileInterval, toPoint } from './histogram.ts';
import type { BucketDelta, SignalDelta } from './signal.ts';

const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 2000 }), { maxLength: 8 }).map((list) => [...list.sort((a, b) => a - b), null]);
const observations = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 60 });

function bucketsOf(boundsMs: (number | null)[], values: readonly number[]): BucketDelta {
  const counts = boundsMs.map(() => 0);
  for (const value of values) {
    const column = boundsMs.findIndex((bound) => bound === null || value <= bound);
    counts[column] = (counts[column] ?? 0) + 1;
  }
  return { boundsMs, counts, sumMs: values.reduce((sum, value) => sum + value, 0), count: values.length };
}

const nearestRank = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(q * values.length)) - 1] as number;

const quantile = fc.constantFrom(0, 0.01, 0.5, 0.75, 0.9, 0.95, 0.99, 1);

describe('quantileInterval', () => {
  test('holds the true quantile of the observations, whatever the buckets', () => {
    fc.assert(
      fc.property(
        bounds,
        observations.filter((list) => list.length > 0),
        quantile,
        (boundsMs, values, q) => {
          const interval = quantileInterval(bucketsOf(boundsMs, values), q);
          const truth = nearestRank(values, q);
          expect(interval).not.toBeNull();
          expect(truth).toBeGreaterThanOrEqual(interval?.low ?? Number.NaN);
          expect(truth).toBeLessThanOrEqual(interval?.high ?? Number.POSITIVE_INFINITY);
        },
      ),
    );
  });

  test('nothing observed, or no buckets: says nothing', () => {
    expect(quantileInterval({ boundsMs: [1, null], counts: [0, 0], sumMs: 0, count: 0 }, 0.5)).toBeNull();
    expect(quantileInterval({ boundsMs: [], counts: [], sumMs: 40, count: 4 }, 0.5)).toBeNull();
    expect(meanMs({ boundsMs: [], counts: [], sumMs: 40, count: 4 })).toBe(10);
  });

  test('beyond the last bound there is no upper end', () => {
    expect(quantileInterval({ boundsMs: [5, 10, null], counts: [1, 0, 9], sumMs: 0, count: 10 }, 0.95)).toEqual({ low: 10, high: null });
  });
});

describe('mergeBuckets', () => {
  test('equals the buckets of all observations, over the bounds that all have who observed anything, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(bounds, observations), { minLength: 1, maxLength: 5 }), fc.nat(), (parts, turn) => {
        const deltas = parts.map(([boundsMs, values]) => bucketsOf(boundsMs, values));
        const telling = parts.some(([, values]) => values.length > 0) ? parts.filter(([, values]) => values.length > 0) : parts;
        const common = (telling[0]?.[0] ?? []).filter((bound) => telling.every(([boundsMs]) => boundsMs.includes(bound)));
        const whole = bucketsOf(
          common,
          parts.flatMap(([, values]) => values),
        );
        expect(mergeBuckets(deltas)).toEqual(whole);
        expect(mergeBuckets([...deltas.slice(turn % deltas.length), ...deltas.slice(0, turn % deltas.length)])).toEqual(whole);
        let stepwise = deltas[0] as BucketDelta;
        for (const one of deltas.slice(1)) stepwise = mergeBuckets([stepwise, one]) as BucketDelta;
        expect(stepwise).toEqual(whole);
      }),
    );
  });

  test('nothing of nothing', () => {
    expect(mergeBuckets([])).toBeNull();
  });
});

const delta = (over: Partial<SignalDelta>): SignalDelta => ({
  atMs: 60_000,
  seconds: 10,
  requests: 100,
  errors: 5,
  clientErrors: 10,
  latency: { boundsMs: [10, 100, null], counts: [50, 45, 5], sumMs: 3000, count: 100 },
  ...over,
});

describe('latestOf', () => {
  test('one span: rate per second, ratios of its requests, intervals of its buckets', () => {
    expect(toPoint(delta({}))).toEqual({
      at: '1970-01-01T00:01:00.000Z',
      coverage: null,
      requestRate: 10,
      errorRatio: 0.05,
      clientErrorRatio: 0.1,
      latencyMs: { p50: { low: 0, high: 10 }, p95: { low: 10, high: 100 }, p99: { low: 100, high: null }, mean: 30 },
    });
  });

  test('percentiles come from merged buckets: a busy span outweighs a quiet one', () => {
    const quiet = delta({
      atMs: 70_000,
      requests: 1,
      errors: 1,
      clientErrors: 0,
      latency: { boundsMs: [10, 100, null], counts: [0, 0, 1], sumMs: 900, count: 1 },
    });
    const point = latestOf([quiet, delta({})]);
    expect(point).toMatchObject({ at: '1970-01-01T00:01:10.000Z', windowSeconds: 20, requestRate: 5.05, errorRatio: 6 / 101 });
    expect(point.latencyMs.p50).toEqual({ low: 10, high: 100 });
    expect(point).toEqual(latestOf([delta({}), quiet]));
  });

  test('what a span does not say counts neither above nor below the line', () => {
    const silent = delta({ requests: null, errors: null, clientErrors: null, latency: null });
    expect(latestOf([silent, delta({})])).toMatchObject({ windowSeconds: 20, requestRate: 10, errorRatio: 0.05 });
    expect(latestOf([silent])).toMatchObject({ requestRate: null, errorRatio: null, latencyMs: { p95: null, mean: null } });
    expect(latestOf([delta({ errors: null }), delta({})])).toMatchObject({ errorRatio: 0.05 });
  });

  test('no requests: a rate of 0 and no ratio', () => {
    expect(latestOf([delta({ requests: 0, errors: 0, clientErrors: 0, latency: null })])).toMatchObject({ requestRate: 0, errorRatio: null });
  });

  test('a span without observations does not take bounds away', () => {
    const idle = delta({ latency: { boundsMs: [], counts: [], sumMs: 0, count: 0 } });
    expect(latestOf([idle, delta({})]).latencyMs.p95).toEqual({ low: 10, high: 100 });
  });
});
