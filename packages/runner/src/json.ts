export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member that is the document's own: never one inherited from Object.prototype. */
export function member(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function objectAt(value: unknown, key: string): JsonObject {
  const found = member(value, key);
  return isObject(found) ? found : {};
}

export function listAt(value: unknown, key: string): Json[] {
  const found = member(value, key);
  return Array.isArray(found) ? found : [];
}

export function textAt(value: unknown, key: string): string | undefined {
  const found = member(value, key);
  return typeof found === 'string' ? found : undefined;
}

export function textsAt(value: unknown, key: string): string[] {
  return listAt(value, key).filter((item) => typeof item === 'string');
}

/** Sets a member even where its name is `__proto__`. */
export function setMember(target: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

export const escapeStep = (key: string | number) => String(key).replaceAll('~', '~0').replaceAll('/', '~1');

function unescapeStep(step: string): string {
  let text = step;
  try {
    text = decodeURIComponent(step);
  } catch {
    // A % that stands for itself.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** What a JSON pointer names, or undefined. A leading `#` is allowed. */
export function readPointer(root: Json, pointer: string): Json | undefined {
  const text = pointer.startsWith('#') ? pointer.slice(1) : pointer;
  if (text === '') return root;
  if (!text.startsWith('/')) return undefined;
  let value: Json | undefined = root;
  for (const step of text.slice(1).split('/')) {
    const key = unescapeStep(step);
    value = Array.isArray(value) ? value[Number(key)] : (member(value, key) ?? member(value, step));
    if (value === undefined) return undefined;
  }
  return value;
}

/** One text for all JSON values that are equal. */
export function stableText(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${stableText(value[key])}`).join(',')}}`;
}

export const equalJson = (a: Json | undefined, b: Json | undefined) => a === b || stableText(a) === stableText(b);

/** The JSON name of what a value is. */
export function kindOf(value: Json | undefined): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return value === undefined ? 'nothing' : typeof value;
}
