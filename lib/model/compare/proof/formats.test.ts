import { describe, expect, it } from 'vitest';
import { type Json, readPointer } from '../../document/normalise/json.ts';
import { normaliseDocument } from '../../document/normalise.ts';
import { compareDocuments } from '../compare.ts';
import { addWitnesses } from '../witness.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');
const compare = (from: Json, to: Json) => compareDocuments(from, to, { nowMs });
const breaking = (from: Json, to: Json) =>
  compare(from, to)
    .filter(({ severity }) => severity === 'breaking')
    .map(({ id }) => id);

const pet = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, tag: { type: 'string', 'x-nullable': true }, age: { type: 'integer', minimum: 0, exclusiveMinimum: true } },
};

const swagger: Json = {
  swagger: '2.0',
  info: { title: 'Pets', version: '1.0.0' },
  host: 'pets.example.com',
  basePath: '/v1',
  schemes: ['https'],
  consumes: ['application/json'],
  produces: ['application/json'],
  securityDefinitions: {
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    oauth: { type: 'oauth2', flow: 'application', tokenUrl: 'https://id.example.com/t', scopes: { read: 'Read' } },
  },
  security: [{ key: [] }],
  parameters: {
    limit: { name: 'limit', in: 'query', type: 'integer', maximum: 100 },
    pet: { name: 'pet', in: 'body', required: true, schema: { $ref: '#/definitions/Pet' } },
  },
  responses: { Missing: { description: 'Missing', schema: { $ref: '#/definitions/Problem' } } },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        parameters: [
          { $ref: '#/parameters/limit' },
          { name: 'tags', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
        ],
        responses: {
          '200': { description: 'Pets', schema: { type: 'array', items: { $ref: '#/definitions/Pet' } }, headers: { 'X-Next': { type: 'string' } } },
          '404': { $ref: '#/responses/Missing' },
        },
      },
      post: { operationId: 'addPet', parameters: [{ $ref: '#/parameters/pet' }], responses: { '201': { description: 'Added' } } },
    },
    '/pets/{id}/photo': {
      put: {
        operationId: 'putPhoto',
        consumes: ['multipart/form-data'],
        parameters: [
          { name: 'id', in: 'path', required: true, type: 'string' },
          { name: 'file', in: 'formData', required: true, type: 'file' },
        ],
        responses: { '204': { description: 'Put' } },
      },
    },
  },
  definitions: { Pet: pet, Problem: { type: 'object', properties: { title: { type: 'string' } } } },
};

const json = (schema: Json): Json => ({ 'application/json': { schema } });
const modern = (version: string, schema: Json): Json => ({
  openapi: version,
  info: { title: 'Pets', version: '1.0.0' },
  servers: [{ url: 'https://pets.example.com/v1' }],
  security: [{ key: [] }],
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } },
          { name: 'tags', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
        ],
        responses: {
          '200': {
            description: 'Pets',
            content: json({ type: 'array', items: { $ref: '#/components/schemas/Pet' } }),
            headers: { 'X-Next': { schema: { type: 'string' } } },
          },
          '404': { description: 'Missing', content: json({ type: 'object', properties: { title: { type: 'string' } } }) },
        },
      },
      post: {
        operationId: 'addPet',
        requestBody: { required: true, content: json({ $ref: '#/components/schemas/Pet' }) },
        responses: { '201': { description: 'Added' } },
      },
    },
    '/pets/{id}/photo': {
      put: {
        operationId: 'putPhoto',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': { schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } },
          },
        },
        responses: { '204': { description: 'Put' } },
      },
    },
  },
  components: {
    schemas: { Pet: schema },
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://id.example.com/t', scopes: { read: 'Read' } } } },
    },
  },
});

const pet30 = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, tag: { type: 'string', nullable: true }, age: { type: 'integer', minimum: 0, exclusiveMinimum: true } },
};
const pet31 = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, tag: { type: ['string', 'null'] }, age: { type: 'integer', exclusiveMinimum: 0 } },
};

