import { expect, test } from 'vitest';
import { twoTone } from './two-tone.ts';

const ms = (low: number, high: number | null = null) => ({ latencyMsP95: { low, high } });

test('caller and callee differ where one lies wholly beyond twice the other', () => {
  expect(twoTone(ms(50, 100), ms(10, 25))).toEqual({ caller: { low: 50, high: 100 }, callee: { low: 10, high: 25 } });
  expect(twoTone(ms(10, 25), ms(50, 100))).not.toBeNull();
  expect(twoTone(ms(10_000), ms(1000, 2500))).not.toBeNull();
});

test('neighbouring buckets, open ends and unknown latencies are no difference', () => {
  expect(twoTone(ms(10, 25), ms(5, 10))).toBeNull();
  expect(twoTone(ms(10_000), ms(10_000))).toBeNull();
  expect(twoTone(ms(0, 5), ms(0, 5))).toBeNull();
  expect(twoTone(ms(50, 100), { latencyMsP95: null })).toBeNull();
  expect(twoTone({ latencyMsP95: null }, ms(1, 2))).toBeNull();
  expect(twoTone(ms(50, 100), undefined)).toBeNull();
});
