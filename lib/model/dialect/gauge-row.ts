import type { GaugeKind, GaugeUnit } from '../gauge.ts';

/** How one library tells how full something is. Names are folded: see `gaugeName`. */
export interface GaugeRow {
  kind: GaugeKind;
  dialect: string;
  /** The first of these that is there is read. */
  used: readonly string[];
  /** `rate`: a counter, read as its increase per second; `free`: what is left of the bound. */
  read?: 'rate' | 'free';
  /** Subtracted from it: what was started and is over. */
  minus?: readonly string[];
  bound?: readonly string[];
  unit: GaugeUnit;
  /** Labels that tell several apart; without one their sum is the service's. */
  by?: readonly string[];
  /** Only series with this value of the first of these labels. */
  only?: readonly [labels: readonly string[], is: RegExp];
  /** The value is times this of the unit. */
  scale?: number;
  /** Of the bound the value is this share: `process_cpu_usage`. */
  ofBound?: true;
  what: string;
}