describe('the same API in another format', () => {
  it.each([
    ['2.0', '3.0', swagger, modern('3.0.3', pet30)],
    ['2.0', '3.1', swagger, modern('3.1.0', pet31)],
    ['3.0', '3.1', modern('3.0.3', pet30), modern('3.1.0', pet31)],
    ['3.1', '3.2', modern('3.1.0', pet31), modern('3.2.0', pet31)],
  ])('%s and %s differ in nothing that matters', (_, __, from, to) => {
    expect(compare(from, to).filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(compare(to, from).filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it('a break is found across formats, with pointers into the texts as they are', () => {
    const to = modern('3.0.3', { ...pet30, required: ['name', 'tag'] });
    const found = compare(swagger, to).filter(({ severity }) => severity === 'breaking');
    expect(found.map(({ id }) => id)).toEqual(['property.became-required']);
    const back = compare(to, swagger).filter(({ severity }) => severity === 'breaking');
    expect(back.map(({ id, pointer }) => [id, pointer])).toEqual([['property.became-optional', '/definitions/Pet/properties/tag']]);
  });

  it.each([
    ['without a type', { nullable: true }],
    ['with an enum', { type: 'string', enum: ['a'], nullable: true }],
    ['with allOf', { allOf: [{ type: 'string' }], nullable: true }],
    ['beside a reference', { $ref: '#/components/schemas/Name', nullable: true }],
  ])('nullable %s takes null', (_, schema) => {
    const document: Json = { openapi: '3.0.0', paths: {}, components: { schemas: { Name: { type: 'string' }, Other: schema } } };
    const other = readPointer(normaliseDocument(document), '/components/schemas/Other') as { [key: string]: Json };
    expect(other.nullable).toBeUndefined();
    const inBody = (body: Json): Json => ({
      openapi: '3.0.0',
      paths: { '/a': { post: { requestBody: { content: json(body) }, responses: {} } } },
      components: { schemas: { Name: { type: 'string' } } },
    });
    expect(breaking(inBody(schema), inBody({ type: 'string', enum: ['a', 'b'] }))).toEqual(
      expect.arrayContaining([expect.stringMatching(/nullable\.removed|type\.narrowed|wrapped/)]),
    );
  });
});

const event = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, kind: { type: 'string', enum: ['a', 'b'] } } };
const async2 = (payload: Json): Json => ({
  asyncapi: '2.6.0',
  info: { title: 'Events', version: '1' },
  channels: {
    'orders/created': { subscribe: { operationId: 'sendCreated', message: { name: 'created', payload } } },
    'orders/commands': { publish: { operationId: 'takeCommand', message: { name: 'command', payload } } },
  },
});
const async3 = (payload: Json): Json => ({
  asyncapi: '3.0.0',
  info: { title: 'Events', version: '1' },
  channels: {
    created: { address: 'orders/created', messages: { created: { payload } } },
    commands: { address: 'orders/commands', messages: { command: { payload } } },
  },
  operations: {
    sendCreated: { action: 'send', channel: { $ref: '#/channels/created' } },
    takeCommand: { action: 'receive', channel: { $ref: '#/channels/commands' } },
  },
});

describe('AsyncAPI', () => {
  const wider = { ...event, properties: { ...event.properties, kind: { type: 'string', enum: ['a', 'b', 'c'] } } };
  const stricter = { ...event, required: ['id', 'kind'] };

  it.each([
    ['2', async2, async2],
    ['3', async3, async3],
    ['2 and 3', async2, async3],
    ['3 and 2', async3, async2],
  ])('in %s, what is sent may not widen and what is received may not narrow', (_, from, to) => {
    const found = (schema: Json) =>
      compare(from(event), to(schema))
        .filter(({ severity }) => severity === 'breaking')
        .map(({ id, operation }) => [id, operation]);
    expect(found(event)).toEqual([]);
    expect(found(wider)).toEqual([['property.enum.value.added', 'SEND orders/created']]);
    expect(found(stricter)).toEqual([['property.became-required', 'RECEIVE orders/commands']]);
  });

  it('a channel that goes breaks, one that comes does not', () => {
    const less: Json = { ...(async2(event) as object), channels: {} };
    expect(breaking(async2(event), less)).toEqual(['channel.operation.removed', 'channel.operation.removed']);
    expect(breaking(less, async2(event))).toEqual([]);
  });

  it('what is gone and what has come are pointed at, in either version', () => {
    const pointers = (from: Json, to: Json) => new Set(compare(from, to).map(({ pointer }) => pointer));
    for (const [of, expected] of [
      [async2, ['/channels/orders~1created/subscribe', '/channels/orders~1commands/publish']],
      [async3, ['/operations/sendCreated', '/operations/takeCommand']],
    ] as const) {
      const less: Json = { ...(of(event) as object), channels: {}, operations: {} };
      expect(pointers(of(event), less)).toEqual(new Set(expected));
      expect(pointers(less, of(event))).toEqual(new Set(expected));
    }
  });

  it('a witness is the message itself', () => {
    const [from, to] = [async3(event), async3(stricter)];
    const [first] = addWitnesses(compare(from, to), from, to, { deadlineMs: 2000 });
    expect(first).toMatchObject({ certainty: 'proven', witness: { validIn: 'from', body: { id: expect.any(String) } } });
  });
});
