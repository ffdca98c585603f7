import type { SearchField, SearchReason } from '#lib/model/search.ts';

export type Ranges = SearchReason['ranges'];

/** Where a shown text matches: the reasons that were given for that very text. */
export function rangesIn(why: readonly SearchReason[], field: SearchField, text: string): Ranges {
  return why.find((reason) => reason.field === field && reason.text === text)?.ranges ?? [];
}

/** The reasons that what is shown already does not tell. */
export function untold(why: readonly SearchReason[], shown: Partial<Record<SearchField, string | null>>): SearchReason[] {
  return why.filter(({ field, text }) => shown[field] !== text);
}

export const fieldWord: Record<SearchField, string> = {
  name: 'name',
  title: 'title',
  path: 'path',
  operationId: 'operation id',
  method: 'method',
  summary: 'summary',
  tag: 'tag',
  parameter: 'parameter',
  property: 'property',
  description: 'description',
  team: 'team',
  domain: 'domain',
  system: 'system',
  topic: 'topic',
  service: 'service',
};

/** A text cut at its ranges; what matches is marked. Ranges may overlap or reach beyond the text. */
export function cutAt(text: string, ranges: Ranges): { text: string; hit: boolean; at: number }[] {
  const parts: { text: string; hit: boolean; at: number }[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    const [start, end] = [Math.max(at, from), Math.min(text.length, to)];
    if (end <= start) continue;
    if (start > at) parts.push({ text: text.slice(at, start), hit: false, at });
    parts.push({ text: text.slice(start, end), hit: true, at: start });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false, at });
  return parts;
}
