/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Tree = { [key: string]: Json };

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const empty: Tree = {};

/** An object, or an empty one in place of anything else. */
export function treeOf(value: unknown): Tree {
  return isTree(value) ? value : empty;
}

export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value : [];
}

/** An own field; what objects inherit is no field of a document. */
export function field(value: unknown, name: string): Json | undefined {
  return isTree(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Entries that are objects. */
export function entriesOf(value: unknown): [string, Tree][] {
  return Object.entries(treeOf(value)).filter((entry): entry is [string, Tree] => isTree(entry[1]));
}

/** Like `target[name] = value`, for any name: `__proto__` becomes a field too. */
export function put(target: Tree, name: string, value: Json): Tree {
  if (name === '__proto__') Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
  else target[name] = value;
  return target;
}

/** A text that every store can keep: no NUL, no lone surrogates, cut to `most` characters. Null for anything that is no text or number. */
export function textOf(value: unknown, most = 200): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).replaceAll('\u0000', '').trim();
  if (text === '') return null;
  return (text.length <= most ? text : `${text.slice(0, most - 1)}…`).toWellFormed();
}
