import { isObject, type Json, type JsonObject } from '../../document/normalise/json.ts';
import type { Change } from '../schema/change.ts';
import { typesOf } from '../schema/compare-types.ts';
import type { BoundName, Conjunction, Flat } from '../schema/flat.ts';
import { flatten } from '../schema/flatten.ts';
import type { Side } from '../side.ts';
import { type Wish, writeFlat, writeNumber, writeSample } from './sample.ts';
import { everyFormat, sampleOfFormat, sampleOfPattern } from './text-sample.ts';

export interface Place {
  /** The schema that accepts the witness, and the one that refuses it. */
  valid: Conjunction;
  refusing: Conjunction;
  validSide: Side;
  refusingSide: Side;
  change: Change;
  wish: Wish;
}

/** Values at the place of a change of which one may be accepted by the one side and refused by the other: boundaries, alternatives, presence. */
export function* listCandidates(place: Place): Generator<Json> {
  const valid = flatten(place.valid, place.validSide);
  const refusing = flatten(place.refusing, place.refusingSide);
  yield* place.change.hints ?? [];
  yield* (valid.values ?? []).slice(0, 100);
  if (place.change.kind === 'null' || place.change.kind.startsWith('nullable')) yield null;
  const accepts = (...types: string[]) => {
    const own = typesOf(valid, (conjunction) => flatten(conjunction, place.validSide));
    return own === null || types.some((type) => own.includes(type));
  };
  if (accepts('object')) yield* objects(place, valid, refusing);
  if (accepts('array')) yield* arrays(place, valid, refusing);
  if (accepts('number', 'integer')) yield* numbers(valid, refusing);
  if (accepts('string')) yield* texts(valid, refusing);
  if (accepts('boolean')) yield* [true, false];
  yield* variants(place, valid, 6, false);
  yield* excluded(place, refusing);
  yield null;
}

function attempt(write: () => Json): Json[] {
  try {
    return [write()];
  } catch {
    return [];
  }
}

function variants({ wish }: Place, flat: Flat, count: number, isFull: boolean): Json[] {
  const end = { ...wish, path: [], hasValue: false, isFull };
  return Array.from({ length: count }, (_, variant) => attempt(() => writeFlat(flat, { ...end, variant }))).flat();
}

function* numbers(valid: Flat, refusing: Flat): Generator<number> {
  const bounds = [valid, refusing].flatMap((flat) => (['min', 'max'] as const).flatMap((name) => flat.bounds.get(name)?.value ?? []));
  for (const bound of bounds) yield* [bound, bound - 1, bound + 1, bound - 0.5, bound + 0.5];
  for (const step of [...valid.multiples, ...refusing.multiples]) yield* [step, step * 2, step * 3, step + 1, step / 2];
  yield* [1, 0, -1, 1.5, 2, 3, 7, 2 ** 31 + 5, -(2 ** 31) - 5, 2 ** 53 + 2, 1e300];
  for (const variant of [0, 1, 2, 5]) yield writeNumber(valid, valid.types?.includes('integer') ? 'integer' : 'number', variant);
}

const lengthsOf = (valid: Flat, refusing: Flat, ...names: BoundName[]) =>
  [
    ...new Set(
      [valid, refusing]
        .flatMap((flat) => names.flatMap((name) => flat.bounds.get(name)?.value ?? []))
        .flatMap((length) => [length, length + 1, length - 1]),
    ),
  ].filter((length) => length >= 0 && length <= 20_000 && Number.isInteger(length));

