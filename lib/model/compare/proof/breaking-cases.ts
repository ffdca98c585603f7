import type { Edits } from './orders.ts';

export interface Case {
  name: string;
  /** Edits of the ground that make the old revision; mostly none. */
  from?: Edits;
  to: Edits;
  /** One of the findings that must be there. */
  id: string;
  operation?: string | null;
}

const json = 'content|application/json|schema';

/** What breaks somebody. */
export const breakingCases: Case[] = [
  { name: 'an operation is removed', to: { 'GET /orders/{id}': undefined }, id: 'operation.removed', operation: 'GET /orders/{id}' },
  { name: 'a path is removed', to: { 'paths|/payments': undefined }, id: 'operation.removed' },
  { name: 'a path is renamed', to: { 'paths|/payments': undefined, 'paths|/pay': { post: { responses: {} } } }, id: 'operation.removed' },
  {
    name: 'a deprecated operation goes before its sunset',
    from: { 'DELETE /orders/{id} x-sunset': '2999-01-01' },
    to: { 'DELETE /orders/{id}': undefined },
    id: 'operation.removed.before-sunset',
  },
  {
    name: 'a required query parameter is new',
    to: { 'GET /orders parameters|4': { name: 'shop', in: 'query', required: true, schema: { type: 'string' } } },
    id: 'param.required.added',
  },
  { name: 'a query parameter is removed', to: { 'GET /orders parameters|0': undefined }, id: 'param.removed' },
  { name: 'a query parameter is renamed', to: { 'GET /orders parameters|1|name': 'pageSize' }, id: 'param.removed' },
  { name: 'a parameter becomes required', to: { 'GET /orders parameters|0|required': true }, id: 'param.became-required' },
  { name: 'a parameter moves to a header', to: { 'GET /orders parameters|0|in': 'header' }, id: 'param.moved' },
  {
    name: 'a value of a query parameter is removed',
    to: { 'GET /orders parameters|0|schema|enum': ['open', 'paid'] },
    id: 'param.enum.value.removed',
  },
  {
    name: 'a parameter becomes an enum',
    to: { 'GET /orders parameters|3|schema': { type: 'string', maxLength: 64, enum: ['a', 'b'] } },
    id: 'param.enum.added',
  },
  { name: 'the maximum of a parameter decreases', to: { 'GET /orders parameters|1|schema|maximum': 50 }, id: 'param.maximum.decreased' },
  { name: 'the minimum of a parameter increases', to: { 'GET /orders parameters|1|schema|minimum': 5 }, id: 'param.minimum.increased' },
  { name: 'a header parameter gets shorter', to: { 'GET /orders parameters|3|schema|maxLength': 32 }, id: 'param.maxLength.decreased' },
  {
    name: 'a string parameter becomes an integer',
    from: { 'GET /orders parameters|3|schema': { type: 'string' } },
    to: { 'GET /orders parameters|3|schema': { type: 'integer' } },
    id: 'param.type.changed',
  },
  { name: 'a list parameter is no longer repeated', to: { 'GET /orders parameters|2|explode': false }, id: 'param.explode.changed' },
  { name: 'a list parameter changes its style', to: { 'GET /orders parameters|2|style': 'pipeDelimited' }, id: 'param.style.changed' },
  { name: 'a path parameter gets a narrower type', to: { 'paths|/orders/{id}|parameters|0|schema': { type: 'integer' } }, id: 'param.type.changed' },
  { name: 'the request body becomes required', to: { 'POST /orders requestBody|required': true }, id: 'body.became-required' },
  {
    name: 'a request media type is removed',
    to: { 'POST /payments requestBody|content': { 'application/xml': { schema: {} } } },
    id: 'body.media-type.removed',
  },
  {
    name: 'a required request property is new',
    to: { 'NewOrder properties|customer': { type: 'string' }, 'NewOrder required': ['lines', 'customer'] },
    id: 'property.required.added',
  },
  { name: 'a request property becomes required', to: { 'NewOrder required': ['lines', 'channel'] }, id: 'property.became-required' },
  {
    name: 'a property of an item becomes required',
    to: { 'Line required': ['sku', 'quantity', 'note'] },
    id: 'property.became-required',
    operation: 'POST /orders',
  },
  { name: 'a property in allOf becomes required', to: { 'Address required': ['street', 'zip'] }, id: 'property.became-required' },
  {
    name: 'an alternative of a request gets a required property',
    to: { 'Card required': ['kind', 'number', 'cvc'], 'Card properties|cvc': { type: 'string' } },
    id: 'property.required.added',
  },
  { name: 'a request enum loses a value', to: { 'NewOrder properties|channel|enum': ['web', 'app'] }, id: 'property.enum.value.removed' },
  {
    name: 'a request property becomes an enum',
    to: { 'NewOrder properties|email': { type: 'string', enum: ['a@example.com'] } },
    id: 'property.enum.added',
  },
  {
    name: 'a request number becomes an integer',
    from: { 'NewOrder properties|priority': { type: 'number' } },
    to: { 'NewOrder properties|priority': { type: 'integer' } },
    id: 'property.type.narrowed',
  },
  { name: 'a request property may no longer be null', to: { 'NewOrder properties|comment': { type: 'string' } }, id: 'property.nullable.removed' },
  { name: 'a request property gets a format', to: { 'NewOrder properties|email|format': 'email' }, id: 'property.format.added' },
  { name: 'a request property gets a pattern', to: { 'NewOrder properties|email|pattern': '^.+@.+$' }, id: 'property.pattern.added' },
  { name: 'a request list gets shorter', to: { 'NewOrder properties|lines|maxItems': 10 }, id: 'items.maxItems.decreased' },
  { name: 'a request list must be unique', to: { 'NewOrder properties|lines|uniqueItems': true }, id: 'items.uniqueItems.set' },
  { name: 'a request number gets a step', to: { 'NewOrder properties|priority|multipleOf': 3 }, id: 'property.multipleOf.set' },
  { name: 'a request object is closed', to: { 'NewOrder additionalProperties': false }, id: 'body.additionalProperties.closed' },
  {
    name: 'values of a map change their type',
    to: { 'NewOrder properties|labels|additionalProperties': { type: 'integer' } },
    id: 'property.type.changed',
  },
  { name: 'a request object needs a property', to: { 'NewOrder properties|labels|minProperties': 1 }, id: 'object.minProperties.set' },
  { name: 'a request excludes values', to: { 'NewOrder properties|email|not': { const: '' } }, id: 'property.not.added' },
  { name: 'a request property gets a constant', to: { 'NewOrder properties|email|const': 'x' }, id: 'property.const.added' },
  {
    name: 'an alternative of a request is removed',
    to: { 'Payment oneOf': [{ $ref: '#/components/schemas/Card' }] },
    id: 'body.oneOf.unwrapped',
    operation: 'POST /payments',
  },
  {
    name: 'a closed request loses a property',
    from: { 'NewOrder additionalProperties': false },
    to: { 'NewOrder additionalProperties': false, 'NewOrder properties|email': undefined },
    id: 'property.optional.removed',
  },
  {
    name: 'a condition is added',
    to: { 'NewOrder if': { properties: { channel: { const: 'web' } } }, 'NewOrder then': { required: ['email'] } },
    id: 'body.if.added',
  },
  { name: 'one property now needs another', to: { 'NewOrder dependentRequired': { email: ['channel'] } }, id: 'body.dependentRequired.added' },
  { name: 'the discriminator changes', to: { 'Payment discriminator|propertyName': 'type' }, id: 'discriminator.property.changed' },
  { name: 'a success status is removed', to: { 'POST /orders responses|202': undefined }, id: 'response.status.removed' },
  {
    name: 'a success status changes',
    to: { 'POST /orders responses|201': undefined, 'POST /orders responses|200': { description: 'Created' } },
    id: 'response.status.removed',
  },
  {
    name: 'a response media type is removed',
    to: { 'GET /orders/{id} responses|200|content|application/xml': undefined },
    id: 'response.media-type.removed',
  },
  {
    name: 'a response media type becomes any',
    to: { 'GET /orders responses|200|content': { 'application/*': { schema: { type: 'array', items: { $ref: '#/components/schemas/Order' } } } } },
    id: 'response.media-type.generalized',
  },
  { name: 'a required response header is removed', to: { 'GET /orders responses|200|headers': {} }, id: 'response.header.required.removed' },
  {
    name: 'a response header may be missing',
    to: { 'GET /orders responses|200|headers|X-Total|required': false },
    id: 'response.header.became-optional',
  },
  {
    name: 'a response header changes its type',
    to: { 'GET /orders responses|200|headers|X-Total|schema': { type: 'boolean' } },
    id: 'response.header.type.changed',
  },
  {
    name: 'a required response property is removed',
    to: { 'Order properties|total': undefined, 'Order required': ['id', 'status', 'lines'] },
    id: 'property.required.removed',
  },
  { name: 'a response property may be missing', to: { 'Order required': ['id', 'status', 'total'] }, id: 'property.became-optional' },
  { name: 'a response property may be null', to: { 'Order properties|weight': { type: ['number', 'null'] } }, id: 'property.nullable.added' },
  {
    name: 'a response enum gains a value',
    to: { 'Status enum': ['open', 'paid', 'shipped', 'refunded'] },
    id: 'property.enum.value.added',
    operation: 'GET /orders',
  },
  { name: 'a response enum is removed', to: { Status: { type: 'string' } }, id: 'property.enum.removed' },
  { name: 'a response integer becomes a number', to: { 'Money properties|amount': { type: 'number', minimum: 0 } }, id: 'property.type.widened' },
  { name: 'a response property changes its type', to: { 'Order properties|weight': { type: 'string' } }, id: 'property.type.changed' },
  { name: 'a response property changes its format', to: { 'Order properties|id|format': 'email' }, id: 'property.format.changed' },
  { name: 'a response text may be longer', to: { 'Money properties|currency|maxLength': 10 }, id: 'property.maxLength.increased' },
  { name: 'a response list may be empty', to: { 'Order properties|lines|minItems': undefined }, id: 'items.minItems.unset' },
  { name: 'a response number may be smaller', to: { 'Money properties|amount|minimum': -10 }, id: 'property.minimum.decreased' },
  {
    name: 'a response gains an alternative',
    to: { 'Payment oneOf|2': { $ref: '#/components/schemas/Cash' } },
    id: 'body.oneOf.branch.added',
    operation: 'PATCH /orders/{id}',
  },
  {
    name: 'a response is wrapped in oneOf',
    to: { [`GET /orders/{id} responses|200|${json}`]: { oneOf: [{ $ref: '#/components/schemas/Order' }, { $ref: '#/components/schemas/Problem' }] } },
    id: 'body.oneOf.wrapped',
  },
  { name: 'a response property becomes write-only', to: { 'Order properties|weight|writeOnly': true }, id: 'property.writeOnly.added' },
  {
    name: 'a response array becomes an object',
    to: { [`GET /orders responses|200|${json}`]: { type: 'object', properties: { items: { type: 'array', items: {} } } } },
    id: 'body.type.changed',
  },
  {
    name: 'security is added to an open operation',
    from: { 'GET /orders security': [] },
    to: {},
    id: 'security.requirement.added',
    operation: 'GET /orders',
  },
  { name: 'security is added to the whole API', from: { security: undefined }, to: {}, id: 'security.requirement.added', operation: null },
  {
    name: 'a scope is added',
    from: { 'POST /orders security': [{ oauth: ['orders:write'] }] },
    to: { 'POST /orders security': [{ oauth: ['orders:write', 'orders:admin'] }] },
    id: 'security.scope.added',
  },
  {
    name: 'one of several ways to be let in is removed',
    to: { 'POST /orders security': [{ oauth: ['orders:write'] }] },
    id: 'security.alternative.removed',
  },
  {
    name: 'a second credential is needed',
    to: { 'POST /orders security': [{ oauth: ['orders:write'], apiKey: [] }] },
    id: 'security.requirement.added',
  },
  { name: 'the API key moves', to: { 'components|securitySchemes|apiKey|in': 'query' }, id: 'security.apikey.in.changed' },
  {
    name: 'a security scheme changes its kind',
    to: { 'components|securitySchemes|apiKey': { type: 'http', scheme: 'bearer' } },
    id: 'security.scheme.type.changed',
  },
  { name: 'the server moves to another path', to: { servers: [{ url: 'https://api.example.com/v2' }] }, id: 'servers.url.changed' },
  { name: 'a webhook is removed', to: { webhooks: {} }, id: 'webhook.removed' },
  {
    name: 'a webhook payload gains an enum value',
    to: { 'Event properties|kind|enum': ['shipped', 'delivered', 'lost'] },
    id: 'property.enum.value.added',
    operation: 'webhook POST orderShipped',
  },
  {
    name: 'a webhook payload may lack a property',
    to: { 'Event required': ['id'] },
    id: 'property.became-optional',
    operation: 'webhook POST orderShipped',
  },
  {
    name: 'a callback payload gains an enum value',
    to: { 'Event properties|kind|enum': ['shipped', 'delivered', 'lost'] },
    id: 'property.enum.value.added',
    operation: 'POST /orders',
  },
  { name: 'a callback is removed', to: { 'POST /orders callbacks': {} }, id: 'callback.removed' },
];
