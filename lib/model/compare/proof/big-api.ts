import type { Json, JsonObject } from '../../document/normalise/json.ts';

const words = [
  'name',
  'status',
  'phase',
  'labels',
  'owner',
  'replicas',
  'ports',
  'volumes',
  'image',
  'policy',
  'selector',
  'message',
  'reason',
  'zone',
];
const text = 'What this field is for, when it is set by the server, what an empty value means and which other fields it depends on.';

function schemaOf(index: number, count: number): Json {
  const properties: JsonObject = { metadata: { $ref: '#/components/schemas/Meta' } };
  for (let field = 0; field < 10; field++) {
    const name = `${words[(index * 3 + field) % words.length]}${field}`;
    const kind = (index + field) % 6;
    const description = `${text} (${name} of object ${index})`;
    if (kind === 0) properties[name] = { type: 'string', description, maxLength: 253 };
    else if (kind === 1) properties[name] = { type: 'integer', format: 'int32', minimum: 0, description };
    else if (kind === 2)
      properties[name] = { type: 'array', description, items: { $ref: `#/components/schemas/Object${(index * 7 + field + 1) % count}` } };
    else if (kind === 3) properties[name] = { $ref: `#/components/schemas/Object${(index * 5 + field + 2) % count}` };
    else if (kind === 4) properties[name] = { type: 'object', description, additionalProperties: { type: 'string' } };
    else properties[name] = { type: 'string', description, enum: ['Pending', 'Running', 'Failed', `Kind${index % 9}`] };
  }
  if (index % 10 === 0) properties.$ref = { type: 'string', description: text };
  return { type: 'object', description: text, required: ['metadata'], properties };
}

function operationOf(index: number, verb: string): Json {
  const ref = { $ref: `#/components/schemas/Object${index}` };
  const json = { 'application/json': { schema: ref }, 'application/yaml': { schema: ref } };
  const parameters: Json = [
    { name: 'dryRun', in: 'query', description: text, schema: { type: 'string', enum: ['All'] } },
    { name: 'pretty', in: 'query', description: text, schema: { type: 'boolean' } },
    { name: 'limit', in: 'query', description: text, schema: { type: 'integer', minimum: 1, maximum: 500 } },
  ];
  const operation: JsonObject = { operationId: `${verb}Object${index}`, tags: [`group${index % 12}`], description: text, parameters };
  if (verb === 'post' || verb === 'put') operation.requestBody = { required: true, content: json };
  operation.responses = { 200: { description: 'OK', content: json }, 401: { description: 'Unauthorized' } };
  return operation;
}

/** A document like that of Kubernetes: many objects that hold each other in circles, and for each of them several operations. The same size gives the same text. */
export function bigApi(count = 700): Json {
  const schemas: JsonObject = {
    Meta: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string' },
        owner: { $ref: '#/components/schemas/Object1' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
  };
  const paths: JsonObject = {};
  for (let index = 0; index < count; index++) {
    schemas[`Object${index}`] = schemaOf(index, count);
    paths[`/apis/group${index % 12}/v1/namespaces/{namespace}/object${index}`] = {
      parameters: [{ name: 'namespace', in: 'path', required: true, schema: { type: 'string' } }],
      get: operationOf(index, 'get'),
      post: operationOf(index, 'post'),
      put: operationOf(index, 'put'),
    };
  }
  return { openapi: '3.0.3', info: { title: 'Big', version: '1.0.0' }, paths, components: { schemas } };
}

/** The same with a change in every tenth object, and perhaps one in the object that all of them hold. */
export function changedApi(count = 700, isEverywhere = true): Json {
  const changes: [string, Json][] = Array.from({ length: Math.ceil(count / 10) }, (_, index) => [`Object${index * 10}`, schemaOf(index * 10, count)]);
  const changed = JSON.parse(JSON.stringify(changes).replaceAll('"Pending",', '').replaceAll('"Failed"', '"Failed","Lost"')) as [string, Json][];
  const document = bigApi(count) as { components: { schemas: JsonObject } };
  Object.assign(document.components.schemas, Object.fromEntries(changed));
  if (isEverywhere) (document.components.schemas.Meta as JsonObject).required = ['name', 'labels'];
  return document as unknown as Json;
}
