import { searchFields, searchKinds } from '../search.ts';
import { letterMask } from './distance.ts';
import { filterTermsOf, packEntry, type SearchEntry, type SearchUnit } from './entry.ts';
import { fieldBits, fieldCodes, firstOfNameBit, firstOfTitleBit, nameBit, titleBit } from './field.ts';
import { type Token, toChunk } from './fold.ts';
import type { Segment, UnitRange } from './segment.ts';

const encoder = new TextEncoder();
const runs = /[\p{L}\p{N}\p{M}]+/gu;
const plainRuns = /[A-Za-z0-9]+/g;
const plainText = /^[\x20-\x7e]*$/;
const maxKeptRuns = 100_000;
const maxWords = 254;

interface Run {
  words: number[];
  compounds: number[];
}

function runsOf(text: string): string[] {
  return text.match(plainText.test(text) ? plainRuns : runs) ?? [];
}

/** Collects postings in the order of entries; terms get their numbers as they come. */
class Postings {
  readonly terms = new Map<string, number>();
  readonly termOf: number[] = [];
  readonly entryOf: number[] = [];
  readonly fieldsOf: number[] = [];
  private readonly lastPosting: number[] = [];
  private readonly runs = new Map<string, Run>();

  add(entry: number, term: number, fields: number): void {
    const last = this.lastPosting[term] ?? -1;
    if (last >= 0 && this.entryOf[last] === entry) {
      this.fieldsOf[last] = (this.fieldsOf[last] ?? 0) | fields;
      return;
    }
    this.lastPosting[term] = this.termOf.length;
    this.termOf.push(term);
    this.entryOf.push(entry);
    this.fieldsOf.push(fields);
  }

  numberOf(term: string): number {
    const known = this.terms.get(term);
    if (known !== undefined) return known;
    const number = this.terms.size;
    this.terms.set(term, number);
    this.lastPosting.push(-1);
    return number;
  }

  /** Adds the terms of a text. */
  addText(entry: number, text: string, bit: number): void {
    for (const run of runsOf(text)) {
      const { words, compounds } = this.runs.get(run) ?? this.readRun(run);
      for (const term of words) this.add(entry, term, bit);
      for (const term of compounds) this.add(entry, term, bit);
    }
  }

  /** The same for a name or title; answers how many different words it has. */
  addName(entry: number, text: string, bit: number): number {
    this.addText(entry, text, bit);
    const words = runsOf(text).flatMap((run) => this.runs.get(run)?.words ?? this.readRun(run).words);
    if (words[0] !== undefined) this.add(entry, words[0], bit === nameBit ? firstOfNameBit : firstOfTitleBit);
    return Math.min(maxWords, new Set(words).size);
  }

  private readRun(run: string): Run {
    const { parts, compounds } = toChunk(run, 0);
    const numbers = (tokens: readonly Token[]) => tokens.map(({ term }) => this.numberOf(term));
    const read = { words: numbers(parts), compounds: numbers(compounds) };
    if (this.runs.size >= maxKeptRuns) this.runs.clear();
    this.runs.set(run, read);
    return read;
  }
}

function addEntry(postings: Postings, number: number, entry: SearchEntry, lengths: { name: Uint8Array; title: Uint8Array }): void {
  for (const term of filterTermsOf(entry)) postings.add(number, postings.numberOf(term), 0);
  searchFields.forEach((field, i) => {
    const bit = fieldBits[i] ?? 0;
    for (const text of entry.fields[field] ?? []) {
      if (bit === nameBit) lengths.name[number] = postings.addName(number, text, bit);
      else if (bit === titleBit) lengths.title[number] = postings.addName(number, text, bit);
      else postings.addText(number, text, bit);
    }
  });
}

/** A segment of some units. */
export function buildSegment(given: readonly SearchUnit[]): Segment {
  const units = given.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const size = units.reduce((sum, { entries }) => sum + entries.length, 0);
  const lengths = { name: new Uint8Array(size), title: new Uint8Array(size) };
  const kinds = new Uint8Array(size);
  const deprecated = new Uint8Array(size);
  const postings = new Postings();
  const packed: Uint8Array[] = [];
  const ranges: UnitRange[] = [];
  for (const { key, entries } of units) {
    const from = packed.length;
    for (const entry of entries) {
      const number = packed.length;
      kinds[number] = searchKinds.indexOf(entry.kind);
      deprecated[number] = entry.deprecated ? 1 : 0;
      addEntry(postings, number, entry, lengths);
      packed.push(encoder.encode(packEntry(entry)));
    }
    ranges.push({ key, from, to: packed.length });
  }
  const own = { units: ranges, size, kinds, deprecated, nameLengths: lengths.name, titleLengths: lengths.title };
  return { ...own, dead: new Uint8Array(size), deadCount: 0, ...sortPostings(postings), ...joinRecords(packed) };
}

function sortPostings({ terms: numbers, termOf, entryOf, fieldsOf }: Postings): Pick<Segment, 'terms' | 'masks' | 'starts' | 'entries' | 'codes'> {
  const terms = [...numbers.keys()].sort();
  const placeOf = new Uint32Array(terms.length);
  terms.forEach((term, place) => {
    placeOf[numbers.get(term) ?? 0] = place;
  });
  const starts = new Uint32Array(terms.length + 1);
  for (const term of termOf) starts[(placeOf[term] ?? 0) + 1] = (starts[(placeOf[term] ?? 0) + 1] ?? 0) + 1;
  for (let i = 1; i < starts.length; i += 1) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const next = starts.slice();
  const entries = new Uint32Array(termOf.length);
  const codes = new Uint16Array(termOf.length);
  for (let i = 0; i < termOf.length; i += 1) {
    const place = placeOf[termOf[i] ?? 0] ?? 0;
    const at = next[place] ?? 0;
    next[place] = at + 1;
    entries[at] = entryOf[i] ?? 0;
    codes[at] = fieldCodes[fieldsOf[i] ?? 0] ?? 0;
  }
  return { terms, masks: Uint32Array.from(terms, letterMask), starts, entries, codes };
}

function joinRecords(packed: readonly Uint8Array[]): Pick<Segment, 'records' | 'recordStarts'> {
  const recordStarts = new Uint32Array(packed.length + 1);
  packed.forEach((record, i) => {
    recordStarts[i + 1] = (recordStarts[i] ?? 0) + record.length;
  });
  const records = new Uint8Array(recordStarts[packed.length] ?? 0);
  packed.forEach((record, i) => {
    records.set(record, recordStarts[i]);
  });
  return { records, recordStarts };
}
