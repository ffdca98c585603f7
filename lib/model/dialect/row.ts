import type { Unit } from './unit.ts';

/** A label that decides which series are requests that the service served. A series without the label passes. */
export interface Only {
  /** The first of these that a series has is looked at. */
  labels: readonly string[];
  is?: RegExp;
  not?: RegExp;
}

/** How one library, or one convention, names its request metrics. Stems and label keys are folded: see `stemOf` and `foldLabel`. */
export interface Dialect {
  name: string;
  /** Who counts: the service itself, a proxy in front of it, or traces of it. */
  seenBy: 'service' | 'proxy' | 'spans';
  /** Stems of counters of requests. `*` at the front stands for a prefix. */
  requests: readonly string[];
  /** Stems of histograms or summaries of durations. */
  latency: readonly string[];
  /** The unit of durations where neither `# UNIT` nor the name says one; null where the library fixes none. */
  unit: Unit | null;
  /** A family belongs to the dialect when each group has one of its labels; no group: the stem says enough. */
  labels: readonly (readonly string[])[];
  /** A family with one of these labels belongs to another. */
  not?: readonly string[];
  only?: readonly Only[];
  /** Labels that name a service: where one of their values is the service asked for, only its series count. */
  self?: readonly string[];
  /** Several services share the exposition: without one that is asked for, nothing is read. */
  selfNeeded?: boolean;
  /** Statuses are gRPC codes whatever their label is called. */
  grpc?: boolean;
  /** The stem of a family that must be announced beside it. */
  beside?: string;
  /** Counters whose names lack `_total`, and which some exporters announce as gauges or not at all. */
  plain?: boolean;
  /** A name that only looks like requests served: believed after all others. */
  weak?: boolean;
}
