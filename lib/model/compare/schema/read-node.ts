import { equalJson, isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../../document/normalise/json.ts';
import type { Side } from '../side.ts';
import type { Conjunction } from './flat.ts';
import { type BoundName, compareTightness, emptyFlat, type Flat, isLower } from './flat.ts';

/** What one node says by itself, without its `$ref`, `allOf` and alternatives. */
export function readNode(node: JsonObject, side: Side): Flat {
  const flat = emptyFlat();
  flat.home = node;
  for (const key of Object.keys(node)) flat.sources.set(key, node);
  readValues(flat, node);
  readNumbers(flat, node);
  readObject(flat, node, side);
  readArray(flat, node, side);
  readLogic(flat, node, side);
  readNotes(flat, node);
  return flat;
}

const known = new Set(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']);

function readValues(flat: Flat, node: JsonObject): void {
  const types = [node.type].flat().filter((type): type is string => typeof type === 'string' && known.has(type));
  if (types.length > 0) flat.types = [...new Set(types.includes('number') ? types.filter((type) => type !== 'integer') : types)].sort();
  if (Array.isArray(node.enum)) flat.values = node.enum;
  if (Object.hasOwn(node, 'const')) {
    flat.values = [node.const as Json];
    flat.isConst = true;
  }
  if (Array.isArray(node['x-extensible-enum'])) flat.extensible = node['x-extensible-enum'];
  else if (node['x-extensible-enum'] === true && flat.values) {
    flat.extensible = flat.values;
    flat.values = null;
  }
}

const bounds: [string, BoundName, boolean][] = [
  ['minimum', 'min', false],
  ['exclusiveMinimum', 'min', true],
  ['maximum', 'max', false],
  ['exclusiveMaximum', 'max', true],
  ['minLength', 'minLength', false],
  ['maxLength', 'maxLength', false],
  ['minItems', 'minItems', false],
  ['maxItems', 'maxItems', false],
  ['minProperties', 'minProperties', false],
  ['maxProperties', 'maxProperties', false],
];

function readNumbers(flat: Flat, node: JsonObject): void {
  if (node.multipleOf === 1 && flat.types) flat.types = flat.types.map((type) => (type === 'number' ? 'integer' : type)).sort();
  const whole = flat.types?.includes('integer') === true && !flat.types.includes('number');
  for (const each of bounds) readBound(flat, node, each, whole);
  if (typeof node.multipleOf === 'number' && node.multipleOf > 0 && !(whole && node.multipleOf === 1)) flat.multiples = [node.multipleOf];
  if (typeof node.pattern === 'string') flat.patterns = [node.pattern];
  if (typeof node.format === 'string') flat.formats = [node.format];
}

function readBound(flat: Flat, node: JsonObject, [keyword, name, exclusive]: [string, BoundName, boolean], whole: boolean): void {
  const value = node[keyword];
  if (typeof value !== 'number') return;
  const isCount = name !== 'min' && name !== 'max';
  if (isCount && isLower(name) && value <= 0) return;
  let bound = { value, exclusive };
  if (whole && exclusive) bound = { value: name === 'min' ? Math.floor(value) + 1 : Math.ceil(value) - 1, exclusive: false };
  if (compareTightness(name, bound, flat.bounds.get(name)) > 0) flat.bounds.set(name, bound);
}

function schemasAt(node: JsonObject, keyword: string, side: Side): [string, Conjunction][] {
  return Object.entries(objectAt(node, keyword) ?? {}).map(([name, schema]) => [name, side.conjunction(schema)]);
}

function readObject(flat: Flat, node: JsonObject, side: Side): void {
  flat.properties = new Map(schemasAt(node, 'properties', side));
  flat.byPattern = new Map(schemasAt(node, 'patternProperties', side));
  flat.needsSchema = new Map(schemasAt(node, 'dependentSchemas', side));
  flat.required = new Set(listAt(node, 'required').filter((name) => typeof name === 'string'));
  for (const keyword of ['additionalProperties', 'unevaluatedProperties'])
    if (isSaying(node[keyword])) flat.additional = side.join(flat.additional, side.conjunction(node[keyword]));
  if (isSaying(node.propertyNames) && !equalJson(node.propertyNames, { type: 'string' })) flat.names = side.conjunction(node.propertyNames);
  for (const [name, needed] of Object.entries(objectAt(node, 'dependentRequired') ?? {}))
    if (Array.isArray(needed)) flat.needs.set(name, new Set(needed.filter((each) => typeof each === 'string')));
}

/** A schema that refuses something, as far as one can see from outside. */
const isSaying = (schema: Json | undefined) => schema === false || (isObject(schema) && Object.keys(schema).length > 0);

function readArray(flat: Flat, node: JsonObject, side: Side): void {
  flat.prefix = listAt(node, 'prefixItems').map((schema) => side.conjunction(schema));
  for (const keyword of ['items', 'unevaluatedItems'])
    if (isSaying(node[keyword])) flat.items = side.join(flat.items, side.conjunction(node[keyword]));
  flat.unique = node.uniqueItems === true;
  if (node.contains !== undefined)
    flat.contains = [
      {
        schema: side.conjunction(node.contains),
        min: typeof node.minContains === 'number' ? node.minContains : 1,
        max: typeof node.maxContains === 'number' ? node.maxContains : undefined,
      },
    ];
}

function readLogic(flat: Flat, node: JsonObject, side: Side): void {
  if (isSaying(node.contentSchema)) flat.contentSchema = side.conjunction(node.contentSchema);
  if (node.not !== undefined && node.not !== false) flat.nots = [side.conjunction(node.not)];
  if (node.if !== undefined && (node.then !== undefined || node.else !== undefined))
    flat.conditions = [
      {
        test: side.conjunction(node.if),
        whenTrue: node.then === undefined ? undefined : side.conjunction(node.then),
        whenFalse: node.else === undefined ? undefined : side.conjunction(node.else),
      },
    ];
  for (const kind of ['oneOf', 'anyOf'] as const) {
    const branches = listAt(node, kind);
    if (branches.length > 0) flat.unions.push({ kind, node, nullable: false, branches: branches.map((branch) => side.conjunction(branch)) });
  }
  const propertyName = textAt(objectAt(node, 'discriminator'), 'propertyName');
  if (propertyName !== undefined) {
    const mapping = Object.entries(objectAt(objectAt(node, 'discriminator'), 'mapping') ?? {});
    flat.discriminator = { propertyName, mapping: new Map(mapping.filter((entry): entry is [string, string] => typeof entry[1] === 'string')) };
  }
}

const notes = ['x-sunset', 'x-stability-level', 'x-deprecated-at'];

function readNotes(flat: Flat, node: JsonObject): void {
  flat.readOnly = node.readOnly === true;
  flat.writeOnly = node.writeOnly === true;
  flat.deprecated = node.deprecated === true;
  flat.fallback = node.default;
  flat.contentType = textAt(node, 'contentMediaType');
  flat.contentEncoding = textAt(node, 'contentEncoding');
  for (const key of notes) if (node[key] !== undefined) flat.extensions.set(key, node[key] as Json);
}
