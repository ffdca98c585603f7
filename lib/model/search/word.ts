import { allowedTypos, distanceWithin } from './distance.ts';
import type { QueryWord } from './parse-query.ts';

/** How well a term answers a word: 1 the word itself, down to `leastStrict` a beginning, below that a typing mistake. */
export const leastStrict = 0.5;
export const inflectedQuality = 0.92;
const minPrefixTypoLength = 5;

/** Singular and plural of a word, as English makes them. */
export function variantsOf(word: string): string[] {
  if (word.length < 3) return [];
  const variants = [`${word}s`, `${word}es`];
  if (word.endsWith('y')) variants.push(`${word.slice(0, -1)}ies`);
  if (word.endsWith('ies')) variants.push(`${word.slice(0, -3)}y`);
  if (word.endsWith('es')) variants.push(word.slice(0, -2));
  if (word.endsWith('s') && !word.endsWith('ss')) variants.push(word.slice(0, -1));
  return variants.filter((variant) => variant.length > 2);
}

export function prefixQuality(word: string, termLength: number): number {
  return leastStrict + 0.1 + (0.3 * word.length) / termLength;
}

/** Without typing mistakes; 0: the term does not answer the word. */
export function strictQuality(word: string, term: string): number {
  if (term === word) return 1;
  if (variantsOf(word).includes(term)) return inflectedQuality;
  return term.startsWith(word) ? prefixQuality(word, term.length) : 0;
}

/** With typing mistakes; the same term as far as it may be mistyped. */
export function typoQuality(word: string, term: string, { last, loose }: Pick<QueryWord, 'last' | 'loose'>): number {
  const max = allowedTypos(word.length, loose);
  if (max === 0) return 0;
  const distance = distanceWithin(word, term, max, false);
  if (distance <= max) return distance === 0 ? 1 : 0.45 - 0.1 * distance;
  if (!allowsPrefixTypo(word, last)) return 0;
  const begun = distanceWithin(word, term, max, true);
  return begun <= max ? 0.4 - 0.1 * begun : 0;
}

export function allowsPrefixTypo(word: string, last: boolean): boolean {
  return last && word.length >= minPrefixTypoLength;
}

/** The best that any form of a word says of a term. */
export function qualityOf(word: QueryWord, term: string, typos: boolean): number {
  let best = 0;
  for (const form of word.forms) {
    const strict = strictQuality(form, term);
    best = Math.max(best, strict > 0 || !typos ? strict : typoQuality(form, term, word));
  }
  return best;
}
