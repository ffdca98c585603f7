import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { fleet } from '../../../../examples/fleet.ts';
import { makeBigDocument, makeClusterDocument, makeCyclicDocument } from '../../../../lib/model/document/big-document.test.kit.ts';
import { readContract } from '../document/contract.ts';
import { type Json, type JsonObject, objectAt } from '../json.ts';
import { openOracle } from './oracle.test.kit.ts';
import { sample } from './sample.ts';
import { createSchemaSpace, type SchemaNode } from './shape.ts';
import { isValid } from './validate.ts';
import type { Size } from './writing.ts';

const sizes: Size[] = ['least', 'some', 'most'];

/** Every kind of demand that documents make, some of them at once. */
const demanding: Record<string, JsonObject> = {
  password: { type: 'string', minLength: 8, maxLength: 20, pattern: '^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*[^a-zA-Z0-9\\s]).*$' },
  sku: { type: 'string', pattern: '^[A-Z]{3}-[0-9]{3}$' },
  iban: {
    type: 'string',
    pattern: '^([A-Z]{2}[ \\-]?[0-9]{2})(?=(?:[ \\-]?[A-Z0-9]){9,30}$)((?:[ \\-]?[A-Z0-9]{3,5}){2,7})([ \\-]?[A-Z0-9]{1,3})?$',
  },
  semver: { type: 'string', pattern: '^v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-[0-9A-Za-z-]+)?$' },
  colour: { type: 'string', pattern: '^#(?:[0-9a-fA-F]{3}){1,2}$' },
  phone: { type: 'string', pattern: '^\\+?[1-9]\\d{1,14}$' },
  unicode: { type: 'string', pattern: '^\\p{L}[\\p{L}\\p{N} ]{2,10}$' },
  slug: { type: 'string', minLength: 30, maxLength: 40, pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$' },
  exact: { type: 'string', minLength: 5, maxLength: 5 },
  dated: { type: 'string', format: 'date-time', maxLength: 30 },
  money: { type: 'number', minimum: 0.05, exclusiveMaximum: 10, multipleOf: 0.05 },
  hundred: { type: 'integer', exclusiveMinimum: 0, maximum: 1000, multipleOf: 100 },
  negative: { type: 'integer', maximum: -5 },
  narrow: { type: 'number', minimum: 0.1, maximum: 0.2 },
  set: { type: 'array', uniqueItems: true, minItems: 3, items: { enum: ['a', 'b', 'c', 'd'] } },
  tuple: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false, minItems: 2 },
  contains: { type: 'array', contains: { const: 'x' }, minContains: 2, items: { type: 'string' } },
  map: { type: 'object', minProperties: 2, additionalProperties: { type: 'integer' }, propertyNames: { pattern: '^[a-z]{2}$' } },
  patterned: { type: 'object', patternProperties: { '^x-': { type: 'boolean' } }, additionalProperties: false, minProperties: 1 },
  both: {
    allOf: [{ type: 'object', required: ['a'], properties: { a: { type: 'string', minLength: 3 } } }, { properties: { a: { maxLength: 4 } } }],
  },
  closed: {
    allOf: [
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
      { type: 'object', additionalProperties: false, properties: { a: {} } },
    ],
  },
  one: {
    oneOf: [
      { required: ['a'], properties: { a: { type: 'integer' } } },
      { required: ['b'], properties: { b: { type: 'integer' } } },
    ],
    type: 'object',
  },
  needs: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, dependentRequired: { a: ['b'] }, required: ['a'] },
  when: {
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: ['x', 'y'] } },
    if: { properties: { kind: { const: 'x' } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ['size'] },
  },
  unevaluated: { allOf: [{ properties: { a: { type: 'string' } } }], type: 'object', required: ['a'], unevaluatedProperties: false },
  not: { type: 'string', not: { enum: ['a', 'b'] } },
  tree: { type: 'object', required: ['children'], properties: { children: { type: 'array', items: { $ref: '#/components/schemas/tree' } } } },
  list: { type: 'object', required: ['next'], properties: { next: { anyOf: [{ $ref: '#/components/schemas/list' }, { type: 'null' }] } } },
  mixed: { type: ['string', 'null'] },
  bare: { properties: { a: { type: 'string' } }, required: ['a'] },
};
const documentOf = (schemas: Json): Json => ({
  openapi: '3.1.0',
  info: { title: '', version: '' },
  paths: { '/': { get: {} } },
  components: { schemas },
});
const fleetDocument = (name: string) => parse(readFileSync(new URL(`../../../../examples/${name}/openapi.yaml`, import.meta.url), 'utf8')) as Json;

const documents: [string, Json][] = [
  ['every kind of demand', documentOf(demanding)],
  ...fleet.map(({ name }): [string, Json] => [`the ${name} service`, fleetDocument(name)]),
  ['40 operations', makeBigDocument(40) as Json],
  ['a cluster of 2.0', makeClusterDocument(30) as Json],
  ['schemas that all refer to one another', makeCyclicDocument(20) as Json],
];

