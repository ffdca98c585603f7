import { isObject, type Json, type JsonObject, listAt, member, setMember } from '../../document/normalise/json.ts';
import type { Direction } from '../schema/change.ts';
import { flatten } from '../schema/flatten.ts';
import type { Side } from '../side.ts';

const single = new Set([
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'propertyNames',
  'items',
  'contains',
  'not',
  'if',
  'then',
  'else',
]);
const maps = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const lists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const plain = new Set([
  'type',
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'required',
  'dependentRequired',
]);

interface Bundle {
  side: Side;
  direction: Direction;
  /** Names that occur in the value: properties of other names do not matter to it. */
  present: ReadonlySet<string>;
  names: Map<string, string>;
  defs: JsonObject;
  open: string[];
}

/** A schema with all that it refers to and that matters to a value, as one JSON Schema 2020-12 that stands by itself: what the other direction alone carries
 * is not required. */
export function bundleSchema(root: Json | undefined, side: Side, direction: Direction, present: ReadonlySet<string>): JsonObject {
  const bundle: Bundle = { side, direction, present, names: new Map(), defs: {}, open: [] };
  const whole: JsonObject = { allOf: [copySchema(root ?? true, bundle)] };
  for (let ref = bundle.open.pop(); ref !== undefined; ref = bundle.open.pop()) {
    const target = side.resolve(ref);
    bundle.defs[bundle.names.get(ref) as string] = target === undefined ? true : copySchema(target, bundle);
  }
  return { ...whole, $defs: bundle.defs };
}

function nameOf(ref: string, bundle: Bundle): string {
  const known = bundle.names.get(ref);
  if (known !== undefined) return known;
  const name = `s${bundle.names.size}`;
  bundle.names.set(ref, name);
  bundle.open.push(ref);
  return name;
}

function copySchema(schema: Json, bundle: Bundle): Json {
  if (!isObject(schema)) return typeof schema === 'boolean' ? schema : true;
  const copy: JsonObject = {};
  for (const key of Object.keys(schema)) {
    const value = copyKeyword(key, schema[key] as Json, bundle);
    if (value !== undefined) copy[key] = value;
  }
  if (Array.isArray(copy.required)) copy.required = requiredIn(schema, bundle);
  return copy;
}

function copyKeyword(key: string, value: Json, bundle: Bundle): Json | undefined {
  if (key === '$ref') return typeof value === 'string' ? `#/$defs/${nameOf(value, bundle)}` : undefined;
  if (single.has(key)) return copySchema(value, bundle);
  if (maps.has(key)) return copyMap(value, bundle, key === 'properties' || key === 'dependentSchemas');
  if (lists.has(key)) return Array.isArray(value) && value.length > 0 ? value.map((item) => copySchema(item, bundle)) : undefined;
  return plain.has(key) && isFit(key, value) ? value : undefined;
}

function copyMap(value: Json, bundle: Bundle, isByName: boolean): Json {
  const copy: JsonObject = {};
  for (const [name, schema] of Object.entries(isObject(value) ? value : {}))
    if (!isByName || bundle.present.has(name)) setMember(copy, name, copySchema(schema, bundle));
  return copy;
}

/** Keywords that their value makes unusable are left out: they are the document's fault, not the value's. */
function isFit(key: string, value: Json): boolean {
  if (key === 'pattern') return typeof value === 'string' && isPattern(value);
  if (key === 'enum') return Array.isArray(value) && value.length > 0;
  if (key === 'required') return Array.isArray(value);
  if (key === 'multipleOf') return typeof value === 'number' && value > 0;
  if (/^(min|max|exclusive)/.test(key)) return typeof value === 'number' && (value >= 0 || /imum$/i.test(key));
  if (key === 'format') return typeof value === 'string';
  return key !== 'type' || typeof value === 'string' || (Array.isArray(value) && value.length > 0);
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

function requiredIn(schema: JsonObject, { side, direction }: Bundle): Json {
  const names = new Set(listAt(schema, 'required').filter((name) => typeof name === 'string'));
  return [...names].filter((name) => {
    const property = member(member(schema, 'properties'), name);
    const flat = property === undefined ? undefined : flatten(side.conjunction(property), side);
    return !(direction === 'request' ? flat?.readOnly : flat?.writeOnly);
  });
}
