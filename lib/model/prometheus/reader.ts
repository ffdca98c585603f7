import { diffTotals } from '../dialect/diff.ts';
import { type ReadOptions, readSignals, wantedStem } from '../dialect/read.ts';
import { stemOf } from '../dialect/stem.ts';
import type { Totals } from '../dialect/totals.ts';
import type { SignalDelta } from '../signal.ts';
import type { Metadata, RawSeries } from './raw.ts';
import { Rounds } from './rounds.ts';
import { currentTargets, mergeScrapes, readTargets, type ScrapedTarget, scrapesAfter, type TargetScrape } from './target.ts';

/** Over a longer gap nothing is compared: what happened within it is not known. */
const comparableMs = 300_000;
const liveIntervals = 2.5;
const defaultIntervalMs = 60_000;

/** Whether a metric of this name is asked for: those that any dialect reads, and `up`, which says when there was a scrape. */
export const isWantedName = (name: string): boolean => name === 'up' || wantedStem(stemOf(name));

/** What came of the newest scrapes. */
export interface SourceRead {
  /** What was scraped lately, or tried. */
  targets: ScrapedTarget[];
  /** Spans of the whole service that ended, oldest first. */
  rounds: SignalDelta[];
  /** The newest scrape of every live instance as one; null where none is new. */
  merged: TargetScrape | null;
  /** What the merged scrape says of requests; null where no dialect is recognised. */
  totals: Totals | null;
  /** The newest successful scrape; null where there was none. */
  newestMs: number | null;
  intervalMs: number | null;
}

/** Reads a service from the raw samples of a server, scrape by scrape, with the dialects that read its own endpoint. */
export class SourceReader {
  private readonly bases = new Map<string, Totals>();
  private readonly rounds = new Rounds();

  /** The oldest scrape that is still needed: later ones are to be asked for. Null before the first read. */
  get readUntilMs(): number | null {
    const times = [...this.bases.values()].map(({ atMs }) => atMs);
    return times.length > 0 ? Math.min(...times) : null;
  }

  read(series: readonly RawSeries[], metadata: Metadata, options: ReadOptions): SourceRead {
    const targets = readTargets(series);
    const fresh = targets
      .flatMap((target) => scrapesAfter(target, this.bases.get(target.key)?.atMs ?? 0, metadata).map((scrape) => ({ target, scrape })))
      .sort((a, b) => a.scrape.atMs - b.scrape.atMs);
    const rounds = fresh.flatMap(({ target, scrape }) => this.take(target, scrape, options) ?? []);
    const live = liveTargets(targets, metadata);
    const merged = fresh.length > 0 ? mergeScrapes(live, metadata) : null;
    const newestMs = live.reduce((newest, { scrape }) => Math.max(newest, scrape.atMs), 0);
    this.forget(newestMs);
    return {
      targets: currentTargets(targets),
      rounds,
      merged,
      totals: merged && readSignals(merged.exposition, { ...options, atMs: merged.atMs }),
      newestMs: newestMs > 0 ? newestMs : null,
      intervalMs: longestInterval(targets),
    };
  }

  private take(target: ScrapedTarget, { atMs, exposition }: TargetScrape, options: ReadOptions): SignalDelta | null {
    const totals = readSignals(exposition, { ...options, atMs });
    const base = this.bases.get(target.key);
    if (!totals) return null;
    this.bases.set(target.key, totals);
    const intervalMs = target.intervalMs ?? defaultIntervalMs;
    const isComparable = base !== undefined && atMs - base.atMs <= Math.max(comparableMs, intervalMs * 3);
    const delta = isComparable ? diffTotals(base, totals, (atMs - base.atMs) / 1000) : null;
    if (!delta) this.rounds.join(target.key, atMs, intervalMs);
    return delta && this.rounds.feed(target.key, delta, intervalMs);
  }

  /** Instances that are gone are not waited for when it is asked again. */
  private forget(newestMs: number): void {
    for (const [key, { atMs }] of this.bases) if (newestMs - atMs > comparableMs) this.bases.delete(key);
  }
}

function longestInterval(targets: readonly ScrapedTarget[]): number | null {
  const known = targets.flatMap(({ intervalMs }) => intervalMs ?? []);
  return known.length > 0 ? Math.max(...known) : null;
}

/** The newest scrape of each target that was scraped lately, measured against the one scraped last. */
function liveTargets(targets: readonly ScrapedTarget[], metadata: Metadata): { instance: string; scrape: TargetScrape }[] {
  const newest = targets.flatMap((target) => {
    const last = target.scrapes.findLast(({ up }) => up);
    const scrape = last && scrapesAfter(target, last.atMs - 1, metadata)[0];
    return scrape ? [{ instance: target.instance || target.key, scrape, patienceMs: (target.intervalMs ?? defaultIntervalMs) * liveIntervals }] : [];
  });
  const latestMs = newest.reduce((latest, { scrape }) => Math.max(latest, scrape.atMs), 0);
  return newest.filter(({ scrape, patienceMs }) => latestMs - scrape.atMs <= patienceMs);
}
