import type { Json } from '../../document/normalise/json.ts';
import type { Side } from '../side.ts';
import type { Conjunction, Flat } from './flat.ts';
import type { Pairs } from './pair.ts';

export interface BranchMatch {
  matched: [number, number][];
  onlyFrom: number[];
  onlyTo: number[];
}

interface Branch {
  conjunction: Conjunction;
  flat: Flat;
  name: string | undefined;
  title: string | undefined;
  types: string;
  mark: string | undefined;
  properties: Set<string>;
}

/** The name that a branch has as a component, its title, or its place. */
export function nameBranch(branch: Conjunction, side: Side, index: number): string {
  return componentName(branch, side) ?? titleOf(branch) ?? `alternative ${index + 1}`;
}

function componentName(branch: Conjunction, side: Side): string | undefined {
  if (branch.nodes.length !== 1) return undefined;
  const found = /^\/(?:components\/(?:schemas|messages)|definitions)\/([^/]+)$/.exec(side.pointerTo(branch.nodes[0]));
  return found?.[1];
}

const titleOf = (branch: Conjunction) => {
  const title = branch.nodes[0]?.title;
  return typeof title === 'string' ? title : undefined;
};

/** The fixed value by which one tells alternatives apart, such as `type: "card"`: rather of a required property, and in whatever order they are written. */
function markOf(flat: Flat, flatOf: (conjunction: Conjunction) => Flat): string | undefined {
  const names = [...flat.properties.keys()].sort((a, b) => Number(flat.required.has(b)) - Number(flat.required.has(a)) || (a < b ? -1 : 1));
  for (const name of names) {
    const schema = flat.properties.get(name);
    const values: Json[] | null | undefined = schema && flatOf(schema).values;
    if (values?.length === 1) return `${name}=${JSON.stringify(values[0])}`;
  }
  return undefined;
}

function describe(conjunction: Conjunction, side: Side, flatOf: (conjunction: Conjunction) => Flat): Branch {
  const flat = flatOf(conjunction);
  return {
    conjunction,
    flat,
    name: componentName(conjunction, side),
    title: titleOf(conjunction),
    types: (flat.types ?? []).join(),
    mark: markOf(flat, flatOf),
    properties: new Set(flat.properties.keys()),
  };
}

const mostTried = 12;

/** Which alternative became which: by name, by mark, by what they say, then by likeness. */
export function matchBranches(from: Conjunction[], to: Conjunction[], pairs: Pairs): BranchMatch {
  const before = from.map((branch) => describe(branch, pairs.from, pairs.flatFrom));
  const after = to.map((branch) => describe(branch, pairs.to, pairs.flatTo));
  const freeFrom = new Set(before.keys());
  const freeTo = new Set(after.keys());
  const matched: [number, number][] = [];
  const take = (fits: (a: Branch, b: Branch) => boolean, most = Number.POSITIVE_INFINITY) => {
    if (freeFrom.size > most || freeTo.size > most) return;
    for (const i of [...freeFrom])
      for (const j of freeTo)
        if (fits(before[i] as Branch, after[j] as Branch)) {
          matched.push([i, j]);
          freeFrom.delete(i);
          freeTo.delete(j);
          break;
        }
  };
  const isOnly = (branches: Branch[], free: Set<number>, types: string) => [...free].filter((index) => branches[index]?.types === types).length === 1;
  take((a, b) => a.name !== undefined && a.name === b.name, 1000);
  take((a, b) => !pairs.isDirty(pairs.pairOf(a.conjunction, b.conjunction)), mostTried);
  take((a, b) => a.title !== undefined && a.title === b.title, 1000);
  take((a, b) => a.mark !== undefined && a.mark === b.mark, 1000);
  take(
    (a, b) => a.types !== '' && a.types === b.types && a.types !== 'object' && isOnly(before, freeFrom, a.types) && isOnly(after, freeTo, a.types),
    mostTried,
  );
  take((a, b) => pairs.relationOf(pairs.pairOf(a.conjunction, b.conjunction)) === 'none' && likeness(a, b) > 0, mostTried);
  for (const least of [0.75, 0.5, 0.3]) take((a, b) => canMatch(a, b) && likeness(a, b) >= least, 1000);
  return { matched: matched.sort((a, b) => a[0] - b[0]), onlyFrom: [...freeFrom], onlyTo: [...freeTo] };
}

/** Two that are both told apart by name are not one renamed unless all else is alike. */
const canMatch = (a: Branch, b: Branch) => a.types === b.types && (a.mark === undefined || b.mark === undefined);

function likeness(a: Branch, b: Branch): number {
  const all = new Set([...a.properties, ...b.properties]);
  if (all.size === 0) return 0;
  return [...all].filter((name) => a.properties.has(name) && b.properties.has(name)).length / all.size;
}
