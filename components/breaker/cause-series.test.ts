import { expect, test } from 'vitest';
import { seriesInSteps } from './cause-series.ts';

const point = (second: number, low: number, high: number | null, errorRatio: number | null) => ({
  ...{ at: new Date(second * 1000).toISOString(), requestRate: 1, errorRatio, clientErrorRatio: null, coverage: null },
  latencyMs: { p50: null, p95: { low, high }, p99: null, mean: null },
});

test('points lie in the step of their time, the worst of several, and steps without points are gaps', () => {
  const series = [point(-5, 1, 2, 1), point(1, 100, 250, 0.1), point(2, 250, 500, 0), point(59, 1000, null, null), point(60, 5, 10, 0.2)];
  const { p95, errors } = seriesInSteps(series, 60_000, 60_000, 10_000);
  expect(p95).toEqual([500, null, null, null, null, 1000]);
  expect(errors).toEqual([0.1, null, null, null, null, 0.2]);
});

test('looks that lie further apart than the steps of the server leave no gaps', () => {
  const series = Array.from({ length: 60 }, (_, i) => point(i * 15 + 7, 1, 2, 0));
  const { errors } = seriesInSteps(series, 900_000, 900_000, 5000);
  expect(errors.length).toBeGreaterThan(40);
  expect(errors.every((value) => value === 0)).toBe(true);
});
