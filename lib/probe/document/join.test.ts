import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { refsIn } from '#lib/model/document/rewrite.ts';
import type { Json, Tree } from '#lib/model/document/tree.ts';
import { readFiles, readText, refusalOf, told } from './read.test.kit.ts';
import type { ReadDocument } from './read.ts';

const head = { openapi: '3.0.3', info: { title: 'Orders', version: '1.0.0' } };
const ok = (schema: Json): Json => ({ 200: { description: 'ok', content: { 'application/json': { schema } } } });
const joined = ({ canonical }: ReadDocument) =>
  canonical as { [name: string]: Tree } & { components: { [section: string]: { [name: string]: Tree } } };
const refs = ({ canonical }: ReadDocument) => [...refsIn('openapi', canonical)].map(({ ref }) => ref);

describe('files that refer to one another become one document', () => {
  const files: Record<string, Json> = {
    'api/openapi.yaml': `openapi: 3.0.3
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    $ref: './paths/order.yaml'
components:
  schemas:
    Order:
      $ref: 'schemas/order.yaml#/Order'
`,
    'api/paths/order.yaml': `parameters:
  - $ref: '../common.json#/parameters/Id'
get:
  responses:
    200:
      description: One.
      headers:
        X-Rate: {$ref: '../common.json#/headers/Rate'}
      content:
        application/json:
          schema: {$ref: '../openapi.yaml#/components/schemas/Order'}
          examples:
            one: {$ref: ../examples/one.json}
    404:
      $ref: '../common.json#/responses/Gone'
put:
  requestBody: {$ref: '../common.json#/bodies/Order'}
  responses:
    default: {$ref: '../common.json#/responses/Gone'}
`,
    'api/schemas/order.yaml': `Order:
  type: object
  properties:
    id: {$ref: '#/Id'}
    lines: {type: array, items: {$ref: 'line.yaml'}}
    $ref: {type: string}
Id: {type: string}
`,
    'api/schemas/line.yaml': "type: object\nproperties:\n  order: {$ref: 'order.yaml#/Order'}\n  id: {$ref: './order.yaml#/Id'}\n",
    'api/common.json': {
      parameters: { Id: { name: 'id', in: 'path', required: true, schema: { $ref: './schemas/order.yaml#/Id' } } },
      headers: { Rate: { schema: { type: 'integer' } } },
      responses: { Gone: { description: 'Gone.' } },
      bodies: { Order: { content: { 'application/json': { schema: { $ref: 'schemas/order.yaml#/Order' } } } } },
    },
    'api/examples/one.json': { value: { $ref: './nowhere.json', id: 1 } },
  };

  const read = readFiles(files);

  test('without references to the outside and without findings', () => {
    expect(told(read)).toEqual([]);
    expect(refs(read).filter((ref) => !ref.startsWith('#'))).toEqual([]);
    expect(read.index.operations.map(({ key, parameters }) => [key, parameters])).toEqual([
      ['GET /orders/{id}', ['id']],
      ['PUT /orders/{id}', ['id']],
    ]);
  });

  test('with each thing on the right shelf, once, under a readable name', () => {
    const { components, paths } = joined(read);
    expect(Object.keys(components).sort()).toEqual(['examples', 'headers', 'parameters', 'requestBodies', 'responses', 'schemas']);
    expect(Object.keys(components.schemas ?? {}).sort()).toEqual(['Id', 'Order', 'Order_2', 'line']);
    expect(components.schemas?.Order).toEqual({ $ref: '#/components/schemas/Order_2' });
    expect(components.schemas?.line).toMatchObject({
      properties: { order: { $ref: '#/components/schemas/Order_2' }, id: { $ref: '#/components/schemas/Id' } },
    });
    expect(components.schemas?.Order_2).toMatchObject({ properties: { $ref: { type: 'string' } } });
    expect(paths?.['/orders/{id}']).toMatchObject({ put: { responses: { default: { $ref: '#/components/responses/Gone' } } } });
  });

  test('in which examples stay as they are', () => {
    expect(joined(read).components.examples?.one).toEqual({ value: { $ref: './nowhere.json', id: 1 } });
  });

  test('the same from a zip, with a folder around it and what a system adds', () => {
    const packed = Object.fromEntries(
      Object.entries(files).map(([name, content]) => [`repo/${name}`, strToU8(typeof content === 'string' ? content : JSON.stringify(content))]),
    );
    const zip = zipSync({
      ...packed,
      '__MACOSX/repo/api/._openapi.yaml': strToU8('openapi: 3.0.0'),
      'repo/node_modules/x/openapi.yaml': strToU8('openapi: 3.0.0\n'),
      'repo/vendor/openapi.yaml': strToU8('openapi: 3.0.0\n'),
      '../../etc/openapi.yaml': strToU8('openapi: 3.0.0\n'),
    });
    expect(readFiles({ 'upload.zip': zip }).canonicalJson).toBe(read.canonicalJson);
  });

  test('whose text is the joined document, by whose lines findings are told', () => {
    const broken = readFiles({ ...files, 'api/common.json': { ...(files['api/common.json'] as Tree), responses: { Gone: {} } } });
    const text = new TextDecoder().decode(broken.text).split('\n');
    expect(JSON.parse(text.join('\n'))).toEqual(broken.canonical);
    expect(broken.findings).toMatchObject([{ message: 'components.responses.Gone has no description.' }]);
    expect(text[(broken.findings[0]?.line ?? 0) - 1]).toContain('"Gone"');
  });
});

