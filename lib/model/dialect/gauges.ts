import type { Exposition, Labels } from '../exposition.ts';
import type { Gauge } from '../gauge.ts';
import type { GaugeRow } from './gauge-row.ts';
import { gaugeRows } from './gauge-table.ts';
import { hashLabels } from './hash.ts';
import { foldLabel } from './label.ts';
import { stemOf } from './stem.ts';

/** More of one kind are cut, the fullest kept: a label that holds ids names no pool. */
export const mostOfKind = 8;

const prefixed = /^.+?_(?=(?:process|nodejs)_)/;

/** What a gauge is looked up by: lower case, separators folded, `_total` and a prefix before `process_` or `nodejs_` left out. */
export function gaugeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[._\-/ ]+/g, '_')
    .replace(/_total$/, '')
    .replace(prefixed, '');
}

const names = new Set(gaugeRows.flatMap(({ used, minus = [], bound = [] }) => [...used, ...minus, ...bound]));
const stems = new Set([...names].map(stemOf));

/** Whether a family of this stem tells how full something is: the allow-list of a scrape. */
export const isGaugeStem = (stem: string): boolean => stems.has(stem) || stems.has(stem.replace(prefixed, ''));

/** A gauge as one scrape says it: what is a rate waits for the next one. */
export interface RawGauge extends Omit<Gauge, 'share'> {
  /** The value is a total so far, and what counts is its increase per second. */
  total: boolean;
}

interface Found {
  /** As it stands in the exposition. */
  name: string;
  indices: number[];
}

/** Samples by folded name; an exact name goes before one with a prefix. */
function samplesByName(exposition: Exposition): Map<string, Found> {
  const chosen = new Map<string, { id: number; exact: boolean }>();
  exposition.names.forEach((name, id) => {
    const folded = gaugeName(name);
    const exact = !prefixed.test(name);
    if (names.has(folded) && (!chosen.has(folded) || (exact && !chosen.get(folded)?.exact))) chosen.set(folded, { id, exact });
  });
  const found = new Map([...chosen].map(([folded, { id }]): [string, Found] => [folded, { name: exposition.names[id] ?? folded, indices: [] }]));
  const lists = new Map([...chosen].map(([folded, { id }]) => [id, found.get(folded)?.indices]));
  if (found.size > 0) for (const [index, id] of exposition.nameIds.entries()) lists.get(id)?.push(index);
  return new Map([...found].filter(([, { indices }]) => indices.length > 0));
}

const labelIn = (labels: Labels, wanted: readonly string[]): string | undefined => {
  for (const [name, value] of labels) if (wanted.includes(foldLabel(name))) return value;
  return undefined;
};

const nothing: ReadonlySet<string> = new Set();

/** The samples of a family that are about this row, each series once. */
function samplesOf(exposition: Exposition, found: Found, row: GaugeRow): { of: string; value: number }[] {
  const seen = new Set<number>();
  return found.indices.flatMap((index) => {
    const labels = exposition.labelsOf(index);
    const key = hashLabels(labels, nothing);
    const state = row.only && labelIn(labels, row.only[0]);
    if (seen.has(key) || (state !== undefined && !row.only?.[1].test(state))) return [];
    seen.add(key);
    return [{ of: labelIn(labels, row.by ?? []) ?? '', value: exposition.values[index] as number }];
  });
}

/** A bound of -1, or one beyond all memory, says that there is none. */
const isBound = (value: number) => value > 0 && value < 2 ** 60;
const isAmount = (value: number) => Number.isFinite(value) && value >= 0;

/** Sums by name; null where a value is no amount, because the rest would be a partial truth. */
function sumBy(exposition: Exposition, found: Found | undefined, row: GaugeRow, use: 'value' | 'bound'): Map<string, number> | null {
  const samples = found ? samplesOf(exposition, found, row) : [];
  const telling = use === 'bound' ? samples.filter(({ value }) => isBound(value)) : samples;
  if (telling.length === 0 || !telling.every(({ value }) => isAmount(value))) return null;
  const sums = new Map<string, number>();
  for (const { of, value } of telling) sums.set(of, (sums.get(of) ?? 0) + value);
  return sums;
}

