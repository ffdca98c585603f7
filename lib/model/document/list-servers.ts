import { follow } from './pointer.ts';
import { entriesOf, field, isTree, type Json, listOf, type Tree, textOf } from './tree.ts';

const most = 500;

/** A server's URL with the defaults of its variables. */
function fillServer(server: Tree): string | null {
  const url = textOf(server.url, most);
  return url?.replace(/\{([^{}]+)\}/g, (whole, name: string) => textOf(field(field(server.variables, name), 'default')) ?? whole) ?? null;
}

function serversOf2(document: Tree): string[] {
  const host = textOf(document.host, most);
  const basePath = textOf(document.basePath, most) ?? '';
  if (!host) return basePath ? [basePath] : [];
  const schemes = listOf(document.schemes).flatMap((scheme) => textOf(scheme, 10) ?? []);
  return (schemes.length > 0 ? schemes : ['https']).map((scheme) => `${scheme}://${host}${basePath}`);
}

/** The address of an AsyncAPI server with its protocol in front. */
export function fillAsyncServer(server: Tree): string | null {
  const protocol = textOf(server.protocol, 40) ?? '';
  const raw = textOf(server.url, most) ?? `${textOf(server.host, most) ?? ''}${textOf(server.pathname, most) ?? ''}`;
  const url = fillServer({ ...server, url: raw });
  if (!url) return null;
  return /^[\w+.-]+:\/\//.test(url) || protocol === '' ? url : `${protocol}://${url}`;
}

/** The addresses that a document names, variables filled with their defaults. */
export function listServers(document: Json): string[] {
  if (!isTree(document)) return [];
  if (document.asyncapi !== undefined)
    return [...new Set(entriesOf(document.servers).flatMap(([, server]) => fillAsyncServer(follow(document, server)) ?? []))];
  if (document.swagger !== undefined) return [...new Set(serversOf2(document))];
  return [...new Set(listOf(document.servers).flatMap((server) => (isTree(server) ? (fillServer(server) ?? []) : [])))];
}
