import { describe, expect, test } from 'vitest';
import { makeBigDocument } from './big-document.test.kit.ts';
import { buildIndex } from './build-index.ts';
import { sampleCalls } from './sample-call.ts';
import type { Tree } from './tree.ts';

const document: Tree = {
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  servers: [{ url: 'https://orders.example.com/v1/' }],
  security: [{ token: [] }],
  paths: {
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, example: 'a b/c', schema: { type: 'string' } }],
      get: {
        parameters: [
          { name: 'expand', in: 'query', required: true, schema: { type: 'array', items: { enum: ["it's", 'x'] } } },
          { name: 'optional', in: 'query', schema: { type: 'string' } },
          { name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string', default: 'acme' } },
        ],
        responses: {},
      },
      put: {
        security: [{ key: [] }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
        responses: {},
      },
      delete: { security: [], responses: {} },
      head: { responses: {} },
    },
    '/upload': {
      post: {
        requestBody: {
          content: { 'multipart/form-data': { schema: { properties: { file: { type: 'string', format: 'binary' }, name: { type: 'string' } } } } },
        },
        responses: {},
      },
    },
  },
  webhooks: { done: { post: {} } },
  components: {
    schemas: {
      Order: {
        type: 'object',
        properties: {
          id: { type: 'string', readOnly: true },
          total: { type: 'number', minimum: 5 },
          note: { type: 'string', example: "don't" },
          lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
        },
      },
      Line: { type: 'object', required: ['order'], properties: { order: { $ref: '#/components/schemas/Order' }, count: { type: 'integer' } } },
    },
    securitySchemes: { token: { type: 'http', scheme: 'bearer' }, key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } },
  },
};

const call = (key: string, language: string) =>
  sampleCalls(document, key, { service: 'orders' }).find((sample) => sample.language === language)?.code;

describe('a sample call', () => {
  test('of curl fills what is required, quotes for the shell and shows where the credential goes', () => {
    expect(call('GET /orders/{id}', 'curl')).toBe(
      [
        "curl 'https://orders.example.com/v1/orders/a%20b%2Fc?expand=it'\\''s' \\",
        "  --header 'X-Tenant: acme' \\",
        "  --header 'Authorization: Bearer <token>'",
      ].join('\n'),
    );
  });

  test('of fetch is JavaScript that runs, with a body made from the schema', async () => {
    const code = call('PUT /orders/{id}', 'fetch') ?? '';
    const calls: [string, RequestInit][] = [];
    const run = new Function('fetch', `return (async () => { ${code}; return result; })()`) as (fetch: unknown) => Promise<unknown>;
    const result = await run((url: string, init: RequestInit) => {
      calls.push([url, init]);
      return { ok: true, json: () => 'answer' };
    });
    expect(result).toBe('answer');
    expect(calls[0]?.[0]).toBe('https://orders.example.com/v1/orders/a%20b%2Fc');
    expect(calls[0]?.[1].headers).toEqual({ 'X-API-Key': '<api-key>', 'Content-Type': 'application/json' });
    expect(JSON.parse(String(calls[0]?.[1].body))).toMatchObject({ total: 5, note: "don't", lines: [{ order: {} }] });
    expect(String(calls[0]?.[1].body)).not.toContain('"id"');
  });

  test('of our SDK fills the path, names query parameters and gives credentials to the client', () => {
    expect(call('GET /orders/{id}', 'sdk')).toBe(
      [
        "import { ServiceClient } from '@signalbox/sdk';",
        '',
        'const client = new ServiceClient({',
        "  name: 'orders',",
        "  baseUrl: 'https://orders.example.com/v1',",
        "  jwtToken: '<token>',",
        '});',
        "const result = await client.get('/orders/a%20b%2Fc', { params: { expand: 'it\\'s' }, headers: { 'X-Tenant': 'acme' } });",
      ].join('\n'),
    );
    expect(call('PUT /orders/{id}', 'sdk')).toContain("apiKey: '<api-key>'");
    expect(call('DELETE /orders/{id}', 'sdk')).toContain("client.delete('/orders/a%20b%2Fc')");
  });

  test('of our SDK is left out for what it has no method for, and a webhook has none at all', () => {
    expect(call('HEAD /orders/{id}', 'sdk')).toBeUndefined();
    expect(call('POST /upload', 'sdk')).toBeUndefined();
    expect(sampleCalls(document, 'webhook POST done', { service: 'orders' })).toEqual([]);
    expect(sampleCalls(document, 'GET /nowhere', { service: 'orders' })).toEqual([]);
  });

  test('of an upload sends parts', () => {
    expect(call('POST /upload', 'curl')).toContain("--form 'file=@<file>' \\\n  --form 'name=text'");
    expect(call('POST /upload', 'fetch')).toMatch(/^const form = new FormData\(\);\nform\.append\('file', file\);/);
  });

  test('of OpenAPI 2.0 takes the body from its parameters', () => {
    const old: Tree = {
      swagger: '2.0',
      host: 'a.example.com',
      basePath: '/v2',
      paths: { '/a': { post: { parameters: [{ name: 'body', in: 'body', schema: { $ref: '#/definitions/A' } }] } } },
      definitions: { A: { properties: { at: { type: 'string', format: 'date' } } } },
    };
    expect(sampleCalls(old, 'POST /a', { service: 'a' })[0]?.code).toBe(
      "curl 'https://a.example.com/v2/a' \\\n  --request 'POST' \\\n  --header 'Content-Type: application/json' \\\n  --data '{\n  \"at\": \"2030-01-31\"\n}'",
    );
  });

  test('never holds a line break that the document put into a header, or a quote that ends a text', () => {
    const hostile: Tree = {
      openapi: '3.0.0',
      paths: { "/a'; rm -rf /": { get: { parameters: [{ name: 'X', in: 'header', required: true, example: "a\r\nEvil: 1'; echo" }] } } },
    };
    const [curl, fetched] = sampleCalls(hostile, "GET /a'; rm -rf /", { service: "x'" });
    expect(curl?.code).toContain("'X: a Evil: 1'\\''; echo'");
    expect(() => new Function(`async () => { ${fetched?.code} }`)).not.toThrow();
  });
});

test('every operation of a large document has samples that parse', () => {
  const big = makeBigDocument(40);
  for (const { key } of buildIndex(big).operations) {
    const samples = sampleCalls(big, key, { service: 'warehouse' });
    expect(samples.map(({ language }) => language)).toEqual(['curl', 'fetch', 'sdk']);
    expect(() => new Function(`async () => { ${samples[1]?.code} }`)).not.toThrow();
  }
});
