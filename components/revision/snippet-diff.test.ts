import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareLines, foldEqual, spread } from './snippet-diff.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '{', '}'), { maxLength: 30 });

it('loses no line and shows none twice', () => {
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const rows = compareLines(a, b);
      expect(rows.flatMap(({ before }) => (before ? [before.text] : []))).toEqual(a);
      expect(rows.flatMap(({ after }) => (after ? [after.text] : []))).toEqual(b);
    }),
  );
});

it('shows equal texts as equal', () => {
  fc.assert(fc.property(lines, (a) => compareLines(a, a).every(({ kind }) => kind === 'same')));
});

it('bounds what differs within a line', () => {
  const [row] = compareLines(['  "type": "string",'], ['  "type": "integer",']);
  expect(row?.kind).toBe('changed');
  const cut = (line: { text: string; from: number; to: number } | null | undefined) => line?.text.slice(line.from, line.to);
  expect(cut(row?.before)).toBe('string');
  expect(cut(row?.after)).toBe('integer');
});

it('bounds nothing in lines that have nothing to do with one another', () => {
  const [row] = compareLines(['"number"'], ['[']);
  expect([row?.before, row?.after]).toEqual([
    { text: '"number"', from: 0, to: 0 },
    { text: '[', from: 0, to: 0 },
  ]);
});

it('puts a new line beside nothing', () => {
  expect(compareLines(['a', 'c'], ['a', 'b', 'c']).map(({ kind }) => kind)).toEqual(['same', 'added', 'same']);
  expect(compareLines(['a', 'b', 'c'], ['a', 'c']).map(({ kind }) => kind)).toEqual(['same', 'removed', 'same']);
});

it('spreads JSON, and leaves alone what was cut', () => {
  expect(spread('{"a":1}')).toEqual(['{', '  "a": 1', '}']);
  expect(spread('{"a":1, …')).toEqual(['{"a":1, …']);
});

it('folds equal lines that are far from a difference', () => {
  const rows = compareLines(['1', '2', '3', '4', 'x', '5'], ['1', '2', '3', '4', 'y', '5']);
  expect(foldEqual(rows, 1).map((row) => (row.kind === 'fold' ? row.lines : row.kind))).toEqual([3, 'same', 'changed', 'same']);
});

it('does not stall on long texts', () => {
  const many = Array.from({ length: 3000 }, (_, at) => `${at}`);
  expect(compareLines(many, many.toReversed())).toHaveLength(3000);
});
