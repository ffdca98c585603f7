import { type Json, type JsonObject, setMember } from '../../document/normalise/json.ts';
import type { Direction } from '../schema/change.ts';
import { typesOf } from '../schema/compare-types.ts';
import type { Conjunction } from '../schema/flat.ts';
import { type Bound, emptyFlat, type Flat } from '../schema/flat.ts';
import { flatten } from '../schema/flatten.ts';
import { mergeFlats } from '../schema/merge.ts';
import type { Step } from '../schema/pair.ts';
import type { Side } from '../side.ts';
import { sampleOfFormat, sampleOfPattern } from './text-sample.ts';

/** How to write a value: where to go, what to put there, and which of the possible values to prefer. */
export interface Wish {
  side: Side;
  end: 'from' | 'to';
  direction: Direction;
  path: readonly Step[];
  /** Put at the end of the path; undefined: write what the schema says there. */
  value?: Json | undefined;
  hasValue: boolean;
  variant: number;
  depth: number;
  /** Optional properties too, a few levels down. */
  isFull: boolean;
}

/** Thrown where no value can be written. */
export class NoSample extends Error {}

const deepest = 24;

/** A value that the schema should accept, written from what it says; whoever uses it checks it. */
export function writeSample(conjunction: Conjunction, wish: Wish): Json {
  if (wish.path.length === 0 && wish.hasValue) return wish.value as Json;
  if (wish.depth > deepest) throw new NoSample();
  return writeFlat(flatten(conjunction, wish.side), wish);
}

export function writeFlat(written: Flat, given: Wish): Json {
  const { flat, wish } = chooseBranches(written, given);
  if (wish.path.length === 0 && wish.hasValue) return wish.value as Json;
  if (flat.never) throw new NoSample();
  const step = wish.path[0];
  if (flat.values && !step)
    return (
      pick(
        flat.values.filter((value) => value !== null),
        wish.variant,
      ) ??
      pick(flat.values, 0) ??
      null
    );
  const type = step ? typeOfStep(step) : chooseType(flat, wish);
  if (type === 'object') return writeObject(flat, wish);
  if (type === 'array') return writeArray(flat, wish);
  if (type === 'number' || type === 'integer') return writeNumber(flat, type, wish.variant);
  if (type === 'boolean') return wish.variant % 2 === 0;
  return type === 'null' ? null : writeText(flat, wish.variant);
}

const pick = (values: Json[], variant: number): Json | undefined => values[variant % Math.max(1, values.length)];

const typeOfStep = (step: Step) => (step.kind === 'items' || step.kind === 'prefix' || step.kind === 'contains' ? 'array' : 'object');

function chooseType(flat: Flat, { side, variant }: Wish): string {
  const types = typesOf(flat, (conjunction) => flatten(conjunction, side))?.filter((type) => type !== 'null');
  if (types && types.length > 0) return types[variant % types.length] as string;
  if (flat.types?.includes('null')) return 'null';
  if (flat.properties.size > 0 || flat.required.size > 0 || flat.additional || flat.bounds.has('minProperties')) return 'object';
  if (flat.items || flat.prefix.length > 0 || flat.bounds.has('minItems')) return 'array';
  return flat.bounds.has('min') || flat.bounds.has('max') || flat.multiples.length > 0 ? 'number' : 'string';
}

/** Takes one alternative of each union, so that the rest is one plain schema. */
function chooseBranches(flat: Flat, wish: Wish): { flat: Flat; wish: Wish } {
  let result = flat;
  let rest = wish;
  for (let round = 0; result.unions.length > 0 && round < 12; round++) {
    const [union, ...others] = result.unions;
    const step = rest.path[0];
    let index = rest.variant % Math.max(1, union?.branches.length ?? 0);
    if (step?.kind === 'branch') {
      index = step[rest.end];
      rest = { ...rest, path: rest.path.slice(1) };
    }
    const branch = union?.branches[index];
    const chosen = branch ? flatten(branch, wish.side) : emptyFlat();
    result = mergeFlats({ ...result, unions: others }, chosen, wish.side);
  }
  return { flat: result, wish: rest };
}

function writeText(flat: Flat, variant: number): Json {
  const format = flat.formats[0];
  let text = format === undefined ? undefined : sampleOfFormat(format);
  if (flat.patterns[0] !== undefined) text = sampleOfPattern(flat.patterns[0], variant) ?? text ?? undefined;
  if (flat.patterns[0] !== undefined && text === undefined) throw new NoSample();
  const isFree = text === undefined;
  text ??= ['text', 'other', 'a'][variant % 3] as string;
  const least = flat.bounds.get('minLength')?.value ?? 0;
  const most = flat.bounds.get('maxLength')?.value ?? Number.POSITIVE_INFINITY;
  if (least > 100_000) throw new NoSample();
  if (text.length < least) text = isFree ? text.padEnd(least, 'x') : (sampleOfPattern(flat.patterns[0] ?? '', least) ?? text);
  return isFree && text.length > most ? text.slice(0, Math.max(0, most)) : text;
}

