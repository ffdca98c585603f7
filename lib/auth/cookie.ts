import { env } from '#lib/env.ts';

/** Whether people reach us over https, by the address that the operator gave. */
export function isSecureSite(): boolean {
  return env().SIGNALBOX_URL?.startsWith('https://') ?? false;
}

/** `__Host-` pins a cookie to this very host over https; browsers refuse it elsewhere. */
export function cookieName(part: string): string {
  return `${isSecureSite() ? '__Host-' : ''}next-auth.${part}`;
}

export const sessionCookieName = (): string => cookieName('session-token');

/** The cookies of a request, as the browser sent them. */
export function readCookies(headers: Headers): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at < 1) continue;
    cookies[pair.slice(0, at).trim()] ??= decodeOrKeep(pair.slice(at + 1).trim());
  }
  return cookies;
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
