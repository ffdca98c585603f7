import type { LatencyObjective } from './latency-objective.ts';
import type { MetricsServer } from './metrics-source.ts';
import type { Judgement } from './verdict.ts';

/** One of several places where a service runs, and what was known of it last. */
export interface InstanceTarget {
  id: number;
  url: string;
  judgement: Judgement;
  version: string | null;
  /** When its process began, ms since the epoch, as it said last. */
  startedAtMs: number | null;
}

/** Where the signals come from instead of the service itself. */
export interface SourceMapping {
  name: string;
  selector: string;
  /** Null where no source of that name is registered. */
  server: MetricsServer | null;
}

/** A service as the worker sees it: where to look, how often, and what was known last. */
export interface PollTarget {
  id: number;
  name: string;
  /** Null: nobody is to be asked but the metrics source. */
  baseUrl: string | null;
  /** Where it is looked at; empty: at the base URL alone. */
  instances: InstanceTarget[];
  healthCheckPath: string;
  metricsPath: string | null;
  openapiPath: string | null;
  timeoutSeconds: number;
  pollIntervalSeconds: number;
  maintenance: boolean;
  metrics: SourceMapping | null;
  /** Whether the source's scrapes stand for the health. */
  healthFromUp: boolean;
  /** The latency that its requests shall keep to; null without an objective. */
  objective: LatencyObjective | null;
  /** In clear: never leaves the worker, never logged. */
  apiKey: string | null;
  bearerToken: string | null;
  judgement: Judgement;
  version: string | null;
}
