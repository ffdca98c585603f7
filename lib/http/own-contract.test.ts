import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runContract } from '../../packages/runner/src/contract/contract.ts';
import { issueToken } from './stage.test.kit.ts';

// Generated addresses are looked at by nobody.
process.env.SIGNALBOX_OUTBOUND_MODE = 'list';

let server: Server;
let url: string;

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : []));
  const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
  return new Request(`${url}${incoming.url}`, { method: incoming.method ?? 'GET', headers, ...body });
}

beforeAll(async () => {
  const { answerCall } = await import('./call.ts');
  server = createServer(async (incoming, outgoing) => {
    const answer = await answerCall(await requestOf(incoming), 'rest');
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server?.close().closeAllConnections());

/** What is answered at most ten times a minute, what only a person with a browser may do, and what waits for other services. */
const left = /screens|pairing|setup|session|check$|try$/;

/** The API itself: what is answered beside it has no router. */
async function ownDocument(): Promise<object> {
  const { openApiDocument } = await import('./openapi.ts');
  const document = await openApiDocument();
  const paths = Object.fromEntries(Object.entries(document.paths ?? {}).filter(([path]) => path.startsWith('/api/v1') && !left.test(path)));
  return { ...document, paths };
}

test('Signalbox keeps its own contract: a run against its API finds nothing', { timeout: 300_000 }, async () => {
  const { headers } = await issueToken('admin');
  const token = headers.authorization?.slice('Bearer '.length);
  const result = await runContract({ baseUrl: url, document: await ownDocument(), credentials: { token }, seed: 1, samples: 2, mostInvalid: 6 });
  const proven = result.operations.length - result.unproven.length;
  expect(result.findings.map(({ id, operation, message, curl }) => `${id} ${operation}: ${message}\n${curl}`)).toEqual([]);
  expect(result.unproven).not.toContain('POST /api/v1/services');
  expect(proven).toBeGreaterThan(result.operations.length * 0.85);
});
