import { expect, test } from 'vitest';
import { pageAt } from './rotation.ts';

const pages = [{ kind: 'panels' }, { kind: 'auto' }, { kind: 'panels' }] as const;
const at = (seconds: number, isOpen: boolean, current = 0, shown: Parameters<typeof pageAt>[0]['pages'] = pages) =>
  pageAt({ pages: shown, rotationSeconds: 20, nowMs: seconds * 1000, isOpen, current });

test('pages take turns while all is calm', () => {
  expect([0, 19, 20, 40, 59, 60, 80].map((seconds) => at(seconds, false))).toEqual([0, 0, 1, 2, 2, 0, 1]);
});

test('while something is wrong nothing turns: the page of tiles is shown, else the one that is there stays', () => {
  expect([0, 20, 40, 60].map((seconds) => at(seconds, true, 2))).toEqual([1, 1, 1, 1]);
  expect([0, 20, 40].map((seconds) => at(seconds, true, 1, [{ kind: 'panels' }, { kind: 'panels' }]))).toEqual([1, 1, 1]);
  expect(at(0, true, 7, [{ kind: 'panels' }])).toBe(0);
});