describe('the root', () => {
  const other = { ...head, info: { title: 'Other', version: '1' }, paths: {} };

  test('is the document that no other refers to', () => {
    const read = readFiles({
      'a.yaml': other,
      'service.yaml': { ...head, paths: {}, components: { schemas: { A: { $ref: 'a.yaml#/info' } } } },
    });
    expect(read.index.title).toBe('Orders');
  });

  test('is the one with the usual name when there are several, and that is said', () => {
    const read = readFiles({ 'a.yaml': other, 'deep/openapi.yaml': other, 'openapi.json': { ...head, paths: {} } });
    expect(read.index.title).toBe('Orders');
    expect(told(read)).toEqual(['1: The upload holds 3 API documents; openapi.json was read, not deep/openapi.yaml, a.yaml.']);
  });

  test('must be there', () => {
    expect(refusalOf({ 'a.yaml': 'a: 1', 'b.yaml': 'b: 1' }).message).toBe('None of the 2 files of the upload is an API document (a.yaml, b.yaml).');
  });

  test('that is broken is told by its name', () => {
    expect(refusalOf({ 'openapi.yaml': 'openapi: 3.0.0\n\tinfo: 1', 'b.yaml': 'b: 1' }).message).toMatch(
      /^openapi\.yaml: Line \d+: The YAML cannot be read/,
    );
  });
});

describe('a reference that cannot be joined', () => {
  const withRefs = (...list: string[]) => ({
    ...head,
    paths: {},
    components: { schemas: Object.fromEntries(list.map(($ref, at) => [`S${at}`, { $ref }])) },
  });

  test('to the outside is never fetched, stays where it is and is a finding', () => {
    const remote = [
      'https://example.com/a.json#/A',
      '//example.com/a.json',
      'file:///etc/passwd',
      '/etc/passwd',
      'HTTP://169.254.169.254/x',
      'C:\\a.json',
      'urn:a:b',
    ];
    const read = readText(withRefs(...remote));
    expect(read.findings.map(({ id }) => id)).toEqual(remote.map(() => 'document.ref.remote'));
    expect(refs(read)).toEqual(remote);
    expect(read.index.schemas).toHaveLength(remote.length);
  });

  test('to a file that leads out of the upload or was not sent', () => {
    const read = readFiles({
      'api/openapi.json': withRefs('../../etc/passwd', '..%2f..%2fx', 'missing.yaml#/A', './other.yaml#/Nope'),
      'api/other.yaml': 'A: {type: string}',
    });
    expect(read.findings.map(({ id }) => id)).toEqual([
      'document.ref.outside',
      'document.ref.outside',
      'document.ref.file-missing',
      'document.ref.unresolved',
    ]);
  });

  test('to a file that cannot be read', () => {
    const read = readFiles({ 'openapi.json': withRefs('broken.yaml#/A', 'text.txt'), 'broken.yaml': 'A: [', 'text.txt': 'just text' });
    expect(read.findings.map(({ id }) => id)).toEqual(['document.ref.file-unreadable', 'document.value.type']);
    expect(joined(read).components.schemas?.text).toBe('just text');
  });

  test('of one document alone to its own file is one inside', () => {
    const read = readText(
      { ...head, paths: {}, components: { schemas: { A: { type: 'string' }, B: { $ref: 'openapi.json#/components/schemas/A' } } } },
      'openapi.json',
    );
    expect(told(read)).toEqual([]);
    expect(refs(read)).toEqual(['#/components/schemas/A']);
  });
});

