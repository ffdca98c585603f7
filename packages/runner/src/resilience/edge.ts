import { type Caller, createCaller, type Exchange, pause } from '../http.ts';
import type { JsonObject } from '../json.ts';
import { type FaultyPath, openPath } from '../proxy/proxy.ts';
import { readToxic } from '../proxy/toxic.ts';

/** A request to the caller, which makes it call its dependency. */
export interface Trigger {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** One trigger: what its sender saw, and how often the dependency was asked. */
export interface Observation {
  /** Null: no answer in time. */
  status: number | null;
  latencyMs: number;
  /** Requests that came to the dependency, or connections where requests cannot be seen. */
  attempts: number;
}

export interface Fault {
  name: string;
  /** A toxic; null: the dependency refuses connections. */
  toxic: JsonObject | null;
  /** Connections end before a request is seen: those are counted. */
  countsConnections?: boolean;
}

/** The way from a caller to its dependency, watched. */
export interface Edge {
  listen: string;
  observe(trigger: Trigger, fault?: Fault): Promise<Observation>;
  /** How often the dependency was asked so far. */
  asked(): number;
  with<Result>(fault: Fault, work: () => Promise<Result>): Promise<Result>;
  pause(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface EdgeOptions {
  listen: string;
  upstream: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

const settleMs = 30;

async function setFault(path: FaultyPath, { toxic }: Fault): Promise<() => Promise<void>> {
  if (toxic === null) {
    await path.enable(false);
    return () => path.enable(true);
  }
  const read = readToxic(toxic);
  path.setToxic(read);
  return async () => void path.removeToxic(read.name);
}

/** Opens a watched proxy. Rejects with a ProxyError where the address cannot be had. */
export async function openEdge({ listen, upstream, timeoutMs, signal }: EdgeOptions): Promise<Edge> {
  const seen = { connection: 0, request: 0 };
  const onSeen = (what: 'connection' | 'request') => {
    seen[what] += 1;
  };
  const path = await openPath({ name: 'edge', listen, upstream, seed: 1, onSeen });
  const caller: Caller = createCaller({ timeoutMs, signal });

  function send({ url, method = 'GET', headers = {}, body }: Trigger): Promise<Exchange> {
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    return caller.call({ method, url, headers: { ...json, ...headers }, body: body === undefined ? undefined : Buffer.from(body) });
  }

  return {
    listen: path.listen(),
    async observe(trigger, fault) {
      const before = { ...seen };
      const { status, durationMs } = await send(trigger);
      const kind = fault?.countsConnections ? 'connection' : 'request';
      return { status, latencyMs: durationMs, attempts: seen[kind] - before[kind] };
    },
    asked: () => seen.request,
    async with(fault, work) {
      const clear = await setFault(path, fault);
      // Connections that were kept open meet the fault at once: whoever kept them must have noticed.
      await pause(settleMs, signal);
      try {
        return await work();
      } finally {
        await clear();
      }
    },
    pause: (ms) => pause(ms, signal),
    async close() {
      caller.close();
      await path.close();
    },
  };
}
