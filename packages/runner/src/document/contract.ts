import { METHODS } from 'node:http';
import { escapeStep, isObject, type Json, type JsonObject, listAt, member, objectAt, readPointer, textAt } from '../json.ts';
import { createSchemaSpace, isSchema, type SchemaNode } from '../schema/shape.ts';
import type { Contract, DeclaredResponse, Link, Media, Operation, Parameter, ParameterPlace, RequestBody, ResponseHeader } from './document.ts';
import { readSchemes, readSecurity, readServers } from './security.ts';
import { asOpenApi3 } from './swagger.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

interface Found {
  node: JsonObject;
  pointer: string;
}

/** An object and where it really stands: references are followed. */
function follow(document: JsonObject, value: Json | undefined, pointer: string): Found {
  let found: Found = { node: isObject(value) ? value : {}, pointer };
  for (let step = 0; step < 20 && typeof found.node.$ref === 'string'; step++) {
    const target = readPointer(document, found.node.$ref);
    if (!found.node.$ref.startsWith('#/') || !isObject(target)) break;
    found = { node: target, pointer: found.node.$ref.slice(1) };
  }
  return found;
}

const schemaOf = (node: JsonObject): SchemaNode | undefined => {
  const schema = member(node, 'schema');
  return isSchema(schema) ? schema : undefined;
};

const plainType = (type: string) => (type.split(';')[0] ?? '').trim().toLowerCase();

function readExamples(document: JsonObject, node: JsonObject): Json[] {
  const one = member(node, 'example');
  const many = Object.values(objectAt(node, 'examples')).map((value) => member(follow(document, value, '').node, 'value'));
  return [one, ...many].filter((value) => value !== undefined);
}

function readMedia(document: JsonObject, node: JsonObject, pointer: string): Media[] {
  return Object.entries(objectAt(node, 'content')).map(([type, value]) => {
    const media = isObject(value) ? value : {};
    return {
      type: plainType(type),
      schema: schemaOf(media),
      examples: readExamples(document, media),
      pointer: `${pointer}/content/${escapeStep(type)}`,
    };
  });
}

const places = ['path', 'query', 'header', 'cookie'];

/** The whole query in one, as 3.2 has it: its members are the parameters. */
function readQueryString(document: JsonObject, node: JsonObject, pointer: string): Parameter | undefined {
  const [media] = readMedia(document, node, pointer);
  if (media?.type !== 'application/x-www-form-urlencoded' || media.schema === undefined) return undefined;
  const written = { style: 'form', isExploded: true, isJson: false, example: media.examples[0] };
  return { name: textAt(node, 'name') ?? 'query', in: 'query', isRequired: node.required === true, schema: media.schema, ...written, pointer };
}

function readParameter(document: JsonObject, value: Json, at: string): Parameter | undefined {
  const { node, pointer } = follow(document, value, at);
  const [name, place] = [textAt(node, 'name'), textAt(node, 'in') ?? ''];
  if (place === 'querystring') return readQueryString(document, node, pointer);
  if (name === undefined || !places.includes(place)) return undefined;
  const [media] = readMedia(document, node, pointer);
  const style = textAt(node, 'style') ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');
  return {
    name,
    in: place as ParameterPlace,
    isRequired: node.required === true || place === 'path',
    schema: schemaOf(node) ?? media?.schema ?? { type: 'string' },
    style,
    isExploded: typeof node.explode === 'boolean' ? node.explode : style === 'form',
    isJson: media !== undefined,
    example: readExamples(document, node)[0],
    pointer,
  };
}

/** Headers that describe the message are no parameters: the specification says to pass over them. */
const ownHeaders = ['accept', 'content-type', 'authorization'];

function readParameters(document: JsonObject, item: Found, operation: Found): Parameter[] {
  const byKey = new Map<string, Parameter>();
  for (const { node, pointer } of [item, operation])
    for (const [index, value] of listAt(node, 'parameters').entries()) {
      const found = readParameter(document, value, `${pointer}/parameters/${index}`);
      if (found && !(found.in === 'header' && ownHeaders.includes(found.name.toLowerCase()))) byKey.set(`${found.in} ${found.name}`, found);
    }
  return [...byKey.values()];
}

/** A parameter of the template that nobody declared is still needed. */
function withUndeclared(parameters: Parameter[], path: string, pointer: string): Parameter[] {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] as string);
  const missing = names.filter((name) => !parameters.some((one) => one.in === 'path' && one.name === name));
  const plain = { in: 'path' as const, isRequired: true, schema: { type: 'string' }, style: 'simple', isExploded: false, isJson: false };
  return [...parameters, ...missing.map((name) => ({ ...plain, name, example: undefined, pointer }))];
}

