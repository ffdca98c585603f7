import { describe, expect, it } from 'vitest';
import type { ImportPlan } from '#lib/model/descriptor/import.ts';
import { differencesOf, holdsWords, sumUp, tabsOf } from './plan-rows.ts';

const plan: ImportPlan = {
  counts: { create: 2, change: 1, same: 37, rejected: 1, entries: 41 },
  formats: [{ format: 'backstage', entries: 41 }],
  services: [],
  groups: [
    { kind: 'team', name: 'a', displayName: 'A', action: 'create' },
    { kind: 'team', name: 'b', displayName: 'B', action: 'same' },
  ],
  documents: [],
  rejected: [{ file: 'a.yaml', line: 1, entry: null, why: 'is empty', help: 'x' }],
  notes: [],
};

describe('a preview', () => {
  it('says in one line what would happen', () => {
    expect(sumUp(plan)).toBe('2 new, 1 changed, 37 already as they should be, 1 group, 1 rejected');
    expect(sumUp({ ...plan, counts: { create: 0, change: 0, same: 0, rejected: 1, entries: 0 }, groups: [] })).toBe('Nothing to import, 1 rejected');
    expect(sumUp({ ...plan, counts: { create: 1234, change: 0, same: 0, rejected: 0, entries: 1234 }, groups: [] })).toBe('1,234 new');
  });

  it('has a tab for each part that holds something', () => {
    expect(tabsOf(plan).map(({ view, count }) => `${view} ${count}`)).toEqual(['create 2', 'change 1', 'same 37', 'rejected 1', 'others 1']);
  });

  it('tells each field from what to what, and leaves out what reads the same', () => {
    const service = { name: 'a', action: 'change' as const, format: 'csv' as const, file: 'a.csv', line: 2 };
    const changes = [
      { field: 'baseUrl', before: null, after: 'http://a' },
      { field: 'tags', before: ['x'], after: [] },
      { field: 'maintenance', before: false, after: true },
      { field: 'description', before: '', after: null },
    ];
    expect(differencesOf({ ...service, changes })).toEqual([
      { field: 'base URL', from: null, to: 'http://a' },
      { field: 'tags', from: 'x', to: null },
      { field: 'maintenance', from: 'no', to: 'yes' },
    ]);
  });

  it('is filtered by every word', () => {
    expect(holdsWords('ord cata', 'orders', 'catalog-info.yaml')).toBe(true);
    expect(holdsWords('orders stock', 'orders', null)).toBe(false);
  });
});
