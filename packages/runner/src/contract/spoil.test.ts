import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { createRandom } from '../random.ts';
import { sample } from '../schema/sample.ts';
import { createSchemaSpace } from '../schema/shape.ts';
import { spoilValue } from './spoil-value.ts';

const schema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'kind'],
  properties: {
    name: { type: 'string', minLength: 3, maxLength: 10, pattern: '^[a-z]+$' },
    kind: { enum: ['a', 'b'] },
    size: { type: 'integer', minimum: 1, exclusiveMaximum: 100 },
    note: { anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] },
    tags: { type: 'array', minItems: 1, maxItems: 3, uniqueItems: true, items: { type: 'string' } },
    when: { type: 'string', format: 'date-time' },
    place: { type: 'object', required: ['city'], properties: { city: { type: 'string' } } },
  },
};

test('makes one mistake for everything that a schema forbids; each is refused, as AJV sees it too', () => {
  const space = createSchemaSpace(null);
  const value = sample(space, schema, { seed: 1, size: 'most' }) as JsonObject;
  const spoilt = [...spoilValue(space, schema, value, createRandom(1), '/schema')];
  const isFine = new Ajv2020({ strict: false, formats: { 'date-time': /^\d{4}-/ } }).compile(schema);
  expect(spoilt.filter((one) => isFine(one.value)).map(({ what }) => what)).toEqual([]);
  expect(spoilt.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'without `name`',
      'with `name` shorter than 3 characters',
      'with `name` longer than 10 characters',
      'with `name` not matching ^[a-z]+$',
      'with `kind` none of the listed values',
      'with `size` below 1',
      'with `size` above 100',
      'with `size` not whole',
      'with `note` longer than 5 characters',
      'with `tags` with fewer than 1 items',
      'with `tags` with more than 3 items',
      'with `tags` with the same item twice',
      'with `when` no date-time',
      'with `place` without `city`',
      'with a property that is not declared',
      'of another type than object',
    ]),
  );
  expect(spoilt.filter(({ isSoft }) => isSoft).map(({ what }) => what)).toEqual(['with `when` no date-time', 'with a property that is not declared']);
  expect(spoilt.find(({ what }) => what === 'with `size` below 1')?.pointer).toBe('/schema/properties/size/minimum');
});
