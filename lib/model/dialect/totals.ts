import type { SignalSource } from '../signal.ts';
import type { StatusClass } from './status.ts';

/** How series were put together, so that two scrapes are compared only when it was done alike. */
export type Grain = 'series' | 'without routes' | 'by class';

/** Which route each row belongs to; kept only where rows are told apart by it. */
export interface RouteRows {
  /** `GET /orders/{id}`; without a method label the route alone. */
  names: string[];
  /** Index into `names`, one for each row. */
  ofRow: Uint16Array;
}

/** Cumulative counts, one entry per key; keys ascend. */
export interface CounterTotals {
  /** The family, as it was chosen. */
  family: string;
  grain: Grain;
  /** 52-bit hashes of the label sets: a quarter of the memory of the text, and a collision in 10,000 series is one in 10⁸. */
  keys: Float64Array;
  values: Float64Array;
  /** Status class of each entry, index into `statusClasses`. */
  classes: Uint8Array;
  routes: RouteRows | null;
}

/** Cumulative histograms, one row of buckets per key; keys ascend. */
export interface HistogramTotals {
  family: string;
  grain: Grain;
  keys: Float64Array;
  /** Upper bounds in ms, ascending, the last one null for +Inf; empty when the family has no buckets. */
  boundsMs: (number | null)[];
  /** `keys.length` rows of `boundsMs.length` cumulative counts. */
  buckets: Float64Array;
  counts: Float64Array;
  sumsMs: Float64Array;
  /** Of a summary: for each row the lowest and highest of p50, p95 and p99 in ms, NaN where not said, Infinity where unbounded. */
  quantiles: Float64Array | null;
  routes: RouteRows | null;
}

/** What one scrape says of requests so far. Small enough to keep one for each of thousands of services. */
export interface Totals {
  /** When the scrape was made, ms since the epoch; 0 when the reader was not told. */
  atMs: number;
  /** `process_start_time_seconds`, where the service says it. */
  startedAtSeconds: number | null;
  requests: CounterTotals | null;
  /** Whether any series says how its requests ended. */
  statusKnown: boolean;
  latency: HistogramTotals | null;
  source: SignalSource;
  /** What was left out because the exposition contradicts itself, in sentences. */
  faults: readonly string[];
}

export const statusClasses: readonly StatusClass[] = ['ok', 'redirect', 'clientError', 'serverError', 'noAnswer', 'unknown'];
