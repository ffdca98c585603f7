import { setParam } from '#components/ui/url-param.ts';

export const apiModes = ['operations', 'schemas'] as const;
export type ApiMode = (typeof apiModes)[number];

/** What the URL of the page "APIs" says. */
export interface ApiState {
  mode: ApiMode;
  q: string;
  method: string | null;
  service: string | null;
  tag: string | null;
}

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY', 'SEND', 'RECEIVE'] as const;

export const pageSize = 100;
export const schemasAtOnce = 100;
const maxText = 200;
const methodPattern = /^[A-Za-z][A-Za-z0-9-]{0,19}$/;
const servicePattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Reads a query string; what it does not understand is left out. */
export function parseApiState(search: URLSearchParams): ApiState {
  const method = search.get('method');
  const service = search.get('service');
  const tag = search.get('tag')?.slice(0, maxText) ?? '';
  return {
    mode: search.get('mode') === 'schemas' ? 'schemas' : 'operations',
    q: (search.get('q') ?? '').slice(0, maxText),
    method: method && methodPattern.test(method) ? method.toUpperCase() : null,
    service: service && servicePattern.test(service) ? service : null,
    tag: tag === '' ? null : tag,
  };
}

export function writeApiState({ mode, q, method, service, tag }: ApiState, search: URLSearchParams): void {
  const some = (value: string | null) => (value === null || value === '' ? [] : [value]);
  const isOperations = mode === 'operations';
  setParam(search, 'mode', ...(isOperations ? [] : [mode]));
  setParam(search, 'q', ...(q.trim() === '' ? [] : [q]));
  setParam(search, 'method', ...(isOperations ? some(method) : []));
  setParam(search, 'service', ...(isOperations ? some(service) : []));
  setParam(search, 'tag', ...(isOperations ? some(tag) : []));
}

export const isNarrowed = ({ q, method, service, tag }: ApiState): boolean => q.trim() !== '' || method !== null || service !== null || tag !== null;

export const clearNarrowing = (state: ApiState): ApiState => ({ ...state, q: '', method: null, service: null, tag: null });

/** The inputs of the page's queries; the same on the server and in the browser, so that both mean one cache entry. */
export function operationsInput({ q, method, service, tag }: ApiState, page: number) {
  const text = q.trim();
  return {
    page,
    limit: pageSize,
    ...(text === '' ? {} : { q: text }),
    ...(method === null ? {} : { method }),
    ...(service === null ? {} : { service }),
    ...(tag === null ? {} : { tag }),
  };
}

export const schemasInput = ({ q }: ApiState) => ({ q: q.trim(), kind: ['schema' as const], limit: schemasAtOnce });

/** Where an operation is read. */
export const operationHref = (service: string, key: string): string => `/services/${service}?${new URLSearchParams({ tab: 'api', op: key })}`;
