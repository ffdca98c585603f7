import { type SearchKind, searchKinds } from '../search.ts';
import { type Expansion, expandWord } from './expand.ts';
import { flagBits, flagMask } from './field.ts';
import type { QueryWord } from './parse-query.ts';
import { findTerm, type Segment } from './segment.ts';
import { leastStrict } from './word.ts';

/** What every entry must have beside the words. */
export interface Narrowing {
  kinds: ReadonlySet<SearchKind> | null;
  /** Filter terms: each of them. */
  terms: readonly string[];
  /** Key of the only unit. */
  unit: string | null;
}

/** Qualities as whole numbers: 1 is `fullQuality`. */
export const qualityBits = 5;
export const fullQuality = (1 << qualityBits) - 1;
export const leastStrictQuality = Math.ceil(leastStrict * fullQuality);

/**
 * A match of a word in an entry as one number, so that the greater is the better: its worth (quality times worth of the
 * fields), its quality, and the flags of the fields. 0 is none.
 */
export const worthOf = (match: number): number => match >> (qualityBits + flagBits);
export const qualityIn = (match: number): number => (match >> flagBits) & fullQuality;

/** What is worked out for a segment in the course of a query; kept between queries. */
export interface Tally {
  /** For each word, the best match in each entry. */
  matches: Int32Array[];
  /** 0: the entry passes the filters. */
  blocked: Uint8Array;
  candidates: Uint32Array;
}

const tallies = new WeakMap<Segment, Tally>();

export function tallyOf(segment: Segment): Tally {
  const known = tallies.get(segment) ?? { matches: [], blocked: new Uint8Array(segment.size), candidates: new Uint32Array(segment.size + 1) };
  tallies.set(segment, known);
  return known;
}

/** Marks what does not pass: the dead, other kinds, other units, and what lacks a filter term. */
export function narrow(segment: Segment, { kinds, terms, unit }: Narrowing): Uint8Array {
  const { blocked } = tallyOf(segment);
  blocked.set(segment.dead);
  if (kinds) {
    const wanted = searchKinds.map((kind) => kinds.has(kind));
    for (let i = 0; i < segment.size; i += 1) if (!wanted[segment.kinds[i] as number]) blocked[i] = 1;
  }
  if (unit !== null) {
    const { from, to } = segment.units.find(({ key }) => key === unit) ?? { from: 0, to: 0 };
    blocked.fill(1, 0, from);
    blocked.fill(1, to);
  }
  for (const term of terms) blockWithout(segment, blocked, term);
  return blocked;
}

function blockWithout(segment: Segment, blocked: Uint8Array, term: string): void {
  const has = new Uint8Array(segment.size);
  const place = findTerm(segment, term);
  const end = place < 0 ? 0 : (segment.starts[place + 1] as number);
  for (let p = place < 0 ? 0 : (segment.starts[place] as number); p < end; p += 1) has[segment.entries[p] as number] = 1;
  for (let i = 0; i < segment.size; i += 1) if (has[i] === 0) blocked[i] = 1;
}

/** Finds the best match of a word in every entry; answers how many living entries have one. */
function matchWord(segment: Segment, word: number, expansion: Expansion): number {
  const { matches } = tallyOf(segment);
  const best = matches[word] ?? new Int32Array(segment.size);
  matches[word] = best;
  best.fill(0);
  let count = 0;
  for (const [place, quality] of expansion) count += scatter(segment, best, place, Math.max(1, Math.round(quality * fullQuality)));
  return count - countDead(segment, best);
}

/** The inner loop of everything; answers how many entries it met for the first time. */
function scatter({ starts, entries, codes }: Segment, best: Int32Array, place: number, quality: number): number {
  const end = starts[place + 1] as number;
  let met = 0;
  for (let p = starts[place] as number; p < end; p += 1) {
    const entry = entries[p] as number;
    const code = codes[p] as number;
    const match = (((code >> flagBits) * quality) << (qualityBits + flagBits)) | (quality << flagBits) | (code & flagMask);
    const known = best[entry] as number;
    if (known === 0) met += 1;
    if (match > known) best[entry] = match;
  }
  return met;
}

function countDead({ dead, deadCount, size }: Segment, best: Int32Array): number {
  let count = 0;
  for (let i = 0; deadCount > 0 && i < size; i += 1) if (best[i] !== 0 && dead[i] !== 0) count += 1;
  return count;
}

/** Matches all words everywhere; answers how rare each is, or null when one of them is nowhere. */
export function matchWords(segments: readonly Segment[], words: readonly QueryWord[], typos: boolean): number[] | null {
  const expansions = words.map((word) => segments.map((segment) => expandWord(segment, word, typos)));
  if (expansions.some((ofWord) => ofWord.every(({ size }) => size === 0))) return null;
  const total = segments.reduce((sum, { size, deadCount }) => sum + size - deadCount, 0);
  return expansions.map((ofWord, w) => {
    const count = segments.reduce((sum, segment, i) => sum + matchWord(segment, w, ofWord[i] as Expansion), 0);
    return Math.log(1 + total / Math.max(1, count));
  });
}
