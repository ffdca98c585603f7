import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Random } from '../random.ts';
import { pump } from './pump.ts';
import type { Toxic } from './toxic.ts';

export interface Connection {
  /** Looks at the faults again: those that end a connection although nothing passes have their time. */
  arm(): void;
  end(): void;
}

export interface ConnectionOptions {
  client: Socket;
  inner: Duplex;
  /** The faults of connections, as they are now. */
  toxics: () => Toxic[];
  /** Tells `change` when they change. */
  changes: EventEmitter;
  random: Random;
  /** How long ago a fault was set. */
  ageMs: (toxic: Toxic) => number;
  onHit: (toxic: Toxic) => void;
  onEnd: (connection: Connection) => void;
}

/** Resolves after so many ms, or as soon as the faults change. */
function waitFor(changes: EventEmitter, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      changes.off('change', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    changes.on('change', done);
  });
}

const endsAlone = ({ type, attributes }: Toxic) => type === 'reset_peer' || type === 'flap' || (type === 'timeout' && (attributes.timeout ?? 0) > 0);

/** How long a connection lasts that a fault ends. */
function lastsMs({ type, attributes }: Toxic, ageMs: number): number {
  if (type !== 'flap') return attributes.timeout ?? 0;
  const { up = 1, down = 1 } = attributes;
  return Math.max(0, up - (ageMs % (up + down)));
}

/** Joins a caller with the service, both ways, with what stands between them. */
export function openConnection({ client, inner, toxics, changes, random, ageMs, onHit, onEnd }: ConnectionOptions): Connection {
  const lots = new Map<string, boolean>();
  const timers = new Map<string, NodeJS.Timeout>();
  let isClosed = false;

  const concerned = () =>
    toxics().filter(({ name, toxicity }) => {
      if (!lots.has(name)) lots.set(name, random.isLucky(toxicity));
      return lots.get(name);
    });

  function close(isReset: boolean): void {
    if (isClosed) return;
    isClosed = true;
    for (const timer of timers.values()) clearTimeout(timer);
    if (isReset) client.resetAndDestroy();
    else client.destroySoon();
    inner.destroy();
    onEnd(connection);
    changes.emit('change');
  }

  function arm(): void {
    const wanted = concerned().filter(endsAlone);
    for (const [name, timer] of timers)
      if (!wanted.some((toxic) => toxic.name === name)) {
        clearTimeout(timer);
        timers.delete(name);
      }
    for (const toxic of wanted) {
      if (timers.has(toxic.name)) continue;
      const fire = () => {
        onHit(toxic);
        close(toxic.type !== 'timeout');
      };
      timers.set(toxic.name, setTimeout(fire, lastsMs(toxic, ageMs(toxic))));
    }
  }

  const connection: Connection = { arm, end: () => close(false) };
  const common = { wait: (ms: number) => waitFor(changes, ms), random, onHit };
  const of = (stream: Toxic['stream']) => () => concerned().filter((toxic) => toxic.stream === stream);
  client.on('error', () => close(false));
  inner.on('error', () => close(false));
  // Who may say no more can still be answered; who may hear no more has nothing to say.
  const up = pump({ ...common, source: client, target: inner, toxics: of('upstream'), stop: () => inner.end() });
  const down = pump({ ...common, source: inner, target: client, toxics: of('downstream'), stop: () => close(false) });
  void Promise.all([up, down]).then(() => close(false));
  arm();
  return connection;
}
