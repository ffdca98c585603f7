import type { DocumentIndex, OperationEntry, SchemaEntry } from '../document.ts';
import { listChannels, messagesOf } from './list-channels.ts';
import { listOperations, makeKeys } from './list-operations.ts';
import { listServers } from './list-servers.ts';
import { follow, followRefs, joinPointer, pointerOfRef, resolvePointer } from './pointer.ts';
import { entriesOf, field, isTree, type Json, listOf, type Tree, textOf, treeOf } from './tree.ts';

const mostDescription = 20_000;
const mostProperties = 500;

/** `OpenAPI 3.1.0`, `OpenAPI 2.0`, `AsyncAPI 2.6.0`; null when the document names no such version. */
export function formatOf(document: Json): string | null {
  for (const [name, label] of [['openapi', 'OpenAPI'] as const, ['swagger', 'OpenAPI'] as const, ['asyncapi', 'AsyncAPI'] as const]) {
    const value = field(document, name);
    const version = typeof value === 'number' && Number.isInteger(value) ? value.toFixed(1) : textOf(value, 40);
    if (version !== null && /^\d+(?:\.\d+){0,2}(?:-[\w.]+)?$/.test(version)) return `${label} ${version}`;
  }
  return null;
}

function parameterNames(document: Json, ...lists: (Json | undefined)[]): string[] {
  const names = new Set<string>();
  for (const value of lists.flatMap(listOf)) {
    const parameter = follow(document, value);
    const name = parameter.in === 'body' ? null : textOf(parameter.name);
    if (name) names.add(name);
  }
  return [...names];
}

function tagNames(value: Json | undefined): string[] {
  return [...new Set(listOf(value).flatMap((tag) => textOf(isTree(tag) ? tag.name : tag) ?? []))];
}

function operationEntries(document: Json): OperationEntry[] {
  return listOperations(document).map(({ key, kind, method, path, item, operation, pointer }) => ({
    key,
    kind,
    method,
    path,
    operationId: textOf(operation.operationId),
    summary: textOf(operation.summary, 300) ?? textOf(item.summary, 300) ?? textOf(operation.description, 300)?.split('\n')[0] ?? null,
    tags: tagNames(operation.tags),
    deprecated: operation.deprecated === true,
    parameters: parameterNames(document, operation.parameters, item.parameters),
    pointer,
  }));
}

function channelEntries(document: Json): OperationEntry[] {
  return listChannels(document).map(({ key, method, address, channel, operation, operationName, pointer }) => ({
    key,
    kind: 'channel',
    method,
    path: address,
    operationId: operationName,
    summary: textOf(operation.summary, 300) ?? textOf(operation.title, 300) ?? textOf(channel.summary, 300) ?? textOf(channel.description, 300),
    tags: tagNames([...listOf(operation.tags), ...listOf(channel.tags)].map((tag) => follow(document, tag))),
    deprecated: operation.deprecated === true || channel.deprecated === true,
    parameters: entriesOf(channel.parameters).flatMap(([name]) => textOf(name) ?? []),
    pointer,
  }));
}

/** More than any real schema is put together from. */
const mostParts = 100;

/** A schema, what it refers to and what `allOf` adds, each once. */
function* partsOf(document: Json, schema: Json | undefined): Generator<Tree> {
  const seen = new Set<Json>();
  const queue: (Json | undefined)[] = [schema];
  while (queue.length > 0 && seen.size < mostParts) {
    const value = queue.pop();
    if (!isTree(value) || seen.has(value)) continue;
    seen.add(value);
    yield value;
    queue.push(...listOf(value.allOf).toReversed());
    const target = typeof value.$ref === 'string' ? pointerOfRef(document, value.$ref) : null;
    if (target !== null) queue.push(resolvePointer(document, target));
  }
}

