import { escapePointer, isObject, type Json, type JsonObject, member, readPointer } from '../document/normalise/json.ts';
import { traceNormalised } from '../document/normalise.ts';
import type { Conjunction } from './schema/flat.ts';

/** One of the two revisions: its normalised document, and the way back to what was written. */
export interface Side {
  document: Json;
  original: Json;
  resolve(ref: string): Json | undefined;
  /** Follows references to what they name; a chain that ends nowhere gives undefined. */
  follow(node: Json | undefined): Json | undefined;
  conjunction(...schemas: (Json | undefined)[]): Conjunction;
  join(...parts: (Conjunction | undefined)[]): Conjunction;
  /** Where a node of the normalised document, or a member of it, stands in the original. */
  pointerTo(node: object | undefined, key?: string): string;
}

const annotations = new Set(['$ref', 'description', 'title', 'summary', 'examples', 'example', '$comment', 'externalDocs']);
const longestJoin = 48;
const mostNodes = 4_000_000;

/** The schemas that give themselves a name with `$anchor`. */
function listAnchors(document: Json): Map<string, Json> {
  const anchors = new Map<string, Json>();
  const open: Json[] = [document];
  for (let next = open.pop(), count = 0; next !== undefined && count < mostNodes; next = open.pop(), count++) {
    if (typeof next !== 'object' || next === null) continue;
    for (const key of ['$anchor', '$dynamicAnchor']) {
      const name = member(next, key);
      if (typeof name === 'string') anchors.set(name, next);
    }
    for (const value of Object.values(next)) open.push(value);
  }
  return anchors;
}

/** What a reference inside the document names: by its way or by an anchor. */
function openFinder(document: Json): (ref: string) => Json | undefined {
  const known = new Map<string, Json | undefined>();
  let anchors: Map<string, Json> | undefined;
  function find(ref: string): Json | undefined {
    if (!ref.startsWith('#')) return undefined;
    if (ref === '#' || ref.startsWith('#/')) return readPointer(document, ref);
    anchors ??= listAnchors(document);
    return anchors.get(ref.slice(1));
  }
  return (ref) => {
    if (!known.has(ref)) known.set(ref, find(ref));
    return known.get(ref);
  };
}

/** Follows references to their end, each way but once. A circle ends nowhere. */
function openFollower(resolve: (ref: string) => Json | undefined): (node: Json | undefined) => Json | undefined {
  const ends = new Map<Json, Json | undefined>();
  return (node) => {
    let found = node;
    const seen = new Set<Json>();
    while (isObject(found) && typeof found.$ref === 'string' && !ends.has(found) && !seen.has(found)) {
      seen.add(found);
      found = resolve(found.$ref);
    }
    const end = found !== undefined && seen.has(found) ? undefined : found !== undefined && ends.has(found) ? ends.get(found) : found;
    for (const each of seen) ends.set(each, end);
    return end;
  };
}

export function openSide(original: Json): Side {
  const { document, originOf } = traceNormalised(original);
  const ids = new Map<object, number>();
  const known = new Map<string, Conjunction>();
  const resolve = openFinder(document);
  const follow = openFollower(resolve);

  const idOf = (node: object) => {
    let id = ids.get(node);
    if (id === undefined) {
      id = ids.size;
      ids.set(node, id);
    }
    return id;
  };

  function add(nodes: Map<number, JsonObject>, schema: Json | undefined): boolean {
    let node = schema;
    const seen = new Set<Json>();
    while (isObject(node) && typeof node.$ref === 'string' && Object.keys(node).every((key) => annotations.has(key))) {
      const target = resolve(node.$ref);
      if (target === undefined || seen.has(node)) break;
      seen.add(node);
      node = target;
    }
    if (isObject(node) && nodes.size < longestJoin) nodes.set(idOf(node), node);
    return node === false;
  }

  function intern(nodes: Map<number, JsonObject>, never: boolean): Conjunction {
    const key = never ? 'never' : [...nodes.keys()].sort((a, b) => a - b).join();
    let found = known.get(key);
    if (!found) {
      found = { id: known.size, nodes: [...nodes.values()], never };
      known.set(key, found);
    }
    return found;
  }

  return {
    document,
    original,
    resolve,
    follow,
    conjunction(...schemas) {
      const nodes = new Map<number, JsonObject>();
      let never = false;
      for (const schema of schemas) never = add(nodes, schema) || never;
      return intern(nodes, never);
    },
    join(...parts) {
      const nodes = new Map<number, JsonObject>();
      for (const part of parts) for (const node of part?.nodes ?? []) if (nodes.size < longestJoin) nodes.set(idOf(node), node);
      return intern(
        nodes,
        parts.some((part) => part?.never),
      );
    },
    pointerTo(node, key) {
      const pointer = (node && originOf(node)) ?? '';
      if (key === undefined) return pointer;
      const inner = `${pointer}/${escapePointer(key)}`;
      return readPointer(original, inner) === undefined ? pointer : inner;
    },
  };
}
