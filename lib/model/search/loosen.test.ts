import { describe, expect, it } from 'vitest';
import type { SearchEntry } from './entry.ts';
import { toHit } from './hit.ts';
import { everything, SearchIndex } from './search-index.ts';

const entry = (kind: SearchEntry['kind'], key: string, fields: SearchEntry['fields']): SearchEntry => ({
  kind,
  key,
  form: '',
  deprecated: false,
  fields,
});

const index = new SearchIndex();
index.put([
  { key: 'user-service', entries: [entry('service', 'user-service', { name: ['user-service'], description: ['And places for an account'] })] },
  {
    key: 'payment-processor',
    entries: [
      entry('service', 'payment-processor', { name: ['payment-processor'] }),
      entry('operation', 'POST /orders', { path: ['/orders'], operationId: ['createOrder'], summary: ['Create a new order'] }),
      entry('operation', 'POST /orders/{id}/cancel', { path: ['/orders/{id}/cancel'], operationId: ['cancelOrder'], summary: ['Cancel it'] }),
    ],
  },
]);
const find = (q: string) => index.search(q, everything, 3).best.map(({ entry: { key } }) => key);

describe('what nothing answers as it stands', () => {
  it.each([
    ['two mistakes in a word of six or seven letters', 'payemtn', 'payment-processor'],
    ['a letter left out of a word of four', 'usr service', 'user-service'],
    ['a verb in another form', 'canceling orders', 'POST /orders/{id}/cancel'],
    ['a verb whose last letter doubled', 'cancelled order', 'POST /orders/{id}/cancel'],
    ['a verb that lost its e', 'creating orders', 'POST /orders'],
  ])('is found with %s', (_what, q, key) => {
    expect(find(q)[0]).toBe(key);
  });

  it('says why, marked where it matched', () => {
    const { best, query, typos } = index.search('payemtn', everything, 1);
    const why = best[0] ? toHit(best[0], query, typos, 0).why : [];
    expect(why).toEqual([{ field: 'name', text: 'payment-processor', ranges: [[0, 7]] }]);
  });

  it('stays nothing where nothing is near', () => {
    expect(find('zzqqyyxx')).toEqual([]);
    expect(find('xyz')).toEqual([]);
  });
});

describe('words that say nothing', () => {
  it('need not be there', () => {
    expect(find('create an order')[0]).toBe('POST /orders');
    expect(find('cancel the order')[0]).toBe('POST /orders/{id}/cancel');
  });

  it('count where they are all that was asked, or the last word that may go on', () => {
    expect(find('a')).not.toEqual([]);
    expect(find('user a')[0]).toBe('user-service');
  });
});
