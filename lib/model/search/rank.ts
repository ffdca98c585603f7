import { searchKinds } from '../search.ts';
import { flagBits, fullWorth, inNameFlag, inTitleFlag, startsNameFlag, startsTitleFlag } from './field.ts';
import { fullQuality, leastStrictQuality, qualityBits, qualityIn, tallyOf, worthOf } from './match.ts';
import type { Segment } from './segment.ts';

export interface Ranked {
  segment: Segment;
  entry: number;
  score: number;
}

/** Scores are whole numbers: a level is `unit` high. */
const unit = 100_000;
const kindBoosts = { service: 40_000, team: 35_000, domain: 35_000, system: 35_000, operation: 20_000, topic: 12_000, schema: 5_000 };
const boosts = Int32Array.from(searchKinds, (kind) => kindBoosts[kind]);
const operationKind = searchKinds.indexOf('operation');
const deprecatedLoss = 10_000;
const worthShare = 20_000;
const coverageShare = 15_000;
/** Keeps the loss within the level. */
const base = 10_000;

/** Levels of likeness: each is above everything of the one below, whatever the rest says. */
const level = { mistyped: 0, elsewhere: 1, inName: 2, startsName: 3, isName: 4 };

export interface RankOptions {
  /** How rare each word is. */
  rarities: readonly number[];
  /** The path of an operation counts as its whole name only when a path was asked for. */
  isPath: boolean;
  /** How many of the best are wanted. */
  count: number;
}

/** The best of a segment's entries that have all words and are not blocked, best first, and how many there are. */
export function rankSegment(segment: Segment, blocked: Uint8Array, { rarities, isPath, count }: RankOptions): { best: Ranked[]; total: number } {
  const { matches, candidates } = tallyOf(segment);
  const words = matches.slice(0, rarities.length);
  const total = collect(blocked, words, rarities, candidates);
  const shares = sharesOf(rarities);
  const heap = new Best(count);
  if (words.length === 1) offerMatches(heap, segment, words[0] as Int32Array, shares[0] as number, candidates.subarray(0, total), isPath);
  else for (const entry of candidates.subarray(0, total)) heap.offer(entry, scoreOf(segment, words, shares, isPath, entry));
  return { best: heap.drain().map(([entry, score]) => ({ segment, entry, score: score / unit })), total };
}

/** The score of a single word by tables: the same as `scoreOf`, many times faster. */
function offerMatches(heap: Best, segment: Segment, matches: Int32Array, share: number, candidates: Uint32Array, isPath: boolean): void {
  const { kinds, deprecated, nameLengths, titleLengths } = segment;
  const cappedKind = isPath ? -1 : operationKind;
  for (let c = 0; c < candidates.length; c += 1) {
    const entry = candidates[c] as number;
    const match = matches[entry] as number;
    const worth = (worthOf(match) * share) >> shareBits;
    if ((ceilings[match & matchMask] as number) + worth <= heap.floor) continue;
    const kind = kinds[entry] as number;
    const fixed = worth + (boosts[kind] as number) - (deprecated[entry] as number) * deprecatedLoss;
    const quality = qualityIn(match);
    const inName = singles[
      ((match & fieldFlags) << (lengthBits + qualityBits)) | ((nameLengths[entry] as number) << qualityBits) | quality
    ] as number;
    const inTitle = singles[
      (((match >> 1) & fieldFlags) << (lengthBits + qualityBits)) | ((titleLengths[entry] as number) << qualityBits) | quality
    ] as number;
    const named = kind === cappedKind && inName >= wholeName ? inName - unit : inName;
    heap.offer(entry, fixed + Math.max(named, inTitle));
  }
}

/** Writes down the entries that are not blocked and have every word, the rarest looked at first; answers how many. */
function collect(blocked: Uint8Array, words: readonly Int32Array[], rarities: readonly number[], candidates: Uint32Array): number {
  const order = words.map((_, w) => w).sort((a, b) => (rarities[b] ?? 0) - (rarities[a] ?? 0));
  const [rarest, ...others] = order.map((w) => words[w] as Int32Array);
  let total = 0;
  for (let i = 0; i < blocked.length; i += 1) {
    if (blocked[i] === 0 && (rarest === undefined || rarest[i] !== 0)) candidates[total++] = i;
  }
  for (const matches of others) {
    let left = 0;
    for (let c = 0; c < total; c += 1) {
      const entry = candidates[c] as number;
      if (matches[entry] !== 0) candidates[left++] = entry;
    }
    total = left;
  }
  return total;
}

const shareBits = 8;

/** How much of the worth each word gives, so that all of them together give at most `worthShare`. */
function sharesOf(rarities: readonly number[]): Int32Array {
  const sum = rarities.reduce((a, b) => a + b, 0) || 1;
  const full = (worthShare << shareBits) / (fullQuality * fullWorth);
  return Int32Array.from(rarities, (rarity) => (full * rarity) / sum);
}

