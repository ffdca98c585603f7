export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member that is the document's own: never one inherited from Object.prototype. */
export function member(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function objectAt(value: Json | undefined, key: string): JsonObject | undefined {
  const found = member(value, key);
  return isObject(found) ? found : undefined;
}

export function listAt(value: Json | undefined, key: string): Json[] {
  const found = member(value, key);
  return Array.isArray(found) ? found : [];
}

export function textAt(value: Json | undefined, key: string): string | undefined {
  const found = member(value, key);
  return typeof found === 'string' ? found : undefined;
}

/** Sets a member even where its name is `__proto__`. */
export function setMember(target: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

export function escapePointer(key: string): string {
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}

function unescapePointer(key: string): string {
  let text = key;
  if (text.includes('%')) {
    try {
      text = decodeURIComponent(text);
    } catch {
      text = key;
    }
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** What a JSON pointer names, or undefined. A leading `#` is allowed. */
export function readPointer(root: Json, pointer: string): Json | undefined {
  const text = pointer.startsWith('#') ? pointer.slice(1) : pointer;
  if (text === '') return root;
  if (!text.startsWith('/')) return undefined;
  let value: Json | undefined = root;
  for (const part of text.slice(1).split('/')) {
    value = step(value, part);
    if (value === undefined) return undefined;
  }
  return value;
}

function step(value: Json, part: string): Json | undefined {
  const key = unescapePointer(part);
  if (Array.isArray(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  return member(value, key) ?? member(value, part);
}

/** Equal as JSON: members in any order. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => equalJson(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]));
}

/** One text for all JSON values that are equal. */
export function stableText(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`;
  if (isObject(value))
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${stableText(value[key])}`)
      .join(',')}}`;
  return JSON.stringify(value) ?? 'null';
}
