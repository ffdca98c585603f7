import { equalJson, isObject, type Json } from '../json.ts';
import type { SchemaNode, SchemaSpace, Shape } from './shape.ts';
import { isValid } from './validate.ts';

/** A schema with its references followed and its `allOf` joined: what a value must fulfil all at once. Unions are still open. */
export interface Flat {
  isNever: boolean;
  types: string[] | null;
  values: Json[] | null;
  isNullable: boolean;
  number: Shape['number'];
  text: { min: number; max: number; patterns: string[]; format: string | undefined };
  array: Shape['array'];
  properties: Map<string, SchemaNode>;
  required: Set<string>;
  /** What each closed part lets through; a property must pass all of them. */
  closed: { names: Set<string>; patterns: string[] }[];
  patterns: [pattern: string, schema: SchemaNode][];
  additional: SchemaNode | undefined;
  names: SchemaNode[];
  min: number;
  max: number;
  needs: Map<string, string[]>;
  unions: { branches: SchemaNode[]; discriminator: Shape['discriminator'] }[];
  conditions: NonNullable<Shape['condition']>[];
  isReadOnly: boolean;
  isWriteOnly: boolean;
}

const both = (a: SchemaNode | undefined, b: SchemaNode | undefined): SchemaNode | undefined => {
  if (a === undefined || a === true) return b ?? a;
  if (b === undefined || b === true || a === b) return a;
  return { allOf: [a, b] };
};

export function emptyFlat(): Flat {
  return {
    isNever: false,
    types: null,
    values: null,
    isNullable: true,
    number: { min: -Infinity, max: Infinity, above: -Infinity, below: Infinity, step: 0 },
    text: { min: 0, max: Infinity, patterns: [], format: undefined },
    array: {
      prefix: [],
      items: undefined,
      min: 0,
      max: Infinity,
      isUnique: false,
      contains: undefined,
      minContains: 1,
      maxContains: Infinity,
      unevaluated: undefined,
    },
    properties: new Map(),
    required: new Set(),
    closed: [],
    patterns: [],
    additional: undefined,
    names: [],
    min: 0,
    max: Infinity,
    needs: new Map(),
    unions: [],
    conditions: [],
    isReadOnly: false,
    isWriteOnly: false,
  };
}

function joinTypes(a: string[] | null, b: string[] | null): string[] | null {
  if (!a || !b) return a ?? b;
  const fits = (type: string, others: string[]) => others.includes(type) || (type === 'integer' && others.includes('number'));
  return [...new Set([...a.filter((type) => fits(type, b)), ...b.filter((type) => fits(type, a))])];
}

function joinValues(a: Json[] | null, b: Json[] | null): Json[] | null {
  if (!a || !b) return a ?? b;
  return a.filter((value) => b.some((other) => equalJson(value, other)));
}

function joinArrays(flat: Flat, { array }: Shape): void {
  const own = flat.array;
  flat.array = {
    prefix: Array.from({ length: Math.max(own.prefix.length, array.prefix.length) }, (_, at) => both(own.prefix[at], array.prefix[at]) ?? true),
    items: both(own.items, array.items),
    min: Math.max(own.min, array.min),
    max: Math.min(own.max, array.max),
    isUnique: own.isUnique || array.isUnique,
    contains: own.contains ?? array.contains,
    minContains: Math.max(own.minContains, array.minContains),
    maxContains: Math.min(own.maxContains, array.maxContains),
    unevaluated: own.unevaluated ?? array.unevaluated,
  };
}

function joinObjects(flat: Flat, { object }: Shape): void {
  for (const [name, schema] of object.properties) flat.properties.set(name, both(flat.properties.get(name), schema) as SchemaNode);
  for (const name of object.required) flat.required.add(name);
  if (object.additional === false)
    flat.closed.push({ names: new Set(object.properties.keys()), patterns: object.patterns.map(([pattern]) => pattern) });
  flat.patterns.push(...object.patterns);
  flat.additional = both(flat.additional, object.additional);
  if (object.names !== undefined) flat.names.push(object.names);
  flat.min = Math.max(flat.min, object.min);
  flat.max = Math.min(flat.max, object.max);
  for (const [name, needed] of object.needs) flat.needs.set(name, [...(flat.needs.get(name) ?? []), ...needed]);
}

