import { equalJson, isObject, type Json, type JsonObject, member, objectAt, textAt } from '../../document/normalise/json.ts';
import type { Severity } from '../../finding.ts';
import { emitSchemas } from '../emit.ts';
import { directionOf, type MessagePart, type Scope } from '../report.ts';
import type { Direction } from '../schema/change.ts';
import type { Conjunction, Flat } from '../schema/flat.ts';
import type { Pair } from '../schema/pair.ts';
import { covers, isKindOf, matchMediaTypes } from './media-type.ts';
import { followMap, note, type Room } from './room.ts';

export type ContentPart = Omit<MessagePart, 'from' | 'to'>;

/** The media types of a body, and what each of them holds. */
export function compareContent(room: Room, scope: Scope, part: ContentPart, from: JsonObject, to: JsonObject): void {
  const before = followMap(room.from, from, 'content');
  const after = followMap(room.to, to, 'content');
  const { both, gone, come } = matchMediaTypes([...before.keys()], [...after.keys()]);
  const seen = new Set<Pair>();
  for (const type of gone) tellGone(room, scope, part, type, from, to);
  for (const type of come) tellNew(room, scope, part, type, from, to);
  for (const [old, now] of both) {
    const [a, b] = [before.get(old) ?? {}, after.get(now) ?? {}];
    if (old !== now) tellRenamed(room, scope, part, old, now, a, b);
    if (!room.same(a, b)) compareMediaType(room, scope, { ...part, mediaType: now }, a, b, seen);
  }
}

const limit = (severity: Severity, part: ContentPart): Severity => (part.isError && severity === 'breaking' ? 'warning' : severity);
const detailOf = (part: ContentPart, type = '') => [part.area, part.in, part.name, part.status, type].join(' ');

function tellGone(room: Room, scope: Scope, part: ContentPart, type: string, from: JsonObject, to: JsonObject): void {
  note(
    room,
    scope,
    {
      id: `${part.direction === 'request' ? 'body' : 'response'}.media-type.removed`,
      aliases: [part.direction === 'request' ? 'request-body-media-type-removed' : 'response-media-type-removed'],
      severity: limit('breaking', part),
      direction: part.direction,
      message:
        directionOf(scope, part.direction) === 'request'
          ? `${part.subject} can no longer be sent as \`${type}\`.`
          : `${part.subject} is no longer available as \`${type}\`.`,
      from: objectAt(from, 'content') ?? from,
      key: type,
      ...(member(to, 'content') === undefined ? {} : {}),
      detail: detailOf(part, type),
    },
    { part: { ...part, mediaType: type, from: member(objectAt(objectAt(from, 'content'), type), 'schema'), to: undefined } },
  );
}

function tellNew(room: Room, scope: Scope, part: ContentPart, type: string, _from: JsonObject, to: JsonObject): void {
  note(room, scope, {
    id: `${part.direction === 'request' ? 'body' : 'response'}.media-type.added`,
    aliases: [part.direction === 'request' ? 'request-body-media-type-added' : 'response-media-type-added'],
    severity: 'info',
    direction: part.direction,
    message: `${part.subject} is now also available as \`${type}\`.`,
    to: objectAt(to, 'content') ?? to,
    key: type,
    detail: detailOf(part, type),
  });
}

/** `application/json` became `application/*`, or the other way. */
function tellRenamed(room: Room, scope: Scope, part: ContentPart, old: string, now: string, from: JsonObject, to: JsonObject): void {
  const wider = covers(now, old) || isKindOf(old, now);
  const narrower = covers(old, now) || isKindOf(now, old);
  if (wider && narrower) return;
  const isRequest = directionOf(scope, part.direction) === 'request';
  const severity = isRequest ? (covers(now, old) ? 'info' : 'breaking') : wider ? 'breaking' : 'info';
  note(
    room,
    scope,
    {
      id: `${part.direction === 'request' ? 'body' : 'response'}.media-type.${wider ? 'generalized' : 'specialized'}`,
      aliases:
        part.direction === 'request'
          ? ['request-body-media-type-removed', 'request-body-media-type-added']
          : [wider ? 'response-media-type-name-generalized' : 'response-media-type-name-specialized', 'response-media-type-name-changed'],
      severity: limit(severity, part),
      direction: part.direction,
      message: `${part.subject} was \`${old}\` and is now \`${now}\`.`,
      from,
      to,
      detail: detailOf(part, old),
    },
    { part: { ...part, mediaType: old, from: member(from, 'schema'), to: member(to, 'schema') } },
  );
}

function compareMediaType(room: Room, scope: Scope, part: ContentPart, from: JsonObject, to: JsonObject, seen: Set<Pair>): void {
  for (const key of ['schema', 'itemSchema']) {
    const [before, after] = [member(from, key), member(to, key)];
    const whole: MessagePart = {
      ...part,
      subject: key === 'schema' ? part.subject : `each item of ${part.subject}`,
      from: before ?? {},
      to: after ?? {},
    };
    if (key === 'schema' && (before === undefined) !== (after === undefined)) tellSchema(room, scope, whole, from, to, after !== undefined);
    else if (before !== undefined || after !== undefined) emitSchemas(room.report, room.pairs, scope, whole, seen);
  }
  compareEncodings(room, scope, part, from, to);
}

