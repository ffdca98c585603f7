import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveIndex, moveOf, pageSize, pagesOf, rowAt } from './catalog-pages.ts';

describe('pages on demand', () => {
  it('are exactly those that hold a visible row', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(400), fc.nat(12_000), (first, span, total) => {
        const pages = pagesOf(first, first + span, total);
        for (let index = first; index <= Math.min(first + span, total - 1); index += 1) expect(pages).toContain(Math.floor(index / pageSize) + 1);
        for (const page of pages) {
          expect((page - 1) * pageSize).toBeLessThan(total);
          expect((page - 1) * pageSize).toBeLessThanOrEqual(first + span);
          expect(page * pageSize).toBeGreaterThan(first);
        }
      }),
    );
  });

  it('are none for an empty list', () => expect(pagesOf(0, 40, 0)).toEqual([]));

  it('give the row of an index, and nothing while its page is on the way', () => {
    const pages = new Map([[2, ['a', 'b']]]);
    expect(rowAt(pages, 101)).toBe('b');
    expect(rowAt(pages, 102)).toBeUndefined();
    expect(rowAt(pages, 0)).toBeUndefined();
  });
});

describe('keyboard movement', () => {
  it('enters at the first row and never leaves the list', () => {
    expect(moveIndex(null, 'previous', 5, 3)).toBe(0);
    expect(moveIndex(null, 'next', 0, 3)).toBeNull();
    fc.assert(
      fc.property(
        fc.option(fc.nat(9_999), { nil: null }),
        fc.constantFrom('next', 'previous', 'first', 'last', 'pageDown', 'pageUp'),
        fc.integer({ min: 1, max: 40 }),
        (index, move, screenful) => {
          const next = moveIndex(index, move, 10_000, screenful);
          expect(next).toBeGreaterThanOrEqual(0);
          expect(next).toBeLessThan(10_000);
        },
      ),
    );
  });

  it('takes j, k, arrows, Home, End and the page keys, and no other key', () => {
    expect(['j', 'ArrowDown', 'k', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp'].map(moveOf)).toEqual([
      'next',
      'next',
      'previous',
      'previous',
      'first',
      'last',
      'pageDown',
      'pageUp',
    ]);
    expect(['a', 'Tab', 'constructor', 'Enter'].map(moveOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
