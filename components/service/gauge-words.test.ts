import { expect, test } from 'vitest';
import { describeGauge, formatBytes } from './gauge-words.ts';

test.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [63_459_328, '60.5 MiB'],
  [5 * 1024 ** 4 * 1024, '5,120 TiB'],
])('%d bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});

test.each([
  [{ value: 9, unit: 'count', bound: 10 }, '9 of 10'],
  [{ value: 0.42, unit: 'cores', bound: 2 }, '0.42 cores of 2 cores'],
  [{ value: 0.021, unit: 'seconds', bound: null }, '21 ms'],
  [{ value: 0.25, unit: 'share', bound: 1 }, '25 %'],
] as const)('%o reads %s', (gauge, words) => {
  expect(describeGauge(gauge)).toBe(words);
});
