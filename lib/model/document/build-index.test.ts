import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentIndexSchema } from '../document.ts';
import { makeBigDocument, makeClusterDocument } from './big-document.test.kit.ts';
import { buildIndex, formatOf } from './build-index.ts';
import { resolvePointer } from './pointer.ts';
import type { Json, Tree } from './tree.ts';

const openapi = (more: Tree): Tree => ({ openapi: '3.1.0', info: { title: 'Orders', version: '1.0.0' }, ...more });
const keysOf = (document: Json) => buildIndex(document).operations.map(({ key }) => key);

describe('OpenAPI', () => {
  test('operations, webhooks, the query method and additional operations stand in one list, each with its pointer', () => {
    const document = openapi({
      openapi: '3.2.0',
      paths: {
        '/orders': { get: {}, query: {}, additionalOperations: { PURGE: { summary: 'Empty it' } } },
        'x-internal': { get: {} },
      },
      webhooks: { shipped: { post: { operationId: 'onShipped' } }, 'x-named': { post: {} } },
    });
    const { operations } = buildIndex(document);
    expect(operations.map(({ key, kind }) => [key, kind])).toEqual([
      ['GET /orders', 'operation'],
      ['QUERY /orders', 'operation'],
      ['PURGE /orders', 'operation'],
      ['webhook POST shipped', 'webhook'],
      ['webhook POST x-named', 'webhook'],
    ]);
    expect(operations.map(({ pointer }) => pointer)).toEqual([
      '/paths/~1orders/get',
      '/paths/~1orders/query',
      '/paths/~1orders/additionalOperations/PURGE',
      '/webhooks/shipped/post',
      '/webhooks/x-named/post',
    ]);
  });

  test('a path item behind a reference is found where it stands, and its own fields win', () => {
    const document = openapi({
      paths: { '/orders': { $ref: '#/components/pathItems/Orders', get: { summary: 'here' } } },
      components: { pathItems: { Orders: { get: { summary: 'there' }, post: {} } } },
    });
    expect(buildIndex(document).operations.map(({ key, summary, pointer }) => [key, summary, pointer])).toEqual([
      ['GET /orders', 'here', '/paths/~1orders/get'],
      ['POST /orders', null, '/components/pathItems/Orders/post'],
    ]);
  });

  test('a path item that refers to itself gives nothing and ends', () => {
    expect(keysOf(openapi({ paths: { '/a': { $ref: '#/paths/~1a' }, '/b': { $ref: '#/paths/~1c' }, '/c': { $ref: '#/paths/~1b' } } }))).toEqual([]);
  });

  test('parameters of the path item count, references are followed, the body of 2.0 is none', () => {
    const document: Tree = {
      swagger: '2.0',
      info: { title: 'a', version: '1' },
      parameters: { Page: { name: 'page', in: 'query' } },
      paths: {
        '/a/{id}': {
          parameters: [{ name: 'id', in: 'path' }],
          get: {
            parameters: [{ $ref: '#/parameters/Page' }, { name: 'body', in: 'body' }, { name: 'page', in: 'header' }],
          },
        },
      },
    };
    expect(buildIndex(document).operations[0]?.parameters).toEqual(['page', 'id']);
  });

  test('schemas list their own properties and those of allOf, through references and circles', () => {
    const document = openapi({
      components: {
        schemas: {
          Base: { properties: { id: {} }, allOf: [{ $ref: '#/components/schemas/Order' }] },
          Order: {
            allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { total: { properties: { inner: {} } } } }],
            properties: { note: {} },
          },
          Alias: { $ref: '#/components/schemas/Order' },
          Flag: true,
        },
      },
    });
    expect(buildIndex(document).schemas).toEqual([
      { name: 'Base', properties: ['id', 'note', 'total'], pointer: '/components/schemas/Base' },
      { name: 'Order', properties: ['note', 'id', 'total'], pointer: '/components/schemas/Order' },
      { name: 'Alias', properties: ['note', 'id', 'total'], pointer: '/components/schemas/Alias' },
    ]);
  });

  test('servers are filled with the defaults of their variables; 2.0 joins schemes, host and base path', () => {
    expect(buildIndex(openapi({ servers: [{ url: 'https://{r}.example.com/{v}', variables: { r: { default: 'eu' } } }, 7] })).servers).toEqual([
      'https://eu.example.com/{v}',
    ]);
    expect(buildIndex({ swagger: '2.0', host: 'a.example.com', basePath: '/v1', schemes: ['https', 'http'] }).servers).toEqual([
      'https://a.example.com/v1',
      'http://a.example.com/v1',
    ]);
  });

  test('tags that operations use without declaring them are listed too', () => {
    const document = openapi({ tags: [{ name: 'a', description: 'A.' }], paths: { '/x': { get: { tags: ['a', 'b', 'b'] } } } });
    expect(buildIndex(document).tags).toEqual([
      { name: 'a', description: 'A.' },
      { name: 'b', description: null },
    ]);
  });

  test('two methods of the same name get keys of their own', () => {
    const document = openapi({ paths: { '/a': { get: {}, additionalOperations: { GET: {} } } } });
    expect(keysOf(document)).toEqual(['GET /a', 'GET /a (2)']);
  });
});

test('references in a chain of 10,000 are indexed in time', () => {
  const links = Array.from({ length: 10_000 }, (_, index) => [`C${index}`, { $ref: `#/components/schemas/C${index + 1}` }]);
  const before = process.threadCpuUsage();
  expect(buildIndex(openapi({ components: { schemas: Object.fromEntries(links) } })).schemas).toHaveLength(10_000);
  const { user, system } = process.threadCpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(5000);
}, 60_000);

