import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve } from '../fake-target.ts';

const text = (more: object = {}) => ({ type: 'string', ...more });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const book = { type: 'object', required: ['id', 'title'], properties: { id: text({ format: 'uuid' }), title: text(), pages: { type: 'integer' } } };
const problem = { description: 'No.', ...json({ type: 'object', required: ['message'], properties: { message: text() } }) };

/** The contract of a small library: an API key for the list, a bearer token for one book. */
export const libraryDocument = {
  openapi: '3.1.0',
  info: { title: 'Library', version: '3.1.4' },
  paths: {
    '/books': {
      get: {
        security: [{ key: [] }],
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50 } }],
        responses: {
          200: { description: 'Books.', ...json({ type: 'object', required: ['books'], properties: { books: { type: 'array', items: book } } }) },
          400: problem,
          401: problem,
        },
      },
      post: { responses: { 201: { description: 'Made.' } } },
    },
    '/books/{bookId}': {
      get: {
        security: [{ bearer: [] }],
        parameters: [{ name: 'bookId', in: 'path', required: true, schema: text({ format: 'uuid' }) }],
        responses: { 200: { description: 'One.', ...json(book) }, 401: problem, 404: problem },
      },
    },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-API-Key' }, bearer: { type: 'http', scheme: 'bearer' } } },
};

export const credentials = { apiKey: 'key-of-the-library-4f1d', bearerToken: 'token-of-the-library-9a7c' };

/** What can be wrong with it. `echo`: it breaks, and repeats whatever it was sent. `slow`: each answer takes 80 ms. */
export type Fault = 'undeclared status' | 'hangs' | 'hangs later' | 'echo' | 'redirects' | 'closed to all' | 'slow';

interface Seen {
  method: string;
  url: string;
  atMs: number;
  headers: IncomingMessage['headers'];
}

export interface Library {
  url: string;
  seen: Seen[];
  /** Another server, to which it may redirect. */
  elsewhere: Seen[];
}

const books = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'].map((id) => ({ id, title: 'A title', pages: 300 }));

type Reply = (status: number, body: object, headers?: Record<string, string>) => unknown;

function list(request: IncomingMessage, url: URL, isOpen: boolean, reply: Reply): unknown {
  const limit = url.searchParams.get('limit') ?? '10';
  if (!isOpen || request.headers['x-api-key'] !== credentials.apiKey) return reply(401, { message: 'Who are you?' });
  if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > 50) return reply(400, { message: 'limit is wrong' });
  return reply(200, { books: books.slice(0, Number(limit)) });
}

function one(request: IncomingMessage, id: string, faults: Fault[], reply: Reply): unknown {
  if (request.headers.authorization !== `Bearer ${credentials.bearerToken}`) return reply(401, { message: 'Who are you?' });
  const found = books.find((book) => book.id === id);
  if (!found) return reply(404, { message: 'There is none.' });
  return reply(faults.includes('undeclared status') ? 203 : 200, found);
}

function answer(request: IncomingMessage, reply: Reply, faults: Fault[], elsewhere: string): unknown {
  const url = new URL(request.url ?? '/', 'http://library.test');
  if (faults.includes('echo')) return reply(500, { message: `${'x'.repeat(150)} ${JSON.stringify(request.headers)}`, sent: request.headers });
  if (faults.includes('redirects')) return reply(302, {}, { location: `${elsewhere}${request.url}` });
  if (request.method !== 'GET') return reply(405, { message: 'No.' });
  if (url.pathname === '/books') return list(request, url, !faults.includes('closed to all'), reply);
  return one(request, url.pathname.split('/')[2] ?? '', faults, reply);
}

/** The library, on a free port of loopback, until the test ends. */
export async function serveLibrary(...faults: Fault[]): Promise<Library> {
  const [seen, elsewhere]: [Seen[], Seen[]] = [[], []];
  const note = (list: Seen[], { method = '', url = '', headers }: IncomingMessage) => list.push({ method, url, atMs: performance.now(), headers });
  const otherUrl = await serve((request, response) => {
    note(elsewhere, request);
    response.end('{}');
  });
  const respond = (request: IncomingMessage, response: ServerResponse) => {
    const reply: Reply = (status, body, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    };
    answer(request, reply, faults, otherUrl);
  };
  const url = await serve((request, response) => {
    note(seen, request);
    if (faults.includes('hangs') || (faults.includes('hangs later') && seen.length > 3)) return;
    if (faults.includes('slow')) setTimeout(() => respond(request, response), 80);
    else respond(request, response);
  });
  return { url, seen, elsewhere };
}
