import { member } from '../../document/normalise/json.ts';
import type { Case } from './breaking-cases.ts';
import { edit, orders } from './orders.ts';

const renamedPath = member(member(edit(orders, { 'paths|/orders/{id}|parameters|0|name': 'orderId' }), 'paths'), '/orders/{id}');

/** What harms nobody. */
export const safeCases: Omit<Case, 'id'>[] = [
  { name: 'nothing', to: {} },
  { name: 'a path parameter is renamed', to: { 'paths|/orders/{id}': undefined, 'paths|/orders/{orderId}': renamedPath } },
  { name: 'an optional response property is new', to: { 'Order properties|gift': { type: 'boolean' } } },
  { name: 'a required response property is new', to: { 'Event properties|source': { type: 'string' }, 'Event required': ['id', 'kind', 'source'] } },
  { name: 'an optional request property is new', to: { 'NewOrder properties|gift': { type: 'boolean' } } },
  { name: 'an optional parameter is new', to: { 'GET /orders parameters|4': { name: 'sort', in: 'query', schema: { type: 'string' } } } },
  { name: 'an operation is new', to: { 'paths|/ping': { get: { responses: { '204': { description: 'Pong' } } } } } },
  {
    name: 'descriptions and examples change',
    to: { 'info|description': 'New', 'Order description': 'An order', 'Order properties|weight|example': 3, 'GET /orders summary': 'List' },
  },
  { name: 'an enum is written in another order', to: { 'Status enum': ['shipped', 'open', 'paid'] } },
  { name: 'required is written in another order', to: { 'Order required': ['lines', 'total', 'status', 'id'] } },
  {
    name: 'a schema moves into a component',
    to: { Coupon: { type: ['string', 'null'], maxLength: 20 }, 'Order properties|coupon': { $ref: '#/components/schemas/Coupon' } },
  },
  {
    name: 'a reference is written out',
    to: {
      'Order properties|total': {
        type: 'object',
        required: ['amount', 'currency'],
        properties: { amount: { type: 'integer', minimum: 0 }, currency: { type: 'string', minLength: 3, maxLength: 3 } },
      },
    },
  },
  {
    name: 'a schema is split into allOf',
    to: {
      Address: {
        allOf: [
          { type: 'object', properties: { street: { type: 'string' } }, required: ['street'] },
          { properties: { zip: { type: 'string', maxLength: 10 } } },
        ],
      },
    },
  },
  {
    name: 'a component is renamed',
    to: {
      Cents: { type: 'object' },
      Address: { type: 'object', required: ['street'], properties: { street: { type: 'string' }, zip: { type: 'string', maxLength: 10 } } },
    },
  },
  {
    name: 'a response becomes narrower',
    to: { 'Order properties|weight': { type: 'integer', minimum: 0 }, 'Order properties|coupon': { type: 'string', maxLength: 10 } },
  },
  { name: 'a response enum loses a value', from: { 'Problem properties|code|enum': ['none', 'gone', 'odd'] }, to: {} },
  {
    name: 'a request becomes wider',
    to: {
      'NewOrder properties|priority': { type: 'number' },
      'NewOrder properties|channel|enum': ['web', 'app', 'shop', 'phone'],
      'NewOrder required': [],
    },
  },
  { name: 'limits of a request are loosened', to: { 'NewOrder properties|lines|maxItems': 100, 'NewOrder properties|priority|maximum': 99 } },
  { name: 'a request property may be null', to: { 'NewOrder properties|email': { type: ['string', 'null'] } } },
  { name: 'a required parameter becomes optional', from: { 'GET /orders parameters|0|required': true }, to: {} },
  { name: 'the maximum of a parameter increases', to: { 'GET /orders parameters|1|schema|maximum': 500 } },
  { name: 'an integer parameter becomes a string', to: { 'GET /orders parameters|1|schema': { type: 'string' } } },
  { name: 'the name of an operation changes', to: { 'GET /orders operationId': 'getOrders' } },
  { name: 'an operation goes after its sunset', to: { 'DELETE /orders/{id}': undefined } },
  { name: 'an operation is deprecated', to: { 'GET /orders deprecated': true } },
  {
    name: 'another way to be let in is added',
    to: { 'POST /orders security': [{ oauth: ['orders:write'] }, { apiKey: [] }, { oauth: ['orders:admin'] }] },
  },
  { name: 'security is lifted', to: { 'GET /orders security': [] } },
  {
    name: 'a scope is no longer needed',
    from: { 'POST /orders security': [{ oauth: ['orders:write', 'orders:admin'] }] },
    to: { 'POST /orders security': [{ oauth: ['orders:write'] }] },
  },
  { name: 'the common security is written at each operation', to: { 'GET /orders security': [{ apiKey: [] }] } },
  { name: 'a server is added', to: { 'servers|1': { url: 'https://eu.example.com/v1' } } },
  {
    name: 'the base path moves into the paths',
    from: { paths: { '/orders': { get: { responses: {} } } } },
    to: { servers: [{ url: 'https://api.example.com' }], paths: { '/v1/orders': { get: { responses: {} } } } },
  },
  { name: 'an error response is added', to: { 'GET /orders responses|429': { description: 'Slow down' } } },
  { name: 'a success response is added', to: { 'GET /orders responses|206': { description: 'Part' } } },
  { name: 'an error body changes', to: { 'Problem properties|title': { type: 'integer' } } },
  { name: 'an error response is removed', to: { 'GET /orders responses|404': undefined } },
  { name: 'a response header is new', to: { 'GET /orders responses|200|headers|X-Page': { schema: { type: 'integer' } } } },
  { name: 'a request media type is new', to: { 'POST /orders requestBody|content|application/xml': { schema: {} } } },
  { name: 'a response media type is new', to: { 'GET /orders responses|200|content|text/csv': { schema: { type: 'string' } } } },
  {
    name: 'a required property is read-only in requests',
    to: { 'NewOrder properties|id': { type: 'string', readOnly: true }, 'NewOrder required': ['lines', 'id'] },
  },
  { name: 'a webhook payload loses an enum value', to: { 'Event properties|kind|enum': ['shipped'] } },
  { name: 'a webhook is new', to: { 'webhooks|orderLost': { post: { responses: { '200': { description: 'Thanks' } } } } } },
  {
    name: 'an operation in alpha changes',
    from: { 'POST /payments x-stability-level': 'alpha' },
    to: { 'POST /payments x-stability-level': 'alpha', 'POST /payments requestBody': undefined },
  },
  { name: 'nullable is written as anyOf', to: { 'Order properties|coupon': { anyOf: [{ type: 'string', maxLength: 20 }, { type: 'null' }] } } },
  {
    name: 'an enum is written as oneOf of constants',
    to: { Status: { oneOf: [{ const: 'open', title: 'Open' }, { const: 'paid' }, { const: 'shipped' }] } },
  },
  {
    name: 'a charset is named',
    to: {
      'GET /orders responses|200|content': {
        'application/json; charset=utf-8': { schema: { type: 'array', items: { $ref: '#/components/schemas/Order' } } },
      },
    },
  },
];
