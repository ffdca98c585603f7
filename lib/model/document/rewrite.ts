import { childrenOf, refOf, type Slot, slotOf } from './shape.ts';
import { isTree, type Json, put, type Tree } from './tree.ts';

/** Gets a copy of every object that may hold or be a reference, its parts already rewritten, and says what stands there instead. */
export type Visit = (copy: Tree, slot: Slot, ref: string | null) => Json;

/** Copies what may hold references and shares the rest with the original, which stays as it was. */
export function rewrite(slot: Slot, value: Json, visit: Visit): Json {
  if (Array.isArray(value)) return value.map((part) => rewrite(slot, part, visit));
  if (!isTree(value)) return value;
  const copy: Tree = {};
  for (const name of Object.keys(value)) {
    const part = value[name] as Json;
    const inner = typeof part === 'object' && part !== null ? slotOf(slot, name) : undefined;
    put(copy, name, inner === undefined ? part : rewrite(inner, part, visit));
  }
  return visit(copy, slot, refOf(slot, value));
}

/** Every reference below a value, in the order of the document. */
export function forEachRef(slot: Slot, value: Json, report: (ref: string, slot: Slot) => void): void {
  if (Array.isArray(value)) {
    for (const part of value) if (typeof part === 'object' && part !== null) forEachRef(slot, part, report);
    return;
  }
  if (!isTree(value)) return;
  const ref = refOf(slot, value);
  if (ref !== null) report(ref, slot);
  for (const name of Object.keys(value)) {
    const part = value[name];
    const inner = typeof part === 'object' && part !== null ? slotOf(slot, name) : undefined;
    if (inner !== undefined) forEachRef(inner, part as Json, report);
  }
}

export interface FoundRef {
  ref: string;
  slot: Slot;
  pointer: string;
}

/** The same with their places: `pointer` is where the value itself stands. */
export function* refsIn(slot: Slot, value: Json, pointer = ''): Generator<FoundRef> {
  const stack = [{ slot, value, pointer }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { pointer: at } = next;
    const ref = refOf(next.slot, next.value);
    if (ref !== null) yield { ref, slot: next.slot, pointer: at };
    const children = [...childrenOf(next.slot, next.value)].reverse();
    for (const child of children)
      stack.push({ slot: child.slot, value: child.value, pointer: `${at}/${String(child.step).replaceAll('~', '~0').replaceAll('/', '~1')}` });
  }
}
