import type { Exposition } from '../exposition.ts';
import type { Family } from './family.ts';
import { foldLabel, labelOf } from './label.ts';
import type { Dialect } from './row.ts';
import { type Pick, pickOf } from './select.ts';
import { statusLabels } from './status.ts';
import { stemOf } from './stem.ts';
import { dialects, excludedStems, foreignPrefix } from './table.ts';

/** A family, and which of its series are requests that the service served; `pick` null: all. */
export interface Chosen {
  family: Family;
  pick: Pick;
  /** A label says that they are the service's own. */
  own: boolean;
}

export interface Choice {
  dialect: Dialect;
  requests: Chosen | null;
  latency: Chosen | null;
  /** 0 is the best: see `rankOf`. */
  rank: number;
}

/** What `pattern` leaves for its `*`; null when the stem does not match. A pattern without `*` leaves nothing. */
function prefixOf(pattern: string, stem: string): string | null {
  if (!pattern.startsWith('*')) return pattern === stem ? '' : null;
  if (known.has(stem)) return null;
  const rest = pattern.slice(1);
  if (stem.length <= rest.length || !stem.endsWith(rest)) return null;
  const prefix = stem.slice(0, -rest.length);
  return foreignPrefix.test(prefix) ? null : prefix;
}

const patterns = new Set(dialects.flatMap(({ requests, latency }) => [...requests, ...latency]));
const known = new Set([...patterns].filter((pattern) => !pattern.startsWith('*')));
const endings = [...patterns].filter((pattern) => pattern.startsWith('*')).map((pattern) => pattern.slice(1));
const neighbours = new Set(dialects.flatMap(({ beside }) => beside ?? []));
const plainStems = new Set(dialects.flatMap(({ plain, requests }) => (plain ? requests : [])));

/** Whether any dialect reads families of this stem: the allow-list of a scrape. */
export function isRequestStem(stem: string): boolean {
  return known.has(stem) || (endings.some((ending) => stem.endsWith(ending)) && !excludedStems.test(stem));
}

/** Whether counters of this stem come without `_total`, and sometimes announced as gauges. */
export const isPlainCounter = (stem: string): boolean => plainStems.has(stem);

function fits(dialect: Dialect, family: Family): boolean {
  const names = new Set([...family.labelNames].map(foldLabel));
  return dialect.labels.every((group) => group.some((name) => names.has(name))) && !dialect.not?.some((name) => names.has(name));
}

/** Buckets say more than quantiles, quantiles more than a mean. */
const weightOf = (family: Family) => (family.buckets.length > 0 ? 2 : Number(family.quantiles.length > 0));

interface Ranked extends Choice {
  prefix: string;
  order: number;
  series: number;
  /** 1 where no label says how requests ended. */
  silent: number;
  /** 0 where a label says that the series are the service's own. */
  shared: number;
}

interface Asked {
  exposition: Exposition;
  families: readonly Family[];
  service: string | null;
}

interface Wanted {
  dialect: Dialect;
  kind: Family['kind'];
  pattern: string;
}

/** A family that fits, with what its `*` stands for; null when it does not fit. */
function matchOf({ exposition, service }: Asked, { dialect, kind, pattern }: Wanted, family: Family): (Chosen & { prefix: string }) | null {
  const prefix = family.kind === kind ? prefixOf(pattern, family.stem) : null;
  if (prefix === null || !fits(dialect, family)) return null;
  const pick = pickOf(exposition, family, dialect, service);
  return pick && { family, ...pick, prefix };
}

function matches(asked: Asked, dialect: Dialect, kind: Family['kind'], patterns: readonly string[]): Map<string, Chosen> {
  const found = patterns.flatMap((pattern) => asked.families.flatMap((family) => matchOf(asked, { dialect, kind, pattern }, family) ?? []));
  const best = new Map<string, Chosen>();
  for (const { prefix, ...chosen } of found) {
    const known = best.get(prefix);
    if (!known || weightOf(known.family) < weightOf(chosen.family)) best.set(prefix, chosen);
  }
  return best;
}

const places = { service: 0, proxy: 3, spans: 6 };

/**
 * Within the service a histogram, a summary, a mean; then the same of a proxy in front of it; then of spans; then counters without
 * durations; last what only looks like requests.
 */
function rankOf({ seenBy, weak = false }: Dialect, latency: Family | undefined): number {
  const place = latency ? places[seenBy] + 2 - weightOf(latency) : 9 + places[seenBy] / 3;
  return weak ? 20 + place : place;
}

function choicesOf(asked: Asked, dialect: Dialect, order: number): Ranked[] {
  const requests = matches(asked, dialect, 'counter', dialect.requests);
  const latencies = matches(asked, dialect, 'duration', dialect.latency);
  return [...new Set([...requests.keys(), ...latencies.keys()])].map((prefix) => {
    const counter = requests.get(prefix);
    const latency = latencies.get(prefix);
    const series = (counter?.family.counts.length ?? 0) + (latency?.family.counts.length ?? 0);
    const silent = [counter, latency].some((one) => one && labelOf(one.family.labelNames, statusLabels) !== null) ? 0 : 1;
    const shared = counter?.own || latency?.own ? 0 : 1;
    return {
      dialect,
      prefix,
      order,
      series,
      silent,
      shared,
      rank: rankOf(dialect, latency?.family),
      requests: counter ?? null,
      latency: latency ?? null,
    };
  });
}

function besideOf(exposition: Exposition): Set<string> {
  const stems = [...exposition.families.keys(), ...exposition.names].map(stemOf);
  return new Set(stems.filter((stem) => neighbours.has(stem)));
}

/**
 * All that an exposition could be read as, the best first: by rank, then what is the service's own by a label, what says how
 * requests ended, then the order of the table, then the prefix with the most series,
 * then the alphabet, so that the choice stays the same from scrape to scrape. One is read; never are two added.
 */
export function rankChoices(exposition: Exposition, families: readonly Family[], service: string | null): Choice[] {
  if (families.length === 0) return [];
  const asked = { exposition, families, service };
  const beside = besideOf(exposition);
  const all = dialects.flatMap((dialect, order) => (dialect.beside && !beside.has(dialect.beside) ? [] : choicesOf(asked, dialect, order)));
  all.sort(
    (a, b) =>
      a.rank - b.rank || a.shared - b.shared || a.silent - b.silent || a.order - b.order || b.series - a.series || (a.prefix < b.prefix ? -1 : 1),
  );
  return all;
}
