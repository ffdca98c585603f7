import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseListState, writeListState } from './list-state.ts';

it('reads back whatever it wrote', () => {
  fc.assert(
    fc.property(
      fc.record({ q: fc.string({ maxLength: 200 }).map((text) => text.toWellFormed()), page: fc.integer({ min: 1, max: 10_000 }) }),
      (state) => {
        expect(parseListState(new URLSearchParams(writeListState(state)))).toEqual(state);
      },
    ),
  );
});

it('leaves the address bare for the first page of everything', () => expect(writeListState({ q: '', page: 1 })).toBe(''));

it.each(['0', '-1', '1.5', 'x', ''])('takes page %j for the first', (page) => expect(parseListState(new URLSearchParams({ page })).page).toBe(1));
