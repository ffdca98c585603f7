import type { Json } from '../../document/normalise/json.ts';

/** Two schemas of which the second allows less than the first, and what the step from one to the other is called, each way. */
export interface Rule {
  kind: string;
  wide: Json;
  narrow: Json;
  back: string;
  /** Not of any value, so only inside a body. */
  bodyOnly?: boolean;
  /** Further properties that were anything, or are nothing, go by the name of `additionalProperties`. */
  notFurther?: boolean;
  /** Where the rule, not the direction, sets the severity. */
  warns?: ('request' | 'response')[];
}

const text = { type: 'string' };
const number = { type: 'number' };
const list = { type: 'array', items: { type: 'integer' } };
const object = { type: 'object', properties: { a: { type: 'integer' }, b: text } };
const card = { type: 'object', required: ['kind', 'number'], properties: { kind: { const: 'card' }, number: text } };
const iban = { type: 'object', required: ['kind', 'iban'], properties: { kind: { const: 'iban' }, iban: text } };

const bound = (keyword: string, base: Json & object, wide: number, narrow: number): Rule[] => {
  const move = narrow > wide ? 'increased' : 'decreased';
  const back = narrow > wide ? 'decreased' : 'increased';
  return [
    { kind: `${keyword}.${move}`, wide: { ...base, [keyword]: wide }, narrow: { ...base, [keyword]: narrow }, back: `${keyword}.${back}` },
    { kind: `${keyword}.set`, wide: base, narrow: { ...base, [keyword]: narrow }, back: `${keyword}.unset` },
  ];
};

