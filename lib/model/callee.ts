/** What labels may name a service by. */
export interface Named {
  name: string;
  baseUrl: string | null;
}

interface Place {
  /** As it is written; without port. */
  host: string;
  port: string | null;
}

const schemePorts: Record<string, string> = { 'http:': '80', 'https:': '443' };
const scheme = /^(?:[a-z][a-z0-9+.-]*:\/\/+|(?:dns|xds|ipv4|ipv6|passthrough):\/*)(?:[^@/]*@)?/i;

/** `http://…/`, `dns:///orders:80`, `outbound|9080||reviews.default.svc.cluster.local`, `app_orders`, `orders@docker` → the host and its port. */
export function placeOf(text: string): Place {
  const parts = text.trim().split('|');
  const [clusterPort, cluster] = parts.length > 3 ? [parts[1] || null, parts.at(-1) ?? ''] : [null, text.trim()];
  const plain = cluster
    .replace(scheme, '')
    .replace(/[/?#].*$/, '')
    .replace(/@[a-z]+$/i, '');
  const [, host = plain, port = clusterPort] = /^(.*?)(?::(\d+))?$/.exec(plain) ?? [];
  return { host: host.replace(/^app_/, ''), port };
}

/** Where a base URL leads: host and port in lower case. Null where there is none. */
export function hostOfUrl(baseUrl: string | null): { host: string; port: string } | null {
  if (baseUrl === null || !URL.canParse(baseUrl)) return null;
  const { protocol, hostname, port } = new URL(baseUrl);
  return { host: hostname, port: port || schemePorts[protocol] || '' };
}

const suffixes = ['-service', '-svc', 'service', 'svc'];

const isAddress = (host: string) => host === 'localhost' || /^[\d.]+$/.test(host) || host.startsWith('[');
const isKubernetes = (host: string) => /\.svc(\.|$)|\.cluster\.local$/i.test(host);
/** Of other names the first part says little: `api.example.com` is nobody's `api`. */
const isName = (host: string) => !isAddress(host) && (!host.includes('.') || isKubernetes(host));
const firstPart = (host: string) => host.split('.')[0] ?? host;

/** Case, separators and a closing `service` do not tell services apart: `PaymentService`, `payment_svc` → `payment`. */
function foldName(name: string): string {
  const slug = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug.replace(/-?(?:service|svc)$/, '') || slug;
}

/** What a text is found by: two texts of one service have keys of that service (`calleeKeysOf`); the same key need not mean the same. */
export function calleeKey(text: string): string {
  const { host, port } = placeOf(text);
  if (isName(host)) return foldName(firstPart(host));
  const lower = host.toLowerCase();
  return isAddress(lower) && port !== null ? `${lower}:${port}` : lower;
}

/** Every key that a text which means the service may have. */
export function calleeKeysOf({ name, baseUrl }: Named): string[] {
  const place = hostOfUrl(baseUrl);
  return [...new Set([foldName(name), ...(place ? [calleeKey(`${place.host}:${place.port}`), calleeKey(place.host)] : [])])];
}

/** The texts that a declaration may name the service by. */
export function calleeAliasesOf(service: Named): string[] {
  const place = hostOfUrl(service.baseUrl);
  const key = foldName(service.name);
  const hosts = place ? [place.host, `${place.host}:${place.port}`] : [];
  return [...new Set([service.name, key, ...suffixes.map((end) => key + end), ...hosts])];
}

/** What the services are found by that a text may mean: the names, and the hosts of base URLs. */
export function calleeCandidates(text: string): { names: string[]; host: string } {
  const { host } = placeOf(text);
  const key = foldName(firstPart(host));
  const own = text.trim().toLowerCase();
  return {
    names: isName(host) ? [...new Set([own, key, ...suffixes.map((end) => key + end)])] : [own],
    host: host.toLowerCase(),
  };
}

/** Adds to an index, and takes back what two services would share: a guess between them would be wrong half of the time. */
function put(index: Map<string, string | null>, key: string, name: string): void {
  index.set(key, index.has(key) && index.get(key) !== name ? null : name);
}

/**
 * Finds the registered service that a text means: by its name, then by the host and port of a base URL, by a host that only one service
 * has, and by the first part of a DNS name within a cluster (`orders.shop.svc.cluster.local`). Null where none or more than one could be
 * meant.
 */
export function serviceMatcher(services: readonly Named[]): (text: string) => string | null {
  const exact = new Set(services.map(({ name }) => name));
  const [folded, places, hosts] = [new Map<string, string | null>(), new Map<string, string | null>(), new Map<string, string | null>()];
  for (const { name, baseUrl } of services) {
    put(folded, foldName(name), name);
    const place = hostOfUrl(baseUrl);
    if (place === null) continue;
    put(places, `${place.host}:${place.port}`, name);
    put(hosts, place.host, name);
  }
  const byName = (name: string) => (exact.has(name.toLowerCase()) ? name.toLowerCase() : (folded.get(foldName(name)) ?? null));
  const byHost = (host: string, port: string | null): string | null | undefined => {
    const place = port === null ? undefined : places.get(`${host}:${port}`);
    if (place !== undefined) return place;
    // Many services share a machine: there the port tells them apart.
    if (isAddress(host)) return port === null ? (hosts.get(host) ?? null) : null;
    return hosts.get(host);
  };
  const find = (text: string): string | null => {
    const own = text.trim().toLowerCase();
    if (exact.has(own)) return own;
    const { host, port } = placeOf(text);
    const isBare = port === null && isName(host) && !host.includes('.');
    const named = isBare ? byName(host) : null;
    if (named !== null) return named;
    const hosted = byHost(host.toLowerCase(), port);
    if (hosted !== undefined) return hosted;
    return isName(host) && !isBare ? byName(firstPart(host)) : null;
  };
  // The same few texts stand in many thousand rows.
  const known = new Map<string, string | null>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    known.set(text, find(text));
    return known.get(text) ?? null;
  };
}
