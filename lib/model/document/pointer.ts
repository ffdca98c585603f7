import { entriesOf, field, isTree, type Json, type Tree, treeOf } from './tree.ts';

/** One step of a JSON pointer (RFC 6901), escaped. */
export function escapeStep(step: string | number): string {
  return String(step).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** `joinPointer('/paths', '/orders', 'get')` is `/paths/~1orders/get`. */
export function joinPointer(pointer: string, ...steps: (string | number)[]): string {
  return [pointer, ...steps.map(escapeStep)].join('/');
}

export function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function stepInto(value: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(value)) return /^(?:0|[1-9]\d*)$/.test(step) ? value[Number(step)] : undefined;
  return field(value, step);
}

/** What a pointer leads to; undefined where it leads nowhere. */
export function resolvePointer(document: Json, pointer: string): Json | undefined {
  if (pointer === '') return document;
  return pointer.startsWith('/') ? stepsOf(pointer).reduce<Json | undefined>(stepInto, document) : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const anchorsOf = new WeakMap<Tree, Map<string, string>>();

/** Pointers of the named schemas that carry an `$anchor`. */
function findAnchors(document: Tree): Map<string, string> {
  const known = anchorsOf.get(document);
  if (known) return known;
  const anchors = new Map<string, string>();
  for (const [name, schema] of entriesOf(field(document.components, 'schemas')))
    for (const anchor of [schema.$anchor, schema.$dynamicAnchor])
      if (typeof anchor === 'string' && !anchors.has(anchor)) anchors.set(anchor, joinPointer('/components/schemas', name));
  anchorsOf.set(document, anchors);
  return anchors;
}

/** The pointer in a reference to the same document: `#/components/schemas/Order`, or the name of a schema's `$anchor`. Null for any other. */
export function pointerOfRef(document: Json, ref: string): string | null {
  if (!ref.startsWith('#')) return null;
  const fragment = decode(ref.slice(1));
  if (fragment === '' || fragment.startsWith('/')) return fragment;
  return (isTree(document) ? findAnchors(document).get(fragment) : undefined) ?? fragment;
}

export interface Place {
  value: Json | undefined;
  /** Where the value stands. */
  pointer: string;
}

const mostHops = 32;

/** Follows `$ref` inside the document to what it means. Undefined at the end of a broken, foreign or circular chain. */
export function followRefs(document: Json, value: Json | undefined, pointer: string): Place {
  let place: Place = { value, pointer };
  for (let hop = 0; hop < mostHops; hop++) {
    const ref = field(place.value, '$ref');
    if (typeof ref !== 'string') return place;
    const next = pointerOfRef(document, ref);
    if (next === null) return { value: undefined, pointer: place.pointer };
    place = { value: resolvePointer(document, next), pointer: next };
  }
  return { value: undefined, pointer: place.pointer };
}

/** The object that a value or its reference means; an empty one where there is none. */
export function follow(document: Json, value: Json | undefined) {
  return treeOf(followRefs(document, value, '').value);
}
