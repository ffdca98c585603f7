import { stableText } from '../../document/normalise/json.ts';
import type { Side } from '../side.ts';
import type { Conjunction } from './flat.ts';
import { compareTightness, type Flat } from './flat.ts';

/** Both apply: `allOf` of the two, keyword by keyword. */
export function mergeFlats(a: Flat, b: Flat, side: Side): Flat {
  const values = mergeValues(a, b);
  return {
    ...a,
    never: a.never || b.never,
    types: mergeTypes(a.types, b.types),
    allTypes: undefined,
    ...values,
    extensible: a.extensible ?? b.extensible,
    bounds: mergeBounds(a, b),
    multiples: union(a.multiples, b.multiples),
    patterns: union(a.patterns, b.patterns),
    formats: union(a.formats, b.formats),
    unique: a.unique || b.unique,
    ...mergeObjects(a, b, side),
    ...mergeArrays(a, b, side),
    contains: [...a.contains, ...b.contains],
    nots: [...new Set([...a.nots, ...b.nots])],
    conditions: [...a.conditions, ...b.conditions],
    unions: [...a.unions, ...b.unions],
    discriminator: a.discriminator ?? b.discriminator,
    contentType: a.contentType ?? b.contentType,
    contentEncoding: a.contentEncoding ?? b.contentEncoding,
    contentSchema: a.contentSchema || b.contentSchema ? side.join(a.contentSchema, b.contentSchema) : undefined,
    opaque: union(a.opaque, b.opaque),
    readOnly: a.readOnly || b.readOnly,
    writeOnly: a.writeOnly || b.writeOnly,
    deprecated: a.deprecated || b.deprecated,
    fallback: a.fallback === undefined ? b.fallback : a.fallback,
    extensions: new Map([...b.extensions, ...a.extensions]),
    sources: new Map([...b.sources, ...a.sources]),
    home: a.home ?? b.home,
    allOfCount: a.allOfCount + b.allOfCount,
  };
}

const union = <T>(a: T[], b: T[]): T[] => (b.length === 0 ? a : [...new Set([...a, ...b])].sort());

export function mergeTypes(a: string[] | null, b: string[] | null): string[] | null {
  if (!a || !b) return a ?? b;
  const both = a.filter((type) => b.includes(type) || (type === 'integer' && b.includes('number')));
  const fromNumber = b.filter((type) => type === 'integer' && a.includes('number'));
  return [...new Set([...both, ...fromNumber])].sort();
}

function mergeValues(a: Flat, b: Flat): Pick<Flat, 'values' | 'isConst'> {
  if (!a.values || !b.values) return { values: a.values ?? b.values, isConst: a.isConst || b.isConst };
  const known = new Set(b.values.map(stableText));
  return { values: a.values.filter((value) => known.has(stableText(value))), isConst: a.isConst || b.isConst };
}

function mergeBounds(a: Flat, b: Flat): Flat['bounds'] {
  const bounds = new Map(a.bounds);
  for (const [name, bound] of b.bounds) if (compareTightness(name, bound, bounds.get(name)) > 0) bounds.set(name, bound);
  return bounds;
}

type ObjectPart = Pick<Flat, 'properties' | 'required' | 'additional' | 'byPattern' | 'names' | 'needs' | 'needsSchema'>;

function mergeObjects(a: Flat, b: Flat, side: Side): ObjectPart {
  const properties = new Map<string, Conjunction>();
  for (const name of new Set([...a.properties.keys(), ...b.properties.keys()]))
    properties.set(name, side.join(propertyOf(a, name), propertyOf(b, name)));
  const needs = new Map(a.needs);
  for (const [name, needed] of b.needs) needs.set(name, new Set([...(needs.get(name) ?? []), ...needed]));
  return {
    properties,
    required: b.required.size === 0 ? a.required : new Set([...a.required, ...b.required]),
    additional: joined(a.additional, b.additional, side),
    byPattern: mergeMaps(a.byPattern, b.byPattern, side),
    names: joined(a.names, b.names, side),
    needs,
    needsSchema: mergeMaps(a.needsSchema, b.needsSchema, side),
  };
}

/** What a schema says of a property: `additionalProperties` where it has no word of its own for it. */
function propertyOf(flat: Flat, name: string): Conjunction | undefined {
  return flat.properties.get(name) ?? (flat.byPattern.size === 0 && !flat.sources.has('unevaluatedProperties') ? flat.additional : undefined);
}

const joined = (a: Conjunction | undefined, b: Conjunction | undefined, side: Side) => (a && b ? side.join(a, b) : (a ?? b));

function mergeMaps(a: Map<string, Conjunction>, b: Map<string, Conjunction>, side: Side): Map<string, Conjunction> {
  const merged = new Map(a);
  for (const [name, schema] of b) merged.set(name, side.join(merged.get(name), schema));
  return merged;
}

function mergeArrays(a: Flat, b: Flat, side: Side): Pick<Flat, 'prefix' | 'items'> {
  const length = Math.max(a.prefix.length, b.prefix.length);
  const prefix = Array.from({ length }, (_, index) => side.join(a.prefix[index] ?? a.items, b.prefix[index] ?? b.items));
  return { prefix, items: joined(a.items, b.items, side) };
}
