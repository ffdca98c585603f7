import { type FoundOperation, listOperations } from './list-operations.ts';
import { listServers } from './list-servers.ts';
import { follow } from './pointer.ts';
import { sampleOf } from './sample-value.ts';
import { entriesOf, field, isTree, type Json, listOf, type Tree, textOf, treeOf } from './tree.ts';

export type SampleBody =
  | { kind: 'json'; type: string; value: Json }
  | { kind: 'form' | 'parts'; type: string; value: Tree }
  | { kind: 'raw'; type: string };

/** A request as it could be sent, with placeholders for credentials. */
export interface SampleRequest {
  method: string;
  baseUrl: string;
  path: string;
  pathParameters: Record<string, string>;
  query: [string, string][];
  headers: Record<string, string>;
  body: SampleBody | null;
  /** How the caller shows who it is. */
  bearer: boolean;
  apiKeyHeader: string | null;
}

const plain = (value: Json): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));

function serverOf(document: Tree, { operation, item }: FoundOperation): string {
  const own = operation.servers ?? item.servers;
  const url = (own === undefined ? listServers(document) : listServers({ servers: own }))[0] ?? '/';
  const trimmed = url.replace(/(?<!\/)\/+$/, '');
  return /^[\w+.-]+:\/\//.test(trimmed) ? trimmed : `<base-url>${trimmed}`;
}

interface Parameter extends Tree {
  name: string;
  in: string;
}

function neededParameters(document: Tree, { operation, item }: FoundOperation): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const raw of [...listOf(item.parameters), ...listOf(operation.parameters)]) {
    const parameter = follow(document, raw);
    const [name, place] = [textOf(parameter.name), textOf(parameter.in)];
    if (name && place) found.set(`${place} ${name}`, { ...parameter, name, in: place });
  }
  return [...found.values()].filter(
    (parameter) => parameter.required === true || parameter.in === 'path' || parameter.in === 'body' || parameter.in === 'formData',
  );
}

function typeOfMedia(type: string): SampleBody['kind'] {
  if (/[/+]json\b/i.test(type)) return 'json';
  if (/^multipart\//i.test(type)) return 'parts';
  return /x-www-form-urlencoded/i.test(type) ? 'form' : 'raw';
}

function bodyOf(document: Tree, { operation }: FoundOperation, parameters: Parameter[]): SampleBody | null {
  const inBody = parameters.find((parameter) => parameter.in === 'body');
  if (inBody) return { kind: 'json', type: 'application/json', value: sampleOf(document, inBody) };
  const form = parameters.filter((parameter) => parameter.in === 'formData');
  if (form.length > 0) {
    const value = Object.fromEntries(form.map((parameter) => [parameter.name, parameter.type === 'file' ? '<file>' : sampleOf(document, parameter)]));
    const parts = form.some(({ type }) => type === 'file');
    return parts ? { kind: 'parts', type: 'multipart/form-data', value } : { kind: 'form', type: 'application/x-www-form-urlencoded', value };
  }
  const media = entriesOf(follow(document, operation.requestBody).content);
  const [type, holder] = media.find(([name]) => typeOfMedia(name) === 'json') ?? media[0] ?? [];
  if (type === undefined || holder === undefined) return null;
  const kind = typeOfMedia(type);
  if (kind === 'json') return { kind, type, value: sampleOf(document, holder) };
  return kind === 'raw' ? { kind, type } : { kind, type, value: treeOf(sampleOf(document, holder)) };
}

const addCookie = ({ headers }: SampleRequest, name: string, value: string) => {
  headers.Cookie = [headers.Cookie, `${name}=${value}`].filter(Boolean).join('; ');
};

function addApiKey(request: SampleRequest, place: string | null, name: string): void {
  if (place === 'query') request.query.push([name, '<api-key>']);
  else if (place === 'cookie') addCookie(request, name, '<api-key>');
  else {
    request.headers[name] = '<api-key>';
    request.apiKeyHeader = name;
  }
}

function addScheme(request: SampleRequest, scheme: Tree): void {
  const type = textOf(scheme.type);
  if (type === 'apiKey') addApiKey(request, textOf(scheme.in), textOf(scheme.name) ?? '');
  else if (type === 'basic' || textOf(scheme.scheme)?.toLowerCase() === 'basic') request.headers.Authorization = 'Basic <user:password in base64>';
  else if (type === 'oauth2' || type === 'openIdConnect' || type === 'http') {
    request.headers.Authorization = 'Bearer <token>';
    request.bearer = true;
  }
}

/** The first way in that the document names, unless one way is to be nobody. */
function addCredentials(document: Tree, { operation }: FoundOperation, request: SampleRequest): void {
  const schemes = document.swagger === undefined ? field(document.components, 'securitySchemes') : document.securityDefinitions;
  const requirements = listOf(operation.security ?? document.security).map((requirement) => Object.keys(treeOf(requirement)));
  if (requirements.some((names) => names.length === 0)) return;
  for (const name of requirements[0] ?? []) addScheme(request, follow(document, field(schemes, name)));
}

function queryValues(parameter: Parameter, value: Json): Json[] {
  const joined = parameter.explode === false || (parameter.type === 'array' && parameter.collectionFormat !== 'multi');
  return Array.isArray(value) && !joined ? value : [value];
}

const listed = (value: Json) => (Array.isArray(value) ? value.map(plain).join(',') : plain(value));

function addParameter(request: SampleRequest, parameter: Parameter, value: Json): void {
  const { name } = parameter;
  if (parameter.in === 'path') request.pathParameters[name] = listed(value);
  else if (parameter.in === 'query') for (const one of queryValues(parameter, value)) request.query.push([name, listed(one)]);
  else if (parameter.in === 'header') request.headers[name] = plain(value).replaceAll(/[\r\n]+/g, ' ');
  else if (parameter.in === 'cookie') addCookie(request, name, plain(value));
}

/** A request for an operation with everything that is required filled in. Null for webhooks, which the reader receives, and unknown keys. */
export function sampleRequest(document: Json, key: string): SampleRequest | null {
  if (!isTree(document)) return null;
  const operations = listOperations(document);
  const found = operations.find((operation) => operation.key === key) ?? (operations.length === 1 ? operations[0] : undefined);
  if (!found || found.kind === 'webhook') return null;
  const parameters = neededParameters(document, found);
  const request: SampleRequest = {
    method: found.method,
    baseUrl: serverOf(document, found),
    path: found.name,
    pathParameters: {},
    query: [],
    headers: {},
    body: bodyOf(document, found, parameters),
    bearer: false,
    apiKeyHeader: null,
  };
  for (const parameter of parameters) addParameter(request, parameter, sampleOf(document, parameter));
  for (const [, name = ''] of found.name.matchAll(/\{([^{}]+)\}/g)) request.pathParameters[name] ??= 'text';
  addCredentials(document, found, request);
  return request;
}
