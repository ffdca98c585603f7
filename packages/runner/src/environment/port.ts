import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';

/** A port that is kept free for one process until it starts. */
export interface HeldPort {
  port: number;
  /** Lets the port go. */
  release: () => Promise<void>;
}

function listen(port: number, host?: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Nothing is served here yet: who calls is to see a connection that fails, not one that waits.
    const server = createServer((socket) => socket.on('error', () => {}).resetAndDestroy());
    server.once('error', reject);
    server.listen({ port, exclusive: true, ...(host && { host }) }, () => resolve(server.unref()));
  });
}

const close = (server: Server) => new Promise<void>((done) => server.close(() => done()));

/** Keeps a port of the loopback: the one that is named, or one that the system gives. Rejects when it is in use. */
export async function holdPort(port = 0): Promise<HeldPort> {
  const server = await listen(port, '127.0.0.1');
  return { port: (server.address() as AddressInfo).port, release: () => close(server) };
}

/** Whether a process listens on a port, on the loopback or on all addresses. */
export async function isInUse(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', undefined])
    try {
      await close(await listen(port, host));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return true;
    }
  return false;
}

const listening = '0A';

/** The sockets that listen on a port, by the numbers that the system has for them. */
function listSockets(port: number): Set<string> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    try {
      return readFileSync(file, 'utf8').split('\n').slice(1);
    } catch {
      return [];
    }
  });
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === listening);
  return new Set(rows.map((row) => `socket:[${row[9]}]`));
}

/** What a process has open; null where that may not be seen. */
function listHandles(pid: number): string[] | null {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((handle) => readlinkSync(`/proc/${pid}/fd/${handle}`));
  } catch (error) {
    return ['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '') ? null : [];
  }
}

/** Whether one of the processes is who listens on the port; null where the system does not tell (only Linux does). */
export function isListener(port: number, pids: readonly number[]): boolean | null {
  if (process.platform !== 'linux') return null;
  const sockets = listSockets(port);
  if (sockets.size === 0) return null;
  const handles = pids.map(listHandles);
  if (handles.some((own) => own?.some((handle) => sockets.has(handle)))) return true;
  return handles.includes(null) ? null : false;
}
