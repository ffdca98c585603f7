import { AppError } from '#lib/errors.ts';

/** The open streams of this process: how many there may be, and the way to end them all. */
export interface Streams {
  /** Takes a place, or throws. The answer gives it back. */
  enter(caller: string, end: () => void): () => void;
  count(): number;
  /** Ends every stream, and lets no new one in. */
  stop(): void;
  readonly stopping: boolean;
}

export function createStreams(limits = { perCaller: 10, perProcess: 500 }): Streams {
  const open = new Map<() => void, string>();
  let stopping = false;
  const refuse = (message: string) => new AppError('unavailable', message, { retryAfterSeconds: 5 + Math.floor(Math.random() * 10) });
  return {
    enter(caller, end) {
      if (stopping) throw refuse('Signalbox is stopping.');
      if (open.size >= limits.perProcess) throw refuse('Too many open streams here.');
      const own = [...open.values()].filter((other) => other === caller).length;
      if (own >= limits.perCaller) throw refuse(`Too many open streams: at most ${limits.perCaller} each.`);
      open.set(end, caller);
      return () => open.delete(end);
    },
    count: () => open.size,
    stop() {
      stopping = true;
      for (const end of [...open.keys()]) end();
    },
    get stopping() {
      return stopping;
    },
  };
}

const key = Symbol.for('signalbox.streams');

/** One for the process, however many bundles of it hold this module. */
export function processStreams(): Streams {
  const holder = globalThis as { [key]?: Streams };
  holder[key] ??= createStreams();
  return holder[key];
}
