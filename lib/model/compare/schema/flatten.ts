import { equalJson, isObject, type Json, type JsonObject, listAt } from '../../document/normalise/json.ts';
import type { Side } from '../side.ts';
import type { Conjunction } from './flat.ts';
import { emptyFlat, type Flat, type Union } from './flat.ts';
import { mergeFlats, mergeTypes } from './merge.ts';
import { readNode } from './read-node.ts';

const deepestNesting = 60;
const longestChain = 1000;

/** The one thing that a set of schemas says. Remembered; a schema that contains itself without a step in between adds nothing. */
export function flatten(conjunction: Conjunction, side: Side, depth = 0): Flat {
  if (conjunction.flat === 'open' || depth > deepestNesting) return emptyFlat();
  if (conjunction.flat) return conjunction.flat;
  conjunction.flat = 'open';
  let flat: Flat | undefined;
  const seen = new Set<JsonObject>();
  for (const node of conjunction.nodes) for (const part of partsOf(node, side, seen, 0)) flat = flat ? mergeFlats(flat, part, side) : part;
  flat = simplifyUnions(flat ?? emptyFlat(), side, depth);
  if (conjunction.never) flat.never = true;
  settleTypes(flat);
  conjunction.flat = flat;
  return flat;
}

/** The node and all that it includes by `$ref` and `allOf`, outermost first. */
function partsOf(node: JsonObject, side: Side, seen: Set<JsonObject>, depth: number): Flat[] {
  if (seen.has(node) || depth > longestChain) return [];
  seen.add(node);
  const own = readNode(node, side);
  const parts = [own];
  if (typeof node.$ref === 'string') {
    const target = side.resolve(node.$ref);
    if (target === undefined) own.opaque = [node.$ref];
    else parts.push(...branchOf(target, side, seen, depth));
  }
  for (const branch of listAt(node, 'allOf')) {
    own.allOfCount += 1;
    parts.push(...branchOf(branch, side, seen, depth));
  }
  return parts;
}

function branchOf(branch: Json, side: Side, seen: Set<JsonObject>, depth: number): Flat[] {
  if (isObject(branch)) return partsOf(branch, side, seen, depth + 1);
  return branch === false ? [{ ...emptyFlat(), never: true }] : [];
}

/** Alternatives that are none: a single one, `null` beside one, plain values, plain types. */
function simplifyUnions(flat: Flat, side: Side, depth: number): Flat {
  const { unions } = flat;
  if (unions.length === 0) return flat;
  let result: Flat = { ...flat, allTypes: undefined, unions: [] };
  for (const union of unions) {
    const branches = alternativesOf(union, side, depth).filter((each) => !each.flat.never);
    const others = branches.filter((each) => !isNullOnly(each.flat));
    const nullable = others.length < branches.length;
    const rest: Union = { ...union, branches: others.map(({ branch }) => branch), nullable };
    result = mergeFlats(
      result,
      asFlat(
        rest,
        others.map((each) => each.flat),
      ),
      side,
    );
  }
  return result;
}

interface Alternative {
  branch: Conjunction;
  flat: Flat;
}

const mostAlternatives = 500;

/** The alternatives; one that is nothing but alternatives of the same kind is replaced by them. */
function alternativesOf(union: Union, side: Side, depth: number): Alternative[] {
  const branches = new Set(union.branches);
  const opened = new Set<Conjunction>();
  for (const branch of branches) {
    const inner = branches.size < mostAlternatives ? soleUnion(branch, side, union.kind) : undefined;
    if (!inner) continue;
    opened.add(branch);
    for (const each of inner.branches) branches.add(each);
  }
  return [...branches].filter((branch) => !opened.has(branch)).map((branch) => ({ branch, flat: flatten(branch, side, depth + 1) }));
}

function soleUnion({ nodes, never }: Conjunction, side: Side, kind: Union['kind']): Union | undefined {
  const [node] = nodes;
  if (never || !node || nodes.length > 1 || !Object.keys(node).every((key) => key === kind || quiet.has(key))) return undefined;
  return readNode(node, side).unions[0];
}

const quiet = new Set(['title', 'description', '$comment', 'example', 'examples', 'externalDocs']);

function isNullOnly(flat: Flat): boolean {
  return (flat.types?.length === 1 && flat.types[0] === 'null') || (flat.values?.length === 1 && flat.values[0] === null);
}

function asFlat(union: Union, branches: Flat[]): Flat {
  const only = branches[0];
  if (!only) return { ...emptyFlat(), types: union.nullable ? ['null'] : null, never: !union.nullable };
  if (branches.length === 1) return union.nullable ? withNull(only) : only;
  const empty = { ...emptyFlat(), home: union.node };
  if (branches.every(isPlainValues)) {
    const values = branches.flatMap((branch) => branch.values ?? []);
    return { ...empty, values: union.nullable ? [...values, null] : values, sources: new Map([[union.kind, union.node]]) };
  }
  if (branches.every(isPlainType)) {
    const types = [...new Set([...branches.flatMap((branch) => branch.types ?? []), ...(union.nullable ? ['null'] : [])])].sort();
    return {
      ...empty,
      types: types.includes('number') ? types.filter((type) => type !== 'integer') : types,
      sources: new Map([[union.kind, union.node]]),
    };
  }
  return { ...empty, unions: [union] };
}

function withNull(flat: Flat): Flat {
  const types = flat.types && !flat.types.includes('null') ? [...flat.types, 'null'].sort() : flat.types;
  const values = flat.values && !flat.values.includes(null) ? [...flat.values, null] : flat.values;
  return { ...flat, types, allTypes: undefined, values, unions: flat.unions.map((union) => ({ ...union, nullable: true })) };
}

const silent = new Set([
  'type',
  'enum',
  'const',
  'title',
  'description',
  'deprecated',
  'example',
  'examples',
  'default',
  '$comment',
  'x-enum-varnames',
]);
const saysOnly = (flat: Flat) =>
  [...flat.sources.keys()].every((key) => silent.has(key) || key.startsWith('x-') || key === '$ref') && flat.opaque.length === 0;
const isPlainValues = (flat: Flat) => flat.values !== null && saysOnly(flat);
const isPlainType = (flat: Flat) => flat.types !== null && flat.values === null && saysOnly(flat);

export function typeOfValue(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

export const allowsType = (types: string[] | null, type: string) =>
  !types || types.includes(type) || (type === 'integer' && types.includes('number'));

/** Values outside the types say nothing, nor do types without a value. */
function settleTypes(flat: Flat): void {
  const { types } = flat;
  if (!flat.values) return;
  const distinct: Json[] = [];
  for (const value of flat.values) {
    const isNew = flat.values.length > 200 ? true : !distinct.some((other) => equalJson(other, value));
    if (isNew && allowsType(types, typeOfValue(value))) distinct.push(value);
  }
  flat.values = distinct;
  if (distinct.length === 0) return;
  const present = [...new Set(distinct.map(typeOfValue))].sort();
  flat.types = mergeTypes(types, present) ?? present;
  if (types?.includes('number') && !flat.types.includes('number') && present.includes('integer'))
    flat.types = [...flat.types.filter((type) => type !== 'integer'), 'number'].sort();
}
