import { type RouteMeaning, routeReader } from '../document/match-route.ts';
import type { OperationEntry } from '../document.ts';
import type { DocumentSide, ObservedRoute } from './facts.ts';

/** What a service is asked for by whoever runs it; no document needs to describe it. */
const ownPlaces = [
  /^\/(health|healthz|live|livez|ready|readyz|liveness|readiness|metrics|actuator|swagger|swagger-ui|api-docs|v[23]\/api-docs)([./].*)?$/i,
  /^\/(ping|status|startup|docs|redoc|favicon\.ico|robots\.txt|(openapi|asyncapi)(\.\w+)?)$/i,
];
/** What a framework calls requests that no route took. */
const unrouted = /^(\/?\*+|\/?\(?(unknown|unmatched|not[-_ ]?found|none|other|null|undefined|n\/a)\)?|\/?\{[^{}/]*[*+]\}|\/?__\w*__|)$/i;
/** Methods that come with others: CORS preflights, and the heads of what GET answers. */
const implied = new Set(['OPTIONS', 'HEAD']);
const realMethod = /^[A-Z]+$/;

/** A route of the metrics and what of the document it means. */
export interface ReadRoute extends ObservedRoute {
  /** Upper case; empty where it is not told. */
  method: string;
  /** Keys of the operations that it is, or may be. */
  operations: string[];
  /** Methods that the document declares at its path; empty where the path is declared nowhere. */
  declared: string[];
  /** Several operations could be meant, so that nothing is said of it. */
  isDoubtful: boolean;
}

const pathOf = ({ route }: Pick<ObservedRoute, 'route'>) => route.replace(/^\^/, '').replace(/^https?:\/\/[^/]*/i, '');

/** Whether a label names a path: some name the function that answers, or all requests that no route took. */
export function namesPath(route: Pick<ObservedRoute, 'route'>): boolean {
  return pathOf(route).startsWith('/') && !unrouted.test(pathOf(route));
}

/** Whether nobody expects to find a route in a document. */
function needsNoWords({ method, ...route }: ReadRoute, ownPaths: readonly string[]): boolean {
  const path = pathOf(route);
  if (method !== '' && (implied.has(method) || !realMethod.test(method))) return true;
  return ownPlaces.some((place) => place.test(path)) || ownPaths.some((own) => path.endsWith(own.replace(/\?.*$/, '')));
}

/** Reads every route that can be held against the document. Labels that are no paths, and what no document describes, are left out. */
export function readRoutes(routes: readonly ObservedRoute[], { operations, servers }: DocumentSide, ownPaths: readonly string[]): ReadRoute[] {
  const exact = routeReader(operations, [...servers]);
  const paths = pathReader(operations, [...servers]);
  const methodOf = new Map(operations.map(({ key, method }) => [key, method]));
  const read = routes.filter(namesPath).map((route): ReadRoute => {
    const method = route.method.toUpperCase();
    const onPath = paths(route.route);
    const meaning: RouteMeaning = method === '' ? { kind: 'none' } : exact(method, route.route);
    const found = meaning.kind === 'one' ? [meaning.key] : method === '' ? onPath.keys : [];
    return {
      ...{ ...route, method, operations: found },
      declared: onPath.keys.flatMap((key) => methodOf.get(key) ?? []),
      isDoubtful: found.length === 0 && (meaning.kind === 'several' || onPath.isDoubtful),
    };
  });
  return read.filter((route) => route.operations.length > 0 || !needsNoWords(route, ownPaths));
}

/** The operations of the path that a route label means, whatever their methods. */
function pathReader(operations: readonly OperationEntry[], servers: string[]) {
  const byPath = Map.groupBy(
    operations.filter(({ kind }) => kind === 'operation'),
    ({ path }) => path,
  );
  const entries = [...byPath.keys()].map((path) => ({ key: path, kind: 'operation' as const, method: 'ANY', path }));
  const read = routeReader(entries, servers);
  return (route: string): { keys: string[]; isDoubtful: boolean } => {
    const meaning = read('ANY', route);
    const keys = meaning.kind === 'one' ? (byPath.get(meaning.key) ?? []).map(({ key }) => key) : [];
    return { keys, isDoubtful: meaning.kind === 'several' };
  };
}
