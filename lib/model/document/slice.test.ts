import { describe, expect, test } from 'vitest';
import { makeBigDocument, makeClusterDocument, makeCyclicDocument } from './big-document.test.kit.ts';
import { buildIndex } from './build-index.ts';
import { at, dangling, unfolded } from './slice.test.kit.ts';
import { type Slice, sliceOperation } from './slice.ts';
import { field, type Json, type Tree } from './tree.ts';

const options = { depth: 3, maxBytes: 400_000 };
function chain(length: number): Tree {
  const link = (index: number): Tree => ({
    type: 'object',
    properties: { next: { $ref: `#/components/schemas/L${index + 1}` }, money: { $ref: '#/components/schemas/Money' } },
  });
  return {
    openapi: '3.0.3',
    info: { title: 'Chain', version: '1' },
    paths: {
      '/a': { get: { responses: { 200: { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/L1' } } } } } } },
    },
    components: {
      schemas: Object.fromEntries([
        ['Money', { type: 'string' } as Json],
        ...Array.from({ length }, (_, index): [string, Json] => [`L${index + 1}`, link(index + 1)]),
        [`L${length + 1}`, { type: 'string' }],
      ]),
    },
  };
}

const schemasOf = (slice: Slice | null) => Object.keys((slice && (at(slice.document, '/components/schemas') as Tree)) ?? {});

describe('what a slice holds', () => {
  const document: Tree = {
    openapi: '3.1.0',
    info: { title: 'Orders', version: '2', description: 'x'.repeat(5000) },
    servers: [{ url: 'https://root.example.com' }],
    security: [{ key: [] }],
    tags: [{ name: 'orders' }, { name: 'other' }],
    paths: {
      '/orders/{id}': {
        servers: [{ url: 'https://orders.example.com' }],
        parameters: [{ $ref: '#/components/parameters/Id' }],
        get: {
          tags: ['orders'],
          security: [{ token: [] }],
          responses: { 200: { $ref: '#/components/responses/Order' }, 404: { $ref: '#/components/responses/Gone' } },
          callbacks: { done: { '{$request.body#/url}': { $ref: '#/components/pathItems/Done' } } },
        },
        post: { operationId: 'never', responses: {} },
      },
    },
    webhooks: { shipped: { post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } } } } },
    components: {
      parameters: { Id: { name: 'id', in: 'path', required: true, schema: { $ref: '#/components/schemas/Id' } }, Never: { name: 'n', in: 'query' } },
      responses: { Order: { description: 'One.', content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } } },
      pathItems: { Done: { post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } } } } } },
      schemas: {
        Id: { type: 'string' },
        Order: {
          properties: {
            id: { $ref: '#/components/schemas/Id' },
            note: { $ref: '#/components/schemas/Note/properties/text' },
            self: { $ref: '#/components/schemas/Order' },
          },
        },
        Note: { properties: { text: { type: 'string', enum: [{ $ref: '#/nowhere' }] }, $ref: { type: 'string' } } },
        Never: { type: 'string' },
      },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' }, key: { type: 'apiKey', in: 'header', name: 'k' } },
    },
  };

  test('is that operation alone, with its path, parameters, answers, callbacks and schemas', () => {
    const slice = sliceOperation(document, 'GET /orders/{id}', options) as Slice;
    expect(Object.keys(at(slice.document, '/paths') as Tree)).toEqual(['/orders/{id}']);
    expect(Object.keys(at(slice.document, '/paths/~1orders~1{id}') as Tree)).toEqual(['parameters', 'get']);
    expect(Object.keys(at(slice.document, '/components') as Tree).sort()).toEqual([
      'parameters',
      'pathItems',
      'responses',
      'schemas',
      'securitySchemes',
    ]);
    expect(schemasOf(slice).sort()).toEqual(['Id', 'Note', 'Note_properties_text', 'Order']);
    expect(field(slice.document, 'webhooks')).toBeUndefined();
    expect(dangling(slice)).toEqual([]);
  });

  test('is the servers, tags and security schemes that apply, and a short info', () => {
    const slice = sliceOperation(document, 'GET /orders/{id}', options) as Slice;
    expect(field(slice.document, 'servers')).toEqual([{ url: 'https://orders.example.com' }]);
    expect(field(slice.document, 'tags')).toEqual([{ name: 'orders' }]);
    expect(at(slice.document, '/components/securitySchemes')).toEqual({ token: { type: 'http', scheme: 'bearer' } });
    expect(field(slice.document, 'info')).toEqual({ title: 'Orders', version: '2' });
  });

  test('says where a reference leads nowhere, and leaves examples and properties called $ref alone', () => {
    const slice = sliceOperation(document, 'GET /orders/{id}', options) as Slice;
    expect(at(slice.document, '/paths/~1orders~1{id}/get/responses/404/description')).toMatch(/^Missing: #\/components\/responses\/Gone/);
    expect(at(slice.document, '/components/schemas/Note/properties')).toEqual(at(document, '/components/schemas/Note/properties'));
  });

  test('is a webhook under webhooks', () => {
    const slice = sliceOperation(document, 'webhook POST shipped', options) as Slice;
    expect(at(slice.document, '/webhooks/shipped/post')).toBeDefined();
    expect(field(slice.document, 'paths')).toBeUndefined();
    expect(dangling(slice)).toEqual([]);
  });

  test('leaves the document as it was', () => {
    const before = JSON.stringify(document);
    sliceOperation(document, 'GET /orders/{id}', options);
    expect(JSON.stringify(document)).toBe(before);
  });

  test('is nothing for a key that is not there', () => {
    expect(sliceOperation(document, 'GET /nowhere', options)).toBeNull();
    expect(sliceOperation([], 'GET /nowhere', options)).toBeNull();
  });

  test('of OpenAPI 2.0 keeps definitions and inlines path items', () => {
    const old: Tree = {
      swagger: '2.0',
      info: { title: 'a', version: '1' },
      host: 'a.example.com',
      paths: { '/a': { get: { security: [{ k: [] }], parameters: [{ $ref: '#/parameters/P' }], responses: { 200: { $ref: '#/responses/R' } } } } },
      parameters: { P: { name: 'p', in: 'query', type: 'string' } },
      responses: { R: { description: 'ok', schema: { $ref: '#/definitions/io.v1.Pod' } } },
      definitions: { 'io.v1.Pod': { properties: { a: { type: 'string' } } }, Never: {} },
      securityDefinitions: { k: { type: 'basic' }, never: { type: 'basic' } },
    };
    const slice = sliceOperation(old, 'GET /a', options) as Slice;
    expect(slice.document).toEqual({
      ...old,
      definitions: { 'io.v1.Pod': { properties: { a: { type: 'string' } } } },
      securityDefinitions: { k: { type: 'basic' } },
    });
  });
});

