import { expect, test } from 'vitest';
import { createRateLimit } from './limit.ts';

test('each caller has so many requests in a minute, and is told how many are left or when to come again', () => {
  const take = createRateLimit(2);
  expect([take('ada', 0), take('ada', 10_000), take('bob', 10_000)]).toEqual([1, 0, 1]);
  expect(() => take('ada', 45_000)).toThrow(expect.objectContaining({ status: 429, headers: { 'retry-after': '15' } }));
  expect(take('ada', 60_000)).toBe(1);
});
