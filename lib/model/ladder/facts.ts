import type { DocumentKind } from '../document.ts';
import type { GaugeKind } from '../gauge.ts';
import type { RunKind } from '../run.ts';
import type { Service } from '../service.ts';

/** What a current document says that the ladder asks for. Findings that somebody took on are not counted. */
export interface DocumentFacts {
  kind: DocumentKind;
  revision: number;
  /** Violations of the specification. */
  violations: number;
  /** Null: not linted yet, or it could not be linted. */
  lint: { errors: number; warnings: number } | null;
  /** Whether somebody tried to lint it. */
  wasLinted: boolean;
  servers: readonly string[];
  /** Operations that a contract run can call. */
  operations: number;
  /** Of these, those that a run which only reads leaves out. */
  writes: number;
  /** Keys of the operations of which the document does not say whether they need credentials. */
  unsaidAccess: readonly string[];
}

/** A run that came to a result: broken and cancelled ones prove nothing. */
export interface RunFacts {
  id: string;
  kind: RunKind;
  revision: number | null;
  readOnly: boolean;
  /** When it was made, ISO; of a pushed run never later than it was pushed. */
  madeAt: string;
  /** Errors that nobody took on. */
  errors: number;
  /** Of these, missing or unchecked authentication. */
  accessFaults: number;
  operations: number | null;
  unproven: number | null;
}

/** What the metrics of a service are understood to say. */
export interface MetricsFacts {
  rate: boolean;
  errors: boolean;
  latency: boolean;
  /** What the runtime could say of how full it is, and does not; null where the metrics were not read for that. */
  missing: readonly GaugeKind[] | null;
  /** Metrics that contradict themselves, in words; null where there are none. */
  contradiction: string | null;
}

type ServiceFields =
  | 'name'
  | 'baseUrl'
  | 'instances'
  | 'team'
  | 'tier'
  | 'latencyObjective'
  | 'version'
  | 'metricsPath'
  | 'metricsSource'
  | 'timeoutSeconds'
  | 'maxRetries'
  | 'retryDelaySeconds'
  | 'circuitBreakerThreshold';

/** Everything that the ladder is judged by. */
export interface LadderFacts {
  service: Pick<Service, ServiceFields> & {
    hasRunbook: boolean;
    /** Whether its owner agreed to chaos experiments. */
    allowsChaos: boolean;
    /** The last look at the health target; null: nobody looked yet, or too long ago to say anything of now. */
    health: { ok: boolean; reason: string } | null;
  };
  /** The current documents, one of each kind at most. */
  documents: readonly DocumentFacts[];
  /** The latest run of each kind, of full ones and of those that only read. */
  runs: readonly RunFacts[];
  /** Null: no metrics were understood lately. */
  metrics: MetricsFacts | null;
}
