import { makeKeys } from './list-operations.ts';
import { followRefs, joinPointer, type Place } from './pointer.ts';
import { entriesOf, field, isTree, type Json, listOf, type Tree, textOf } from './tree.ts';

/** What a service does on a channel of an AsyncAPI document. */
export interface FoundChannel {
  key: string;
  /** From the service's own side; CHANNEL where the document names no operation. */
  method: 'SEND' | 'RECEIVE' | 'CHANNEL';
  address: string;
  channel: Tree;
  channelPointer: string;
  /** Empty for a channel without operations. */
  operation: Tree;
  operationName: string | null;
  pointer: string;
}

export function asyncMajor(document: Json): number {
  return Number.parseInt(textOf(field(document, 'asyncapi')) ?? '', 10) || 0;
}

type Bare = Omit<FoundChannel, 'key'>;

function placeOf(document: Json, value: Tree, pointer: string): { channel: Tree; channelPointer: string } {
  const target: Place = followRefs(document, value, pointer);
  return isTree(target.value) ? { channel: target.value, channelPointer: target.pointer } : { channel: value, channelPointer: pointer };
}

/** In AsyncAPI 2 `publish` says what others may publish, so the service receives it; `subscribe` is what it sends. */
function* channelsOf2(document: Json): Generator<Bare> {
  for (const [name, value] of entriesOf(field(document, 'channels'))) {
    const place = { ...placeOf(document, value, joinPointer('/channels', name)), address: textOf(name, 1000) ?? '' };
    const operations = [
      ['SEND', 'subscribe'],
      ['RECEIVE', 'publish'],
    ] as const;
    const present = operations.filter(([, verb]) => isTree(field(place.channel, verb)));
    for (const [method, verb] of present) {
      const operation = place.channel[verb] as Tree;
      yield { ...place, method, operation, operationName: textOf(operation.operationId), pointer: joinPointer(place.channelPointer, verb) };
    }
    if (present.length === 0) yield { ...place, method: 'CHANNEL', operation: {}, operationName: null, pointer: place.channelPointer };
  }
}

function addressOf(channel: Tree, pointer: string): string {
  return textOf(channel.address, 1000) ?? textOf(pointer.split('/').at(-1)?.replaceAll('~1', '/').replaceAll('~0', '~'), 1000) ?? '';
}

function* channelsOf3(document: Json): Generator<Bare> {
  const used = new Set<string>();
  for (const [name, value] of entriesOf(field(document, 'operations'))) {
    const at = followRefs(document, value, joinPointer('/operations', name));
    if (!isTree(at.value)) continue;
    const operation = at.value;
    const target = followRefs(document, operation.channel, '');
    const channel = isTree(target.value) ? target.value : {};
    used.add(target.pointer);
    const method = operation.action === 'receive' ? 'RECEIVE' : 'SEND';
    const address = isTree(target.value) ? addressOf(channel, target.pointer) : (textOf(name, 1000) ?? '');
    yield { method, address, channel, channelPointer: target.pointer, operation, operationName: textOf(name), pointer: at.pointer };
  }
  for (const [name, value] of entriesOf(field(document, 'channels'))) {
    const own = joinPointer('/channels', name);
    const place = placeOf(document, value, own);
    if (used.has(own) || used.has(place.channelPointer)) continue;
    const address = addressOf(place.channel, own);
    yield { ...place, method: 'CHANNEL', address, operation: {}, operationName: null, pointer: place.channelPointer };
  }
}

/** Every channel and what the service does there, in the order of the document. Never throws, whatever the types. */
export function listChannels(document: Json): FoundChannel[] {
  const keyOf = makeKeys();
  const given = new Set<string>();
  const found: FoundChannel[] = [];
  for (const bare of asyncMajor(document) >= 3 ? channelsOf3(document) : channelsOf2(document)) {
    const plain = `${bare.method} ${bare.address}`;
    const key = given.has(plain) && bare.operationName ? `${plain} (${bare.operationName})` : plain;
    given.add(plain);
    found.push({ ...bare, key: keyOf(key) });
  }
  return found;
}

export interface FoundMessage {
  name: string;
  message: Tree;
  pointer: string;
}

/** The messages of one entry: its own in AsyncAPI 2; in 3 those it names, or all of its channel. */
export function messagesOf(document: Json, { operation, channel, pointer, channelPointer }: FoundChannel): FoundMessage[] {
  const single = field(operation, 'message');
  const alternatives = field(single, 'oneOf');
  const candidates: [string, Json][] = [];
  if (Array.isArray(alternatives))
    candidates.push(...alternatives.map((value, at): [string, Json] => [joinPointer(pointer, 'message', 'oneOf', at), value]));
  else if (single !== undefined) candidates.push([joinPointer(pointer, 'message'), single]);
  const named = listOf(field(operation, 'messages'));
  if (named.length > 0) candidates.push(...named.map((value, at): [string, Json] => [joinPointer(pointer, 'messages', at), value]));
  else if (single === undefined)
    candidates.push(
      ...entriesOf(field(channel, 'messages')).map(([name, value]): [string, Json] => [joinPointer(channelPointer, 'messages', name), value]),
    );
  return candidates.flatMap(([at, value]) => {
    const target = followRefs(document, value, at);
    if (!isTree(target.value)) return [];
    const last = target.pointer.split('/').at(-1) ?? '';
    const fallback = /^(?:\d+|message)$/.test(last) ? 'message' : last.replaceAll('~1', '/').replaceAll('~0', '~');
    return [{ name: textOf(target.value.name) ?? textOf(fallback) ?? 'message', message: target.value, pointer: target.pointer }];
  });
}
