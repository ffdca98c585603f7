import type { Operation, Parameter } from '../document/document.ts';
import type { Sent } from '../http.ts';
import { isObject, type Json } from '../json.ts';

export interface DraftBody {
  /** Media type. */
  type: string;
  value: Json;
  /** Sent as it is, instead of `value`. */
  raw?: string;
  /** Properties that are files, in a form of several parts. */
  files?: string[];
}

/** A request before it is written down. */
export interface Draft {
  operation: Operation;
  /** Another method than the operation's. */
  method?: string;
  values: Map<Parameter, Json>;
  body: DraftBody | undefined;
}

/** What goes along with a call so that the service knows who calls. */
export interface Proof {
  headers: Record<string, string>;
  query: [string, string][];
  cookies: [string, string][];
}

export const noProof: Proof = { headers: {}, query: [], cookies: [] };

export const isJsonType = (type: string) => type === 'application/json' || type.endsWith('+json') || type === 'text/json';

export const isFormType = (type: string) => type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data';

export const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const joinedBy: Record<string, string> = { spaceDelimited: ' ', pipeDelimited: '|' };

/** Every pair that a query parameter becomes, by its style. */
function queryPairs({ name, style, isExploded, isJson }: Parameter, value: Json): [string, string][] {
  if (isJson) return [[name, JSON.stringify(value)]];
  if (Array.isArray(value)) {
    if (isExploded) return value.map((item) => [name, textOf(item)]);
    return [[name, value.map(textOf).join(joinedBy[style] ?? ',')]];
  }
  if (!isObject(value)) return [[name, textOf(value)]];
  const members = Object.entries(value);
  if (style === 'deepObject') return members.map(([key, item]) => [`${name}[${key}]`, textOf(item)]);
  if (isExploded) return members.map(([key, item]) => [key, textOf(item)]);
  return [[name, members.flatMap(([key, item]) => [key, textOf(item)]).join(',')]];
}

/** What paths, headers and cookies hold for a value, before it is encoded. */
export function simpleText({ isExploded, isJson }: Parameter, value: Json): string {
  if (isJson) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(textOf).join(',');
  if (!isObject(value)) return textOf(value);
  return Object.entries(value)
    .map(([key, item]) => (isExploded ? `${key}=${textOf(item)}` : `${key},${textOf(item)}`))
    .join(',');
}

const prefixes: Record<string, string> = { label: '.', matrix: ';' };

function pathText(parameter: Parameter, value: Json): string {
  const text = encodeURIComponent(simpleText(parameter, value))
    .replaceAll('%2C', ',')
    .replace(/^\.{1,2}$/, (dots) => dots.replaceAll('.', '%2E'));
  const prefix = prefixes[parameter.style] ?? '';
  return parameter.style === 'matrix' ? `${prefix}${parameter.name}=${text}` : prefix + text;
}

const boundary = 'signalbox-5f2d9c1e';

function typeOfPart(item: Json, isFile: boolean): string {
  if (isFile) return '\r\nContent-Type: application/octet-stream';
  return isObject(item) || Array.isArray(item) ? '\r\nContent-Type: application/json' : '';
}

function multipart(value: Json, files: string[]): string {
  const parts = Object.entries(isObject(value) ? value : {}).flatMap(([name, item]) => {
    const isFile = files.includes(name);
    const file = isFile ? `; filename="${name}.bin"` : '';
    const all = isFile && Array.isArray(item) ? item : [item];
    return all.map(
      (one) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}${typeOfPart(one, isFile)}\r\n\r\n${textOf(one)}\r\n`,
    );
  });
  return `${parts.join('')}--${boundary}--\r\n`;
}

function writeBody({ type, value, raw, files = [] }: DraftBody): { text: string; contentType: string } {
  if (raw !== undefined) return { text: raw, contentType: type };
  if (type === 'application/x-www-form-urlencoded') {
    const pairs = Object.entries(isObject(value) ? value : {}).flatMap(([key, item]): [string, string][] =>
      Array.isArray(item) ? item.map((one) => [key, textOf(one)]) : [[key, textOf(item)]],
    );
    return { text: String(new URLSearchParams(pairs)), contentType: type };
  }
  if (type === 'multipart/form-data') return { text: multipart(value, files), contentType: `${type}; boundary=${boundary}` };
  return {
    text: isJsonType(type) || type === '*/*' ? JSON.stringify(value) : textOf(value),
    contentType: type === '*/*' ? 'application/json' : type,
  };
}

const cookieOf = (pairs: [string, string][]) => pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');

/** The request as it goes over the wire. `baseUrl` has no slash at its end. */
export function writeDraft({ operation, method, values, body }: Draft, baseUrl: string, proof: Proof): Sent {
  let path = operation.path;
  const query: [string, string][] = [];
  const cookies = [...proof.cookies];
  const headers: Record<string, string> = { accept: 'application/json, */*;q=0.5', 'user-agent': 'signalbox-runner' };
  for (const [parameter, value] of values) {
    if (parameter.in === 'path') path = path.replaceAll(`{${parameter.name}}`, pathText(parameter, value));
    else if (parameter.in === 'query') query.push(...queryPairs(parameter, value));
    else if (parameter.in === 'cookie') cookies.push([parameter.name, simpleText(parameter, value)]);
    else headers[parameter.name.toLowerCase()] = simpleText(parameter, value);
  }
  query.push(...proof.query);
  if (cookies.length > 0) headers.cookie = cookieOf(cookies);
  const written = body && writeBody(body);
  if (written) headers['content-type'] = written.contentType;
  const search = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return {
    method: method ?? operation.method,
    url: `${baseUrl}${path}${search ? `?${search}` : ''}`,
    headers: { ...headers, ...proof.headers },
    body: written && Buffer.from(written.text),
  };
}
