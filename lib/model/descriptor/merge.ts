import type { Draft, FieldName, Fields, Spoken } from './draft.ts';

const shown = (value: unknown) => (typeof value === 'string' ? `“${value.slice(0, 80)}”` : JSON.stringify(value).slice(0, 80));

/** Fills what an earlier file left open with what a later one says; answers in words where they contradict each other. */
export function mergeDraft(into: Draft, more: Draft): string[] {
  const clashes: string[] = [];
  const fields = into.fields as Record<string, unknown>;
  for (const [field, value] of Object.entries(more.fields) as [FieldName, unknown][]) {
    const before = fields[field];
    if (before === undefined) fields[field] = value;
    else if (Array.isArray(before) && Array.isArray(value)) fields[field] = [...new Set([...before, ...value])];
    else if (before !== value)
      clashes.push(`two files differ about ${field} of ${into.name}: ${shown(before)} in ${into.sources[0]?.file} was taken, not ${shown(value)}`);
  }
  into.weak = { ...more.weak, ...into.weak } satisfies Fields;
  into.links = mergeSpoken(into.links, more.links, ({ kind, url }) => `${kind} ${url}`);
  into.dependencies = mergeSpoken(into.dependencies, more.dependencies, ({ service, kind }) => `${service} ${kind}`);
  into.scrapeUrl ??= more.scrapeUrl;
  into.sources.push(...more.sources);
  return clashes;
}

export function mergeSpoken<K, T>(a: Spoken<K, T> | null, b: Spoken<K, T> | null, keyOf: (item: T) => string): Spoken<K, T> | null {
  if (!a || !b) return a ?? b;
  const items = new Map(a.items.map((item) => [keyOf(item), item]));
  for (const item of b.items) if (!items.has(keyOf(item))) items.set(keyOf(item), item);
  return { kinds: [...new Set([...a.kinds, ...b.kinds])], items: [...items.values()] };
}
