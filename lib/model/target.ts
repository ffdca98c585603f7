import type { Judgement } from './verdict.ts';

/** A service as the worker sees it: where to look, how often, and what was known last. */
export interface PollTarget {
  id: number;
  name: string;
  baseUrl: string;
  healthCheckPath: string;
  metricsPath: string | null;
  openapiPath: string | null;
  timeoutSeconds: number;
  pollIntervalSeconds: number;
  maintenance: boolean;
  /** In clear: never leaves the worker, never logged. */
  apiKey: string | null;
  bearerToken: string | null;
  judgement: Judgement;
  version: string | null;
}
