import { describe, expect, it } from 'vitest';
import type { Json } from '../../document/normalise/json.ts';
import { compareDocuments } from '../compare.ts';
import { sameMeaning } from './same-meaning.ts';

const breaking = (from: Json, to: Json) =>
  compareDocuments(from, to, { nowMs: 0 })
    .filter(({ severity }) => severity === 'breaking')
    .map(({ id, operation }) => `${operation} ${id}`);

const json = (schema: Json): Json => ({ 'application/json': { schema } });
const object = (p: Json): Json => ({ type: 'object', properties: { p }, required: ['p'] });
const api = (operation: Json, rest: { [key: string]: Json } = {}): Json => ({ openapi: '3.1.0', paths: { '/a': { post: operation } }, ...rest });
const form = (media: Json) => api({ requestBody: { content: { 'multipart/form-data': media } }, responses: {} });

const places: { place: string; put: (schema: Json) => Json }[] = [
  { place: 'a request', put: (schema) => api({ requestBody: { content: json(schema) }, responses: {} }) },
  { place: 'a response', put: (schema) => api({ responses: { '200': { content: json(schema) } } }) },
  { place: 'a property of a request', put: (schema) => api({ requestBody: { content: json(object(schema)) }, responses: {} }) },
  { place: 'the items of a response', put: (schema) => api({ responses: { '200': { content: json({ type: 'array', items: schema }) } } }) },
  { place: 'a parameter', put: (schema) => api({ parameters: [{ name: 'q', in: 'query', schema }], responses: {} }) },
  { place: 'a header', put: (schema) => api({ responses: { '200': { headers: { X: { schema } } } } }) },
  {
    place: 'a component that another one includes',
    put: (schema) =>
      api(
        { requestBody: { content: json({ allOf: [{ $ref: '#/components/schemas/A' }, object({})] }) }, responses: {} },
        { components: { schemas: { A: { type: 'object', properties: { z: schema } } } } },
      ),
  },
];

describe.each(places)('the same meaning written in two ways breaks nobody in $place', ({ put }) => {
  it.each(sameMeaning)('$name', ({ one, other }) => {
    expect([breaking(put(one), put(other)), breaking(put(other), put(one))]).toEqual([[], []]);
  });
});

describe('what the specification takes where nothing is said breaks nobody when it is written', () => {
  const schema = {
    type: 'object',
    properties: {
      photo: { type: 'string', format: 'binary' },
      about: { type: 'object' },
      name: { type: 'string' },
      tags: { type: 'array', items: { type: 'string' } },
    },
  };
  const encoding = {
    photo: { contentType: 'application/octet-stream' },
    about: { contentType: 'application/json' },
    name: { contentType: 'text/plain' },
    tags: { style: 'form', explode: true },
  };

  it('the encoding of a form', () => expect(breaking(form({ schema }), form({ schema, encoding }))).toEqual([]));

  it('a field that takes one more media type', () => {
    const of = (contentType: string) => form({ schema, encoding: { photo: { contentType } } });
    expect(breaking(of('image/png'), of('image/png, image/jpeg'))).toEqual([]);
    expect(breaking(of('image/png, image/jpeg'), of('image/png'))).toEqual(['POST /a body.encoding.changed']);
  });

  it('the servers of an operation that are those of the document', () => {
    const servers = [{ url: 'https://a.example.com/v1' }];
    const of = { responses: {} };
    expect(breaking(api(of, { servers }), api({ ...of, servers }, { servers }))).toEqual([]);
    expect(breaking(api({ ...of, servers }), api(of, { servers }))).toEqual([]);
  });
});

describe('what is easily overlooked is found', () => {
  const request = (schema: Json) => api({ requestBody: { content: json(schema) }, responses: {} });
  const response = (schema: Json) => api({ responses: { '200': { content: json(schema) } } });
  const text = { type: 'string' };

  it('a property that is required from now on and no longer described', () =>
    expect(breaking(request({ type: 'object', properties: { a: text } }), request({ type: 'object', required: ['a'] }))).toEqual([
      'POST /a property.became-required',
    ]));

  it('a need for one of several, put beside the properties', () => {
    const both = { type: 'object', properties: { a: text, b: text } };
    expect(breaking(request(both), request({ ...both, anyOf: [{ required: ['a'] }, { required: ['b'] }] }))).toEqual(['POST /a body.anyOf.added']);
  });

  it('a type that contradicts what another part of allOf says', () => {
    const of = (type: string) => response({ allOf: [{ type: 'object', properties: { a: text } }, { properties: { a: { type } } }] });
    expect(breaking(of('string'), of('boolean'))).toEqual(['POST /a property.type.changed']);
  });

  it('a limit that goes while numbers become whole', () =>
    expect(breaking(response({ type: 'number', maximum: 3 }), response({ type: 'integer' }))).toEqual(['POST /a body.maximum.unset']));

  it('an operation that moves to servers of its own, and back', () => {
    const [plain, own] = [api({ responses: {} }), api({ responses: {}, servers: [{ url: '/v2' }] })];
    expect([breaking(plain, own), breaking(own, plain)]).toEqual([['POST /a servers.url.changed'], ['POST /a servers.removed']]);
  });

  it('a parameter beside the reference of a path', () => {
    const of = (item: { [key: string]: Json }): Json => ({
      openapi: '3.1.0',
      paths: { '/a': { $ref: '#/components/pathItems/A', ...item } },
      components: { pathItems: { A: { get: { responses: {} } } } },
    });
    const parameters = [{ name: 'q', in: 'query', required: true, schema: text }];
    expect(breaking(of({}), of({ parameters }))).toEqual(['GET /a param.required.added']);
  });

  it('a callback whose address is taken from elsewhere', () => {
    const of = (name: string) => api({ responses: {}, callbacks: { done: { [`{$request.body#/${name}}`]: { post: { responses: {} } } } } });
    expect(breaking(of('url'), of('callbackUrl'))).toEqual(['POST /a callback.removed']);
  });

  it('a change behind an anchor', () => {
    const of = (type: string) => ({ ...(request({ $ref: '#Size' }) as object), components: { schemas: { Size: { $anchor: 'Size', type } } } });
    expect(breaking(of('number'), of('integer'))).toEqual(['POST /a body.type.narrowed']);
  });
});

describe('findings keep their fingerprints', () => {
  it('however the properties of alternatives are ordered', () => {
    const of = (values: string[], isTurned: boolean) => {
      const entries: [string, Json][] = [
        ['kind', { const: 'card' }],
        ['state', { enum: values }],
      ];
      const properties = Object.fromEntries(isTurned ? entries.reverse() : entries);
      const other = { type: 'object', required: ['kind'], properties: { kind: { const: 'iban' } } };
      return api({ responses: { '200': { content: json({ oneOf: [{ type: 'object', required: ['kind'], properties }, other] }) } } });
    };
    const prints = (isTurned: boolean) =>
      compareDocuments(of(['a'], isTurned), of(['a', 'b'], isTurned), { nowMs: 0 }).map(({ fingerprint }) => fingerprint);
    expect(prints(true)).toEqual(prints(false));
  });
});
