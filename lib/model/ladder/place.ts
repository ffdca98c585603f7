const loopback = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Loopbacks are one place, whatever they are called. */
const hostOf = ({ hostname, port }: URL) => `${loopback.test(hostname) ? 'loopback' : hostname}:${port}`;
const pathOf = ({ pathname }: URL) => pathname.replace(/\/+$/, '');

/** Whether a path on a server can be the one that is registered: one continues the other, or either says nothing. */
function pathsAgree(server: string, base: string): boolean {
  return server === '' || base === '' || base.endsWith(server) || server.startsWith(`${base}/`) || server === base;
}

const privateV4 = /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
const privateV6 = /^\[(::1\]|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/;
/** Names that no public server has: without a dot, or below what is reserved for private networks. */
const privateName = /^[^.:[\]]+$|\.(localhost|local|internal|svc|lan|home\.arpa|test)$/;

function isPrivate({ hostname }: URL): boolean {
  const isV4 = /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
  return isV4 ? privateV4.test(hostname) : privateV6.test(hostname) || privateName.test(hostname);
}

/** Whether what goes to an address stays unread on its way: HTTPS, or it never leaves a private network. */
export function isSheltered(address: string): boolean {
  return URL.canParse(address) && (new URL(address).protocol === 'https:' || isPrivate(new URL(address)));
}

/** Whether one of the servers that a document names can be at one of the registered addresses. A relative server, a template or none can always. */
export function serversAgree(servers: readonly string[], addresses: readonly string[]): boolean {
  const bases = addresses.filter((address) => URL.canParse(address)).map((address) => new URL(address));
  return servers.length === 0 || servers.some((server) => serverAgrees(server, bases));
}

/** A document names addresses for its callers: a private one, such as behind a gateway or on a laptop, need not be among them. */
const hostsAgree = (server: URL, base: URL) => hostOf(base) === hostOf(server) || isPrivate(base);

function serverAgrees(server: string, bases: readonly URL[]): boolean {
  if (/[{}]/.test(server)) return true;
  if (URL.canParse(server)) {
    const named = new URL(server);
    return bases.some((base) => hostsAgree(named, base) && pathsAgree(pathOf(named), pathOf(base)));
  }
  return bases.some((base) => URL.canParse(server, base) && (!server.startsWith('/') || pathsAgree(pathOf(new URL(server, base)), pathOf(base))));
}
