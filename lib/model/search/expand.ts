import { allowedTypos, countBits, letterMask } from './distance.ts';
import { filterMark } from './entry.ts';
import type { QueryWord } from './parse-query.ts';
import { findTerm, lowerBound, type Segment } from './segment.ts';
import { allowsPrefixTypo, inflectedQuality, prefixQuality, typoQuality, variantsOf } from './word.ts';

/** The terms of a segment that answer a word. */
export type Expansion = Map<number, number>;

/** Places of terms, each with its quality. */
export function expandWord(segment: Segment, { forms, last, loose }: QueryWord, typos: boolean): Expansion {
  const found: Expansion = new Map();
  const add = (place: number, quality: number) => {
    if (quality > (found.get(place) ?? 0)) found.set(place, quality);
  };
  for (const form of forms) {
    for (const variant of variantsOf(form)) {
      const place = findTerm(segment, variant);
      if (place >= 0) add(place, inflectedQuality);
    }
    for (let place = lowerBound(segment.terms, form); segment.terms[place]?.startsWith(form); place += 1) {
      const { length } = segment.terms[place] as string;
      add(place, length === form.length ? 1 : prefixQuality(form, length));
    }
    if (typos) addTypos(segment, form, { last, loose }, add);
  }
  return found;
}

function addTypos(
  { terms, masks }: Segment,
  form: string,
  how: Pick<QueryWord, 'last' | 'loose'>,
  add: (place: number, quality: number) => void,
): void {
  const max = allowedTypos(form.length, how.loose);
  if (max === 0) return;
  const begins = allowsPrefixTypo(form, how.last);
  const mask = letterMask(form);
  for (let place = lowerBound(terms, `${filterMark}\uffff`); place < terms.length; place += 1) {
    const other = masks[place] ?? 0;
    if (countBits(mask & ~other) > max || (!begins && countBits(other & ~mask) > max)) continue;
    const quality = typoQuality(form, terms[place] ?? '', how);
    if (quality > 0) add(place, quality);
  }
}

/** Whether any term answers the word as it is written. */
export function isKnown({ terms }: Segment, word: string): boolean {
  return terms[lowerBound(terms, word)]?.startsWith(word) ?? false;
}
