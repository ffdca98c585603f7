import type { Severity } from '../../finding.ts';
import type { Edits } from './orders.ts';

export interface PolicyCase {
  name: string;
  from?: Edits;
  to: Edits;
  id: string;
  severity: Severity;
  alias?: string;
}

const query = 'GET /orders parameters|0';
const weight = 'Order properties|weight';
const priority = 'NewOrder properties|priority';
const integer = { type: 'integer', minimum: 0, maximum: 9 };

/** What else the direction alone does not decide. */
export const policyCases: PolicyCase[] = [
  {
    name: 'a body that gets a schema',
    from: { 'POST /payments requestBody|content|application/json': {} },
    to: {},
    id: 'body.schema.added',
    severity: 'breaking',
    alias: 'request-body-media-type-schema-added',
  },
  {
    name: 'a response that loses its schema',
    to: { 'GET /orders responses|200|content|application/json': {} },
    id: 'response.schema.removed',
    severity: 'warning',
    alias: 'response-body-media-type-schema-removed',
  },
  {
    name: 'a new required property with a default',
    to: { 'NewOrder properties|shop': { type: 'string', default: 'main' }, 'NewOrder required': ['lines', 'shop'] },
    id: 'property.required.added',
    severity: 'breaking',
    alias: 'new-required-request-property-with-default',
  },
  {
    name: 'a property with a default that becomes required',
    from: { [priority]: { ...integer, default: 1 } },
    to: { [priority]: { ...integer, default: 1 }, 'NewOrder required': ['lines', 'priority'] },
    id: 'property.became-required',
    severity: 'breaking',
    alias: 'request-property-became-required-with-default',
  },
  {
    name: 'a part of allOf that limits',
    to: { 'Address allOf': [{ required: ['zip'] }] },
    id: 'property.became-required',
    severity: 'breaking',
    alias: 'request-property-all-of-added',
  },
  {
    name: 'a part of allOf that limits the body',
    to: { 'NewOrder allOf': [{ required: ['email'] }] },
    id: 'property.became-required',
    severity: 'breaking',
    alias: 'request-body-all-of-added',
  },
  {
    name: 'a part of allOf that goes',
    from: { 'NewOrder allOf': [{ properties: { gift: { type: 'boolean' } } }] },
    to: {},
    id: 'property.optional.removed',
    severity: 'warning',
    alias: 'request-body-all-of-removed',
  },
  {
    name: 'a part of allOf of a property that goes',
    from: { 'Address allOf': [{ properties: { floor: { type: 'string' } } }] },
    to: {},
    id: 'property.optional.removed',
    severity: 'warning',
    alias: 'request-property-all-of-removed',
  },
  {
    name: 'another pattern of a property',
    to: { 'Line properties|sku|pattern': '^[A-Z]+$' },
    id: 'property.pattern.changed',
    severity: 'warning',
    alias: 'request-property-pattern-changed',
  },
  {
    name: 'another pattern of a parameter',
    from: { [`${query}|schema`]: { type: 'string', pattern: '^a' } },
    to: { [`${query}|schema`]: { type: 'string', pattern: '^b' } },
    id: 'param.pattern.changed',
    severity: 'warning',
    alias: 'request-parameter-pattern-changed',
  },
  {
    name: 'a required property that is no longer write-only',
    from: { 'Order properties|total': { writeOnly: true, type: 'object' } },
    to: { 'Order properties|total': { type: 'object' } },
    id: 'property.writeOnly.removed',
    severity: 'warning',
    alias: 'response-required-property-became-not-write-only',
  },
  {
    name: 'a property of a header that becomes required',
    from: { 'GET /orders parameters|3|schema': { type: 'object', properties: { a: { type: 'string' } } } },
    to: {
      'GET /orders parameters|3|schema': {
        type: 'object',
        properties: { a: { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] } },
      },
    },
    id: 'param.type.changed',
    severity: 'breaking',
  },
  {
    name: 'a deep property of a header that is new',
    from: { 'GET /orders parameters|3|schema': { properties: { a: { type: 'object' } } } },
    to: { 'GET /orders parameters|3|schema': { properties: { a: { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] } } } },
    id: 'param.property.required.added',
    severity: 'breaking',
    alias: 'new-required-request-header-property',
  },
  {
    name: 'a deep property of a header that becomes required',
    from: { 'GET /orders parameters|3|schema': { properties: { a: { type: 'object', properties: { b: { type: 'string' } } } } } },
    to: { 'GET /orders parameters|3|schema': { properties: { a: { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] } } } },
    id: 'param.property.became-required',
    severity: 'breaking',
    alias: 'request-header-property-became-required',
  },
  {
    name: 'an optional response property that goes',
    to: { [weight]: undefined },
    id: 'property.optional.removed',
    severity: 'warning',
    alias: 'response-optional-property-removed',
  },
  {
    name: 'a request property that goes',
    to: { [priority]: undefined },
    id: 'property.optional.removed',
    severity: 'warning',
    alias: 'request-property-removed',
  },
  {
    name: 'an optional response header that goes',
    from: { 'GET /orders responses|200|headers|X-Page': { schema: { type: 'integer' } } },
    to: {},
    id: 'response.header.optional.removed',
    severity: 'warning',
    alias: 'optional-response-header-removed',
  },
  { name: 'another name of an operation', to: { 'GET /orders operationId': 'orders' }, id: 'operationId.changed', severity: 'warning' },
  { name: 'another host', to: { servers: [{ url: 'https://api.example.org/v1' }] }, id: 'servers.url.changed', severity: 'warning' },
  { name: 'an error response that goes', to: { 'GET /orders responses|404': undefined }, id: 'response.error-status.removed', severity: 'warning' },
  {
    name: 'an error body that changes',
    to: { 'Problem properties|code|enum': ['none', 'gone', 'odd'] },
    id: 'property.enum.value.added',
    severity: 'warning',
  },
  {
    name: 'a range that becomes one status',
    from: { 'POST /payments responses': { '2XX': { description: 'OK' } } },
    to: {},
    id: 'response.range.narrowed',
    severity: 'warning',
  },
  {
    name: 'a default response that goes',
    from: { 'POST /payments responses|default': { description: 'Else' } },
    to: {},
    id: 'response.default.removed',
    severity: 'warning',
  },
  {
    name: 'a link that goes',
    from: { 'POST /payments responses|204|links': { next: { operationId: 'listOrders' } } },
    to: {},
    id: 'link.removed',
    severity: 'warning',
  },
  {
    name: 'a schema under another name',
    from: { Euro: { type: 'object', properties: { cents: { type: 'integer' } } } },
    to: { Money2: { type: 'object', properties: { cents: { type: 'integer' } } } },
    id: 'schema.component.renamed',
    severity: 'info',
  },
  {
    name: 'a format of a token',
    from: { 'components|securitySchemes|apiKey': { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    to: { 'components|securitySchemes|apiKey': { type: 'http', scheme: 'bearer', bearerFormat: 'PASETO' } },
    id: 'security.bearerFormat.changed',
    severity: 'warning',
  },
  { name: 'a request property that becomes read-only', to: { [`${priority}|readOnly`]: true }, id: 'property.readOnly.added', severity: 'warning' },
  { name: 'an encoding of a form field', from: form('text/plain'), to: form('text/csv'), id: 'body.encoding.changed', severity: 'breaking' },
  {
    name: 'a method of 3.2 that goes',
    from: { 'paths|/orders|additionalOperations': { COPY: { responses: {} } } },
    to: {},
    id: 'operation.removed',
    severity: 'breaking',
  },
  { name: 'a query operation that goes', from: { 'paths|/orders|query': { responses: {} } }, to: {}, id: 'operation.removed', severity: 'breaking' },
  { name: 'items of a stream', from: stream('integer'), to: stream('string'), id: 'body.type.changed', severity: 'breaking' },
];

function form(contentType: string): Edits {
  const schema = { type: 'object', properties: { file: { type: 'string' } } };
  return { 'POST /payments requestBody|content': { 'multipart/form-data': { schema, encoding: { file: { contentType } } } } };
}

function stream(type: string): Edits {
  return { 'GET /orders responses|200|content': { 'application/jsonl': { itemSchema: { type } } } };
}
