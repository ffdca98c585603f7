import type { TargetKind } from '#lib/model/reading.ts';

export interface Candidate {
  kind: TargetKind;
  /** Below the base URL; may climb out of its path, as in `/../health`. */
  path: string;
  role: 'target' | 'catalog' | 'root' | 'random';
  /** Lower is better among finds that are equally sure. */
  rank: number;
}

const wellKnown: Record<TargetKind, string[]> = {
  health: ['/health', '/actuator/health', '/q/health', '/healthz', '/-/healthy', '/readyz', '/livez', '/status'],
  metrics: ['/metrics', '/actuator/prometheus', '/q/metrics'],
  document: ['/openapi.json', '/openapi.yaml', '/v3/api-docs', '/swagger.json', '/swagger/v1/swagger.json', '/api-docs', '/q/openapi'],
};
const catalogPath = '/.well-known/api-catalog';

/** `''` for the base URL's own path and, where it has one, the climb from there to the origin's root. */
export function climbsOf(baseUrl: string): string[] {
  const depth = new URL(baseUrl).pathname.split('/').filter((part) => part !== '').length;
  return depth === 0 ? [''] : ['', '/..'.repeat(depth)];
}

/** Everything worth a look, the most telling first. */
export function listCandidates(baseUrl: string, random: string): Candidate[] {
  return climbsOf(baseUrl).flatMap((climb, at) => {
    const targets = (Object.keys(wellKnown) as TargetKind[]).flatMap((kind) =>
      wellKnown[kind].map((path, order): Candidate => ({ kind, path: `${climb}${path}`, role: 'target', rank: at * 100 + order })),
    );
    const one = (kind: TargetKind, path: string, role: Candidate['role']): Candidate => ({
      kind,
      path: `${climb}${path}`,
      role,
      rank: at * 100 + 50,
    });
    const first = [one('health', `/${random}`, 'random'), one('document', catalogPath, 'catalog')];
    return [...first, ...targets.sort((a, b) => a.rank - b.rank), ...(at === 0 ? [one('health', '/', 'root')] : [])];
  });
}

/** The path below the base URL that leads to a URL of the same origin. */
export function pathBelow(baseUrl: string, url: URL): string {
  const base = new URL(baseUrl).pathname.replace(/\/+$/, '');
  const target = `${url.pathname}${url.search}`;
  if (base === '' || target.startsWith(`${base}/`)) return target.slice(base.length);
  return `${climbsOf(baseUrl).at(-1)}${target}`;
}
