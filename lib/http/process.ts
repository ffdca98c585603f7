import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { peerHeader } from '#lib/auth/address.ts';
import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { prepareSearch } from '#lib/query/search/search.ts';
import { processStreams } from './streams.ts';
import { version } from './version.ts';

/** Notes where a request comes from, by its socket: headers say what their senders like. */
export function stampPeer(request: Pick<IncomingMessage, 'headers' | 'socket'>): void {
  const address = request.socket.remoteAddress;
  if (address) request.headers[peerHeader] = address.replace(/^::ffff:(?=\d+\.)/, '');
  else delete request.headers[peerHeader];
}

/** What the web process does at its start: checks its environment, gets ready to stop, and begins to read the catalog for search. */
export function prepareProcess(): void {
  const { SIGNALBOX_URL, SIGNALBOX_PROXY_HOPS } = env();
  subscribe('http.server.request.start', (message) => stampPeer((message as { request: IncomingMessage }).request));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.prependListener(signal, () => processStreams().stop());
  prepareSearch().catch((error: unknown) => log('http').warn({ err: error }, 'the search index could not be begun; the first search begins it'));
  log('http').info({ version, url: SIGNALBOX_URL, proxyHops: SIGNALBOX_PROXY_HOPS }, 'web starts');
}
