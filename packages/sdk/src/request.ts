import type { IncomingMessage } from 'node:http';
import { currentContext, type RequestContext } from './context.ts';

/** The contexts of requests that are being served. */
export const contexts = new WeakMap<IncomingMessage, RequestContext>();

/** The context of a request that a service of this package serves, wherever `currentContext()` may be lost, as in raw event listeners. */
export function contextOfRequest(request: IncomingMessage): RequestContext | undefined {
  return contexts.get(request) ?? currentContext();
}
