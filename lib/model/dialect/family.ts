import type { Exposition } from '../exposition.ts';
import { partsOf } from './stem.ts';
import type { Unit } from './unit.ts';

/** One family of an exposition, its samples sorted by what they are. The arrays hold indices of samples. */
export interface Family {
  /** As it stands in the exposition, without suffix; a counter keeps its `_total`. */
  name: string;
  stem: string;
  /** The unit that stands in the name. */
  unit: Unit | null;
  kind: 'counter' | 'duration';
  /** The counter's samples, or the `_count`s of durations; where a histogram has none, its buckets without bound. */
  counts: number[];
  sums: number[];
  buckets: number[];
  /** Samples of a summary that carry a quantile. */
  quantiles: number[];
  /** Labels met on `counts`. */
  labelNames: Set<string>;
}

interface Role {
  base: string;
  kind: Family['kind'];
  part: 'counts' | 'sums' | 'buckets' | 'quantiles';
}

const partOfSuffix: Record<string, Role['part']> = { count: 'counts', sum: 'sums', bucket: 'buckets' };

/** `isPlain`: counters of this stem are known to come without `_total`, whatever their type is said to be. */
function roleOf(exposition: Exposition, name: string, { suffix, stem }: { suffix: string | null; stem: string }, isPlain: boolean): Role | null {
  const counter: Role = { base: name, kind: 'counter', part: 'counts' };
  if (suffix === 'total') return counter;
  const type = exposition.families.get(name)?.type;
  const part = partOfSuffix[suffix ?? ''];
  if (part === 'counts' && (type === 'counter' || (isPlain && !exposition.names.includes(`${name.slice(0, -6)}_sum`)))) return counter;
  if (part) return { base: name.slice(0, -1 - (suffix as string).length), kind: 'duration', part };
  if (suffix !== null) return null;
  if (type === 'counter' || (isPlain && type !== 'histogram' && type !== 'summary')) return counter;
  return type === 'gauge' || stem === '' ? null : { base: name, kind: 'duration', part: 'quantiles' };
}

/** The families whose stem is wanted, with the label names of a few samples each: a library labels all alike, or nearly. */
export function familiesOf(exposition: Exposition, wanted: (stem: string) => boolean, isPlain: (stem: string) => boolean = () => false): Family[] {
  const families = new Map<string, Family>();
  const lists: (number[] | undefined)[] = [];
  exposition.names.forEach((name, id) => {
    const parts = partsOf(name);
    const role = wanted(parts.stem) ? roleOf(exposition, name, parts, isPlain(parts.stem)) : null;
    if (!role) return;
    const key = `${role.kind} ${role.base}`;
    const family = families.get(key) ?? newFamily(role, parts.stem, parts.unit);
    families.set(key, family);
    lists[id] = family[role.part];
  });
  if (families.size === 0) return [];
  exposition.nameIds.forEach((id, index) => {
    lists[id]?.push(index);
  });
  for (const family of families.values()) complete(exposition, family);
  return [...families.values()].filter((family) => family.counts.length > 0);
}

function complete(exposition: Exposition, family: Family): void {
  family.quantiles = family.quantiles.filter((index) => exposition.labelsOf(index).has('quantile'));
  if (family.counts.length === 0) family.counts = family.buckets.filter((index) => exposition.labelsOf(index).get('le') === '+Inf');
  addLabelNames(exposition, family, 5);
}

/** Adds the label names of the first `most` counts. */
export function addLabelNames(exposition: Exposition, family: Family, most: number): void {
  for (const index of family.counts.slice(0, most)) for (const label of exposition.labelsOf(index).keys()) family.labelNames.add(label);
}

function newFamily(role: Role, stem: string, unit: Unit | null): Family {
  return { name: role.base, stem, unit, kind: role.kind, counts: [], sums: [], buckets: [], quantiles: [], labelNames: new Set() };
}
