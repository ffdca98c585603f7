import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { describeMismatch } from './mismatch.ts';
import { createSchemaSpace } from './shape.ts';
import { isValid, validate } from './validate.ts';

const space = createSchemaSpace({ openapi: '3.1.0', components: { schemas: { Name: { type: 'string', minLength: 2 } } } });
const old = createSchemaSpace({ openapi: '3.0.3', components: { schemas: { Name: { type: 'string', minLength: 2 } } } });
const complaints = (schema: JsonObject, value: Json, direction: 'request' | 'response' = 'response', reader = space) =>
  validate(reader, schema, value, direction, '/s').map((one) => `${one.pointer} ${describeMismatch(one)}`);

test('says where a value is not as declared, and what was declared there', () => {
  const schema = {
    type: 'object',
    required: ['id', 'tags'],
    properties: { id: { type: 'string' }, tags: { type: 'array', items: { enum: ['a', 'b'] } } },
  };
  expect(complaints(schema, { id: 5, tags: ['a', 'c'] })).toEqual([
    '/s/properties/id/type /id is integer 5, declared as string',
    '/s/properties/tags/items/enum /tags/1 is "c", declared as one of "a", "b"',
  ]);
  expect(complaints(schema, { tags: [] })).toEqual(['/s/required /id is missing, declared as required']);
  expect(complaints(schema, [])).toEqual(['/s/type the whole is array [], declared as object']);
});

test('follows references and names the place where the schema stands', () => {
  expect(complaints({ properties: { name: { $ref: '#/components/schemas/Name' } } }, { name: 'x' })).toEqual([
    '#/components/schemas/Name/minLength /name is "x" (1 characters), declared as at least 2 characters',
  ]);
});

test('shows what the nearest alternative has against the value', () => {
  const schema: JsonObject = { oneOf: [{ type: 'object', required: ['a'], properties: { a: { type: 'integer' } } }, { type: 'string' }] };
  expect(complaints(schema, { a: 'x' })).toEqual(['/s/oneOf/0/properties/a/type /a is string "x", declared as integer']);
});

test('reads nullable, exclusive bounds and siblings of references as OpenAPI 3.0 means them', () => {
  expect(complaints({ type: 'string', nullable: true }, null, 'response', old)).toEqual([]);
  expect(complaints({ type: 'integer', minimum: 3, exclusiveMinimum: true }, 3, 'response', old)).toHaveLength(1);
  expect(complaints({ $ref: '#/components/schemas/Name', minLength: 50 }, 'abc', 'response', old)).toEqual([]);
  expect(complaints({ $ref: '#/components/schemas/Name', nullable: true }, null, 'response', old)).toEqual([]);
});

test('asks a direction only for what it carries', () => {
  const schema = { required: ['id', 'secret'], properties: { id: { readOnly: true }, secret: { writeOnly: true } } };
  expect(complaints(schema, { secret: 1 }, 'request')).toEqual([]);
  expect(complaints(schema, { id: 1 }, 'response')).toEqual([]);
  expect(complaints(schema, {}, 'response')).toHaveLength(1);
});

test('a pattern that does not come to an end is given up', () => {
  const startedMs = performance.now();
  expect(isValid(space, { pattern: '^(a+)+$' }, `${'a'.repeat(40)}!`, 'request')).toBe(true);
  expect(performance.now() - startedMs).toBeLessThan(3000);
});

const small = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'abc', 'x-1'),
  fc.integer({ min: -3, max: 6 }),
  fc.constantFrom(0.5, 1.5),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    small,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'x-1'), tie('value'), { maxKeys: 3 }),
  ),
})).value as fc.Arbitrary<Json>;
const count = fc.integer({ min: 0, max: 3 });
const schema = fc.letrec((tie) => {
  const node = tie('schema');
  const nodes = fc.array(node, { minLength: 1, maxLength: 2 });
  const names = fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 });
  const keywords = {
    type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'null', 'array', 'object', ['string', 'null']),
    enum: fc.array(small, { minLength: 1, maxLength: 3 }),
    const: small,
    minimum: count,
    exclusiveMaximum: count,
    multipleOf: fc.constantFrom(1, 2, 0.5),
    minLength: count,
    maxLength: count,
    pattern: fc.constantFrom('^a', 'b$', '^x-'),
    minItems: count,
    maxItems: count,
    uniqueItems: fc.boolean(),
    items: node,
    prefixItems: nodes,
    contains: node,
    unevaluatedItems: fc.boolean(),
    properties: fc.dictionary(fc.constantFrom('a', 'b'), node, { maxKeys: 2 }),
    patternProperties: fc.record({ '^x-': node }),
    additionalProperties: node,
    unevaluatedProperties: fc.boolean(),
    propertyNames: fc.record({ maxLength: count }),
    required: names,
    minProperties: count,
    maxProperties: count,
    dependentRequired: fc.record({ a: names }),
    dependentSchemas: fc.record({ b: node }),
    allOf: nodes,
    anyOf: nodes,
    oneOf: nodes,
    not: node,
    if: node,
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: node,
    else: node,
  };
  const pairs = Object.entries(keywords).map(([key, one]) => fc.tuple(fc.constant(key), one as fc.Arbitrary<Json>));
  const object = fc.array(fc.oneof(...pairs), { maxLength: 3 }).map(Object.fromEntries);
  return { schema: fc.oneof({ depthSize: 'small', maxDepth: 3 }, fc.boolean(), object) };
}).schema as fc.Arbitrary<JsonObject | boolean>;

test('agrees with AJV about any value and any schema', () => {
  const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false });
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 3, maxLength: 6 }), (node, values) => {
      const judge = ajv.compile(node);
      for (const one of values) expect({ node, one, isValid: isValid(space, node, one, 'response') }).toEqual({ node, one, isValid: judge(one) });
    }),
    { numRuns: 400, seed: 3 },
  );
});