/** A quality as sums need it: itself, above it 1 where it is no typing mistake, above that 1 where it is the word itself. */
const strictShift = 10;
const exactShift = 16;
const sumMask = (1 << strictShift) - 1;
const strictMask = (1 << (exactShift - strictShift)) - 1;
const summed = Int32Array.from(
  { length: fullQuality + 1 },
  (_, quality) => quality | ((quality >= leastStrictQuality ? 1 : 0) << strictShift) | ((quality === fullQuality ? 1 : 0) << exactShift),
);

function scoreOf(segment: Segment, words: readonly Int32Array[], shares: Int32Array, isPath: boolean, entry: number): number {
  let worth = 0;
  let least = fullQuality;
  let inName = 0;
  let inTitle = 0;
  for (let w = 0; w < words.length; w += 1) {
    const match = (words[w] as Int32Array)[entry] as number;
    const quality = qualityIn(match);
    const sum = summed[quality] as number;
    worth += (worthOf(match) * (shares[w] as number)) >> shareBits;
    least = Math.min(least, quality);
    inName += (match & inNameFlag) * sum;
    inTitle += ((match & inTitleFlag) >> 1) * sum;
  }
  const first = words.length === 0 ? 0 : ((words[0] as Int32Array)[entry] as number);
  const kind = segment.kinds[entry] as number;
  const nameLength = segment.nameLengths[entry] as number;
  const titleLength = segment.titleLengths[entry] as number;
  const strict = least >= leastStrictQuality;
  const byName = standingIn(inName, words.length, nameLength, first & startsNameFlag, strict);
  const byTitle = standingIn(inTitle, words.length, titleLength, first & startsTitleFlag, strict);
  const capped = kind === operationKind && !isPath && byName >= wholeName ? byName - unit : byName;
  const loss = (segment.deprecated[entry] as number) * deprecatedLoss;
  return worth + (boosts[kind] as number) - loss + Math.max(capped, byTitle);
}

/** Level of an entry by its name or title, and how much of that was asked for. */
function standingIn(sum: number, words: number, length: number, starts: number, strict: boolean): number {
  return base + coverageIn(sum, length) + unit * (strict ? levelIn(sum, words, length, starts) : level.mistyped);
}

function levelIn(sum: number, words: number, length: number, starts: number): number {
  const exact = sum >> exactShift;
  if (((sum >> strictShift) & strictMask) < words || words === 0) return level.elsewhere;
  if (exact === words && length === words) return level.isName;
  return starts === 0 ? level.inName : level.startsName;
}

/** How much of a name or title was asked for. */
function coverageIn(sum: number, length: number): number {
  return length === 0 ? 0 : Math.min(coverageShare, Math.trunc(((sum & sumMask) * coverageShare) / (fullQuality * length)));
}

const lengthBits = 8;
const fieldFlags = inNameFlag | startsNameFlag;
const wholeName = level.isName * unit;

/** `standingIn` of every single match: by the flags of the field, the length of its text, and the quality. */
const singles = Int32Array.from({ length: (fieldFlags + 1) << (lengthBits + qualityBits) }, (_, i) => {
  const quality = i & fullQuality;
  const flags = i >> (lengthBits + qualityBits);
  const sum = flags & inNameFlag ? (summed[quality] as number) : 0;
  return standingIn(sum, 1, (i >> qualityBits) & ((1 << lengthBits) - 1), flags & startsNameFlag, quality >= leastStrictQuality);
});

const matchMask = (1 << (qualityBits + flagBits)) - 1;

/** The most that an entry with such a match can have beside the match's worth. */
const ceilings = Int32Array.from({ length: matchMask + 1 }, (_, match) => {
  const flags = (match & fieldFlags) | ((match >> 1) & fieldFlags);
  return Math.max(...boosts) + (singles[(flags << (lengthBits + qualityBits)) | (1 << qualityBits) | qualityIn(match)] as number);
});

/** Keeps the best of what is offered in ascending order of entries; among equals, the earlier. A heap, the worst on top. */
class Best {
  private readonly items: [entry: number, score: number][] = [];
  private readonly capacity: number;
  /** What is not above it has no place any more. */
  floor = -1;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  offer(entry: number, score: number): void {
    if (score <= this.floor) return;
    const { items, capacity } = this;
    if (items.length < capacity) {
      items.push([entry, score]);
      this.rise(items.length - 1);
    } else {
      items[0] = [entry, score];
      this.sink();
    }
    if (items.length >= capacity) this.floor = items[0]?.[1] ?? 0x3fffffff;
  }

  drain(): [entry: number, score: number][] {
    return this.items.toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  }

  private isWorse(a: number, b: number): boolean {
    const [one, other] = [this.items[a], this.items[b]];
    if (!one || !other) return false;
    return one[1] < other[1] || (one[1] === other[1] && one[0] > other[0]);
  }

  private swap(a: number, b: number): void {
    const { items } = this;
    [items[a], items[b]] = [items[b] as [number, number], items[a] as [number, number]];
  }

  private rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isWorse(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < this.items.length && this.isWorse(child, worst)) worst = child;
      if (worst === at) return;
      this.swap(at, worst);
      at = worst;
    }
  }
}
