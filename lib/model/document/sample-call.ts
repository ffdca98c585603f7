import { type SampleRequest, sampleRequest } from './sample-request.ts';
import type { Json } from './tree.ts';

export interface SampleCall {
  language: 'curl' | 'fetch' | 'sdk';
  code: string;
}

const shell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const js = (text: string) => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
const nameOf = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : js(name));

/** A value as source text, with `pad` before every line but the first. */
function literal(value: Json, pad = ''): string {
  if (typeof value === 'string') return js(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${pad}  `;
  const parts = Array.isArray(value)
    ? value.map((part) => literal(part, inner))
    : Object.entries(value).map(([name, part]) => `${nameOf(name)}: ${literal(part, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const line = `${open}${Array.isArray(value) ? '' : ' '}${parts.join(', ')}${Array.isArray(value) ? '' : ' '}${close}`;
  if (parts.length === 0) return `${open}${close}`;
  return line.length <= 80 && !line.includes('\n') ? line : `${open}\n${parts.map((part) => `${inner}${part},`).join('\n')}\n${pad}${close}`;
}

const encode = (value: string) => (/^<[\w -]+>$/.test(value) ? value : encodeURIComponent(value));

const pathOf = ({ path, pathParameters }: SampleRequest): string =>
  path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => encode(pathParameters[name] ?? name));

function urlOf(request: SampleRequest): string {
  const { baseUrl, query } = request;
  const search = query.map(([name, value]) => `${encodeURIComponent(name)}=${encode(value)}`).join('&');
  return `${baseUrl}${pathOf(request)}${search === '' ? '' : `?${search}`}`;
}

const asText = (value: Json | undefined) => (typeof value === 'string' ? value : JSON.stringify(value));

function headersOf({ headers, body }: SampleRequest): [string, string][] {
  const type: [string, string][] = body && body.kind !== 'parts' ? [['Content-Type', body.type]] : [];
  return [...Object.entries(headers), ...type];
}

function curlBody({ body }: SampleRequest): string[] {
  if (body === null) return [];
  if (body.kind === 'json') return [`--data ${shell(JSON.stringify(body.value, null, 2))}`];
  if (body.kind === 'raw') return ['--data-binary @<file>'];
  const flag = body.kind === 'form' ? '--data-urlencode' : '--form';
  return Object.entries(body.value).map(([name, value]) => `${flag} ${shell(`${name}=${asText(value) === '<file>' ? '@<file>' : asText(value)}`)}`);
}

function curl(request: SampleRequest): string {
  const method =
    request.method === 'GET' && request.body === null ? [] : request.method === 'HEAD' ? ['--head'] : [`--request ${shell(request.method)}`];
  const headers = headersOf(request).map(([name, value]) => `--header ${shell(`${name}: ${value}`)}`);
  return [`curl ${shell(urlOf(request))}`, ...method, ...headers, ...curlBody(request)].join(' \\\n  ');
}

function fetchBody({ body }: SampleRequest): string | null {
  if (body === null) return null;
  if (body.kind === 'json') return `JSON.stringify(${literal(body.value, '  ')})`;
  if (body.kind === 'raw') return 'file';
  if (body.kind === 'form')
    return `new URLSearchParams(${literal(Object.fromEntries(Object.entries(body.value).map(([name, value]) => [name, asText(value)])), '  ')})`;
  return 'form';
}

function formOf({ body }: SampleRequest): string {
  if (body?.kind !== 'parts') return '';
  const fields = Object.entries(body.value).map(
    ([name, value]) => `form.append(${js(name)}, ${asText(value) === '<file>' ? 'file' : js(asText(value))});`,
  );
  return ['const form = new FormData();', ...fields, '', ''].join('\n');
}

function fetchCall(request: SampleRequest): string {
  const headers = Object.fromEntries(headersOf(request));
  const body = fetchBody(request);
  const options = [
    ...(request.method === 'GET' ? [] : [`method: ${js(request.method)}`]),
    ...(Object.keys(headers).length > 0 ? [`headers: ${literal(headers, '  ')}`] : []),
    ...(body === null ? [] : [`body: ${body}`]),
  ];
  const given = options.length > 0 ? `, {\n${options.map((option) => `  ${option},`).join('\n')}\n}` : '';
  const answer = request.method === 'HEAD' ? '' : '\nconst result = await response.json();';
  return `${formOf(request)}const response = await fetch(${js(urlOf(request))}${given});\nif (!response.ok) throw new Error(\`HTTP \${response.status}\`);${answer}`;
}

/** What the client of `@signalbox/sdk` has methods for. */
const sdkMethods = new Set(['GET', 'DELETE', 'POST', 'PUT', 'PATCH']);

function paramsOf({ query }: SampleRequest): Record<string, Json> {
  const params: Record<string, Json> = {};
  for (const [name, value] of query) {
    const known = params[name];
    params[name] = known === undefined ? value : [...[known].flat(), value];
  }
  return params;
}

function sdk(request: SampleRequest, service: string): string | null {
  const { method, body } = request;
  if (!sdkMethods.has(method) || (body !== null && body.kind !== 'json')) return null;
  const headers = { ...request.headers };
  const config: Record<string, Json> = { name: service, baseUrl: request.baseUrl };
  if (request.bearer) {
    config.jwtToken = '<token>';
    delete headers.Authorization;
  }
  if (request.apiKeyHeader?.toLowerCase() === 'x-api-key') {
    config.apiKey = '<api-key>';
    delete headers[request.apiKeyHeader];
  }
  const params = paramsOf(request);
  const options = { ...(Object.keys(params).length > 0 ? { params } : {}), ...(Object.keys(headers).length > 0 ? { headers } : {}) };
  const takesBody = method !== 'GET' && method !== 'DELETE';
  const given = Object.keys(options).length > 0 ? [literal(options)] : [];
  const value = body === null ? (given.length > 0 ? ['undefined'] : []) : [literal(body.value)];
  const call = [js(pathOf(request)), ...(takesBody ? value : []), ...given].join(', ');
  return [
    "import { ServiceClient } from '@signalbox/sdk';",
    '',
    `const client = new ServiceClient(${literal(config)});`,
    `const result = await client.${method.toLowerCase()}(${call});`,
  ].join('\n');
}

/** How to call an operation, with what is required filled in and placeholders such as `<token>` where credentials go. Works on a slice too. */
export function sampleCalls(document: Json, key: string, { service }: { service: string }): SampleCall[] {
  const request = sampleRequest(document, key);
  if (!request) return [];
  const ours = sdk(request, service);
  return [
    { language: 'curl', code: curl(request) },
    { language: 'fetch', code: fetchCall(request) },
    ...(ours === null ? [] : [{ language: 'sdk' as const, code: ours }]),
  ];
}
