import { type FoundChannel, listChannels } from '../../document/list-channels.ts';
import { equalJson, isObject, type JsonObject, objectAt } from '../../document/normalise/json.ts';
import { emitSchemas } from '../emit.ts';
import { blankPath } from '../openapi/path.ts';
import { followMap, note, type Room } from '../openapi/room.ts';
import type { Scope } from '../report.ts';
import type { Direction } from '../schema/change.ts';
import { compareMessages, messageListOf, replyListOf } from './message.ts';
import { compareServers } from './server.ts';

const whole: Scope = { operation: null, isFlipped: false, isUnstable: false, place: '', from: undefined, to: undefined };
const scopeOf = (channel: FoundChannel): Scope => ({ ...whole, operation: channel.key });

/** What a service receives is a request to it; what it sends is its response. */
const directionOf = ({ method }: FoundChannel): Direction => (method === 'RECEIVE' ? 'request' : 'response');

/** AsyncAPI 2 and 3, in any mix: channels by their address and what the service does there. */
export function compareAsyncApi(room: Room): void {
  const { both, gone, come } = matchChannels(listChannels(room.from.document), listChannels(room.to.document));
  compareServers(room, whole);
  for (const [from, to] of both) compareChannel(room, from, to);
  for (const channel of gone)
    note(room, scopeOf(channel), {
      id: channel.method === 'CHANNEL' ? 'channel.removed' : 'channel.operation.removed',
      severity: 'breaking',
      direction: directionOf(channel),
      message: goneWords[channel.method].replace('{}', channel.address),
      from: channel.method === 'CHANNEL' ? channel.channel : channel.operation,
    });
  for (const channel of come)
    note(room, scopeOf(channel), {
      id: channel.method === 'CHANNEL' ? 'channel.added' : 'channel.operation.added',
      severity: 'info',
      direction: directionOf(channel),
      message: `${channel.key} is new.`,
      to: channel.method === 'CHANNEL' ? channel.channel : channel.operation,
    });
}

const goneWords = {
  SEND: 'The service no longer sends to `{}`: who listens there waits in vain.',
  RECEIVE: 'The service no longer receives from `{}`.',
  CHANNEL: 'The channel `{}` was removed.',
};

interface ChannelPairs {
  both: [FoundChannel, FoundChannel][];
  gone: FoundChannel[];
  come: FoundChannel[];
}

function matchChannels(from: FoundChannel[], to: FoundChannel[]): ChannelPairs {
  const both: [FoundChannel, FoundChannel][] = [];
  let gone = from;
  let come = to;
  for (const keyOf of [
    (channel: FoundChannel) => channel.key,
    (channel: FoundChannel) => `${channel.method} ${blankPath(channel.address)}`,
    bareKey,
  ]) {
    const free = new Map(come.toReversed().map((channel) => [keyOf(channel), channel]));
    gone = gone.filter((channel) => {
      const found = free.get(keyOf(channel));
      if (!found) return true;
      both.push([channel, found]);
      free.delete(keyOf(channel));
      return false;
    });
    const taken = new Set(both.map(([, channel]) => channel));
    come = come.filter((channel) => !taken.has(channel));
  }
  return { both, gone, come };
}

/** A channel without a word on who sends is the same one when it gets an operation. */
const bareKey = ({ method, address, key }: FoundChannel) => (method === 'CHANNEL' ? blankPath(address) : key);

function compareChannel(room: Room, from: FoundChannel, to: FoundChannel): void {
  const scope = scopeOf(to);
  const direction = directionOf(from);
  const list = { direction, from: messageListOf(room.from, from), to: messageListOf(room.to, to) };
  compareMessages(room, scope, { ...list, what: 'message' });
  const reply = { from: replyListOf(room.from, from), to: replyListOf(room.to, to) };
  compareMessages(room, scope, { ...reply, direction: direction === 'request' ? 'response' : 'request', what: 'reply' });
  compareAddress(room, scope, from, to);
  const [was, is] = [from.operationName, to.operationName];
  if (was !== null && was !== is)
    note(room, scope, {
      id: is === null ? 'operationId.removed' : 'operationId.changed',
      severity: 'warning',
      message: `The operation was called \`${was}\` and is now ${is === null ? 'without a name' : `called \`${is}\``}: generated clients change.`,
      from: nodeOf(from),
      to: nodeOf(to),
    });
  for (const [name, a, b] of [
    ['channel', from.channel, to.channel],
    ['operation', from.operation, to.operation],
  ] as const)
    if (!equalJson(bindingsOf(a), bindingsOf(b)))
      note(room, scope, {
        id: `${name}.bindings.changed`,
        severity: 'warning',
        message: `The bindings of the ${name} changed.`,
        from: a,
        to: b,
        key: 'bindings',
        detail: name,
      });
}

const nodeOf = ({ operation, channel }: FoundChannel) => (Object.keys(operation).length > 0 ? operation : channel);
const bindingsOf = (node: unknown) => (isObject(node) ? objectAt(node, 'bindings') : undefined) ?? {};

/** The variables of an address: in 2 with a schema, in 3 with plain values. */
function compareAddress(room: Room, scope: Scope, from: FoundChannel, to: FoundChannel): void {
  const [before, after] = [followMap(room.from, ownerOf(from), 'parameters'), followMap(room.to, ownerOf(to), 'parameters')];
  for (const [name, parameter] of before) {
    const kept = after.get(name);
    if (!kept) continue;
    const part = { area: 'param', direction: 'request', subject: `address parameter \`${name}\``, name, in: 'address' } as const;
    emitSchemas(room.report, room.pairs, scope, { ...part, from: schemaOf(parameter), to: schemaOf(kept) });
  }
}

const ownerOf = ({ channel }: FoundChannel): JsonObject | undefined => (isObject(channel) ? channel : undefined);

const schemas = new WeakMap<JsonObject, JsonObject>();

/** In 3 the parameter itself says its values. */
function schemaOf(parameter: JsonObject): JsonObject {
  const schema = objectAt(parameter, 'schema');
  if (schema) return schema;
  const known = schemas.get(parameter) ?? { type: 'string', ...(Array.isArray(parameter.enum) ? { enum: parameter.enum } : {}) };
  schemas.set(parameter, known);
  return known;
}
