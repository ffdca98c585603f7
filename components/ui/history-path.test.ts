import { expect, it } from 'vitest';
import { describeHistory, drawHistory } from './history-path.ts';

it('gives every state its own height or shape, not colour alone', () => {
  const shapes = (['up', 'degraded', 'down', 'unknown', 'maintenance', null] as const).map((step) => drawHistory([step])[0]?.path);
  expect(new Set(shapes).size).toBe(6);
});

it('draws one path a state, in place', () => {
  expect(drawHistory(['up', 'down', 'up'])).toEqual([
    { verdict: 'up', path: 'M0 11h4v5h-4zM10 11h4v5h-4z' },
    { verdict: 'down', path: 'M5 0h4v7h-4zM5 9h4v7h-4z' },
  ]);
});

it('says the strip in words', () => {
  expect(describeHistory(['up', 'up'], 'h')).toBe('up throughout');
  expect(describeHistory(['up', 'down', 'down', 'degraded', null], 'h')).toBe('2 h down, 1 h degraded, 1 h not looked at');
});
