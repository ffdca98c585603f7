import { field, isTree, type Json, treeOf } from '../document/tree.ts';
import { linesBelow } from './lines.ts';
import { isTargets, recognise, type Source } from './split.ts';

interface Item {
  at: string;
  value: Json;
}

const itemsIn = (list: Json[], at: string, inside: readonly string[] = []): Item[] =>
  list.flatMap((item, index) => {
    const value = inside.reduce<Json | undefined>((inner, step) => field(inner, step), item);
    return value === undefined ? [] : [{ at: [at, index, ...inside].filter((step) => step !== '').join('/'), value }];
  });

/** `[…]`, `{items: […]}` as Backstage's API answers it, `{data: [{attributes: {schema}}]}` as Datadog's does. */
function listIn(value: Json): Item[] {
  if (Array.isArray(value)) return itemsIn(value, '');
  const { items, data } = treeOf(value);
  if (Array.isArray(items)) return itemsIn(items, 'items');
  return Array.isArray(data) ? itemsIn(data, 'data', ['attributes', 'schema']) : [];
}

/** Entries that stand in one list, each as a document of its own; anything else as it is. */
export function documentsIn(source: Source): Source[] {
  const { file, value, lines } = source;
  if (isTargets(value) || (isTree(value) && recognise(value) !== null)) return [source];
  const items = listIn(value);
  if (!items.some((item) => recognise(item.value) !== null)) return [source];
  return items.map((item) => ({ file, line: lines[item.at] ?? source.line, value: item.value, lines: linesBelow(lines, item.at) }));
}
