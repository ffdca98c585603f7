import { randomUUID } from 'node:crypto';
import { createCaller, type Sent } from '../http.ts';

/** What is sent to a service. */
export interface TestRequest {
  /** POST with a body, GET without, by default. */
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a text as it is. */
  body?: unknown;
  /** Sent as `Authorization: Bearer`. */
  token?: string;
  /** A new one by default. */
  correlationId?: string;
  /** 30,000 by default. */
  timeoutMs?: number;
}

/** What a service answered. */
export interface Reply<Body = unknown> {
  status: number;
  /** By lower-case name. */
  headers: Record<string, string>;
  text: string;
  /** Parsed where it is JSON, else the text. */
  body: Body;
  /** What was sent as X-Correlation-ID. */
  correlationId: string;
  latencyMs: number;
}

function parse(text: string, contentType = ''): unknown {
  if (!/[/+]json\b/i.test(contentType) || text === '') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function compose(url: string, { body, method = body === undefined ? 'GET' : 'POST', headers = {}, token }: TestRequest, correlationId: string): Sent {
  const isJson = body !== undefined && typeof body !== 'string';
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method,
    url,
    headers: {
      accept: 'application/json',
      'x-correlation-id': correlationId,
      ...(isJson && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...own,
    },
    body: body === undefined ? undefined : Buffer.from(isJson ? JSON.stringify(body) : (body as string)),
  };
}

/** One exchange. Rejects with what `describe` makes of the trouble when no answer came. */
export async function ask<Body>(url: string, request: TestRequest, describe: (trouble: string, sent: Sent) => Error): Promise<Reply<Body>> {
  const { correlationId = randomUUID(), timeoutMs = 30_000 } = request;
  const sent = compose(url, request, correlationId);
  const caller = createCaller({ timeoutMs });
  try {
    const { status, headers, body, trouble, durationMs } = await caller.call(sent);
    if (status === null) throw describe(trouble ?? 'no answer', sent);
    const text = body.toString('utf8');
    return { status, headers, text, body: parse(text, headers['content-type']) as Body, correlationId, latencyMs: durationMs };
  } finally {
    caller.close();
  }
}
