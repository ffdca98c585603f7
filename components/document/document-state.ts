import { setParam } from '#components/ui/url-param.ts';
import type { DocumentKind } from '#lib/model/document.ts';

export const documentViews = ['operations', 'changes', 'quality'] as const;
export type DocumentView = (typeof documentViews)[number];

export const groupings = ['tag', 'path'] as const;
export type Grouping = (typeof groupings)[number];

/** What the URL says of the tab "API". */
export interface DocumentState {
  view: DocumentView;
  /** Key of the operation that is open. */
  op: string | null;
  /** null: the current one. */
  revision: number | null;
  /** null: whichever the service has, OpenAPI first. */
  kind: DocumentKind | null;
  q: string;
  group: Grouping;
}

const kinds: DocumentKind[] = ['openapi', 'asyncapi'];
const maxText = 200;
const maxKey = 2000;

/** Reads a query string; what it does not understand is left out. */
export function parseDocumentState(search: URLSearchParams): DocumentState {
  const revision = search.get('revision') ?? '';
  const op = search.get('op');
  const view = documentViews.find((each) => each === search.get('view')) ?? 'operations';
  return {
    view,
    op: op && op.length <= maxKey ? op : null,
    revision: /^[1-9]\d{0,8}$/.test(revision) ? Number(revision) : null,
    kind: kinds.find((kind) => kind === search.get('kind')) ?? null,
    // The other views have a filter of their own under this name.
    q: view === 'operations' ? (search.get('q') ?? '').slice(0, maxText) : '',
    group: groupings.find((group) => group === search.get('group')) ?? 'tag',
  };
}

const some = (value: string | number | null | undefined) => (value === null || value === undefined ? [] : [String(value)]);

/** Writes the state into a query, as short as may be. Another view begins without the parameters of the one before. */
export function writeDocumentState({ view, op, revision, kind, q, group }: DocumentState, search: URLSearchParams): void {
  const isSame = search.get('tab') === 'api' && parseDocumentState(search).view === view;
  if (!isSame) for (const name of [...search.keys()]) search.delete(name);
  search.set('tab', 'api');
  setParam(search, 'view', ...(view === 'operations' ? [] : [view]));
  setParam(search, 'kind', ...some(kind));
  setParam(search, 'revision', ...some(revision));
  if (view !== 'operations') return;
  setParam(search, 'q', ...(q.trim() === '' ? [] : [q.slice(0, maxText)]));
  setParam(search, 'group', ...(group === 'tag' ? [] : [group]));
  setParam(search, 'op', ...some(op));
}

/** The address of a state on the same page. */
export function hrefOfState(state: DocumentState): string {
  const search = new URLSearchParams();
  writeDocumentState(state, search);
  return `?${search}`;
}

/** Which document is meant: the same on the server and in the browser, so that both mean one cache entry. */
export const whichOf = ({ revision, kind }: Pick<DocumentState, 'revision' | 'kind'>) => ({
  ...(revision === null ? {} : { revision }),
  ...(kind === null ? {} : { kind }),
});

export const revisionsInput = (name: string) => ({ name, page: 1, limit: 100 });
export const indexInput = (name: string, state: Pick<DocumentState, 'revision' | 'kind'>) => ({ name, ...whichOf(state) });
export const firstDepth = 3;
export const sliceInput = (name: string, state: Pick<DocumentState, 'revision' | 'kind'>, key: string, depth = firstDepth) => ({
  ...indexInput(name, state),
  key,
  depth,
});
