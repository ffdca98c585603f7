import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastify, { type FastifyRequest } from 'fastify';
import { fleet } from '../fleet.ts';
import { type Board, createBoard } from './board.ts';
import { FaultRefused } from './fault.ts';

const longestWaitSeconds = 30;
const font = fileURLToPath(import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'));
const files: Record<string, [file: string | URL, type: string]> = {
  '/': [new URL('page.html', import.meta.url), 'text/html; charset=utf-8'],
  '/page.css': [new URL('page.css', import.meta.url), 'text/css; charset=utf-8'],
  '/page.js': [new URL('page.js', import.meta.url), 'text/javascript; charset=utf-8'],
  '/inter.woff2': [font, 'font/woff2'],
};
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const serviceOf = (request: FastifyRequest) => (request.params as { service: string }).service;
const problem = (code: string, message: string) => ({ code, message, timestamp: new Date().toISOString() });

/** A page elsewhere must not reach the board under a name that it made point here. */
const isHere = ({ hostname }: FastifyRequest) => ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);

/** The board's page and API. */
export function createApp(board: Board) {
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (!isHere(request)) return reply.code(421).send(problem('MISDIRECTED', 'Open the board at 127.0.0.1.'));
    const { service } = request.params as { service?: string };
    if (service !== undefined && !board.has(service))
      return reply.code(404).send(problem('NOT_FOUND', `There is no service ${service} in the fleet.`));
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof FaultRefused) return reply.code(400).send(problem('VALIDATION_FAILED', error.message));
    const { statusCode = 500 } = error as { statusCode?: number };
    return reply
      .code(statusCode)
      .send(statusCode < 500 ? problem('BAD_REQUEST', (error as Error).message) : problem('INTERNAL_ERROR', 'The board failed.'));
  });
  for (const [path, [file, type]] of Object.entries(files)) app.get(path, (_request, reply) => reply.type(type).send(readFileSync(file)));
  app.get('/health', () => ({ status: 'healthy' }));
  app.get('/faults', () => ({ faults: board.list() }));
  app.get('/faults/:service', async (request) => {
    const service = serviceOf(request);
    const { after, wait = '0' } = request.query as { after?: string; wait?: string };
    const seconds = Math.min(Math.max(Number(wait) || 0, 0), longestWaitSeconds);
    if (board.read(service)?.version === after && seconds > 0) {
      const gone = new AbortController();
      request.raw.once('close', () => gone.abort());
      await board.untilChange(service, AbortSignal.any([gone.signal, AbortSignal.timeout(seconds * 1000)]));
    }
    return board.read(service);
  });
  app.put('/faults/:service', (request) => board.set(serviceOf(request), request.body));
  app.delete('/faults/:service', (request, reply) => {
    board.clear(serviceOf(request));
    return reply.code(204).send();
  });
  return app;
}

if (import.meta.main) {
  const app = createApp(createBoard(fleet.map(({ name }) => name)));
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
  await app.listen({ port: Number(process.env.PORT ?? 0), host: '127.0.0.1' });
}
