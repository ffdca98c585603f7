import { expect, it } from 'vitest';
import { dereference, dereferenceAt } from './dereference.ts';

const answer = (schema: object, more: object = {}) => ({
  openapi: '3.1.0',
  paths: { '/a': { get: { responses: { 200: { content: { 'application/json': { schema, ...more } } } } } } },
  components: { schemas: { Order: { type: 'object', properties: { next: { $ref: '#/components/schemas/Order' }, 'a/b': { type: 'string' } } } } },
});
const contentOf = (document: Record<string, unknown>) =>
  (document.paths as ReturnType<typeof answer>['paths'])['/a'].get.responses[200].content['application/json'] as {
    schema: Record<string, unknown>;
    [key: string]: unknown;
  };

it('puts the schema in the place of its reference, under its name, and what stands beside it on top', () => {
  const { schema } = contentOf(dereference(answer({ $ref: '#/components/schemas/Order', description: 'mine' })));
  expect(schema).toMatchObject({ type: 'object', description: 'mine', $$ref: '#/components/schemas/Order' });
});

it('ends where a schema contains itself', () => {
  const { schema } = contentOf(dereference(answer({ $ref: '#/components/schemas/Order' })));
  expect((schema.properties as { next: object }).next).toEqual({ title: 'Order', description: 'Order again' });
});

it('leaves data and a property named $ref alone', () => {
  const example = { $ref: '#/components/schemas/Order' };
  const own = { properties: { $ref: { type: 'string' }, example: { $ref: '#/components/schemas/Order/properties/a~1b' } } };
  const content = contentOf(dereference(answer(own, { example, examples: { one: { value: example } } })));
  expect(content.schema).toEqual({
    properties: { $ref: { type: 'string' }, example: { type: 'string', $$ref: '#/components/schemas/Order/properties/a~1b' } },
  });
  expect(content.example).toEqual(example);
  expect(content.examples).toEqual({ one: { value: example } });
});

it('says so where a reference leads nowhere', () => {
  const { schema } = contentOf(dereference(answer({ $ref: '#/components/schemas/Gone' })));
  expect(schema).toEqual({ description: '#/components/schemas/Gone leads nowhere in this document' });
});

it('grows no further than a bound where references fan out', () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => {
      const next = { $ref: `#/components/schemas/S${index + 1}` };
      return [`S${index}`, { properties: { a: next, b: next, c: next } }];
    }),
  );
  const document = { ...answer({ $ref: '#/components/schemas/S0' }), components: { schemas } };
  expect(JSON.stringify(dereference(document)).length).toBeLessThan(20_000_000);
});

it('gives each operation the parameters of its path, but not those that it has itself', () => {
  const id = { name: 'id', in: 'path', required: true };
  const own = { name: 'limit', in: 'query', description: 'own' };
  const item = { parameters: [{ $ref: '#/components/parameters/id' }, { name: 'limit', in: 'query' }], get: { parameters: [own] }, delete: {} };
  const document = { openapi: '3.0.3', paths: { '/a/{id}': item }, components: { parameters: { id } } };
  const paths = dereference(document).paths as Record<string, typeof item>;
  expect(paths['/a/{id}']?.get.parameters).toEqual([own, { ...id, $$ref: '#/components/parameters/id' }]);
  expect(paths['/a/{id}']?.delete).toMatchObject({ parameters: [{ name: 'id' }, { name: 'limit' }] });
  expect(dereferenceAt(document, ['paths', '/a/{id}', 'get'])).toEqual(paths['/a/{id}']?.get);
});

it('resolves one place of a document', () => {
  const document = { components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { type: 'string' } } } };
  expect(dereferenceAt(document, ['components', 'schemas', 'A'])).toEqual({ type: 'string', $$ref: '#/components/schemas/B' });
  expect(dereferenceAt(document, ['components', 'securitySchemes'])).toBeUndefined();
});
