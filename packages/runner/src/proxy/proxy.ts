import { EventEmitter } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { createRandom } from '../random.ts';
import { type Address, readAddress, writeAddress } from './address.ts';
import { type Connection, openConnection } from './connection.ts';
import { createHttpFaults } from './http-faults.ts';
import { isHttpToxic, ProxyError, type Toxic } from './toxic.ts';

/** One address in front of one service. */
export interface FaultyPath {
  name: string;
  listen(): string;
  upstream(): string;
  isEnabled(): boolean;
  toxics(): Toxic[];
  hits(): Record<string, number>;
  setToxic(toxic: Toxic): void;
  removeToxic(name: string): boolean;
  setUpstream(address: string): void;
  enable(isEnabled: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface PathOptions {
  name: string;
  listen: string;
  upstream: string;
  seed: number;
  /** Speaks HTTP on every connection and tells of each that is opened and each request that comes. */
  onSeen?: ((what: 'connection' | 'request') => void) | undefined;
}

/** A listener that can be stopped and started again at the same address. */
function createListener(listen: string, accept: (client: Socket) => void) {
  let address: Address = readAddress(listen, 'listen');
  let server: Server | null = null;
  return {
    address: () => address,
    isOpen: () => server !== null,
    open: () =>
      new Promise<void>((resolve, reject) => {
        const opened = createServer({ allowHalfOpen: true }, accept);
        opened.once('error', (error: NodeJS.ErrnoException) =>
          reject(new ProxyError(409, `${writeAddress(address)} cannot be listened on: ${error.code ?? error.message}.`)),
        );
        opened.listen(address.port, address.host, () => {
          address = { host: address.host, port: (opened.address() as AddressInfo).port };
          server = opened;
          resolve();
        });
      }),
    /** Resolves when the last connection has ended. */
    stop: () =>
      new Promise<void>((resolve) => {
        const closing = server;
        server = null;
        if (closing) closing.close(() => resolve());
        else resolve();
      }),
  };
}

/** The faults of one path, and how often each did something. */
function createToxics() {
  const toxics = new Map<string, Toxic>();
  const hits = new Map<string, number>();
  const setAtMs = new WeakMap<Toxic, number>();
  const all = () => [...toxics.values()];
  return {
    all,
    ofConnections: () => all().filter(({ type }) => !isHttpToxic(type)),
    ofHttp: () => all().filter(({ type }) => isHttpToxic(type)),
    set(toxic: Toxic) {
      toxics.set(toxic.name, toxic);
      setAtMs.set(toxic, performance.now());
    },
    ageMs: (toxic: Toxic) => performance.now() - (setAtMs.get(toxic) ?? 0),
    remove(name: string) {
      hits.delete(name);
      return toxics.delete(name);
    },
    hits: () => Object.fromEntries(hits),
    onHit: ({ name }: Toxic) => hits.set(name, (hits.get(name) ?? 0) + 1),
  };
}

/** Starts listening. Rejects with a ProxyError where the address cannot be had. */
export async function openPath({ name, listen, upstream, seed, onSeen }: PathOptions): Promise<FaultyPath> {
  const random = createRandom(`${seed}/${name}`);
  const toxics = createToxics();
  const connections = new Set<Connection>();
  const changes = new EventEmitter().setMaxListeners(0);
  let target = readAddress(upstream, 'upstream');
  const http = createHttpFaults({ upstream: () => target, toxics: toxics.ofHttp, random, onHit: toxics.onHit, onRequest: () => onSeen?.('request') });

  function openInner(): Duplex {
    if (!onSeen && toxics.ofHttp().length === 0) return connect(target.port, target.host).setNoDelay(true);
    const [ours, theirs] = duplexPair();
    http.accept(theirs);
    return ours;
  }

  const listener = createListener(listen, (client) => {
    onSeen?.('connection');
    const onEnd = (ended: Connection) => connections.delete(ended);
    const common = { toxics: toxics.ofConnections, changes, random, ageMs: toxics.ageMs, onHit: toxics.onHit, onEnd };
    connections.add(openConnection({ ...common, client: client.setNoDelay(true), inner: openInner() }));
  });

  const endAll = () => {
    for (const connection of [...connections]) connection.end();
  };

  async function stop(): Promise<void> {
    const stopped = listener.stop();
    endAll();
    await stopped;
  }

  function afterChange(): void {
    for (const connection of connections) connection.arm();
    changes.emit('change');
  }

  await listener.open();
  return {
    name,
    listen: () => writeAddress(listener.address()),
    upstream: () => writeAddress(target),
    isEnabled: listener.isOpen,
    toxics: toxics.all,
    hits: toxics.hits,
    setToxic(toxic) {
      const spokeHttp = toxics.ofHttp().length > 0;
      toxics.set(toxic);
      // Callers that keep connections must meet the fault too: those that are open speak past it.
      if (!onSeen && !spokeHttp && isHttpToxic(toxic.type)) endAll();
      afterChange();
    },
    removeToxic(wanted) {
      const found = toxics.remove(wanted);
      if (found) afterChange();
      return found;
    },
    setUpstream(next) {
      target = readAddress(next, 'upstream');
    },
    async enable(isEnabled) {
      if (isEnabled && !listener.isOpen()) await listener.open();
      if (!isEnabled && listener.isOpen()) await stop();
    },
    close: stop,
  };
}
