import { relate } from './change.ts';
import { type Comparison, spots } from './comparison.ts';
import type { Conjunction, Flat, Union } from './flat.ts';
import { mergeTypes } from './merge.ts';

/** The types that are left once the alternatives are taken into account; null: any. Worked out once; alternatives that lead back to themselves say nothing. */
export function typesOf(flat: Flat, flatOf: (conjunction: Conjunction) => Flat): string[] | null {
  if (flat.allTypes !== undefined) return flat.allTypes;
  flat.allTypes = null;
  let types = flat.types;
  for (const union of flat.unions) types = mergeTypes(types, typesOfUnion(union, flatOf));
  flat.allTypes = types;
  return types;
}

function typesOfUnion(union: Union, flatOf: (conjunction: Conjunction) => Flat): string[] | null {
  const all = new Set<string>(union.nullable ? ['null'] : []);
  for (const branch of union.branches) {
    const own = typesOf(flatOf(branch), flatOf);
    if (!own) return null;
    for (const type of own) all.add(type);
  }
  return [...all];
}

const objectWords = ['properties', 'additionalProperties', 'patternProperties', 'required', 'propertyNames', 'minProperties', 'maxProperties'];
const arrayWords = ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains'];
const stringWords = ['pattern', 'minLength', 'maxLength', 'contentMediaType', 'contentEncoding'];

/** What authors mean who leave the type out. */
function implied(flat: Flat): string[] | null {
  const said = (words: string[]) => words.some((word) => flat.sources.has(word));
  const types = [...(said(objectWords) ? ['object'] : []), ...(said(arrayWords) ? ['array'] : []), ...(said(stringWords) ? ['string'] : [])];
  return types.length === 1 ? types : null;
}

const covers = (types: string[], type: string) => types.includes(type) || (type === 'integer' && types.includes('number'));
const all = ['array', 'boolean', 'null', 'number', 'object', 'string'];

/** True where no value can be of both, so that the rest need not be compared. Types that contradict each other are a change: whoever wrote them meant one of them. */
export function compareTypes(comparison: Comparison, typesA: string[] | null, typesB: string[] | null): boolean {
  const { a, b } = comparison;
  if (a.unions.length > 0 && b.unions.length > 0 && a.types === null && b.types === null) {
    compareNull(comparison, typesA, typesB);
    return false;
  }
  const first = typesA ?? (typesB ? implied(a) : null);
  const second = typesB ?? (typesA ? implied(b) : null);
  if (first && second) return compareBoth(comparison, first, second);
  if (first || second) push(comparison, first ? 'type.widened' : 'type.narrowed', first ?? all, second ?? all, first, second);
  return false;
}

function compareBoth(comparison: Comparison, first: string[], second: string[]): boolean {
  const [plainA, plainB] = [first, second].map((types) => types.filter((type) => type !== 'null')) as [string[], string[]];
  const hasBoth = plainA.length > 0 && plainB.length > 0;
  if (hasBoth) compareNull(comparison, first, second);
  const lost = (hasBoth ? plainA : first).filter((type) => !covers(second, type));
  const won = (hasBoth ? plainB : second).filter((type) => !covers(first, type));
  const isContradiction = second.length === 0 && first.length > 0;
  const relation = isContradiction ? 'changed' : relate(lost.length > 0, won.length > 0);
  if (relation !== 'none') push(comparison, `type.${relation}`, first, second, first, second);
  return hasBoth && !plainA.some((type) => covers(plainB, type)) && !plainB.some((type) => covers(plainA, type));
}

function compareNull({ a, b, changes }: Comparison, typesA: string[] | null, typesB: string[] | null): void {
  const before = !typesA || typesA.includes('null');
  const after = !typesB || typesB.includes('null');
  if (before === after) return;
  const place = spots(a, b, 'type', 'enum', 'anyOf', 'oneOf');
  if (after) changes.push({ kind: 'nullable.added', relation: 'widened', aliases: ['became-nullable'], hints: [null], ...place });
  else changes.push({ kind: 'nullable.removed', relation: 'narrowed', aliases: ['became-not-nullable'], hints: [null], ...place });
}

function push({ a, b, changes }: Comparison, kind: string, first: string[], second: string[], before: string[] | null, after: string[] | null): void {
  const single = before && after && before.length <= 2 && after.length <= 2;
  const aliases: { [kind: string]: string[] } = {
    'type.changed': ['type-changed'],
    'type.narrowed': single
      ? ['type-specialized|type-changed', 'list-of-types-narrowed']
      : ['list-of-types-narrowed|type-changed', 'type-specialized'],
    'type.widened': single ? ['type-generalized', 'list-of-types-widened'] : ['list-of-types-widened|type-generalized', 'type-generalized'],
  };
  changes.push({
    kind,
    relation: relate(kind !== 'type.widened', kind !== 'type.narrowed'),
    onWire: onWire(a, b, first, second),
    before: nameTypes(before),
    after: nameTypes(after),
    aliases: aliases[kind] ?? [],
    ...spots(a, b, 'type', 'enum', 'const', 'anyOf', 'oneOf'),
  });
}

const nameTypes = (types: string[] | null) => (types ? types.join(' or ') || 'of no type' : 'any');

/** In a parameter or header all scalars are text: an unlimited string takes what a number was. */
function onWire(a: Flat, b: Flat, first: string[], second: string[]) {
  const scalars = (types: string[]) => types.every((type) => type !== 'object' && type !== 'array');
  const free = (flat: Flat) =>
    flat.types?.includes('string') && !flat.values && flat.patterns.length === 0 && flat.formats.length === 0 && flat.bounds.size === 0;
  if (!scalars(first) || !scalars(second)) return undefined;
  if (free(b)) return 'widened' as const;
  return free(a) ? ('narrowed' as const) : undefined;
}
