import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { Log } from './log.ts';

/** Where to listen. */
export interface ListenOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  /** `127.0.0.1` by default; `0.0.0.0` or `::` for every address. */
  host?: string;
  /** Whether SIGTERM and SIGINT stop the service and end the process; a second one ends it at once. true by default. */
  handleSignals?: boolean;
}

/** A service that listens. */
export interface Listening {
  /** Such as `http://127.0.0.1:8080`. */
  url: string;
  port: number;
  server: Server;
  /** Stops gracefully. */
  close(): Promise<void>;
}

/** As much of a service as listening needs. */
export interface Runnable {
  version: string;
  log: Log;
  register(address: string): void;
  onStop(work: () => unknown): void;
  stop(server?: Server): Promise<void>;
}

const idleCheckMs = 50;
const exitCodes = { SIGTERM: 143, SIGINT: 130 };

/** An address that others can call: the host's name where the service listens on every address. */
export function addressOf({ address, port }: AddressInfo): string {
  const host = address === '0.0.0.0' || address === '::' ? hostname() : address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Stops on the first signal and then ends the process; the second ends it at once. Returns a function that listens no longer. */
export function stopOnSignals(stop: () => Promise<unknown>): () => void {
  let isStopping = false;
  const listen = (signal: keyof typeof exitCodes) => {
    if (isStopping) process.exit(exitCodes[signal]);
    isStopping = true;
    void stop().finally(() => process.exit(0));
  };
  const signals = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  for (const signal of signals) process.on(signal, listen);
  return () => {
    if (!isStopping) for (const signal of signals) process.off(signal, listen);
  };
}

export async function listenOn(service: Runnable, listener: RequestListener, options: ListenOptions): Promise<Listening> {
  const { port = 0, host = '127.0.0.1', handleSignals = true } = options;
  const server = createServer(listener);
  server.listen(port, host);
  await once(server, 'listening');
  const bound = server.address() as AddressInfo;
  const url = addressOf(bound);
  const close = () => service.stop(server);
  if (handleSignals) service.onStop(stopOnSignals(close));
  service.log.info({ url, version: service.version }, 'listening');
  service.register(url);
  return { url, port: bound.port, server, close };
}

/** Resolves when the last connection is gone; those that last too long are cut. */
export function drain(server: Server, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection that becomes idle after close() would stay for its keep-alive time.
    const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs);
    const late = setTimeout(() => server.closeAllConnections(), timeoutMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
  });
}
