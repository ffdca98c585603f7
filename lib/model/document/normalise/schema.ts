import { isObject, type Json, type JsonObject } from './json.ts';
import { below, type Convert, convertMembers, listOf, mapOf, mark, maxDepth, type Trail } from './trail.ts';

/** What stays beside a `$ref` in the dialects that ignore its siblings: what authors mean, in practice. */
const besideRef = new Set(['nullable', 'x-nullable', 'readOnly', 'writeOnly', 'deprecated', 'default', 'description', 'title', 'summary']);

/** A schema of any dialect as JSON Schema 2020-12. */
export const convertSchema: Convert = (value, pointer, trail) => {
  if (typeof value === 'boolean') return value;
  if (!isObject(value) || trail.depth > maxDepth) return mark(trail, {}, pointer);
  trail.depth += 1;
  const copy = convertMembers(value, pointer, trail, conversions);
  trail.depth -= 1;
  if (typeof copy.$ref === 'string') keepReference(copy, trail);
  else if ('$ref' in copy) delete copy.$ref;
  convertExclusive(copy, 'exclusiveMinimum', 'minimum');
  convertExclusive(copy, 'exclusiveMaximum', 'maximum');
  convertTuple(copy, trail, pointer);
  convertFile(copy);
  convertDiscriminator(copy, trail);
  return convertNullable(copy, pointer, trail);
};

const convertMaybeSchema: Convert = (value, pointer, trail) => (isObject(value) ? convertSchema(value, pointer, trail) : value);

const convertItems: Convert = (value, pointer, trail) =>
  Array.isArray(value) ? listOf(convertSchema)(value, pointer, trail) : convertSchema(value, pointer, trail);

const convertDependencies: Convert = (value, pointer, trail) =>
  mapOf((item, at, inner) => (Array.isArray(item) ? item : convertSchema(item, at, inner)))(value, pointer, trail);

const conversions = new Map<string, Convert>([
  ['properties', mapOf(convertSchema)],
  ['patternProperties', mapOf(convertSchema)],
  ['dependentSchemas', mapOf(convertSchema)],
  ['dependencies', convertDependencies],
  ['$defs', mapOf(convertSchema)],
  ['definitions', mapOf(convertSchema)],
  ['additionalProperties', convertMaybeSchema],
  ['unevaluatedProperties', convertMaybeSchema],
  ['unevaluatedItems', convertMaybeSchema],
  ['additionalItems', convertMaybeSchema],
  ['propertyNames', convertSchema],
  ['items', convertItems],
  ['contains', convertSchema],
  ['contentSchema', convertSchema],
  ['prefixItems', listOf(convertSchema)],
  ['allOf', listOf(convertSchema)],
  ['anyOf', listOf(convertSchema)],
  ['oneOf', listOf(convertSchema)],
  ['not', convertSchema],
  ['if', convertSchema],
  ['then', convertSchema],
  ['else', convertSchema],
]);

export function rewriteReference(ref: string, trail: Trail): string {
  if (trail.dialect !== 'swagger' || !ref.startsWith('#/')) return ref;
  if (ref.startsWith('#/definitions/')) return `#/components/schemas/${ref.slice('#/definitions/'.length)}`;
  if (ref.startsWith('#/responses/')) return `#/components/responses/${ref.slice('#/responses/'.length)}`;
  return ref;
}

function keepReference(schema: JsonObject, trail: Trail): void {
  schema.$ref = rewriteReference(schema.$ref as string, trail);
  if (trail.dialect === '3.1' || trail.dialect === 'asyncapi') return;
  for (const key of Object.keys(schema)) if (key !== '$ref' && !besideRef.has(key)) delete schema[key];
}

function convertExclusive(schema: JsonObject, exclusive: string, inclusive: string): void {
  if (typeof schema[exclusive] !== 'boolean') return;
  if (schema[exclusive] === true && typeof schema[inclusive] === 'number') {
    schema[exclusive] = schema[inclusive];
    delete schema[inclusive];
  } else delete schema[exclusive];
}

function convertTuple(schema: JsonObject, trail: Trail, pointer: string): void {
  if (Array.isArray(schema.items)) {
    schema.prefixItems = mark(trail, schema.items, below(pointer, 'items'));
    if (schema.additionalItems === undefined) delete schema.items;
    else schema.items = schema.additionalItems;
  }
  delete schema.additionalItems;
  if (isObject(schema.dependencies)) {
    for (const [name, needed] of Object.entries(schema.dependencies)) {
      const keyword = Array.isArray(needed) ? 'dependentRequired' : 'dependentSchemas';
      schema[keyword] = { ...(isObject(schema[keyword]) ? schema[keyword] : {}), [name]: needed };
    }
    delete schema.dependencies;
  }
}

function convertFile(schema: JsonObject): void {
  if (schema.type === 'file') Object.assign(schema, { type: 'string', format: 'binary' });
}

function convertDiscriminator(schema: JsonObject, trail: Trail): void {
  if (typeof schema.discriminator === 'string') schema.discriminator = { propertyName: schema.discriminator };
  if (!isObject(schema.discriminator) || !isObject(schema.discriminator.mapping)) return;
  const mapping: JsonObject = {};
  for (const [value, target] of Object.entries(schema.discriminator.mapping))
    mapping[value] = typeof target === 'string' ? rewriteReference(target, trail) : target;
  schema.discriminator = { ...schema.discriminator, mapping };
}

function convertNullable(schema: JsonObject, pointer: string, trail: Trail): Json {
  const nullable = schema.nullable === true || (schema['x-nullable'] === true && schema.nullable !== false);
  delete schema.nullable;
  delete schema['x-nullable'];
  if (!nullable) return schema;
  if (typeof schema.type === 'string' || Array.isArray(schema.type)) {
    const types = [schema.type].flat();
    schema.type = types.includes('null') ? types : [...types, 'null'];
  }
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) schema.enum = mark(trail, [...schema.enum, null], below(pointer, 'enum'));
  const narrowed = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'const'].some((keyword) => keyword in schema);
  return narrowed ? orNull(schema, pointer, trail) : schema;
}

function orNull(schema: JsonObject, pointer: string, trail: Trail): Json {
  const outside: JsonObject = {};
  for (const key of ['readOnly', 'writeOnly', 'deprecated', 'default', 'description', 'title'])
    if (key in schema) {
      outside[key] = schema[key] as Json;
      delete schema[key];
    }
  return mark(trail, { ...outside, anyOf: [schema, mark(trail, { type: 'null' }, pointer)] }, pointer);
}
