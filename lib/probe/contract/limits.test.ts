import { expect, test } from 'vitest';
import { runLimits, sizeOf } from './limits.ts';

const callsOf = (operations: number) => {
  const { samples, mostInvalid } = sizeOf(operations, runLimits);
  return operations * (samples + mostInvalid);
};

test('a service of ordinary size gets all samples', () => {
  for (const operations of [0, 1, 20, 60]) expect(sizeOf(operations, runLimits)).toEqual({ samples: 6, mostInvalid: 40 });
});

test('a run of many operations sends less for each, so that it ends in time', () => {
  for (let operations = 1; operations <= 600; operations += 7) expect(callsOf(operations) / runLimits.perSecond).toBeLessThanOrEqual(600);
});

test('every operation is asked at least once, however many there are', () => {
  expect(sizeOf(100_000, runLimits)).toEqual({ samples: 1, mostInvalid: 0 });
});