describe('AsyncAPI', () => {
  test('publish of 2.x is what the service receives, subscribe what it sends', () => {
    const document: Tree = {
      asyncapi: '2.6.0',
      info: { title: 'Orders', version: '1' },
      servers: { main: { url: '{host}:9092', protocol: 'kafka', variables: { host: { default: 'broker' } } } },
      channels: {
        'orders/{id}': {
          parameters: { id: {} },
          publish: { operationId: 'takeOrder', message: { $ref: '#/components/messages/Order' } },
          subscribe: {
            summary: 'Tell',
            message: { oneOf: [{ name: 'Told', payload: { properties: { at: {} } } }, { $ref: '#/components/messages/Order' }] },
          },
        },
        empty: {},
      },
      components: { messages: { Order: { payload: { properties: { total: {} } } } } },
    };
    const index = buildIndex(document);
    expect(index.operations.map(({ key, operationId, parameters, pointer }) => [key, operationId, parameters, pointer])).toEqual([
      ['SEND orders/{id}', null, ['id'], '/channels/orders~1{id}/subscribe'],
      ['RECEIVE orders/{id}', 'takeOrder', ['id'], '/channels/orders~1{id}/publish'],
      ['CHANNEL empty', null, [], '/channels/empty'],
    ]);
    expect(index.servers).toEqual(['kafka://broker:9092']);
    expect(index.schemas).toEqual([
      { name: 'Order', properties: ['total'], pointer: '/components/messages/Order' },
      { name: 'Told', properties: ['at'], pointer: '/channels/orders~1{id}/subscribe/message/oneOf/0' },
    ]);
  });

  test('operations of 3.x are listed by the address of their channel, twice the same by their name', () => {
    const document: Tree = {
      asyncapi: '3.0.0',
      info: { title: 'Orders', version: '1', tags: [{ name: 'all' }] },
      servers: { main: { host: 'broker:9092', pathname: '/x', protocol: 'amqp' } },
      channels: {
        created: {
          address: 'orders.created',
          messages: { Created: { payload: { schemaFormat: 'application/schema+json', schema: { properties: { id: {} } } } } },
        },
        lonely: { address: null },
      },
      operations: {
        tell: { action: 'send', channel: { $ref: '#/channels/created' } },
        tellAgain: { action: 'send', channel: { $ref: '#/channels/created' } },
        lost: { action: 'receive', channel: { $ref: '#/channels/nowhere' } },
      },
    };
    const index = buildIndex(document);
    expect(index.operations.map(({ key }) => key)).toEqual([
      'SEND orders.created',
      'SEND orders.created (tellAgain)',
      'RECEIVE lost',
      'CHANNEL lonely',
    ]);
    expect(index.servers).toEqual(['amqp://broker:9092/x']);
    expect(index.schemas).toEqual([{ name: 'Created', properties: ['id'], pointer: '/channels/created/messages/Created' }]);
    expect(index.tags).toEqual([{ name: 'all', description: null }]);
  });
});

test('the format is read from texts and from the numbers that YAML makes of them', () => {
  expect(
    [{ openapi: '3.0.3' }, { swagger: 2 }, { openapi: 3.1 }, { asyncapi: '2.6.0' }, { openapi: 'three' }, {}, null].map((document) =>
      formatOf(document as Json),
    ),
  ).toEqual(['OpenAPI 3.0.3', 'OpenAPI 2.0', 'OpenAPI 3.1', 'AsyncAPI 2.6.0', null, null, null]);
});

test('every pointer of an index leads to what it lists', () => {
  for (const document of [makeBigDocument(60), makeClusterDocument(40)]) {
    const { operations, schemas } = buildIndex(document);
    expect(operations.length).toBeGreaterThan(50);
    for (const { pointer } of [...operations, ...schemas]) expect(resolvePointer(document, pointer)).toBeTypeOf('object');
  }
});

test('an index of 870 operations is small and fits its schema', () => {
  const index = buildIndex(makeBigDocument(870));
  expect(index.operations).toHaveLength(870);
  expect(() => documentIndexSchema.parse(index)).not.toThrow();
});

const names = fc.constantFrom('/a', '/a/{id}', 'get', '$ref', '__proto__', 'constructor', '', 'x-a', '\u0000', '/a\u0000', '\ud800');
const junk = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('#/paths/~1a', '#', '#/components/schemas/A', '#/%E0%A4%A'),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(names, fc.constantFrom('paths', 'channels', 'messages', 'parameters', 'properties', 'allOf', 'post', 'tags', 'operations', 'channel')),
      tie('node'),
      {
        maxKeys: 4,
      },
    ),
  ),
})).node as fc.Arbitrary<Json>;
const fields = [
  'openapi',
  'swagger',
  'asyncapi',
  'info',
  'servers',
  'tags',
  'paths',
  'webhooks',
  'components',
  'channels',
  'operations',
  'definitions',
];

test('wrong types never throw, and keys and names are unique and can be stored', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...fields), junk), (document) => {
      const index = documentIndexSchema.parse(buildIndex(document));
      const keys = index.operations.map(({ key }) => key);
      const schemas = index.schemas.map(({ name }) => name);
      expect(new Set(keys).size).toBe(keys.length);
      expect(new Set(schemas).size).toBe(schemas.length);
      for (const text of [...keys, ...schemas, index.title]) expect(text.includes('\u0000') || !text.isWellFormed()).toBe(false);
    }),
    { numRuns: 500 },
  );
});
