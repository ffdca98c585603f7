import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Operation, readContract } from './chassis/document.ts';
import { type Answered, exchange, startFleet } from './fleet.test.kit.ts';
import { fleet } from './fleet.ts';

const ajv = formats.default(new Ajv({ allErrors: true, keywords: ['example'] }));
const fileOf = (name: string) => new URL(`./${name}/openapi.yaml`, import.meta.url);
const contractOf = (name: string) => readContract(String(new URL(`./${name}/main.ts`, import.meta.url)));
const nobody = '7b0c3f5e-3b63-4f0e-9a77-0c3c8a1c2f11';
const values: Record<string, string> = { sku: 'LMP-001' };

const text = fc.string({ unit: 'binary', maxLength: 120 });
const anything = fc.oneof(
  text,
  fc.string({ unit: 'grapheme' }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.emailAddress(),
  fc.uuid(),
  fc.double(),
  fc.integer(),
);

let running: Awaited<ReturnType<typeof startFleet>>;

beforeAll(async () => {
  running = await startFleet();
});

afterAll(() => running?.close());

/** Fails with the whole exchange unless the contract declares it: status, content type, headers, body. */
function expectDeclared({ responses, id }: Operation, { status, headers, body }: Answered): void {
  const said = `${id} answered ${status} ${JSON.stringify(body)}`;
  const declared = responses[String(status)];
  expect(Object.keys(responses), said).toContain(String(status));
  const schema = declared?.content?.['application/json']?.schema;
  expect(headers.get('content-type')?.split(';')[0] ?? null, said).toBe(schema ? 'application/json' : null);
  if (schema) expect(ajv.validate(schema, body) ? null : ajv.errorsText(), said).toBeNull();
  else expect(body, said).toBe('');
  for (const [name, header] of Object.entries(declared?.headers ?? {}))
    if (header.required) expect(headers.get(name), `${name} of ${said}`).not.toBeNull();
}

const pathFor = ({ path }: Operation, own = values) => path.replace(/\{([^}]+)\}/g, (_, name) => own[name] ?? nobody);

/** Every schema property and header of a document that says nothing of what it is. */
function undescribed(node: unknown, at: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { properties, description, $ref } = node as Record<string, unknown>;
  const own = Object.entries((properties ?? {}) as Record<string, Record<string, unknown>>)
    .filter(([, property]) => !property.description && !property.$ref)
    .map(([name]) => `${at}.${name}`);
  const isResponse = /responses\.\d+$/.test(at) && !description && !$ref;
  return [...own, ...(isResponse ? [at] : []), ...Object.entries(node).flatMap(([key, value]) => undescribed(value, `${at}.${key}`))];
}

