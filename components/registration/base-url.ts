const localHost = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[|[^./]+(:|\/|$)|[^/]*:\d+)/i;

/** Adds the scheme that people leave out: http for machines nearby and for ports, https for everything else. */
export function completeUrl(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return trimmed;
  return `${localHost.test(trimmed) ? 'http' : 'https'}://${trimmed}`;
}

/** What is wrong with a base URL, in words, or null. The server has the last word. */
export function baseUrlFault(text: string): string | null {
  if (text === '') return 'a service needs a base URL';
  if (/[\\\s\p{Cc}]/u.test(text)) return 'must have no spaces, backslashes or control characters';
  if (!URL.canParse(text)) return 'is not a URL, such as https://orders.example.com';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must begin with http:// or https://';
  if (url.username !== '' || url.password !== '') return 'must not carry a user or password; put credentials below';
  if (url.search !== '' || url.hash !== '') return 'must have no query and no fragment';
  return null;
}

/** `host:port` as SIGNALBOX_OUTBOUND_ALLOW lists it. */
export function allowEntryOf(baseUrl: string): string {
  const url = new URL(baseUrl);
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}

/** The path's address, or null while either is incomplete. */
export function addressOf(baseUrl: string, path: string | null): string | null {
  if (!path || !URL.canParse(baseUrl)) return null;
  const url = new URL(baseUrl);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}${path}`;
}

/** Whether any of these base URLs has an origin that none of the others has: a credential that was given for those does not go there. */
export function hasNewOrigin(urls: readonly string[], known: readonly string[]): boolean {
  return urls.some((url) => URL.canParse(url) && !known.some((one) => sameOrigin(url, one)));
}

/** Whether two base URLs share scheme, host and port: a stored credential is bound to them. */
export function sameOrigin(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin;
}
