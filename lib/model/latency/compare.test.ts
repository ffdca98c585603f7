import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IntervalMs } from '../service.ts';
import { compareIntervals, subtractIntervals } from './compare.ts';

const bound = fc.integer({ min: 0, max: 50 });
const interval = fc.tuple(bound, fc.option(fc.integer({ min: 1, max: 20 }), { freq: 5 })).map(([low, width]): IntervalMs => {
  return { low, high: width === null ? null : low + width };
});
/** A value of an interval (low, high]. */
const inside = ({ low, high }: IntervalMs, share: number) => low + ((high ?? low + 1000) - low) * share;
const share = fc.double({ min: 0.001, max: 1, noNaN: true });

describe('compareIntervals', () => {
  test('says faster or slower only where every pair of values says so', () => {
    fc.assert(
      fc.property(interval, interval, share, share, (before, after, a, b) => {
        const [was, is] = [inside(before, a), inside(after, b)];
        const comparison = compareIntervals(before, after);
        if (comparison === 'faster') expect(is).toBeLessThan(was);
        if (comparison === 'slower') expect(is).toBeGreaterThan(was);
      }),
    );
  });

  test.each([
    [{ low: 100, high: 250 }, { low: 250, high: 500 }, 'slower'],
    [{ low: 250, high: 500 }, { low: 100, high: 250 }, 'faster'],
    [{ low: 100, high: 250 }, { low: 100, high: 250 }, 'cannot-tell'],
    [{ low: 100, high: 500 }, { low: 250, high: 1000 }, 'cannot-tell'],
    [{ low: 10_000, high: null }, { low: 100, high: 250 }, 'faster'],
    [{ low: 10_000, high: null }, { low: 10_000, high: null }, 'cannot-tell'],
    [{ low: 80, high: 80 }, { low: 80, high: 80 }, 'cannot-tell'],
    [{ low: 80, high: 80 }, { low: 81, high: 81 }, 'slower'],
    [null, { low: 100, high: 250 }, 'cannot-tell'],
  ] as const)('%o then %o: %s', (before, after, comparison) => expect(compareIntervals(before, after)).toBe(comparison));
});

describe('subtractIntervals', () => {
  test('holds every difference, and nothing below 0', () => {
    fc.assert(
      fc.property(interval, interval, share, share, (client, server, a, b) => {
        const wire = subtractIntervals(client, server);
        const truth = Math.max(0, inside(client, a) - inside(server, b));
        expect(truth).toBeGreaterThanOrEqual(wire.low - 1e-9);
        expect(truth).toBeLessThanOrEqual((wire.high ?? Number.POSITIVE_INFINITY) + 1e-9);
        expect(wire.low).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('buckets beside each other leave from nothing to both their widths', () => {
    expect(subtractIntervals({ low: 250, high: 500 }, { low: 100, high: 250 })).toEqual({ low: 0, high: 400 });
    expect(subtractIntervals({ low: 500, high: null }, { low: 100, high: 250 })).toEqual({ low: 250, high: null });
    expect(subtractIntervals({ low: 500, high: 900 }, { low: 100, high: null })).toEqual({ low: 0, high: 800 });
  });
});