function joinScalars(flat: Flat, { number, text }: Shape): void {
  const own = flat.number;
  flat.number = {
    min: Math.max(own.min, number.min),
    max: Math.min(own.max, number.max),
    above: Math.max(own.above, number.above),
    below: Math.min(own.below, number.below),
    step: Math.max(own.step, number.step),
  };
  flat.text = {
    min: Math.max(flat.text.min, text.min),
    max: Math.min(flat.text.max, text.max),
    patterns: text.pattern === undefined ? flat.text.patterns : [...flat.text.patterns, text.pattern],
    format: flat.text.format ?? text.format,
  };
}

const deepest = 40;

/** Adds what a schema asks for to what is asked for already. */
export function join(flat: Flat, node: SchemaNode, space: SchemaSpace, depth = 0): void {
  const shape = space.shapeOf(node);
  if (shape.isNever || depth > deepest) flat.isNever = true;
  if (flat.isNever) return;
  flat.types = joinTypes(flat.types, shape.types);
  flat.values = joinValues(flat.values, shape.values);
  flat.isNullable = flat.isNullable && (shape.isNullable || shape.types?.includes('null') === true);
  flat.isReadOnly ||= shape.isReadOnly;
  flat.isWriteOnly ||= shape.isWriteOnly;
  joinScalars(flat, shape);
  joinArrays(flat, shape);
  joinObjects(flat, shape);
  if (shape.anyOf.length > 0) flat.unions.push({ branches: shape.anyOf, discriminator: shape.discriminator });
  if (shape.oneOf.length > 0) flat.unions.push({ branches: shape.oneOf, discriminator: shape.discriminator });
  if (shape.condition) flat.conditions.push(shape.condition);
  const target = shape.ref === undefined ? undefined : space.follow(shape.ref);
  if (target !== undefined) join(flat, target, space, depth + 1);
  for (const part of shape.allOf) join(flat, part, space, depth + 1);
}

/** The schema of the branch, with the value of its discriminator where that is not written in it. */
export function branchOf(branch: SchemaNode, { discriminator }: Flat['unions'][number]): SchemaNode {
  const ref = isObject(branch) && typeof branch.$ref === 'string' ? branch.$ref : undefined;
  if (!discriminator || ref === undefined) return branch;
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  const mapped = [...discriminator.mapping].find(([, target]) => target === ref || target === name)?.[0];
  const named: Json = { properties: { [discriminator.property]: { enum: [mapped ?? name] } }, required: [discriminator.property] };
  return { allOf: [branch, named] };
}

const isNull = (space: SchemaSpace, node: SchemaNode) => space.shapeOf(node).types?.join() === 'null';

/** The schema with that alternative of each union which a value is written for; else the first that is not null. */
export function flatFor(space: SchemaSpace, node: SchemaNode, value: Json): Flat {
  const flat = emptyFlat();
  join(flat, node, space);
  for (let round = 0; flat.unions.length > 0 && round < 10; round++)
    for (const union of flat.unions.splice(0)) {
      const written = union.branches.find((one) => isValid(space, one, value, 'request') && !isNull(space, one));
      const branch = written ?? union.branches.find((one) => !isNull(space, one));
      if (branch !== undefined) join(flat, branchOf(branch, union), space);
    }
  return flat;
}

/** The schema once for each alternative that it offers at its outside: a value of one is not a value of the next. */
export function alternativesOf(space: SchemaSpace, node: SchemaNode): SchemaNode[] {
  const flat = emptyFlat();
  join(flat, node, space);
  const [union] = flat.unions;
  const branches = union?.branches.filter((branch) => !isNull(space, branch)) ?? [];
  if (!union || branches.length < 2) return [node];
  return branches.map((branch): SchemaNode => ({ allOf: [node, branchOf(branch, union)] }));
}
