import { isObject, type Json, type JsonObject, listAt, member, objectAt, textAt } from '../../document/normalise/json.ts';
import { listParameters } from '../openapi/parameter.ts';
import { followObject } from '../openapi/room.ts';
import type { Place } from '../place.ts';
import type { Side } from '../side.ts';
import { type Wish, writeSample } from './sample.ts';

/** A request or response as it would go over the wire. */
export interface Message {
  method: string | null;
  path: string | null;
  status: string | null;
  headers: Record<string, string>;
  body?: Json;
}

/** What the message must hold, whatever else the sample writes. */
export interface Fixed {
  body?: { mediaType: string | undefined; value: Json };
  parameter?: { in: string; name: string; value: Json };
  /** Parameters written although they are optional. */
  present?: string[];
  noBody?: boolean;
  security?: JsonObject | undefined;
}

export function wishOf(side: Side, end: 'from' | 'to', direction: 'request' | 'response'): Wish {
  return { side, end, direction, path: [], hasValue: false, variant: 0, depth: 0, isFull: false };
}

export function writeRequest(side: Side, end: 'from' | 'to', place: Place, fixed: Fixed): Message {
  const wish = wishOf(side, end, 'request');
  const message: Message = { method: place.method, path: place.path, status: null, headers: {} };
  const query: string[] = [];
  for (const parameter of listParameters(side, place).values()) {
    const { name, node } = parameter;
    const isTarget = fixed.parameter?.in === parameter.in && fixed.parameter.name.toLowerCase() === name.toLowerCase();
    if (!isTarget && node.required !== true && parameter.in !== 'path' && !fixed.present?.includes(name)) continue;
    const schema = member(node, 'schema') ?? member(Object.values(objectAt(node, 'content') ?? {})[0], 'schema') ?? {};
    const value = isTarget ? (fixed.parameter?.value as Json) : writeSample(side.conjunction(schema), wish);
    putParameter(message, query, parameter.in, name, value, node);
  }
  addCredentials(message, query, side, fixed.security);
  if (query.length > 0) message.path = `${message.path}?${query.join('&')}`;
  if (fixed.body) addBody(message, fixed.body.mediaType, fixed.body.value);
  else if (!fixed.noBody) writeBody(message, side, wish, followObject(side, place.operation.requestBody));
  return message;
}

function writeBody(message: Message, side: Side, wish: Wish, body: JsonObject | undefined): void {
  const [type, mediaType] = Object.entries(objectAt(body, 'content') ?? {})[0] ?? [];
  if (type === undefined || body?.required !== true) return;
  addBody(message, type, writeSample(side.conjunction(member(mediaType, 'schema') ?? {}), wish));
}

function addBody(message: Message, mediaType: string | undefined, value: Json): void {
  if (mediaType !== undefined) message.headers['content-type'] = mediaType;
  message.body = value;
}

function putParameter(message: Message, query: string[], where: string, name: string, value: Json, node: JsonObject): void {
  const text = showValue(value);
  if (where === 'path') message.path = (message.path ?? '').replace(`{${name}}`, encodeURIComponent(text));
  else if (where === 'header') message.headers[name] = text;
  else if (where === 'cookie') message.headers.cookie = `${name}=${encodeURIComponent(text)}`;
  else query.push(...queryParts(name, value, node));
}

const showValue = (value: Json): string =>
  Array.isArray(value) ? value.map(showValue).join(',') : isObject(value) ? JSON.stringify(value) : String(value);

const separators: { [style: string]: string } = { spaceDelimited: '%20', pipeDelimited: '|' };

function queryParts(name: string, value: Json, node: JsonObject): string[] {
  const key = encodeURIComponent(name);
  const style = textAt(node, 'style') ?? 'form';
  const isExploded = typeof node.explode === 'boolean' ? node.explode : style === 'form';
  if (Array.isArray(value)) {
    if (isExploded) return value.map((item) => `${key}=${encodeURIComponent(showValue(item))}`);
    return [`${key}=${value.map((item) => encodeURIComponent(showValue(item))).join(separators[style] ?? ',')}`];
  }
  if (isObject(value) && node.content === undefined)
    return Object.entries(value).map(
      ([inner, item]) =>
        `${style === 'deepObject' ? `${key}[${encodeURIComponent(inner)}]` : encodeURIComponent(inner)}=${encodeURIComponent(showValue(item))}`,
    );
  return [`${key}=${encodeURIComponent(showValue(value))}`];
}

/** Credentials in the shape that a requirement asks for, without any secret. */
function addCredentials(message: Message, query: string[], side: Side, requirement: JsonObject | undefined): void {
  const schemes = objectAt(objectAt(side.document, 'components'), 'securitySchemes');
  for (const name of Object.keys(requirement ?? {})) {
    const scheme = followObject(side, member(schemes, name));
    const scopes = listAt(requirement, name).join(' ');
    if (scheme?.type === 'apiKey') addKey(message, query, textAt(scheme, 'name') ?? name, textAt(scheme, 'in'));
    else if (scheme?.type === 'http' && textAt(scheme, 'scheme')?.toLowerCase() === 'basic') message.headers.authorization = 'Basic …';
    else message.headers.authorization = `Bearer …${scopes ? ` (${scopes})` : ''}`;
  }
}

function addKey(message: Message, query: string[], key: string, place: string | undefined): void {
  if (place === 'query') query.push(`${encodeURIComponent(key)}=…`);
  else if (place === 'cookie') message.headers.cookie = `${key}=…`;
  else message.headers[key] = '…';
}

export function writeResponse(side: Side, end: 'from' | 'to', place: Place, status: string, fixed: Fixed): Message {
  const wish = wishOf(side, end, 'response');
  const message: Message = { method: place.method, path: place.path, status, headers: {} };
  const response = followObject(side, member(objectAt(place.operation, 'responses'), status));
  for (const [name, written] of Object.entries(objectAt(response, 'headers') ?? {})) {
    const header = followObject(side, written);
    const isTarget = fixed.parameter?.name.toLowerCase() === name.toLowerCase();
    if (isTarget && fixed.parameter) message.headers[name] = showValue(fixed.parameter.value);
    else if (header?.required === true) message.headers[name] = showValue(writeSample(side.conjunction(member(header, 'schema') ?? {}), wish));
  }
  if (fixed.body) addBody(message, fixed.body.mediaType, fixed.body.value);
  else if (!fixed.noBody) {
    const [type, mediaType] = Object.entries(objectAt(response, 'content') ?? {})[0] ?? [];
    if (type !== undefined) addBody(message, type, writeSample(side.conjunction(member(mediaType, 'schema') ?? {}), wish));
  }
  return message;
}
