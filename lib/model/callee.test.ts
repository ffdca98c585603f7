import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calleeCandidates, calleeKey, calleeKeysOf, serviceMatcher } from './callee.ts';

const services = [
  { name: 'orders', baseUrl: 'http://orders.shop.svc.cluster.local:8080' },
  { name: 'payment-service', baseUrl: 'https://pay.example.com' },
  { name: 'a', baseUrl: 'http://127.0.0.1:4001' },
  { name: 'b', baseUrl: 'http://127.0.0.1:4002' },
  { name: 'ledger', baseUrl: 'http://books.example.com/ledger' },
  { name: 'journal', baseUrl: 'http://books.example.com/journal' },
  { name: 'waits', baseUrl: null },
  { name: 'stock-service', baseUrl: null },
  { name: 'mail', baseUrl: null },
  { name: 'mail-service', baseUrl: null },
  { name: 'cart', baseUrl: 'http://basket:8080' },
];
const match = serviceMatcher(services);

const means: [text: string, name: string][] = [
  ['orders', 'orders'],
  ['Orders-Service', 'orders'],
  ['OrdersService', 'orders'],
  ['payment', 'payment-service'],
  ['PAYMENT_SERVICE', 'payment-service'],
  ['pay.example.com', 'payment-service'],
  ['pay.example.com:443', 'payment-service'],
  ['https://Pay.example.com/v1?x', 'payment-service'],
  ['orders:9000', 'orders'],
  ['orders.other.svc.cluster.local:8080', 'orders'],
  ['http://orders.shop.svc.cluster.local:8080/api', 'orders'],
  ['outbound|9080||orders.default.svc.cluster.local', 'orders'],
  ['app_orders', 'orders'],
  ['xds:///orders', 'orders'],
  ['127.0.0.1:4002', 'b'],
  ['http://127.0.0.1:4001/health', 'a'],
  ['waits', 'waits'],
  ['STOCK', 'stock-service'],
  ['stock_svc', 'stock-service'],
  ['stockService', 'stock-service'],
  ['mail-service', 'mail-service'],
  ['mail', 'mail'],
  ['basket', 'cart'],
  ['basket:8080', 'cart'],
];
const strangers = [
  '127.0.0.1',
  '127.0.0.1:4003',
  '10.0.0.7:80',
  'books.example.com:80',
  'orders.example.com',
  'api.stripe.com',
  'pay',
  'Mail_svc',
  '',
  ':80',
];

test.each(means)('%s means %s', (text, name) => {
  expect(match(text)).toBe(name);
});

test.each(strangers)('%s is nobody known', (text) => {
  expect(match(text)).toBeNull();
});

describe('what is kept by its key is found again', () => {
  test.each(means)('%s by a key of %s', (text, name) => {
    const service = services.find((one) => one.name === name);
    expect(service && calleeKeysOf(service)).toContain(calleeKey(text));
  });

  test.each([...means.map(([text]) => text), ...strangers])('%s means the same among all services and among those that it may mean', (text) => {
    const { names, host } = calleeCandidates(text);
    const some = services.filter(({ name, baseUrl }) => names.includes(name) || (baseUrl !== null && new URL(baseUrl).hostname === host));
    expect(serviceMatcher(some)(text)).toBe(match(text));
  });
});

test('a name that is nothing but "service" keeps it', () => {
  expect(calleeKey('service')).toBe('service');
});

test('whatever text, few candidates decide as all services do, by a key of the one it means', () => {
  const part = fc.constantFrom(
    'orders',
    'Orders',
    'order-service',
    'svc',
    'a',
    'x_service',
    'XService',
    'h.example.com',
    'x.y.svc',
    '10.0.0.1',
    'localhost',
    '',
  );
  const named = fc.record({
    name: fc.constantFrom('orders', 'orders-service', 'order', 'x', 'x-svc', 'xservice', 'a', 'svc'),
    host: part,
    port: fc.constantFrom('', ':80', ':81'),
  });
  const text = fc
    .tuple(fc.constantFrom('', 'http://', 'dns:///', 'outbound|80||', 'app_'), part, fc.constantFrom('', ':80', ':81', '/x'))
    .map((all) => all.join(''));
  fc.assert(
    fc.property(fc.uniqueArray(named, { selector: ({ name }) => name, maxLength: 6 }), text, (some, label) => {
      const all = some.map(({ name, host, port }) => ({ name, baseUrl: host === '' ? null : `http://${host}${port}`.replaceAll('_', '-') }));
      const found = serviceMatcher(all)(label);
      const { names, host } = calleeCandidates(label);
      const few = all.filter(({ name, baseUrl }) => names.includes(name) || (baseUrl !== null && new URL(baseUrl).hostname === host));
      expect(serviceMatcher(few)(label)).toBe(found);
      const service = all.find(({ name }) => name === found);
      if (service) expect(calleeKeysOf(service)).toContain(calleeKey(label));
    }),
    { numRuns: 500 },
  );
});

test('the order in which services are given changes nothing', () => {
  const some = ['a', 'a-service', 'b', 'b-svc', 'c'].map((name, i) => ({ name, baseUrl: i % 2 ? `http://h${i % 3}:80` : 'http://shared:1' }));
  const texts = ['a', 'A_service', 'a-svc', 'b', 'b-service', 'c', 'shared:1', 'shared', 'h0:80', 'h1', 'h0'];
  fc.assert(
    fc.property(fc.shuffledSubarray(some, { minLength: some.length }), (shuffled) => {
      expect(texts.map(serviceMatcher(shuffled))).toEqual(texts.map(serviceMatcher(some)));
    }),
  );
});
