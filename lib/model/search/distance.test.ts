import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedTypos, countBits, distanceWithin, letterMask } from './distance.ts';

/** The whole table, as the books have it. */
function fullDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      let cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(i - 2, j - 2) + 1);
      (table[i] as number[])[j] = cost;
    }
  }
  return at(a.length, b.length);
}

const text = fc.string({ unit: fc.constantFrom(...'abcd'), minLength: 1, maxLength: 12 });

describe('the distance of two words', () => {
  it('is that of the whole table, as far as it is asked for', () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom(1, 2), (word, term, max) => {
        expect(distanceWithin(word, term, max, false)).toBe(Math.min(max + 1, fullDistance(word, term)));
      }),
      { numRuns: 2000 },
    );
  });

  it('to a beginning is that to the nearest beginning', () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom(1, 2), (word, term, max) => {
        const nearest = Math.min(...Array.from({ length: term.length }, (_, i) => fullDistance(word, term.slice(0, i + 1))));
        expect(distanceWithin(word, term, max, true)).toBe(Math.min(max + 1, nearest));
      }),
      { numRuns: 2000 },
    );
  });

  it('is never less than half the letters that only one of them has', () => {
    fc.assert(
      fc.property(text, text, (word, term) => {
        const distance = fullDistance(word, term);
        const [a, b] = [letterMask(word), letterMask(term)];
        expect(countBits(a & ~b)).toBeLessThanOrEqual(distance);
        expect(countBits(b & ~a)).toBeLessThanOrEqual(distance);
      }),
    );
  });

  it.each([
    [3, 0],
    [4, 1],
    [7, 1],
    [8, 2],
  ])('of a word of %i letters may be %i', (length, typos) => {
    expect(allowedTypos(length, false)).toBe(typos);
  });
});
