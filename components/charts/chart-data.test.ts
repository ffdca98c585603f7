import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue, joinSeries, niceTop, sampleTimes, spreadLabels, timeTicks } from './chart-data.ts';
import type { TimeSeries } from './series.ts';

const iso = (minutes: number) => new Date(minutes * 60_000).toISOString();
const line = (...points: [number, number | null][]): TimeSeries => ({
  key: 'a',
  label: 'a',
  points: points.map(([at, value]) => ({ at: iso(at), value })),
});

describe('joining series', () => {
  it('puts a break where points are missing', () => {
    const rows = joinSeries([line([0, 1], [1, 1], [2, 1], [9, 1])], 10);
    expect(rows.map(({ at, a }) => [at / 60_000, a])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
      [3, undefined],
      [9, 1],
    ]);
  });

  it('keeps a value that is not known as a gap', () => {
    expect(joinSeries([line([0, 1], [1, null], [2, 1])], 10)[1]?.a).toBeNull();
  });

  it('draws a range that is open above up to the top', () => {
    const range: TimeSeries = { key: 'p', label: 'p', kind: 'range', points: [{ at: iso(0), value: { low: 10, high: null } }] };
    expect(joinSeries([range], 50)[0]?.p).toEqual([10, 50]);
  });
});

describe('axes', () => {
  it('ends on a round number at or above the greatest value', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (greatest) => {
        const top = niceTop(greatest, '/s');
        return top >= greatest * 0.999 && top <= Math.max(0.1, greatest) * 2.6;
      }),
    );
    expect([niceTop(0.3, '%'), niceTop(0.7, '%'), niceTop(0, '%'), niceTop(412, '/s')]).toEqual([0.4, 0.8, 0.01, 600]);
  });

  it('writes round times of the local clock, no more than fit', () => {
    const hour = 3_600_000;
    expect(timeTicks(0, hour, 6, 0)).toEqual([0, 600_000, 1_200_000, 1_800_000, 2_400_000, 3_000_000, hour]);
    expect(timeTicks(0, 24 * hour, 4, 2 * hour).map((tick) => tick / hour)).toEqual([4, 10, 16, 22]);
  });
});

it('labels never overlap and stay inside while there is room', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 4 }), (wanted) => {
      const places = spreadLabels(wanted, 14, 100).sort((a, b) => a - b);
      return places.every((place, index) => place >= -0.001 && place <= 100.001 && (index === 0 || place - (places[index - 1] ?? 0) >= 13.999));
    }),
  );
});

it('writes values with their unit', () => {
  expect([
    formatValue(4.2, '/s'),
    formatValue(0.01, '%'),
    formatValue(1200, 'ms'),
    formatValue({ low: 100, high: 250 }, 'ms'),
    formatValue(null, 'ms'),
  ]).toEqual(['4.2/s', '1.0 %', '1.2 s', '100–250 ms', '–']);
});

it('samples the table twin evenly, newest first', () => {
  const times = sampleTimes([line(...Array.from({ length: 100 }, (_, index): [number, number] => [index, 1]))], 25);
  expect(times).toHaveLength(25);
  expect(times[0]).toBe(iso(99));
});