function* texts(valid: Flat, refusing: Flat): Generator<string> {
  const patterns = [...valid.patterns, ...refusing.patterns];
  for (const pattern of patterns) for (const variant of [0, 1, 2, 3, 6]) yield* [sampleOfPattern(pattern, variant)].filter((text) => text !== null);
  for (const format of [...valid.formats, ...everyFormat]) yield* [sampleOfFormat(format)].filter((text) => text !== undefined);
  const lengths = lengthsOf(valid, refusing, 'minLength', 'maxLength');
  for (const length of lengths) yield 'x'.repeat(length);
  for (const pattern of patterns) for (const length of lengths.slice(0, 6)) yield (sampleOfPattern(pattern, length) ?? '').slice(0, length);
  yield* ['', 'text', 'A', 'a', '1', '0', ' ', '-', 'not what was expected', 'Zz-9_.~', 'é', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'];
}

function* arrays(place: Place, valid: Flat, refusing: Flat): Generator<Json> {
  const { wish, validSide } = place;
  const item = (variant: number) =>
    attempt(() =>
      writeSample(valid.prefix[0] ?? valid.items ?? validSide.conjunction(), {
        ...wish,
        path: [],
        hasValue: false,
        variant,
        depth: 6,
        isFull: false,
      }),
    )[0] ?? 1;
  for (const length of lengthsOf(valid, refusing, 'minItems', 'maxItems').filter((each) => each <= 2000))
    yield Array.from({ length }, (_, index) => (valid.unique ? item(index) : item(0)));
  yield [item(0), item(0)];
  yield [item(0)];
  yield [];
  yield* variants(place, valid, 3, true);
  const most = [valid, refusing].flatMap((flat) => flat.contains.flatMap(({ min, max }) => [min, max ?? 0]));
  for (const { schema } of [...valid.contains, ...refusing.contains]) {
    const inside = attempt(() =>
      writeSample(schema, {
        ...wish,
        side: valid.contains.some((each) => each.schema === schema) ? validSide : place.refusingSide,
        path: [],
        hasValue: false,
      }),
    )[0];
    if (inside !== undefined)
      for (const length of [1, ...most, ...most.map((each) => each + 1)].filter((each) => each < 100)) yield Array.from({ length }, () => inside);
  }
  if (refusing.prefix.length > 0 || valid.prefix.length > 0) {
    const whole = Array.from(
      { length: Math.max(valid.prefix.length, refusing.prefix.length) + 1 },
      (_, index) =>
        attempt(() => writeSample(valid.prefix[index] ?? valid.items ?? validSide.conjunction(), { ...wish, path: [], hasValue: false }))[0] ?? {
          odd: true,
        },
    );
    yield whole;
    yield whole.slice(0, -1);
    yield [...whole.slice(0, -2), { odd: true }];
  }
}

function* objects(place: Place, valid: Flat, refusing: Flat): Generator<Json> {
  for (const base of bases(place, valid)) {
    yield* withAndWithout(place, valid, base);
    yield* [base, { ...base, extra: 'x' }, { ...base, extra: 1, other: { deep: true } }];
    for (const each of new Set([...refusing.required, ...Object.keys(base).filter((name) => !valid.required.has(name))])) yield without(base, each);
    for (const size of lengthsOf(valid, refusing, 'minProperties', 'maxProperties').filter((each) => each < 1000)) yield resize(base, size, valid);
    for (const [each, needed] of [...valid.needs, ...refusing.needs])
      for (const other of needed) yield without({ ...base, ...withMember(place, valid, base, each).next().value }, other);
    for (const pattern of [...valid.byPattern.keys(), ...refusing.byPattern.keys()])
      yield* ['x', 1, true].map((value) => ({ ...base, [sampleOfPattern(pattern) ?? 'x']: value }));
    yield { ...base, 'Odd name!': 'x', X: 1, x_y: 1 };
  }
  if (!valid.types || valid.types.includes('object')) yield {};
}

/** Small ones before full ones, which take longer to write and to check. */
function* bases(place: Place, valid: Flat): Generator<JsonObject> {
  yield* variants(place, valid, 2, false).filter(isObject);
  yield* variants(place, valid, 2, true).filter(isObject);
}

function* withAndWithout(place: Place, valid: Flat, base: JsonObject): Generator<Json> {
  const name = place.change.within ?? place.change.name;
  if (name === undefined) return;
  yield without(base, name);
  yield* withMember(place, valid, base, name);
}

function without(base: JsonObject, name: string): JsonObject {
  const { [name]: _, ...rest } = base;
  return rest;
}

function* withMember({ wish, validSide }: Place, valid: Flat, base: JsonObject, name: string): Generator<JsonObject, JsonObject> {
  const schema = valid.properties.get(name) ?? valid.additional ?? validSide.conjunction();
  for (const variant of [0, 1])
    for (const value of attempt(() => writeSample(schema, { ...wish, path: [], hasValue: false, variant, depth: 4 })))
      yield { ...base, [name]: value };
  yield { ...base, [name]: 'odd' };
  yield { ...base, [name]: 12345 };
  return base;
}

function resize(base: JsonObject, size: number, flat: Flat): JsonObject {
  const needed = Object.entries(base).filter(([name]) => flat.required.has(name));
  const others = Object.entries(base).filter(([name]) => !flat.required.has(name));
  const result = Object.fromEntries([...needed, ...others].slice(0, Math.max(size, needed.length)));
  const fill = Object.values(base)[0] ?? 'x';
  for (let index = 0; Object.keys(result).length < size; index++) result[`key${index}`] = fill;
  return result;
}

/** Values that the refusing side names only to refuse or to condition them, alone and beside what the other side writes. */
function* excluded(place: Place, refusing: Flat): Generator<Json> {
  const own = flatten(place.valid, place.validSide);
  const tests = refusing.conditions.map(({ test }) => test);
  const whole = variants(place, own, 2, true).filter(isObject);
  for (const schema of [...refusing.nots, ...own.nots, ...tests, ...refusing.needsSchema.values()])
    for (const part of partsOf(place, schema)) {
      yield part;
      if (isObject(part)) yield* whole.map((base) => ({ ...base, ...part }));
    }
}

function partsOf({ wish, refusingSide }: Place, schema: Conjunction): Json[] {
  const end = { ...wish, path: [], hasValue: false, depth: 4, side: refusingSide };
  const full = attempt(() => writeSample(schema, { ...end, depth: 0, isFull: true }));
  return [...[0, 1].flatMap((variant) => attempt(() => writeSample(schema, { ...end, variant }))), ...full];
}
