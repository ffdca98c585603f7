import { beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { makeBigDocument, makeClusterDocument, makeCyclicDocument } from '#lib/model/document/big-document.test.kit.ts';
import { buildIndex } from '#lib/model/document/build-index.ts';
import { resolvePointer } from '#lib/model/document/pointer.ts';
import type { Json, Tree } from '#lib/model/document/tree.ts';
import { readText, told } from './read.test.kit.ts';

const versions = ['3.0.3', '3.1.0', '3.2.0'];
const of = (openapi: string, more: Tree): string => JSON.stringify({ openapi, info: { title: 'a', version: '1' }, paths: {}, ...more }, null, 1);
const messages = (content: Json) => readText(content, 'openapi.json').findings.map(({ message }) => message);
beforeAll(() => {
  for (const version of versions) readText(of(version, { extra: 1 }));
}, 120_000);

const fine = { 200: { description: 'ok' } };

describe.each(versions)('OpenAPI %s', (openapi) => {
  const messagesOf = (more: Tree) => messages(of(openapi, more));

  test('a document in order has no findings', () => {
    expect(
      messagesOf({
        paths: {
          '/a/{id}': {
            parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
            get: {
              operationId: 'getA',
              security: [{ k: [] }],
              responses: { 200: { description: 'ok' }, '4XX': { description: 'no' }, default: { description: 'else' } },
            },
          },
        },
        components: {
          securitySchemes: { k: { type: 'http', scheme: 'bearer' } },
          schemas: { A: { type: 'object', properties: { $ref: { type: 'string' } } } },
        },
      }),
    ).toEqual([]);
  });

  test('parameters of paths must match in both directions', () => {
    expect(
      messagesOf({
        paths: {
          '/a/{id}': { get: { parameters: [{ name: 'other', in: 'path', required: true, schema: {} }], responses: fine } },
          '/b/{id}': { get: { parameters: [{ name: 'id', in: 'path', schema: {} }], responses: fine } },
          '/c/{id}/{id}': { get: { parameters: [{ name: 'id', in: 'path', required: true, schema: {} }], responses: fine } },
          '/d': {
            get: {
              parameters: [
                { name: 'q', in: 'query', schema: {} },
                { name: 'q', in: 'query', schema: {} },
              ],
              responses: fine,
            },
          },
        },
      }),
    ).toEqual(
      expect.arrayContaining([
        'GET /a/{id} has the path parameter other, but its path has no {other}.',
        'The path of GET /a/{id} has {id}, but no path parameter id is described.',
        'The path parameter id of GET /b/{id} is not marked as required.',
        'The path /c/{id}/{id} has {id} twice.',
        'GET /d names the query parameter q twice.',
      ]),
    );
  });

  test('names must be unique and declared', () => {
    expect(
      messagesOf({
        security: [{ all: [] }],
        paths: {
          '/a/{x}': { get: { operationId: 'same', parameters: [{ name: 'x', in: 'path', required: true, schema: {} }], responses: fine } },
          '/a/{y}': {
            put: {
              operationId: 'same',
              parameters: [{ name: 'y', in: 'path', required: true, schema: {} }],
              security: [{ nobody: [] }],
              responses: fine,
            },
          },
        },
      }),
    ).toEqual([
      'The paths /a/{x} and /a/{y} differ only in the names of their parameters.',
      'PUT /a/{y} has the operationId same, which GET /a/{x} has too.',
      'PUT /a/{y} asks for the security scheme nobody, which is not declared.',
      'The document asks for the security scheme all, which is not declared.',
    ]);
  });

  test('statuses, paths and bodies where they mean nothing', () => {
    expect(
      messagesOf({
        paths: {
          'a?b=1': { get: { responses: { ok: { description: 'x' } } } },
          '/b': { get: { requestBody: { content: { 'text/plain': {} } }, responses: fine } },
        },
      }).slice(0, 4),
    ).toEqual([
      'The path a?b=1 does not begin with a slash.',
      'The path a?b=1 holds a query or a fragment.',
      'GET a?b=1 answers with the status ok, which is none.',
      'GET /b has a request body, which HTTP gives no meaning for GET; many clients and proxies drop it.',
    ]);
  });

  test('the shape is told in words, once for each fault, at its line', () => {
    const text = of(openapi, {
      paths: {
        '/a': {
          get: {
            summary: 3,
            parameters: [{ in: 'query', schema: {} }],
            responses: { 200: { description: 'ok', content: { 'a/b': { schema: { type: 'strin' } } } } },
          },
        },
      },
    });
    const { findings } = readText(text, 'openapi.json');
    expect(findings.map(({ message }) => message).sort()).toEqual([
      'In GET /a, parameters[0] has no name.',
      expect.stringMatching(/^In GET \/a, responses\.200\.content\.a\/b\.schema\.type must be one of "array", .*"string"\.$/),
      'In GET /a, summary must be a string.',
    ]);
    const lines = text.split('\n');
    for (const { line, pointer, operation, severity, help } of findings) {
      const step = pointer.split('/').at(-1) ?? '';
      expect(lines[(line ?? 0) - 1]).toContain(/^\d$/.test(step) ? '{' : `"${step}"`);
      expect([operation, severity]).toEqual(['GET /a', 'error']);
      expect(help?.length).toBeGreaterThan(5);
    }
  });

  test('security schemes are told by their own type', () => {
    expect(
      messagesOf({
        components: {
          securitySchemes: {
            a: { type: 'http' },
            b: { type: 'apiKey', name: 'k', in: 'body' },
            c: { type: 'oauth2', flows: { implicit: { scopes: {} } } },
          },
        },
      }).sort(),
    ).toEqual([
      'components.securitySchemes.a has no scheme.',
      expect.stringMatching(/^components\.securitySchemes\.b\.in must be one of /),
      'components.securitySchemes.c.flows.implicit has no authorizationUrl.',
    ]);
  });

  test('references that lead nowhere or in a circle are found where references stand, and only there', () => {
    expect(
      messagesOf({
        components: {
          schemas: {
            A: {
              type: 'object',
              properties: { $ref: { type: 'string' }, b: { $ref: '#/components/schemas/Nope' } },
              example: { $ref: '#/nope' },
              enum: [{ $ref: '#/nope' }],
              default: { $ref: '#/x' },
            },
            B: { $ref: '#/components/schemas/C' },
            C: { $ref: '#/components/schemas/B' },
            D: { type: 'object', properties: { self: { $ref: '#/components/schemas/D' } } },
          },
        },
      }),
    ).toEqual([
      'The reference #/components/schemas/Nope in components.schemas.A.properties.b leads nowhere.',
      'The reference #/components/schemas/C in components.schemas.B leads back to itself and never to a value.',
      'The reference #/components/schemas/B in components.schemas.C leads back to itself and never to a value.',
    ]);
  });

  test('a thousand faults are told in two hundred findings, and the rest is counted', () => {
    const paths = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`/p${at}`, { get: { responses: { nope: { description: 'x' } } } }]));
    const { findings } = readText(of(openapi, { paths }), 'openapi.json');
    expect(findings).toHaveLength(200);
    expect(findings.at(-1)?.message).toMatch(/^There are at least \d+ more findings like these\.$/);
  });
});

