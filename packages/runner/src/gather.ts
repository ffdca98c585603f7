/** What has the same key stands together, in the order of its first: `Map.groupBy`, which Node 20 lacks. */
export function gatherBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const gathered = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const same = gathered.get(key);
    if (same) same.push(item);
    else gathered.set(key, [item]);
  }
  return gathered;
}
