import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isObject, type Json, type JsonObject } from '../../document/normalise/json.ts';
import type { Direction } from '../schema/change.ts';
import type { Side } from '../side.ts';
import { bundleSchema } from './bundle.ts';

export interface Checker {
  /** Null: accepted. Otherwise why not; undefined where the schema cannot be used. */
  refuse(side: Side, schema: Json | undefined, direction: Direction, value: Json): string | null | undefined;
}

type Compiled = ValidateFunction | null;

/** An instance of AJV looks through the names of all that it has compiled: one that has much behind it is slow. */
const mostPerInstance = 100;

/** Checks values against schemas of either side. What matters to values of the same names is compiled once. */
export function openChecker(): Checker {
  let ajv = openAjv();
  let compiledCount = 0;
  const known = new Map<Side, Map<unknown, Map<string, Compiled>>>();

  function compile(side: Side, schema: Json | undefined, direction: Direction, value: Json): Compiled {
    const bySide = known.get(side) ?? new Map<unknown, Map<string, Compiled>>();
    known.set(side, bySide);
    const bySchema = bySide.get(schema) ?? new Map<string, Compiled>();
    bySide.set(schema, bySchema);
    const names = new Set<string>();
    collectNames(value, names);
    const key = `${direction} ${[...names].sort().join('\n')}`;
    let compiled = bySchema.get(key);
    if (compiled === undefined) {
      compiledCount += 1;
      if (compiledCount % mostPerInstance === 0) ajv = openAjv();
      compiled = tryCompile(ajv, bundleSchema(schema, side, direction, names));
      bySchema.set(key, compiled);
    }
    return compiled;
  }

  return {
    refuse(side, schema, direction, value) {
      const validate = compile(side, schema, direction, value);
      if (!validate) return undefined;
      return validate(value) ? null : explain(validate.errors?.at(-1) ?? undefined, validate.errors ?? []);
    },
  };
}

function collectNames(value: Json, names: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectNames(item, names);
  else if (isObject(value))
    for (const name of Object.keys(value)) {
      names.add(name);
      collectNames(value[name] as Json, names);
    }
}

function openAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false, addUsedSchema: false, inlineRefs: false });
  // The package is CommonJS: under Node its default export is the function, or holds it.
  const add = addFormats as unknown as { default?: typeof addFormats.default } & typeof addFormats.default;
  (add.default ?? add)(ajv);
  return ajv;
}

function tryCompile(ajv: Ajv2020, schema: JsonObject): Compiled {
  try {
    return ajv.compile(schema);
  } catch {
    return null;
  }
}

/** The innermost reason, in words. */
function explain(last: ErrorObject | undefined, all: ErrorObject[]): string {
  const deepest = all.toSorted((a, b) => b.instancePath.length - a.instancePath.length)[0] ?? last;
  const place = deepest?.instancePath ? `\`${deepest.instancePath}\`` : 'The value';
  const allowed = deepest?.params?.allowedValues as Json[] | undefined;
  const extra = deepest?.params?.additionalProperty as string | undefined;
  const list = allowed
    ? `: ${allowed
        .slice(0, 12)
        .map((value) => JSON.stringify(value))
        .join(', ')}`
    : '';
  return `${place} ${deepest?.message ?? 'is refused'}${list}${extra === undefined ? '' : ` (\`${extra}\`)`}.`;
}
