import { isObject, type Json, type JsonObject } from '../../document/normalise/json.ts';

/** A small shop's API, the ground of the cases. */
export const orders: Json = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1.4.0' },
  servers: [{ url: 'https://api.example.com/v1' }],
  security: [{ apiKey: [] }],
  paths: {
    '/orders': {
      get: {
        operationId: 'listOrders',
        parameters: [
          { name: 'status', in: 'query', schema: { type: 'string', enum: ['open', 'paid', 'shipped'] } },
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
          { name: 'tags', in: 'query', schema: { type: 'array', items: { type: 'string' } }, style: 'form', explode: true },
          { name: 'X-Trace', in: 'header', schema: { type: 'string', maxLength: 64 } },
        ],
        responses: {
          '200': {
            description: 'Orders',
            headers: { 'X-Total': { required: true, schema: { type: 'integer' } } },
            content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Order' } } } },
          },
          '404': { description: 'None', content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } } },
        },
      },
      post: {
        operationId: 'createOrder',
        security: [{ oauth: ['orders:write'] }, { apiKey: [] }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewOrder' } } } },
        responses: {
          '201': { description: 'Created', content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
          '202': { description: 'Later' },
        },
        callbacks: {
          done: {
            '{$request.body#/callbackUrl}': {
              post: {
                requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Event' } } } },
                responses: { '204': { description: 'Thanks' } },
              },
            },
          },
        },
      },
    },
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
      get: {
        operationId: 'getOrder',
        responses: {
          '200': {
            description: 'Order',
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/Order' } },
              'application/xml': { schema: { $ref: '#/components/schemas/Order' } },
            },
          },
        },
      },
      delete: { operationId: 'deleteOrder', deprecated: true, 'x-sunset': '2024-01-31', responses: { '204': { description: 'Gone' } } },
      patch: {
        operationId: 'changeOrder',
        requestBody: { required: true, content: { 'application/merge-patch+json': { schema: { $ref: '#/components/schemas/OrderPatch' } } } },
        responses: { '200': { description: 'Changed', content: { 'application/json': { schema: { $ref: '#/components/schemas/Payment' } } } } },
      },
    },
    '/payments': {
      post: {
        operationId: 'pay',
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Payment' } } } },
        responses: { '204': { description: 'Paid' } },
      },
    },
  },
  webhooks: {
    orderShipped: {
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Event' } } } },
        responses: { '200': { description: 'Thanks' } },
      },
    },
  },
  components: {
    securitySchemes: {
      apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
      oauth: {
        type: 'oauth2',
        flows: { clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { 'orders:write': 'Write', 'orders:admin': 'All' } } },
      },
    },
    schemas: {
      Status: { type: 'string', enum: ['open', 'paid', 'shipped'] },
      Money: {
        type: 'object',
        required: ['amount', 'currency'],
        properties: { amount: { type: 'integer', minimum: 0 }, currency: { type: 'string', minLength: 3, maxLength: 3 } },
      },
      Line: {
        type: 'object',
        required: ['sku', 'quantity'],
        properties: { sku: { type: 'string', pattern: '^[A-Z0-9-]+$' }, quantity: { type: 'integer', minimum: 1 }, note: { type: 'string' } },
      },
      Order: {
        type: 'object',
        required: ['id', 'status', 'total', 'lines'],
        properties: {
          id: { type: 'string', format: 'uuid', readOnly: true },
          status: { $ref: '#/components/schemas/Status' },
          total: { $ref: '#/components/schemas/Money' },
          lines: { type: 'array', items: { $ref: '#/components/schemas/Line' }, minItems: 1, maxItems: 50 },
          coupon: { type: ['string', 'null'], maxLength: 20 },
          weight: { type: 'number' },
          parent: { $ref: '#/components/schemas/Order' },
        },
      },
      NewOrder: {
        type: 'object',
        required: ['lines'],
        properties: {
          lines: { type: 'array', items: { $ref: '#/components/schemas/Line' }, maxItems: 50 },
          priority: { type: 'integer', minimum: 0, maximum: 9 },
          channel: { type: 'string', enum: ['web', 'app', 'shop'] },
          email: { type: 'string' },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
          shipping: { allOf: [{ $ref: '#/components/schemas/Address' }] },
          callbackUrl: { type: 'string' },
          comment: { type: ['string', 'null'] },
        },
      },
      Address: { type: 'object', required: ['street'], properties: { street: { type: 'string' }, zip: { type: 'string', maxLength: 10 } } },
      OrderPatch: { type: 'object', properties: { status: { $ref: '#/components/schemas/Status' }, coupon: { type: ['string', 'null'] } } },
      Card: { type: 'object', required: ['kind', 'number'], properties: { kind: { const: 'card' }, number: { type: 'string' } } },
      Iban: { type: 'object', required: ['kind', 'iban'], properties: { kind: { const: 'iban' }, iban: { type: 'string' } } },
      Cash: { type: 'object', required: ['kind'], properties: { kind: { const: 'cash' } } },
      Payment: {
        oneOf: [{ $ref: '#/components/schemas/Card' }, { $ref: '#/components/schemas/Iban' }],
        discriminator: { propertyName: 'kind', mapping: { card: '#/components/schemas/Card', iban: '#/components/schemas/Iban' } },
      },
      Event: {
        type: 'object',
        required: ['id', 'kind'],
        properties: { id: { type: 'string' }, kind: { type: 'string', enum: ['shipped', 'delivered'] }, at: { type: 'string', format: 'date-time' } },
      },
      Problem: { type: 'object', required: ['title'], properties: { title: { type: 'string' }, code: { type: 'string', enum: ['none', 'gone'] } } },
    },
  },
};

/** Pointer → new value; undefined takes it away. Short forms: `Order/…` is a schema, `GET /orders/…` an operation. */
export type Edits = { [pointer: string]: Json | undefined };

export function edit(document: Json, edits: Edits): Json {
  const copy = structuredClone(document);
  for (const [place, value] of Object.entries(edits)) setAt(copy, expand(place), value);
  return copy;
}

function expand(place: string): string[] {
  const operation = /^(GET|PUT|POST|PATCH|DELETE) (\S+?)(?: (.*))?$/.exec(place);
  if (operation) return ['paths', operation[2] as string, (operation[1] as string).toLowerCase(), ...(operation[3] ? operation[3].split('|') : [])];
  const schema = /^([A-Z]\w*)(?: (.*))?$/.exec(place);
  if (schema) return ['components', 'schemas', schema[1] as string, ...(schema[2] ? schema[2].split('|') : [])];
  return place.split('|');
}

function setAt(document: Json, keys: string[], value: Json | undefined): void {
  let at: Json = document;
  for (const key of keys.slice(0, -1)) at = (Array.isArray(at) ? at[Number(key)] : (at as JsonObject)[key]) as Json;
  const last = keys.at(-1) as string;
  if (Array.isArray(at)) {
    if (value === undefined) at.splice(Number(last), 1);
    else at[Number(last)] = value;
  } else if (isObject(at)) {
    if (value === undefined) delete at[last];
    else at[last] = value;
  }
}
