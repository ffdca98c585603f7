import type { Json } from '../../document/normalise/json.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const number = { type: 'number' };
const list = { type: 'array', items: text };
const a = { type: 'object', properties: { a: text } };
const needsA = { type: 'object', properties: { a: text }, required: ['a'] };
const needsB = { type: 'object', properties: { b: whole }, required: ['b'] };

/** Two schemas that allow the same values, written in two ways. */
export const sameMeaning: { name: string; one: Json; other: Json }[] = [
  { name: 'a least length of 0', one: text, other: { ...text, minLength: 0 } },
  { name: 'a least number of items of 0', one: list, other: { ...list, minItems: 0, uniqueItems: false } },
  { name: 'additionalProperties: true', one: a, other: { ...a, additionalProperties: true } },
  { name: 'additionalProperties: {}', one: a, other: { ...a, additionalProperties: {} } },
  { name: '{} and true', one: { ...a, properties: { a: {} } }, other: { ...a, properties: { a: true } } },
  { name: 'a list of one type', one: text, other: { type: ['string'] } },
  { name: 'required: []', one: a, other: { ...a, required: [] } },
  { name: 'a name in required without a schema', one: { type: 'object', required: ['a'] }, other: { ...needsA, properties: { a: {} } } },
  { name: 'const and an enum of one', one: { const: 'x' }, other: { type: 'string', enum: ['x'] } },
  { name: 'an enum with a limit that all values keep', one: { enum: ['x', 'y'] }, other: { enum: ['y', 'x'], maxLength: 9 } },
  {
    name: 'an enum and oneOf of const',
    one: { type: 'string', enum: ['x', 'y'] },
    other: { type: 'string', oneOf: [{ const: 'x' }, { const: 'y' }] },
  },
  { name: 'allOf of one', one: needsA, other: { allOf: [needsA] } },
  { name: 'oneOf of one', one: needsA, other: { oneOf: [needsA] } },
  { name: 'allOf of parts', one: { ...needsA, maxProperties: 3 }, other: { allOf: [a, { required: ['a'] }, { maxProperties: 3 }, {}] } },
  { name: 'alternatives in another order', one: { oneOf: [needsA, needsB] }, other: { oneOf: [needsB, needsA] } },
  { name: 'alternatives inside alternatives', one: { oneOf: [needsA, needsB, list] }, other: { oneOf: [needsA, { oneOf: [needsB, list] }] } },
  { name: 'types inside alternatives', one: { anyOf: [text, whole, list] }, other: { anyOf: [text, { title: 'Rest', anyOf: [whole, list] }] } },
  { name: 'types as a list and as alternatives', one: { type: ['string', 'integer'] }, other: { anyOf: [whole, text] } },
  { name: 'null as a type and as an alternative', one: { ...a, type: ['object', 'null'] }, other: { anyOf: [a, { type: 'null' }] } },
  { name: 'alternatives that exclude each other', one: { oneOf: [text, a] }, other: { anyOf: [text, a] } },
  { name: 'an exclusive limit of whole numbers', one: { ...whole, minimum: 1 }, other: { ...whole, exclusiveMinimum: 0 } },
  { name: 'integer and a step of 1', one: whole, other: { type: 'number', multipleOf: 1 } },
  { name: 'number beside integer', one: number, other: { type: ['number', 'integer'] } },
  {
    name: 'the limits of int32',
    one: { ...whole, format: 'int32' },
    other: { ...whole, format: 'int32', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  },
  { name: 'a limit behind another one', one: { ...number, exclusiveMinimum: 5 }, other: { ...number, exclusiveMinimum: 5, minimum: 3 } },
  { name: 'a limit of another type', one: text, other: { ...text, minimum: 5, minItems: 2 } },
  { name: 'items: {} and true', one: { type: 'array', items: {} }, other: { type: 'array', items: true } },
  { name: 'positions that say what the items say', one: list, other: { ...list, prefixItems: [text, text] } },
  { name: 'propertyNames that are strings', one: a, other: { ...a, propertyNames: text } },
  { name: 'not: false', one: text, other: { ...text, not: false } },
  { name: 'a pattern that takes all', one: text, other: { ...text, pattern: '.*' } },
  { name: 'a condition without a consequence', one: text, other: { ...text, if: { minLength: 2 } } },
  { name: 'a need for what is required anyway', one: needsA, other: { ...needsA, dependentRequired: { z: ['a'] } } },
  { name: 'minContains: 1', one: { ...list, contains: { const: 'x' } }, other: { ...list, contains: { const: 'x' }, minContains: 1 } },
  { name: 'a hint for people', one: text, other: { ...text, format: 'password', title: 'T', examples: ['x'], deprecated: false, readOnly: false } },
  { name: 'both values of boolean', one: { type: 'boolean' }, other: { type: 'boolean', enum: [true, false] } },
  { name: 'byte and base64', one: { ...text, format: 'byte' }, other: { ...text, contentEncoding: 'base64' } },
  { name: 'binary and any bytes', one: { ...text, format: 'binary' }, other: { ...text, contentMediaType: 'application/octet-stream' } },
];
