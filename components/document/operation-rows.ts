import type { DocumentIndex, OperationEntry } from '#lib/model/document.ts';
import type { Grouping } from './document-state.ts';

export interface GroupRow {
  type: 'group';
  id: string;
  title: string;
  count: number;
  folded: boolean;
}
export interface EntryRow {
  type: 'entry';
  entry: OperationEntry;
  /** Place among the operations that are listed, from 0. */
  index: number;
}
export type ListRow = GroupRow | EntryRow;

interface Group {
  id: string;
  title: string;
  entries: OperationEntry[];
}

const haystacks = new WeakMap<OperationEntry, string>();

function haystackOf(entry: OperationEntry): string {
  let text = haystacks.get(entry);
  if (text === undefined) {
    const { method, path, summary, operationId, tags, parameters } = entry;
    text = [method, path, summary, operationId, ...tags, ...parameters].join('\n').toLowerCase();
    haystacks.set(entry, text);
  }
  return text;
}

/** The operations in which every word occurs somewhere. */
export function filterEntries(entries: OperationEntry[], q: string): OperationEntry[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? entries : entries.filter((entry) => words.every((word) => haystackOf(entry).includes(word)));
}

const segmentsOf = (path: string) => path.split('/').filter(Boolean);

/** How many leading segments all paths have in common: `/api/v1` says nothing about any of them. */
function commonSegments(paths: string[]): number {
  const [first = [], ...others] = paths.map((path) => segmentsOf(path).slice(0, -1));
  const differs = first.findIndex((segment, at) => segment.startsWith('{') || others.some((other) => other[at] !== segment));
  return differs === -1 ? first.length : differs;
}

function titlesOf(operations: OperationEntry[], by: Grouping): (entry: OperationEntry) => string {
  if (by === 'tag') return (entry) => entry.tags[0] ?? '';
  const skipped = commonSegments(operations.map(({ path }) => path));
  return ({ path }) => `/${segmentsOf(path)[skipped] ?? ''}`;
}

const kindTitles = { webhook: 'Webhooks', channel: 'Channels' } as const;

/** Operations under their tag or first segment, in the document's order; then webhooks, then channels. */
export function groupEntries({ tags, operations }: Pick<DocumentIndex, 'tags' | 'operations'>, by: Grouping): Group[] {
  const plain = operations.filter(({ kind }) => kind === 'operation');
  const titleOf = titlesOf(plain, by);
  const order = new Map<string, OperationEntry[]>(by === 'tag' ? tags.map(({ name }) => [name, []]) : []);
  for (const entry of plain) {
    const title = titleOf(entry);
    const list = order.get(title);
    if (list) list.push(entry);
    else order.set(title, [entry]);
  }
  const untitled = order.get('') ?? [];
  order.delete('');
  const groups = [...order].filter(([, entries]) => entries.length > 0).map(([title, entries]) => ({ id: `${by} ${title}`, title, entries }));
  if (untitled.length > 0) groups.push({ id: `${by} `, title: groups.length > 0 ? 'Without a tag' : 'Operations', entries: untitled });
  for (const kind of ['webhook', 'channel'] as const) {
    const entries = operations.filter((entry) => entry.kind === kind);
    if (entries.length > 0) groups.push({ id: kind, title: kindTitles[kind], entries });
  }
  return groups;
}

interface Listing {
  q: string;
  folded: ReadonlySet<string>;
}

/** The lines of the list. While a filter is on, nothing is folded away. */
export function listRows(groups: Group[], { q, folded }: Listing): { rows: ListRow[]; entries: OperationEntry[]; matching: number } {
  const rows: ListRow[] = [];
  const listed: OperationEntry[] = [];
  let matching = 0;
  const alone = groups.length === 1;
  for (const { id, title, entries } of groups) {
    const found = filterEntries(entries, q);
    matching += found.length;
    if (found.length === 0) continue;
    const isFolded = q.trim() === '' && folded.has(id) && !alone;
    if (!alone) rows.push({ type: 'group', id, title, count: found.length, folded: isFolded });
    if (isFolded) continue;
    for (const entry of found) rows.push({ type: 'entry', entry, index: listed.push(entry) - 1 });
  }
  return { rows, entries: listed, matching };
}
