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
  /** The counter's samples, or the `_count`s of durations. */
  counts: number[];
  sums: number[];
  buckets: number[];
  /** Labels met on `counts`. */
  labelNames: Set<string>;
}

interface Role {
  base: string;
  kind: Family['kind'];
  part: 'counts' | 'sums' | 'buckets';
}

const partOfSuffix: Record<string, Role['part']> = { count: 'counts', sum: 'sums', bucket: 'buckets' };

function roleOf(exposition: Exposition, name: string, suffix: string | null): Role | null {
  if (suffix === 'total') return { base: name, kind: 'counter', part: 'counts' };
  const part = partOfSuffix[suffix ?? ''];
  if (part) return { base: name.slice(0, -1 - (suffix as string).length), kind: 'duration', part };
  return suffix === null && exposition.families.get(name)?.type === 'counter' ? { base: name, kind: 'counter', part: 'counts' } : null;
}

/** The families whose stem is wanted, with the label names of a few samples each: a library labels all alike, or nearly. */
export function familiesOf(exposition: Exposition, wanted: (stem: string) => boolean): Family[] {
  const families = new Map<string, Family>();
  const lists: (number[] | undefined)[] = [];
  exposition.names.forEach((name, id) => {
    const parts = partsOf(name);
    const role = wanted(parts.stem) ? roleOf(exposition, name, parts.suffix) : null;
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
  for (const family of families.values()) addLabelNames(exposition, family, 5);
  return [...families.values()].filter((family) => family.counts.length > 0);
}

/** Adds the label names of the first `most` counts. */
export function addLabelNames(exposition: Exposition, family: Family, most: number): void {
  for (const index of family.counts.slice(0, most)) for (const label of exposition.labelsOf(index).keys()) family.labelNames.add(label);
}

function newFamily(role: Role, stem: string, unit: Unit | null): Family {
  return { name: role.base, stem, unit, kind: role.kind, counts: [], sums: [], buckets: [], labelNames: new Set() };
}