describe.each(fleet.map(({ name }) => name))('the contract of %s', (name) => {
  const { document, operations } = contractOf(name);
  const ask = (operation: Operation, init: RequestInit = {}, path = pathFor(operation)) =>
    exchange(`${running.urls[name]}${path}`, { method: operation.method, ...init });
  const withBody = operations.filter(({ body }) => body);

  test('is a valid OpenAPI 3.0.3 document in which everything is described and every operation asks for a token', async () => {
    expect(await new Validator().validate(readFileSync(fileOf(name), 'utf8'))).toEqual({ valid: true });
    expect(document.openapi).toBe('3.0.3');
    expect(undescribed(document, '')).toEqual([]);
    const raw = Object.values(document.paths as Record<string, Record<string, { security?: unknown }>>).flatMap((item) => Object.values(item));
    const secured = raw.filter((operation) => 'operationId' in operation).map(({ security }) => security);
    expect(secured).toEqual(operations.map(() => [{ BearerAuth: [] }]));
  });

  test('is served as it is, beside health and metrics', async () => {
    const [served, health, metrics] = await Promise.all(['/openapi.json', '/health', '/metrics'].map((path) => exchange(running.urls[name] + path)));
    expect(served?.body).toEqual(document);
    expect(health?.body).toMatchObject({ status: 'healthy', version: (document.info as { version: string }).version });
    expect(metrics?.body).toContain('http_request_duration_seconds');
  });

  test.each(operations)('$method $path answers as declared to the example, or to an id that nobody has', async (operation) => {
    const answered = await ask(operation, operation.body ? { body: JSON.stringify(operation.body.example) } : {});
    expectDeclared(operation, answered);
    expect(answered.status).toBeLessThan(500);
  });

  test.each(operations)('$method $path answers as declared to whatever stands in its fields, and never fails', async (operation) => {
    const { body, parameters } = operation;
    const field = fc.record({ name: fc.constantFrom(...Object.keys(body?.properties ?? { none: 0 })), value: anything });
    const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    const search = fc.dictionary(fc.constantFrom('unknown', ...query), fc.oneof(text, fc.integer().map(String)), { maxKeys: 3 });
    const property = fc.asyncProperty(fc.array(field, { maxLength: 2 }), search, async (fields, asked) => {
      const changed = { ...(body?.example as object), ...Object.fromEntries(fields.map(({ name, value }) => [name, value])) };
      const answered = await ask(operation, body ? { body: JSON.stringify(changed) } : {}, `${pathFor(operation)}?${new URLSearchParams(asked)}`);
      expectDeclared(operation, answered);
      expect(answered.status).toBeLessThan(500);
    });
    await fc.assert(property, { numRuns: 40, seed: 1 });
  });

  test.each(operations)('$method $path refuses whoever has no valid token, before anything else', async (operation) => {
    for (const authorization of ['', 'Bearer', 'Bearer a.b.c', 'Basic dGVzdDp0ZXN0']) {
      const answered = await ask(operation, { headers: { authorization }, ...(operation.body && { body: '{' }) });
      expect(answered.status).toBe(401);
      expectDeclared(operation, answered);
    }
  });

  test.each(operations.filter(({ path }) => path.includes('{')))('$method $path names the parameter that is wrong', async (operation) => {
    const name = operation.parameters.find((parameter) => parameter.in === 'path')?.name as string;
    for (const value of ['1', '%00', "'", 'x'.repeat(300)]) {
      const init = operation.body ? { body: JSON.stringify(operation.body.example) } : {};
      const answered = await ask(operation, init, pathFor(operation, { [name]: value }));
      expect(answered).toMatchObject({ status: 400, body: { details: { [name]: expect.any(String) } } });
      expectDeclared(operation, answered);
    }
  });

  test.skipIf(withBody.length === 0).each(withBody)(
    '$method $path refuses bodies that are none, of another type, too long or with unknown fields',
    async (operation) => {
      const example = operation.body?.example as object;
      const refused = {
        400: [{ body: '{' }, { body: '[]' }, { body: 'null' }, {}, { body: JSON.stringify({ ...example, unknownField: 1 }) }],
        413: [{ body: JSON.stringify({ ...example, padding: 'x'.repeat(70_000) }) }],
        415: [
          { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
          { body: 'x', headers: { 'content-type': 'text/plain' } },
        ],
      };
      for (const [status, inits] of Object.entries(refused)) {
        for (const init of inits) {
          const answered = await ask(operation, init);
          expect(answered.status, JSON.stringify(init).slice(0, 200)).toBe(Number(status));
          expectDeclared(operation, answered);
        }
      }
    },
  );

  test.skipIf(withBody.length === 0).each(withBody)('$method $path names each required field that is missing', async (operation) => {
    const { required = [], example } = operation.body as { required?: string[]; example: object };
    for (const field of required) {
      const answered = await ask(operation, { body: JSON.stringify({ ...example, [field]: undefined }) });
      expect(answered).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED', details: { [field]: 'is required' } } });
    }
  });

  test.each([...new Set(operations.map(({ path }) => path))])('%s answers 405 to every undeclared method and says which it answers', async (path) => {
    const declared = operations.filter((operation) => operation.path === path).map(({ method }) => method);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'].filter((one) => !declared.includes(one))) {
      const { status, headers, body } = await exchange(`${running.urls[name]}${pathFor({ path } as Operation)}`, { method });
      expect({ method, status }).toEqual({ method, status: 405 });
      expect(headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(declared));
      expect(body).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
    }
  });

  test('answers HEAD as GET without a body, and 404 elsewhere', async () => {
    const read = operations.find(({ method }) => method === 'GET') as Operation;
    const [head, get] = await Promise.all([ask(read, { method: 'HEAD' }), ask(read)]);
    expect({ status: head.status, text: head.body }).toEqual({ status: get.status, text: expect.any(String) });
    expect(await exchange(`${running.urls[name]}/nowhere`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});
