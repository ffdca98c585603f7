import { describe, expect, test } from 'vitest';
import { routeMatcher } from './match-route.ts';

const entry = (method: string, path: string, kind: 'operation' | 'webhook' = 'operation') => ({ key: `${method} ${path}`, kind, method, path });
const entries = [
  entry('GET', '/orders'),
  entry('GET', '/orders/{orderId}'),
  entry('GET', '/orders/latest'),
  entry('DELETE', '/orders/{orderId}'),
  entry('GET', '/orders/{orderId}/lines/{line}'),
  entry('GET', '/files/{name}.json'),
  entry('GET', '/'),
  entry('POST', '/hook', 'webhook'),
];
const match = routeMatcher(entries, ['https://eu.example.com/api/v1', 'https://eu.example.com']);

test.each([':id', '{id}', '{id:[0-9]{2,4}}', '<id>', '<int:id>', '[id]', '$id', '#val', ':id(\\d+)', '(?P<pk>[^/.]+)', '*', '42'])(
  'a parameter written as %s is the one of the document, whatever its name',
  (written) => {
    expect(match('GET', `/orders/${written}`)).toBe('GET /orders/{orderId}');
  },
);

describe('a route', () => {
  test('belongs to its method, in any case', () => {
    expect(match('delete', '/orders/:id')).toBe('DELETE /orders/{orderId}');
    expect(match('PUT', '/orders/:id')).toBeNull();
  });

  test('that is written out wins over a parameter', () => {
    expect(match('GET', '/orders/latest')).toBe('GET /orders/latest');
  });

  test('may end with a slash, be anchored as a pattern, or carry a query', () => {
    expect(match('GET', '/orders/')).toBe('GET /orders');
    expect(match('GET', '^/orders/(?P<id>\\d+)/$')).toBe('GET /orders/{orderId}');
    expect(match('GET', '/orders?page=2')).toBe('GET /orders');
  });

  test('may begin with the path of a server', () => {
    expect(match('GET', '/api/v1/orders/:id')).toBe('GET /orders/{orderId}');
  });

  test('may begin with a prefix that nobody declared, when only one operation ends so', () => {
    expect(match('GET', '/internal/orders/:id/lines/:n')).toBe('GET /orders/{orderId}/lines/{line}');
    expect(match('GET', '/lines/{n}')).toBe('GET /orders/{orderId}/lines/{line}');
  });

  test('with text around a parameter needs that text', () => {
    expect(match('GET', '/files/a.json')).toBe('GET /files/{name}.json');
    expect(match('GET', '/files/a.xml')).toBeNull();
  });

  test('is the root, or nothing', () => {
    expect(match('GET', '/')).toBe('GET /');
    expect(match('GET', '/nowhere')).toBeNull();
    expect(match('POST', '/hook')).toBeNull();
  });
});

test('hostile labels take no time', () => {
  const labels = ['{'.repeat(5000), '('.repeat(5000), `(?P<a>${'('.repeat(3000)}`, '/:a'.repeat(2000), '<'.repeat(5000)];
  const start = performance.now();
  for (const label of labels) match('GET', label);
  expect(performance.now() - start).toBeLessThan(500);
});
