import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callApi, enrol, issueToken } from '../../../lib/http/stage.test.kit.ts';
import { runCommand } from './command.ts';

/** What happens to a call on its way: an answer of its own (with a `Retry-After`), the connection cut before or after Signalbox has done it, or nothing. */
export type Mishap = number | { status: number; 'retry-after': string } | 'cut before' | 'cut after' | null;

async function pass(incoming: IncomingMessage, body: Buffer): Promise<Response> {
  const { answerCall } = await import('../../../lib/http/call.ts');
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]));
  const carried = body.length > 0 ? { body: new Uint8Array(body) } : {};
  return answerCall(new Request(`http://signalbox.test${incoming.url}`, { method: incoming.method ?? 'GET', headers, ...carried }), 'rest');
}

/** The real API behind a real socket, with an admin's token. */
export async function serveApi() {
  const mishaps: Mishap[] = [];
  const seen: { method: string; path: string; bytes: number; atMs: number }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    seen.push({ method: request.method ?? '', path: (request.url ?? '').replace('/api/v1', ''), bytes: body.length, atMs: performance.now() });
    const mishap = mishaps.shift() ?? null;
    if (mishap === 'cut before') return void request.socket.destroy();
    if (mishap !== null && typeof mishap !== 'string') {
      const { status, ...headers } = typeof mishap === 'number' ? { status: mishap } : mishap;
      return void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"message":"Not now."}');
    }
    const answer = await pass(request, body);
    if (mishap === 'cut after') return void request.socket.destroy();
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const admin = await enrol('admin');
  const token = ((await issueToken('admin')).headers.authorization ?? '').replace('Bearer ', '');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token,
    env: { SIGNALBOX_URL: url, SIGNALBOX_TOKEN: token } as Record<string, string>,
    /** What befalls the next calls, one each. */
    mishaps,
    seen,
    /** Asks the API itself, as an admin. */
    ask: <Answer>(method: string, path: string, body?: unknown) => callApi<Answer>(method, path, { headers: admin.headers, body }),
    close: () => server.close().closeAllConnections(),
  };
}

/** Runs a command in this process, and keeps what it said. */
export async function runHere(args: string[], env: Record<string, string | undefined> = {}) {
  const [out, complaints]: [string[], string[]] = [[], []];
  const code = await runCommand(args, { env, print: (line) => out.push(line), complain: (line) => complaints.push(line) });
  return { code, out: out.join('\n'), complaints: complaints.join('\n') };
}
