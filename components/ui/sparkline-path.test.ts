import { expect, it } from 'vitest';
import { drawSparkline } from './sparkline-path.ts';

it('starts at zero, not at the smallest value', () => {
  const { line } = drawSparkline([50, 100], 80, 20);
  expect(line).toBe('M2.5 10L77.5 2.5');
});

it('draws a gap as a gap and a lone value as a dot', () => {
  const { line, dots, last } = drawSparkline([1, 1, null, 1, null, null], 80, 20);
  expect(line.match(/M/g)).toHaveLength(1);
  expect(dots).toBe('M47.5 2.5h0');
  expect(last).toBeNull();
});

it('lies on the ground when everything is zero', () => {
  expect(drawSparkline([0, 0], 80, 20).last).toEqual({ x: 77.5, y: 17.5 });
});

it('draws nothing where nothing is known', () => {
  expect(drawSparkline([null, null], 80, 20)).toEqual({ line: '', dots: '', last: null });
});
