import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isObject, type Json } from '../json.ts';
import { readAddress, writeAddress } from './address.ts';
import type { FaultBoard } from './board.ts';
import { ProxyError } from './toxic.ts';

const mostBytes = 100_000;

async function readBody(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new ProxyError(413, `The body is longer than ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  if (bytes === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as Json;
  } catch {
    throw new ProxyError(400, 'The body is no JSON.');
  }
}

/** Web pages must not reach it: neither a browser by script, nor one that a name was turned against. */
function refuseBrowsers({ headers }: IncomingMessage): void {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const isAddress = /^(\[[\da-f:.]+\]|[\d.]+|localhost)$/i.test(host);
  if (headers.origin !== undefined || !isAddress) throw new ProxyError(403, 'Call this by its address, not from a web page.');
}

interface Reply {
  status: number;
  body?: unknown;
}

type Handle = (names: string[], body: Json) => Reply | Promise<Reply>;
const ok = (body: unknown): Reply => ({ status: 200, body });
const gone = (_done: unknown): Reply => ({ status: 204 });

/** The operations of Toxiproxy, and leases. */
function routesOf(board: FaultBoard): [method: string, path: RegExp, handle: Handle][] {
  const byName = () => Object.fromEntries(board.list().map((path) => [path.name, path]));
  const populate = async (body: Json) => {
    const made = [];
    for (const one of Array.isArray(body) ? body : []) {
      const known = board.list().find(({ name }) => isObject(one) && one.name === name);
      made.push(known ? await board.change(known.name, one) : await board.add(one));
    }
    return { status: 201, body: { proxies: made } };
  };
  return [
    ['GET', /^\/version$/, () => ok({ version: 'signalbox 0.1.0', leaseMs: board.leaseMs })],
    ['GET', /^\/proxies$/, () => ok(byName())],
    ['POST', /^\/proxies$/, async (_, body) => ({ status: 201, body: await board.add(body) })],
    ['POST', /^\/populate$/, (_, body) => populate(body)],
    ['GET', /^\/proxies\/([^/]+)$/, ([name = '']) => ok(board.read(name))],
    ['POST', /^\/proxies\/([^/]+)$/, async ([name = ''], body) => ok(await board.change(name, body))],
    ['PATCH', /^\/proxies\/([^/]+)$/, async ([name = ''], body) => ok(await board.change(name, body))],
    ['DELETE', /^\/proxies\/([^/]+)$/, ([name = '']) => board.remove(name).then(gone)],
    ['GET', /^\/proxies\/([^/]+)\/toxics$/, ([name = '']) => ok(board.read(name).toxics)],
    ['POST', /^\/proxies\/([^/]+)\/toxics$/, ([name = ''], body) => ok(board.addToxic(name, body))],
    ['GET', /^\/proxies\/([^/]+)\/toxics\/([^/]+)$/, ([name = '', toxic = '']) => ok(board.readToxic(name, toxic))],
    ['POST', /^\/proxies\/([^/]+)\/toxics\/([^/]+)$/, ([name = '', toxic = ''], body) => ok(board.changeToxic(name, toxic, body))],
    ['PATCH', /^\/proxies\/([^/]+)\/toxics\/([^/]+)$/, ([name = '', toxic = ''], body) => ok(board.changeToxic(name, toxic, body))],
    ['DELETE', /^\/proxies\/([^/]+)\/toxics\/([^/]+)$/, ([name = '', toxic = '']) => gone(board.removeToxic(name, toxic))],
    ['PUT', /^\/leases\/([^/]+)$/, ([lease = '']) => ok({ lease, expiresAt: board.renewLease(lease) })],
    ['DELETE', /^\/leases\/([^/]+)$/, ([lease = '']) => gone(board.endLease(lease))],
    ['POST', /^\/reset$/, async () => board.reset().then(gone)],
  ];
}

async function answer(routes: ReturnType<typeof routesOf>, request: IncomingMessage): Promise<Reply> {
  refuseBrowsers(request);
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const fitting = routes.filter(([, pattern]) => pattern.test(path));
  const route = fitting.find(([method]) => method === request.method);
  if (!route && fitting.length > 0) throw new ProxyError(405, `${path} takes ${[...new Set(fitting.map(([method]) => method))].join(', ')}.`);
  if (!route) throw new ProxyError(404, `There is nothing at ${path}.`);
  const names = route[1].exec(path)?.slice(1).map(decodeURIComponent) ?? [];
  return route[2](names, await readBody(request));
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** Where the API of a fault proxy answers. */
export interface FaultApi {
  url: string;
  close(): Promise<void>;
}

/** Serves a board over HTTP. Rejects with a ProxyError where the address cannot be had. */
export function serveFaultApi(board: FaultBoard, listen: string): Promise<FaultApi> {
  const routes = routesOf(board);
  const { host, port } = readAddress(listen, 'listen');
  const server: Server = createServer((request, response) => {
    answer(routes, request).then(
      (reply) => send(response, reply),
      (error) =>
        send(response, { status: error instanceof ProxyError ? error.status : 500, body: { error: error.message, status: error.status ?? 500 } }),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ProxyError(409, `${listen} cannot be listened on: ${error.code ?? error.message}.`)),
    );
    server.listen(port, host, () => {
      const url = `http://${writeAddress({ host, port: (server.address() as AddressInfo).port })}`;
      const close = () => new Promise<void>((done) => void server.close(() => done()).closeAllConnections());
      resolve({ url, close });
    });
  });
}
