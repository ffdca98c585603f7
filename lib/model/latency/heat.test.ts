import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SignalDelta } from '../signal.ts';
import { heatOf } from './heat.ts';

const delta = (atMs: number, boundsMs: (number | null)[], counts: number[]): SignalDelta => ({
  ...{ atMs, seconds: 15, requests: 1, errors: 0, clientErrors: 0 },
  latency: { boundsMs, counts, sumMs: 100, count: counts.reduce((sum, count) => sum + count, 0) },
});
const mean = (atMs: number, count: number, sumMs: number): SignalDelta => ({
  ...{ atMs, seconds: 15, requests: count, errors: 0, clientErrors: 0 },
  latency: { boundsMs: [], counts: [], sumMs, count },
});

describe('heatOf', () => {
  test('counts and shares of each step in the buckets that something fell into', () => {
    const heat = heatOf([delta(0, [5, 10, 100, 250, null], [0, 3, 1, 0, 0]), delta(15_000, [5, 10, 100, 250, null], [0, 0, 2, 0, 0])]);
    expect(heat.kind).toBe('histogram');
    expect(heat.rows).toEqual([
      { low: 5, high: 10 },
      { low: 10, high: 100 },
    ]);
    expect(heat.columns.map(({ counts, shares, count }) => [counts, shares, count])).toEqual([
      [[3, 1], [0.75, 0.25], 4],
      [[0, 2], [0, 1], 2],
    ]);
    expect(heat.columns[0]).toMatchObject({ p50: { low: 5, high: 10 }, p95: { low: 10, high: 100 }, meanMs: 25 });
  });

  test('where the buckets change, the map has those of both and each step its own percentiles', () => {
    const heat = heatOf([delta(0, [100, 500, null], [1, 1, 0]), delta(15_000, [100, 300, 500, null], [0, 1, 0, 0])]);
    expect(heat.rows).toEqual([
      { low: 0, high: 100 },
      { low: 100, high: 500 },
    ]);
    expect(heat.columns[1]).toMatchObject({ counts: [0, 1], p95: { low: 100, high: 300 } });
  });

  test('loses no request and never draws more than 48 rows', () => {
    const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 120 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(bounds, fc.array(fc.nat({ max: 20 }), { minLength: 121, maxLength: 121 }), (finite, many) => {
        const counts = [...finite, null].map((_, index) => many[index] ?? 0);
        const heat = heatOf([delta(0, [...finite, null], counts)]);
        const total = counts.reduce((sum, count) => sum + count, 0);
        expect(heat.columns.flatMap((column) => column.counts).reduce((sum, count) => sum + count, 0)).toBe(total);
        expect(heat.rows.length).toBeLessThanOrEqual(48);
        for (const [index, row] of heat.rows.entries()) if (index > 0) expect(row.low).toBe(heat.rows[index - 1]?.high);
      }),
    );
  });

  test('sums and counts alone are a mean and no percentile', () => {
    const heat = heatOf([mean(0, 4, 40), mean(15_000, 0, 0)]);
    expect(heat).toMatchObject({ kind: 'mean', rows: [], columns: [{ meanMs: 10, p95: null, count: 4 }] });
    expect(heat.columns).toHaveLength(1);
  });

  test('summaries are percentiles without a map, and a step that tells none stays out', () => {
    const told = { p50: { low: 5, high: 5 }, p95: { low: 80, high: 120 }, p99: null };
    const step = mean(0, 4, 40);
    const heat = heatOf([{ ...step, latency: { boundsMs: [], counts: [], sumMs: 40, count: 4, quantiles: told } }, mean(15_000, 4, 40)]);
    expect(heat).toMatchObject({ kind: 'summary', rows: [], columns: [{ ...told, meanMs: 10, counts: [] }] });
    expect(heat.columns).toHaveLength(1);
  });

  test('nothing observed is none', () => {
    expect(heatOf([mean(0, 0, 0)])).toEqual({ kind: 'none', rows: [], columns: [] });
  });
});
