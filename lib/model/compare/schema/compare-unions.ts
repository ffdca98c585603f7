import { type Change, narrows, relate, widens } from './change.ts';
import { type Comparison, spots } from './comparison.ts';
import { disjoint } from './disjoint.ts';
import type { Conjunction, Flat, Union } from './flat.ts';
import { matchBranches, nameBranch } from './match-branches.ts';
import type { Pair, Pairs } from './pair.ts';

/** `oneOf` and `anyOf`. True where nothing is left to compare beside them. */
export function compareUnions(comparison: Comparison): boolean {
  const { a, b } = comparison;
  const common = Math.min(a.unions.length, b.unions.length);
  for (let index = 0; index < common; index++) compareBranches(comparison, a.unions[index] as Union, b.unions[index] as Union);
  const gone = a.unions.slice(common);
  const come = b.unions.slice(common);
  const only = come.length === 1 && common === 0 ? come[0] : undefined;
  if (only && saysLittle(b)) return wrap(comparison, only);
  const single = gone.length === 1 && common === 0 ? gone[0] : undefined;
  if (single && saysLittle(a)) return unwrap(comparison, single);
  for (const union of come) addUnion(comparison, union);
  for (const union of gone) removeUnion(comparison, union);
  return false;
}

const quiet = new Set([
  'oneOf',
  'anyOf',
  'type',
  'discriminator',
  'title',
  'description',
  'example',
  'examples',
  '$ref',
  'allOf',
  'deprecated',
  'readOnly',
  'writeOnly',
  'default',
  'xml',
]);
const saysLittle = (flat: Flat) => [...flat.sources.keys()].every((key) => quiet.has(key) || key.startsWith('x-'));

/** What the branch refuses of what the whole allowed, apart from a `null` that the alternatives take elsewhere. */
function fits(pair: Pair, pairs: Pairs, nullable: boolean): boolean {
  if (!nullable) return !narrows(pairs.relationOf(pair));
  const own = pairs.expand(pair).changes.some((change) => change.kind !== 'nullable.removed' && narrows(change.relation));
  return !own && pair.edges.every((edge) => !narrows(pairs.relationOf(edge.pair)));
}

function wrap(comparison: Comparison, union: Union): boolean {
  const { pair, pairs, a, b, changes } = comparison;
  const inner = union.branches.map((branch) => pairs.pairOf(pair.from, branch));
  const whole = inner.find((each) => fits(each, pairs, union.nullable) && !widens(pairs.relationOf(each)));
  const kept = whole !== undefined;
  const others = union.branches.filter((branch) => branch !== whole?.to);
  const grows = others.some((branch) => widens(pairs.relationOf(pairs.pairOf(pair.from, branch))));
  const apart = union.kind === 'anyOf' || (kept && others.every((branch) => disjoint(pairs.flatTo(whole.to), pairs.flatTo(branch), pairs.flatTo)));
  const safe = kept && apart;
  const change: Change = {
    kind: `${union.kind}.wrapped`,
    relation: kept ? relate(false, grows) : 'changed',
    ...(kept ? { request: safe ? 'info' : 'warning', provable: !safe } : {}),
    after: union.branches.map((branch, index) => nameBranch(branch, pairs.to, index)),
    aliases: ['wrapped-in-one-of|one-of-added'],
    ...spots(a, b, union.kind),
  };
  changes.push(change);
  return true;
}

function unwrap(comparison: Comparison, union: Union): boolean {
  const { pair, pairs, a, b, changes } = comparison;
  const inner = union.branches.map((branch) => pairs.pairOf(branch, pair.to));
  const lost = inner.some((each) => narrows(pairs.relationOf(each)));
  const won = !inner.some((each) => !widens(pairs.relationOf(each)));
  const dash = union.kind === 'oneOf' ? 'one-of-removed' : 'any-of-removed';
  changes.push({
    kind: `${union.kind}.unwrapped`,
    relation: relate(lost, won),
    before: union.branches.map((branch, index) => nameBranch(branch, pairs.from, index)),
    aliases: [dash],
    ...spots(a, b, union.kind),
  });
  return true;
}