describe('where a slice is cut', () => {
  test('is the depth: deeper references become small schemas that name the type', () => {
    const slice = sliceOperation(chain(10), 'GET /a', options) as Slice;
    expect(schemasOf(slice).sort()).toEqual(['L1', 'L2', 'L3', 'Money']);
    expect(slice.cut).toEqual(['#/components/schemas/L4']);
    expect(at(slice.document, '/components/schemas/L3/properties/next')).toEqual({
      title: 'L4',
      description: 'Cut here: ask for more depth',
      'x-signalbox-cut': '#/components/schemas/L4',
    });
    expect(at(slice.document, '/components/schemas/L3/properties/money')).toEqual({ $ref: '#/components/schemas/Money' });
  });

  test('is nowhere when everything ends within the depth, and more depth gives more', () => {
    expect(sliceOperation(chain(2), 'GET /a', options)?.cut).toEqual([]);
    const counts = [1, 3, 6, 12].map((depth) => schemasOf(sliceOperation(chain(10), 'GET /a', { ...options, depth })).length);
    expect(counts).toEqual([1, 4, 7, 12]);
  });

  test.each([1, 2, 3, 6])('60 schemas that all refer to one another give a small slice without circles at depth %i', (depth) => {
    const document = makeCyclicDocument(60);
    const slice = sliceOperation(document, 'GET /nodes/Node7', { ...options, depth }) as Slice;
    expect(dangling(slice)).toEqual([]);
    expect(unfolded(slice.document, 'openapi', slice.document)).toBeLessThan(120);
    expect(JSON.stringify(slice.document).length).toBeLessThan(40_000 * depth);
    expect(slice.cut.length).toBeGreaterThan(0);
  });

  test('is the size: what does not fit is cut, and the operation itself always stays', () => {
    const slice = sliceOperation(makeBigDocument(40), 'GET /order/0/{id}', { depth: 6, maxBytes: 20_000 }) as Slice;
    expect(JSON.stringify(slice.document).length).toBeLessThan(30_000);
    const tiny = sliceOperation(makeBigDocument(40), 'GET /order/0/{id}', { depth: 6, maxBytes: 1 }) as Slice;
    expect(at(tiny.document, '/paths/~1order~10~1{id}/get/summary')).toBeDefined();
    expect(schemasOf(tiny)).toEqual([]);
  });

  test('schemas that are written out instead of referred to are cut by their nesting', () => {
    const inline = (depth: number): Tree =>
      depth === 0
        ? { type: 'string' }
        : { type: 'object', properties: Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, inline(depth - 1)])) };
    const document: Tree = {
      openapi: '3.0.3',
      info: { title: 'a', version: '1' },
      paths: {
        '/a': {
          get: { responses: { 200: { description: 'ok', content: { 'application/json': { schema: inline(7), example: 'x'.repeat(9000) } } } } },
        },
      },
    };
    expect(JSON.stringify(document).length).toBeGreaterThan(400_000);
    const sizes = [1, 3, 6].map((depth) => JSON.stringify(sliceOperation(document, 'GET /a', { ...options, depth })?.document).length);
    expect(sizes[0]).toBeLessThan(50_000);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    const slice = sliceOperation(document, 'GET /a', options) as Slice;
    const [first = ''] = slice.cut;
    expect(at(slice.document, first.slice(1))).toMatchObject({ 'x-signalbox-cut': first });
    expect(at(document, first.slice(1))).toMatchObject({ type: 'object' });
  });

  test('a mapping of a discriminator names only what is there', () => {
    const document: Tree = {
      openapi: '3.0.3',
      paths: { '/a': { get: { responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } } } } } },
      components: {
        schemas: {
          Pet: {
            oneOf: [{ $ref: '#/components/schemas/Cat' }],
            discriminator: {
              propertyName: 'kind',
              mapping: { cat: '#/components/schemas/Cat', other: 'Cat', dog: '#/components/schemas/Dog', x: 'y.yaml' },
            },
          },
          Cat: {},
          Dog: {},
        },
      },
    };
    const slice = sliceOperation(document, 'GET /a', options) as Slice;
    expect(at(slice.document, '/components/schemas/Pet/discriminator/mapping')).toEqual({ cat: '#/components/schemas/Cat', other: 'Cat' });
  });
});

test.each([
  ['OpenAPI 3.0', makeBigDocument(60)],
  ['OpenAPI 2.0', makeClusterDocument(30)],
  ['circles', makeCyclicDocument(30)],
])('every operation of a large document gives a slice that stands by itself: %s', (_, document) => {
  for (const { key } of buildIndex(document).operations) {
    const slice = sliceOperation(document, key, options) as Slice;
    expect(dangling(slice)).toEqual([]);
    expect(JSON.stringify(slice.document).length).toBeLessThan(150_000);
  }
});
