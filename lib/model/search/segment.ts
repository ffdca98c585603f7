import { type SearchEntry, unpackEntry } from './entry.ts';

export interface UnitRange {
  key: string;
  from: number;
  to: number;
}

/** A part of the index. Nothing in it changes after it was built, but what counts as dead. */
export interface Segment {
  /** In order of their keys; the entries of a unit stand together, in the unit's own order. */
  units: UnitRange[];
  size: number;
  kinds: Uint8Array;
  deprecated: Uint8Array;
  /** How many words the name and the title of each entry have. */
  nameLengths: Uint8Array;
  titleLengths: Uint8Array;
  /** `deadMark` where the entry was replaced or removed. */
  dead: Uint8Array;
  deadCount: number;
  /** Sorted. */
  terms: string[];
  masks: Uint32Array;
  /** Where the postings of each term begin; one more than there are terms. */
  starts: Uint32Array;
  entries: Uint32Array;
  /** Of the fields that have the term: see `fieldCodes`. */
  codes: Uint16Array;
  /** The entries themselves, as UTF-8. */
  recordStarts: Uint32Array;
  records: Uint8Array;
}

export const deadMark = 255;
const decoder = new TextDecoder();

export function readEntry({ records, recordStarts }: Segment, entry: number): SearchEntry {
  return unpackEntry(decoder.decode(records.subarray(recordStarts[entry], recordStarts[entry + 1])));
}

export function unitAt({ units }: Segment, entry: number): UnitRange {
  let low = 0;
  let high = units.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((units[middle]?.from ?? 0) <= entry) low = middle;
    else high = middle - 1;
  }
  return units[low] as UnitRange;
}

export function markDead(segment: Segment, { from, to }: UnitRange): void {
  segment.dead.fill(deadMark, from, to);
  segment.deadCount += to - from;
}

/** Index of the first term that is not before the text. */
export function lowerBound(terms: readonly string[], text: string): number {
  let low = 0;
  let high = terms.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((terms[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of a term; -1 where there is none. */
export function findTerm({ terms }: Segment, term: string): number {
  const at = lowerBound(terms, term);
  return terms[at] === term ? at : -1;
}
