import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../chassis/error.ts';
import { effectOf, type Fault } from './fault.ts';

const pollSeconds = 20;
const afterTroubleMs = 1000;

/** The front door of a service: follows its fault on the board, and lets requests feel it. `/metrics` never does. */
export function connectDoor(board: string, service: string) {
  const closing = new AbortController();
  let fault: Fault | null = null;

  /** The board answers when something changes. A fault ends at its time even when the board is gone. */
  async function follow(): Promise<void> {
    let version = '';
    while (!closing.signal.aborted) {
      try {
        const signal = AbortSignal.any([closing.signal, AbortSignal.timeout((pollSeconds + 5) * 1000)]);
        const response = await fetch(`${board}/faults/${service}?after=${version}&wait=${pollSeconds}`, { signal });
        if (!response.ok) throw new Error(`the board answered ${response.status}`);
        const body = (await response.json()) as { version: string; fault: Fault | null };
        version = body.version;
        fault = body.fault;
      } catch {
        version = '';
        await wait(afterTroubleMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
      }
    }
  }

  async function feel(fault: Fault | null, isGone: AbortSignal): Promise<void> {
    const effect = fault && effectOf(fault, Date.now());
    if (!effect) return;
    if (effect === 'hang') await wait(Math.max(0, (fault as Fault).endsAtMs - Date.now()), undefined, { signal: isGone, ref: false });
    else if ('waitMs' in effect) await wait(effect.waitMs, undefined, { signal: isGone, ref: false });
    else throw new ApiError(effect.status, 'FAULT_INJECTED', 'The fault board asked for this answer.');
  }

  void follow();
  return {
    /** Before each request of the service's API. */
    async hook(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
      if (!fault) return;
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      try {
        await feel(fault, AbortSignal.any([gone.signal, closing.signal]));
      } catch (error) {
        if (error instanceof ApiError) throw error;
        reply.hijack();
        reply.raw.destroy();
      }
    },
    /** For `/health`, when the fault says so. */
    async check(signal: AbortSignal): Promise<void> {
      if (fault?.health) await feel(fault, signal);
    },
    close: () => closing.abort(),
  };
}
