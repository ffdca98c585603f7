import type { OperationEntry } from '../document.ts';

type Entry = Pick<OperationEntry, 'key' | 'kind' | 'method' | 'path'>;

interface Template {
  key: string;
  segments: string[];
}

const parameter = '{}';
const several = Symbol('several operations could be meant');

/** `:id`, `{id}`, `{id:[0-9]+}`, `<int:id>`, `[id]`, `$id`, `*`, `#val`, `(?P<id>\d+)`: how frameworks write a parameter of a route. */
const written =
  /\(\?P?<\w+>(?:[^()]|\([^()]*\))*\)|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|<[^<>]*>|\[[^[\]]*\]|:[A-Za-z_]\w*(?:\([^()]*\))?[?*+]?|\$[A-Za-z_]\w*|#(?:val|id|uuid)\b|\*+\w*/gi;

function segmentsOf(route: string): string[] {
  const plain = route
    .slice(0, 1000)
    .replace(/^https?:\/\/[^/]*/i, '')
    .replaceAll('\\/', '/')
    .replaceAll(written, parameter)
    .replace(/^\^/, '')
    .replace(/[?#].*$|\$$/, '');
  return plain.split('/').filter((segment) => segment !== '');
}

function baseSegments(servers: string[]): string[][] {
  const bases = servers.map((server) => segmentsOf(server.replace(/^[\w+.-]+:\/\/[^/]*/, '')));
  const distinct = new Map(bases.map((base) => [base.join('/'), base]));
  return [...distinct.values()].filter((base) => base.length > 0);
}

/** How well a route fits: literals that are equal; null when it does not fit. A parameter of the document takes any value. */
function fitOf(template: string[], route: string[]): number | null {
  if (template.length !== route.length) return null;
  let literals = 0;
  for (const [at, part] of template.entries()) {
    if (part === route[at]) literals += part === parameter ? 0.5 : 1;
    else if (!part.includes(parameter) || !isValueOf(part, route[at] as string)) return null;
  }
  return literals;
}

function isValueOf(part: string, value: string): boolean {
  const [before = '', after = ''] = part.split(parameter);
  return value.length > before.length + after.length - 1 && value.startsWith(before) && value.endsWith(after);
}

function best(templates: Template[], route: string[]): string | null {
  let found: { key: string; fit: number } | null = null;
  for (const { key, segments } of templates) {
    const fit = fitOf(segments, route);
    if (fit !== null && (found === null || fit > found.fit)) found = { key, fit };
  }
  return found?.key ?? null;
}

/** A route that is mounted below a prefix that the document does not know, or is labelled without it: only when exactly one operation ends so. */
function onlyEnding(templates: Template[], route: string[]): string | null | typeof several {
  const ends = (long: string[], short: string[]) =>
    short.some((part) => !part.includes(parameter)) &&
    long.length > short.length &&
    short.every((part, at) => part === long[long.length - short.length + at]);
  const found = templates.filter(({ segments }) => ends(route, segments) || ends(segments, route));
  return found.length > 1 ? several : (found[0]?.key ?? null);
}

/** What a route label of metrics can mean: one operation, none, or several of which none fits better. */
export type RouteMeaning = { kind: 'one'; key: string } | { kind: 'none' } | { kind: 'several' };

/** Reads route labels: `/orders/:id` is `GET /orders/{orderId}`, `/v1/orders/{id}` too when a server's path is `/v1`. */
export function routeReader(entries: readonly Entry[], servers: string[] = []): (method: string, route: string) => RouteMeaning {
  const byMethod = new Map<string, Template[]>();
  for (const { key, kind, method, path } of entries) {
    if (kind !== 'operation') continue;
    const templates = byMethod.get(method.toUpperCase()) ?? [];
    templates.push({ key, segments: segmentsOf(path) });
    byMethod.set(method.toUpperCase(), templates);
  }
  const bases = baseSegments(servers);
  const find = (method: string, route: string): string | null | typeof several => {
    const templates = byMethod.get(method.toUpperCase()) ?? [];
    const segments = segmentsOf(route);
    const direct = best(templates, segments);
    if (direct !== null) return direct;
    for (const base of bases) {
      const below = base.every((part, at) => fitOf([part], [segments[at] ?? '']) !== null) ? best(templates, segments.slice(base.length)) : null;
      if (below !== null) return below;
    }
    return onlyEnding(templates, segments);
  };
  const known = new Map<string, RouteMeaning>();
  return (method, route) => {
    const label = `${method} ${route}`;
    const before = known.get(label);
    if (before) return before;
    const found = find(method, route);
    const meaning: RouteMeaning = found === several ? { kind: 'several' } : found === null ? { kind: 'none' } : { kind: 'one', key: found };
    known.set(label, meaning);
    return meaning;
  };
}

/** Finds the operation that a route label of metrics means. Null when none or several could be meant. */
export function routeMatcher(entries: readonly Entry[], servers: string[] = []): (method: string, route: string) => string | null {
  const readRoute = routeReader(entries, servers);
  return (method, route) => {
    const meaning = readRoute(method, route);
    return meaning.kind === 'one' ? meaning.key : null;
  };
}
