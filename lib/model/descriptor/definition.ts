import { field, isTree, type Json, listOf, textOf } from '../document/tree.ts';
import type { DocumentKind } from '../document.ts';
import type { Fields } from './draft.ts';

const marks: [DocumentKind, RegExp][] = [
  ['asyncapi', /^\s*["']?asyncapi["']?\s*:/m],
  ['openapi', /^\s*["']?(openapi|swagger)["']?\s*:/m],
];

/** Which of the documents that Signalbox keeps a text is; null for GraphQL, gRPC and all else. */
export function documentKindOf(type: string | null, text: string): DocumentKind | null {
  const found = marks.find(([, pattern]) => pattern.test(text.slice(0, 20_000)));
  if (found) return found[0];
  if (/^\s*\{/.test(text) && (type === 'openapi' || type === 'asyncapi')) return type;
  return null;
}

/** The address that a document gives for its server, where it is a whole one. */
function addressIn(document: Json): string | undefined {
  const server = textOf(field(listOf(field(document, 'servers'))[0], 'url'), 2048);
  if (server !== null) return /^https?:\/\/[^{}]+$/i.test(server) ? server.replace(/\/+$/, '') : undefined;
  const host = textOf(field(document, 'host'), 500);
  if (host === null || !isTree(document) || !Object.hasOwn(document, 'swagger')) return undefined;
  const scheme = listOf(document.schemes).includes('http') && !listOf(document.schemes).includes('https') ? 'http' : 'https';
  return `${scheme}://${host}${textOf(document.basePath, 500) ?? ''}`.replace(/\/+$/, '');
}

interface Topics {
  publishes: Set<string>;
  subscribes: Set<string>;
}

/** In AsyncAPI 2 the words are the reader's: what others may subscribe to is what the service publishes. */
function addChannels(topics: Topics, channels: Json | undefined): void {
  for (const [name, channel] of Object.entries(isTree(channels) ? channels : {})) {
    if (field(channel, 'subscribe') !== undefined) topics.publishes.add(name);
    if (field(channel, 'publish') !== undefined) topics.subscribes.add(name);
  }
}

function addOperations(topics: Topics, operations: Json | undefined, channels: Json | undefined): void {
  for (const operation of Object.values(isTree(operations) ? operations : {})) {
    const id = textOf(field(field(operation, 'channel'), '$ref'), 500)
      ?.split('/')
      .at(-1);
    if (id === undefined) continue;
    const address = textOf(field(field(channels, id), 'address'), 500) ?? id;
    topics[field(operation, 'action') === 'send' ? 'publishes' : 'subscribes'].add(address);
  }
}

function topicsIn(document: Json): Pick<Fields, 'publishes' | 'subscribes'> {
  const topics: Topics = { publishes: new Set(), subscribes: new Set() };
  addChannels(topics, field(document, 'channels'));
  addOperations(topics, field(document, 'operations'), field(document, 'channels'));
  const given = Object.entries(topics).map(([side, names]) => [side, [...names].filter((name) => name.length <= 100).slice(0, 200)] as const);
  return Object.fromEntries(given.filter(([, names]) => names.length > 0));
}

/** What a document lets guess of the service behind it. */
export function guessFromDocument(kind: DocumentKind, document: Json): Fields {
  if (kind === 'asyncapi') return topicsIn(document);
  const baseUrl = addressIn(document);
  return baseUrl === undefined ? {} : { baseUrl };
}
