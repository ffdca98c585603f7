import type { IntervalMs } from '../service.ts';
import type { SignalDelta } from '../signal.ts';
import { type Comparison, compareIntervals } from './compare.ts';
import { mergeLatency, percentilesOf } from './heat.ts';

/** A version that came in place of another. */
export interface VersionChange {
  atMs: number;
  from: string;
  to: string;
}

export interface Release {
  at: string;
  from: string;
  to: string;
  /** The span on each side that is compared, seconds; 0 where there is none without another release in it. */
  spanSeconds: number;
  /** p95 over the span before and after. */
  before: IntervalMs | null;
  after: IntervalMs | null;
  comparison: Comparison;
}

export interface ReleaseOptions {
  fromMs: number;
  toMs: number;
  stepMs: number;
  /** A version is noticed, and a scrape covers time, up to so long after the fact: this much is left out on both sides. */
  guardMs: number;
}

const least = { spanMs: 60_000, steps: 4, shareOfWindow: 6 };

/** p95 before and after each release over spans of the same length that hold no other release, newest first. */
export function compareReleases(deltas: readonly SignalDelta[], changes: readonly VersionChange[], options: ReleaseOptions): Release[] {
  const { fromMs, toMs, stepMs, guardMs } = options;
  const wantedMs = Math.max(least.spanMs, least.steps * stepMs, (toMs - fromMs) / least.shareOfWindow);
  const sorted = changes.toSorted((a, b) => a.atMs - b.atMs);
  const p95 = (some: readonly SignalDelta[]) => percentilesOf(mergeLatency(some)).p95;
  return sorted
    .map(({ atMs, from, to }, index): Release => {
      const room = Math.min(atMs - (sorted[index - 1]?.atMs ?? fromMs), (sorted[index + 1]?.atMs ?? toMs) - atMs);
      const spanMs = Math.max(0, Math.min(wantedMs, room - guardMs));
      const startOf = (delta: SignalDelta) => delta.atMs - stepMs;
      const before = p95(deltas.filter((delta) => startOf(delta) >= atMs - guardMs - spanMs && delta.atMs <= atMs - guardMs));
      const after = p95(deltas.filter((delta) => startOf(delta) >= atMs + guardMs && delta.atMs <= atMs + guardMs + spanMs));
      const sides = { before, after, comparison: compareIntervals(before, after) };
      return { at: new Date(atMs).toISOString(), from, to, spanSeconds: Math.round(spanMs / 1000), ...sides };
    })
    .reverse();
}
