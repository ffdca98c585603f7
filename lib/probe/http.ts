import { Agent } from 'undici';
import { createConnector } from './connect.ts';
import { type Exchange, type ExchangeLimits, exchange, type Outgoing } from './exchange.ts';
import { type Answer, type Limits, Look } from './look.ts';
import { destinationOf, type OutboundPolicy } from './outbound.ts';
import { createPlaces, type Place, type Places } from './place.ts';
import { createResolver, type Resolve, resolveAllowed } from './resolve.ts';

export interface HttpOptions {
  policy: OutboundPolicy;
  userAgent: string;
  /** PEM of further authorities to trust on https. */
  ca?: string | undefined;
  /** How names are resolved; the system's resolver by default. */
  resolve?: Resolve | undefined;
  /** How long a kept connection may lie idle. */
  keepAliveMs?: number | undefined;
}

export interface Http extends Places {
  /** One GET. Never rejects: whatever happens is in the answer. */
  get(place: Place, limits: Limits, deadlineMs: number, signal?: AbortSignal): Promise<Answer>;
  /** One request with any method and the whole answer. Never rejects either. */
  send(place: Place, outgoing: Outgoing, limits: ExchangeLimits, signal?: AbortSignal): Promise<Exchange>;
  /** The same over a kept connection, for questions that may be asked twice: one that broke is asked again, once. */
  ask(place: Place, outgoing: Outgoing, limits: ExchangeLimits, signal?: AbortSignal): Promise<Exchange>;
  /** Resolves the host and checks it; throws `outbound_denied`, or the resolver's error. */
  checkHost(url: URL): Promise<void>;
  close(): Promise<void>;
}

const connectMs = 10_000;

function deny(reason: string): Answer {
  return {
    outcome: 'self',
    reason,
    status: null,
    contentType: null,
    location: null,
    body: Buffer.alloc(0),
    isCut: false,
    durationMs: 0,
    isSilent: false,
  };
}

export function createHttp(options: HttpOptions): Http {
  const places = createPlaces(options.policy, options.userAgent);
  const resolve = createResolver(options.resolve);
  const connect = createConnector(options.policy, {
    resolve,
    timeoutMs: connectMs,
    ca: options.ca,
    onCertificate: (origin, expiresAtMs) => {
      places.originOf(origin).certificateExpiresAtMs = expiresAtMs;
    },
  });
  const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
  const kept = new Agent({ ...timeouts, connect, allowH2: false, keepAliveTimeout: options.keepAliveMs ?? 75_000 });
  const fresh = new Agent({ ...timeouts, connect, allowH2: false, pipelining: 0 });

  return {
    ...places,
    get: (place, limits, deadlineMs, signal) => {
      if (place.denial) return Promise.resolve(deny(place.denial.message));
      return new Promise((settled) => {
        const look = new Look(place, limits, deadlineMs, signal, fresh, settled);
        if (!signal?.aborted) kept.dispatch(place.request, look);
      });
    },
    send: (place, outgoing, limits, signal) => exchange(fresh, place, outgoing, limits, signal),
    ask: async (place, outgoing, limits, signal) => {
      const told = await exchange(kept, place, outgoing, limits, signal);
      return !told.ok && told.isBroken ? exchange(fresh, place, outgoing, limits, signal) : told;
    },
    checkHost: async (url) => {
      await resolveAllowed(options.policy, destinationOf(url), resolve);
    },
    close: async () => {
      await Promise.all([kept.destroy(), fresh.destroy()]);
    },
  };
}
