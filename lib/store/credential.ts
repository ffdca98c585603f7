import { validationError } from '#lib/errors.ts';
import { originsOf, type ServicePatch } from '#lib/model/service.ts';
import { seal, unseal } from './seal.ts';

interface Bound {
  name: string;
  baseUrl: string | null;
  instances: readonly string[];
}

/** A service's credentials are bound to its name and origins: they open nowhere else. */
function placeOf({ name, ...urls }: Bound): string {
  return [name, ...originsOf(urls)].join(' ');
}

interface Sealed extends Bound {
  apiKeySealed: string | null;
  bearerTokenSealed: string | null;
}

/** Credentials in clear; null where there is none, or where the key or the origin is another one by now. */
export function openCredentials(row: Sealed): { apiKey: string | null; bearerToken: string | null } {
  const open = (sealed: string | null) => (sealed === null || row.baseUrl === null ? null : unseal(sealed, placeOf(row)));
  return { apiKey: open(row.apiKeySealed), bearerToken: open(row.bearerTokenSealed) };
}

/** Columns for the credentials that are given; null removes. */
export function sealCredentials(bound: Bound, { apiKey, bearerToken }: Pick<ServicePatch, 'apiKey' | 'bearerToken'>) {
  const close = (path: string, text: string | null) => {
    if (text === null) return null;
    if (bound.baseUrl === null) throw validationError([{ path, message: 'is bound to an address: give the base URL first' }]);
    return seal(text, placeOf(bound));
  };
  return {
    ...(apiKey === undefined ? {} : { apiKeySealed: close('apiKey', apiKey) }),
    ...(bearerToken === undefined ? {} : { bearerTokenSealed: close('bearerToken', bearerToken) }),
  };
}
