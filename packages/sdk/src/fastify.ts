import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RequestContext, runWithContext } from './context.ts';
import { addressOf, type Runnable, stopOnSignals } from './listen.ts';
import { contextOfRequest } from './request.ts';

/** As much of a Fastify instance as the plugin needs. */
export interface FastifyLike {
  addHook: (...args: never[]) => unknown;
  close: (...args: never[]) => unknown;
  server: unknown;
}

interface Served extends Runnable {
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  begin(request: IncomingMessage, response: ServerResponse, matched: () => string | undefined): RequestContext;
}

interface Request {
  raw: IncomingMessage;
  routeOptions?: { url?: string };
}

interface Reply {
  raw: ServerResponse;
  hijack(): void;
}

type Done = () => void;

/** The plugin behind `service.fastify`. */
export function fastifyPlugin(service: Served) {
  const plugin = (app: FastifyLike, _: unknown, done: (error?: Error) => void): void => {
    const addHook = app.addHook.bind(app) as (name: string, hook: (...args: never[]) => void) => void;
    addHook('onRequest', (request: Request, reply: Reply, next: Done) => {
      if (service.answer(request.raw, reply.raw)) return reply.hijack();
      runWithContext(
        service.begin(request.raw, reply.raw, () => request.routeOptions?.url),
        next,
      );
    });
    // Reading a body loses the asynchronous context.
    addHook('preValidation', (request: Request, _reply: Reply, next: Done) => {
      const context = contextOfRequest(request.raw);
      if (context) runWithContext(context, next);
      else next();
    });
    addHook('onListen', (next: Done) => {
      const stopListening = stopOnSignals(() => (app.close as () => Promise<void>)());
      service.onStop(stopListening);
      service.register(addressOf((app.server as Server).address() as AddressInfo));
      next();
    });
    addHook('onClose', (_app: unknown, next: Done) => {
      void service.stop().then(next);
    });
    done();
  };
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: '@signalbox/sdk' });
}
