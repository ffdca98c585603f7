import { effectOf, type Fault, readFault } from './fault.ts';

interface Entry {
  fault: Fault | null;
  version: number;
  waiting: Set<() => void>;
}

/** Which service misbehaves how, until when. */
export function createBoard(services: readonly string[], now: () => number = Date.now) {
  const entries = new Map<string, Entry>(services.map((name) => [name, { fault: null, version: 0, waiting: new Set() }]));
  const birth = now();

  function change(entry: Entry, fault: Fault | null): void {
    entry.fault = fault;
    entry.version += 1;
    for (const wake of entry.waiting) wake();
  }

  const current = ({ fault }: Entry): Fault | null => (fault && now() < fault.endsAtMs ? fault : null);
  const find = (service: string): Entry | null => entries.get(service) ?? null;

  return {
    has: (service: string) => entries.has(service),
    set(service: string, body: unknown): Fault | null {
      const entry = find(service);
      if (entry) change(entry, readFault(body, now()));
      return entry?.fault ?? null;
    },
    clear(service: string): void {
      const entry = find(service);
      if (entry) change(entry, null);
    },
    /** Every service with its fault, how long that lasts, and whether it is felt at this moment. */
    list: () =>
      [...entries].map(([service, entry]) => {
        const fault = current(entry);
        return {
          service,
          fault,
          secondsLeft: fault ? Math.ceil((fault.endsAtMs - now()) / 1000) : 0,
          isFelt: fault !== null && effectOf(fault, now()) !== null,
        };
      }),
    /** What a service must know. The version changes with each change, and with each board. */
    read(service: string): { version: string; fault: Fault | null } | null {
      const entry = find(service);
      return entry && { version: `${birth}.${entry.version}`, fault: current(entry) };
    },
    /** Resolves at the next change of a service, or when the signal is aborted. */
    async untilChange(service: string, signal: AbortSignal): Promise<void> {
      const entry = find(service);
      if (!entry || signal.aborted) return;
      await new Promise<void>((done) => {
        const wake = () => {
          entry.waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          done();
        };
        entry.waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    },
  };
}

export type Board = ReturnType<typeof createBoard>;
