import { cutWord } from './cut-word.ts';
import { filterTerm } from './entry.ts';
import { loosen } from './loosen.ts';
import { matchWords, type Narrowing, narrow, tallyOf } from './match.ts';
import { parseQuery, type SearchQuery } from './parse-query.ts';
import { type Ranked, rankSegment } from './rank.ts';
import { type Segment, unitAt } from './segment.ts';

export interface Found {
  best: Ranked[];
  total: number;
  query: SearchQuery;
  /** Typing mistakes were allowed for, because too little was found without. */
  typos: boolean;
}

/** With this many entries found as written, typing mistakes are not looked for. */
const enoughAsWritten = 20;
/**
 * The best `count` entries for a query, best first; equal ones in the order of their units. First as it is written; when
 * that is little, with typing mistakes; when that is nothing, with words cut that were written as one; at last, more loosely.
 */
export function searchSegments(segments: readonly Segment[], q: string, narrowing: Narrowing, count: number): Found {
  const query = parseQuery(q, () => null);
  if (query.words.length === 0 && query.method === null) return { ...nothing, query, typos: false };
  const strict = runQuery(segments, query, narrowing, count, false);
  if (strict.total >= enoughAsWritten || query.words.length === 0) return { ...strict, query, typos: false };
  const mistyped = runQuery(segments, query, narrowing, count, true);
  if (mistyped.total > 0) return { ...mistyped, query, typos: true };
  const cut = parseQuery(q, (word) => cutWord(segments, word));
  if (cut.words.length > query.words.length) {
    const found = runQuery(segments, cut, narrowing, count, false);
    if (found.total > 0) return { ...found, query: cut, typos: false };
  }
  const loose = loosen(query);
  return { ...runQuery(segments, loose, narrowing, count, true), query: loose, typos: true };
}

const nothing = { best: [], total: 0 };

function runQuery(
  segments: readonly Segment[],
  { words, method, isPath }: SearchQuery,
  narrowing: Narrowing,
  count: number,
  typos: boolean,
): Pick<Found, 'best' | 'total'> {
  const rarities = matchWords(segments, words, typos);
  if (rarities === null) return nothing;
  const terms = method === null ? narrowing.terms : [...narrowing.terms, filterTerm('method', method)];
  const found = segments.map((segment) => rankSegment(segment, narrow(segment, { ...narrowing, terms }), { rarities, isPath, count }));
  const best = found.flatMap((one) => one.best).sort(compareRanked);
  return { best: best.slice(0, count), total: found.reduce((sum, { total }) => sum + total, 0) };
}

function compareRanked(a: Ranked, b: Ranked): number {
  if (a.score !== b.score) return b.score - a.score;
  const [one, other] = [unitAt(a.segment, a.entry).key, unitAt(b.segment, b.entry).key];
  if (one !== other) return one < other ? -1 : 1;
  return a.entry - b.entry;
}

interface Place {
  segment: Segment;
  entry: number;
}

/** Everything that passes, in the order of units and of the entries in them: from `skip` on, at most `count`. */
export function listSegments(segments: readonly Segment[], narrowing: Narrowing, skip: number, count: number): { places: Place[]; total: number } {
  const passing = segments.flatMap((segment) => {
    const blocked = narrow(segment, narrowing);
    return segment.units.flatMap((unit) => {
      let size = 0;
      for (let i = unit.from; i < unit.to; i += 1) if (blocked[i] === 0) size += 1;
      return size === 0 ? [] : [{ segment, unit, size }];
    });
  });
  passing.sort((a, b) => (a.unit.key < b.unit.key ? -1 : 1));
  const places: Place[] = [];
  let total = 0;
  for (const { segment, unit, size } of passing) {
    const before = total;
    total += size;
    if (total <= skip || places.length >= count) continue;
    const { blocked } = tallyOf(segment);
    let nth = before;
    for (let entry = unit.from; entry < unit.to; entry += 1) {
      if (blocked[entry] !== 0) continue;
      if (nth >= skip && places.length < count) places.push({ segment, entry });
      nth += 1;
    }
  }
  return { places, total };
}
