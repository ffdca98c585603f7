import { expect, it } from 'vitest';
import { branchesOf, constraintWords, follow, typeWords } from './schema-words.ts';

const root = {
  components: {
    schemas: {
      Order: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string', format: 'uuid' }, next: { $ref: '#/components/schemas/Order' } },
      },
      'a/b': { type: 'integer' },
    },
  },
};
const order = { $ref: '#/components/schemas/Order' };

it('says types as people do', () => {
  expect(typeWords(root, { type: 'string', format: 'date-time' })).toBe('string (date-time)');
  expect(typeWords(root, { type: ['string', 'null'] })).toBe('string | null');
  expect(typeWords(root, { type: 'array', items: order })).toBe('array of Order');
  expect(typeWords(root, { oneOf: [order, {}] })).toBe('one of 2');
  expect(typeWords(root, { $ref: '#/components/schemas/a~1b' })).toBe('integer');
  expect(typeWords(root, {})).toBe('any');
});

it('says what a value must keep to', () => {
  expect(constraintWords({ minimum: 1, maxLength: 5, pattern: '^a', uniqueItems: true, default: false, minItems: 2, maxItems: 2 })).toEqual([
    '≥ 1',
    '≤ 5 characters',
    '2 items',
    'no two the same',
    'matches ^a',
    'default false',
  ]);
});

it('opens properties, what lists hold, and alternatives', () => {
  expect(branchesOf(root, order).map(({ name, required }) => [name, required])).toEqual([
    ['id', true],
    ['next', false],
  ]);
  expect(branchesOf(root, { items: order })).toHaveLength(2);
  expect(branchesOf(root, { oneOf: [order, { type: 'string' }] }).map(({ name }) => name)).toEqual(['one of · Order', 'one of · 2']);
});

it('survives references that lead nowhere or round and round', () => {
  const loop = { a: { $ref: '#/b' }, b: { $ref: '#/a' } };
  expect(follow(root, { $ref: '#/nowhere' }).schema).toEqual({ description: '#/nowhere is not in this document' });
  expect(follow(loop, { $ref: '#/a' }).name).not.toBeNull();
  expect(typeWords(root, { $ref: 'https://elsewhere' })).toBe('elsewhere');
});