/** Names of a schema's own properties and of what `allOf` adds, references followed. */
export function propertyNames(document: Json, schema: Json | undefined): string[] {
  const names = new Set<string>();
  for (const { properties } of partsOf(document, schema)) for (const name of Object.keys(treeOf(properties))) names.add(textOf(name) ?? '');
  names.delete('');
  return [...names].slice(0, mostProperties);
}

/** The schema of a message: AsyncAPI 3 may wrap it to name its language. */
export function payloadOf(document: Json, message: Tree): Json | undefined {
  const payload = followRefs(document, message.payload, '').value;
  return isTree(payload) && Object.hasOwn(payload, 'schemaFormat') ? payload.schema : payload;
}

function schemaEntries(document: Json): SchemaEntry[] {
  const nameOf = makeKeys();
  const places = [
    ['/components/schemas', field(field(document, 'components'), 'schemas')],
    ['/definitions', field(document, 'definitions')],
  ] as const;
  return places.flatMap(([parent, schemas]) =>
    entriesOf(schemas).map(([name, schema]) => ({
      name: nameOf(textOf(name) ?? 'schema'),
      properties: propertyNames(document, schema),
      pointer: joinPointer(parent, name),
    })),
  );
}

/** Messages of the components and of the channels, each once, with the properties of their payloads. */
function messageEntries(document: Json): SchemaEntry[] {
  const found = new Map<Tree, SchemaEntry>();
  const add = (name: string | null, message: Tree, pointer: string) => {
    if (!found.has(message))
      found.set(message, { name: name ?? 'message', properties: propertyNames(document, payloadOf(document, message)), pointer });
  };
  for (const [name, value] of entriesOf(field(field(document, 'components'), 'messages'))) {
    const target = followRefs(document, value, joinPointer('/components/messages', name));
    if (isTree(target.value)) add(textOf(name), target.value, target.pointer);
  }
  for (const channel of listChannels(document)) for (const { name, message, pointer } of messagesOf(document, channel)) add(name, message, pointer);
  return [...found.values()];
}

function withoutTwins(entries: SchemaEntry[]): SchemaEntry[] {
  const nameOf = makeKeys();
  return entries.map((entry) => ({ ...entry, name: nameOf(entry.name) }));
}

function tagEntries(document: Json, operations: OperationEntry[]): DocumentIndex['tags'] {
  const tags = new Map<string, string | null>();
  for (const value of [...listOf(field(document, 'tags')), ...listOf(field(field(document, 'info'), 'tags'))]) {
    const tag = follow(document, value);
    const name = textOf(tag.name);
    if (name && !tags.has(name)) tags.set(name, textOf(tag.description, 2000));
  }
  for (const name of operations.flatMap((operation) => operation.tags)) if (!tags.has(name)) tags.set(name, null);
  return [...tags].map(([name, description]) => ({ name, description }));
}

/**
 * What a document holds, small enough to list at once: OpenAPI 2.0 to 3.2, AsyncAPI 2 and 3. The document must have its files joined. Wrong types are
 * passed over, never thrown at. Channels are told from the service's own side: `publish` of AsyncAPI 2 is what it RECEIVEs, `subscribe` what it SENDs.
 */
export function buildIndex(document: Json): DocumentIndex {
  const kind = field(document, 'asyncapi') === undefined ? 'openapi' : 'asyncapi';
  const info = field(document, 'info');
  const operations = kind === 'asyncapi' ? channelEntries(document) : operationEntries(document);
  const schemas = kind === 'asyncapi' ? [...schemaEntries(document), ...messageEntries(document)] : schemaEntries(document);
  return {
    kind,
    format: formatOf(document) ?? (kind === 'asyncapi' ? 'AsyncAPI' : 'OpenAPI'),
    title: textOf(field(info, 'title')) ?? 'Untitled',
    version: textOf(field(info, 'version'), 64),
    description: textOf(field(info, 'description'), mostDescription),
    servers: listServers(document),
    tags: tagEntries(document, operations),
    operations,
    schemas: withoutTwins(schemas),
  };
}
