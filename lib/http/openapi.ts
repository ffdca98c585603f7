import type { OpenAPI } from '@orpc/contract';
import { OpenAPIGenerator } from '@orpc/openapi';
import { contract } from '#lib/api/contract.ts';
import { sessionCookieName } from '#lib/auth/cookie.ts';
import { describeBodies } from './openapi-bodies.ts';
import { errorResponses, errorsOf } from './openapi-errors.ts';
import { outsidePaths } from './openapi-outside.ts';
import { converter, namedSchemas, nameOf, tidySchemas } from './openapi-schemas.ts';
import { operations } from './operation.ts';
import { problemSchema } from './problem.ts';
import { version } from './version.ts';

const description = `Catalog and live state of a fleet of services.

Lists take \`page\` and \`limit\` and answer with \`pagination\` and \`X-Total-Count\`. Errors are \`{ code, message, details?, timestamp, traceId }\`.
\`X-Correlation-ID\` is accepted and echoed; \`X-Rate-Limit-Remaining\` says how many calls are left this minute.
Roles: \`admin\` everything, \`user\` reads and edits services of own teams, \`guest\` reads.`;

const headers: Record<string, OpenAPI.HeaderObject> = {
  CorrelationId: { description: 'The id sent with the request, else a new one.', schema: { type: 'string' } },
  RateLimitRemaining: { description: 'Calls left this minute.', schema: { type: 'integer', minimum: 0 } },
  TotalCount: { description: 'Rows in all pages together.', schema: { type: 'integer', minimum: 0 } },
};
const correlationParameter: OpenAPI.ParameterObject = {
  name: 'X-Correlation-ID',
  in: 'header',
  description: 'Up to 128 printable characters, echoed, logged and written to the audit; anything else gives way to a new id.',
  schema: { type: 'string' },
};

const tagList = [
  { name: 'services', description: 'The catalog.' },
  { name: 'fleet', description: 'The state of everything.' },
  { name: 'latency', description: 'How long services take, and what is asked of them.' },
  { name: 'documents', description: 'API documents, their revisions, and what broke between them.' },
  { name: 'search', description: 'Finding services, operations, schemas, teams, domains and topics.' },
  { name: 'users', description: 'Who may sign in.' },
  { name: 'tokens', description: 'API tokens.' },
  { name: 'audit', description: 'Who changed what.' },
  { name: 'session', description: 'Who is asking.' },
  { name: 'self', description: 'Signalbox itself.' },
];

/** Lists in a query are repeated names: `?tag=a&tag=b`. */
function plainParameter(parameter: OpenAPI.ParameterObject): OpenAPI.ParameterObject {
  const { allowEmptyValue: _empty, allowReserved: _reserved, style, ...rest } = parameter;
  return style === 'deepObject' ? { ...rest, style: 'form', explode: true } : rest;
}

function describeSuccess(operation: OpenAPI.OperationObject): void {
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    if (!response || '$ref' in response) continue;
    if (status === '204') delete response.content;
    response.description = status === '204' ? 'Done.' : (response.description ?? 'OK');
    const isList = JSON.stringify(response.content ?? {}).includes('#/components/schemas/Pagination');
    response.headers = {
      'X-Correlation-ID': { $ref: '#/components/headers/CorrelationId' },
      'X-Rate-Limit-Remaining': { $ref: '#/components/headers/RateLimitRemaining' },
      ...(isList ? { 'X-Total-Count': { $ref: '#/components/headers/TotalCount' } } : {}),
    };
  }
}

function describeOperation(operation: OpenAPI.OperationObject, method: string, template: string): void {
  const found = operations.find((each) => each.template === template && each.method === method);
  if (!found) return;
  const takesInput = (operation.parameters?.length ?? 0) > 0 || operation.requestBody !== undefined;
  const parameters = (operation.parameters ?? []) as OpenAPI.ParameterObject[];
  operation.parameters = [...parameters.map(plainParameter), { $ref: '#/components/parameters/CorrelationId' }];
  operation.security = found.access === 'public' ? [] : [{ bearer: [] }, { cookie: [] }];
  const who = found.access === 'public' ? 'Needs no sign-in.' : `Needs the role ${found.access ?? 'admin'}.`;
  operation.description = operation.description ? `${operation.description} ${who}` : who;
  describeSuccess(operation);
  describeBodies(operation, found);
  operation.responses = { ...operation.responses, ...errorsOf(operation.operationId ?? '', found, takesInput) };
}

function nameBodies(paths: OpenAPI.PathsObject, schemas: Record<string, unknown>): void {
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item ?? {}) as OpenAPI.OperationObject[])) {
    if (!operation.requestBody || '$ref' in operation.requestBody) continue;
    const media = operation.requestBody.content['application/json'];
    const named = media?.schema && nameOf(media.schema, schemas);
    if (media && named) media.schema = named;
  }
}

async function derive(): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [converter] });
  const document = (await generator.generate(contract, {
    info: { title: 'Signalbox', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: tagList,
    commonSchemas: { ...namedSchemas(), Error: { schema: problemSchema } },
  })) as OpenAPI.Document;
  const paths: OpenAPI.PathsObject = {};
  for (const [template, item] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(item ?? {}))
      describeOperation(operation as OpenAPI.OperationObject, method.toUpperCase(), template);
    paths[`/api/v1${template}`] = item;
  }
  nameBodies(paths, (document.components?.schemas ?? {}) as Record<string, unknown>);
  document.paths = { ...paths, ...(outsidePaths as OpenAPI.PathsObject) };
  document.components = {
    ...document.components,
    headers,
    parameters: { CorrelationId: correlationParameter },
    responses: errorResponses,
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', description: 'An API token.' },
      cookie: { type: 'apiKey', in: 'cookie', name: sessionCookieName(), description: 'The session of the browser.' },
    },
  };
  return tidySchemas(
    document,
    ({ components }) => (components?.schemas ?? {}) as Record<string, unknown>,
    ({ paths: all, components }) => [all, components?.responses],
  );
}

let derived: Promise<OpenAPI.Document> | undefined;

/** The API described by itself, derived from the contract once per process. */
export function openApiDocument(): Promise<OpenAPI.Document> {
  derived ??= derive();
  return derived;
}
