import { type FindingFilter, parseFindingFilter, writeFindingFilter } from '#components/revision/revision-state.ts';
import { setParam } from '#components/ui/url-param.ts';
import type { RunKind } from '#lib/model/run.ts';
import { runKinds } from './run-words.ts';

/** What the URL says of the tab "Validation": which run is open, which ones are listed, and which findings are shown. */
export interface ValidationState extends FindingFilter {
  /** Id of the run that is open. */
  run: string | null;
  /** null: every kind. */
  kind: RunKind | null;
  /** Of the list, from 1. */
  page: number;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const mostPages = 10_000;

/** Reads a query string; what it does not understand is left out. */
export function parseValidationState(search: URLSearchParams): ValidationState {
  const run = search.get('run') ?? '';
  const page = Number(search.get('page'));
  return {
    ...parseFindingFilter(search),
    run: uuid.test(run) ? run.toLowerCase() : null,
    kind: runKinds.find((kind) => kind === search.get('kind')) ?? null,
    page: Number.isInteger(page) && page > 1 && page < mostPages ? page : 1,
  };
}

const some = (value: string | null) => (value === null ? [] : [value]);

/** Writes the state into a query, as short as may be. */
export function writeValidationState({ run, kind, page, ...filter }: ValidationState, search: URLSearchParams): void {
  search.set('tab', 'validation');
  setParam(search, 'kind', ...some(kind));
  setParam(search, 'page', ...(page === 1 ? [] : [`${page}`]));
  setParam(search, 'run', ...some(run));
  writeFindingFilter(filter, search);
}

export const unfiltered: FindingFilter = { q: '', severity: [], finding: null };
export const startState: ValidationState = { ...unfiltered, run: null, kind: null, page: 1 };

/** The address of a state on the same page. */
export function hrefOfState(state: ValidationState): string {
  const search = new URLSearchParams();
  writeValidationState(state, search);
  return `?${search}`;
}

export const runsOfPage = 10;

/** The inputs of the tab's queries; the same on the server and in the browser, so that both mean one cache entry. */
export const runsInput = (name: string, { kind, page }: Pick<ValidationState, 'kind' | 'page'>) => ({
  ...{ name, page, limit: runsOfPage },
  ...(kind === null ? {} : { kind }),
});

/** Asks whether there is an OpenAPI document at all. */
export const openapiInput = (name: string) => ({ name, kind: 'openapi' as const, page: 1, limit: 1 });

export const newestInput = (name: string) => runsInput(name, { kind: null, page: 1 });
