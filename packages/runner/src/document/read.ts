import { readFile, stat } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Json } from '../json.ts';
import { DocumentError } from './contract.ts';
import { documentsNamed, documentWithin, usualPages, usualPaths } from './places.ts';

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

interface Page {
  text: string;
  link: string;
}

async function fetchPage(url: string, headers: Record<string, string>): Promise<Page | null> {
  const response = await fetch(url, {
    headers: { accept: 'application/json, application/yaml, */*;q=0.5', ...headers },
    signal: AbortSignal.timeout(deadlineMs),
  });
  const text = await response.text();
  if (text.length > mostBytes) throw new DocumentError(`The document at ${url} is longer than ${mostBytes / 1e6} MB.`);
  return response.ok ? { text, link: response.headers.get('link') ?? '' } : null;
}

function unreachable(url: string, error: unknown): DocumentError {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return new DocumentError(`${url} does not answer: ${cause?.code ?? cause?.message ?? message}.`);
}

const asDocumentError = (url: string) => (error: unknown) => {
  throw error instanceof DocumentError ? error : unreachable(url, error);
};

async function fetchDocument(url: string, headers: Record<string, string>): Promise<Json> {
  const page = await fetchPage(url, headers).catch(asDocumentError(url));
  if (page === null) throw new DocumentError(`There is no document at ${url}.`);
  return parseDocument(page.text, url);
}

async function readDocumentFile(path: string): Promise<Json> {
  const info = await stat(path).catch(() => null);
  if (!info?.isFile()) throw new DocumentError(`There is no file ${path}.`);
  if (info.size > mostBytes) throw new DocumentError(`${path} is longer than ${mostBytes / 1e6} MB.`);
  return parseDocument(await readFile(path, 'utf8'), path);
}

const isDocument = (value: unknown) => typeof value === 'object' && value !== null && ('openapi' in value || 'swagger' in value);

type Read = (url: string) => Promise<Page | null>;

const atOnce = 6;

/** The first of many addresses that has a document. */
async function firstOf(urls: string[], read: Read): Promise<Json | undefined> {
  // Most services have theirs at the first.
  for (let at = 0; at < urls.length; at += at === 0 ? 1 : atOnce) {
    const some = urls.slice(at, at === 0 ? 1 : at + atOnce);
    const pages = await Promise.all(some.map(read));
    const found = pages.map((page, index) =>
      page === null || page.text.trimStart().startsWith('<') ? null : tryParse(page.text, some[index] ?? ''),
    );
    const document = found.find(isDocument);
    if (document) return document;
  }
  return undefined;
}

/** By what the pages of the service say. */
async function fromPages(bases: string[], read: Read): Promise<Json | undefined> {
  for (const url of bases.flatMap((base) => usualPages.map((path) => base + path))) {
    const page = await read(url);
    const within = page ? documentWithin(page.text) : undefined;
    if (isDocument(within)) return within as Json;
    const document = page && (await firstOf(documentsNamed(url, page.link, page.text), read));
    if (document) return document;
  }
  return undefined;
}

async function findDocument(baseUrl: string, headers: Record<string, string>): Promise<Json> {
  const { origin, pathname } = new URL(baseUrl);
  const bases = [...new Set([origin + pathname.replace(/\/+$/, ''), origin])];
  const read: Read = (url) => fetchPage(url, headers).catch(asDocumentError(baseUrl));
  const urls = bases.flatMap((base) => usualPaths.map((path) => base + path));
  const found = (await firstOf(urls, read)) ?? (await fromPages(bases, read));
  if (found) return found;
  throw new DocumentError(
    `No document was found at ${baseUrl} (tried ${usualPaths.slice(0, 4).join(', ')}, … and the pages that name one). Name it with --document <address or file>.`,
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
  const isOwn = source === undefined || source.startsWith('/') || (isAddress(source) && new URL(source).origin === new URL(baseUrl).origin);
  const headers: Record<string, string> = credentials.token && isOwn ? { authorization: `Bearer ${credentials.token}` } : {};
  if (source === undefined) return findDocument(baseUrl, headers);
  if (isAddress(source)) return fetchDocument(source, headers);
  const isPath = source.startsWith('/') && !(await stat(source).catch(() => null));
  return isPath && !source.startsWith('//') ? fetchDocument(new URL(source, baseUrl).href, headers) : readDocumentFile(source);
}
