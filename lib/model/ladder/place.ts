const loopback = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Loopbacks are one place, whatever they are called. */
const hostOf = ({ hostname, port }: URL) => `${loopback.test(hostname) ? 'loopback' : hostname}:${port}`;
const pathOf = ({ pathname }: URL) => pathname.replace(/\/+$/, '');

/** Whether a path on a server can be the one that is registered: one continues the other, or either says nothing. */
function pathsAgree(server: string, base: string): boolean {
  return server === '' || base === '' || base.endsWith(server) || server.startsWith(`${base}/`) || server === base;
}

/** Whether one of the servers that a document names can be at one of the registered addresses. A relative server, a template or none can always. */
export function serversAgree(servers: readonly string[], addresses: readonly string[]): boolean {
  const bases = addresses.filter((address) => URL.canParse(address)).map((address) => new URL(address));
  return servers.length === 0 || servers.some((server) => serverAgrees(server, bases));
}

function serverAgrees(server: string, bases: readonly URL[]): boolean {
  if (/[{}]/.test(server)) return true;
  if (URL.canParse(server))
    return bases.some((base) => hostOf(base) === hostOf(new URL(server)) && pathsAgree(pathOf(new URL(server)), pathOf(base)));
  return bases.some((base) => URL.canParse(server, base) && (!server.startsWith('/') || pathsAgree(pathOf(new URL(server, base)), pathOf(base))));
}

const privateV4 = /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
const privateV6 = /^\[(::1\]|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/;
/** Names that no public server has: without a dot, or below what is reserved for private networks. */
const privateName = /^[^.:[\]]+$|\.(localhost|local|internal|svc|lan|home\.arpa|test)$/;

/** Whether what goes to an address stays unread on its way: HTTPS, or it never leaves a private network. */
export function isSheltered(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:') return true;
  const isV4 = /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
  return isV4 ? privateV4.test(hostname) : privateV6.test(hostname) || privateName.test(hostname);
}
