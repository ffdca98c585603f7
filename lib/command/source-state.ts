import type { Totals } from '#lib/model/dialect/totals.ts';
import { SourceReader } from '#lib/model/prometheus/reader.ts';

/** What is remembered of a service between two questions to its metrics source. */
export interface SourceState {
  reader: SourceReader;
  /** Points up to here are kept already, ms since the epoch by our clock; null: not looked up yet. */
  keptUntilMs: number | null;
  /** Up to when, by the server's clock, everything was asked for; null: nothing yet. */
  askedUntilMs: number | null;
  /** How far the server's clock is ahead of ours; 0 where it is near enough. */
  skewMs: number;
  /** The longest span that is asked for at once, seconds: a server with many samples is asked for less. */
  windowSeconds: number;
  /** What the last merged scrape said of requests. */
  totals: Totals | null;
  intervalMs: number | null;
  /** The last scrape that was judged as a look at the health. */
  judgedAtMs: number;
}

export const longestWindowSeconds = 300;
export const shortestWindowSeconds = 60;

export const newSourceState = (): SourceState => ({
  reader: new SourceReader(),
  keptUntilMs: null,
  askedUntilMs: null,
  skewMs: 0,
  windowSeconds: longestWindowSeconds,
  totals: null,
  intervalMs: null,
  judgedAtMs: 0,
});