const first = (all: ReadonlyMap<string, Found>, wanted: readonly string[] = []) =>
  wanted.map((name) => all.get(name)).find((one) => one !== undefined);

function ruleOf(row: GaugeRow, hasBound: boolean): string {
  const { what, read, minus } = row;
  if (read === 'rate') return `${what}: increase of a counter between two looks, per second`;
  if (read === 'free') return `${what}: the bound less what is free`;
  if (minus) return `${what}: one counter less the other`;
  return hasBound ? `${what}, of the bound that the metrics say` : what;
}

const unitWords: Record<GaugeRow['unit'], string> = {
  cores: 'processor cores',
  share: 'share of time',
  bytes: 'bytes',
  seconds: 's',
  count: 'a plain count',
};

function readRow(exposition: Exposition, all: ReadonlyMap<string, Found>, row: GaugeRow): RawGauge[] {
  const [used, minus, bound] = [first(all, row.used), first(all, row.minus), first(all, row.bound)];
  const values = sumBy(exposition, used, row, 'value');
  if (!used || !values || (row.minus && !minus)) return [];
  const less = row.minus ? sumBy(exposition, minus, row, 'value') : null;
  const bounds = sumBy(exposition, bound, row, 'bound');
  const series = [used, minus, bound].flatMap((one) => (one ? [one.name] : [])).join(', ');
  return [...values].flatMap(([of, told]) => {
    const most = bounds?.get(of) ?? bounds?.get('') ?? null;
    const value = amountOf(row, told - (less?.get(of) ?? 0), most);
    if (value === null) return [];
    const unit = row.ofBound && most === null ? 'share' : row.unit;
    const source = { dialect: row.dialect, rule: ruleOf(row, most !== null), series, unit: `${unitWords[unit]}, by the dialect` };
    return [{ kind: row.kind, of, value, unit, bound: unit === row.unit ? most : 1, total: row.read === 'rate', source }];
  });
}

/** What is used, of what the family says; null where the two contradict each other or nothing can be said. */
function amountOf(row: GaugeRow, told: number, bound: number | null): number | null {
  if (row.read === 'free') return bound === null || told > bound ? null : bound - told;
  if (row.ofBound) return told > 1 ? null : told * (bound ?? 1);
  return told < 0 ? null : told * (row.scale ?? 1);
}

const fullness = ({ value, bound }: RawGauge) => (bound ? value / bound : -1);

/** How full a process says it is. What no family says is not here. */
export function readGauges(exposition: Exposition): RawGauge[] {
  const all = samplesByName(exposition);
  const told = new Map<string, RawGauge>();
  for (const row of all.size > 0 ? gaugeRows : []) {
    // Without names two rows of a kind would tell of one thing twice.
    const plain = row.by === undefined;
    if (plain && row.kind !== 'pool' && row.kind !== 'queue' && [...told.values()].some(({ kind }) => kind === row.kind)) continue;
    for (const gauge of readRow(exposition, all, row)) {
      const named = nameOf(row, gauge);
      const key = `${named.kind} ${named.of}`;
      if (!told.has(key)) told.set(key, named);
    }
  }
  const kept = new Map<string, number>();
  return [...told.values()]
    .sort((a, b) => fullness(b) - fullness(a) || (a.of < b.of ? -1 : 1))
    .filter(({ kind }) => {
      kept.set(kind, (kept.get(kind) ?? 0) + 1);
      return (kept.get(kind) ?? 0) <= mostOfKind;
    });
}

/** A pool says by its library what it is a pool of. */
function nameOf(row: GaugeRow, gauge: RawGauge): RawGauge {
  if (row.kind !== 'pool' && row.kind !== 'queue') return gauge;
  const library = row.dialect.replace(/ \(.*\)$/, '');
  return { ...gauge, of: gauge.of === '' ? library : `${library} ${gauge.of}` };
}
