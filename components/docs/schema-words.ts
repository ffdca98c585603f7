export type Schema = Record<string, unknown>;

export const isRecord = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
export const textOr = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);
const numberOf = (value: unknown) => (typeof value === 'number' ? value : null);

function resolveRef(root: Schema, ref: string): unknown {
  if (!ref.startsWith('#/')) return undefined;
  const steps = ref.slice(2).split('/');
  return steps.reduce<unknown>((value, step) => (isRecord(value) || Array.isArray(value) ? (value as Schema)[plainStep(step)] : undefined), root);
}

function plainStep(step: string): string {
  const text = step.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A schema and the name it was referred to by; what leads nowhere says so. */
export function follow(root: Schema, value: unknown): { schema: Schema; name: string | null } {
  let name: string | null = null;
  let schema = value;
  for (let hops = 0; hops < 20 && isRecord(schema) && typeof schema.$ref === 'string'; hops += 1) {
    name = plainStep(schema.$ref.split('/').at(-1) ?? schema.$ref);
    schema = resolveRef(root, schema.$ref) ?? { description: `${schema.$ref} is not in this document` };
  }
  if (isRecord(schema) && typeof schema.$$ref === 'string') name ??= plainStep(schema.$$ref.split('/').at(-1) ?? schema.$$ref);
  if (schema === false) return { schema: { description: 'nothing is allowed here' }, name };
  return { schema: isRecord(schema) ? schema : {}, name };
}

const choices = { oneOf: 'one of', anyOf: 'any of', allOf: 'all of' } as const;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function plainType({ type, format, const: only, enum: values }: Schema): string | null {
  const types = listOf(type).length > 0 ? listOf(type).join(' | ') : textOr(type);
  if (types !== null) return textOr(format) === null ? types : `${types} (${format})`;
  if (only !== undefined) return typeof only;
  return listOf(values).length > 0 ? 'enum' : null;
}

/** The type in words: `string (date-time)`, `array of Order`, `one of 3`. */
export function typeWords(root: Schema, value: unknown, depth = 0): string {
  const { schema, name } = follow(root, value);
  if (depth > 3) return name ?? 'any';
  if (isRecord(schema.items) || schema.type === 'array') return `array of ${typeWords(root, schema.items ?? {}, depth + 1)}`;
  if (name !== null && (isRecord(schema.properties) || schema.type === undefined)) return name;
  for (const [keyword, words] of Object.entries(choices)) {
    const count = listOf(schema[keyword]).length;
    if (count > 0 && schema.type === undefined) return `${words} ${count}`;
  }
  return plainType(schema) ?? (isRecord(schema.properties) ? (textOr(schema.title) ?? 'object') : 'any');
}

function range(low: unknown, high: unknown, unit: string): string | null {
  const [least, most] = [numberOf(low), numberOf(high)];
  if (least === null && most === null) return null;
  if (least !== null && most !== null) return `${least === most ? least : `${least}–${most}`} ${unit}`.trim();
  return least === null ? `≤ ${most} ${unit}`.trim() : `≥ ${least} ${unit}`.trim();
}

const said = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** What a value must keep to besides its type, in words. */
export function constraintWords(schema: Schema): string[] {
  const exclusive = [
    numberOf(schema.exclusiveMinimum) === null ? null : `> ${schema.exclusiveMinimum}`,
    numberOf(schema.exclusiveMaximum) === null ? null : `< ${schema.exclusiveMaximum}`,
  ];
  const words = [
    range(schema.minimum, schema.maximum, ''),
    ...exclusive,
    numberOf(schema.multipleOf) === null ? null : `multiple of ${schema.multipleOf}`,
    range(schema.minLength, schema.maxLength, 'characters'),
    range(schema.minItems, schema.maxItems, 'items'),
    range(schema.minProperties, schema.maxProperties, 'properties'),
    schema.uniqueItems === true ? 'no two the same' : null,
    textOr(schema.pattern) === null ? null : `matches ${schema.pattern}`,
    schema.const === undefined ? null : `always ${said(schema.const)}`,
    schema.default === undefined ? null : `default ${said(schema.default)}`,
    schema.readOnly === true ? 'read only' : null,
    schema.writeOnly === true ? 'write only' : null,
    schema.additionalProperties === false ? 'no other properties' : null,
  ];
  return words.filter((word) => word !== null);
}

export interface Branch {
  /** Property, `[ ]` for the items of a list, or the number of an alternative. */
  name: string;
  value: unknown;
  required: boolean;
  kind: 'property' | 'items' | 'choice' | 'other';
}

/** What a schema is made of; a list is shown as what it holds. */
export function branchesOf(root: Schema, value: unknown): Branch[] {
  const { schema } = follow(root, value);
  const items = schema.items;
  if (isRecord(items)) {
    const inner = branchesOf(root, items);
    return inner.length > 0 ? inner : [];
  }
  const required = new Set(listOf(schema.required));
  const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
  const branches: Branch[] = properties.map(([name, each]) => ({ name, value: each, required: required.has(name), kind: 'property' }));
  if (isRecord(schema.additionalProperties) && Object.keys(schema.additionalProperties).length > 0)
    branches.push({ name: 'any other', value: schema.additionalProperties, required: false, kind: 'other' });
  for (const [keyword, words] of Object.entries(choices)) {
    listOf(schema[keyword]).forEach((each, at) => {
      branches.push({ name: `${words} · ${follow(root, each).name ?? at + 1}`, value: each, required: false, kind: 'choice' });
    });
  }
  return branches;
}

export const enumOf = (schema: Schema): string[] => listOf(schema.enum).map(said);