/** A body that had no schema could be anything. */
function tellSchema(room: Room, scope: Scope, part: MessagePart, from: JsonObject, to: JsonObject, isAdded: boolean): void {
  const isRequest = directionOf(scope, part.direction) === 'request';
  if (isSaying(part.from) === isSaying(part.to)) return;
  note(
    room,
    scope,
    {
      id: `${part.direction === 'request' ? 'body' : 'response'}.schema.${isAdded ? 'added' : 'removed'}`,
      aliases: [`${part.direction}-body-media-type-schema-${isAdded ? 'added' : 'removed'}`],
      severity: limit(isAdded ? (isRequest ? 'breaking' : 'info') : isRequest ? 'info' : 'warning', part),
      direction: part.direction,
      message: isAdded
        ? `${part.subject} now has a schema; it could be anything before.`
        : `${part.subject} no longer has a schema: it may be anything.`,
      from,
      to,
      key: 'schema',
      detail: detailOf(part, part.mediaType),
    },
    { part },
  );
}

const isSaying = (schema: Json | undefined) => !(schema === true || (isObject(schema) && Object.keys(schema).length === 0));

function compareEncodings(room: Room, scope: Scope, part: ContentPart, from: JsonObject, to: JsonObject): void {
  const [before, after] = [objectAt(from, 'encoding') ?? {}, objectAt(to, 'encoding') ?? {}];
  const severity = limit(directionOf(scope, part.direction) === 'request' ? 'breaking' : 'warning', part);
  const tell = (name: string, key: string, what: string, a: object | undefined, b: object | undefined) =>
    note(
      room,
      scope,
      {
        id: 'body.encoding.changed',
        severity,
        direction: part.direction,
        message: `${what} of ${part.subject} is now encoded differently.`,
        from: a ?? from,
        to: b ?? to,
        key,
        detail: detailOf(part, `${part.mediaType} ${name}`),
      },
      { part: { ...part, from: member(from, 'schema'), to: member(to, 'schema') } },
    );
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [plainEncoding(room, 'from', from, name), plainEncoding(room, 'to', to, name)];
    if (was && is && !isReadAlike(was, is, directionOf(scope, part.direction))) tell(name, name, `Field \`${name}\``, before, after);
  }
  for (const key of ['itemEncoding', 'prefixEncoding'])
    if (!equalJson(member(from, key), member(to, key))) tell(key, key, key === 'itemEncoding' ? 'Each item' : 'A part', from, to);
}

function propertyOf(room: Room, side: 'from' | 'to', mediaType: JsonObject, name: string): Flat | undefined {
  const flatOf = side === 'from' ? room.pairs.flatFrom : room.pairs.flatTo;
  const found = flatOf(room[side].conjunction(member(mediaType, 'schema'))).properties.get(name);
  return found && flatOf(found);
}

interface PlainEncoding {
  how: Json;
  types: string[];
}

/** How a field is written, with what the specification takes where nothing is said. */
function plainEncoding(room: Room, side: 'from' | 'to', mediaType: JsonObject, name: string): PlainEncoding | undefined {
  const property = propertyOf(room, side, mediaType, name);
  if (!property) return undefined;
  const { style = 'form', explode = style === 'form', allowReserved = false, ...rest } = objectAt(objectAt(mediaType, 'encoding'), name) ?? {};
  const flatOf = side === 'from' ? room.pairs.flatFrom : room.pairs.flatTo;
  const types = textAt(rest, 'contentType') ?? usualType(property, flatOf);
  return { how: { style, explode, allowReserved, headers: rest.headers ?? {} }, types: types.split(',').map((type) => type.trim().toLowerCase()) };
}

function usualType(flat: Flat, flatOf: (schema: Conjunction) => Flat): string {
  const types = flat.types?.filter((type) => type !== 'null') ?? [];
  if (types.includes('array')) return flat.items ? usualType(flatOf(flat.items), flatOf) : 'application/json';
  if (types.includes('object')) return 'application/json';
  const isBytes = types.length === 0 || flat.contentEncoding !== undefined || flat.formats.some((format) => format === 'binary' || format === 'byte');
  return isBytes ? 'application/octet-stream' : 'text/plain';
}

/** Whoever sent, or read, the old media types can go on. */
function isReadAlike(was: PlainEncoding, is: PlainEncoding, direction: Direction): boolean {
  const [narrow, wide] = direction === 'request' ? [was.types, is.types] : [is.types, was.types];
  return equalJson(was.how, is.how) && narrow.every((type) => wide.some((other) => covers(other, type)));
}