test('schemas of 3.1 are checked against JSON Schema, those of another dialect are not', () => {
  const schemas = {
    components: { schemas: { A: { type: 'object', required: true, properties: { b: { exclusiveMinimum: true } } }, N: { nullable: true } } },
  };
  expect(messages(of('3.1.0', schemas)).sort()).toEqual([
    'components.schemas.A.properties.b.exclusiveMinimum must be a number.',
    'components.schemas.A.required must be a list.',
  ]);
  expect(messages(of('3.1.0', { ...schemas, jsonSchemaDialect: 'http://json-schema.org/draft-04/schema#' }))).toEqual([]);
});

test('OpenAPI 2.0 is told by the kind of each parameter', () => {
  const parameters = [
    { name: 'q', in: 'query' },
    { name: 'b', in: 'body' },
  ];
  const document = { swagger: '2.0', info: { title: 'a', version: '1' }, paths: { '/a': { get: { parameters, responses: { 200: {} } } } } };
  expect(messages(document)).toEqual(
    expect.arrayContaining([
      'In GET /a, parameters[0] has no type.',
      'In GET /a, parameters[1] has no schema.',
      'In GET /a, responses.200 has no description.',
    ]),
  );
});

test.each<[string, Json, string[]]>([
  [
    'AsyncAPI 2',
    'asyncapi: 2.6.0\ninfo: {title: a}\nservers: {p: {url: x, security: [{k: []}]}}\nchannels:\n  a/{id}:\n    publish: {operationId: x, message: {payload: {}}}\n    subscribe: {operationId: x}\n    foo: 1\n',
    [
      '2: Info has no version that is a text.',
      '3: servers.p has no protocol.',
      '3: The server p asks for the security scheme k, which is not declared.',
      '5: The address a/{id} has {id}, but no parameter id is described.',
      '6: RECEIVE a/{id} has the operationId x, which SEND a/{id} has too.',
      '8: channels.a/{id} has the field foo, which the specification does not know here.',
      '7: SEND a/{id} describes no message.',
    ],
  ],
  [
    'AsyncAPI 3',
    'asyncapi: 3.0.0\ninfo: {title: a, version: "1"}\nchannels:\n  a: {address: a, parameters: {b: {}}, messages: {m: {payload: {}}}}\noperations:\n  s: {action: push, channel: {$ref: "#/channels/a"}}\n  r: {channel: {$ref: "#/channels/nope"}}\ncomponents: {securitySchemes: {x: {type: magic}}}\n',
    [
      '4: The parameter b does not occur in the address a.',
      '6: The action of s must be send or receive.',
      '7: The reference #/channels/nope in operations.r.channel leads nowhere.',
      '7: operations.r has no action.',
      '8: The security scheme x has no known type.',
      '7: SEND r describes no message.',
    ],
  ],
])('%s is checked by hand', (_, content, expected) => {
  expect(told(readText(content))).toEqual(expected);
});

