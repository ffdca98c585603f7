import { expect, it } from 'vitest';
import { cutAt, rangesIn, untold } from './why.ts';

it('cuts a text at its ranges and loses nothing', () => {
  expect(cutAt('refunds', [[0, 3]]).map(({ text, hit }) => [text, hit])).toEqual([
    ['ref', true],
    ['unds', false],
  ]);
  const messy = cutAt('abcdef', [
    [1, 3],
    [2, 4],
    [5, 99],
  ]);
  expect(messy.map(({ text }) => text).join('')).toBe('abcdef');
  expect(messy.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['bc', 'd', 'f']);
});

it('tells apart the reasons that the line shows and those that it does not', () => {
  const path = { field: 'path' as const, text: '/refunds', ranges: [[1, 4] as [number, number]] };
  const parameter = { field: 'parameter' as const, text: 'refundId', ranges: [[0, 3] as [number, number]] };
  expect(rangesIn([path, parameter], 'path', '/refunds')).toEqual([[1, 4]]);
  expect(rangesIn([path], 'path', '/other')).toEqual([]);
  expect(untold([path, parameter], { path: '/refunds' })).toEqual([parameter]);
});