function schemasOf(document: Json): [string, SchemaNode][] {
  const { document: read } = readContract(document);
  const old = Object.keys(objectAt(read, 'definitions'));
  const names = old.length > 0 ? old : Object.keys(objectAt(objectAt(read, 'components'), 'schemas'));
  return names.map((name) => [name, { $ref: `#/${old.length > 0 ? 'definitions' : 'components/schemas'}/${name}` }]);
}

test.each(documents)('every sample is valid, as AJV reads it too: %s', (_, document) => {
  const { space } = readContract(document);
  const isFine = openOracle(document);
  const refused = schemasOf(document).flatMap(([name, schema]) =>
    sizes.flatMap((size) => {
      const value = sample(space, schema, { seed: `${name} ${size}`, size, direction: 'response' });
      return value !== undefined && isFine(name, value) ? [] : [[name, size, value]];
    }),
  );
  expect(refused).toEqual([]);
});

test('the same seed gives the same sample, another seed another one', () => {
  const space = createSchemaSpace(documentOf(demanding));
  for (const schema of Object.values(demanding)) expect(sample(space, schema, { seed: 5 })).toEqual(sample(space, schema, { seed: 5 }));
  const text = { type: 'string' };
  expect(new Set([1, 2, 3, 4].map((seed) => sample(space, text, { seed }))).size).toBe(4);
});

test('a sample is there within 50 ms, or there is none: also where schemas never end', () => {
  const endless = documentOf({ a: { type: 'object', required: ['a'], properties: { a: { $ref: '#/components/schemas/a' } } } });
  const { space } = readContract(makeCyclicDocument(60) as Json);
  const times = Array.from({ length: 60 }, (_, seed) => {
    // Time of this thread's own work: what others do on the machine says nothing about it.
    const before = process.threadCpuUsage();
    sample(space, { $ref: `#/components/schemas/Node${seed}` }, { seed, size: 'most' });
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  });
  expect(times.toSorted((a, b) => a - b)[30]).toBeLessThan(50);
  expect(sample(createSchemaSpace(endless), { $ref: '#/components/schemas/a' }, { seed: 1 })).toBeUndefined();
  expect(sample(space, false, { seed: 1 })).toBeUndefined();
});

test('requests carry no read-only properties, responses no write-only ones', () => {
  const schema = {
    type: 'object',
    required: ['id', 'secret', 'name'],
    properties: { id: { type: 'string', readOnly: true }, secret: { type: 'string', writeOnly: true }, name: { type: 'string' } },
  };
  const space = createSchemaSpace(null);
  const keys = (direction: 'request' | 'response' | 'none') =>
    Object.keys(sample(space, schema, { seed: 1, size: 'most', direction }) as JsonObject).sort();
  expect([keys('request'), keys('response'), keys('none')]).toEqual([
    ['name', 'secret'],
    ['id', 'name'],
    ['id', 'name', 'secret'],
  ]);
});

test('whatever stands in a schema, nothing fails and nothing invalid comes out', () => {
  const keyword = fc.constantFrom(
    'type',
    'enum',
    'pattern',
    'minLength',
    'items',
    'properties',
    'required',
    'allOf',
    'oneOf',
    'not',
    '$ref',
    'minimum',
    'multipleOf',
    'format',
    'if',
    'contains',
  );
  const schema = fc.dictionary(keyword, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 }) as fc.Arbitrary<JsonObject>;
  const space = createSchemaSpace(documentOf({}));
  fc.assert(
    fc.property(schema, fc.integer(), (node, seed) => {
      const value = sample(space, node, { seed });
      return value === undefined || isValid(space, node, value, 'request');
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('some samples are what services stumble over: the least, the most, and signs that mean something elsewhere', () => {
  const space = createSchemaSpace(null);
  const some = (schema: JsonObject) => new Set(Array.from({ length: 60 }, (_, seed) => sample(space, schema, { seed, size: 'some' })));
  expect([...some({ type: 'integer', minimum: 1, maximum: 100_000 })]).toEqual(expect.arrayContaining([1, 100_000]));
  expect([...some({ type: 'integer' })]).toEqual(expect.arrayContaining([0, -1]));
  expect([...some({ type: 'number', exclusiveMinimum: 0, maximum: 5 })]).toEqual(expect.arrayContaining([0.01, 5]));
  const texts = [...some({ type: 'string', maxLength: 30 })] as string[];
  expect(texts.some((text) => /[^\x20-\x7e]/.test(text))).toBe(true);
  expect(texts.some((text) => text.includes("'"))).toBe(true);
  expect(texts.some((text) => text.length === 30)).toBe(true);
});
