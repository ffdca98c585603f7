import { type Family, parseNumber } from '#lib/model/exposition.ts';
import type { Metadata, RawSeries } from '#lib/model/prometheus/raw.ts';

/** A server's answer is not what it should be. The message is a reason for people. */
export class AnswerError extends Error {
  override name = 'AnswerError';
  /** Another question would fail alike: a login in front, refused credentials. */
  readonly isOfServer: boolean;

  constructor(message: string, isOfServer = false) {
    super(message);
    this.isOfServer = isOfServer;
  }
}

/** As many samples as one scrape may have. */
export const mostSamples = 50_000;
const mostFamilies = 50_000;

type Fields = Record<string, unknown>;
export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const unexpected = (what: string) => new AnswerError(`its answer is not that of a Prometheus: ${what}`);

export function listOf(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw unexpected(`no list of ${what}`);
  return value;
}

function labelsOf(metric: unknown): Map<string, string> {
  if (!isFields(metric)) throw unexpected('a series without labels');
  const labels = new Map<string, string>();
  for (const [name, value] of Object.entries(metric)) {
    if (typeof value !== 'string') throw unexpected('a label that is no text');
    labels.set(name, value);
  }
  return labels;
}

function sampleOf(pair: unknown): { timeMs: number; value: number } {
  const [seconds, text] = Array.isArray(pair) ? pair : [];
  const value = typeof text === 'string' ? parseNumber(text) : undefined;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || value === undefined) throw unexpected('a sample without time or value');
  return { timeMs: Math.round(seconds * 1000), value };
}

interface NativePart {
  timeMs: number;
  count: number;
  sum: number;
}

function nativeOf(pair: unknown): NativePart {
  const [seconds, histogram] = Array.isArray(pair) ? pair : [];
  if (typeof seconds !== 'number' || !isFields(histogram)) throw unexpected('a histogram without time or buckets');
  const [count, sum] = [parseNumber(String(histogram.count)), parseNumber(String(histogram.sum))];
  if (count === undefined || sum === undefined) throw unexpected('a histogram without count or sum');
  return { timeMs: Math.round(seconds * 1000), count, sum };
}

export interface RawAnswer {
  series: RawSeries[];
  /** Families of native histograms, of which count and sum are read and the buckets are not. */
  nativeHistograms: string[];
}

/** The raw samples of an instant query for a range, all of them or none. Series come in any order and leave sorted. */
export function readMatrix(data: unknown): RawAnswer {
  if (!isFields(data) || data.resultType !== 'matrix') throw unexpected('no range of samples');
  const series: RawSeries[] = [];
  const native: RawSeries[] = [];
  let samples = 0;
  for (const entry of listOf(data.result, 'series')) {
    if (!isFields(entry)) throw unexpected('a series that is none');
    const labels = labelsOf(entry.metric);
    const name = labels.get('__name__') ?? '';
    labels.delete('__name__');
    const pairs = listOf(entry.values ?? [], 'samples');
    const histograms = listOf(entry.histograms ?? [], 'histograms');
    samples += pairs.length + histograms.length * 2;
    if (samples > mostSamples)
      throw new AnswerError(`answers with more than the ${mostSamples.toLocaleString('en-US')} samples allowed: narrow the labels of the mapping`);
    if (pairs.length > 0) series.push(columnsOf(name, labels, pairs.map(sampleOf)));
    if (histograms.length > 0) native.push(...countAndSum(name, labels, histograms.map(nativeOf)));
  }
  const classic = new Set(series.map(({ name }) => name));
  const added = native.filter(({ name }) => !classic.has(name));
  const nativeHistograms = [...new Set(native.map(({ name }) => name.replace(/_(?:count|sum)$/, '')))].sort();
  return { series: sorted([...series, ...added]), nativeHistograms };
}

function columnsOf(name: string, labels: Map<string, string>, samples: { timeMs: number; value: number }[]): RawSeries {
  const ordered = samples.every(({ timeMs }, at) => at === 0 || timeMs >= (samples[at - 1]?.timeMs ?? 0));
  const rows = ordered ? samples : samples.toSorted((a, b) => a.timeMs - b.timeMs);
  return { name, labels, timesMs: rows.map(({ timeMs }) => timeMs), values: rows.map(({ value }) => value) };
}

/** A native histogram as the count and sum that a classic one would have. */
function countAndSum(name: string, labels: Map<string, string>, parts: NativePart[]): RawSeries[] {
  return (['count', 'sum'] as const).map((part) =>
    columnsOf(
      `${name}_${part}`,
      labels,
      parts.map((one) => ({ timeMs: one.timeMs, value: one[part] })),
    ),
  );
}

function sorted(series: RawSeries[]): RawSeries[] {
  const keyed = series.map((one): [string, RawSeries] => [JSON.stringify([one.name, ...[...one.labels].sort(([a], [b]) => (a < b ? -1 : 1))]), one]);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}

/** Type, help and unit of families. Of several targets that disagree the first one speaks. */
export function readMetadata(data: unknown): Metadata {
  if (!isFields(data)) throw unexpected('no metadata');
  const families = new Map<string, Family>();
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  for (const [name, entries] of Object.entries(data).slice(0, mostFamilies)) {
    const [first] = Array.isArray(entries) ? entries : [];
    if (isFields(first)) families.set(name, { name, type: text(first.type), help: text(first.help), unit: text(first.unit) });
  }
  return families;
}

export function readTexts(data: unknown, what: string): string[] {
  return listOf(data, what).map((one) => {
    if (typeof one !== 'string') throw unexpected(`a list of ${what} that holds something else`);
    return one;
  });
}

/** One target as the server tells of it. */
export interface ToldTarget {
  labels: Record<string, string>;
  scrapeUrl: string;
  health: string;
  lastError: string;
}

export function readToldTargets(data: unknown): ToldTarget[] {
  const targets = listOf(isFields(data) ? data.activeTargets : null, 'targets');
  return targets.map((one) => {
    if (!isFields(one)) throw unexpected('a target that is none');
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    return {
      labels: Object.fromEntries(labelsOf(one.labels)),
      scrapeUrl: text(one.scrapeUrl),
      health: text(one.health),
      lastError: text(one.lastError),
    };
  });
}
