import type { Sent } from '../http.ts';

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const own = ['user-agent', 'accept', 'content-length'];
const longestBody = 2000;

function headerOf([name, value]: [string, string]): string {
  if (name === 'authorization') return `-H "authorization: ${value.startsWith('Basic') ? 'Basic' : 'Bearer'} $TOKEN"`;
  if (name === 'cookie') return '-H "cookie: $COOKIE"';
  if (/(^|[-_])(key|token|secret)$/i.test(name) && !/idempotency/i.test(name)) return `-H "${name}: $API_KEY"`;
  return `-H ${quote(`${name}: ${value}`)}`;
}

/** A line to paste into a shell. Credentials stand in it as variables; `hide` takes them out of whatever else they are in. */
export function curlOf({ method, url, headers, body }: Sent, hide: (text: string) => string): string {
  const shown = Object.entries(headers).filter(([name]) => !own.includes(name));
  const text = body?.toString() ?? '';
  const data = body ? [`--data-binary ${quote(text.length > longestBody ? `${text.slice(0, longestBody)}…` : text)}`] : [];
  return ['curl -i', ...(method === 'GET' ? [] : [`-X ${method}`]), ...shown.map(headerOf), ...data, quote(url)].map(hide).join(' ');
}
