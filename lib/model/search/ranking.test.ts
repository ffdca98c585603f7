import { describe, expect, it } from 'vitest';
import type { SearchEntry } from './entry.ts';
import { groupUnitKey } from './entry.ts';
import { toHit } from './hit.ts';
import { everything, SearchIndex } from './search-index.ts';

const service = (name: string, fields: SearchEntry['fields'] = {}, deprecated = false): SearchEntry => ({
  ...{ kind: 'service', key: name, form: '', deprecated },
  fields: { name: [name], ...fields },
});

const operation = (of: string, key: string, operationId: string, summary = '', fields: SearchEntry['fields'] = {}): SearchEntry => ({
  ...{ kind: 'operation', key, form: 'operation', deprecated: false },
  fields: {
    path: [key.split(' ')[1] ?? ''],
    method: [key.split(' ')[0] ?? ''],
    operationId: [operationId],
    summary: [summary],
    service: [of],
    ...fields,
  },
});

const schema = (of: string, name: string, property: string[]): SearchEntry => ({
  ...{ kind: 'schema', key: name, form: '', deprecated: false },
  fields: { name: [name], property, service: [of] },
});

const named = (kind: 'team' | 'topic', name: string, title?: string) => ({
  key: groupUnitKey(kind, name),
  entries: [{ kind, key: name, form: '', deprecated: false, fields: { name: [name], ...(title ? { title: [title] } : {}) } } satisfies SearchEntry],
});

const index = new SearchIndex();
index.put([
  {
    key: 'orders',
    entries: [
      service('orders', { team: ['checkout'], tag: ['pci'], topic: ['orders.created'], description: ['Takes orders and keeps them.'] }),
      operation('orders', 'GET /orders', 'listOrders', 'List orders', { parameter: ['pageToken'] }),
      operation('orders', 'POST /orders', 'createOrder', 'Place an order'),
      operation('orders', 'GET /orders/{orderId}/items', 'listOrderItems', 'List the items of an order', { parameter: ['orderId'] }),
      operation('orders', 'POST /orders/{orderId}/refunds', 'refundOrder', 'Give the money back', { tag: ['Money'] }),
      schema('orders', 'Order', ['id', 'totalAmount', 'currency']),
      schema('orders', 'LineItem', ['sku', 'quantity']),
    ],
  },
  { key: 'orders-archive', entries: [service('orders-archive', {}, true)] },
  { key: 'orders-batch', entries: [service('orders-batch')] },
  { key: 'back-orders', entries: [service('back-orders')] },
  { key: 'payments', entries: [service('payments', { title: ['Zahlungen für Händler'], description: ['Refunds, too.'] })] },
  { key: 'oauth2-proxy', entries: [service('oauth2-proxy', { description: ['Signs people in.'] })] },
  { key: 'sign-in', entries: [service('sign-in', { title: ['OAuth gate'] })] },
  named('team', 'checkout', 'Checkout crew'),
  named('topic', 'orders.created'),
]);

function find(q: string, limit = 4): string[] {
  return index.search(q, everything, limit).best.map(({ entry, unit }) => (entry.kind === 'service' ? unit : entry.key));
}

