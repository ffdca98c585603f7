/** Between which values a percentile lies: as near as the histogram tells, ms. */
export interface IntervalMs {
  low: number;
  high: number;
}

export interface Histogram {
  add(ms: number): void;
  count(): number;
  /** The interval of the value that so many percent do not exceed; null where nothing was added. */
  percentile(percent: number): IntervalMs | null;
  maxMs(): number;
  /** How many are above a limit; those in the limit's own interval are not. */
  countAbove(ms: number): number;
}

/** Exact to the microsecond below this, then 64 intervals for each doubling: never wider than 1.6 % of the value. */
const exactUs = 128;
const perDoubling = 64;
const doublings = 26;

function indexOf(us: number): number {
  if (us < exactUs) return us;
  const shift = Math.floor(Math.log2(us)) - 6;
  return Math.min(exactUs + doublings * perDoubling - 1, exactUs + (shift - 1) * perDoubling + Math.floor(us / 2 ** shift) - perDoubling);
}

function intervalOf(index: number): IntervalMs {
  if (index < exactUs) return { low: index / 1000, high: (index + 1) / 1000 };
  const shift = Math.floor((index - exactUs) / perDoubling) + 1;
  const step = ((index - exactUs) % perDoubling) + perDoubling;
  return { low: (step * 2 ** shift) / 1000, high: ((step + 1) * 2 ** shift) / 1000 };
}

/** Counts durations from a microsecond to more than an hour in 14 KB. */
export function createHistogram(): Histogram {
  const counts = new Uint32Array(exactUs + doublings * perDoubling);
  let [total, maxMs] = [0, 0];
  return {
    add(ms) {
      const index = indexOf(Math.max(0, Math.round(ms * 1000)));
      counts[index] = (counts[index] ?? 0) + 1;
      total += 1;
      maxMs = Math.max(maxMs, ms);
    },
    count: () => total,
    percentile(percent) {
      if (total === 0) return null;
      const rank = Math.max(1, Math.ceil((percent / 100) * total));
      let seen = 0;
      const index = counts.findIndex((count) => {
        seen += count;
        return seen >= rank;
      });
      return intervalOf(index);
    },
    maxMs: () => maxMs,
    countAbove: (ms) => counts.subarray(indexOf(Math.round(ms * 1000)) + 1).reduce((sum, count) => sum + count, 0),
  };
}
