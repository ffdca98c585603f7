import type { Exposition, Labels } from '../exposition.ts';
import type { Family } from './family.ts';
import { hashLabels } from './hash.ts';
import type { Counting } from './series.ts';
import type { HistogramTotals } from './totals.ts';

const nothing: ReadonlySet<string> = new Set();

/** Lines beyond this share may have been counted between two lines of a scrape that no one locks. */
const unlockedShare = 0.005;

/** A family with each series once, and whether a series that stands twice contradicts itself. */
export function withoutTwins(exposition: Exposition, family: Family): { family: Family; contradictory: boolean } {
  let contradictory = false;
  const once = (indices: readonly number[]) => {
    const seen = new Map<number, number>();
    return indices.filter((index) => {
      const key = hashLabels(exposition.labelsOf(index), nothing);
      const value = exposition.values[index] as number;
      const earlier = seen.get(key);
      if (earlier === undefined) seen.set(key, value);
      else if (!Object.is(earlier, value)) contradictory = true;
      return earlier === undefined;
    });
  };
  const { counts, sums, buckets, quantiles } = family;
  const each = once(counts);
  // Hashing every bucket is dear: where each series has each bound and one sum, none of them stands twice.
  const regular = each.length === counts.length && sums.length <= counts.length && buckets.length === counts.length * boundsIn(exposition, buckets);
  if (regular && quantiles.length === 0) return { family, contradictory };
  return { family: { ...family, counts: each, sums: once(sums), buckets: once(buckets), quantiles: once(quantiles) }, contradictory };
}

const boundsIn = (exposition: Exposition, buckets: readonly number[]) => new Set(buckets.map((index) => exposition.labelsOf(index).get('le'))).size;

/** Why a family's counts cannot be true; null when they can. */
export function lieOfCounts(exposition: Exposition, family: Family, { pick }: Counting): string | null {
  const counted = (labels: Labels) => pick == null || pick(labels);
  const impossible = family.counts.some((index) => {
    const value = exposition.values[index] as number;
    return (!Number.isFinite(value) || value < 0) && counted(exposition.labelsOf(index));
  });
  return impossible ? `${family.name} counts what is no count: NaN, infinite or below 0` : null;
}

/** Why a histogram's buckets cannot be true; null when they can. */
export function lieOfBuckets({ family, boundsMs, buckets, counts }: HistogramTotals): string | null {
  const width = boundsMs.length;
  for (let row = 0; row < counts.length && width > 0; row++) {
    for (let column = 1; column < width; column++)
      if ((buckets[row * width + column] as number) < (buckets[row * width + column - 1] as number))
        return `the buckets of ${family} fall where they can only grow`;
    const [all, count] = [buckets[(row + 1) * width - 1] as number, counts[row] as number];
    if (Math.abs(all - count) > unlockedShare * Math.max(all, count)) return `the last bucket of ${family} and its count contradict each other`;
  }
  return null;
}
