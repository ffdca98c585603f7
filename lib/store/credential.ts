import { originOf, type ServicePatch } from '#lib/model/service.ts';
import { seal, unseal } from './seal.ts';

/** A service's credentials are bound to its name and origin: they open nowhere else. */
function placeOf({ name, baseUrl }: { name: string; baseUrl: string }): string {
  return `${name} ${originOf(baseUrl)}`;
}

interface Sealed {
  name: string;
  baseUrl: string;
  apiKeySealed: string | null;
  bearerTokenSealed: string | null;
}

/** Credentials in clear; null where there is none, or where the key or the origin is another one by now. */
export function openCredentials(row: Sealed): { apiKey: string | null; bearerToken: string | null } {
  const open = (sealed: string | null) => (sealed === null ? null : unseal(sealed, placeOf(row)));
  return { apiKey: open(row.apiKeySealed), bearerToken: open(row.bearerTokenSealed) };
}

/** Columns for the credentials that are given; null removes. */
export function sealCredentials(service: { name: string; baseUrl: string }, { apiKey, bearerToken }: Pick<ServicePatch, 'apiKey' | 'bearerToken'>) {
  const close = (text: string | null) => (text === null ? null : seal(text, placeOf(service)));
  return {
    ...(apiKey === undefined ? {} : { apiKeySealed: close(apiKey) }),
    ...(bearerToken === undefined ? {} : { bearerTokenSealed: close(bearerToken) }),
  };
}
