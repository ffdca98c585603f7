import { compareArrays } from './compare-arrays.ts';
import { compareLogic } from './compare-logic.ts';
import { compareNotes } from './compare-notes.ts';
import { compareNumbers } from './compare-numbers.ts';
import { compareObjects } from './compare-objects.ts';
import { compareStrings } from './compare-strings.ts';
import { compareTypes, typesOf } from './compare-types.ts';
import { compareUnions } from './compare-unions.ts';
import { compareValues } from './compare-values.ts';
import { type Comparison, spots } from './comparison.ts';
import { type Flat, fitsLimits } from './flat.ts';
import { allowsType } from './flatten.ts';
import type { Pair, Pairs } from './pair.ts';

export function compareFlats(pair: Pair, a: Flat, b: Flat, pairs: Pairs): Pick<Comparison, 'changes' | 'edges'> {
  const typesA = typesOf(a, pairs.flatFrom);
  const typesB = typesOf(b, pairs.flatTo);
  const applies = (...types: string[]) => types.some((type) => allowsType(typesA, type) && allowsType(typesB, type));
  const comparison: Comparison = { pair, pairs, a, b, changes: [], edges: [], applies };
  if (!compareFalse(comparison) && !compareUnions(comparison) && !compareTypes(comparison, typesA, typesB)) {
    compareValues(comparison);
    if (!areListed(a, b)) {
      compareStrings(comparison);
      compareNumbers(comparison);
    }
    if (applies('object')) compareObjects(comparison);
    if (applies('array')) compareArrays(comparison);
    compareLogic(comparison);
  }
  compareNotes(comparison);
  nameAllOf(comparison);
  return comparison;
}

function compareFalse({ a, b, changes }: Comparison): boolean {
  if (a.never !== b.never)
    changes.push(
      a.never ? { kind: 'became-true', relation: 'widened', ...spots(a, b) } : { kind: 'became-false', relation: 'narrowed', ...spots(a, b) },
    );
  return a.never || b.never;
}

/** Values that are listed decide by themselves: limits beside them say nothing more, unless they cut some off. */
function areListed(a: Flat, b: Flat): boolean {
  if (a.values && b.values) return true;
  if (a.values) return fitsLimits(a.values, b);
  return b.values !== null && fitsLimits(b.values, a);
}

/** Who migrates from oasdiff knows a part that came or went by `allOf` under that name. */
function nameAllOf({ a, b, changes }: Comparison): void {
  if (a.allOfCount === b.allOfCount) return;
  const alias = b.allOfCount > a.allOfCount ? 'all-of-added' : 'all-of-removed';
  for (const change of changes) if (change.relation !== 'none') change.aliases = [...(change.aliases ?? []), alias];
}