function readBody(document: JsonObject, operation: Found): RequestBody | undefined {
  if (!isObject(operation.node.requestBody)) return undefined;
  const { node, pointer } = follow(document, operation.node.requestBody, `${operation.pointer}/requestBody`);
  return { isRequired: node.required === true, media: readMedia(document, node, pointer), pointer };
}

function readHeaders(document: JsonObject, response: Found): ResponseHeader[] {
  return Object.entries(objectAt(response.node, 'headers'))
    .filter(([name]) => name.toLowerCase() !== 'content-type')
    .map(([name, value]) => {
      const { node, pointer } = follow(document, value, `${response.pointer}/headers/${escapeStep(name)}`);
      return { name, description: textAt(node, 'description') ?? '', isRequired: node.required === true, schema: schemaOf(node), pointer };
    });
}

function readLinks(document: JsonObject, response: Found): Link[] {
  return Object.values(objectAt(response.node, 'links')).map((value) => {
    const { node } = follow(document, value, '');
    const parameters = Object.entries(objectAt(node, 'parameters')).map(([name, one]): [string, Json] => [
      name.replace(/^(path|query|header)\./, ''),
      one,
    ]);
    return { operationId: textAt(node, 'operationId'), operationRef: textAt(node, 'operationRef'), parameters };
  });
}

function readResponses(document: JsonObject, operation: Found): DeclaredResponse[] {
  return Object.entries(objectAt(operation.node, 'responses'))
    .filter(([status]) => !status.startsWith('x-'))
    .map(([status, value]) => {
      const found = follow(document, value, `${operation.pointer}/responses/${status}`);
      return {
        status,
        headers: readHeaders(document, found),
        media: readMedia(document, found.node, found.pointer),
        links: readLinks(document, found),
        pointer: found.pointer,
      };
    });
}

/** What a path declares, by method; those of 3.2 that have no place of their own only where they can be sent. */
function declaredAt({ node, pointer }: Found): [method: string, operation: Found][] {
  const own = methods.map((name): [string, Json | undefined, string] => [name.toUpperCase(), node[name], name]);
  const additional = Object.entries(objectAt(node, 'additionalOperations'))
    .filter(([name]) => METHODS.includes(name))
    .map(([name, value]): [string, Json | undefined, string] => [name, value, `additionalOperations/${escapeStep(name)}`]);
  return [...own, ...additional].flatMap(([method, value, step]): [string, Found][] =>
    isObject(value) ? [[method, { node: value, pointer: `${pointer}/${step}` }]] : [],
  );
}

function readOperations(document: JsonObject): Operation[] {
  // A path that does not begin with a slash would lead to another host: `@elsewhere.example`.
  const paths = Object.entries(objectAt(document, 'paths')).filter(([path]) => path.startsWith('/'));
  return paths.flatMap(([path, value]) => {
    const item = follow(document, value, `/paths/${escapeStep(path)}`);
    return declaredAt(item).flatMap(([method, operation]): Operation[] => {
      return [
        {
          key: `${method} ${path}`,
          id: textAt(operation.node, 'operationId'),
          method,
          path,
          pointer: operation.pointer,
          parameters: withUndeclared(readParameters(document, item, operation), path, operation.pointer),
          body: readBody(document, operation),
          responses: readResponses(document, operation),
          security: readSecurity(document, operation.node),
        },
      ];
    });
  });
}

/** Why a document cannot be worked with, in words for whoever gave it. */
export class DocumentError extends Error {
  override name = 'DocumentError';
}

/** Reads an OpenAPI document of version 2.0, 3.0, 3.1 or 3.2. Throws a DocumentError for anything else. */
export function readContract(value: Json): Contract {
  const version = textAt(value, 'openapi') ?? textAt(value, 'swagger') ?? String(member(value, 'swagger') ?? '');
  if (!isObject(value) || !/^(2|3)\b/.test(version))
    throw new DocumentError('This is no OpenAPI document: it has neither `openapi: 3.x` nor `swagger: "2.0"`.');
  const document = version.startsWith('2') ? asOpenApi3(value) : value;
  const operations = readOperations(document);
  if (operations.length === 0) throw new DocumentError('The document has no operations: its `paths` are empty.');
  return {
    title: textAt(objectAt(document, 'info'), 'title') ?? 'untitled',
    version: textAt(objectAt(document, 'info'), 'version') ?? '',
    openapi: version,
    document,
    space: createSchemaSpace(document),
    operations,
    schemes: readSchemes(document),
    servers: readServers(document),
  };
}
