import { relate } from './change.ts';
import { type Comparison, spots } from './comparison.ts';
import { type Bound, type BoundName, compareTightness, type Flat, isLower } from './flat.ts';

const boundTypes: { [name in BoundName]: string[] } = {
  min: ['number', 'integer'],
  max: ['number', 'integer'],
  minLength: ['string'],
  maxLength: ['string'],
  minItems: ['array'],
  maxItems: ['array'],
  minProperties: ['object'],
  maxProperties: ['object'],
};

export function compareNumbers(comparison: Comparison): void {
  for (const [name, types] of Object.entries(boundTypes)) if (comparison.applies(...types)) compareBound(comparison, name as BoundName);
  if (comparison.applies('number', 'integer')) compareMultiples(comparison);
}

function compareBound({ a, b, changes }: Comparison, name: BoundName): void {
  const isShort = [a, b].some(({ formats }) => formats.includes('int32'));
  const before = boundOf(a, name, isShort);
  const after = boundOf(b, name, isShort);
  const tightness = compareTightness(name, after, before);
  if (tightness === 0) return;
  const word = wordOf(name, (after ?? before)?.exclusive === true);
  const alias = word.alias;
  const grew = isLower(name) === tightness > 0;
  const move = grew ? 'increased' : 'decreased';
  const change = !before ? 'set' : !after ? 'unset' : move;
  const aliases = change === 'set' || change === 'unset' ? [`${alias}-${change}|${alias}-${move}`] : [`${alias}-${change}`];
  changes.push({
    kind: `${word.keyword}.${change}`,
    relation: tightness > 0 ? 'narrowed' : 'widened',
    ...(before ? { before: before.value } : {}),
    ...(after ? { after: after.value } : {}),
    aliases,
    ...spots(a, b, word.keyword, name === 'min' ? 'minimum' : name === 'max' ? 'maximum' : name),
  });
}

/** A bound that its format sets anyway says nothing. */
function boundOf(flat: Flat, name: BoundName, isShort: boolean): Bound | undefined {
  const bound = flat.bounds.get(name);
  const free = {
    min: [-(2 ** 63), -(2 ** 53) + 1, ...(isShort ? [-(2 ** 31)] : [])],
    max: [2 ** 63, 2 ** 53 - 1, ...(isShort ? [2 ** 31 - 1] : [])],
  };
  return bound && (name === 'min' || name === 'max') && free[name].includes(bound.value) ? undefined : bound;
}

function wordOf(name: BoundName, exclusive: boolean): { keyword: string; alias: string } {
  if (name === 'min') return exclusive ? { keyword: 'exclusiveMinimum', alias: 'exclusive-min' } : { keyword: 'minimum', alias: 'min' };
  if (name === 'max') return exclusive ? { keyword: 'exclusiveMaximum', alias: 'exclusive-max' } : { keyword: 'maximum', alias: 'max' };
  return { keyword: name, alias: name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`) };
}

const divides = (small: number, large: number) => Math.abs(large / small - Math.round(large / small)) < 1e-9;

function compareMultiples({ a, b, changes }: Comparison): void {
  const narrowed = b.multiples.some((after) => !a.multiples.some((before) => divides(after, before)));
  const widened = a.multiples.some((before) => !b.multiples.some((after) => divides(before, after)));
  if (!narrowed && !widened) return;
  const change = a.multiples.length === 0 ? 'set' : b.multiples.length === 0 ? 'unset' : 'changed';
  changes.push({
    kind: `multipleOf.${change}`,
    relation: relate(narrowed, widened),
    ...(a.multiples[0] === undefined ? {} : { before: a.multiples[0] }),
    ...(b.multiples[0] === undefined ? {} : { after: b.multiples[0] }),
    aliases: [`multiple-of-${change}`],
    ...spots(a, b, 'multipleOf'),
  });
}
