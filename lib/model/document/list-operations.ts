import { followRefs, joinPointer } from './pointer.ts';
import { entriesOf, field, isTree, type Json, type Tree, textOf } from './tree.ts';

/** An operation of an OpenAPI document and where it stands. */
export interface FoundOperation {
  key: string;
  kind: 'operation' | 'webhook';
  /** As the document writes it, except for the case of the usual methods. */
  method: string;
  path: string;
  /** The field under `paths` or `webhooks`, unchanged. */
  name: string;
  /** The path item, its reference followed. */
  item: Tree;
  operation: Tree;
  pointer: string;
}

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);

/** Gives each key once: a second `GET /orders` becomes `GET /orders (2)`. */
export function makeKeys(): (key: string) => string {
  const given = new Set<string>();
  return (key) => {
    let unique = key;
    for (let count = 2; given.has(unique); count++) unique = `${key} (${count})`;
    given.add(unique);
    return unique;
  };
}

/** A path item with the one that it refers to; fields beside the reference win. */
function itemOf(document: Json, value: Tree, pointer: string): { item: Tree; at: (field: string) => string } {
  const target = followRefs(document, value, pointer);
  const { $ref: _, ...own } = value;
  if (!isTree(target.value) || target.value === value) return { item: own, at: () => pointer };
  return { item: { ...target.value, ...own }, at: (name) => (Object.hasOwn(own, name) ? pointer : target.pointer) };
}

function* operationsOf(document: Json, name: string, value: Tree, pointer: string) {
  const { item, at } = itemOf(document, value, pointer);
  for (const [method, operation] of Object.entries(item)) {
    if (!methods.has(method) || !isTree(operation)) continue;
    yield { name, item, operation, method: method.toUpperCase(), pointer: joinPointer(at(method), method) };
  }
  const more = at('additionalOperations');
  for (const [method, operation] of entriesOf(item.additionalOperations)) {
    const shown = textOf(method, 40);
    if (shown) yield { name, item, operation, method: shown, pointer: joinPointer(more, 'additionalOperations', method) };
  }
}

const places = [
  { kind: 'operation', parent: 'paths', before: '' },
  { kind: 'webhook', parent: 'webhooks', before: 'webhook ' },
] as const;

/** Every operation below `paths`, then those below `webhooks`, in the order of the document. Never throws, whatever the types. */
function* eachOperation(document: Json): Generator<FoundOperation> {
  const keyOf = makeKeys();
  for (const { kind, parent, before } of places)
    for (const [name, value] of entriesOf(field(document, parent)).filter(([name]) => parent === 'webhooks' || !name.startsWith('x-')))
      for (const operation of operationsOf(document, name, value, joinPointer('', parent, name))) {
        const path = textOf(name, 1000) ?? '';
        yield { ...operation, kind, path, key: keyOf(`${before}${operation.method} ${path}`) };
      }
}

export function listOperations(document: Json): FoundOperation[] {
  return [...eachOperation(document)];
}

export function findOperation(document: Json, key: string): FoundOperation | undefined {
  for (const operation of eachOperation(document)) if (operation.key === key) return operation;
  return undefined;
}
