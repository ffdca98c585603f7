import { isObject, type Json, type JsonObject } from './json.ts';
import { convertSchema } from './schema.ts';
import { type Convert, convertMembers, listOf, mapOf, mark, type Trail } from './trail.ts';

const membersOf =
  (conversions: () => Map<string, Convert>): Convert =>
  (value, pointer, trail) =>
    isObject(value) ? convertMembers(value, pointer, trail, conversions()) : mark(trail, {}, pointer);

const convertHeader: Convert = membersOf(() => parameterParts);
export const convertParameter: Convert = membersOf(() => parameterParts);
const convertMediaType: Convert = membersOf(() => mediaTypeParts);
const convertEncoding: Convert = membersOf(() => encodingParts);
const convertRequestBody: Convert = membersOf(() => bodyParts);
const convertResponse: Convert = membersOf(() => responseParts);
const convertLink: Convert = membersOf(() => new Map());
const convertOperation: Convert = membersOf(() => operationParts);
const convertPathItem: Convert = membersOf(() => pathItemParts);
const convertCallback: Convert = (value, pointer, trail) =>
  isObject(value) && typeof value.$ref === 'string' ? mark(trail, { ...value }, pointer) : mapOf(convertPathItem)(value, pointer, trail);
const convertSecurityScheme: Convert = membersOf(() => new Map());

const content = mapOf(convertMediaType);
const parameterParts = new Map<string, Convert>([
  ['schema', convertSchema],
  ['content', content],
]);
const encodingParts = new Map<string, Convert>([['headers', mapOf(convertHeader)]]);
const mediaTypeParts = new Map<string, Convert>([
  ['schema', convertSchema],
  ['itemSchema', convertSchema],
  ['encoding', mapOf(convertEncoding)],
  ['itemEncoding', convertEncoding],
  ['prefixEncoding', listOf(convertEncoding)],
]);
const bodyParts = new Map<string, Convert>([['content', content]]);
const responseParts = new Map<string, Convert>([
  ['headers', mapOf(convertHeader)],
  ['content', content],
  ['links', mapOf(convertLink)],
]);
const operationParts = new Map<string, Convert>([
  ['parameters', listOf(convertParameter)],
  ['requestBody', convertRequestBody],
  ['responses', mapOf(convertResponse)],
  ['callbacks', mapOf(convertCallback)],
]);
export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];
const pathItemParts = new Map<string, Convert>([
  ['parameters', listOf(convertParameter)],
  ['additionalOperations', mapOf(convertOperation)],
  ...methods.map((method): [string, Convert] => [method, convertOperation]),
]);
const componentParts = new Map<string, Convert>([
  ['schemas', mapOf(convertSchema)],
  ['parameters', mapOf(convertParameter)],
  ['headers', mapOf(convertHeader)],
  ['requestBodies', mapOf(convertRequestBody)],
  ['responses', mapOf(convertResponse)],
  ['callbacks', mapOf(convertCallback)],
  ['pathItems', mapOf(convertPathItem)],
  ['links', mapOf(convertLink)],
  ['securitySchemes', mapOf(convertSecurityScheme)],
  ['mediaTypes', content],
]);
const documentParts = new Map<string, Convert>([
  ['paths', mapOf(convertPathItem)],
  ['webhooks', mapOf(convertPathItem)],
  ['x-webhooks', mapOf(convertPathItem)],
  ['components', membersOf(() => componentParts)],
]);

/** OpenAPI 3.0 to 3.2. */
export function convertOpenApi(document: JsonObject, trail: Trail): Json {
  const copy = convertMembers(document, '', trail, documentParts);
  if (isObject(copy['x-webhooks'])) {
    copy.webhooks = mark(trail, { ...copy['x-webhooks'], ...(isObject(copy.webhooks) ? copy.webhooks : {}) }, '/x-webhooks');
    delete copy['x-webhooks'];
  }
  copy.openapi = '3.1.0';
  return copy;
}
