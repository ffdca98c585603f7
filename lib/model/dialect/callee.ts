import { placeOf } from '../callee.ts';

/** Proxies count calls to themselves and to their own control plane; labels that name nobody. */
const nobody = new Set([
  ...['', '-', 'none', 'null', 'unknown', 'root', 'n/a'],
  ...['blackholecluster', 'passthroughcluster', 'inboundpassthroughcluster', 'inboundpassthroughclusteripv4', 'inboundpassthroughclusteripv6'],
  ...['xds-grpc', 'sds-grpc', 'zipkin', 'agent', 'prometheus_stats', 'admin', 'xds_cluster', 'ads_cluster', 'kubernetes_api'],
]);
const mostCharacters = 253;

/**
 * Whom a label names: lower case, a host with its port or a plain name, the rest of a URL, of a gRPC target or of a proxy's cluster name
 * taken off. Null when it names nobody, is a path, or is the inbound side of a sidecar.
 */
export function calleeOfLabel(value: string, port: string | null = null): string | null {
  const text = value.trim().toLowerCase();
  if (text.includes('|') && !text.startsWith('outbound|')) return null;
  const place = placeOf(text);
  if (nobody.has(place.host) || place.host.length > mostCharacters || /\s/.test(place.host)) return null;
  const told = port !== null && /^\d{1,5}$/.test(port) ? port : null;
  const chosen = place.port ?? told;
  return chosen === null ? place.host : `${place.host}:${chosen}`;
}
