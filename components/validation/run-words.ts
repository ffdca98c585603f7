import { formatCount, formatMs, formatNumber } from '#components/ui/format.ts';
import type { Run, RunCheck, RunKind, RunProgress, RunState } from '#lib/model/run.ts';

/** Kept apart from lib/model/run.ts so that the browser does not load its schemas. */
export const runKinds = ['contract', 'resilience', 'load', 'chaos', 'e2e'] as const satisfies readonly RunKind[];

export const kindWord: Record<RunKind, string> = {
  contract: 'Contract',
  resilience: 'Resilience',
  load: 'Load',
  chaos: 'Chaos',
  e2e: 'End to end',
};

export const kindTitle: Record<RunKind, string> = {
  contract: 'Contract run',
  resilience: 'Resilience run',
  load: 'Load run',
  chaos: 'Chaos run',
  e2e: 'End-to-end tests',
};

export const runStateWord: Record<RunState, string> = {
  queued: 'queued',
  running: 'running',
  passed: 'passed',
  failed: 'failed',
  broken: 'broken',
  cancelled: 'cancelled',
};

export const runStateColor: Record<RunState, string> = {
  queued: 'var(--sb-stale)',
  running: 'var(--sb-probing)',
  passed: 'var(--sb-ok)',
  failed: 'var(--sb-bad)',
  broken: 'var(--sb-warning)',
  cancelled: 'var(--sb-muted)',
};

export const isUnderWay = ({ state }: Pick<Run, 'state'>) => state === 'queued' || state === 'running';

/** Where a run was made: `here`, or as whoever pushed it says. */
export function describeOrigin({ origin, environment }: Pick<Run, 'origin' | 'environment'>): string {
  if (origin === 'signalbox') return 'here';
  return environment === null ? 'pushed' : `pushed from ${environment}`;
}

const shortestHash = 7;

/** What version control says of a run, short: `main · 3f9c2a1`; null where it says nothing. */
export function describeCommit({ commit }: Pick<Run, 'commit'>): string | null {
  if (commit === null) return null;
  const { id, branch, url } = commit;
  const hash = id !== null && /^[0-9a-f]{12,}$/i.test(id) ? id.slice(0, shortestHash) : id;
  const parts = [branch, hash].filter((part) => part !== null && part !== '');
  if (parts.length > 0) return parts.join(' · ');
  return url === null ? null : 'the job';
}

const minuteMs = 60_000;

/** How long a run took: `840 ms`, `12.4 s`, `3 min 5 s`. */
export function formatRunTime(ms: number): string {
  if (ms < minuteMs) return formatMs(ms);
  const seconds = Math.round(ms / 1000);
  return `${formatNumber(Math.floor(seconds / 60), 0)} min ${seconds % 60} s`;
}

/** How far a run is: `probing · 12 of 40 · 30 calls · no findings`. */
export function describeProgress({ state, progress }: { state: RunState; progress: RunProgress | null }): string {
  if (state === 'queued') return 'waits to be taken up';
  if (progress === null) return 'begins';
  const { phase, done, of, calls, findings } = progress;
  const share = of > 0 ? [`${formatNumber(Math.min(done, of), 0)} of ${formatNumber(of, 0)}`] : [];
  return [phase, ...share, formatCount(calls, 'call'), findings === 0 ? 'no findings' : formatCount(findings, 'finding')].join(' · ');
}

/** A share 0–1 of the phase that is under way; null where it is not known. */
export const shareOf = (progress: RunProgress | null) => (progress && progress.of > 0 ? Math.min(1, progress.done / progress.of) : null);

/** The operations that a run reached: `12, of which 3 not proved`. */
export function describeOperations({ operations, unproven }: Pick<Run, 'operations' | 'unproven'>): string | null {
  if (operations === null) return null;
  const all = formatNumber(operations, 0);
  return unproven ? `${all}, of which ${formatNumber(unproven, 0)} not proved` : all;
}

const number = /^[−–-]?\d[\d,.]*( ?(%|[a-zµ]{1,3}|\/s))?$/;
const unsaid = new Set(['', '–', '-']);

/** Whether a column of a table holds numbers alone, which stand to the right. */
export function isNumeric(rows: readonly (readonly string[])[], at: number): boolean {
  const cells = rows.map((row) => row[at] ?? '').filter((cell) => !unsaid.has(cell));
  return cells.length > 0 && cells.every((cell) => number.test(cell));
}

const lateMs = 60_000;

/** Whether a run has waited longer than a worker that runs lets one wait. */
export const isTakenUpLate = (requestedAt: string, nowMs: number) => nowMs - Date.parse(requestedAt) > lateMs;

export const lookOf = ({ ok }: Pick<RunCheck, 'ok'>) => {
  if (ok === null) return 'unknown';
  return ok ? 'met' : 'unmet';
};

const rankOf = ({ ok }: RunCheck) => {
  if (ok === null) return 1;
  return ok ? 2 : 0;
};

/** What failed first, then what could not be told. */
export const orderRunChecks = (checks: readonly RunCheck[]) => [...checks].sort((a, b) => rankOf(a) - rankOf(b));

/** `3 of 5 proved`. */
export const describeChecks = (checks: readonly RunCheck[]) =>
  `${formatNumber(checks.filter(({ ok }) => ok === true).length, 0)} of ${formatNumber(checks.length, 0)} proved`;
