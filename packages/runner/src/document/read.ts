import { readFile, stat } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Json } from '../json.ts';
import { DocumentError } from './contract.ts';

const usualPaths = [
  '/openapi.json',
  '/openapi.yaml',
  '/swagger.json',
  '/v3/api-docs',
  '/api/openapi.json',
  '/api-docs',
  '/swagger/v1/swagger.json',
  '/openapi.yml',
  '/docs/openapi.json',
];
const mostBytes = 20_000_000;
const deadlineMs = 15_000;

const isAddress = (text: string) => /^https?:\/\//i.test(text);

/** JSON or YAML. An alias bomb is refused by the parser. */
export function parseDocument(text: string, where: string): Json {
  try {
    return text.trimStart().startsWith('{') ? (JSON.parse(text) as Json) : (parse(text, { maxAliasCount: 1000 }) as Json);
  } catch (error) {
    throw new DocumentError(`${where} is neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}`);
  }
}

async function fetchText(url: string, headers: Record<string, string>): Promise<string | null> {
  const response = await fetch(url, {
    headers: { accept: 'application/json, application/yaml, */*;q=0.5', ...headers },
    signal: AbortSignal.timeout(deadlineMs),
  });
  const text = await response.text();
  if (text.length > mostBytes) throw new DocumentError(`The document at ${url} is longer than ${mostBytes / 1e6} MB.`);
  return response.ok ? text : null;
}

function unreachable(url: string, error: unknown): DocumentError {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return new DocumentError(`${url} does not answer: ${cause?.code ?? cause?.message ?? message}.`);
}

async function fetchDocument(url: string, headers: Record<string, string>): Promise<Json> {
  const text = await fetchText(url, headers).catch((error) => {
    throw error instanceof DocumentError ? error : unreachable(url, error);
  });
  if (text === null) throw new DocumentError(`There is no document at ${url}.`);
  return parseDocument(text, url);
}

async function readDocumentFile(path: string): Promise<Json> {
  const info = await stat(path).catch(() => null);
  if (!info?.isFile()) throw new DocumentError(`There is no file ${path}.`);
  if (info.size > mostBytes) throw new DocumentError(`${path} is longer than ${mostBytes / 1e6} MB.`);
  return parseDocument(await readFile(path, 'utf8'), path);
}

const isDocument = (value: unknown) => typeof value === 'object' && value !== null && ('openapi' in value || 'swagger' in value);

async function findDocument(baseUrl: string, headers: Record<string, string>): Promise<Json> {
  const { origin, pathname } = new URL(baseUrl);
  const bases = [...new Set([origin + pathname.replace(/\/+$/, ''), origin])];
  for (const url of bases.flatMap((base) => usualPaths.map((path) => base + path))) {
    const text = await fetchText(url, headers).catch((error) => {
      throw error instanceof DocumentError ? error : unreachable(baseUrl, error);
    });
    const found = text === null || text.trimStart().startsWith('<') ? null : tryParse(text, url);
    if (isDocument(found)) return found;
  }
  throw new DocumentError(
    `No document was found at ${baseUrl} (tried ${usualPaths.slice(0, 4).join(', ')}, …). Name it with --document <address or file>.`,
  );
}

function tryParse(text: string, url: string): Json {
  try {
    return parseDocument(text, url);
  } catch {
    return null;
  }
}

/** The document from an address, a file or memory; without any, from where services usually serve it. */
export async function readDocument(
  source: string | object | undefined,
  baseUrl: string,
  credentials: { token?: string | undefined } = {},
): Promise<Json> {
  if (typeof source === 'object') return source as Json;
  const isOwn = source === undefined || (isAddress(source) && new URL(source).origin === new URL(baseUrl).origin);
  const headers: Record<string, string> = credentials.token && isOwn ? { authorization: `Bearer ${credentials.token}` } : {};
  if (source === undefined) return findDocument(baseUrl, headers);
  return isAddress(source) ? fetchDocument(source, headers) : readDocumentFile(source);
}
