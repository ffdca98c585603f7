import { payloadOf } from './build-index.ts';
import { type FoundChannel, listChannels, messagesOf } from './list-channels.ts';
import { fillAsyncServer } from './list-servers.ts';
import { follow, followRefs, pointerOfRef, resolvePointer, stepsOf } from './pointer.ts';
import { rewrite } from './rewrite.ts';
import { entriesOf, field, isTree, type Json, listOf, type Tree, textOf } from './tree.ts';
import { cutSchema } from './trim.ts';

export interface ChannelServer {
  name: string;
  url: string | null;
  protocol: string | null;
  description: string | null;
}

export interface ChannelParameter {
  name: string;
  description: string | null;
  /** Of AsyncAPI 2; 3 describes values by `enum`, `default` and `examples` alone, which stand in it too. */
  schema: Json;
}

export interface ChannelMessage {
  name: string;
  title: string | null;
  summary: string | null;
  description: string | null;
  contentType: string | null;
  /** Language of the payload's schema, where it is not AsyncAPI's own. */
  schemaFormat: string | null;
  headers: Json | null;
  payload: Json | null;
  examples: { name: string | null; headers: Json | null; payload: Json | null }[];
  correlationId: string | null;
  tags: string[];
  bindings: Json | null;
}

/** What a service does on one channel: for AsyncAPI what a slice is for OpenAPI, as plain data with its references resolved. */
export interface ChannelDescription {
  key: string;
  method: 'SEND' | 'RECEIVE' | 'CHANNEL';
  address: string;
  operationId: string | null;
  title: string | null;
  summary: string | null;
  description: string | null;
  servers: ChannelServer[];
  parameters: ChannelParameter[];
  messages: ChannelMessage[];
  reply: { address: string | null; messages: ChannelMessage[] } | null;
  security: string[];
  tags: string[];
  bindings: Json | null;
  /** References that were cut, as in the document. */
  cut: string[];
}

const maxSchemaBytes = 120_000;

/** Replaces references by what they mean, to a depth and a size. */
class Unfolder {
  private readonly document: Json;
  private readonly sizes = new Map<string, number>();
  private bytesLeft = maxSchemaBytes;
  readonly cut = new Set<string>();

  constructor(document: Json) {
    this.document = document;
  }

  unfold(schema: Json | undefined, depth: number): Json | null {
    if (schema === undefined) return null;
    return rewrite('schema', schema, (copy, slot, ref) => (ref === null || slot !== 'schema' ? copy : this.unfoldRef(copy, ref, depth)));
  }

  private sizeAt(pointer: string, value: Json): number {
    const bytes = this.sizes.get(pointer) ?? JSON.stringify(value).length;
    this.sizes.set(pointer, bytes);
    return bytes;
  }

  private unfoldRef(copy: Tree, ref: string, depth: number): Json {
    const pointer = pointerOfRef(this.document, ref);
    const value = pointer ? resolvePointer(this.document, pointer) : undefined;
    const title = (pointer ? stepsOf(pointer).at(-1) : null) ?? ref;
    if (value === undefined) return { title, description: `Missing: ${textOf(ref)} leads nowhere in this document` };
    const bytes = this.sizeAt(pointer as string, value);
    if (depth <= 0 || bytes > this.bytesLeft) {
      this.cut.add(ref);
      return { ...cutSchema(pointer as string), title };
    }
    this.bytesLeft -= bytes;
    const { $ref: _, ...beside } = copy;
    const unfolded = this.unfold(value, depth - 1);
    return isTree(unfolded) ? { title, ...unfolded, ...beside } : unfolded;
  }
}

const tagsOf = (document: Json, ...lists: (Json | undefined)[]) => [
  ...new Set(lists.flatMap(listOf).flatMap((tag) => textOf(follow(document, tag).name) ?? [])),
];

/** A thing with what its traits add; its own fields win. */
function withTraits(document: Json, value: Tree): Tree {
  return Object.assign({}, ...listOf(value.traits).map((trait) => follow(document, trait)), value);
}

function serversFor(document: Json, channel: Tree): ChannelServer[] {
  const all = entriesOf(field(document, 'servers'));
  const wanted = listOf(channel.servers);
  const named = new Set(wanted.flatMap((server) => textOf(server) ?? []));
  const referred = new Set(wanted.map((server) => followRefs(document, server, '').value));
  const chosen =
    wanted.length === 0 ? all : all.filter(([name, server]) => named.has(name) || referred.has(followRefs(document, server, '').value ?? null));
  return chosen.map(([name, value]) => {
    const server = follow(document, value);
    return {
      name: textOf(name) ?? '',
      url: fillAsyncServer(server),
      protocol: textOf(server.protocol, 40),
      description: textOf(server.description, 2000),
    };
  });
}

