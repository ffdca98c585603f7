import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { makeBigDocument, makeCyclicDocument } from './big-document.test.kit.ts';
import { buildIndex } from './build-index.ts';
import { easeSlice } from './ease.ts';
import { resolvePointer } from './pointer.ts';
import { sliceOperation } from './slice.ts';
import type { Json, Tree } from './tree.ts';

const withSchema = (schema: Json, openapi = '3.1.0'): Tree => ({
  openapi,
  info: { title: 'a', version: '1' },
  paths: { '/a': { get: { responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } } } } },
  components: { schemas: { A: { type: 'string' }, B: true } },
});
const at = '/paths/~1a/get/responses/200/content/application~1json/schema';
const eased = (schema: Json) => {
  const slice = easeSlice(withSchema(schema));
  return slice === null ? null : resolvePointer(slice, at);
};

test.each<[string, Json, Json]>([
  ['null among the types', { type: ['string', 'null'], format: 'date' }, { type: 'string', format: 'date', nullable: true }],
  ['several types', { type: ['string', 'integer'] }, { anyOf: [{ type: 'string' }, { type: 'integer' }] }],
  [
    'a nullable reference',
    { anyOf: [{ $ref: '#/components/schemas/A' }, { type: 'null' }] },
    { nullable: true, allOf: [{ $ref: '#/components/schemas/A' }] },
  ],
  [
    'a nullable choice',
    { oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] },
    { nullable: true, oneOf: [{ type: 'string' }, { type: 'integer' }] },
  ],
  [
    'words beside a reference',
    { $ref: '#/components/schemas/A', description: 'x' },
    { description: 'x', allOf: [{ $ref: '#/components/schemas/A' }] },
  ],
  ['a reference alone', { $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/A' }],
  ['const', { const: 'x' }, { enum: ['x'] }],
  ['examples', { type: 'string', examples: ['x', 'y'] }, { type: 'string', example: 'x' }],
  ['exclusive limits', { exclusiveMinimum: 1, exclusiveMaximum: 9, maximum: 5 }, { minimum: 1, exclusiveMinimum: true, maximum: 5 }],
  ['binary contents', { type: 'string', contentEncoding: 'base64', contentMediaType: 'image/png' }, { type: 'string', format: 'byte' }],
  ['a list of anything', { type: 'array' }, { type: 'array', items: {} }],
  [
    'anything and nothing',
    { type: 'object', properties: { a: true, b: false }, additionalProperties: false },
    { type: 'object', properties: { a: {}, b: { not: {} } }, additionalProperties: false },
  ],
  [
    'a property with the name of a keyword',
    { type: 'object', properties: { $defs: { type: 'string' }, query: { type: 'string' } } },
    { type: 'object', properties: { $defs: { type: 'string' }, query: { type: 'string' } } },
  ],
])('3.0 says the same of %s', (_, schema, expected) => {
  expect(eased(schema)).toEqual(expected);
});

test.each<[string, Json]>([
  ['conditions', { if: {}, else: {} }],
  ['tuples', { type: 'array', prefixItems: [{}] }],
  ['patterns of names', { patternProperties: { a: {} } }],
  ['null alone', { type: 'null' }],
  ['null as a property', { properties: { a: { type: 'null' } } }],
  ['its own definitions', { $defs: { A: {} } }],
  ['contents of another encoding', { type: 'string', contentEncoding: 'base32' }],
])('what 3.0 cannot say stays 3.1: %s', (_, schema) => {
  expect(eased(schema)).toBeNull();
});

test.each<[string, Json]>([
  ['a document of 3.0', withSchema({}, '3.0.3')],
  ['OpenAPI 2.0', { swagger: '2.0' }],
  ['a webhook', { openapi: '3.1.0', webhooks: {} }],
  ['the query method', { openapi: '3.2.0', paths: { '/a': { query: {} } } }],
  ['another dialect', { ...withSchema({}), jsonSchemaDialect: 'x' }],
])('%s is left as it is', (_, document) => {
  expect(easeSlice(document)).toBeNull();
});

test.each([
  ['a warehouse', makeBigDocument(40, '3.1.0')],
  ['circles', makeCyclicDocument(20)],
])('slices of 3.1 become valid documents of 3.0: %s', async (_, document) => {
  const validator = new Validator();
  for (const { key } of buildIndex(document).operations) {
    const slice = sliceOperation(document, key, { depth: 3, maxBytes: 400_000 })?.document as Tree;
    expect(slice.openapi).toBe('3.0.3');
    expect(await validator.validate(structuredClone(slice))).toMatchObject({ valid: true });
  }
});
