import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Passing {
  method: string;
  path: string;
  headers: Record<string, string>;
}

export interface Passed {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A defect put in front of a service that has none. */
export interface Mutation {
  /** Answers instead of the service, or changes what it is asked; undefined: goes on. */
  before?: (request: Passing) => Passed | undefined;
  /** Changes what it answered. */
  after?: (request: Passing, answer: Passed) => Passed;
}

const hopByHop = ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding'];
const without = (headers: Record<string, string>) => Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));

/** Passes everything on to a service, but for the mutation. */
export async function serveMutant(target: string, { before, after }: Mutation) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const passing: Passing = {
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: without(request.headers as Record<string, string>),
    };
    let answer = before?.(passing);
    if (!answer) {
      const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
      const found = await fetch(target + passing.path, { method: passing.method, headers: passing.headers, ...body });
      answer = { status: found.status, headers: without(Object.fromEntries(found.headers)), body: await found.text() };
    }
    if (after && !passing.path.startsWith('/openapi')) answer = after(passing, answer);
    response.writeHead(answer.status, answer.headers).end(answer.status === 204 ? undefined : answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
