import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

function isOwnOrigin(origin: string, headers: Headers): boolean {
  if (!URL.canParse(origin)) return false;
  const site = env().SIGNALBOX_URL;
  return new URL(origin).host === headers.get('host') || (site !== undefined && new URL(site).origin === new URL(origin).origin);
}

/**
 * Refuses writes that another site makes a browser send with our cookie. Browsers say where a request comes from in
 * Sec-Fetch-Site (trustworthy origins) and Origin (all of them, for writes); a caller that sends neither is no browser.
 */
export function refuseForeignWrite(method: string, headers: Headers): void {
  if (safeMethods.has(method)) return;
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  const own = site === null ? origin === null || isOwnOrigin(origin, headers) : site === 'same-origin' || site === 'none';
  if (!own) throw new AppError('forbidden', 'This request comes from another site.');
}
