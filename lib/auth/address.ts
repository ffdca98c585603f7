/** Set from the socket by instrumentation.ts for every request, over whatever a client sent under this name. */
export const peerHeader = 'x-signalbox-peer';

/**
 * The network address of whoever asks. `X-Forwarded-For` is written by anybody: only the entries that our own
 * `proxyHops` reverse proxies added, counted from the right, are believed.
 */
export function findAddress(headers: Headers, proxyHops: number): string | null {
  const peer = headers.get(peerHeader);
  if (proxyHops === 0) return peer;
  const forwarded = (headers.get('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim());
  const chain = [...forwarded, peer ?? ''].filter((entry) => entry !== '');
  return chain.at(-1 - proxyHops) ?? chain[0] ?? null;
}
