import { isObject, type Json, type JsonObject, listAt, member, objectAt } from '../json.ts';
import { document } from './things.test.kit.ts';

/** Every object of a document, inner ones first. */
function rewrite(node: Json, change: (one: JsonObject) => JsonObject): Json {
  if (Array.isArray(node)) return node.map((one) => rewrite(one, change));
  if (!isObject(node)) return node;
  return change(Object.fromEntries(Object.entries(node).map(([key, value]) => [key, rewrite(value, change)])));
}

const schemaIn = (node: Json | undefined): Json => member(objectAt(objectAt(node, 'content'), 'application/json'), 'schema') ?? {};

const headersIn = (node: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(objectAt(node, 'headers')).map(([name, header]) => [name, objectAt(header, 'schema')]));

function oldOperation(operation: JsonObject): JsonObject {
  const { requestBody, ...rest } = operation;
  const body = isObject(requestBody) ? [{ name: 'body', in: 'body', required: true, schema: schemaIn(requestBody) }] : [];
  return { ...rest, parameters: [...listAt(operation, 'parameters'), ...body] };
}

/** The contract of the tests as Swagger 2.0, with an API key. */
export function asSwagger(): JsonObject {
  const { components, openapi: _, security: __, ...rest } = document;
  const changed = rewrite(rest, (node) => {
    if ('responses' in node) return oldOperation(node);
    if ('content' in node && 'description' in node) return { ...node, schema: schemaIn(node), headers: headersIn(node) };
    if (isObject(node.schema) && 'in' in node) return { ...node, ...node.schema };
    return node;
  });
  const text = JSON.stringify({
    swagger: '2.0',
    ...(changed as JsonObject),
    produces: ['application/json'],
    consumes: ['application/json'],
    definitions: objectAt(components, 'schemas'),
    securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } },
    security: [{ key: [] }],
  });
  return JSON.parse(text.replaceAll('#/components/schemas/', '#/definitions/')) as JsonObject;
}

/** The contract of the tests as OpenAPI 3.1, with basic authentication and a server with a path. */
export function asOpenApi31(): JsonObject {
  const { components, ...rest } = document;
  return {
    ...rest,
    openapi: '3.1.0',
    servers: [{ url: 'https://things.example.com/api/v2' }],
    components: { ...(components as JsonObject), securitySchemes: { bearer: { type: 'http', scheme: 'basic' } } },
  };
}
