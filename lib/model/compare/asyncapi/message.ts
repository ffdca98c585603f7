import { type FoundChannel, messagesOf } from '../../document/list-channels.ts';
import { equalJson, isObject, type Json, type JsonObject, listAt, member, objectAt, textAt } from '../../document/normalise/json.ts';
import { emitSchemas } from '../emit.ts';
import { followObject, note, type Room } from '../openapi/room.ts';
import type { Scope } from '../report.ts';
import type { Direction } from '../schema/change.ts';
import type { Side } from '../side.ts';

export interface Message {
  name: string;
  node: JsonObject;
  contentType: string;
  payload: Json | undefined;
  headers: Json | undefined;
}

/** A message with what its traits add. */
function readMessage(side: Side, name: string, node: JsonObject): Message {
  const traits = listAt(node, 'traits').map((trait) => followObject(side, trait));
  const first = (key: string) => [node, ...traits].map((owner) => member(owner, key)).find((value) => value !== undefined);
  const type = first('contentType') ?? member(side.document, 'defaultContentType');
  return { name, node, contentType: typeof type === 'string' ? type : 'application/json', payload: node.payload, headers: first('headers') };
}

export function messageListOf(side: Side, channel: FoundChannel): Message[] {
  return messagesOf(side.document, channel).flatMap(({ name, message }) => (isObject(message) ? [readMessage(side, name, message)] : []));
}

/** In AsyncAPI 3 an operation may name what is answered. */
export function replyListOf(side: Side, { operation }: FoundChannel): Message[] {
  const reply = isObject(operation) ? followObject(side, operation.reply) : undefined;
  if (!reply) return [];
  const channel = followObject(side, reply.channel);
  const named = listAt(reply, 'messages');
  const written: [string, Json][] =
    named.length > 0 ? named.map((value, index) => [nameOf(value, index), value]) : Object.entries(objectAt(channel, 'messages') ?? {});
  return written.flatMap(([name, value]) => {
    const node = followObject(side, value);
    return node ? [readMessage(side, textAt(node, 'name') ?? name, node)] : [];
  });
}

const nameOf = (value: Json, index: number) => textAt(value, '$ref')?.split('/').at(-1) ?? String(index);

export interface MessageLists {
  direction: Direction;
  what: 'message' | 'reply';
  from: Message[];
  to: Message[];
}

export function compareMessages(room: Room, scope: Scope, { direction, what, from, to }: MessageLists): void {
  let gone = from;
  let come = to;
  const both: [Message, Message][] = [];
  const take = (fits: (a: Message, b: Message) => boolean) => {
    gone = gone.filter((message) => {
      const found = come.find((other) => fits(message, other));
      if (found) both.push([message, found]);
      come = come.filter((other) => other !== found);
      return !found;
    });
  };
  take((a, b) => a.name === b.name);
  take((a, b) => room.same(a.payload, b.payload));
  if (gone.length === 1 && come.length === 1) take(() => true);
  for (const [a, b] of both) compareMessage(room, scope, direction, what, a, b);
  const isRequest = direction === 'request';
  for (const { name, node } of gone)
    note(room, scope, {
      id: `${what}.removed`,
      severity: isRequest ? 'breaking' : 'warning',
      direction,
      message: isRequest ? `The ${what} \`${name}\` is no longer accepted.` : `The ${what} \`${name}\` is no longer sent.`,
      from: node,
      detail: name,
    });
  for (const { name, node } of come)
    note(room, scope, {
      id: `${what}.added`,
      severity: isRequest || from.length === 0 ? 'info' : 'breaking',
      direction,
      message: isRequest ? `The ${what} \`${name}\` is now accepted too.` : `The ${what} \`${name}\` may now arrive, which consumers do not know.`,
      to: node,
      detail: name,
    });
}

function compareMessage(room: Room, scope: Scope, direction: Direction, what: string, from: Message, to: Message): void {
  const part = { area: 'body', direction, mediaType: to.contentType } as const;
  const subject = `the ${what} \`${to.name}\``;
  emitSchemas(room.report, room.pairs, scope, { ...part, subject, status: `${what} ${to.name}`, from: from.payload ?? {}, to: to.payload ?? {} });
  emitSchemas(room.report, room.pairs, scope, {
    ...part,
    subject: `the headers of ${subject}`,
    status: `${what} ${to.name} headers`,
    from: from.headers ?? {},
    to: to.headers ?? {},
  });
  const base = { direction, from: from.node, to: to.node, detail: `${what} ${to.name}` };
  if (from.contentType.toLowerCase() !== to.contentType.toLowerCase())
    note(room, scope, {
      id: 'message.content-type.changed',
      severity: 'breaking',
      message: `The ${what} \`${to.name}\` was \`${from.contentType}\` and is now \`${to.contentType}\`.`,
      key: 'contentType',
      ...base,
    });
  for (const key of ['bindings', 'correlationId'])
    if (!equalJson(member(from.node, key) ?? {}, member(to.node, key) ?? {}))
      note(room, scope, {
        id: `message.${key}.changed`,
        severity: 'warning',
        message: `The \`${key}\` of the ${what} \`${to.name}\` changed.`,
        key,
        ...base,
      });
}
