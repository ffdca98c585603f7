import { partsOf } from '../dialect/stem.ts';
import type { Exposition, Labels } from '../exposition.ts';
import { expositionOf, type Metadata, type RawSample, type RawSeries } from './raw.ts';

/** One thing that the server scrapes, with every scrape of it that was asked for. */
export interface ScrapedTarget {
  /** What tells it apart from the others, the replicas of the server left out. */
  key: string;
  job: string;
  instance: string;
  /** Labels that the server put on: the service does not know them. */
  labels: Labels;
  series: RawSeries[];
  scrapes: { atMs: number; up: boolean }[];
  /** Between two scrapes; null while fewer than two are known. */
  intervalMs: number | null;
}

/** Labels by which setups with two servers for one fleet say which of them it was. */
const replicaLabels = ['prometheus_replica', 'replica', '__replica__', 'receive_replica'];
const placeLabels = ['cluster', 'namespace', 'job', 'instance'];

/** A counter that lacks in one scrape, because a store was still writing, is bridged for so many intervals. */
const bridgedIntervals = 2.5;
const defaultIntervalMs = 60_000;

const labelsKey = (labels: Labels, names: Iterable<string>) =>
  JSON.stringify([...names].filter((name) => labels.has(name)).map((name) => [name, labels.get(name)]));

const isWithin = (part: Labels, whole: Labels) => [...part].every(([name, value]) => whole.get(name) === value);

interface Group {
  up: RawSeries | null;
  series: RawSeries[];
}

/**
 * The targets that the series were scraped from, by name. The labels of a target are those of its `up`; a series that has no `up`, because
 * it was pushed, is told apart by cluster, namespace, job and instance. Of two servers that scrape one target, the fresher one is read.
 */
