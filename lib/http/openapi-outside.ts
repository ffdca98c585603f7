import type { OpenAPI } from '@orpc/contract';

const text = (description: string, type = 'text/plain') => ({ description, content: { [type]: { schema: { type: 'string' as const } } } });
const json = (description: string, properties: NonNullable<OpenAPI.SchemaObject['properties']>): OpenAPI.ResponseObject => ({
  description,
  content: { 'application/json': { schema: { type: 'object', properties, required: Object.keys(properties) } } },
});
const string = { type: 'string' as const };
const tags = ['self'];

/** What is answered outside /api/v1. */
export const outsidePaths: Record<string, { get: OpenAPI.OperationObject }> = {
  '/healthz': {
    get: {
      operationId: 'getSelfHealth',
      tags,
      summary: 'Signalbox is alive',
      security: [],
      responses: { 200: json('Alive.', { status: { type: 'string', enum: ['healthy'] }, version: string }) },
    },
  },
  '/readyz': {
    get: {
      operationId: 'getSelfReadiness',
      tags,
      summary: 'Signalbox can be used',
      description: '`degraded` when something it needs is away: it still answers.',
      security: [],
      responses: {
        200: json('Ready, perhaps degraded.', {
          status: { type: 'string', enum: ['ready', 'degraded'] },
          checks: { type: 'object', additionalProperties: { type: 'string' } },
        }),
        503: json('Stopping.', { status: { type: 'string', enum: ['stopping'] } }),
      },
    },
  },
  '/metrics': {
    get: {
      operationId: 'getSelfMetrics',
      tags,
      summary: 'Own metrics, Prometheus text format 0.0.4',
      security: [],
      responses: { 200: text('Metrics of web and worker.') },
    },
  },
  '/api/openapi.json': {
    get: {
      operationId: 'getOpenApi',
      tags,
      summary: 'This document',
      security: [],
      responses: { 200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } } },
    },
  },
  '/api/live': {
    get: {
      operationId: 'followChanges',
      tags: ['fleet'],
      summary: 'The live feed, as server-sent events',
      description:
        'Events are named by the kind of the change and carry `{ id, at, subject, data }`. `hello` comes first with the server time and the last id; ' +
        '`beat` every 10 seconds; `reset` when changes since the given id are no longer kept. Needs the role guest.',
      security: [{ bearer: [] }, { cookie: [] }],
      parameters: [
        {
          name: 'Last-Event-ID',
          in: 'header',
          description: 'Resume after this change; EventSource sends it on its own.',
          schema: { type: 'integer', minimum: 0 },
        },
        { name: 'after', in: 'query', description: 'The same, for a first connection.', schema: { type: 'integer', minimum: 0 } },
      ],
      responses: {
        200: text('The stream.', 'text/event-stream'),
        401: { $ref: '#/components/responses/Unauthenticated' },
        503: { $ref: '#/components/responses/Unavailable' },
      },
    },
  },
};
