import { type Json, type JsonObject, setMember } from '../json.ts';
import type { Flat } from './flat.ts';
import { matchesPattern } from './pattern.ts';
import { samplePattern } from './pattern-sample.ts';
import type { SchemaNode, SchemaSpace } from './shape.ts';
import { isValid } from './validate.ts';
import { NoSample, type Writing } from './writing.ts';

/** Optional properties of one object, by depth: enough to try each at the outside, few inside. */
const mostOptional = [40, 15, 5];
const mostProperties = 500;

export function writeObject(flat: Flat, writing: Writing): JsonObject {
  const result: JsonObject = {};
  const required = [...flat.required].filter((name) => isCarried(flat, name, writing));
  for (const name of required) setMember(result, name, writing.inside(schemaOf(flat, name)));
  const optional = chooseOptional(flat, writing).filter((name) => !Object.hasOwn(result, name));
  for (const name of optional)
    if (Object.keys(result).length < flat.max && writing.budget.left > keptForRequired) addIfPossible(result, flat, name, writing);
  for (const name of Object.keys(result))
    for (const needed of flat.needs.get(name) ?? [])
      if (!Object.hasOwn(result, needed)) setMember(result, needed, writing.inside(schemaOf(flat, needed)));
  fillUp(result, flat, writing);
  return result;
}

/** A property that this direction does not carry is left out. */
function isCarried(flat: Flat, name: string, { space, direction }: Writing): boolean {
  const node = flat.properties.get(name);
  if (direction === 'none') return true;
  return node === undefined || !isMarked(space, node, direction === 'request' ? 'isReadOnly' : 'isWriteOnly', 0);
}

function isMarked(space: SchemaSpace, node: SchemaNode, mark: 'isReadOnly' | 'isWriteOnly', depth: number): boolean {
  const shape = space.shapeOf(node);
  if (shape[mark] || depth > 8) return shape[mark];
  const target = shape.ref === undefined ? undefined : space.follow(shape.ref);
  return (target !== undefined && isMarked(space, target, mark, depth + 1)) || shape.allOf.some((part) => isMarked(space, part, mark, depth + 1));
}

/** Whether every closed part of the schema knows the property. */
function isAllowed(flat: Flat, name: string): boolean {
  return flat.closed.every(({ names, patterns }) => names.has(name) || patterns.some((pattern) => matchesPattern(pattern, name)));
}

function schemaOf(flat: Flat, name: string): SchemaNode {
  const fitting = flat.patterns.filter(([pattern]) => matchesPattern(pattern, name)).map(([, schema]) => schema);
  const own = flat.properties.get(name);
  const all = own === undefined ? fitting : [own, ...fitting];
  if (all.length === 0) return flat.additional === undefined || flat.additional === true ? { type: 'string' } : flat.additional;
  return all.length === 1 ? (all[0] as SchemaNode) : { allOf: all as JsonObject[] };
}

/** So much of the budget optional properties must leave. */
const keptForRequired = 200;
const depthFor = { least: 0, some: 3, most: 3 };

function chooseOptional(flat: Flat, writing: Writing): string[] {
  const { size, depth, random, budget } = writing;
  if (depth >= depthFor[size] || budget.left < keptForRequired) return [];
  const chosen: string[] = [];
  for (const name of flat.properties.keys()) {
    if (chosen.length >= (mostOptional[depth] ?? 0)) break;
    const isWanted = size === 'most' || random.isLucky(0.5 / (1 + depth / 2));
    if (isWanted && isAllowed(flat, name) && isCarried(flat, name, writing)) chosen.push(name);
  }
  return chosen;
}

function addIfPossible(result: JsonObject, flat: Flat, name: string, writing: Writing): void {
  try {
    setMember(result, name, writing.inside(schemaOf(flat, name)));
  } catch (error) {
    if (!(error instanceof NoSample)) throw error;
  }
}

/** Properties that are not named, where the object must have more than it has. */
function fillUp(result: JsonObject, flat: Flat, writing: Writing): void {
  if (flat.min > mostProperties) throw new NoSample();
  const known = [...flat.properties.keys()].filter((name) => isAllowed(flat, name) && isCarried(flat, name, writing));
  const wanted = flat.min > 0 || writing.size !== 'most' || known.length > 0 || !isMap(flat) || writing.depth > 2 ? flat.min : 1;
  for (let tries = 0; Object.keys(result).length < wanted && tries < wanted * 3 + 10; tries++) {
    const name = known.find((one) => !Object.hasOwn(result, one)) ?? nameFor(flat, writing, tries);
    if (name !== undefined && isAllowed(flat, name)) setMember(result, name, writing.inside(schemaOf(flat, name)));
  }
}

const isMap = ({ additional, patterns, properties }: Flat) =>
  properties.size === 0 && ((additional !== undefined && additional !== false) || patterns.length > 0);

function nameFor(flat: Flat, { space, random, direction, inside }: Writing, index: number): string | undefined {
  if (flat.additional === false) return samplePattern(flat.patterns[0]?.[0] ?? '', random, 2) ?? undefined;
  const plain: Json = `key${index + 1}`;
  const [rule] = flat.names;
  if (rule === undefined || isValid(space, rule, plain, direction)) return plain;
  const written = inside({ allOf: [{ type: 'string' }, rule] as JsonObject[] });
  return typeof written === 'string' ? written : undefined;
}
