import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, expect, test } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { operations } from './operation.ts';

interface Operation {
  operationId: string;
  security: unknown[];
  parameters: { name?: string; style?: string }[];
  responses: Record<string, { $ref?: string; headers?: Record<string, unknown>; content?: Record<string, { schema: { $ref?: string } }> }>;
}
let document: { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Record<string, unknown>> } };

beforeAll(async () => {
  document = JSON.parse(JSON.stringify(await openApiDocument()));
});

test('the document is valid OpenAPI 3.1 and every reference leads somewhere', async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(document));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  expect(validator.version).toBe('3.1');
  expect(() => validator.resolveRefs()).not.toThrow();
});

test('every operation of the contract is described, with an id of its own', () => {
  for (const { method, template } of operations)
    expect(document.paths[`/api/v1${template}`]?.[method.toLowerCase()], `${method} ${template}`).toBeDefined();
  const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/healthz', '/readyz', '/metrics', '/api/live', '/api/openapi.json']));
});

test('what travels has a name: services, registrations, errors', () => {
  const { schemas } = document.components;
  expect(Object.keys(schemas)).toEqual(
    expect.arrayContaining(['Service', 'Registration', 'ServicePatch', 'Error', 'Pagination', 'Discovery', 'Token', 'User']),
  );
  expect(document.paths['/api/v1/services/{name}']?.get?.responses['200']?.content?.['application/json']?.schema.$ref).toBe(
    '#/components/schemas/Service',
  );
  expect(JSON.stringify(document.paths['/api/v1/services']?.post)).toContain('"#/components/schemas/Registration"');
  expect(schemas.Registration?.required).toEqual(['name', 'baseUrl']);
  expect(JSON.stringify(schemas.Registration?.properties)).toContain('"writeOnly":true');
});

test('errors are documented where they apply, and only there', () => {
  const statuses = (path: string, method: string) => Object.keys(document.paths[path]?.[method]?.responses ?? {});
  expect(statuses('/api/v1/services', 'post')).toEqual(['201', '400', '401', '403', '409', '413', '429', '500']);
  expect(statuses('/api/v1/services/{name}', 'get')).toEqual(['200', '400', '401', '404', '429', '500']);
  expect(statuses('/api/v1/setup', 'post')).not.toContain('401');
});

test('lists say how many rows there are; deletions carry nothing', () => {
  expect(document.paths['/api/v1/services']?.get?.responses['200']?.headers).toHaveProperty('X-Total-Count');
  expect(document.paths['/api/v1/services/{name}']?.delete?.responses['204']?.content).toBeUndefined();
});

test('lists in a query are repeated names', () => {
  expect(document.paths['/api/v1/services']?.get?.parameters.find(({ name }) => name === 'tag')?.style).toBe('form');
});

test('the set-up needs nobody, all else a token or a session', () => {
  expect(document.paths['/api/v1/setup']?.post?.security).toEqual([]);
  expect(document.paths['/api/v1/services']?.get?.security).toEqual([{ bearer: [] }, { cookie: [] }]);
});
