import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Look } from './look.ts';
import { matchesPattern } from './pattern.ts';
import type { SchemaNode, Shape } from './shape.ts';

const everything = Symbol('everything');
type Names = Set<string | number | typeof everything>;

function* conditional(look: Look, { condition }: Shape, value: Json): Generator<SchemaNode> {
  if (!condition) return;
  const holds = look.accepts(condition.when, value);
  if (holds) yield condition.when;
  const branch = holds ? condition.holds : condition.fails;
  if (branch !== undefined) yield branch;
}

/** The schemas whose own keywords speak of the same value: those that it is valid against, as far as that matters. */
function* siblingsOf(look: Look, shape: Shape, value: Json): Generator<SchemaNode> {
  const target = shape.ref === undefined ? undefined : look.space.follow(shape.ref);
  if (target !== undefined) yield target;
  yield* shape.allOf;
  for (const branch of [...shape.anyOf, ...shape.oneOf]) if (look.accepts(branch, value)) yield branch;
  for (const [name, schema] of shape.object.conditions) if (isObject(value) && Object.hasOwn(value, name)) yield schema;
  yield* conditional(look, shape, value);
}

function addItems(look: Look, { array }: Shape, value: Json[], names: Names, isOutermost: boolean): void {
  if (array.items !== undefined || (array.unevaluated !== undefined && !isOutermost)) names.add(everything);
  for (const index of array.prefix.keys()) names.add(index);
  const { contains } = array;
  if (contains !== undefined) for (const [index, item] of value.entries()) if (look.accepts(contains, item)) names.add(index);
}

function addProperties({ object }: Shape, value: JsonObject, names: Names, isOutermost: boolean): void {
  if (object.additional !== undefined || (object.unevaluated !== undefined && !isOutermost)) names.add(everything);
  for (const name of object.properties.keys()) names.add(name);
  for (const name of Object.keys(value)) if (object.patterns.some(([pattern]) => matchesPattern(pattern, name))) names.add(name);
}

function collect(look: Look, shape: Shape, value: Json, names: Names, depth: number): void {
  if (Array.isArray(value)) addItems(look, shape, value, names, depth === 0);
  else if (isObject(value)) addProperties(shape, value, names, depth === 0);
  if (depth > 20) return;
  for (const sibling of siblingsOf(look, shape, value)) collect(look, look.space.shapeOf(sibling), value, names, depth + 1);
}

/** Whether what no other keyword has looked at is as `unevaluatedProperties` or `unevaluatedItems` says. */
export function isUnevaluatedFine(look: Look, unevaluated: SchemaNode, shape: Shape, value: Json): boolean {
  const names: Names = new Set();
  collect(look, shape, value, names, 0);
  if (names.has(everything)) return true;
  const rest = Array.isArray(value)
    ? value.filter((_, index) => !names.has(index))
    : Object.entries(isObject(value) ? value : {}).flatMap(([name, item]) => (names.has(name) ? [] : [item]));
  return rest.every((item) => look.accepts(unevaluated, item));
}
