import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Json = Record<string, unknown>;

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Json;
}

/** One path and method of a contract, with its references resolved. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  parameters: Parameter[];
  /** Schema of the JSON body; null where none is taken. */
  body: Json | null;
  responses: Record<string, { headers?: Record<string, { required?: boolean; schema: Json }>; content?: Record<string, { schema: Json }> }>;
}

/** A service's OpenAPI document and what it declares. */
export interface Contract {
  document: Json;
  version: string;
  operations: Operation[];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** Puts what `#/…` points at in its place. Our contracts have no circles. */
function resolve(node: unknown, root: Json): unknown {
  if (Array.isArray(node)) return node.map((item) => resolve(item, root));
  if (typeof node !== 'object' || node === null) return node;
  const { $ref } = node as { $ref?: unknown };
  if (typeof $ref !== 'string') return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolve(value, root)]));
  const target = $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Json | undefined)?.[key], root);
  if (target === undefined) throw new TypeError(`The contract points at ${$ref}, which is not there.`);
  return resolve(target, root);
}

interface RawOperation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Operation['responses'];
}

function operationsOf(path: string, item: Record<string, unknown>): Operation[] {
  const all = (item.parameters ?? []) as Parameter[];
  return methods.flatMap((method) => {
    const raw = item[method] as RawOperation | undefined;
    if (!raw) return [];
    const body = raw.requestBody?.content['application/json']?.schema ?? null;
    return {
      id: raw.operationId,
      method: method.toUpperCase(),
      path,
      parameters: [...all, ...(raw.parameters ?? [])],
      body,
      responses: raw.responses,
    };
  });
}

/** Reads the `openapi.yaml` beside a module: `readContract(import.meta.url)`. */
export function readContract(moduleUrl: string): Contract {
  const document = parse(readFileSync(new URL('openapi.yaml', moduleUrl), 'utf8')) as Json;
  const { info, paths } = resolve(document, document) as { info: { version: string }; paths: Record<string, Record<string, unknown>> };
  return { document, version: info.version, operations: Object.entries(paths).flatMap(([path, item]) => operationsOf(path, item)) };
}
