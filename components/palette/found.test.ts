import { expect, it } from 'vitest';
import type { SearchHit } from '#lib/model/search.ts';
import { gatherHits, hrefOf, reasonsBeside } from './found.ts';

const hit = (kind: SearchHit['kind'], name: string, more: Partial<SearchHit> = {}): SearchHit => ({
  ...{ kind, name, detail: null, service: null, key: name, method: null, deprecated: false, verdict: null, why: [], score: 1 },
  ...more,
});

it('leads every kind to its place', () => {
  expect(hrefOf(hit('service', 'Orders', { service: 'orders', key: null }))).toBe('/services/orders');
  expect(hrefOf(hit('operation', 'GET /a', { service: 'orders' }))).toBe('/services/orders?tab=api&op=GET+%2Fa');
  expect(hrefOf(hit('schema', 'Refund', { service: 'orders' }))).toBe('/apis?mode=schemas&q=Refund');
  expect(hrefOf(hit('team', 'checkout'))).toBe('/services?team=checkout');
  expect(hrefOf(hit('domain', 'commerce'))).toBe('/services?domain=commerce');
  expect(hrefOf(hit('topic', 'orders.created'))).toBe('/topics/orders.created');
});

it('groups hits by kind in a constant order, best first within each, and does not repeat known services', () => {
  const hits = [
    hit('schema', 'A'),
    hit('operation', 'GET /a'),
    hit('service', 'x', { service: 'x' }),
    hit('service', 'y', { service: 'y' }),
    hit('schema', 'B'),
  ];
  expect(gatherHits(hits, new Set(['x'])).map(({ group, hits: found }) => [group, found.map(({ name }) => name)])).toEqual([
    ['Services', ['y']],
    ['Operations', ['GET /a']],
    ['Schemas', ['A', 'B']],
  ]);
});

it('never shows more services than there is room for', () => {
  const hits = Array.from({ length: 20 }, (_, at) => hit('service', `s${at}`, { service: `s${at}` }));
  expect(gatherHits(hits, new Set(['a', 'b']))[0]?.hits).toHaveLength(6);
  expect(gatherHits(hits, new Set('abcdefgh'))).toEqual([]);
});

it('says why where the name does not', () => {
  const reason = (field: SearchHit['why'][number]['field'], text: string) => ({ field, text, ranges: [] });
  const why = [reason('path', '/a'), reason('parameter', 'cursor')];
  expect(reasonsBeside(hit('operation', 'GET /a', { why }))).toEqual([why[1]]);
  expect(reasonsBeside(hit('team', 'Checkout', { why: [reason('name', 'checkout')] }))).toEqual([]);
  expect(reasonsBeside(hit('schema', 'Refund', { why: [reason('name', 'Refund'), reason('property', 'refundId')] }))).toHaveLength(1);
});
