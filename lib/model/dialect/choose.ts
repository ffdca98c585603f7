import type { Family } from './family.ts';
import { foldLabel } from './label.ts';
import { type Dialect, dialects, excludedStems } from './table.ts';

export interface Choice {
  dialect: Dialect;
  requests: Family | null;
  latency: Family | null;
}

/** What `pattern` leaves for its `*`; null when the stem does not match. A pattern without `*` leaves nothing. */
function prefixOf(pattern: string, stem: string): string | null {
  if (!pattern.startsWith('*')) return pattern === stem ? '' : null;
  const rest = pattern.slice(1);
  return stem.length > rest.length && stem.endsWith(rest) ? stem.slice(0, -rest.length) : null;
}

const patterns = new Set(dialects.flatMap(({ requests, latency }) => [...requests, ...latency]));
const endings = [...patterns].filter((pattern) => pattern.startsWith('*')).map((pattern) => pattern.slice(1));

/** Whether any dialect reads families of this stem: the allow-list of a scrape. */
export function isRequestStem(stem: string): boolean {
  return (patterns.has(stem) || endings.some((ending) => stem.endsWith(ending))) && !excludedStems.test(stem);
}

function fits(dialect: Dialect, family: Family): boolean {
  const names = new Set([...family.labelNames].map(foldLabel));
  return dialect.labels.every((group) => group.some((name) => names.has(name))) && !dialect.not?.some((name) => names.has(name));
}

interface Ranked extends Choice {
  prefix: string;
  /** Histogram 0, sum and count 1, counter alone 2. */
  rank: number;
  order: number;
  series: number;
}

function matches(dialect: Dialect, families: readonly Family[], kind: Family['kind'], patterns: readonly string[]): Map<string, Family> {
  const best = new Map<string, Family>();
  for (const pattern of patterns)
    for (const family of families) {
      if (family.kind !== kind || !fits(dialect, family)) continue;
      const prefix = prefixOf(pattern, family.stem);
      if (prefix === null) continue;
      const known = best.get(prefix);
      if (!known || (known.buckets.length === 0 && family.buckets.length > 0)) best.set(prefix, family);
    }
  return best;
}

function rankOf(latency: Family | undefined): number {
  if (!latency) return 2;
  return latency.buckets.length > 0 ? 0 : 1;
}

function choicesOf(dialect: Dialect, order: number, families: readonly Family[]): Ranked[] {
  const requests = matches(dialect, families, 'counter', dialect.requests);
  const latencies = matches(dialect, families, 'duration', dialect.latency);
  return [...new Set([...requests.keys(), ...latencies.keys()])].map((prefix) => {
    const counter = requests.get(prefix);
    const latency = latencies.get(prefix);
    const series = (counter?.counts.length ?? 0) + (latency?.counts.length ?? 0);
    return { dialect, prefix, order, series, rank: rankOf(latency), requests: counter ?? null, latency: latency ?? null };
  });
}

/**
 * One dialect, never two added: a histogram before a summary before a counter alone, then the order of the table, then the
 * prefix with the most series, then the alphabet, so that the choice stays the same from scrape to scrape.
 */
export function chooseDialect(families: readonly Family[]): Choice | null {
  const all = dialects.flatMap((dialect, order) => choicesOf(dialect, order, families));
  all.sort((a, b) => a.rank - b.rank || a.order - b.order || b.series - a.series || (a.prefix < b.prefix ? -1 : 1));
  return all[0] ?? null;
}
