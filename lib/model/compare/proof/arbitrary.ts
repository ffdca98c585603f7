import fc from 'fast-check';
import { isObject, type Json, type JsonObject } from '../../document/normalise/json.ts';

const scalar = fc.oneof(
  fc.record(
    { type: fc.constant('string'), minLength: fc.integer({ min: 0, max: 3 }), maxLength: fc.integer({ min: 3, max: 9 }) },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    { type: fc.constantFrom('integer', 'number'), minimum: fc.integer({ min: -3, max: 2 }), maximum: fc.integer({ min: 3, max: 9 }) },
    { requiredKeys: ['type'] },
  ),
  fc.record({ type: fc.constant('boolean') }),
  fc.record({ enum: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 1, 2, null), { minLength: 1, maxLength: 4 }) }),
  fc.record({ type: fc.constantFrom(['string', 'null'], ['integer', 'string']) }),
  fc.record({ const: fc.constantFrom('a', 'b', 1) }),
);

const names = ['a', 'b', 'c', 'd'];

/** Schemas as people write them, three levels deep. */
export const schemas: fc.Arbitrary<Json> = fc.letrec<{ schema: JsonObject; object: JsonObject; array: JsonObject; union: JsonObject }>((tie) => ({
  schema: fc.oneof({ maxDepth: 3, depthIdentifier: 'schema' }, scalar as fc.Arbitrary<JsonObject>, tie('object'), tie('array'), tie('union')),
  object: fc
    .record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom(...names), tie('schema'), { depthIdentifier: 'schema', maxKeys: 3, noNullPrototype: true }),
        required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 }),
        minProperties: fc.integer({ min: 0, max: 2 }),
      },
      { requiredKeys: ['type'] },
    )
    .map((object) => object as JsonObject),
  array: fc
    .record(
      {
        type: fc.constant('array'),
        items: tie('schema'),
        minItems: fc.integer({ min: 0, max: 2 }),
        maxItems: fc.integer({ min: 2, max: 4 }),
        uniqueItems: fc.boolean(),
      },
      { requiredKeys: ['type'] },
    )
    .map((array) => array as JsonObject),
  union: fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3, depthIdentifier: 'schema' }) }).map((union) => union as JsonObject),
})).schema;

/** Values in the neighbourhood of those schemas. */
export const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'value' },
    fc.constantFrom<Json>('a', 'b', 'c', '', 'abcd', 'abcdefghij', 0, 1, 2, 5, 20, -2, 1.5, true, null),
    fc.array(tie('value'), { maxLength: 4, depthIdentifier: 'value' }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4, depthIdentifier: 'value', noNullPrototype: true }),
  ),
})).value;

const json = (schema: Json): Json => ({ 'application/json': { schema } });

export function inRequest(schema: Json, version = '3.1.0'): Json {
  return {
    openapi: version,
    info: { title: 'A', version: '1' },
    paths: { '/a': { post: { requestBody: { content: json(schema) }, responses: { '204': { description: '' } } } } },
  };
}

export function inResponse(schema: Json, version = '3.1.0'): Json {
  return {
    openapi: version,
    info: { title: 'A', version: '1' },
    paths: { '/a': { get: { responses: { '200': { description: '', content: json(schema) } } } } },
  };
}

/** The same, its members and the lists whose order means nothing the other way round. */
export function turnRound(value: Json, key = ''): Json {
  if (Array.isArray(value)) {
    const items = value.map((item) => turnRound(item));
    return ['required', 'enum', 'anyOf', 'oneOf', 'allOf', 'type', 'tags'].includes(key) ? items.reverse() : items;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .reverse()
      .map((each) => [each, turnRound(value[each] as Json, each)]),
  );
}

/** Every schema inside goes into a component of its own. */
export function extract(document: Json): Json {
  const components: JsonObject = {};
  const visit = (value: Json, isSchema: boolean, key = ''): Json => {
    if (Array.isArray(value)) return value.map((item) => visit(item, ['anyOf', 'oneOf', 'allOf'].includes(key)));
    if (!isObject(value)) return value;
    const copy = Object.fromEntries(
      Object.entries(value).map(([each, item]) => [each, visit(item, key === 'properties' || each === 'schema' || each === 'items', each)]),
    );
    if (!isSchema || key === 'properties') return copy;
    const name = `S${Object.keys(components).length}`;
    components[name] = copy;
    return { $ref: `#/components/schemas/${name}` };
  };
  const whole = visit(document, false);
  return { ...(whole as JsonObject), components: { schemas: components } };
}

/** Each keyword of an object schema in a part of `allOf`. */
export function split(value: Json, key = ''): Json {
  if (Array.isArray(value)) return value.map((item) => split(item));
  if (!isObject(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([each, item]) => [each, split(item, each)]));
  if (copy.type !== 'object' || key === 'properties') return copy;
  const { type, ...rest } = copy;
  return { allOf: [{ type: 'object' }, ...Object.entries(rest).map(([each, item]): Json => ({ [each]: item }))] };
}
