import { follow, followRefs } from './pointer.ts';
import { entriesOf, field, isTree, type Json, listOf, put, type Tree } from './tree.ts';

const mostDepth = 5;
const mostFields = 30;

const formats: Record<string, string> = {
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  date: '2030-01-31',
  'date-time': '2030-01-31T12:00:00Z',
  time: '12:00:00Z',
  email: 'name@example.com',
  uri: 'https://example.com',
  url: 'https://example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  password: '<password>',
  byte: 'dGV4dA==',
  binary: '<file>',
  duration: 'PT5M',
};

/** A value that the document itself gives: an example, a default, the first of its enum. */
function givenValue(document: Json, holder: Tree): Json | undefined {
  for (const name of ['example', 'x-example', 'default', 'const']) if (holder[name] !== undefined) return holder[name];
  const { examples } = holder;
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  for (const [, example] of entriesOf(examples)) {
    const { value, dataValue } = follow(document, example);
    if (value !== undefined || dataValue !== undefined) return value ?? dataValue;
  }
  return listOf(holder.enum)[0];
}

function typeOf(schema: Tree): string {
  const types = [schema.type].flat().filter((type) => type !== 'null');
  if (typeof types[0] === 'string') return types[0];
  if (isTree(schema.properties) || isTree(schema.additionalProperties)) return 'object';
  return schema.items === undefined ? 'string' : 'array';
}

function numberOf({ minimum, exclusiveMinimum, maximum }: Tree): number {
  if (typeof minimum === 'number') return exclusiveMinimum === true ? minimum + 1 : minimum;
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1;
  return typeof maximum === 'number' ? Math.min(1, maximum) : 1;
}

function textFor(schema: Tree): string {
  const given = typeof schema.format === 'string' && Object.hasOwn(formats, schema.format) ? formats[schema.format] : undefined;
  const text = given ?? 'text';
  const least = typeof schema.minLength === 'number' ? Math.min(schema.minLength, 100) : 0;
  const most = typeof schema.maxLength === 'number' ? schema.maxLength : Number.POSITIVE_INFINITY;
  return given === undefined ? text.padEnd(least, 'x').slice(0, Math.max(most, 0)) : text;
}

function objectFor(document: Json, schema: Tree, depth: number): Tree {
  const value: Tree = {};
  const required = new Set(listOf(schema.required));
  const fields = entriesOf(schema.properties).filter(([name]) => depth < 2 || required.has(name));
  for (const [name, property] of fields.slice(0, mostFields)) {
    const { readOnly, deprecated } = follow(document, property);
    if (readOnly !== true && (deprecated !== true || required.has(name))) put(value, name, sampleValue(document, property, depth + 1));
  }
  return value;
}

/** A value for a schema, made of what the document gives and of plain values of the right type. It need not satisfy every rule. */
export function sampleValue(document: Json, source: Json | undefined, depth = 0): Json {
  const { value: schema } = followRefs(document, source, '');
  if (!isTree(schema) || depth > mostDepth) return schema === undefined || isTree(schema) ? {} : 'text';
  const given = givenValue(document, schema);
  if (given !== undefined) return given;
  const all = listOf(schema.allOf);
  if (all.length > 0) {
    const parts = [...all.map((part) => sampleValue(document, part, depth)), objectFor(document, schema, depth)];
    return parts.every(isTree) ? Object.assign({}, ...parts) : (parts[0] as Json);
  }
  const alternative = [...listOf(schema.oneOf), ...listOf(schema.anyOf)].find((part) => field(part, 'type') !== 'null');
  if (alternative !== undefined && schema.properties === undefined) return sampleValue(document, alternative, depth);
  switch (typeOf(schema)) {
    case 'object':
      return objectFor(document, schema, depth);
    case 'array':
      return schema.items === undefined ? [] : [sampleValue(document, schema.items, depth + 1)];
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return true;
    default:
      return textFor(schema);
  }
}

/** A value for a parameter or a body: its own example first, then its schema's. */
export function sampleOf(document: Json, holder: Tree): Json {
  const own = givenValue(document, holder);
  if (own !== undefined) return own;
  const media = entriesOf(holder.content)[0]?.[1];
  if (media) return sampleOf(document, media);
  return sampleValue(document, holder.schema ?? holder);
}