export function writeNumber(flat: Flat, type: string, variant: number): number {
  const [low, high] = [flat.bounds.get('min'), flat.bounds.get('max')];
  const step = Math.max(...flat.multiples, type === 'integer' ? 1 : 0);
  const unit = step > 0 ? step : 0.5;
  let value = low?.value ?? Math.min(high?.value ?? 1, 1);
  if (step > 0) value = Math.ceil(value / step) * step;
  if (low?.exclusive && value <= low.value) value += unit;
  if (high && isBeyond(value, high)) value = closeTo(high, low, step);
  const more = value + variant * unit;
  return variant > 0 && (!high || more < high.value) ? more : value;
}

const isBeyond = (value: number, high: Bound) => value > high.value || (high.exclusive && value >= high.value);

function closeTo(high: Bound, low: Bound | undefined, step: number): number {
  if (step > 0) return Math.floor(high.value / step) * step;
  return low ? (low.value + high.value) / 2 : high.value - 0.5;
}

function writeArray(flat: Flat, wish: Wish): Json {
  const [step, ...path] = wish.path;
  const least = flat.bounds.get('minItems')?.value ?? 0;
  const most = flat.bounds.get('maxItems')?.value ?? Number.POSITIVE_INFINITY;
  const at = step?.kind === 'prefix' ? step.index : step?.kind === 'items' ? flat.prefix.length : -1;
  const wanted = Math.max(least, at + 1, flat.contains[0]?.min ?? 0, wish.isFull && most > 0 && !step ? 1 : 0);
  if (wanted > 5000) throw new NoSample();
  return Array.from({ length: Math.min(wanted, Math.max(most, at + 1)) }, (_, index): Json => {
    const schema = flat.prefix[index] ?? flat.items ?? flat.contains[0]?.schema ?? wish.side.conjunction();
    const isTarget = index === at;
    const variant = flat.unique ? wish.variant + index : wish.variant;
    return writeSample(schema, { ...wish, path: isTarget ? path : [], hasValue: isTarget && wish.hasValue, variant, depth: wish.depth + 1 });
  });
}

function writeObject(flat: Flat, wish: Wish): Json {
  const [step, ...path] = wish.path;
  const target = nameOfStep(step, flat);
  const names = wantedNames(flat, wish, target);
  const result: JsonObject = {};
  for (const name of names) {
    const isTarget = name === target;
    const schema =
      flat.properties.get(name) ??
      (isTarget && step?.kind === 'pattern' ? flat.byPattern.get(step.name) : undefined) ??
      flat.additional ??
      wish.side.conjunction();
    setMember(result, name, writeSample(schema, { ...wish, path: isTarget ? path : [], hasValue: isTarget && wish.hasValue, depth: wish.depth + 1 }));
  }
  return result;
}

function nameOfStep(step: Step | undefined, flat: Flat): string | undefined {
  if (step?.kind === 'property') return step.name;
  if (step?.kind === 'pattern') return sampleOfPattern(step.name) ?? undefined;
  if (step?.kind === 'additional') return ['extra', 'other', 'more'].find((name) => !flat.properties.has(name));
  if (step) throw new NoSample();
  return undefined;
}

/** Required ones that this direction carries, what they need in turn, and as many more as the object must have. */
function wantedNames(flat: Flat, wish: Wish, target: string | undefined): Set<string> {
  const carried = new Set([...flat.properties.keys(), ...flat.required].filter((name) => isCarried(flat, name, wish)));
  const names = new Set([...flat.required].filter((name) => carried.has(name)));
  if (target !== undefined) names.add(target);
  const optional = wish.isFull && wish.depth < 2 ? [...flat.properties.keys()].slice(0, 30) : [];
  for (const name of optional) if (carried.has(name) && isWritable(flat, name, wish)) names.add(name);
  for (const name of names) for (const needed of flat.needs.get(name) ?? []) names.add(needed);
  const least = flat.bounds.get('minProperties')?.value ?? 0;
  const more = [...carried, ...Array.from({ length: Math.min(least, 200) }, (_, index) => `extra${index + 1}`)];
  for (const name of more) if (names.size < least) names.add(name);
  return names;
}

function isCarried(flat: Flat, name: string, { side, direction }: Wish): boolean {
  const property = flat.properties.get(name);
  const found = property && flatten(property, side);
  return !(direction === 'request' ? found?.readOnly : found?.writeOnly);
}

function isWritable(flat: Flat, name: string, wish: Wish): boolean {
  const property = flat.properties.get(name);
  if (!property) return true;
  try {
    writeSample(property, { ...wish, path: [], hasValue: false, depth: wish.depth + 4, isFull: false });
    return true;
  } catch {
    return false;
  }
}
