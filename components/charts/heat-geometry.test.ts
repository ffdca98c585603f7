import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HeatColumn, HeatData } from './heat.ts';
import { shadeOf, shades } from './heat.ts';
import { axisBounds, barPaths, fullestRow, intervalRuns, observedPath, placeMs, rowAt, scaleOf, shadePaths, stepsOf } from './heat-geometry.ts';

const box = { x: 0, y: 0, width: 100, height: 100 };
const rows = [
  { low: 0, high: 10 },
  { low: 10, high: 100 },
  { low: 100, high: null },
];
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
const column = (at: number, counts: number[], p95: HeatColumn['p95'] = null): HeatColumn => {
  const count = counts.reduce((sum, one) => sum + one, 0);
  return { at: iso(at), count, counts, shares: counts.map((one) => one / count), p50: null, p95, p99: null };
};
const heatOf = (...columns: HeatColumn[]): HeatData => ({ from: iso(0), to: iso(100), stepSeconds: 10, rows, columns });
const planeOf = (heat: HeatData) => ({ fromMs: 0, toMs: 100_000, scale: scaleOf(heat.rows, null), box });

describe('the axis', () => {
  test('keeps the order of durations and their ratios, from the lowest bucket to the highest', () => {
    const scale = scaleOf(rows, null);
    expect(scale).toEqual({ floorMs: 5, topMs: 200, fromZero: true });
    const [a, b, c] = [10, 20, 40].map((ms) => placeMs(ms, scale, box)) as [number, number, number];
    expect(a - b).toBeCloseTo(b - c);
    expect([placeMs(0, scale, box), placeMs(9999, scale, box)]).toEqual([100, 0]);
  });

  test('has room for a line above or below all buckets', () => {
    expect(scaleOf(rows, 1000).topMs).toBe(1500);
    expect(scaleOf([{ low: 100, high: 200 }], 30).floorMs).toBe(20);
  });

  test('of one bucket, or none, is still an axis', () => {
    for (const few of [[], [{ low: 100, high: 101 }], [{ low: 500, high: null }]]) {
      const { floorMs, topMs } = scaleOf(few, null);
      expect(floorMs).toBeGreaterThan(0);
      expect(topMs / floorMs).toBeGreaterThan(1.9);
    }
  });

  test('never writes two bounds into each other, and always both ends', () => {
    const finite = fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 2, maxLength: 30 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(finite, (list) => {
        const many = list.slice(1).map((high, index) => ({ low: list[index] ?? 0, high }));
        const scale = scaleOf(many, null);
        const places = axisBounds(many, scale, box, 14).map((bound) => placeMs(bound, scale, box));
        for (const [index, place] of places.entries()) if (index > 0) expect((places[index - 1] ?? 0) - place).toBeGreaterThanOrEqual(14);
        expect(axisBounds(many, scale, box, 14)).toContain(list.at(-1));
      }),
    );
  });
});

describe('cells', () => {
  test('neighbours of one shade are one rectangle, a gap parts them, and nothing is drawn where nothing fell', () => {
    const paths = shadePaths(heatOf(column(10, [1, 0, 0]), column(20, [1, 0, 0]), column(50, [1, 0, 0])), planeOf(heatOf()));
    expect(paths.filter((path) => path !== '')).toEqual([expect.stringMatching(/^M0 .*H20.*ZM40 .*H50.*Z$/)]);
    expect(paths[shades.length - 1]).not.toBe('');
  });

  test('every share has a shade, the greater the darker', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1, noNaN: true }), fc.double({ min: 1e-6, max: 1, noNaN: true }), (a, b) => {
        expect(shadeOf(a)).toBeGreaterThanOrEqual(0);
        if (a <= b) expect(shadeOf(a)).toBeLessThanOrEqual(shadeOf(b));
      }),
    );
  });

  test('what was observed is told from gaps', () => {
    expect(observedPath(heatOf(column(10, [1]), column(20, [1]), column(90, [1])), planeOf(heatOf()))).toBe('M0 0H20V100H0ZM80 0H90V100H80Z');
  });

  test('300 steps of 20 buckets are drawn from a few paths', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ low: 2 ** index, high: 2 ** (index + 1) }));
    const columns = Array.from({ length: 300 }, (_, at) =>
      column(
        at + 1,
        many.map((_, row) => 1 + ((at * 7 + row * 13) % 29)),
      ),
    );
    const heat = { from: iso(0), to: iso(300), stepSeconds: 1, rows: many, columns };
    const paths = shadePaths(heat, { fromMs: 0, toMs: 300_000, scale: scaleOf(many, null), box });
    expect(paths).toHaveLength(shades.length);
    expect(paths.join('').length).toBeLessThan(300_000);
  });
});

describe('percentiles', () => {
  test('are bars over their bucket, as long as it stays the same', () => {
    const heat = heatOf(column(10, [1], { low: 10, high: 100 }), column(20, [1], { low: 10, high: 100 }), column(30, [1], { low: 100, high: null }));
    const runs = intervalRuns(heat, ({ p95 }) => p95);
    expect(runs.map(({ fromMs, toMs, value }) => [fromMs, toMs, value.low])).toEqual([
      [0, 20_000, 10],
      [20_000, 30_000, 100],
    ]);
    const { bodies, edges } = barPaths(runs, planeOf(heat), 0);
    expect([bodies.match(/Z/g)?.length, edges.match(/M/g)?.length]).toEqual([2, 3]);
  });
});

describe('the cursor', () => {
  test('walks every step of the window, and knows which one is a gap', () => {
    const steps = stepsOf(heatOf(column(10, [1]), column(100, [2, 3])));
    expect(steps.count).toBe(10);
    expect([steps.columnAt(0)?.count, steps.columnAt(5), steps.columnAt(9)?.count]).toEqual([1, null, 5]);
    expect(steps.endOf(5)).toBe(60_000);
  });

  test('finds the row under a height', () => {
    const scale = scaleOf(rows, null);
    expect([99, 50, 1].map((y) => rowAt(y, rows, scale, box))).toEqual([0, 1, 2]);
    expect([fullestRow(column(1, [1, 3, 3])), fullestRow({ counts: [] })]).toEqual([1, null]);
  });
});