function describeMessage(document: Json, name: string, bare: Tree, unfolder: Unfolder, depth: number): ChannelMessage {
  const message = withTraits(document, bare);
  const payload = followRefs(document, message.payload, '').value;
  const wrapped = isTree(payload) && Object.hasOwn(payload, 'schemaFormat') ? payload : null;
  const headers = followRefs(document, message.headers, '').value;
  return {
    name,
    title: textOf(message.title),
    summary: textOf(message.summary, 1000),
    description: textOf(message.description, 10_000),
    contentType: textOf(message.contentType) ?? textOf(field(document, 'defaultContentType')),
    schemaFormat: textOf(wrapped?.schemaFormat ?? message.schemaFormat),
    headers: unfolder.unfold(isTree(headers) && Object.hasOwn(headers, 'schemaFormat') ? headers.schema : headers, depth),
    payload: unfolder.unfold(wrapped ? payloadOf(document, message) : message.payload, depth),
    examples: listOf(message.examples)
      .filter(isTree)
      .slice(0, 20)
      .map((example) => ({
        name: textOf(example.name) ?? textOf(example.summary),
        headers: example.headers ?? null,
        payload: example.payload ?? null,
      })),
    correlationId: textOf(follow(document, message.correlationId).location),
    tags: tagsOf(document, message.tags),
    bindings: followRefs(document, message.bindings, '').value ?? null,
  };
}

function parametersOf(document: Json, channel: Tree, unfolder: Unfolder, depth: number): ChannelParameter[] {
  return entriesOf(channel.parameters).map(([name, value]) => {
    const { description, schema, location: _, ...rest } = follow(document, value);
    return {
      name: textOf(name) ?? '',
      description: textOf(description, 2000),
      schema: schema === undefined ? { type: 'string', ...rest } : unfolder.unfold(schema, depth),
    };
  });
}

function replyOf(document: Json, found: FoundChannel, unfolder: Unfolder, depth: number): ChannelDescription['reply'] {
  if (found.operation.reply === undefined) return null;
  const reply = follow(document, found.operation.reply);
  const target = followRefs(document, reply.channel, '');
  const channel = isTree(target.value) ? target.value : {};
  const address = textOf(channel.address, 1000) ?? textOf(follow(document, reply.address).location, 1000) ?? textOf(stepsOf(target.pointer).at(-1));
  const messages = messagesOf(document, { ...found, operation: { messages: reply.messages ?? [] }, channel, channelPointer: target.pointer });
  return { address, messages: messages.map(({ name, message }) => describeMessage(document, name, message, unfolder, depth)) };
}

function securityOf(document: Json, { operation }: FoundChannel): string[] {
  return listOf(operation.security).flatMap((requirement) => {
    const ref = field(requirement, '$ref');
    const pointer = typeof ref === 'string' ? pointerOfRef(document, ref) : null;
    return pointer ? stepsOf(pointer).slice(-1) : Object.keys(isTree(requirement) ? requirement : {});
  });
}

/** The description of one entry of an AsyncAPI document's index, schemas unfolded to `depth` references. Null when there is no such entry. */
export function describeChannel(document: Json, key: string, { depth }: { depth: number }): ChannelDescription | null {
  const found = listChannels(document).find((entry) => entry.key === key);
  if (!found) return null;
  const operation = withTraits(document, found.operation);
  const { channel } = found;
  const unfolder = new Unfolder(document);
  const bindings = { ...follow(document, channel.bindings), ...follow(document, operation.bindings) };
  const described = {
    key,
    method: found.method,
    address: found.address,
    operationId: found.operationName,
    title: textOf(operation.title) ?? textOf(channel.title),
    summary: textOf(operation.summary, 1000) ?? textOf(channel.summary, 1000),
    description: textOf(operation.description, 10_000) ?? textOf(channel.description, 10_000),
    servers: serversFor(document, channel),
    parameters: parametersOf(document, channel, unfolder, depth),
    messages: messagesOf(document, found).map(({ name, message }) => describeMessage(document, name, message, unfolder, depth)),
    reply: replyOf(document, found, unfolder, depth),
    security: securityOf(document, found),
    tags: tagsOf(document, operation.tags, channel.tags),
    bindings: Object.keys(bindings).length > 0 ? bindings : null,
  };
  return { ...described, cut: [...unfolder.cut] };
}
