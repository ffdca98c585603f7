import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildIndex } from './build-index.ts';
import { at, dangling, unfolded } from './slice.test.kit.ts';
import { type Slice, sliceOperation } from './slice.ts';
import { isTree, type Json, type Tree } from './tree.ts';

const name = fc.constantFrom('A', 'B', 'C', 'a/b', '$ref', '__proto__');
const ref = fc.record({
  $ref: fc.constantFrom(
    '#/components/schemas/A',
    '#/components/schemas/B/properties/a~1b',
    '#/components/schemas/C',
    '#/paths/~1a',
    '#',
    'x.yaml',
    '#/definitions/A',
  ),
});
const schema = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.boolean(),
    ref,
    fc.record(
      {
        properties: fc.oneof(fc.dictionary(name, tie('schema'), { maxKeys: 3 }), ref),
        allOf: fc.array(tie('schema'), { maxLength: 2 }),
        items: tie('schema'),
        enum: fc.array(ref, { maxLength: 1 }),
        discriminator: fc.record({ mapping: fc.dictionary(name, fc.constantFrom('A', '#/components/schemas/B', 'x'), { maxKeys: 2 }) }),
      },
      { requiredKeys: [] },
    ),
    fc.jsonValue({ maxDepth: 1 }),
  ),
})).schema as fc.Arbitrary<Json>;
const media = fc.record({ 'a/json': fc.record({ schema }) });
const operation = fc.record(
  {
    responses: fc.dictionary(
      fc.constantFrom('200', '404'),
      fc.oneof(fc.record({ content: media }), fc.constant({ $ref: '#/components/responses/R' })),
    ),
    requestBody: fc.oneof(fc.record({ content: media }), ref),
    parameters: fc.array(fc.oneof(fc.record({ name, schema }), fc.constant({ $ref: '#/components/parameters/P' }), ref), { maxLength: 2 }),
    callbacks: fc.constant({ c: { u: { $ref: '#/paths/~1a' } } }),
  },
  { requiredKeys: [] },
);
const document = fc.record({
  openapi: fc.constantFrom('3.0.0', '3.1.0'),
  paths: fc.record({ '/a': fc.record({ get: operation, post: operation }, { requiredKeys: ['get'] }) }),
  components: fc.record({
    schemas: fc.dictionary(name, schema, { maxKeys: 4 }),
    responses: fc.record({ R: fc.oneof(fc.record({ content: media }), fc.constant({ $ref: '#/components/responses/R' })) }, { requiredKeys: [] }),
    parameters: fc.record({ P: fc.record({ name, schema }) }, { requiredKeys: [] }),
  }),
}) as unknown as fc.Arbitrary<Json>;

test('any document: every reference of a slice resolves, it has no circle of schemas, and nothing throws', () => {
  fc.assert(
    fc.property(document, fc.integer({ min: 0, max: 5 }), fc.constantFrom(0, 500, 100_000), (any, depth, maxBytes) => {
      for (const { key } of buildIndex(any).operations) {
        const slice = sliceOperation(any, key, { depth, maxBytes });
        expect(slice && isTree(slice.document)).toBe(true);
        expect(dangling(slice as Slice)).toEqual([]);
        for (const value of Object.values((at((slice as Slice).document, '/components/schemas') ?? {}) as Tree))
          expect(unfolded((slice as Slice).document, 'schema', value)).toBeLessThan(10_000);
      }
    }),
    { numRuns: 250 },
  );
});
