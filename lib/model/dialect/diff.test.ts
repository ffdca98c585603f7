import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExposition } from '#lib/probe/exposition.ts';
import { mergeBuckets } from '../histogram.ts';
import type { SignalDelta } from '../signal.ts';
import { diffTotals } from './diff.ts';
import { readSignals } from './read.ts';
import type { Totals } from './totals.ts';

interface Series {
  path: string;
  status: string;
  /** Observations in each bucket, not cumulative; the last lies beyond the last bound. */
  counts: number[];
  seconds: number;
}

const les = ['0.1', '0.5', '+Inf'];

function print(series: readonly Series[], bounds = les, startedAt?: number): string {
  const lines = series.flatMap(({ path, status, counts, seconds }) => {
    const labels = `path="${path}",status="${status}"`;
    let reached = 0;
    const buckets = bounds.map((le, i) => {
      reached += counts[i] ?? 0;
      return `http_request_duration_seconds_bucket{${labels},le="${le}"} ${reached}`;
    });
    return [...buckets, `http_request_duration_seconds_sum{${labels}} ${seconds}`, `http_request_duration_seconds_count{${labels}} ${reached}`];
  });
  return [...lines, startedAt === undefined ? '' : `process_start_time_seconds ${startedAt}`].join('\n');
}

const readAt = (text: string, atMs = 0) =>
  readSignals(parseExposition(Buffer.from(`${text}\n`), null), { healthPath: '/health', metricsPath: '/metrics', atMs }) as Totals;
const totalsOf = (series: readonly Series[]) => readAt(print(series));
const one = (over: Partial<Series> = {}): Series => ({ path: '/a', status: '200', counts: [1, 2, 3], seconds: 2, ...over });
const diff = (before: readonly Series[], after: readonly Series[]) => diffTotals(totalsOf(before), totalsOf(after), 15);

describe('diffTotals', () => {
  test('what was counted between two scrapes', () => {
    const after = [one({ counts: [2, 4, 3], seconds: 3 }), one({ path: '/b', status: '500', counts: [0, 1, 0], seconds: 0.3 })];
    expect(diff([one(), one({ path: '/b', status: '500', counts: [0, 0, 0], seconds: 0 })], after)).toEqual({
      atMs: 0,
      seconds: 15,
      requests: 4,
      errors: 1,
      clientErrors: 0,
      latency: { boundsMs: [100, 500, null], counts: [1, 3, 0], sumMs: expect.closeTo(1300), count: 4 },
    });
  });

  test('a series that fell began again at 0, the others go on', () => {
    const before = [one({ counts: [10, 0, 0], seconds: 1 }), one({ path: '/b', counts: [5, 0, 0], seconds: 1 })];
    const after = [one({ counts: [2, 0, 0], seconds: 0.5 }), one({ path: '/b', counts: [8, 0, 0], seconds: 2 })];
    expect(diff(before, after)).toMatchObject({ requests: 5, latency: { count: 5, counts: [5, 0, 0], sumMs: expect.closeTo(1500) } });
  });

  test('a sum that grew does not hide a series that fell', () => {
    expect(
      diff(
        [one({ counts: [100, 0, 0] }), one({ path: '/b', counts: [5, 0, 0] })],
        [one({ counts: [90, 0, 0] }), one({ path: '/b', counts: [500, 0, 0] })],
      ),
    ).toMatchObject({
      requests: 90 + 495,
      latency: { count: 90 + 495 },
    });
  });

  test('one bucket that fell is a reset, though the count grew', () => {
    expect(diff([one({ counts: [5, 0, 0] })], [one({ counts: [1, 0, 9] })])?.latency).toMatchObject({ counts: [1, 0, 9] });
  });

  test('a series that came up counts in full, one that went away counts nothing', () => {
    expect(diff([one()], [one(), one({ path: '/new', status: '503', counts: [0, 0, 4] })])).toMatchObject({ requests: 4, errors: 4 });
    expect(diff([one(), one({ path: '/gone' })], [one()])).toMatchObject({ requests: 0, latency: { count: 0 } });
  });

  test('other bounds: no latency for this span, requests all the same', () => {
    const after = diffTotals(readAt(print([one()])), readAt(print([one({ counts: [3, 3, 3] })], ['0.1', '0.25', '+Inf'])), 15);
    expect(after).toMatchObject({ requests: 3, latency: null });
  });

  test.each([0, -5, Number.NaN, Number.POSITIVE_INFINITY])('a span of %s seconds says nothing', (seconds) => {
    expect(diffTotals(totalsOf([one()]), totalsOf([one()]), seconds)).toBeNull();
  });

  test('another family says nothing', () => {
    expect(diffTotals(totalsOf([one()]), readAt('nginx_http_requests_total 900'), 15)).toBeNull();
  });

  test('without a status errors are not known, and not 0', () => {
    const lines = (n: number) => readAt(`http_requests_total{method="GET",path="/a"} ${n}`);
    expect(diffTotals(lines(1), lines(4), 15)).toMatchObject({ requests: 3, errors: null, clientErrors: null, latency: null });
  });

  test('a first series under a known status counts as 0 errors when there are none', () => {
    expect(diff([one()], [one()])).toMatchObject({ requests: 0, errors: 0 });
  });
});

