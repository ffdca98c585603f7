import { randomUUID } from 'node:crypto';

export const correlationHeader = 'x-correlation-id';

/** The id that ties an answer to its log lines: the caller's own if it can be used, else a new one. */
export function correlationIdOf(headers: Headers): string {
  const given = headers.get(correlationHeader);
  return given !== null && /^[\x21-\x7e]{1,128}$/.test(given) ? given : randomUUID();
}