function addUnion({ pair, pairs, a, b, changes }: Comparison, union: Union): void {
  const free = union.kind === 'anyOf' && union.branches.some((branch) => fits(pairs.pairOf(pair.from, branch), pairs, union.nullable));
  changes.push({
    kind: `${union.kind}.added`,
    relation: free ? 'none' : 'narrowed',
    after: union.branches.map((branch, index) => nameBranch(branch, pairs.to, index)),
    aliases: ['all-of-added'],
    ...spots(a, b, union.kind),
  });
}

function removeUnion({ pairs, a, b, changes }: Comparison, union: Union): void {
  changes.push({
    kind: `${union.kind}.removed`,
    relation: 'widened',
    before: union.branches.map((branch, index) => nameBranch(branch, pairs.from, index)),
    aliases: [union.kind === 'oneOf' ? 'one-of-removed' : 'any-of-removed'],
    ...spots(a, b, union.kind),
  });
}

function compareBranches(comparison: Comparison, from: Union, to: Union): void {
  const { a, b, pairs, changes, edges } = comparison;
  const { matched, onlyFrom, onlyTo } = matchBranches(from.branches, to.branches, pairs);
  for (const [i, j] of matched) {
    const [before, after] = [from.branches[i] as Conjunction, to.branches[j] as Conjunction];
    const step = { kind: 'branch', union: to.kind, name: nameBranch(after, pairs.to, j), from: i, to: j } as const;
    edges.push({ step, pair: pairs.pairOf(before, after), readOnly: false, writeOnly: false });
  }
  const dash = to.kind === 'oneOf' ? 'one-of' : 'any-of';
  for (const index of onlyFrom.slice(0, mostTold)) {
    const branch = from.branches[index] as Conjunction;
    const covered = isCovered(to.branches, (other) => !narrows(pairs.relationOf(pairs.pairOf(branch, other))));
    const place = { ...spots(a, b, from.kind, to.kind), from: { node: branch.nodes[0] } };
    const name = nameBranch(branch, pairs.from, index);
    changes.push({ kind: `${from.kind}.branch.removed`, relation: covered ? 'none' : 'narrowed', name, aliases: [`${dash}-removed`], ...place });
  }
  for (const index of onlyTo.slice(0, mostTold)) {
    const branch = to.branches[index] as Conjunction;
    const covered = isCovered(from.branches, (other) => !widens(pairs.relationOf(pairs.pairOf(other, branch))));
    const place = { ...spots(a, b, to.kind, from.kind), to: { node: branch.nodes[0] } };
    const name = nameBranch(branch, pairs.to, index);
    changes.push({ kind: `${to.kind}.branch.added`, relation: covered ? 'none' : 'widened', name, aliases: [`${dash}-added`], ...place });
  }
  compareKinds(comparison, from, to);
}

const mostTold = 50;
const mostCompared = 12;
const isCovered = (others: Conjunction[], covers: (other: Conjunction) => boolean) => others.length <= mostCompared && others.some(covers);

/** Exactly one, or any: it matters where a value can be of several. */
function compareKinds({ a, b, pairs, changes }: Comparison, from: Union, to: Union): void {
  if (from.kind === to.kind || isExclusive(to, pairs)) return;
  const tighter = to.kind === 'oneOf';
  changes.push({
    kind: tighter ? 'anyOf.became-oneOf' : 'oneOf.became-anyOf',
    relation: tighter ? 'narrowed' : 'widened',
    request: tighter ? 'warning' : 'info',
    response: tighter ? 'info' : 'warning',
    provable: true,
    ...spots(a, b, from.kind, to.kind),
  });
}

function isExclusive(to: Union, pairs: Pairs): boolean {
  return to.branches.every((branch, i) =>
    to.branches.every((other, j) => i >= j || disjoint(pairs.flatTo(branch), pairs.flatTo(other), pairs.flatTo)),
  );
}
