import { type Json, stableText } from '../../document/normalise/json.ts';
import { type Comparison, spots } from './comparison.ts';
import type { Flat } from './flat.ts';

/** `enum`, `const` and `x-extensible-enum`. */
export function compareValues(comparison: Comparison): void {
  const { a, b } = comparison;
  if (a.extensible || b.extensible) compareExtensible(comparison);
  else if (a.values && b.values) compareBoth(comparison, a.values, b.values);
  else if (b.values) compareOne(comparison, b, b.values, 'added');
  else if (a.values) compareOne(comparison, a, a.values, 'removed');
}

function compareOne({ a, b, changes }: Comparison, flat: Flat, values: Json[], change: 'added' | 'removed'): void {
  if (isEveryBoolean(values)) return;
  const word = flat.isConst ? 'const' : 'enum';
  const value = (flat.isConst ? values[0] : values) as Json;
  const aliases = { enum: { added: 'became-enum', removed: 'enum-value-added' }, const: { added: 'const-added', removed: 'const-removed' } };
  changes.push({
    kind: `${word}.${change}`,
    relation: change === 'added' ? 'narrowed' : 'widened',
    [change === 'added' ? 'after' : 'before']: value,
    aliases: [aliases[word][change]],
    ...spots(a, b, word, 'enum', 'oneOf', 'anyOf'),
  });
}

function compareBoth({ a, b, changes }: Comparison, before: Json[], after: Json[]): void {
  const gone = missingIn(before, after);
  const come = missingIn(after, before);
  const place = spots(a, b, b.isConst ? 'const' : 'enum', 'enum', 'const', 'oneOf', 'anyOf');
  const [first, second] = [gone[0], come[0]];
  if (a.isConst && b.isConst && first !== undefined && second !== undefined) {
    changes.push({ kind: 'const.changed', relation: 'changed', before: first, after: second, aliases: ['const-changed'], ...place });
    return;
  }
  for (const value of gone)
    changes.push({ kind: 'enum.value.removed', relation: 'narrowed', before: value, hints: [value], aliases: ['enum-value-removed'], ...place });
  for (const value of come)
    changes.push({ kind: 'enum.value.added', relation: 'widened', after: value, hints: [value], aliases: ['enum-value-added'], ...place });
}

const isEveryBoolean = (values: Json[]) => values.includes(true) && values.includes(false);

/** `null` is the business of the types. */
function missingIn(values: Json[], others: Json[]): Json[] {
  const known = new Set(others.map(stableText));
  return values.filter((value) => value !== null && !known.has(stableText(value)));
}

function compareExtensible({ a, b, changes }: Comparison): void {
  const before = a.extensible ?? a.values;
  const after = b.extensible ?? b.values;
  const place = spots(a, b, 'x-extensible-enum', 'enum');
  if (!before || !after) return;
  for (const value of missingIn(before, after))
    changes.push({
      kind: 'extensibleEnum.value.removed',
      relation: 'narrowed',
      before: value,
      hints: [value],
      aliases: ['x-extensible-enum-value-removed'],
      ...place,
    });
  for (const value of missingIn(after, before)) changes.push({ kind: 'extensibleEnum.value.added', relation: 'none', after: value, ...place });
  if (!a.extensible) changes.push({ kind: 'enum.became-extensible', relation: 'widened', response: 'warning', ...place });
  if (!b.extensible) changes.push({ kind: 'enum.became-closed', relation: 'narrowed', request: 'warning', ...place });
}
