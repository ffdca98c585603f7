import type { Dispatcher } from 'undici';
import { AppError } from '#lib/errors.ts';
import type { TargetKind } from '#lib/model/reading.ts';
import { targetUrl } from '#lib/model/service.ts';
import { checkUrl, type OutboundPolicy } from './outbound.ts';

/** What is known of a scheme, host and port. */
export interface Origin {
  /** Whether it has ever answered us: only then can a kept connection have gone stale. */
  hasAnswered: boolean;
  certificateExpiresAtMs: number | null;
}

/** A target made ready: its address parsed and checked once, its request built once. */
export interface Place {
  url: string;
  origin: Origin;
  request: Dispatcher.DispatchOptions;
  /** Why it may not be called. */
  denial: AppError | null;
  apiKey: string | null;
  bearerToken: string | null;
}

export interface Credentials {
  apiKey: string | null;
  bearerToken: string | null;
}

export interface Places {
  originOf(origin: string): Origin;
  placeOf(kind: TargetKind, baseUrl: string, path: string, credentials: Credentials): Place;
}

const keptMost = 20_000;

const acceptOf: Record<TargetKind, string> = {
  health: 'application/health+json, application/json;q=0.9, */*;q=0.8',
  metrics: 'text/plain;version=0.0.4, application/openmetrics-text;version=1.0.0;q=0.8, */*;q=0.1',
  document: 'application/vnd.oai.openapi+json, application/json, application/yaml;q=0.9, application/linkset+json;q=0.9, */*;q=0.5',
};

function headersOf(kind: TargetKind, agent: string, { apiKey, bearerToken }: Credentials): string[] {
  const headers = ['user-agent', agent, 'accept', acceptOf[kind], 'accept-encoding', kind === 'health' ? 'identity' : 'gzip'];
  if (apiKey !== null) headers.push('x-api-key', apiKey);
  if (bearerToken !== null) headers.push('authorization', `Bearer ${bearerToken}`);
  return headers;
}

function check(policy: OutboundPolicy, baseUrl: string, path: string): URL | AppError {
  try {
    return URL.canParse(baseUrl) ? checkUrl(policy, targetUrl(baseUrl, path)) : checkUrl(policy, baseUrl);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** Keeps places and origins between looks, so that a look parses no URL and builds no header. */
export function createPlaces(policy: OutboundPolicy, agent: string): Places {
  const origins = new Map<string, Origin>();
  const places: Record<TargetKind, Map<string, Map<string, Place>>> = { health: new Map(), metrics: new Map(), document: new Map() };

  const forget = () => {
    for (const kept of [origins, ...Object.values(places)]) kept.clear();
  };

  const originOf = (name: string): Origin => {
    const known = origins.get(name);
    if (known) return known;
    if (origins.size >= keptMost) forget();
    const origin = { hasAnswered: false, certificateExpiresAtMs: null };
    origins.set(name, origin);
    return origin;
  };

  const make = (kind: TargetKind, baseUrl: string, path: string, credentials: Credentials): Place => {
    const checked = check(policy, baseUrl, path);
    const denial = checked instanceof AppError ? checked : null;
    const url = checked instanceof AppError ? new URL('http://denied.invalid') : checked;
    return {
      url: denial ? `${baseUrl}${path}` : url.href,
      origin: originOf(url.origin),
      request: { origin: url.origin, path: `${url.pathname}${url.search}`, method: 'GET', headers: headersOf(kind, agent, credentials) },
      denial,
      apiKey: credentials.apiKey,
      bearerToken: credentials.bearerToken,
    };
  };

  const placeOf = (kind: TargetKind, baseUrl: string, path: string, credentials: Credentials): Place => {
    const ofKind = places[kind];
    const known = ofKind.get(baseUrl)?.get(path);
    if (known && known.apiKey === credentials.apiKey && known.bearerToken === credentials.bearerToken) return known;
    if (ofKind.size >= keptMost) forget();
    const place = make(kind, baseUrl, path, credentials);
    const ofBase = ofKind.get(baseUrl) ?? new Map<string, Place>();
    if (ofBase.size >= 100) ofBase.clear();
    ofKind.set(baseUrl, ofBase.set(path, place));
    return place;
  };

  return { originOf, placeOf };
}
