import { isObject, type Json, type JsonObject, listAt, member, objectAt, readPointer, textAt, textsAt } from '../json.ts';

export type SchemaNode = boolean | JsonObject;

/** What a schema says, in one vocabulary for OpenAPI 2.0, 3.0 and 3.1. Keywords whose value makes them unusable say nothing. */
export interface Shape {
  /** `false`: nothing is valid. */
  isNever: boolean;
  ref: string | undefined;
  types: string[] | null;
  isNullable: boolean;
  values: Json[] | null;
  number: { min: number; max: number; above: number; below: number; step: number };
  text: { min: number; max: number; pattern: string | undefined; format: string | undefined };
  array: {
    prefix: SchemaNode[];
    items: SchemaNode | undefined;
    min: number;
    max: number;
    isUnique: boolean;
    contains: SchemaNode | undefined;
    minContains: number;
    maxContains: number;
    unevaluated: SchemaNode | undefined;
  };
  object: {
    properties: Map<string, SchemaNode>;
    patterns: [pattern: string, schema: SchemaNode][];
    additional: SchemaNode | undefined;
    unevaluated: SchemaNode | undefined;
    names: SchemaNode | undefined;
    required: string[];
    min: number;
    max: number;
    needs: Map<string, string[]>;
    conditions: Map<string, SchemaNode>;
  };
  allOf: SchemaNode[];
  anyOf: SchemaNode[];
  oneOf: SchemaNode[];
  not: SchemaNode | undefined;
  condition: { when: SchemaNode; holds: SchemaNode | undefined; fails: SchemaNode | undefined } | undefined;
  isReadOnly: boolean;
  isWriteOnly: boolean;
  discriminator: { property: string; mapping: Map<string, string> } | undefined;
}

export const isSchema = (value: unknown): value is SchemaNode => typeof value === 'boolean' || isObject(value);
const schemaAt = (node: JsonObject, key: string): SchemaNode | undefined => {
  const found = member(node, key);
  return isSchema(found) ? found : undefined;
};
const schemasAt = (node: JsonObject, key: string): SchemaNode[] => listAt(node, key).filter(isSchema);
const numberAt = (node: JsonObject, key: string, fallback: number): number => {
  const found = member(node, key);
  return typeof found === 'number' && Number.isFinite(found) ? found : fallback;
};
const sizeAt = (node: JsonObject, key: string, fallback: number) => Math.max(0, numberAt(node, key, fallback));

function schemaMap(node: JsonObject, key: string): Map<string, SchemaNode> {
  return new Map(Object.entries(objectAt(node, key)).filter((entry): entry is [string, SchemaNode] => isSchema(entry[1])));
}

function readTypes(node: JsonObject): string[] | null {
  const type = member(node, 'type');
  const types = (Array.isArray(type) ? type : [type]).filter((one): one is string => typeof one === 'string');
  if (types.length === 0) return null;
  return types.map((one) => (one === 'file' ? 'string' : one));
}

function readValues(node: JsonObject): Json[] | null {
  if (Object.hasOwn(node, 'const')) return [node.const as Json];
  const values = listAt(node, 'enum');
  return values.length > 0 ? values : null;
}

/** In 2.0 and 3.0 `exclusiveMinimum` is a switch of `minimum`. */
function readNumber(node: JsonObject): Shape['number'] {
  const [min, max] = [numberAt(node, 'minimum', -Infinity), numberAt(node, 'maximum', Infinity)];
  const step = numberAt(node, 'multipleOf', 0);
  return {
    min,
    max,
    above: node.exclusiveMinimum === true ? min : numberAt(node, 'exclusiveMinimum', -Infinity),
    below: node.exclusiveMaximum === true ? max : numberAt(node, 'exclusiveMaximum', Infinity),
    step: step > 0 ? step : 0,
  };
}

function readArray(node: JsonObject): Shape['array'] {
  const isTuple = Array.isArray(node.items);
  return {
    prefix: isTuple ? schemasAt(node, 'items') : schemasAt(node, 'prefixItems'),
    items: schemaAt(node, isTuple ? 'additionalItems' : 'items'),
    min: sizeAt(node, 'minItems', 0),
    max: sizeAt(node, 'maxItems', Infinity),
    isUnique: node.uniqueItems === true,
    contains: schemaAt(node, 'contains'),
    minContains: sizeAt(node, 'minContains', 1),
    maxContains: sizeAt(node, 'maxContains', Infinity),
    unevaluated: schemaAt(node, 'unevaluatedItems'),
  };
}