test('whole maps behind a reference, as some tools write them, are joined too', () => {
  const read = readFiles({
    'openapi.yaml': "openapi: 3.0.3\ninfo: {$ref: info.yaml}\npaths: {$ref: paths.yaml}\ncomponents:\n  schemas: {$ref: './schemas.yaml'}\n",
    'info.yaml': 'title: Orders\nversion: 1.0.0\n',
    'paths.yaml': "/a:\n  get:\n    responses:\n      200: {description: ok, content: {application/json: {schema: {$ref: './schemas.yaml#/A'}}}}\n",
    'schemas.yaml': "A: {type: object, properties: {b: {$ref: '#/B'}}}\nB: {type: string}\n",
  });
  expect(told(read)).toEqual([]);
  expect([read.index.title, read.index.operations[0]?.key]).toEqual(['Orders', 'GET /a']);
  expect(read.index.schemas.map(({ name }) => name)).toEqual(expect.arrayContaining(['A', 'B']));
});

test('files whose path items refer to one another in a circle are joined as far as they go', () => {
  const read = readFiles({
    'openapi.yaml': `openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths:\n  /a: {$ref: a.yaml}\n`,
    'a.yaml': 'get:\n  responses: {200: {description: ok}}\n  callbacks:\n    c: {x: {$ref: a.yaml}}\n',
  });
  expect(read.index.operations.map(({ key }) => key)).toEqual(['GET /a']);
});

test('discriminators, 2.0 and AsyncAPI are joined by their own shelves', () => {
  const pets = readFiles({
    'openapi.json': {
      ...head,
      paths: {},
      components: {
        schemas: { Pet: { oneOf: [{ $ref: 'cat.json' }], discriminator: { propertyName: 'k', mapping: { cat: 'cat.json', self: 'Pet' } } } },
      },
    },
    'cat.json': { type: 'object' },
  });
  expect(joined(pets).components.schemas?.Pet?.discriminator).toMatchObject({ mapping: { cat: '#/components/schemas/cat', self: 'Pet' } });
  const old = readFiles({
    'swagger.json': {
      swagger: '2.0',
      info: head.info,
      paths: { '/a': { get: { responses: { 200: { description: 'ok', schema: { $ref: 'a.json#/A' } } } } } },
    },
    'a.json': { A: { type: 'string' } },
  });
  expect(joined(old).definitions).toEqual({ A: { type: 'string' } });
  const events = readFiles({
    'asyncapi.yaml': 'asyncapi: 2.6.0\ninfo: {title: a, version: "1"}\nchannels:\n  c: {publish: {message: {$ref: messages.yaml#/Order}}}\n',
    'messages.yaml': 'Order: {name: Order, payload: {$ref: order.avsc}}\n',
    'order.avsc': { type: 'record', name: 'Order', fields: [] },
  });
  expect(told(events)).toEqual([]);
  expect(joined(events).components.messages?.Order).toMatchObject({ payload: { $ref: '#/components/schemas/order' } });
});

test('reading what was read gives the same', () => {
  const first = readFiles({
    'openapi.json': { ...head, paths: { '/a': { get: { responses: ok({ $ref: 's.json' }) } } } },
    's.json': { type: 'string' },
  });
  const second = readText(first.canonicalJson);
  const third = readText(second.canonicalJson);
  expect(second.canonicalJson).toBe(first.canonicalJson);
  expect(second.index).toEqual(first.index);
  expect(third.contentHash).toBe(second.contentHash);
});
