import { rewrite } from './rewrite.ts';
import { childrenOf, type Slot } from './shape.ts';
import { isTree, type Json, listOf, put, type Tree, textOf, treeOf } from './tree.ts';

/** What OpenAPI 3.0 cannot say. */
const beyond = new Set(
  [
    'prefixItems contains minContains maxContains patternProperties propertyNames if then else dependentSchemas dependentRequired dependencies',
    'unevaluatedItems unevaluatedProperties $defs definitions $id $anchor $dynamicRef $dynamicAnchor $schema $vocabulary contentSchema',
  ]
    .join(' ')
    .split(' '),
);
const beyondElsewhere: Partial<Record<Slot, string[]>> = {
  pathItem: ['query', 'additionalOperations', '$ref'],
  mediaType: ['itemSchema', 'itemEncoding', 'prefixEncoding', '$ref'],
  encoding: ['encoding', 'itemEncoding', 'prefixEncoding'],
  securityScheme: ['deviceAuthorization', 'oauth2MetadataUrl'],
};

class Beyond extends Error {}

const isNull = (value: Json) => isTree(value) && value.type === 'null';

/** `true` allows anything, `false` nothing: both are said by objects in 3.0, except for additional properties. */
const asObject = (value: Json): Json => (value === true ? {} : value === false ? { not: {} } : value);

function easeBooleans(schema: Tree): void {
  if (isTree(schema.properties))
    schema.properties = Object.entries(schema.properties).reduce<Tree>((copy, [name, value]) => put(copy, name, asObject(value)), {});
  for (const name of ['allOf', 'anyOf', 'oneOf']) if (Array.isArray(schema[name])) schema[name] = listOf(schema[name]).map(asObject);
  for (const name of ['items', 'not']) if (typeof schema[name] === 'boolean') schema[name] = asObject(schema[name]);
}

function easeTypes(schema: Tree): void {
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null');
    const nullable = types.length < schema.type.length;
    if (types.length === 0 || (types.length > 1 && schema.anyOf !== undefined)) throw new Beyond();
    if (types.length === 1) schema.type = types[0] as Json;
    else {
      schema.anyOf = types.map((type): Json => (type === 'array' ? { type, items: {} } : { type }));
      delete schema.type;
    }
    if (nullable) schema.nullable = true;
  }
  if (schema.type === 'array') schema.items ??= {};
}

/** `anyOf: [A, { type: 'null' }]` is how 3.1 says nullable. */
function easeNulls(schema: Tree): void {
  for (const name of ['anyOf', 'oneOf']) {
    const parts = listOf(schema[name]);
    const others = parts.filter((part) => !isNull(part));
    if (others.length === parts.length) continue;
    if (others.length === 0) throw new Beyond();
    schema.nullable = true;
    delete schema[name];
    if (others.length > 1) schema[name] = others;
    else schema.allOf = [...listOf(schema.allOf), others[0] as Json];
  }
}

function easeLimit(schema: Tree, limit: 'minimum' | 'maximum', exclusive: 'exclusiveMinimum' | 'exclusiveMaximum'): void {
  const value = schema[exclusive];
  if (typeof value !== 'number') return;
  const inclusive = schema[limit];
  const isStricter = typeof inclusive === 'number' && (limit === 'minimum' ? inclusive > value : inclusive < value);
  if (isStricter) delete schema[exclusive];
  else Object.assign(schema, { [limit]: value, [exclusive]: true });
}

function easeContent(schema: Tree): void {
  const { contentEncoding, contentMediaType } = schema;
  if (contentEncoding === undefined && contentMediaType === undefined) return;
  if (schema.format !== undefined || (contentEncoding !== undefined && contentEncoding !== 'base64')) throw new Beyond();
  if (contentEncoding === undefined && contentMediaType !== 'application/octet-stream') throw new Beyond();
  schema.format = contentEncoding === 'base64' ? 'byte' : 'binary';
  delete schema.contentEncoding;
  delete schema.contentMediaType;
}

function easeSchema(schema: Tree): Json {
  for (const name of Object.keys(schema)) if (beyond.has(name)) throw new Beyond();
  const { $ref, $comment: _, examples, const: only, ...rest } = schema;
  if (only !== undefined) rest.enum = [only];
  if (Array.isArray(examples) && examples[0] !== undefined) rest.example ??= examples[0];
  easeBooleans(rest);
  easeNulls(rest);
  easeTypes(rest);
  easeContent(rest);
  easeLimit(rest, 'minimum', 'exclusiveMinimum');
  easeLimit(rest, 'maximum', 'exclusiveMaximum');
  if (typeof $ref !== 'string') return rest;
  return Object.keys(rest).length === 0 ? { $ref } : { ...rest, allOf: [...listOf(rest.allOf), { $ref }] };
}

/** Parameters, responses and the like. */
function easeOther(copy: Tree, slot: Slot, ref: string | null): Json {
  if (beyondElsewhere[slot]?.some((name) => copy[name] !== undefined)) throw new Beyond();
  if ((slot === 'parameter' && copy.in === 'querystring') || (slot === 'securityScheme' && copy.type === 'mutualTLS')) throw new Beyond();
  if (slot === 'operation') copy.responses ??= {};
  if (slot === 'response' && ref === null) copy.description ??= '';
  if (!slot.startsWith('map ') && typeof copy.schema === 'boolean') copy.schema = asObject(copy.schema);
  return copy;
}

/** Whether somewhere null is the only value, which 3.0 has no type for. */
function hasNulls(slot: Slot, value: Json): boolean {
  if (slot === 'schema' && isNull(value)) return true;
  for (const child of childrenOf(slot, value)) if (hasNulls(child.slot, child.value)) return true;
  return false;
}

/**
 * A slice of OpenAPI 3.1 or 3.2 as OpenAPI 3.0, which swagger-ui renders several times faster. Says the same, except for further examples of a schema.
 * Null when 3.0 cannot say it.
 */
export function easeSlice(slice: Json): Json | null {
  const version = textOf(treeOf(slice).openapi);
  if (!isTree(slice) || version === null || !/^3\.[12]\b/.test(version) || slice.webhooks !== undefined || slice.jsonSchemaDialect !== undefined)
    return null;
  if (treeOf(slice.components).pathItems !== undefined || treeOf(slice.components).mediaTypes !== undefined || slice.paths === undefined) return null;
  try {
    const eased = rewrite('openapi', slice, (copy, slot, ref) => (slot === 'schema' ? easeSchema(copy) : easeOther(copy, slot, ref))) as Tree;
    const schemas = treeOf(treeOf(eased.components).schemas);
    for (const [name, schema] of Object.entries(schemas)) if (typeof schema === 'boolean') put(schemas, name, asObject(schema));
    return hasNulls('openapi', eased) ? null : { ...eased, openapi: '3.0.3' };
  } catch (error) {
    if (error instanceof Beyond) return null;
    throw error;
  }
}