describe('the start time of the process', () => {
  const atMs = 1_800_000_000_000;
  const at = (startedAt: number, counts: number[], when: number) => readAt(print([one({ counts })], les, startedAt), when);

  test('a restart between two scrapes counts from 0, also what did not fall', () => {
    expect(diffTotals(at(1_700_000_000, [5, 0, 0], atMs), at(1_800_000_010, [9, 0, 0], atMs + 15_000), 15)).toMatchObject({
      requests: 9,
      latency: { count: 9 },
    });
  });

  test('another process behind the same address says nothing: it began before our last look', () => {
    expect(diffTotals(at(1_700_000_000, [5, 0, 0], atMs), at(1_700_000_900, [900, 0, 0], atMs + 15_000), 15)).toBeNull();
    expect(diffTotals(at(1_700_000_900, [900, 0, 0], atMs), at(1_700_000_000, [6, 0, 0], atMs + 15_000), 15)).toBeNull();
  });

  test('a start time worked out anew at each scrape may waver', () => {
    expect(diffTotals(at(1_700_000_000.4, [5, 0, 0], atMs), at(1_700_000_001, [6, 0, 0], atMs + 15_000), 15)).toMatchObject({ requests: 1 });
  });
});

describe('any history', () => {
  const step = fc.array(
    fc.record({
      path: fc.constantFrom('/a', '/b', '/c'),
      status: fc.constantFrom('200', '404', '500'),
      column: fc.nat(2),
      times: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 12 },
  );

  /** What a process says after each step of observations; `restarts` names steps before which it starts anew. */
  function scrapes(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[], restarts: ReadonlySet<number>): Totals[] {
    let live = new Map<string, Series>();
    return [[], ...steps].map((observed, index) => {
      if (restarts.has(index)) live = new Map();
      for (const { path, status, column, times } of observed) {
        const key = `${path} ${status}`;
        const series = live.get(key) ?? { path, status, counts: [0, 0, 0], seconds: 0 };
        series.counts[column] = (series.counts[column] as number) + times;
        series.seconds += times / 8;
        live.set(key, series);
      }
      return readAt(
        print(
          [one({ path: '/idle', counts: [0, 0, 0], seconds: 0 }), ...live.values()],
          les,
          1_700_000_000 + [...restarts].filter((at) => at <= index).length * 100,
        ),
      );
    });
  }

  test('the spans between scrapes add up to what was observed, through restarts', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), fc.uniqueArray(fc.integer({ min: 1, max: 6 })), (steps, restarts) => {
        const totals = scrapes(steps, new Set(restarts));
        const deltas = totals.slice(1).map((after, index) => diffTotals(totals[index] as Totals, after, 15) as SignalDelta);
        const observed = steps.flat();
        const times = (of: typeof observed) => of.reduce((sum, { times: n }) => sum + n, 0);
        expect(deltas.reduce((sum, { requests }) => sum + (requests ?? 0), 0)).toBe(times(observed));
        expect(deltas.reduce((sum, { errors }) => sum + (errors ?? 0), 0)).toBe(times(observed.filter(({ status }) => status === '500')));
        expect(deltas.reduce((sum, { clientErrors }) => sum + (clientErrors ?? 0), 0)).toBe(times(observed.filter(({ status }) => status === '404')));
        const merged = mergeBuckets(deltas.flatMap(({ latency }) => (latency ? [latency] : [])));
        expect(merged?.counts).toEqual([0, 1, 2].map((column) => times(observed.filter((each) => each.column === column))));
      }),
    );
  });

  test('merging the spans equals the span from the first scrape to the last', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const totals = scrapes(steps, new Set());
        const spans = totals.slice(1).map((after, index) => diffTotals(totals[index] as Totals, after, 15)?.latency);
        const merged = mergeBuckets(spans.flatMap((span) => (span ? [span] : [])));
        const whole = diffTotals(totals[0] as Totals, totals.at(-1) as Totals, 15 * steps.length)?.latency;
        expect(merged?.counts).toEqual(whole?.counts);
        expect(merged?.count).toBe(whole?.count);
        expect(merged?.sumMs).toBeCloseTo(whole?.sumMs ?? Number.NaN);
      }),
    );
  });
});
