import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { z } from 'zod';

type Named = Record<string, { schema: z.ZodType; strategy: 'input' | 'output' }>;

/** zod to JSON Schema, with `writeOnly` and formats kept that only a refinement checks. */
export const converter = new ZodToJsonSchemaConverter({
  interceptors: [
    ({ schema, next }) => {
      const [required, json] = next();
      const { writeOnly, format } = z.globalRegistry.get(schema as z.ZodType) ?? {};
      const kept = { ...(writeOnly === true && { writeOnly }), ...(typeof format === 'string' && { format }) };
      return typeof json === 'object' ? [required, { ...json, ...kept }] : [required, json];
    },
  ],
});

/** Every schema that has a name, twice where what is taken and what is given differ. */
export function namedSchemas(): Named {
  const named: Named = {};
  for (const [id, schema] of (z.globalRegistry as unknown as { _idmap: Map<string, z.ZodType> })._idmap) {
    named[id] = { schema, strategy: 'output' };
    const given = JSON.stringify(converter.convert(schema, { strategy: 'output' }));
    const taken = JSON.stringify(converter.convert(schema, { strategy: 'input' }));
    if (given !== taken) named[`${id}Input`] = { schema, strategy: 'input' };
  }
  return named;
}

const prefix = '#/components/schemas/';

function collectRefs(value: unknown, found: Set<string>): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref' && typeof inner === 'string' && inner.startsWith(prefix)) found.add(inner.slice(prefix.length));
    else collectRefs(inner, found);
  }
}

/** The names that are used by `roots`, directly or through others. */
function usedNames(roots: unknown, schemas: Record<string, unknown>): Set<string> {
  const used = new Set<string>();
  collectRefs(roots, used);
  for (const name of used) collectRefs(schemas[name], used);
  return used;
}

/** A body that says the same as a named schema is that schema: the path takes its parameters out of an extended one. */
export function nameOf(schema: unknown, schemas: Record<string, unknown>): { $ref: string } | null {
  const text = JSON.stringify(schema);
  const name = Object.keys(schemas).find((each) => JSON.stringify(schemas[each]) === text);
  return name === undefined ? null : { $ref: `${prefix}${name}` };
}

/** Leaves out what nobody refers to; what is only ever taken needs no `Input` in its name. */
export function tidySchemas<T>(document: T, schemasOf: (document: T) => Record<string, unknown>, rootsOf: (document: T) => unknown): T {
  const schemas = schemasOf(document);
  const used = usedNames(rootsOf(document), schemas);
  for (const name of Object.keys(schemas)) if (!used.has(name)) delete schemas[name];
  const renamed = [...used].filter((name) => name.endsWith('Input') && !used.has(name.slice(0, -5)));
  let text = JSON.stringify(document);
  for (const name of renamed) text = text.replaceAll(`"${prefix}${name}"`, `"${prefix}${name.slice(0, -5)}"`);
  const tidy = JSON.parse(text) as T;
  const target = schemasOf(tidy);
  for (const name of renamed) {
    target[name.slice(0, -5)] = target[name];
    delete target[name];
  }
  return tidy;
}
