import type { SearchKind } from '../search.ts';
import { buildSegment } from './build-segment.ts';
import { type SearchEntry, type SearchUnit, trimEntry } from './entry.ts';
import type { Narrowing } from './match.ts';
import { mergeSegments } from './merge-segments.ts';
import type { Ranked } from './rank.ts';
import { type Found, listSegments, searchSegments } from './search-segments.ts';
import { findTerm, markDead, readEntry, type Segment, type UnitRange, unitAt } from './segment.ts';

/** So many segments of about the same size become one. */
const fanOut = 8;
const smallestTier = 256;
const maxMergedSize = 131_072;
const maxDeadShare = 0.25;
const maxAnswers = 500;
const maxKeptQuery = 40;

export interface FoundEntry {
  entry: SearchEntry;
  /** Key of its unit: the name of its service. */
  unit: string;
  score: number;
}

export const everything: Narrowing = { kinds: null, terms: [], unit: null };

/** An inverted index in memory: a few segments in typed arrays; what is put in replaces the unit of that key. */
export class SearchIndex {
  private segments: Segment[] = [];
  private readonly answers = new Map<string, Found>();
  private readonly places = new Map<string, { segment: Segment; range: UnitRange }>();

  /** How many entries can be found. */
  get size(): number {
    return this.segments.reduce((sum, { size, deadCount }) => sum + size - deadCount, 0);
  }

  /** How many segments it is made of. */
  get parts(): number {
    return this.segments.length;
  }

  has(key: string): boolean {
    return this.places.has(key);
  }

  put(units: readonly SearchUnit[]): void {
    const latest = new Map(units.map((unit) => [unit.key, unit]));
    for (const key of latest.keys()) this.bury(key);
    const filled = [...latest.values()].filter(({ entries }) => entries.length > 0);
    if (filled.length > 0) this.add(buildSegment(filled.map(({ key, entries }) => ({ key, entries: entries.map(trimEntry) }))));
    this.tidy();
  }

  remove(keys: readonly string[]): void {
    for (const key of keys) this.bury(key);
    this.tidy();
  }

  /** Merges what can be merged: fewer segments are faster. */
  compact(): void {
    const small = this.segments.filter(({ size }) => size < maxMergedSize).sort((a, b) => a.size - b.size);
    while (small.length > 1) {
      const group: Segment[] = [];
      let size = 0;
      while (small[0] && (group.length < 2 || size + small[0].size <= 2 * maxMergedSize)) {
        size += small[0].size;
        group.push(small.shift() as Segment);
      }
      this.replace(group);
    }
  }

  /** The best entries, from `skip` on up to `count`. */
  search(q: string, narrowing: Narrowing, count: number, skip = 0): Omit<Found, 'best'> & { best: FoundEntry[] } {
    const found = this.recall(q, narrowing, count);
    return { ...found, best: found.best.slice(skip).map((ranked) => this.open(ranked)) };
  }

  /** The first letters that people type are the same, and the dearest: their answers are kept until something changes. */
  private recall(q: string, narrowing: Narrowing, count: number): Found {
    if (q.length > maxKeptQuery) return searchSegments(this.segments, q, narrowing, count);
    const key = JSON.stringify([q, [...(narrowing.kinds ?? [])], narrowing.terms, narrowing.unit, count]);
    const found = this.answers.get(key) ?? searchSegments(this.segments, q, narrowing, count);
    if (this.answers.size >= maxAnswers) this.answers.clear();
    this.answers.set(key, found);
    return found;
  }

  list(narrowing: Narrowing, skip: number, count: number): { entries: FoundEntry[]; total: number } {
    const { places, total } = listSegments(this.segments, narrowing, skip, count);
    return { entries: places.map((place) => this.open({ ...place, score: 0 })), total };
  }

  /** The first entry of a unit: what a service says of itself. */
  head(key: string): SearchEntry | null {
    const place = this.places.get(key);
    return place ? readEntry(place.segment, place.range.from) : null;
  }

  /** How many entries of a kind have a filter term. */
  count(kind: SearchKind, term: string): number {
    return listSegments(this.segmentsWith(term), { kinds: new Set([kind]), terms: [term], unit: null }, 0, 0).total;
  }

  private segmentsWith(term: string): Segment[] {
    return this.segments.filter((segment) => findTerm(segment, term) >= 0);
  }

  private open({ segment, entry, score }: Ranked): FoundEntry {
    return { entry: readEntry(segment, entry), unit: unitAt(segment, entry).key, score };
  }

  private bury(key: string): void {
    const place = this.places.get(key);
    if (!place) return;
    markDead(place.segment, place.range);
    this.places.delete(key);
  }

  private add(segment: Segment): void {
    this.segments.push(segment);
    for (const range of segment.units) this.places.set(range.key, { segment, range });
  }

  private replace(old: readonly Segment[]): void {
    this.answers.clear();
    this.segments = this.segments.filter((segment) => !old.includes(segment));
    const merged = mergeSegments(old);
    if (merged.size > 0) this.add(merged);
  }

  private tidy(): void {
    this.answers.clear();
    for (const segment of this.segments.filter(({ size, deadCount }) => deadCount > size * maxDeadShare)) this.replace([segment]);
    for (let full = this.findFullTier(); full.length > 0; full = this.findFullTier()) this.replace(full);
  }

  private findFullTier(): Segment[] {
    const tiers = new Map<number, Segment[]>();
    for (const segment of this.segments) {
      const tier = Math.max(0, Math.ceil(Math.log(segment.size / smallestTier) / Math.log(fanOut)));
      tiers.set(tier, [...(tiers.get(tier) ?? []), segment]);
    }
    const isFull = (group: Segment[]) => group.length >= fanOut && group.reduce((sum, { size }) => sum + size, 0) <= maxMergedSize;
    return [...tiers.values()].find(isFull) ?? [];
  }
}
