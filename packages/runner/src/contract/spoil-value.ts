import { isObject, type Json, type JsonObject, setMember, stableText } from '../json.ts';
import type { Random } from '../random.ts';
import { type Flat, flatFor } from '../schema/flat.ts';
import { brokenFormats, wordOf } from '../schema/format.ts';
import { matchesPattern } from '../schema/pattern.ts';
import { sample } from '../schema/sample.ts';
import type { SchemaNode, SchemaSpace } from '../schema/shape.ts';
import { validate } from '../schema/validate.ts';

export interface Spoilt {
  value: Json;
  /** What is wrong with it: "without `email`". */
  what: string;
  /** Place in the document that forbids it. */
  pointer: string;
  /** Rules that many services read leniently: formats, unknown properties. */
  isSoft: boolean;
}

interface Spoiler {
  space: SchemaSpace;
  random: Random;
}

/** Another value for one place of a sample, before it is checked that it is wrong. */
interface Change {
  value: Json;
  what: string;
}

const longestText = 3000;
const mostItems = 200;
const deepest = 3;

const wrongTypes: [string, Json][] = [
  ['object', 'not an object'],
  ['array', 'not a list'],
  ['boolean', 'perhaps'],
  ['integer', 'not a number'],
  ['number', 'not a number'],
  ['string', { not: 'a text' }],
];

function* spoilType({ types }: Flat, value: Json): Generator<Change> {
  const known = types ?? [];
  const found = wrongTypes.find(([type]) => known.includes(type));
  if (found) yield { value: typeof value === 'string' ? { not: 'a text' } : found[1], what: `of another type than ${known.join(' or ')}` };
}

const besideStep = (least: number, step: number) =>
  (least > -Infinity ? Math.ceil(least / step) * step : 0) + (Number.isInteger(step) && step > 1 ? 1 : step / 2);

function* spoilNumber({ number: { min, max, above, below, step }, types }: Flat): Generator<Change> {
  const least = Math.max(min, above);
  const most = Math.min(max, below);
  if (least > -Infinity) yield { value: Math.ceil(least) - 1, what: `below ${least}` };
  if (most < Infinity && most < Number.MAX_SAFE_INTEGER) yield { value: Math.floor(most) + 1, what: `above ${most}` };
  for (const bound of [above, below]) if (Number.isFinite(bound)) yield { value: bound, what: `of ${bound}, which is just excluded` };
  if (step > 0) yield { value: besideStep(least, step), what: `no multiple of ${step}` };
  if (types?.includes('integer') && !types.includes('number')) yield { value: (least > -Infinity ? Math.ceil(least) : 1) + 0.5, what: 'not whole' };
}

function* spoilText({ text: { min, max, patterns, format }, values }: Flat, { random }: Spoiler, value: string): Generator<Change> {
  if (values) return;
  if (min > 0) yield { value: value.slice(0, min - 1), what: `shorter than ${min} characters` };
  if (max < longestText) yield { value: value + wordOf(random, Math.max(1, max + 1 - value.length)), what: `longer than ${max} characters` };
  const [pattern] = patterns;
  if (pattern !== undefined) {
    const broken = [`${value}\u00a7`, ' '.repeat(Math.max(1, min)), `\u00a7${value}`, '\u00a7'.repeat(Math.max(1, min))];
    const found = broken.find((text) => text.length >= min && text.length <= max && !matchesPattern(pattern, text));
    if (found !== undefined) yield { value: found, what: `not matching ${pattern}` };
  }
  const wrong = format === undefined ? undefined : brokenFormats[format];
  if (wrong !== undefined) yield { value: wrong, what: `no ${format}` };
}

function* spoilScalar(flat: Flat, spoiler: Spoiler, value: Json): Generator<Change> {
  if (flat.values) yield { value: typeof flat.values[0] === 'number' ? 987_654_321 : `not-one-of-these`, what: 'none of the listed values' };
  if (typeof value === 'number') yield* spoilNumber(flat);
  if (typeof value === 'string') yield* spoilText(flat, spoiler, value);
  yield* spoilType(flat, value);
}

