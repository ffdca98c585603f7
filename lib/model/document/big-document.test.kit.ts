import type { Json, Tree } from './tree.ts';

const words = 'order invoice customer shipment payment refund carrier parcel address account ledger product price stock basket voucher'.split(' ');
const word = (at: number) => words[at % words.length] as string;
const name = (at: number) => `${word(at).replace(/^./, (first) => first.toUpperCase())}${Math.floor(at / words.length)}`;
const ref = (schema: string) => ({ $ref: `#/components/schemas/${schema}` });

function entity(at: number, schemas: number): Tree {
  const properties: Tree = { id: { type: 'string', format: 'uuid', description: `Identifies the ${word(at)} for as long as it lives.` } };
  for (let index = 0; index < 22; index++)
    properties[`${word(at + index)}${index}`] =
      index % 4 === 0
        ? ref(name((at * 7 + index * 13) % schemas))
        : {
            type: index % 3 === 0 ? 'integer' : 'string',
            description: `The ${word(index)} of the ${word(at)}, as its owner wrote it down.`,
            example: 42,
          };
  return { type: 'object', required: ['id'], properties };
}

function operation(at: number, method: string, schemas: number): Tree {
  const body = { content: { 'application/json': { schema: ref(name(at % schemas)) } } };
  return {
    operationId: `${method}${name(at)}`,
    summary: `${method} one ${word(at)} of the ${word(at + 3)} department`,
    description: `What happens to the ${word(at)} is written down. `.repeat(25),
    tags: [word(at)],
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'expand', in: 'query', description: 'What to send along.', schema: { type: 'array', items: { type: 'string', enum: words } } },
    ],
    ...(method === 'get' || method === 'delete' ? {} : { requestBody: { required: true, ...body } }),
    responses: {
      200: { description: 'Done.', ...body },
      404: { description: 'There is none.', content: { 'application/json': { schema: ref('Problem') } } },
    },
  };
}

/** About 4 kB an operation: 870 operations are 3.5 MB. */
export function makeBigDocument(operations: number, openapi = '3.0.3'): Tree {
  const schemas = Math.ceil(operations * 0.9);
  const paths: Record<string, Tree> = {};
  const methods = ['get', 'put', 'delete', 'patch'];
  for (let at = 0; at < operations; at++) {
    const path = `/${word(at)}/${Math.floor(at / 4)}/{id}`;
    const method = methods[at % 4] as string;
    paths[path] = { ...paths[path], [method]: operation(at, method, schemas) };
  }
  const entities: Tree = { Problem: { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } } } };
  for (let at = 0; at < schemas; at++) entities[name(at)] = entity(at, schemas);
  return {
    openapi,
    info: { title: 'Warehouse', version: '4.2.0', description: 'Everything that the warehouse can do.' },
    servers: [{ url: 'https://{region}.example.com/v4', variables: { region: { default: 'eu' } } }],
    security: [{ key: [] }],
    paths,
    components: { schemas: entities, securitySchemes: { key: { type: 'apiKey', name: 'X-Key', in: 'header' } } },
  };
}

/** Schemas each of which refers to all the others. */
export function makeCyclicDocument(count: number, openapi = '3.1.0'): Tree {
  const names = Array.from({ length: count }, (_, at) => `Node${at}`);
  const schema = (at: number): Tree => ({
    type: 'object',
    properties: Object.fromEntries([['id', { type: 'string' } as Json], ...names.map((other): [string, Json] => [`to${other}`, ref(other)])]),
    description: `Number ${at}.`,
  });
  return {
    openapi,
    info: { title: 'Everything knows everything', version: '1.0.0' },
    paths: Object.fromEntries(
      names.map((node) => [
        `/nodes/${node}`,
        { get: { operationId: `get${node}`, responses: { 200: { description: 'One.', content: { 'application/json': { schema: ref(node) } } } } } },
      ]),
    ),
    components: { schemas: Object.fromEntries(names.map((node, at) => [node, schema(at)])) },
  };
}

/** In the manner of Kubernetes: OpenAPI 2.0, dotted names, long descriptions and a property that is called `$ref`. */
export function makeClusterDocument(kinds: number): Tree {
  const full = (at: number) => `io.cluster.api.${word(at)}.v1.${name(at)}`;
  const definitions: Tree = {
    'io.cluster.api.JSONSchemaProps': {
      type: 'object',
      properties: {
        $ref: { type: 'string' },
        $schema: { type: 'string' },
        properties: { type: 'object', additionalProperties: { $ref: '#/definitions/io.cluster.api.JSONSchemaProps' } },
      },
    },
  };
  const paths: Tree = {};
  for (let at = 0; at < kinds; at++) {
    const properties: Tree = { schema: { $ref: '#/definitions/io.cluster.api.JSONSchemaProps' } };
    for (let index = 0; index < 14; index++)
      properties[`${word(index)}${index}`] = {
        description: `${word(index)} is a list of references to ${word(at)} in the same namespace. `.repeat(3),
        type: 'array',
        items: index % 5 === 0 ? { $ref: `#/definitions/${full((at + index * 3) % kinds)}` } : { type: 'string' },
        'x-list-type': 'atomic',
      };
    definitions[full(at)] = { description: `${name(at)} is what the cluster knows.`, type: 'object', properties };
    const answer = { description: 'OK', schema: { $ref: `#/definitions/${full(at)}` } };
    const parameters = [{ name: 'namespace', in: 'path', required: true, type: 'string', uniqueItems: true }];
    paths[`/apis/${word(at)}/v1/namespaces/{namespace}/${name(at).toLowerCase()}`] = {
      parameters,
      get: {
        operationId: `list${name(at)}`,
        produces: ['application/json'],
        tags: [word(at)],
        responses: { 200: answer, 401: { description: 'Unauthorized' } },
      },
      post: {
        operationId: `create${name(at)}`,
        parameters: [{ name: 'body', in: 'body', required: true, schema: answer.schema }],
        responses: { 201: answer, 401: { description: 'Unauthorized' } },
      },
    };
  }
  return { swagger: '2.0', info: { title: 'Cluster', version: 'v1.31.0' }, host: 'cluster.example.com', schemes: ['https'], paths, definitions };
}
