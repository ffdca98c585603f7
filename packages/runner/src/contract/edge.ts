import { isObject, type Json, type JsonObject, setMember } from '../json.ts';
import { createRandom } from '../random.ts';
import { type Flat, flatFor } from '../schema/flat.ts';
import { wordOf } from '../schema/format.ts';
import { sample } from '../schema/sample.ts';
import type { SchemaNode, SchemaSpace } from '../schema/shape.ts';
import { isValid } from '../schema/validate.ts';

/** A property or parameter that is left out. */
export const absent: unique symbol = Symbol('absent');
export type EdgeValue = Json | typeof absent;

const mostListed = 12;
const longestText = 5000;
const awkward = ['O\'Neil & "sons"; --', 'žluťoučký 漢字 👩‍🚀'];

function numberEdges({ number: { min, max, above, below, step }, types }: Flat): number[] {
  const gap = step || (types?.includes('number') ? 0.01 : 1);
  return [min, max, above + gap, below - gap, 0].filter((value) => Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER);
}

function textEdges({ text: { min, max, patterns, format } }: Flat): string[] {
  if (patterns.length > 0 || format !== undefined) return [];
  const random = createRandom('edge');
  const longest = max <= longestText ? [wordOf(random, max)] : [];
  return [wordOf(random, min), ...longest, ...awkward];
}

function listEdges(space: SchemaSpace, { array }: Flat, seed: string): Json[] {
  const { items } = array;
  if (items === undefined || array.prefix.length > 0) return [[]];
  const listed = space.shapeOf(items).values ?? [];
  const other = Array.from({ length: Math.min(array.max, 2) }, (_, index) =>
    sample(space, items, { seed: `${seed} ${index}`, size: 'least', direction: 'request' }),
  );
  return [[], other.filter((one) => one !== undefined), ...listed.slice(0, mostListed).map((one) => [one])];
}

/** Valid values at which services stumble: the least, the most, each that is listed, none at all, signs of other languages. */
export function edgesOf(space: SchemaSpace, node: SchemaNode, like: Json | undefined, isOptional: boolean, seed: string): EdgeValue[] {
  const value = like ?? sample(space, node, { seed, size: 'some', direction: 'request' });
  if (value === undefined) return isOptional ? [absent] : [];
  const flat = flatFor(space, node, value);
  const scalars: Json[] = flat.values?.slice(0, mostListed) ?? (typeof value === 'boolean' ? [true, false] : []);
  if (typeof value === 'number' && !flat.values) scalars.push(...numberEdges(flat));
  if (typeof value === 'string' && !flat.values) scalars.push(...textEdges(flat));
  if (Array.isArray(value)) scalars.push(...listEdges(space, flat, seed));
  const all = [...scalars, null].filter((one) => isValid(space, node, one, 'request'));
  const given = isOptional && all.length === 0 ? [value] : [];
  return [...new Set<EdgeValue>([...all, ...given, ...(isOptional ? ([absent] as const) : [])])];
}

export interface Places {
  space: SchemaSpace;
  /** Where what is written stands for something that the run knows: that stays. */
  isKept: (name: string) => boolean;
}

const deepest = 2;

/** How many requests it takes to send every edge of a body once. */
export function countEdges(places: Places, node: SchemaNode, value: Json, depth = 0): number {
  const { space } = places;
  if (Array.isArray(value)) return countEdges(places, flatFor(space, node, value).array.items ?? true, value[0] ?? null, depth + 1);
  if (!isObject(value) || depth > deepest) return 0;
  const { properties, required } = flatFor(space, node, value);
  const counts = [...properties].map(([name, schema]) =>
    Math.max(edgesOf(space, schema, value[name], !required.has(name), name).length, countEdges(places, schema, value[name] ?? null, depth + 1)),
  );
  return Math.max(0, ...counts);
}

function withMember(value: JsonObject, name: string, edge: EdgeValue): JsonObject {
  const { [name]: _, ...rest } = value;
  if (edge === absent) return rest;
  const copy = { ...value };
  setMember(copy, name, edge);
  return copy;
}

function varyMember(
  places: Places,
  schema: SchemaNode,
  own: Json | undefined,
  isOptional: boolean,
  round: number,
  depth: number,
  name: string,
): EdgeValue {
  const edges = edgesOf(places.space, schema, own, isOptional, `${name} ${round}`);
  const edge = edges[round % Math.max(1, edges.length)];
  if (edge !== undefined && !(isObject(own) && edge !== absent)) return edge;
  return own === undefined ? absent : vary(places, schema, own, round, depth + 1);
}

/** The value with the edges of one round in all its places at once; what would make it invalid is left as it was. */
export function vary(places: Places, node: SchemaNode, value: Json, round: number, depth = 0): Json {
  const { space, isKept } = places;
  const [first, ...rest] = Array.isArray(value) ? value : [];
  if (first !== undefined) return [vary(places, flatFor(space, node, value).array.items ?? true, first, round, depth + 1), ...rest];
  if (!isObject(value) || depth > deepest) return value;
  const { properties, required } = flatFor(space, node, value);
  let current: JsonObject = value;
  for (const [name, schema] of properties) {
    if (isKept(name)) continue;
    const edge = varyMember(places, schema, current[name], !required.has(name), round, depth, name);
    const changed = withMember(current, name, edge);
    if (isValid(space, node, changed, 'request')) current = changed;
  }
  return current;
}
