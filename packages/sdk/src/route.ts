const mostRoutes = 200;

/** Turns paths into the few routes that may label a metric: the document's templates, else what the framework matched. */
export class Routes {
  readonly #templates: { route: string; pattern: RegExp }[];
  readonly #known = new Set<string>();

  /** `document`: an OpenAPI document, for its paths. */
  constructor(document: unknown) {
    const paths = Object.keys((document as { paths?: object } | undefined)?.paths ?? {});
    this.#templates = paths.map((route) => ({ route, pattern: patternOf(route), holes: route.split('{').length })).sort((a, b) => a.holes - b.holes);
  }

  /** Always one of at most 200 values. */
  routeOf(path: string, matched: string | undefined): string {
    const route = this.#templates.find(({ pattern }) => pattern.test(path))?.route ?? matched ?? 'unmatched';
    if (this.#known.size >= mostRoutes && !this.#known.has(route)) return 'other';
    this.#known.add(route);
    return route;
  }
}

function patternOf(template: string): RegExp {
  const parts = template.split(/(\{[^}]*\})/).map((part) => (part.startsWith('{') ? '[^/]+' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')));
  return new RegExp(`^${parts.join('')}/?$`);
}

/** What Express matched: mounted path and route. */
export function expressRoute(request: object): string | undefined {
  const { route, baseUrl = '' } = request as { route?: { path?: unknown }; baseUrl?: string };
  return typeof route?.path === 'string' ? baseUrl + route.path : undefined;
}
