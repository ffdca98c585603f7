import { parseDocument } from 'yaml';

/** What an API document says of itself at a glance. */
export interface Sketch {
  format: 'OpenAPI' | 'Swagger' | 'AsyncAPI';
  specVersion: string;
  title: string;
  version: string | null;
  description: string;
  /** Operations of OpenAPI and Swagger, channels of AsyncAPI. */
  operations: number;
}

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);
const markers = { openapi: 'OpenAPI', swagger: 'Swagger', asyncapi: 'AsyncAPI' } as const;

const line = (value: unknown, most: number) =>
  String(value ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, most);

function parseWholeYaml(text: string): unknown {
  const parsed = parseDocument(text, { strict: false, logLevel: 'silent' });
  return parsed.errors.length > 0 ? undefined : parsed.toJS({ maxAliasCount: 100 });
}

const mostYaml = 200_000;
const topLevel = /^(?=["']?[\w-]+["']?\s*:)/m;
const headKey = /^["']?(?:openapi|swagger|asyncapi|info)["']?\s*:/;

/** A long text is read by its head alone: parsing ten megabytes of YAML would hold up everything else for seconds. */
function parseYaml(text: string): unknown {
  if (text.length <= mostYaml) return parseWholeYaml(text);
  const blocks = text.split(topLevel);
  const tree = parseWholeYaml(blocks.filter((block) => headKey.test(block) && block.length <= mostYaml).join(''));
  const paths = blocks.find((block) => /^["']?(?:paths|channels)["']?\s*:/.test(block)) ?? '';
  return isTree(tree) ? { ...tree, [/^["']?paths/.test(paths) ? 'paths' : 'channels']: countedPaths(paths) } : undefined;
}

/** Paths and the methods below them, by their indentation. */
function countedPaths(block: string): Tree {
  const tree: Record<string, Tree> = {};
  let item: Tree = {};
  let [pathDepth, keyDepth] = [0, 0];
  for (const [, blank = '', key = ''] of block.matchAll(/^( +)["']?([^\s"':#][^\s"':]*)["']?:/gm)) {
    pathDepth ||= blank.length;
    if (blank.length > pathDepth) keyDepth ||= blank.length;
    if (blank.length === keyDepth) item[key] = null;
    if (blank.length !== pathDepth) continue;
    item = {};
    tree[key] = item;
  }
  return tree;
}

function parseText(text: string): unknown {
  try {
    if (/^\s*[[{]/.test(text)) return JSON.parse(text);
    return /^(?:---|#|%|["']?(?:openapi|swagger|asyncapi)["']?\s*:)/m.test(text) ? parseYaml(text) : undefined;
  } catch {
    return undefined;
  }
}

function countOperations(format: Sketch['format'], tree: Tree): number {
  if (format === 'AsyncAPI') return isTree(tree.channels) ? Object.keys(tree.channels).length : 0;
  if (!isTree(tree.paths)) return 0;
  return Object.values(tree.paths).reduce<number>(
    (sum, item) => sum + (isTree(item) ? Object.keys(item).filter((key) => methods.has(key)).length : 0),
    0,
  );
}

/** Null when the text is no OpenAPI, Swagger or AsyncAPI document. */
export function sketchDocument(text: string, contentType: string | null): Sketch | null {
  const body = text.replace(/^\uFEFF/, '');
  if (/\bhtml\b/i.test(contentType ?? '') || /^\s*</.test(body)) return null;
  const tree = parseText(body);
  if (!isTree(tree)) return null;
  const key = (Object.keys(markers) as (keyof typeof markers)[]).find((name) => /^\d+(?:\.\d+){0,2}/.test(String(tree[name] ?? '')));
  if (key === undefined) return null;
  const info = isTree(tree.info) ? tree.info : {};
  return {
    format: markers[key],
    specVersion: line(tree[key], 20),
    title: line(info.title, 100),
    version: line(info.version, 64) || null,
    description: line(info.description, 500),
    operations: countOperations(markers[key], tree),
  };
}

/** `OpenAPI 3.0.3, User Service API 1.2.0, 4 operations`. */
export function describeSketch(sketch: Sketch): string {
  const title = [sketch.title, sketch.version].filter((part) => part).join(' ');
  const unit = sketch.format === 'AsyncAPI' ? 'channel' : 'operation';
  const amount = `${sketch.operations} ${unit}${sketch.operations === 1 ? '' : 's'}`;
  return [`${sketch.format} ${sketch.specVersion}`, title, amount].filter((part) => part !== '').join(', ');
}