function readObject(node: JsonObject): Shape['object'] {
  const dependencies = Object.entries(objectAt(node, 'dependencies'));
  const needs = [...Object.entries(objectAt(node, 'dependentRequired')), ...dependencies];
  return {
    properties: schemaMap(node, 'properties'),
    patterns: [...schemaMap(node, 'patternProperties')],
    additional: schemaAt(node, 'additionalProperties'),
    unevaluated: schemaAt(node, 'unevaluatedProperties'),
    names: schemaAt(node, 'propertyNames'),
    required: [...new Set(textsAt(node, 'required'))],
    min: sizeAt(node, 'minProperties', 0),
    max: sizeAt(node, 'maxProperties', Infinity),
    needs: new Map(needs.filter(([, names]) => Array.isArray(names)).map(([name, names]) => [name, textsAt({ names }, 'names')])),
    conditions: new Map([
      ...schemaMap(node, 'dependentSchemas'),
      ...dependencies.filter((entry): entry is [string, JsonObject] => isObject(entry[1])),
    ]),
  };
}

function readCondition(node: JsonObject): Shape['condition'] {
  const when = schemaAt(node, 'if');
  return when === undefined ? undefined : { when, holds: schemaAt(node, 'then'), fails: schemaAt(node, 'else') };
}

function readDiscriminator(node: JsonObject): Shape['discriminator'] {
  const property = textAt(node, 'discriminator') ?? textAt(member(node, 'discriminator'), 'propertyName');
  if (property === undefined) return undefined;
  const mapping = Object.entries(objectAt(member(node, 'discriminator'), 'mapping'));
  return { property, mapping: new Map(mapping.filter((entry): entry is [string, string] => typeof entry[1] === 'string')) };
}

/** Where a `$ref` stands, these alone count beside it: what authors of 3.0 mean in practice. */
const besideRef = ['nullable', 'x-nullable', 'readOnly', 'writeOnly'];

function readShape(node: SchemaNode, keepsSiblings: boolean): Shape {
  const isReference = isObject(node) && typeof node.$ref === 'string';
  const whole = isObject(node) ? node : {};
  const own =
    isReference && !keepsSiblings ? Object.fromEntries(besideRef.filter((key) => key in whole).map((key) => [key, whole[key] as Json])) : whole;
  return {
    isNever: node === false,
    ref: isReference ? (whole.$ref as string) : undefined,
    types: readTypes(own),
    isNullable: own.nullable === true || own['x-nullable'] === true,
    values: readValues(own),
    number: readNumber(own),
    text: {
      min: sizeAt(own, 'minLength', 0),
      max: sizeAt(own, 'maxLength', Infinity),
      pattern: textAt(own, 'pattern'),
      format: textAt(own, 'format'),
    },
    array: readArray(own),
    object: readObject(own),
    allOf: schemasAt(own, 'allOf'),
    anyOf: schemasAt(own, 'anyOf'),
    oneOf: schemasAt(own, 'oneOf'),
    not: schemaAt(own, 'not'),
    condition: readCondition(own),
    isReadOnly: own.readOnly === true,
    isWriteOnly: own.writeOnly === true,
    discriminator: readDiscriminator(own),
  };
}

/** The schemas of one document: their shapes, read once, and what their references name. */
export interface SchemaSpace {
  shapeOf(node: SchemaNode): Shape;
  /** Undefined where a reference leads nowhere or outside the document. */
  follow(ref: string): SchemaNode | undefined;
}

/** @param document an OpenAPI document of any version, or any JSON in which schemas refer to one another */
export function createSchemaSpace(document: Json): SchemaSpace {
  const shapes = new WeakMap<JsonObject, Shape>();
  const targets = new Map<string, SchemaNode | undefined>();
  const keepsSiblings = !/^(2|3\.0)/.test(textAt(document, 'openapi') ?? textAt(document, 'swagger') ?? '');
  const [anything, nothing] = [readShape(true, true), readShape(false, true)];
  return {
    shapeOf(node) {
      if (!isObject(node)) return node ? anything : nothing;
      let shape = shapes.get(node);
      if (!shape) {
        shape = readShape(node, keepsSiblings);
        shapes.set(node, shape);
      }
      return shape;
    },
    follow(ref) {
      if (!targets.has(ref)) targets.set(ref, findTarget(document, ref));
      return targets.get(ref);
    },
  };
}

function findTarget(document: Json, ref: string): SchemaNode | undefined {
  const found = ref === '#' || ref.startsWith('#/') ? readPointer(document, ref) : undefined;
  return isSchema(found) ? found : undefined;
}
