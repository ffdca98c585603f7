import type { Json } from '../json.ts';
import { branchOf, emptyFlat, type Flat, join } from './flat.ts';
import type { SchemaNode } from './shape.ts';
import { isValid } from './validate.ts';
import { writeArray } from './write-array.ts';
import { writeNumber } from './write-number.ts';
import { writeObject } from './write-object.ts';
import { writeText } from './write-text.ts';
import { NoSample, type Writing } from './writing.ts';

const deepest = 30;
/** From here on what ends soon is preferred. */
const deep = 6;

export type Beginning = Omit<Writing, 'depth' | 'inside'>;

/** A value that the schema should accept, written from what it says. Throws NoSample; whoever uses the value checks it. */
export const writeValue = (node: SchemaNode, beginning: Beginning): Json => write(node, atDepth(beginning, 0));

function atDepth(beginning: Beginning, depth: number): Writing {
  return { ...beginning, depth, inside: (node) => write(node, atDepth(beginning, depth + 1)) };
}

function write(node: SchemaNode, writing: Writing): Json {
  writing.budget.left -= 1;
  if (writing.depth > deepest || writing.budget.left < 0) throw new NoSample();
  const flat = emptyFlat();
  join(flat, node, writing.space);
  return writeFlat(flat, node, writing);
}

/** Takes one alternative of each union in turn, another where that leads nowhere. */
function writeFlat(flat: Flat, node: SchemaNode, writing: Writing): Json {
  const [union, ...rest] = flat.unions;
  if (flat.isNever) throw new NoSample();
  if (!union) return writePlain(flat, node, writing);
  const shuffled = writing.random.shuffle(union.branches);
  const order = writing.depth > deep ? shuffled.sort((a, b) => weightOf(a, writing) - weightOf(b, writing)) : shuffled;
  for (const branch of order.slice(0, writing.depth > deep ? 3 : 6)) {
    const joined = copyFlat({ ...flat, unions: rest });
    join(joined, branchOf(branch, union), writing.space);
    try {
      return writeFlat(joined, node, writing);
    } catch (error) {
      if (!(error instanceof NoSample)) throw error;
    }
  }
  throw new NoSample();
}

const copyFlat = (flat: Flat): Flat => ({
  ...flat,
  properties: new Map(flat.properties),
  required: new Set(flat.required),
  closed: [...flat.closed],
  patterns: [...flat.patterns],
  names: [...flat.names],
  needs: new Map(flat.needs),
  unions: [...flat.unions],
  conditions: [...flat.conditions],
});

/** How much a schema is likely to bring along: scalars nothing. */
function weightOf(node: SchemaNode, { space }: Writing): number {
  const flat = emptyFlat();
  join(flat, node, space);
  if (flat.values || flat.types?.every((type) => type !== 'object' && type !== 'array')) return 0;
  return 1 + flat.required.size + flat.array.min;
}

function applyConditions(flat: Flat, writing: Writing): Flat {
  if (flat.conditions.length === 0) return flat;
  const joined = copyFlat({ ...flat, conditions: [] });
  for (const { when, holds, fails } of flat.conditions) {
    if (writing.random.isLucky(0.5)) {
      join(joined, when, writing.space);
      if (holds !== undefined) join(joined, holds, writing.space);
    } else if (fails !== undefined) join(joined, fails, writing.space);
  }
  return joined.isNever ? flat : joined;
}

function writePlain(given: Flat, node: SchemaNode, writing: Writing): Json {
  const flat = applyConditions(given, writing);
  if (flat.unions.length > 0) return writeFlat(flat, node, writing);
  if (flat.values) return writeListed(flat, node, writing);
  const type = chooseType(flat, writing);
  if (type === 'object') return writeObject(flat, writing);
  if (type === 'array') return writeArray(flat, writing);
  if (type === 'number' || type === 'integer') return writeNumber(flat, type, writing);
  if (type === 'boolean') return writing.random.isLucky(0.5);
  return type === 'null' ? null : writeText(flat, writing);
}

function writeListed(flat: Flat, node: SchemaNode, { space, random, direction }: Writing): Json {
  const values = (flat.values ?? []).filter(
    (value) => flat.types === null || value === null || isValid(space, { type: flat.types }, value, direction),
  );
  const full = values.filter((value) => value !== null);
  const order = random.shuffle(full.length > 0 ? full : values);
  const value = order.find((one) => isValid(space, node, one, direction)) ?? order[0];
  if (value === undefined) throw new NoSample();
  return value;
}

const hasObject = (flat: Flat) =>
  flat.properties.size > 0 || flat.required.size > 0 || flat.additional !== undefined || flat.min > 0 || flat.patterns.length > 0;
const hasArray = ({ array }: Flat) => array.items !== undefined || array.prefix.length > 0 || array.min > 0 || array.contains !== undefined;
const hasNumber = ({ number }: Flat) => number.min > -Infinity || number.max < Infinity || number.step > 0;

function chooseType(flat: Flat, { random }: Writing): string {
  const types = flat.types?.filter((type) => type !== 'null');
  if (types && types.length > 0) return random.pick(types);
  if (flat.types) {
    if (flat.types.includes('null')) return 'null';
    throw new NoSample();
  }
  if (hasObject(flat)) return 'object';
  if (hasArray(flat)) return 'array';
  return hasNumber(flat) ? 'number' : 'string';
}
