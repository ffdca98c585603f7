import type { Segment, UnitRange } from './segment.ts';

interface Source {
  segment: Segment;
  /** The new number of each entry; -1: it is dead. */
  moved: Int32Array;
}

/** One segment out of several, without what is dead in them. */
export function mergeSegments(segments: readonly Segment[]): Segment {
  const sources = segments.map((segment): Source => ({ segment, moved: new Int32Array(segment.size).fill(-1) }));
  const live = sources
    .flatMap((source) => source.segment.units.filter(({ from }) => source.segment.dead[from] === 0).map((unit) => ({ source, unit })))
    .sort((a, b) => (a.unit.key < b.unit.key ? -1 : 1));
  const units: UnitRange[] = [];
  let size = 0;
  for (const { source, unit } of live) {
    for (let entry = unit.from; entry < unit.to; entry += 1) source.moved[entry] = size + entry - unit.from;
    units.push({ key: unit.key, from: size, to: size + unit.to - unit.from });
    size += unit.to - unit.from;
  }
  return {
    units,
    size,
    ...moveColumns(sources, size),
    dead: new Uint8Array(size),
    deadCount: 0,
    ...mergePostings(sources, size),
    ...moveRecords(sources, size),
  };
}

function moveColumns(sources: readonly Source[], size: number): Pick<Segment, 'kinds' | 'deprecated' | 'nameLengths' | 'titleLengths'> {
  const move = (pick: (segment: Segment) => Uint8Array) => {
    const column = new Uint8Array(size);
    for (const { segment, moved } of sources) {
      const old = pick(segment);
      for (let i = 0; i < old.length; i += 1) if ((moved[i] ?? -1) >= 0) column[moved[i] ?? 0] = old[i] ?? 0;
    }
    return column;
  };
  return {
    kinds: move(({ kinds }) => kinds),
    deprecated: move(({ deprecated }) => deprecated),
    nameLengths: move(({ nameLengths }) => nameLengths),
    titleLengths: move(({ titleLengths }) => titleLengths),
  };
}

function countLive({ segment: { starts, entries }, moved }: Source, term: number): number {
  let count = 0;
  const end = starts[term + 1] ?? 0;
  for (let p = starts[term] ?? 0; p < end; p += 1) if ((moved[entries[p] ?? 0] ?? -1) >= 0) count += 1;
  return count;
}

/** All terms that a living entry has, in order, each with its place in every source (-1: not there). */
function mergeTerms(sources: readonly Source[]): { terms: string[]; masks: number[]; places: Int32Array[]; starts: Uint32Array } {
  const all = [...new Set(sources.flatMap(({ segment }) => segment.terms))].sort();
  const next = sources.map(() => 0);
  const places = sources.map(() => new Int32Array(all.length).fill(-1));
  const terms: string[] = [];
  const masks: number[] = [];
  const starts: number[] = [0];
  for (const term of all) {
    let count = 0;
    let mask = 0;
    sources.forEach((source, s) => {
      const at = next[s] ?? 0;
      const here = source.segment.terms[at] === term;
      const place = places[s];
      if (place) place[terms.length] = here ? at : -1;
      if (!here) return;
      next[s] = at + 1;
      count += countLive(source, at);
      mask = source.segment.masks[at] ?? 0;
    });
    if (count === 0) continue;
    terms.push(term);
    masks.push(mask);
    starts.push((starts.at(-1) ?? 0) + count);
  }
  return { terms, masks, places, starts: Uint32Array.from(starts) };
}

interface Postings {
  /** Where the postings of each entry begin; while they are filled, where the next goes. */
  next: Uint32Array;
  terms: Uint32Array;
  codes: Uint16Array;
}

/** By entry first, then by term again: so that each term's entries are in ascending order, which is what memory likes. */
function mergePostings(sources: readonly Source[], size: number): Pick<Segment, 'terms' | 'masks' | 'starts' | 'entries' | 'codes'> {
  const { terms, masks, places, starts } = mergeTerms(sources);
  const total = starts.at(-1) ?? 0;
  const byEntry: Postings = { next: countByEntry(sources, size), terms: new Uint32Array(total), codes: new Uint16Array(total) };
  for (let term = 0; term < terms.length; term += 1) {
    sources.forEach((source, s) => {
      turnPostings(source, places[s]?.[term] ?? -1, term, byEntry);
    });
  }
  const next = starts.slice();
  const entries = new Uint32Array(total);
  const codes = new Uint16Array(total);
  let entry = 0;
  for (let p = 0; p < total; p += 1) {
    while (p >= (byEntry.next[entry] as number)) entry += 1;
    const term = byEntry.terms[p] as number;
    const at = next[term] as number;
    next[term] = at + 1;
    entries[at] = entry;
    codes[at] = byEntry.codes[p] as number;
  }
  return { terms, masks: Uint32Array.from(masks), starts, entries, codes };
}

function countByEntry(sources: readonly Source[], size: number): Uint32Array {
  const starts = new Uint32Array(size + 1);
  for (const { segment, moved } of sources) {
    for (const entry of segment.entries) {
      const to = moved[entry] as number;
      if (to >= 0) starts[to + 1] = (starts[to + 1] as number) + 1;
    }
  }
  for (let i = 1; i <= size; i += 1) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
  return starts;
}

/** Files the living postings of one term under their entries. */
function turnPostings({ segment, moved }: Source, place: number, term: number, { next, terms, codes }: Postings): void {
  if (place < 0) return;
  const end = segment.starts[place + 1] as number;
  for (let p = segment.starts[place] as number; p < end; p += 1) {
    const entry = moved[segment.entries[p] as number] as number;
    if (entry < 0) continue;
    const at = next[entry] as number;
    next[entry] = at + 1;
    terms[at] = term;
    codes[at] = segment.codes[p] as number;
  }
}

function moveRecords(sources: readonly Source[], size: number): Pick<Segment, 'records' | 'recordStarts'> {
  const recordStarts = new Uint32Array(size + 1);
  const each = (visit: (entry: number, record: Uint8Array) => void) => {
    for (const { segment, moved } of sources) {
      for (let i = 0; i < segment.size; i += 1) {
        const entry = moved[i] ?? -1;
        if (entry >= 0) visit(entry, segment.records.subarray(segment.recordStarts[i], segment.recordStarts[i + 1]));
      }
    }
  };
  each((entry, record) => {
    recordStarts[entry + 1] = record.length;
  });
  for (let i = 1; i <= size; i += 1) recordStarts[i] = (recordStarts[i] ?? 0) + (recordStarts[i - 1] ?? 0);
  const records = new Uint8Array(recordStarts[size] ?? 0);
  each((entry, record) => {
    records.set(record, recordStarts[entry]);
  });
  return { records, recordStarts };
}
