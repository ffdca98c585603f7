import type { Finding } from '#lib/model/finding.ts';

export type Exchange = NonNullable<Finding['exchange']>;

const message = (first: string, headers: Record<string, string>, body: string | null) => {
  const head = [first, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\n');
  return body === null || body === '' ? head : `${head}\n\n${body}`;
};

/** The request as it went over the wire. */
export const writeRequest = ({ request: { method, url, headers, body } }: Exchange) => message(`${method} ${url}`, headers, body);

/** The answer as it came, or why none did. */
export function writeResponse({ response: { status, headers, body, trouble } }: Exchange): string {
  if (status === null) return trouble ?? 'no answer';
  const text = message(String(status), headers, body);
  return trouble === null ? text : `${text}\n\n${trouble}`;
}
