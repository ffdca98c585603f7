import { equalJson, type Json } from '../../document/normalise/json.ts';
import type { Relation } from './change.ts';
import { type Comparison, spots } from './comparison.ts';
import type { Condition, Conjunction, Discriminator } from './flat.ts';

/** `not`, `if`/`then`/`else`, and references that lead nowhere. */
export function compareLogic(comparison: Comparison): void {
  compareNots(comparison);
  compareConditions(comparison);
  compareOpaque(comparison);
  compareDiscriminator(comparison);
}

const flipped: { [relation in Relation]: Relation } = { narrowed: 'widened', widened: 'narrowed', changed: 'changed', none: 'none' };

function compareNots({ a, b, pairs, changes }: Comparison): void {
  const place = spots(a, b, 'not');
  for (let index = 0; index < Math.max(a.nots.length, b.nots.length); index++) {
    const [from, to] = [a.nots[index], b.nots[index]];
    if (from && to) {
      const relation = flipped[pairs.relationOf(pairs.pairOf(from, to))];
      if (relation !== 'none') changes.push({ kind: 'not.changed', relation, aliases: ['not-changed'], ...place });
    } else if (to) changes.push({ kind: 'not.added', relation: 'narrowed', aliases: ['not-added'], ...place });
    else changes.push({ kind: 'not.removed', relation: 'widened', aliases: ['not-removed'], ...place });
  }
}

function compareConditions(comparison: Comparison): void {
  const { a, b } = comparison;
  for (let index = 0; index < Math.max(a.conditions.length, b.conditions.length); index++)
    compareCondition(comparison, a.conditions[index], b.conditions[index]);
}

function compareCondition(comparison: Comparison, from: Condition | undefined, to: Condition | undefined): void {
  const { a, b, pairs, changes } = comparison;
  const place = spots(a, b, 'if');
  const [before, after] = [from?.test, to?.test];
  if (before && after) {
    const relation = pairs.relationOf(pairs.pairOf(before, after));
    if (relation !== 'none') changes.push({ kind: 'if.changed', relation: 'changed', aliases: ['if-added|if-removed', 'if-removed'], ...place });
    compareConsequence(comparison, 'then', from?.whenTrue, to?.whenTrue);
    compareConsequence(comparison, 'else', from?.whenFalse, to?.whenFalse);
    return;
  }
  const condition = to ?? from;
  const change = to ? 'added' : 'removed';
  const aliases = [`if-${change}`, ...(condition?.whenTrue ? [`then-${change}`] : []), ...(condition?.whenFalse ? [`else-${change}`] : [])];
  changes.push({ kind: `if.${change}`, relation: to ? 'narrowed' : 'widened', aliases, ...place });
}

function compareConsequence(comparison: Comparison, word: 'then' | 'else', from: Conjunction | undefined, to: Conjunction | undefined): void {
  const { a, b, pairs, changes, edges } = comparison;
  if (from && to) edges.push({ step: { kind: word }, pair: pairs.pairOf(from, to), readOnly: false, writeOnly: false });
  else if (to) changes.push({ kind: `${word}.added`, relation: 'narrowed', aliases: [`${word}-added`], ...spots(a, b, word) });
  else if (from) changes.push({ kind: `${word}.removed`, relation: 'widened', aliases: [`${word}-removed`], ...spots(a, b, word) });
}

function compareOpaque({ a, b, changes }: Comparison): void {
  if (a.opaque.join('\n') === b.opaque.join('\n')) return;
  changes.push({
    kind: 'reference.unresolved',
    relation: 'none',
    request: 'warning',
    response: 'warning',
    name: b.opaque[0] ?? a.opaque[0] ?? '',
    help: 'The reference names nothing inside this document, so what it says cannot be compared.',
    ...spots(a, b, '$ref'),
  });
}

function compareDiscriminator(comparison: Comparison): void {
  const { a, b, changes } = comparison;
  const [from, to] = [a.discriminator, b.discriminator];
  const place = spots(a, b, 'discriminator');
  if (from && to) compareMapping(comparison, from, to);
  if (from && to && from.propertyName !== to.propertyName)
    changes.push({
      kind: 'discriminator.property.changed',
      relation: 'changed',
      before: from.propertyName,
      after: to.propertyName,
      aliases: ['discriminator-property-name-changed'],
      ...place,
    });
  const name = (to ?? from)?.propertyName ?? '';
  if (!from && to) changes.push({ kind: 'discriminator.added', relation: 'none', name, aliases: ['discriminator-added'], ...place });
  if (from && !to) changes.push({ kind: 'discriminator.removed', relation: 'none', name, aliases: ['discriminator-removed'], ...place });
}

function compareMapping(comparison: Comparison, from: Discriminator, to: Discriminator): void {
  if (from.mapping.size === 0 || to.mapping.size === 0) return;
  const { a, b, changes } = comparison;
  const place = spots(a, b, 'discriminator');
  const base = { kind: 'discriminator.mapping.value', ...place };
  for (const [name, before] of from.mapping) {
    const after = to.mapping.get(name);
    if (after === undefined)
      changes.push({ ...base, kind: `${base.kind}.removed`, relation: 'narrowed', name, before, aliases: ['discriminator-mapping-deleted'] });
    else if (!isSameTarget(comparison, before, after))
      changes.push({ ...base, kind: `${base.kind}.changed`, relation: 'changed', name, before, after, aliases: ['discriminator-mapping-changed'] });
  }
  for (const [name, after] of to.mapping)
    if (!from.mapping.has(name))
      changes.push({ ...base, kind: `${base.kind}.added`, relation: 'widened', name, after, aliases: ['discriminator-mapping-added'] });
}

const asReference = (target: string): Json => ({ $ref: target.includes('/') || target.includes('#') ? target : `#/components/schemas/${target}` });

/** A component that only has another name is the same. */
function isSameTarget({ pairs }: Comparison, before: string, after: string): boolean {
  const [from, to] = [asReference(before), asReference(after)];
  if (equalJson(from, to)) return true;
  return pairs.relationOf(pairs.pairOf(pairs.from.conjunction(from), pairs.to.conjunction(to))) === 'none';
}