/** As many items as that, all different where they can be: one mistake must not hide behind another. */
function fill({ space }: Spoiler, { array: { items = true } }: Flat, value: Json[], count: number): Json[] {
  const found = new Map(value.map((item) => [stableText(item), item]));
  for (let tries = 0; found.size < count && tries < count * 4; tries++) {
    const item = sample(space, items, { seed: `item ${tries}`, size: 'some', direction: 'request' });
    if (item !== undefined) found.set(stableText(item), item);
  }
  const distinct = [...found.values()];
  return Array.from({ length: count }, (_, index) => distinct[index] ?? (value[0] as Json));
}

function* spoilArray(flat: Flat, spoiler: Spoiler, value: Json[], depth: number): Generator<Change> {
  const { array } = flat;
  if (array.min > 0) yield { value: value.slice(0, array.min - 1), what: `with fewer than ${array.min} items` };
  const [first] = value;
  if (array.max < mostItems && first !== undefined)
    yield { value: fill(spoiler, flat, value, array.max + 1), what: `with more than ${array.max} items` };
  if (array.isUnique && first !== undefined) yield { value: [...value, first], what: 'with the same item twice' };
  if (first !== undefined && array.items !== undefined && array.prefix.length === 0)
    for (const change of changesOf(array.items, spoiler, first, depth + 1))
      yield { value: [change.value, ...value.slice(1)], what: `with an item ${change.what}` };
}

const withMember = (value: JsonObject, name: string, inner: Json): JsonObject => {
  const copy = { ...value };
  setMember(copy, name, inner);
  return copy;
};

function* spoilObject(flat: Flat, spoiler: Spoiler, value: JsonObject, depth: number): Generator<Change> {
  for (const name of flat.required) {
    const { [name]: _, ...rest } = value;
    if (!Object.hasOwn(value, name)) continue;
    yield { value: rest, what: `without \`${name}\`` };
    yield { value: withMember(value, name, null), what: `with \`${name}\` null` };
  }
  if (flat.min > 0) yield { value: Object.fromEntries(Object.entries(value).slice(0, flat.min - 1)), what: `with fewer than ${flat.min} properties` };
  for (const [name, node] of flat.properties) {
    const own = value[name] ?? sample(spoiler.space, node, { seed: `${name}${spoiler.random.whole(0, 1e9)}`, size: 'least', direction: 'request' });
    if (own === undefined || own === null) continue;
    for (const change of changesOf(node, spoiler, own, depth + 1))
      yield { value: withMember(value, name, change.value), what: `with \`${name}\` ${change.what}` };
  }
  yield { value: { ...value, notDeclaredAnywhere: 1 }, what: 'with a property that is not declared' };
}

function* changesOf(node: SchemaNode, spoiler: Spoiler, value: Json, depth: number): Generator<Change> {
  const flat = flatFor(spoiler.space, node, value);
  if (depth > deepest) return;
  if (Array.isArray(value)) yield* spoilArray(flat, spoiler, value, depth);
  else if (isObject(value)) yield* spoilObject(flat, spoiler, value, depth);
  yield* spoilScalar(flat, spoiler, value);
}

const soft = ['format', 'additionalProperties', 'unevaluatedProperties', 'multipleOf'];

/** The sample with one thing wrong, for each thing that the schema forbids. Each is checked: the schema refuses it. */
export function* spoilValue(space: SchemaSpace, node: SchemaNode, value: Json, random: Random, pointer: string): Generator<Spoilt> {
  for (const change of changesOf(node, { space, random }, value, 0)) {
    const mismatches = validate(space, node, change.value, 'request', pointer);
    const [first] = mismatches;
    if (!first) continue;
    yield { ...change, pointer: first.pointer.replace(/^#/, ''), isSoft: mismatches.every(({ keyword }) => soft.includes(keyword)) };
  }
}
