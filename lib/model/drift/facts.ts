import type { OperationEntry } from '../document.ts';
import type { Finding } from '../finding.ts';

/** A route as the metrics name it. */
export interface ObservedRoute {
  /** Empty where the metrics do not say it. */
  method: string;
  route: string;
  /** Requests per second; null where nothing fresh is known. */
  requestRate: number | null;
  /** Share of 5xx answers, 0–1. */
  errorRatio: number | null;
  /** When a call was last seen, ISO; null: none since we look. */
  seenAt: string | null;
}

export interface DocumentSide {
  revision: number;
  version: string | null;
  servers: readonly string[];
  operations: readonly OperationEntry[];
  /** Statuses that each operation declares, by its key. */
  statuses: ReadonlyMap<string, readonly string[]>;
}

/** The document that a service serves now, where it is another one than the current. */
export interface ServedSide {
  revision: number | null;
  /** Keys of its operations; null where it is not kept. */
  operations: readonly string[] | null;
  url: string;
}

/** Everything that drift is found in. */
export interface DriftFacts {
  /** The current OpenAPI document; null where there is none. */
  document: DocumentSide | null;
  service: { version: string | null; ownPaths: readonly string[] };
  routes: readonly ObservedRoute[];
  /** Since when anything is known of traffic, ISO; null: not for long. */
  since: string | null;
  /** Who calls the service, as far as the graph knows. */
  callers: readonly { service: string; team: string | null }[];
  served: ServedSide | null;
  /** What the latest contract run of the current revision found. */
  contract: readonly Finding[];
  /** Whether that run tried the methods that the document does not declare: those that it does not tell of were refused. */
  wereMethodsTried: boolean;
}
