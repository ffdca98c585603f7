import { setTimeout as wait } from 'node:timers/promises';
import { type RequestOptions, type ServiceClient, ServiceError, ServiceRegistry } from '@signalbox/sdk';
import { ApiError } from './error.ts';
import type { Settings } from './settings.ts';
import { signToken } from './token.ts';

const refreshMs = 5000;
const untilKnownMs = 500;
const tokenSeconds = 300;

export interface Peers {
  /** The client of another service, as Signalbox knows it now. */
  get: (name: string) => ServiceClient;
  /** Options of a call that this service makes for itself. */
  asService: (options?: RequestOptions) => RequestOptions;
  close: () => void;
}

const unavailable = (name: string) => new ApiError(503, 'SERVICE_UNAVAILABLE', `${name} cannot be reached now.`, { headers: { 'retry-after': '1' } });

/** Services that start together register one after the other: asks often until all are there. */
async function untilKnown(registry: ServiceRegistry, names: readonly string[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted && names.some((name) => !registry.names().includes(name))) {
    await wait(untilKnownMs, undefined, { signal, ref: false }).catch(() => {});
    await registry.refresh().catch(() => {});
  }
}

/** The services that this one calls: from the catalog of Signalbox, else from the settings. */
export async function findPeers(settings: Settings, names: readonly string[]): Promise<Peers> {
  const { name, signalbox, peers, callPolicy, tokenKey, log } = settings;
  const registry = signalbox
    ? await ServiceRegistry.fromSignalbox(signalbox.url, signalbox.token, { services: names, refreshMs, ...(log && { log }) })
    : new ServiceRegistry();
  const stop = new AbortController();
  if (signalbox) void untilKnown(registry, names, stop.signal);
  if (!signalbox) for (const peer of names) if (peers[peer]) registry.registerService({ ...callPolicy, name: peer, baseUrl: peers[peer] });
  return {
    get: (peer) => {
      if (!registry.names().includes(peer)) throw unavailable(peer);
      return registry.getClient(peer);
    },
    asService: ({ headers, ...options } = {}) => ({
      ...options,
      headers: { ...headers, authorization: `Bearer ${signToken(name, tokenKey, tokenSeconds)}` },
    }),
    close: () => {
      stop.abort();
      registry.close();
    },
  };
}

const statusOf = (error: unknown) => (error instanceof ServiceError ? error.status : null);

/** What a call resolves to, or null where the other service answers 404. */
export async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

interface Refusal {
  code?: string;
  message?: string;
  details?: Record<string, unknown>;
}

/** A failed call as our own refusal: statuses that our contract declares are passed on, whatever else happened is a 503. */
export function passOn(error: unknown, statuses: readonly number[]): never {
  if (!(error instanceof ServiceError)) throw error;
  const { status, body } = error;
  if (status === null || !statuses.includes(status)) throw unavailable(error.service);
  const { code = 'REFUSED', message = error.message, details } = (body ?? {}) as Refusal;
  throw new ApiError(status, code, message, details ? { details } : {});
}
