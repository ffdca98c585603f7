import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  atMs: number;
}

export interface Misbehaving {
  url: string;
  port: number;
  seen: Seen[];
  /** What the next requests meet; the last one stays. */
  behave: (...behaviours: Behaviour[]) => void;
  stop: () => Promise<void>;
}

export type Behaviour = (response: ServerResponse, request: IncomingMessage, seen: Seen) => void;

export const answer =
  (status: number, body: unknown = { status }, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

export const hang: Behaviour = () => {};
export const reset: Behaviour = (response) => void response.socket?.resetAndDestroy();
export const truncate: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"half":');
  setImmediate(() => response.socket?.destroy());
};

/** A server on a free port of 127.0.0.1 that keeps what it is asked and answers as it is told. */
export async function misbehaving(...first: Behaviour[]): Promise<Misbehaving> {
  const seen: Seen[] = [];
  let queue = first.length > 0 ? first : [answer(200, { ok: true })];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString(), atMs: Date.now() };
      seen.push(one);
      const behaviour = queue.length > 1 ? queue.shift() : queue[0];
      behaviour?.(response, request, one);
    });
    request.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    behave: (...behaviours) => {
      queue = behaviours;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A service name that no other test uses: breakers live as long as the process. */
export const freshName = () => `service-${randomUUID()}`;

/** What a promise rejects with. */
export const failureOf = async (promise: Promise<unknown>): Promise<Error & Record<string, unknown>> => {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('it succeeded');
};

/** Waits for a condition in real time while the clocks are fake. */
export async function until(isTrue: () => boolean, what = 'the condition holds'): Promise<void> {
  const end = process.hrtime.bigint() + 10_000_000_000n;
  while (!isTrue()) {
    if (process.hrtime.bigint() > end) throw new Error(`gave up waiting until ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
