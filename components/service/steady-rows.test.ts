import { describe, expect, it } from 'vitest';
import { keepPlaces } from './steady-rows.ts';

const row = (name: string, rate: number) => ({ name, rate });
const past = new Map([[1, [row('a', 1), row('b', 1), row('c', 1)]]]);

describe('a list under the pointer', () => {
  it('keeps every row in its place and shows its newest values', () => {
    const now = new Map([[1, [row('c', 2), row('a', 2), row('b', 2)]]]);
    expect(keepPlaces(past, now).get(1)).toEqual([row('a', 2), row('b', 2), row('c', 2)]);
  });

  it('keeps a row that has left the page as it was last seen', () => {
    const now = new Map([[1, [row('c', 2), row('d', 2), row('b', 2)]]]);
    expect(keepPlaces(past, now).get(1)).toEqual([row('a', 1), row('b', 2), row('c', 2)]);
  });

  it('takes the value of a row that has moved to another page', () => {
    const now = new Map([
      [1, [row('x', 2), row('b', 2), row('c', 2)]],
      [2, [row('a', 5)]],
    ]);
    expect(keepPlaces(past, now).get(1)?.[0]).toEqual(row('a', 5));
  });

  it('takes a page as it is when it is new or has another length', () => {
    const grown = [row('c', 2), row('a', 2), row('b', 2), row('e', 2)];
    expect(keepPlaces(past, new Map([[1, grown]])).get(1)).toEqual(grown);
    expect(keepPlaces(new Map(), new Map([[1, grown]])).get(1)).toEqual(grown);
  });
});
