import { isObject, type Json, member } from '../json.ts';
import { createRandom } from '../random.ts';
import type { Direction } from './look.ts';
import type { SchemaNode, SchemaSpace } from './shape.ts';
import { isValid } from './validate.ts';
import { type Beginning, writeValue } from './write.ts';
import { NoSample, type Size } from './writing.ts';

export interface SampleWish {
  /** The same seed gives the same value. */
  seed: number | string;
  size?: Size;
  /** Leaves out what requests, or responses, do not carry. */
  direction?: Direction;
}

const tries = 24;
/** What was written and is refused will mostly be refused again: alternatives that nothing tells apart. */
const refusedCost = 350;
/** Schemas written over all tries: counted instead of timed, so that the same seed gives the same value on any machine. */
const mostWritten = 4000;
const mostAtOnce = 500;

const sizesFor: Record<Size, Size[]> = {
  least: ['least', 'some', 'most'],
  some: ['some', 'least', 'most'],
  most: ['most', 'some', 'least'],
};

/** Values that the document itself gives for a schema: `example`, `examples`, `default`. */
export function* examplesOf(space: SchemaSpace, node: SchemaNode): Generator<Json> {
  let at: SchemaNode | undefined = node;
  for (let step = 0; at !== undefined && step < 8; step++) {
    for (const key of ['example', 'x-example', 'default']) {
      const value = member(at, key);
      if (value !== undefined) yield value;
    }
    const many = member(at, 'examples');
    if (Array.isArray(many)) yield* many;
    const { ref } = space.shapeOf(at);
    at = ref === undefined ? undefined : space.follow(ref);
  }
}

function tryWrite(node: SchemaNode, beginning: Beginning): Json | undefined {
  try {
    return writeValue(node, beginning);
  } catch (error) {
    if (error instanceof NoSample || error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * A value that is valid against the schema, or undefined where none was found. Each value is checked before it is handed
 * out. The same seed gives the same value.
 */
export function sample(space: SchemaSpace, node: SchemaNode, { seed, size = 'some', direction = 'none' }: SampleWish): Json | undefined {
  const random = createRandom(seed);
  const sizes = sizesFor[size];
  const whole = { left: mostWritten };
  let isTooLarge: boolean = false;
  for (let index = 0; index < tries && whole.left > 0; index++) {
    // What does not fit into the usual room may still be written with nothing but what must be.
    const chosen = isTooLarge ? 'least' : (sizes[index < 4 ? 0 : index % sizes.length] as Size);
    const budget: Beginning['budget'] = { left: isTooLarge ? whole.left : Math.min(whole.left, mostAtOnce) };
    const before = budget.left;
    const value = tryWrite(node, { space, random: random.fork(String(index)), size: chosen, direction, budget });
    whole.left -= before - budget.left + (value === undefined ? 0 : refusedCost);
    isTooLarge = budget.left < 0;
    if (value !== undefined && isValid(space, node, value, direction)) return value;
  }
  return firstExample(space, node, direction);
}

function firstExample(space: SchemaSpace, node: SchemaNode, direction: Direction): Json | undefined {
  for (const value of examplesOf(space, node)) if (isValid(space, node, value, direction)) return structuredClone(value);
  return undefined;
}

/** The first of the document's own examples that is valid. */
export function validExample(space: SchemaSpace, node: SchemaNode, direction: Direction): Json | undefined {
  const own = firstExample(space, node, direction);
  return own === undefined && space.shapeOf(node).object.properties.size > 0 ? exampleFromProperties(space, node, direction) : own;
}

/** An example put together from those of the properties, where every required one has one. */
function exampleFromProperties(space: SchemaSpace, node: SchemaNode, direction: Direction): Json | undefined {
  const { object } = space.shapeOf(node);
  const found: [string, Json][] = [];
  for (const [name, schema] of object.properties) {
    const value = isObject(schema) ? [...examplesOf(space, schema)][0] : undefined;
    if (value !== undefined) found.push([name, value]);
  }
  const value: Json = Object.fromEntries(found);
  return found.length > 0 && isValid(space, node, value, direction) ? value : undefined;
}
