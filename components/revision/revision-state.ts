import { setParam } from '#components/ui/url-param.ts';
import type { DocumentKind, Revision } from '#lib/model/document.ts';
import type { Severity } from '#lib/model/finding.ts';
import { isSeverity } from './severity.ts';

/** Which findings are shown, and which one is pointed at. */
export interface FindingFilter {
  q: string;
  severity: Severity[];
  /** Fingerprint of the finding that a link leads to. */
  finding: string | null;
}

/** What the URL says of the changes: which two revisions, and what of their difference. */
export interface ChangesState extends FindingFilter {
  from: number | null;
  to: number | null;
  /** Which document, where the service has two; the page's own, only read here. */
  kind: DocumentKind | null;
}

/** What the URL says of the quality of one revision. */
export interface QualityState extends FindingFilter {
  /** null: the current one. */
  revision: number | null;
  kind: DocumentKind | null;
}

const maxText = 200;
const documentKinds = ['openapi', 'asyncapi'] as const satisfies readonly DocumentKind[];

function readNumber(text: string | null): number | null {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value > 0 ? value : null;
}

export function parseFindingFilter(search: URLSearchParams): FindingFilter {
  return {
    q: (search.get('q') ?? '').slice(0, maxText),
    severity: [...new Set(search.getAll('severity'))].filter(isSeverity),
    finding: search.get('finding')?.slice(0, maxText) ?? null,
  };
}

export function writeFindingFilter({ q, severity, finding }: FindingFilter, search: URLSearchParams): void {
  setParam(search, 'q', ...(q.trim() === '' ? [] : [q]));
  setParam(search, 'severity', ...severity);
  setParam(search, 'finding', ...(finding === null ? [] : [finding]));
}

/** Which document the page shows: not ours to write. */
export function parseWhich(search: URLSearchParams): Pick<QualityState, 'revision' | 'kind'> {
  const kind = documentKinds.find((each) => each === search.get('kind')) ?? null;
  return { revision: readNumber(search.get('revision')), kind };
}

export function parseChangesState(search: URLSearchParams): ChangesState {
  const { kind } = parseWhich(search);
  return { ...parseFindingFilter(search), from: readNumber(search.get('from')), to: readNumber(search.get('to')), kind };
}

export function writeChangesState({ from, to, ...filter }: Omit<ChangesState, 'kind'>, search: URLSearchParams): void {
  setParam(search, 'from', ...(from === null ? [] : [`${from}`]));
  setParam(search, 'to', ...(to === null ? [] : [`${to}`]));
  writeFindingFilter(filter, search);
}

type Known = Pick<Revision, 'number' | 'kind' | 'comparedWith'>;

/** The revision before one, of the same kind; null where it is the first. `revisions` stand newest first. */
export function predecessorOf(revisions: readonly Known[], revision: Known): number | null {
  const before = revisions.find(({ number, kind }) => kind === revision.kind && number < revision.number);
  return before?.number ?? revision.comparedWith;
}

/** The two that are compared: those of the URL, else the current one against the one before. */
export function choosePair(
  revisions: readonly Known[],
  { from, to, kind }: Pick<ChangesState, 'from' | 'to' | 'kind'>,
): { from: number | null; to: number | null } {
  const wanted = revisions.find(({ number }) => number === from)?.kind ?? kind;
  const target = to === null ? revisions.find((each) => wanted === null || each.kind === wanted) : revisions.find(({ number }) => number === to);
  if (from !== null) return { from, to: to ?? target?.number ?? null };
  return { from: target ? predecessorOf(revisions, target) : null, to: to ?? target?.number ?? null };
}
