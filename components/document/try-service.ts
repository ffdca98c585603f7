import type { Outgoing } from '#components/docs/slice-swagger.tsx';
import type { Client } from '#lib/client/client.ts';
import { Fault } from '#lib/client/fault.ts';
import type { Outputs } from '#lib/client/outputs.ts';

export type Answer = Outputs['document']['try'];

/** Answers of these statuses have no body; the browser refuses to make one with it. */
const bodiless = new Set([101, 103, 204, 205, 304]);

const cannotSend = (message: string) => new Fault({ code: 'cannot_send', message, traceId: null, details: null, status: 400 });

async function textOf(body: unknown): Promise<{ text: string | null; contentType: string | null }> {
  if (body === undefined || body === null || body === '') return { text: null, contentType: null };
  if (typeof body === 'string') return { text: body, contentType: null };
  const carrier = new Response(body as BodyInit);
  const bytes = await carrier.arrayBuffer();
  try {
    const isForm = typeof FormData !== 'undefined' && body instanceof FormData;
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), contentType: isForm ? carrier.headers.get('content-type') : null };
  } catch {
    throw cannotSend('Files that are not text cannot be sent from here. Use the curl sample for this one.');
  }
}

/** What our server is asked to send: the path below the service's origin, never a whole address. */
export async function packRequest({ url, method = 'GET', headers = {}, body }: Outgoing) {
  const { pathname, search } = new URL(url, 'http://service.invalid');
  const { text, contentType } = await textOf(body);
  const kept = Object.entries(headers).filter(([name]) => contentType === null || name.toLowerCase() !== 'content-type');
  return {
    method: method.toUpperCase(),
    path: `${pathname}${search}`,
    headers: { ...Object.fromEntries(kept.map(([name, value]) => [name, String(value)])), ...(contentType ? { 'content-type': contentType } : {}) },
    body: text,
  };
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));

/** The service's answer as the browser would have had it. */
export function unpackAnswer({ status, headers, body, bodyEncoding }: Answer): Response {
  const isOdd = status < 200 || status > 599;
  const content = bodiless.has(status) || isOdd ? null : bodyEncoding === 'base64' ? bytesOf(body) : body;
  const response = new Response(content, { status: isOdd ? 200 : status, headers: new Headers(Object.entries(headers)) });
  if (isOdd) Object.defineProperty(response, 'status', { value: status });
  return response;
}

/** Sends a request to a service through our server, which knows its credential. */
export async function tryThrough(client: Pick<Client, 'document'>, name: string, request: Outgoing): Promise<Answer> {
  return client.document.try({ name, ...(await packRequest(request)) });
}
