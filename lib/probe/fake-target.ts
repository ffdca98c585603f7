import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { afterEach } from 'vitest';
import { parseAddress } from './address.ts';
import { type Socket as OwnSocket, parsePolicy } from './outbound.ts';
import { createProbe, type Probe } from './probe.ts';

const closers: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A probe that may call loopback and whose resolver knows three names; closed after the test. */
export function openProbe(allow = 'localhost:*', own: OwnSocket[] = [], ownUrls: string[] = []): Probe {
  const probe = createProbe({
    policy: parsePolicy({ SIGNALBOX_OUTBOUND_ALLOW: allow, SIGNALBOX_OUTBOUND_MODE: 'private' }, own, ownUrls),
    resolve: async (host) => {
      if (host === 'busy.example') throw Object.assign(new Error('busy'), { code: 'EAI_AGAIN' });
      if (host === 'rebound.example') return [parseAddress('127.0.0.1')].filter((address) => address !== null);
      throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
    },
  });
  closers.push(() => probe.close());
  return probe;
}

async function listen(server: Server | TcpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server on a free port; gives its base URL. */
export function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return listen(server);
}

/** A server that writes what it likes, without knowing HTTP. */
export function serveRaw(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => socket.destroy()));
    onSocket(socket);
  });
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return listen(server);
}

export async function closedPort(): Promise<string> {
  const server = createTcpServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}

/** undici reuses a connection one turn of the event loop after its last answer. */
export const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

interface Wishes {
  deadlineMs?: number;
  slowMs?: number;
  signal?: AbortSignal;
  path?: string;
  apiKey?: string;
  bearerToken?: string;
}

export function lookHealthAt(probe: Probe, baseUrl: string, { signal, path = '/health', ...rest }: Wishes = {}) {
  const target = { baseUrl, healthCheckPath: path, apiKey: null, bearerToken: null, deadlineMs: 5000, slowMs: 5000, ...rest };
  return probe.lookHealth(target, { nowMs: 7, signal });
}
