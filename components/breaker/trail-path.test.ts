import { expect, test } from 'vitest';
import { layTrail } from './trail-path.ts';

const box = { width: 100, height: 22 };

test('a trail begins at zero, and its gaps stay gaps', () => {
  const { line, dots, thresholdY } = layTrail([0, 1, null, 0.5, null], null, box);
  expect(line).toBe('M10 21L30 1');
  expect(dots).toBe('M70 11h0');
  expect(thresholdY).toBeNull();
});

test('the threshold is drawn on the same scale, with air above it', () => {
  const { line, thresholdY, top } = layTrail([0.1, 0.1], 0.8, box);
  expect([top, thresholdY, line]).toEqual([1, 5, 'M25 19L75 19']);
  expect(layTrail([0, 2], 0.8, box).top).toBe(2);
});

test('nothing but zero lies on the ground', () => {
  expect(layTrail([0, 0], null, box).line).toBe('M25 21L75 21');
});
