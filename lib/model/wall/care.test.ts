import { expect, test } from 'vitest';
import { isClockSwapped, isEarconDue, isReloadDue, orbitAt, orbitPx } from './care.ts';
import { freshnessOf, retryWaitMs } from './lateness.ts';
import { Ring } from './ring.ts';

test('what comes later than two beats is stale, than five blind, and a frame makes it fresh again', () => {
  const at = (ms: number) => freshnessOf(10_000, 10_000 + ms, 1000);
  expect([0, 1000, 3000, 3001, 6000, 6001, 3_600_000].map(at)).toEqual(['fresh', 'fresh', 'fresh', 'stale', 'stale', 'blind', 'blind']);
  expect(freshnessOf(20_000, 20_500, 1000)).toBe('fresh');
});

test('retries go on for ever, farther apart up to a limit, never in step', () => {
  expect([1, 2, 3, 4, 5, 500].map((failures) => retryWaitMs(failures, 1))).toEqual([1000, 2000, 4000, 8000, 8000, 8000]);
  expect(retryWaitMs(500, 0)).toBe(4000);
});

test('a ring keeps the latest and nothing else', () => {
  const ring = new Ring<number>(3);
  expect(ring.toArray()).toEqual([]);
  for (let n = 1; n <= 1000; n++) ring.push(n);
  expect(ring.toArray()).toEqual([998, 999, 1000]);
});

test('the picture moves by at most eight pixels, and is back after ten minutes', () => {
  const seen = Array.from({ length: 601 }, (_, second) => orbitAt(second * 1000));
  for (const { x, y } of seen) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(orbitPx);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(orbitPx);
  }
  expect(new Set(seen.map(({ x, y }) => `${x} ${y}`)).size).toBeGreaterThan(16);
  expect(seen[600]).toEqual(seen[0]);
});

test('the clock is swapped every other hour', () => {
  const hours = Array.from({ length: 4 }, (_, hour) => isClockSwapped(hour * 3_600_000 + 5));
  expect(hours).toEqual([false, true, false, true]);
});

test('it sounds for what is newly down or open, never for a recovery or a degradation, and once in five minutes', () => {
  const [down, open, slow] = ['down', 'open', 'degraded'].map((state) => ({ key: state, state })) as [Of, Of, Of];
  expect(isEarconDue([], [down], null, 0)).toBe(true);
  expect(isEarconDue([down], [down, open], null, 0)).toBe(true);
  expect(isEarconDue([down, open], [open], null, 0)).toBe(false);
  expect(isEarconDue([], [slow], null, 0)).toBe(false);
  expect(isEarconDue([{ key: 'x', state: 'half-open' }], [{ key: 'x', state: 'open' }], null, 0)).toBe(true);
  expect(isEarconDue([], [down], 0, 299_999)).toBe(false);
  expect(isEarconDue([], [down], 0, 300_000)).toBe(true);
});

interface Of {
  key: string;
  state: string;
}

test('a page is loaded anew once a day at a quiet minute of its own, and after a new build', () => {
  const hourMs = 3_600_000;
  const day = (days: number, hours: number) => days * 24 * hourMs + hours * hourMs;
  const due = (loadedMs: number, nowMs: number, more = {}) =>
    isReloadDue({ loadedMs, nowMs, spread: 0.5, isQuiet: true, isNewBuild: false, ...more });
  expect(due(day(10, 12), day(11, 4))).toBe(false);
  expect(due(day(10, 12), day(11, 4.6))).toBe(true);
  expect(due(day(10, 12), day(11, 4.6), { isQuiet: false })).toBe(false);
  expect(due(day(11, 4.6), day(11, 12))).toBe(false);
  expect(due(day(11, 4.6), day(12, 4.4))).toBe(false);
  expect(due(day(11, 3), day(11, 3.02), { isNewBuild: true })).toBe(true);
  expect(due(day(11, 3), day(11, 3.01), { isNewBuild: true })).toBe(false);
});
