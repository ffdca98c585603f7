import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExposition } from '#lib/probe/exposition.ts';
import { diffTotals } from './diff.ts';
import { readSignals } from './read.ts';
import { hasReset } from './reset.ts';
import type { Totals } from './totals.ts';

/** A scrape of a counter with one series for each status, and of when the process began. */
function scrape(counts: Record<string, number>, startedAtSeconds: number | null = null, atMs = 1_000_000): Totals {
  const lines = Object.entries(counts).map(([status, value]) => `http_requests_total{method="GET",status="${status}"} ${value}`);
  const start = startedAtSeconds === null ? [] : [`process_start_time_seconds ${startedAtSeconds}`];
  const text = ['# TYPE http_requests_total counter', ...lines, ...start, ''].join('\n');
  const totals = readSignals(parseExposition(Buffer.from(text), null), { healthPath: '/health', metricsPath: '/metrics', service: 'orders', atMs });
  if (!totals) throw new Error('no totals');
  return totals;
}

describe('counters that began again', () => {
  test('are told where all that stood above 0 have fallen', () => {
    expect(hasReset(scrape({ 200: 10, 500: 3 }), scrape({ 200: 2, 500: 1 }))).toBe(true);
    expect(hasReset(scrape({ 200: 10, 500: 3 }), scrape({ 200: 2 }))).toBe(true);
  });

  test('are not told of one that fell alone, nor of those that went away', () => {
    expect(hasReset(scrape({ 200: 10, 500: 3 }), scrape({ 200: 12, 500: 1 }))).toBe(false);
    expect(hasReset(scrape({ 200: 10, 500: 3 }), scrape({ 404: 1 }))).toBe(false);
    expect(hasReset(scrape({ 200: 10 }), scrape({ 200: 10 }))).toBe(false);
  });
});

/** What a process does: serves so many requests, or begins anew, between two scrapes. */
const happenings = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.record({ ok: fc.nat(50), bad: fc.nat(5) }) }, { weight: 1, arbitrary: fc.constant('restart' as const) }),
  {
    minLength: 1,
    maxLength: 30,
  },
);

/** The scrapes of a service that lives through some happenings, each with what was served since the one before. */
function live(all: readonly ('restart' | { ok: number; bad: number })[], saysStart: boolean): { totals: Totals; served: number }[] {
  let counts = { 200: 0, 500: 0 };
  let startedAt = 1000;
  let nowMs = 1_000_000_000;
  return all.flatMap((each) => {
    nowMs += 15_000;
    if (each === 'restart') {
      counts = { 200: 0, 500: 0 };
      startedAt = nowMs / 1000 - 1;
      return [];
    }
    counts = { 200: counts[200] + each.ok, 500: counts[500] + each.bad };
    return [{ totals: scrape(counts, saysStart ? startedAt : null, nowMs), served: each.ok + each.bad }];
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('differences of scrapes', () => {
  test.each([false, true])('add up to what was served, less only what a dying process had not told yet (start time said: %s)', (saysStart) => {
    fc.assert(
      fc.property(happenings, (all) => {
        const scrapes = live(all, saysStart);
        const counted = scrapes.slice(1).map(({ totals }, at) => diffTotals(scrapes[at]?.totals as Totals, totals, 15)?.requests ?? 0);
        const served = sum(scrapes.slice(1).map((one) => one.served));
        expect(Math.min(0, ...counted)).toBe(0);
        // Without a start time a new process that has served more than the old one hides its beginning.
        if (saysStart) expect(sum(counted)).toBe(served);
        else expect(sum(counted)).toBeLessThanOrEqual(served);
      }),
    );
  });

  test('a series that comes up counts in full, one that goes away counts nothing', () => {
    expect(diffTotals(scrape({ 200: 10 }), scrape({ 200: 12, 500: 4 }), 15)).toMatchObject({ requests: 6, errors: 4 });
    expect(diffTotals(scrape({ 200: 10, 500: 4 }), scrape({ 200: 12 }), 15)).toMatchObject({ requests: 2, errors: 0 });
  });

  test('no time, or time that went back, gives nothing', () => {
    expect(diffTotals(scrape({ 200: 1 }), scrape({ 200: 5 }), 0)).toBeNull();
    expect(diffTotals(scrape({ 200: 1 }), scrape({ 200: 5 }), -3)).toBeNull();
  });
});
