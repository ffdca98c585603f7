import { isObject, type Json } from '../document/normalise/json.ts';
import type { Side } from './side.ts';

/** Tells whether two places say the same, their references included: most of a document does, and needs no closer look. */
export type Sameness = (a: Json | undefined, b: Json | undefined) => boolean;

type References = Pick<Set<string>, 'has'>;

export function openSameness(from: Side, to: Side): Sameness {
  const changed = findChangedReferences(from, to);
  return (a, b) => equalThrough(a, b, changed);
}

function equalThrough(a: Json | undefined, b: Json | undefined, changed: References): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => equalThrough(item, b[index], changed));
  if (!isObject(a)) return a === b;
  if (!isObject(b)) return false;
  if (typeof a.$ref === 'string' && changed.has(a.$ref)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equalThrough(a[key], b[key], changed));
}

/** Documents whose references overlap without end are looked at place by place. */
const mostNodes = 8_000_000;
const allChanged = { has: () => true };
const noneChanged = { has: () => false };

/** References whose target differs, or leads to one that does. */
function findChangedReferences(from: Side, to: Side): References {
  const budget = { left: mostNodes };
  const usedBy = new Map<string, string[]>();
  const open = referencesIn(from.document, budget);
  const seen = new Set(open);
  const changed: string[] = [];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    const target = from.resolve(ref);
    if (!equalThrough(target, to.resolve(ref), noneChanged)) changed.push(ref);
    for (const inner of referencesIn(target, budget)) {
      const users = usedBy.get(inner);
      if (users) users.push(ref);
      else usedBy.set(inner, [ref]);
      if (!seen.has(inner)) open.push(inner);
      seen.add(inner);
    }
  }
  return budget.left > 0 ? withUsers(changed, usedBy) : allChanged;
}

function withUsers(changed: string[], usedBy: Map<string, string[]>): Set<string> {
  const all = new Set(changed);
  const open = [...all];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop())
    for (const user of usedBy.get(ref) ?? []) {
      if (!all.has(user)) open.push(user);
      all.add(user);
    }
  return all;
}

function referencesIn(value: Json | undefined, budget: { left: number }): string[] {
  const found = new Set<string>();
  const open: (Json | undefined)[] = [value];
  while (open.length > 0 && budget.left > 0) {
    const next = open.pop();
    budget.left -= 1;
    if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (isObject(next)) {
      if (typeof next.$ref === 'string') found.add(next.$ref);
      for (const key of Object.keys(next)) open.push(next[key]);
    }
  }
  return [...found];
}