test.each([
  ['3.0 with 300 operations', makeBigDocument(300)],
  ['3.1 with 300 operations', makeBigDocument(300, '3.1.0')],
  ['40 schemas that all refer to one another', makeCyclicDocument(40)],
  ['2.0 with a property called $ref', makeClusterDocument(100)],
])('a large document in order has no findings: %s', (_, document) => {
  expect(told(readText(document))).toEqual([]);
});

test.each<[string, (document: Tree) => string]>([
  ['JSON', (document) => JSON.stringify(document, null, 2)],
  ['YAML', (document) => stringify(document, { aliasDuplicateObjects: false })],
])('lines are right in a large document of %s, wherever the fault is', (_, write) => {
  const document = structuredClone(makeBigDocument(60));
  const found = buildIndex(document).operations.at(-7);
  const pointer = `${found?.pointer}/responses/404`;
  (resolvePointer(document, pointer) as Tree).descriptio = 'x';
  const text = write(document);
  const [finding] = readText(text, 'openapi').findings;
  expect(finding).toMatchObject({ pointer: `${pointer}/descriptio`, operation: found?.key });
  expect(text.split('\n')[(finding?.line ?? 0) - 1]).toContain('descriptio');
});

test('fingerprints stay when lines move, and differ between findings', () => {
  const faults: Tree = { paths: { '/a': { get: { responses: { x: { description: '' }, y: { description: '' } } } } } };
  const prints = (indent: number) =>
    readText(JSON.stringify(JSON.parse(of('3.0.3', faults)), null, indent), 'a.json').findings.map(({ fingerprint }) => fingerprint);
  expect(prints(0)).toEqual(prints(4));
  expect(new Set(prints(0)).size).toBe(2);
});

test.each<[string, Json]>([
  ['types', { openapi: '3.0.3', info: [], paths: [1], components: 'x', servers: {}, tags: { a: 1 }, security: 'y' }],
  [
    'types of 3.1',
    { openapi: '3.1.0', info: 1, paths: { '/a': [], '/b': { get: 3, parameters: {} } }, webhooks: 1, components: { schemas: [], responses: 1 } },
  ],
  ['types of 2.0', { swagger: '2.0', info: null, paths: { '/a': { get: { responses: [], parameters: 'x' } } }, definitions: { A: 1 } }],
  ['types of AsyncAPI 2', { asyncapi: '2.0.0', info: 1, channels: { a: { publish: { message: 1 } }, b: [] }, servers: [] }],
  ['types of AsyncAPI 3', { asyncapi: '3.0.0', channels: [1], operations: { a: { channel: 1, messages: 'x' } }, components: 1 }],
  ['nothing but a version', { openapi: '3.1.0' }],
])('wrong %s are findings, never a refusal, and no check breaks', (_, content) => {
  const read = readText(content);
  expect(read.findings.length).toBeGreaterThan(0);
  expect(read.findings.map(({ id }) => id)).not.toContain('document.check.failed');
});