describe('ranking', () => {
  it.each([
    [
      'the name itself, then services that begin with it, the deprecated after the others, then operations',
      'orders',
      ['orders', 'orders-batch', 'orders-archive', 'GET /orders'],
    ],
    ['the beginning of a name as it is typed', 'ord', ['orders', 'orders-batch', 'orders-archive', 'GET /orders']],
    ['a schema by its own name before services that only begin with it', 'LineItem', ['LineItem']],
    ['an operation by its operationId', 'listOrderItems', ['GET /orders/{orderId}/items']],
    ['an operationId written as one word', 'listorderitems', ['GET /orders/{orderId}/items']],
    ['an operationId that is being typed', 'listorderit', ['GET /orders/{orderId}/items']],
    ['a path', '/orders/{orderId}/items', ['GET /orders/{orderId}/items']],
    ['a path with a value where the parameter is', '/orders/4711/items', ['GET /orders/{orderId}/items', 'LineItem']],
    ['a method before a path: only its operations, the shortest first', 'POST /orders', ['POST /orders', 'POST /orders/{orderId}/refunds']],
    ['words in any order, across fields', 'refund order post', ['POST /orders/{orderId}/refunds']],
    ['words of the summary and the service', 'orders money back', ['POST /orders/{orderId}/refunds']],
    ['singular for plural and plural for singular', 'refund', ['POST /orders/{orderId}/refunds', 'payments']],
    ['a property of a schema', 'total amount', ['Order']],
    ['a parameter', 'pageToken', ['GET /orders']],
    ['a tag of an operation', 'money', ['POST /orders/{orderId}/refunds']],
    ['a tag of a service', 'pci', ['orders']],
    ['a team, and then its services', 'checkout', ['checkout', 'orders']],
    ['a letter left out', 'paymnts', ['payments']],
    ['a letter changed, even the first', 'qayments', ['payments']],
    ['neighbours swapped', 'pyaments', ['payments']],
    ['a typing mistake in a word that is not finished', 'paymetn', ['payments']],
    ['without the diacritics', 'handler', ['payments']],
    ['with diacritics that are not there', 'páyments', ['payments']],
    ['a compound that one writes as one word and another as two', 'oauth', ['oauth2-proxy', 'sign-in']],
    ['the same, asked with its capitals', 'OAuth', ['oauth2-proxy', 'sign-in']],
  ])('finds %s: %s', (_, q, expected) => {
    expect(find(q)).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \t '],
    ['signs', '.*(['],
    ['a word that is nowhere', 'zzyzx'],
    ['one word here and one nowhere', 'orders zzyzx'],
  ])('finds nothing for %s', (_, q) => {
    expect(find(q)).toEqual([]);
  });

  it.each([
    ['ord', 'orders', [['name', 'orders', [[0, 3]]]]],
    ['paymnts', 'payments', [['name', 'payments', [[0, 8]]]]],
    ['handler', 'payments', [['title', 'Zahlungen für Händler', [[14, 21]]]]],
    ['hand', 'payments', [['title', 'Zahlungen für Händler', [[14, 18]]]]],
    [
      'orders money',
      'POST /orders/{orderId}/refunds',
      [
        [
          'path',
          '/orders/{orderId}/refunds',
          [
            [1, 7],
            [9, 14],
          ],
        ],
        ['summary', 'Give the money back', [[9, 14]]],
      ],
    ],
    [
      'POST /orders',
      'POST /orders',
      [
        ['method', 'POST', [[0, 4]]],
        ['path', '/orders', [[1, 7]]],
      ],
    ],
    ['quantity', 'LineItem', [['property', 'quantity', [[0, 8]]]]],
  ])('says why %s finds %s', (q, key, expected) => {
    const { best, query, typos } = index.search(q, everything, 20);
    const found = best.find(({ entry }) => entry.key === key);
    const why = found ? toHit(found, query, typos, 0).why : [];
    expect(why.map(({ field, text, ranges }) => [field, text, ranges])).toEqual(expected);
  });

  it('answers anything at all, without a fault', () => {
    const strange = [
      'x'.repeat(10_000),
      'a '.repeat(5000),
      '🚀🚀',
      '\0',
      '\ud800',
      '(.*)+[',
      '\u202eredro',
      'שלום',
      '注文一覧',
      '%_',
      "'; DROP TABLE",
      'İ',
      'ß',
    ];
    for (const q of strange) expect(() => index.search(q, everything, 5)).not.toThrow();
  });

  it('finds what is written in other scripts', () => {
    const own = new SearchIndex();
    own.put([{ key: 'a', entries: [service('a', { title: ['注文一覧サービス'], description: ['заказы покупателей', 'طلبات الشراء'] })] }]);
    for (const q of ['一覧', 'サービス', 'Заказ', 'заказы', 'طلبات']) expect(own.search(q, everything, 5).total).toBe(1);
  });
});
