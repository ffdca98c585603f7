import { type Comparison, spots } from './comparison.ts';
import type { Contains, Flat } from './flat.ts';

export function compareArrays(comparison: Comparison): void {
  const { a, b, changes } = comparison;
  if (a.unique !== b.unique)
    changes.push({
      kind: b.unique ? 'uniqueItems.set' : 'uniqueItems.unset',
      relation: b.unique ? 'narrowed' : 'widened',
      aliases: [b.unique ? 'unique-items-set' : 'unique-items-unset'],
      ...spots(a, b, 'uniqueItems'),
    });
  comparePrefix(comparison);
  compareRest(comparison);
  const length = Math.max(a.contains.length, b.contains.length);
  for (let index = 0; index < length; index++) compareContains(comparison, a.contains[index], b.contains[index]);
}

/** How many positions both sides describe, each for itself or by what it says of all items. */
function sharedLength(a: Flat, b: Flat): number {
  const [longer, shorter] = a.prefix.length > b.prefix.length ? [a, b] : [b, a];
  return shorter.items && !shorter.items.never ? longer.prefix.length : shorter.prefix.length;
}

function comparePrefix({ a, b, pairs, changes, edges }: Comparison): void {
  const place = spots(a, b, 'prefixItems');
  const common = sharedLength(a, b);
  for (let index = 0; index < common; index++) {
    const [from, to] = [a.prefix[index] ?? a.items, b.prefix[index] ?? b.items];
    if (from && to) edges.push({ step: { kind: 'prefix', index }, pair: pairs.pairOf(from, to), readOnly: false, writeOnly: false });
  }
  for (let index = common; index < a.prefix.length; index++)
    changes.push({
      kind: 'prefixItems.removed',
      relation: isClosed(b) ? 'narrowed' : 'widened',
      request: 'breaking',
      response: isClosed(b) ? 'info' : 'warning',
      name: String(index),
      aliases: ['prefix-items-removed'],
      ...place,
    });
  for (let index = common; index < b.prefix.length; index++)
    changes.push({
      kind: 'prefixItems.added',
      relation: isClosed(a) ? 'widened' : 'narrowed',
      request: 'info',
      response: 'breaking',
      name: String(index),
      aliases: ['prefix-items-added'],
      ...place,
    });
}

const isClosed = (flat: Flat) => flat.items?.never === true;

function compareRest({ a, b, pairs, changes, edges }: Comparison): void {
  if (!a.items && !b.items) return;
  const unevaluated = (flat: Flat) => flat.sources.has('unevaluatedItems') && !flat.sources.has('items');
  const place = spots(a, b, 'items', 'unevaluatedItems');
  if (!a.items && unevaluated(b))
    changes.push({ kind: 'unevaluatedItems.added', relation: 'narrowed', aliases: ['unevaluated-items-added'], ...place });
  else if (!b.items && unevaluated(a))
    changes.push({ kind: 'unevaluatedItems.removed', relation: 'widened', aliases: ['unevaluated-items-removed'], ...place });
  else {
    const pair = pairs.pairOf(a.items ?? pairs.from.conjunction(), b.items ?? pairs.to.conjunction());
    edges.push({ step: { kind: 'items' }, pair, readOnly: false, writeOnly: false });
  }
}

function compareContains(comparison: Comparison, from: Contains | undefined, to: Contains | undefined): void {
  const { a, b, pairs, changes, edges } = comparison;
  const place = spots(a, b, 'contains');
  if (!from && to) changes.push({ kind: 'contains.added', relation: 'narrowed', aliases: ['contains-added'], ...place });
  if (from && !to) changes.push({ kind: 'contains.removed', relation: 'widened', aliases: ['contains-removed'], ...place });
  if (!from || !to) return;
  edges.push({ step: { kind: 'contains' }, pair: pairs.pairOf(from.schema, to.schema), readOnly: false, writeOnly: false });
  compareCount(comparison, 'minContains', from.min, to.min);
  compareCount(comparison, 'maxContains', from.max ?? Number.POSITIVE_INFINITY, to.max ?? Number.POSITIVE_INFINITY);
}

function compareCount({ a, b, changes }: Comparison, keyword: 'minContains' | 'maxContains', before: number, after: number): void {
  if (before === after) return;
  const move = after > before ? 'increased' : 'decreased';
  const shown = (count: number) => (Number.isFinite(count) ? count : null);
  changes.push({
    kind: `${keyword}.${move}`,
    relation: after > before === (keyword === 'minContains') ? 'narrowed' : 'widened',
    before: shown(before),
    after: shown(after),
    aliases: [`${keyword.slice(0, 3)}-contains-${move}`],
    ...spots(a, b, keyword, 'contains'),
  });
}
