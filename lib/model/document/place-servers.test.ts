import { describe, expect, test } from 'vitest';
import { placeServer, placeServers } from './place-servers.ts';

describe('a server lies at the registered origin', () => {
  test.each([
    ['/', 'http://orders:8080', 'http://orders:8080'],
    ['https://api.example.com', 'http://orders:8080', 'http://orders:8080'],
    ['https://api.example.com/v1', 'http://orders:8080', 'http://orders:8080/v1'],
    ['https://api.example.com/v1/', 'http://orders:8080/v1', 'http://orders:8080/v1'],
    ['/api/v2', 'http://orders:8080/base', 'http://orders:8080/api/v2'],
    ['v2', 'http://orders:8080/base', 'http://orders:8080/base/v2'],
    ['https://{host}/v1', 'http://orders:8080', 'http://orders:8080'],
    ['//evil.example', 'http://orders:8080', 'http://orders:8080'],
  ])('%s of %s → %s', (server, base, placed) => expect(placeServer(server, base)).toBe(placed));
});

test('servers of the document, of paths and of operations are all placed; variables take their defaults', () => {
  const document = {
    openapi: '3.1.0',
    servers: [{ url: 'https://{region}.example.com/{base}', variables: { region: { default: 'eu' }, base: { default: 'v3' } } }],
    paths: { '/a': { servers: [{ url: '/p' }], get: { servers: [{ url: 'https://other/q' }] }, post: {} } },
  };
  expect(placeServers(document, 'http://orders:8080')).toEqual({
    openapi: '3.1.0',
    servers: [{ url: 'http://orders:8080/v3' }],
    paths: { '/a': { servers: [{ url: 'http://orders:8080/p' }], get: { servers: [{ url: 'http://orders:8080/q' }] }, post: {} } },
  });
});

test('a Swagger 2.0 document keeps its base path', () => {
  expect(placeServers({ swagger: '2.0', host: 'api.example.com', basePath: '/v1', paths: {} }, 'https://orders')).toEqual({
    swagger: '2.0',
    host: 'orders',
    basePath: '/v1',
    schemes: ['https'],
    paths: {},
  });
});
