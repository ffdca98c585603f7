import { isObject, type Json, type JsonObject, member } from './json.ts';
import { convertSchema } from './schema.ts';
import { type Convert, convertMembers, listOf, mapOf, mark, type Trail } from './trail.ts';

/** A multi-format schema keeps its wrapper away: `{ schemaFormat, schema }`; formats other than JSON Schema say nothing to us. */
const convertPayload: Convert = (value, pointer, trail) => {
  const wrapped = member(value, 'schemaFormat') !== undefined && isObject(member(value, 'schema'));
  if (!wrapped) return convertSchema(value, pointer, trail);
  return convertSchema(member(value, 'schema') as Json, `${pointer}/schema`, trail);
};

const messageParts = new Map<string, Convert>([
  ['payload', convertPayload],
  ['headers', convertPayload],
]);

const convertMessage: Convert = (value, pointer, trail) => {
  if (!isObject(value)) return mark(trail, {}, pointer);
  const copy = convertMembers(value, pointer, trail, messageParts);
  if (Array.isArray(value.oneOf)) copy.oneOf = listOf(convertMessage)(value.oneOf, `${pointer}/oneOf`, trail);
  if (Array.isArray(value.traits)) copy.traits = listOf(convertMessage)(value.traits, `${pointer}/traits`, trail);
  return copy;
};

const part =
  (conversions: () => Map<string, Convert>): Convert =>
  (value, pointer, trail) =>
    isObject(value) ? convertMembers(value, pointer, trail, conversions()) : mark(trail, {}, pointer);

const plain = part(() => new Map());
const convertOperation = part(() => new Map<string, Convert>([['message', convertMessage]]));
const parameterParts = new Map<string, Convert>([['schema', convertSchema]]);
const channelParts = new Map<string, Convert>([
  ['publish', convertOperation],
  ['subscribe', convertOperation],
  ['messages', mapOf(convertMessage)],
  ['parameters', mapOf(part(() => parameterParts))],
]);
const componentParts = new Map<string, Convert>([
  ['schemas', mapOf(convertPayload)],
  ['messages', mapOf(convertMessage)],
  ['messageTraits', mapOf(convertMessage)],
  ['channels', mapOf(part(() => channelParts))],
  ['operations', mapOf(plain)],
  ['servers', mapOf(plain)],
  ['parameters', mapOf(part(() => parameterParts))],
]);

const documentParts = new Map<string, Convert>([
  ['servers', mapOf(plain)],
  ['operations', mapOf(plain)],
  ['channels', mapOf(part(() => channelParts))],
  ['components', part(() => componentParts)],
]);

/** AsyncAPI 2 and 3: schemas as 2020-12, all else as it is. */
export function convertAsyncApi(document: JsonObject, trail: Trail): Json {
  return convertMembers(document, '', trail, documentParts);
}
