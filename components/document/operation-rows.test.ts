import { expect, it } from 'vitest';
import type { OperationEntry } from '#lib/model/document.ts';
import { filterEntries, groupEntries, listRows } from './operation-rows.ts';

const entry = (method: string, path: string, more: Partial<OperationEntry> = {}): OperationEntry => ({
  ...{ key: `${method} ${path}`, kind: 'operation', method, path, operationId: null, summary: null, tags: [], deprecated: false },
  ...{ parameters: [], pointer: '' },
  ...more,
});
const orders = entry('GET', '/api/v1/orders', { tags: ['orders', 'public'], summary: 'List the orders', parameters: ['limit'] });
const order = entry('GET', '/api/v1/orders/{id}', { tags: ['orders'], operationId: 'readOrder' });
const users = entry('POST', '/api/v1/users', { tags: ['users'] });
const health = entry('GET', '/api/v1/health');
const shipped = entry('POST', 'orderShipped', { kind: 'webhook' });
const created = entry('SEND', 'orders.created', { kind: 'channel' });
const operations = [orders, order, health, users, shipped, created];
const tags = [{ name: 'users', description: null }];
const none = new Set<string>();
const shape = (by: 'tag' | 'path') => groupEntries({ tags, operations }, by).map(({ title, entries }) => [title, entries.length]);

it('finds by every word, wherever it stands', () => {
  expect(filterEntries(operations, 'ORDERS limit')).toEqual([orders]);
  expect(filterEntries(operations, 'readorder get')).toEqual([order]);
  expect(filterEntries(operations, ' ')).toEqual(operations);
  expect(filterEntries(operations, 'nowhere')).toEqual([]);
});

it("groups by tag in the document's order, what has no tag after them, webhooks and channels last", () => {
  expect(shape('tag')).toEqual([
    ['users', 1],
    ['orders', 2],
    ['Without a tag', 1],
    ['Webhooks', 1],
    ['Channels', 1],
  ]);
});

it('groups by the first segment in which the paths differ', () => {
  expect(shape('path').map(([title]) => title)).toEqual(['/orders', '/health', '/users', 'Webhooks', 'Channels']);
});

it('numbers the operations that are listed, and counts those of folded groups too', () => {
  const groups = groupEntries({ tags, operations }, 'tag');
  const { rows, entries, matching } = listRows(groups, { q: '', folded: new Set(['tag orders']) });
  expect(matching).toBe(6);
  expect(entries).toEqual([users, health, shipped, created]);
  expect(rows.filter(({ type }) => type === 'group')).toHaveLength(5);
  expect(rows.flatMap((row) => (row.type === 'entry' ? [row.index] : []))).toEqual([0, 1, 2, 3]);
});

it('opens folded groups while a filter is on, and leaves empty ones out', () => {
  const groups = groupEntries({ tags, operations }, 'tag');
  const { rows, entries } = listRows(groups, { q: 'order', folded: new Set(['tag orders']) });
  expect(entries).toEqual([orders, order, shipped, created]);
  expect(rows.flatMap((row) => (row.type === 'group' ? [row.title] : []))).toEqual(['orders', 'Webhooks', 'Channels']);
});

it('has no heading over the only group', () => {
  expect(listRows(groupEntries({ tags: [], operations: [health] }, 'tag'), { q: '', folded: none }).rows).toEqual([
    { type: 'entry', entry: health, index: 0 },
  ]);
});
