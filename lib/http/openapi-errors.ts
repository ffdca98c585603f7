import type { OpenAPI } from '@orpc/contract';
import type { Operation } from './operation.ts';

const error = (description: string, headers: Record<string, OpenAPI.HeaderObject> = {}): OpenAPI.ResponseObject => ({
  description,
  headers: { 'X-Correlation-ID': { $ref: '#/components/headers/CorrelationId' }, ...headers },
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
});
const retryAfter = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' as const } } };

export const errorResponses: Record<string, OpenAPI.ResponseObject> = {
  BadRequest: error('The request is not valid; `details.issues` names each field.'),
  Unauthenticated: error('Nobody is signed in, or the token does not hold.'),
  Forbidden: error('The role does not suffice.'),
  NotFound: error('There is no such thing.'),
  Conflict: error('The name is taken, or the state forbids it.'),
  PayloadTooLarge: error('The body is larger than the operation takes: 1 MiB, uploads 16 MB.'),
  Unprocessable: error('It was understood and cannot be done; a document that cannot be used comes back with `details.findings`.'),
  RateLimited: error('Too many requests.', retryAfter),
  Internal: error('Our own fault; `traceId` leads to the log line.'),
  Unavailable: error('Not now.', retryAfter),
};

const mayBeUnfit = new Set([
  'putDocument',
  'diffDocuments',
  'diffRevisions',
  'tryOperation',
  'checkService',
  'startRun',
  'placeNodes',
  'layOutGraph',
]);
/** Their body is read without an input of the contract. */
const readsBody = new Set(['diffDocuments', 'previewImport', 'importCatalog']);
/** They name a thing by a query parameter, or in the body. */
const namesThing = new Set([
  'getGraph',
  'confirmEdges',
  'withdrawEdges',
  'forgetEdges',
  'recallEdges',
  'getGraphPlaces',
  'placeNodes',
  'layOutGraph',
  'testMetricsSource',
]);
const mayConflict = new Set([
  'registerService',
  'createUser',
  'changeUser',
  'removeUser',
  'createWall',
  'removeWall',
  'startRun',
  'reportRun',
  'cancelRun',
  'layOutGraph',
  'addMetricsSource',
]);

/** The error answers that an operation may give, by status. */
export function errorsOf(operationId: string, { method, template, access }: Operation, takesInput: boolean): Record<string, OpenAPI.ReferenceObject> {
  const applies: [string, string, boolean][] = [
    ['400', 'BadRequest', takesInput || readsBody.has(operationId)],
    ['401', 'Unauthenticated', access !== 'public'],
    ['403', 'Forbidden', access !== 'guest' || method !== 'GET'],
    ['404', 'NotFound', template.includes('{') || namesThing.has(operationId)],
    ['409', 'Conflict', mayConflict.has(operationId)],
    ['413', 'PayloadTooLarge', method !== 'GET' && method !== 'DELETE'],
    ['422', 'Unprocessable', mayBeUnfit.has(operationId)],
    ['429', 'RateLimited', true],
    ['500', 'Internal', true],
  ];
  return Object.fromEntries(applies.filter(([, , yes]) => yes).map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]));
}
