import { isTree, type Json, listOf, type Tree, treeOf } from './tree.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/**
 * Where a document's server is in truth: the origin is always the registered one. A path of the server's own replaces the base URL's;
 * a server without a path, or one that cannot be read, is the base URL itself.
 */
export function placeServer(serverUrl: string, baseUrl: string): string {
  const base = new URL(baseUrl);
  const here = `${base.origin}${base.pathname.replace(/\/+$/, '')}`;
  if (/[{}]/.test(serverUrl) || !URL.canParse(serverUrl, `${here}/`)) return here;
  const path = new URL(serverUrl, `${here}/`).pathname.replace(/\/+$/, '');
  if (path === '' || base.pathname.replace(/\/+$/, '').endsWith(path)) return here;
  return `${base.origin}${path}`;
}

/** Values for a server's variables: their defaults. */
function fillVariables({ url, variables }: Tree): string {
  const known = treeOf(variables);
  return String(url ?? '/').replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = known[name];
    return isTree(variable) && typeof variable.default === 'string' ? variable.default : whole;
  });
}

function placeList(servers: Json | undefined, baseUrl: string): { url: string }[] {
  const urls = listOf(servers)
    .filter(isTree)
    .map((server) => placeServer(fillVariables(server), baseUrl));
  return [...new Set(urls)].map((url) => ({ url }));
}

function placeSwagger(document: Tree, baseUrl: string): Tree {
  const placed = new URL(placeServer(typeof document.basePath === 'string' ? document.basePath : '/', baseUrl));
  return { ...document, host: placed.host, basePath: placed.pathname, schemes: [placed.protocol.replace(':', '')] };
}

/** A copy of a document whose servers lie at the base URL of the registered service. */
export function placeServers(document: Tree, baseUrl: string): Tree {
  if (typeof document.swagger === 'string') return placeSwagger(document, baseUrl);
  const own = placeList(document.servers, baseUrl);
  const servers = own.length > 0 ? own : [{ url: placeServer('/', baseUrl) }];
  const placeItem = (item: Json): Json => {
    if (!isTree(item)) return item;
    const operations = methods.filter((method) => isTree(item[method]) && Array.isArray((item[method] as Tree).servers));
    const replaced = operations.map((method) => {
      const operation = item[method] as Tree;
      return [method, { ...operation, servers: placeList(operation.servers, baseUrl) }];
    });
    return { ...item, ...(Array.isArray(item.servers) ? { servers: placeList(item.servers, baseUrl) } : {}), ...Object.fromEntries(replaced) };
  };
  const paths = isTree(document.paths)
    ? Object.fromEntries(Object.entries(document.paths).map(([path, item]) => [path, placeItem(item)]))
    : undefined;
  return { ...document, servers, ...(paths ? { paths } : {}) };
}
