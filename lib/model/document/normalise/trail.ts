import { escapePointer, isObject, type Json, type JsonObject, setMember } from './json.ts';

export type Dialect = 'swagger' | '3.0' | '3.1' | 'asyncapi';

/** Remembers for each object of the normalised document where it stands in the original. */
export interface Trail {
  dialect: Dialect;
  origins: Map<object, string>;
  depth: number;
}

/** Deeper than any document that people write: what lies below is taken as saying nothing. */
export const maxDepth = 400;

export function mark<T extends Json>(trail: Trail, node: T, pointer: string): T {
  if (typeof node === 'object' && node !== null) trail.origins.set(node, pointer);
  return node;
}

export const below = (pointer: string, key: string | number) => `${pointer}/${typeof key === 'number' ? key : escapePointer(key)}`;

export type Convert = (value: Json, pointer: string, trail: Trail) => Json;

/** A copy whose members go through the conversion of their name; those without one are kept as they are. */
export function convertMembers(source: JsonObject, pointer: string, trail: Trail, conversions: Map<string, Convert>): JsonObject {
  const target: JsonObject = {};
  for (const key of Object.keys(source)) {
    const value = source[key] as Json;
    const convert = conversions.get(key);
    setMember(target, key, convert ? convert(value, below(pointer, key), trail) : value);
  }
  return mark(trail, target, pointer);
}

/** A map from any name to one kind of thing. */
export function mapOf(convert: Convert): Convert {
  return (value, pointer, trail) => {
    if (!isObject(value)) return mark(trail, {}, pointer);
    const target: JsonObject = {};
    for (const key of Object.keys(value)) {
      const item = value[key] as Json;
      setMember(target, key, key.startsWith('x-') && !isObject(item) ? item : convert(item, below(pointer, key), trail));
    }
    return mark(trail, target, pointer);
  };
}

export function listOf(convert: Convert): Convert {
  return (value, pointer, trail) =>
    mark(trail, Array.isArray(value) ? value.map((item, index) => convert(item, below(pointer, index), trail)) : [], pointer);
}