export function readTargets(series: readonly RawSeries[]): ScrapedTarget[] {
  const ups = series.filter(({ name }) => name === 'up');
  const upsByPlace = Map.groupBy(ups, ({ labels }) => labelsKey(labels, ['job', 'instance']));
  const groups = new Map<string, Group>();
  for (const one of series) {
    const up =
      one.name === 'up' ? one : upsByPlace.get(labelsKey(one.labels, ['job', 'instance']))?.find((other) => isWithin(other.labels, one.labels));
    const key = up ? labelsKey(up.labels, [...up.labels.keys()].sort()) : labelsKey(one.labels, [...placeLabels, ...replicaLabels]);
    const group = groups.get(key) ?? { up: up ?? null, series: [] };
    groups.set(key, group);
    if (one.name !== 'up') group.series.push(one);
  }
  const byKey = new Map<string, ScrapedTarget>();
  for (const target of [...groups].map(([, group]) => toTarget(group))) {
    const known = byKey.get(target.key);
    if (!known || newestMs(target) > newestMs(known)) byKey.set(target.key, target);
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

const newestMs = ({ scrapes }: ScrapedTarget) => scrapes.at(-1)?.atMs ?? 0;

function toTarget({ up, series }: Group): ScrapedTarget {
  const labels = up?.labels ?? series[0]?.labels ?? new Map<string, string>();
  const names = up ? [...labels.keys()] : [...placeLabels, ...replicaLabels].filter((name) => labels.has(name));
  const scrapes = up ? scrapesOf(up) : guessScrapes(series);
  return {
    key: labelsKey(labels, names.filter((name) => !replicaLabels.includes(name)).sort()),
    job: labels.get('job') ?? '',
    instance: labels.get('instance') ?? '',
    labels: new Map(names.map((name) => [name, labels.get(name) ?? ''])),
    series,
    scrapes,
    intervalMs: medianGap(scrapes.map(({ atMs }) => atMs)),
  };
}

/** Some stores answer the mark of a series that ended as NaN: it is no scrape. */
const scrapesOf = ({ timesMs, values }: RawSeries): ScrapedTarget['scrapes'] =>
  timesMs.flatMap((atMs, at) => (Number.isNaN(values[at]) ? [] : [{ atMs, up: values[at] !== 0 }]));

/** The targets that the server still scrapes, or tries to, measured against the one that it turned to last. */
export function currentTargets(targets: readonly ScrapedTarget[]): ScrapedTarget[] {
  const latestMs = targets.reduce((latest, target) => Math.max(latest, newestMs(target)), 0);
  return targets.filter((target) => latestMs - newestMs(target) <= (target.intervalMs ?? defaultIntervalMs) * bridgedIntervals);
}

/** Without an `up` the times that most series share: a sample with a time of its own is no scrape. */
function guessScrapes(series: readonly RawSeries[]): ScrapedTarget['scrapes'] {
  const counts = new Map<number, number>();
  for (const { timesMs } of series) for (const atMs of timesMs) counts.set(atMs, (counts.get(atMs) ?? 0) + 1);
  const most = [...counts.values()].reduce((a, b) => Math.max(a, b), 0);
  const times = [...counts].filter(([, count]) => count * 2 >= most).map(([atMs]) => atMs);
  return times.sort((a, b) => a - b).map((atMs) => ({ atMs, up: true }));
}

function medianGap(timesMs: readonly number[]): number | null {
  const gaps = timesMs.slice(1).map((atMs, at) => atMs - (timesMs[at] as number));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? null;
}

/** One scrape of a target as the service's own endpoint would have answered it. */
export interface TargetScrape {
  atMs: number;
  exposition: Exposition;
}

const counterSuffixes: ReadonlySet<string | null> = new Set(['total', 'count', 'sum', 'bucket']);

function isCounter(name: string, metadata: Metadata): boolean {
  return counterSuffixes.has(partsOf(name).suffix) || metadata.get(name)?.type === 'counter';
}

/** What the service itself called the labels: a clash with the server's own was resolved by `exported_`. */
function ownLabels(labels: Labels, targetLabels: Labels): Labels {
  const own = new Map<string, string>();
  for (const [name, value] of labels) {
    if (targetLabels.has(name)) continue;
    const bare = name.replace(/^exported_/, '');
    own.set(bare !== name && targetLabels.has(bare) ? bare : name, value);
  }
  return own;
}

/** The successful scrapes of a target later than `afterMs`, oldest first. Failed ones say nothing. */
export function scrapesAfter(target: ScrapedTarget, afterMs: number, metadata: Metadata): TargetScrape[] {
  const bridgeMs = (target.intervalMs ?? defaultIntervalMs) * bridgedIntervals;
  const series = target.series.map((one) => ({
    ...one,
    own: ownLabels(one.labels, target.labels),
    bridges: isCounter(one.name, metadata),
  }));
  return target.scrapes.flatMap(({ atMs, up }, at) => {
    if (!up || atMs <= afterMs) return [];
    const previousMs = target.scrapes[at - 1]?.atMs ?? Number.NEGATIVE_INFINITY;
    const samples = series.flatMap(({ name, own, bridges, timesMs, values }): RawSample[] => {
      const newest = timesMs.findLastIndex((timeMs) => timeMs <= atMs);
      const fromMs = bridges ? Math.min(previousMs, atMs - bridgeMs) : previousMs;
      return newest >= 0 && (timesMs[newest] as number) > fromMs ? [{ name, labels: own, value: values[newest] as number }] : [];
    });
    return samples.length > 0 ? [{ atMs, exposition: expositionOf(samples, metadata) }] : [];
  });
}

/** Several instances as one scrape: a label tells them apart, so that no two series become one. */
export function mergeScrapes(scrapes: readonly { instance: string; scrape: TargetScrape }[], metadata: Metadata): TargetScrape | null {
  const [first] = scrapes;
  if (!first) return null;
  if (scrapes.length === 1) return first.scrape;
  const samples = scrapes.flatMap(({ instance, scrape: { exposition } }) =>
    Array.from(exposition.values, (value, index): RawSample => {
      const name = exposition.names[exposition.nameIds[index] as number] as string;
      return { name, value, labels: new Map([...exposition.labelsOf(index), ['instance', instance]]) };
    }),
  );
  // The start of one process says nothing of the others.
  const kept = samples.filter(({ name }) => name !== 'process_start_time_seconds');
  const meanMs = scrapes.reduce((sum, { scrape }) => sum + scrape.atMs, 0) / scrapes.length;
  return { atMs: meanMs, exposition: expositionOf(kept, metadata) };
}
