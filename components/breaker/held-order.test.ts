import { expect, test } from 'vitest';
import { keepOrder, waitForOrderMs } from './held-order.ts';

const keep = (past: string[], now: string[]) => keepOrder(past, now, (row) => row).join('');

test('what was there stays in its place, what is new comes last in its order, what is gone is gone', () => {
  expect(keep(['a', 'b', 'c'], ['c', 'x', 'a', 'y', 'b'])).toBe('abcxy');
  expect(keep(['a', 'b', 'c'], ['c', 'a'])).toBe('ac');
  expect(keep([], ['c', 'a'])).toBe('ca');
});

test('a list is sorted anew every half minute at most, the first time at once', () => {
  expect([waitForOrderMs(null, 5), waitForOrderMs(1000, 11_000), waitForOrderMs(1000, 31_000), waitForOrderMs(1000, 90_000)]).toEqual([
    0, 20_000, 0, 0,
  ]);
});
