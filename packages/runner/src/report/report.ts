import type { Finding } from '../finding.ts';

export type RunKind = Finding['source'];
export const runKinds = ['contract', 'resilience', 'load', 'chaos', 'e2e'] as const satisfies RunKind[];

/** What was tested, where the run came from version control. */
export interface Commit {
  id: string | null;
  branch: string | null;
  /** The job, for a person to open. */
  url: string | null;
}

/** One thing that a run set out to prove. */
export interface Check {
  id: string;
  title: string;
  /** Null: it could not be told. */
  ok: boolean | null;
  message: string;
}

export interface Table {
  title: string;
  columns: string[];
  rows: string[][];
}

export interface Outcome {
  checks: Check[];
  tables: Table[];
  notes: string[];
}

/** The result of a run as Signalbox keeps it (`POST /services/{name}/runs/reports`). */
export interface RunReport {
  id: string;
  kind: RunKind;
  startedAt: string;
  durationMs: number;
  environment: string | null;
  readOnly: boolean;
  seed: number | null;
  version: string | null;
  baseUrl: string | null;
  calls: number | null;
  operations: number | null;
  unproven: number | null;
  /** Why the run could not be made; null where it was. */
  broken: string | null;
  summary: string;
  findings: Finding[];
  outcome: Outcome;
  commit: Commit | null;
}

/** What a kind of run has to say. */
export type RunFacts = Pick<RunReport, 'summary' | 'findings' | 'outcome'> &
  Partial<Pick<RunReport, 'readOnly' | 'seed' | 'version' | 'baseUrl' | 'calls' | 'operations' | 'unproven' | 'broken'>>;

export const emptyOutcome: Outcome = { checks: [], tables: [], notes: [] };

/** An address as others may read it: without user, password and what follows the path. */
export function publicAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
