import { expect, it } from 'vitest';
import { choosePair, parseChangesState, predecessorOf, writeChangesState } from './revision-state.ts';

const revision = (number: number, kind: 'openapi' | 'asyncapi' = 'openapi') => ({ number, kind, comparedWith: null });
const revisions = [revision(5), revision(4, 'asyncapi'), revision(3), revision(2, 'asyncapi'), revision(1)];
const written = (search: string) => {
  const params = new URLSearchParams(search);
  writeChangesState(parseChangesState(params), params);
  return params.toString();
};

it('compares the current revision with the one before it of the same kind', () => {
  expect(choosePair(revisions, { from: null, to: null, kind: null })).toEqual({ from: 3, to: 5 });
  expect(choosePair(revisions, { from: null, to: 4, kind: null })).toEqual({ from: 2, to: 4 });
});

it('compares with the current revision of the same kind where only the older one is named', () => {
  expect(choosePair(revisions, { from: 2, to: null, kind: null })).toEqual({ from: 2, to: 4 });
  expect(choosePair(revisions, { from: 1, to: null, kind: null })).toEqual({ from: 1, to: 5 });
});

it('follows the kind of document that the page shows', () => {
  expect(choosePair(revisions, { from: null, to: null, kind: 'asyncapi' })).toEqual({ from: 2, to: 4 });
});

it('takes the two of the URL as they are, also those that are not listed', () => {
  expect(choosePair(revisions, { from: 5, to: 1, kind: null })).toEqual({ from: 5, to: 1 });
  expect(choosePair(revisions, { from: 98, to: 99, kind: null })).toEqual({ from: 98, to: 99 });
});

it('has nothing to compare the first revision with', () => {
  expect(choosePair([revision(1)], { from: null, to: null, kind: null })).toEqual({ from: null, to: 1 });
  expect(choosePair([], { from: null, to: null, kind: null })).toEqual({ from: null, to: null });
  expect(predecessorOf([revision(4)], { number: 4, kind: 'openapi', comparedWith: 3 })).toBe(3);
});

it('writes what it reads, drops what it does not understand, and leaves the rest of the URL alone', () => {
  expect(written('tab=api&view=changes&from=2&to=3&q=id&severity=breaking&finding=abc')).toBe(
    'tab=api&view=changes&from=2&to=3&q=id&severity=breaking&finding=abc',
  );
  expect(written('tab=api&from=-1&to=x&severity=dreadful&q=+')).toBe('tab=api');
});
