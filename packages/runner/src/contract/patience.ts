import { type Caller, type Exchange, pause, type Sent } from '../http.ts';

/** The run ends here, for the reason that the message says; what it has found so far is its result. */
export class RunOver extends Error {
  override name = 'RunOver';
}

const longestWaitMs = 10_000;
const mostRetries = 3;
/** So long a run waits for a service that asks for it, all waits together. */
const mostWaitedMs = 60_000;
/** Few and ever longer waits: whoever counts silence must not take a restart for it. */
const firstWaitMs = 200;
const longestPauseMs = 2500;

export interface PatienceOptions {
  /** How long to wait for a service that refuses connections. */
  patienceMs: number;
  signal: AbortSignal | undefined;
  onWait: (note: string) => void;
}

const isBroken = ({ trouble }: Exchange) => trouble === 'the connection was reset';
const asksToWait = ({ status, headers }: Exchange) => status === 429 || (status === 503 && headers['retry-after'] !== undefined);

function askedMs({ headers }: Exchange): number {
  const text = headers['retry-after'] ?? '1';
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Math.min(longestWaitMs, Math.max(0, Number.isFinite(ms) ? ms : 1000));
}

/** Calls again where that is no fault of the service: it asks for time, starts again, or lost one connection. */
export function createPatientCaller(caller: Caller, { patienceMs, signal, onWait }: PatienceOptions) {
  let [calls, waitedMs] = [0, 0];

  async function callOnce(sent: Sent): Promise<Exchange> {
    calls += 1;
    return caller.call(sent);
  }

  /** Until connections are taken again, or patience ends. */
  async function untilUp(sent: Sent): Promise<Exchange> {
    let exchange = await callOnce(sent);
    const untilMs = performance.now() + patienceMs;
    for (let waitMs = firstWaitMs; exchange.isRefused && performance.now() < untilMs; waitMs = Math.min(longestPauseMs, waitMs * 2)) {
      onWait('The service refused connections for a while.');
      await pause(waitMs, signal);
      exchange = await callOnce(sent);
    }
    return exchange;
  }

  /** A connection that ends may be nobody's fault once; twice it is the request's. */
  async function untilWhole(sent: Sent): Promise<Exchange> {
    const exchange = await untilUp(sent);
    if (!isBroken(exchange)) return exchange;
    const again = await untilUp(sent);
    if (again.trouble !== null) return again.isRefused ? again : exchange;
    onWait('The service ended a connection without an answer; the same request was answered when it was sent again.');
    return again;
  }

  return {
    calls: () => calls,
    async call(sent: Sent): Promise<Exchange> {
      for (let tries = 0; ; tries++) {
        const exchange = await untilWhole(sent);
        if (!asksToWait(exchange) || tries >= mostRetries) return exchange;
        onWait(`The service asked to wait (${exchange.status}); the run slowed down.`);
        const ms = askedMs(exchange);
        waitedMs += ms;
        if (waitedMs > mostWaitedMs) throw new RunOver('The service lets too few requests through (429): ask for fewer requests a second.');
        await pause(ms, signal);
      }
    },
  };
}
