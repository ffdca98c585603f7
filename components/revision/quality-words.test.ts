import { expect, it } from 'vitest';
import { describeTrend } from './quality-words.ts';

const trend = [80, 84, 84, 83].map((score, at) => ({ number: at + 1, at: '2026-01-01T00:00:00.000Z', score }));

it('compares a score with the revision scored before', () => {
  expect([1, 2, 3, 4, 9].map((number) => describeTrend(trend, number))).toEqual([
    null,
    '4 points better than revision 1',
    'as in revision 2',
    '1 point worse than revision 3',
    null,
  ]);
});