export const rules: Rule[] = [
  { kind: 'type.narrowed', wide: number, narrow: { type: 'integer' }, back: 'type.widened' },
  { kind: 'type.narrowed', wide: { type: ['boolean', 'integer'] }, narrow: { type: 'boolean' }, back: 'type.widened' },
  { kind: 'type.narrowed', wide: {}, narrow: { type: 'boolean' }, back: 'type.widened', notFurther: true },
  { kind: 'nullable.removed', wide: { type: ['string', 'null'] }, narrow: text, back: 'nullable.added' },
  { kind: 'enum.value.removed', wide: { enum: ['a', 'b'] }, narrow: { enum: ['a'] }, back: 'enum.value.added' },
  { kind: 'enum.added', wide: text, narrow: { type: 'string', enum: ['a', 'b'] }, back: 'enum.removed' },
  { kind: 'const.added', wide: text, narrow: { type: 'string', const: 'a' }, back: 'const.removed' },
  { kind: 'format.added', wide: text, narrow: { type: 'string', format: 'email' }, back: 'format.removed' },
  { kind: 'format.changed', wide: { type: 'integer', format: 'int64' }, narrow: { type: 'integer', format: 'int32' }, back: 'format.changed' },
  { kind: 'pattern.added', wide: text, narrow: { type: 'string', pattern: '^[a-z]+$' }, back: 'pattern.removed' },
  ...bound('minimum', number, 1, 5),
  ...bound('maximum', number, 9, 5),
  ...bound('exclusiveMinimum', number, 1, 5),
  ...bound('exclusiveMaximum', number, 9, 5),
  ...bound('minLength', text, 1, 5),
  ...bound('maxLength', text, 9, 5),
  ...bound('minItems', list, 1, 3),
  ...bound('maxItems', list, 9, 5),
  ...bound('minProperties', { type: 'object' }, 1, 2),
  ...bound('maxProperties', { type: 'object' }, 9, 5),
  { kind: 'multipleOf.set', wide: { type: 'integer' }, narrow: { type: 'integer', multipleOf: 5 }, back: 'multipleOf.unset' },
  { kind: 'multipleOf.changed', wide: { type: 'integer', multipleOf: 5 }, narrow: { type: 'integer', multipleOf: 10 }, back: 'multipleOf.changed' },
  { kind: 'uniqueItems.set', wide: list, narrow: { ...list, uniqueItems: true }, back: 'uniqueItems.unset' },
  {
    kind: 'additionalProperties.closed',
    wide: object,
    narrow: { ...object, additionalProperties: false },
    back: 'additionalProperties.opened',
    warns: ['response'],
  },
  { kind: 'unevaluatedProperties.closed', wide: object, narrow: { ...object, unevaluatedProperties: false }, back: 'unevaluatedProperties.opened' },
  { kind: 'property.became-required', wide: object, narrow: { ...object, required: ['a'] }, back: 'property.became-optional' },
  {
    kind: 'property.required.added',
    wide: { type: 'object', properties: { b: text } },
    narrow: { ...object, required: ['a'] },
    back: 'property.required.removed',
  },
  { kind: 'patternProperties.added', wide: object, narrow: { ...object, patternProperties: { '^x-': text } }, back: 'patternProperties.removed' },
  { kind: 'propertyNames.added', wide: object, narrow: { ...object, propertyNames: { maxLength: 3 } }, back: 'propertyNames.removed' },
  { kind: 'dependentRequired.added', wide: object, narrow: { ...object, dependentRequired: { a: ['b'] } }, back: 'dependentRequired.removed' },
  {
    kind: 'dependentRequired.changed',
    wide: { ...object, dependentRequired: { a: ['b'] } },
    narrow: { ...object, dependentRequired: { a: ['b', 'c'] } },
    back: 'dependentRequired.changed',
  },
  {
    kind: 'dependentSchemas.added',
    wide: object,
    narrow: { ...object, dependentSchemas: { a: { required: ['b'] } } },
    back: 'dependentSchemas.removed',
  },
  { kind: 'contains.added', wide: list, narrow: { ...list, contains: { const: 1 } }, back: 'contains.removed' },
  {
    kind: 'minContains.increased',
    wide: { ...list, contains: { const: 1 } },
    narrow: { ...list, contains: { const: 1 }, minContains: 2 },
    back: 'minContains.decreased',
  },
  {
    kind: 'maxContains.decreased',
    wide: { ...list, contains: { const: 1 }, maxContains: 3 },
    narrow: { ...list, contains: { const: 1 }, maxContains: 2 },
    back: 'maxContains.increased',
  },
  {
    kind: 'unevaluatedItems.added',
    wide: { type: 'array', prefixItems: [text] },
    narrow: { type: 'array', prefixItems: [text], unevaluatedItems: false },
    back: 'unevaluatedItems.removed',
  },
  {
    kind: 'prefixItems.removed',
    wide: { type: 'array', prefixItems: [text, number], items: false },
    narrow: { type: 'array', prefixItems: [text], items: false },
    back: 'prefixItems.added',
  },
  { kind: 'not.added', wide: text, narrow: { type: 'string', not: { enum: ['x'] } }, back: 'not.removed' },
  { kind: 'not.changed', wide: { type: 'string', not: { enum: ['x'] } }, narrow: { type: 'string', not: { enum: ['x', 'y'] } }, back: 'not.changed' },
  {
    kind: 'if.added',
    wide: object,
    narrow: { ...object, if: { required: ['a'] }, ...thenOf({ required: ['b'] }), else: { required: ['c'] } },
    back: 'if.removed',
  },
  {
    kind: 'then.added',
    wide: { ...object, if: { required: ['a'] }, else: { required: ['c'] } },
    narrow: { ...object, if: { required: ['a'] }, ...thenOf({ required: ['b'] }), else: { required: ['c'] } },
    back: 'then.removed',
  },
  {
    kind: 'else.added',
    wide: { ...object, if: { required: ['a'] }, ...thenOf({ required: ['b'] }) },
    narrow: { ...object, if: { required: ['a'] }, ...thenOf({ required: ['b'] }), else: { required: ['c'] } },
    back: 'else.removed',
  },
  { kind: 'oneOf.branch.removed', wide: { oneOf: [card, iban, text] }, narrow: { oneOf: [card, iban] }, back: 'oneOf.branch.added' },
  { kind: 'anyOf.branch.removed', wide: { anyOf: [card, iban, text] }, narrow: { anyOf: [card, iban] }, back: 'anyOf.branch.added' },
  { kind: 'oneOf.unwrapped', wide: { oneOf: [card, iban] }, narrow: card, back: 'oneOf.wrapped' },
  {
    kind: 'contentSchema.added',
    wide: { type: 'string', contentMediaType: 'application/json' },
    narrow: { type: 'string', contentMediaType: 'application/json', contentSchema: object },
    back: 'contentSchema.removed',
  },
  { kind: 'became-false', wide: { type: 'array', items: text }, narrow: false, back: 'became-true', bodyOnly: true, notFurther: true },
  {
    kind: 'discriminator.mapping.value.removed',
    wide: { oneOf: [card, iban], discriminator: { propertyName: 'kind', mapping: { card: 'A', iban: 'B', sepa: 'B' } } },
    narrow: { oneOf: [card, iban], discriminator: { propertyName: 'kind', mapping: { card: 'A', iban: 'B' } } },
    back: 'discriminator.mapping.value.added',
  },
];

/** Neither allows less than the other: a break both ways. */
export const incomparable: { kind: string; one: Json; other: Json }[] = [
  { kind: 'type.changed', one: { type: 'boolean' }, other: { type: 'integer' } },
  { kind: 'const.changed', one: { const: 'a' }, other: { const: 'b' } },
  { kind: 'format.changed', one: { type: 'string', format: 'date' }, other: { type: 'string', format: 'date-time' } },
  { kind: 'multipleOf.changed', one: { type: 'integer', multipleOf: 4 }, other: { type: 'integer', multipleOf: 6 } },
  { kind: 'contentEncoding.changed', one: { type: 'string', contentEncoding: 'base64' }, other: { type: 'string', contentEncoding: 'base32' } },
  {
    kind: 'contentMediaType.changed',
    one: { type: 'string', contentMediaType: 'image/png' },
    other: { type: 'string', contentMediaType: 'image/gif' },
  },
  {
    kind: 'discriminator.property.changed',
    one: { oneOf: [card, iban], discriminator: { propertyName: 'kind' } },
    other: { oneOf: [card, iban], discriminator: { propertyName: 'type' } },
  },
  {
    kind: 'if.changed',
    one: { ...object, if: { required: ['a'] }, else: { required: ['b'] } },
    other: { ...object, if: { required: ['c'] }, else: { required: ['b'] } },
  },
];

/** The keyword `then`, which a literal may not have. */
function thenOf(schema: Json): { [key: string]: Json } {
  return Object.fromEntries([['then', schema]]);
}
