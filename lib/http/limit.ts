import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/model/role.ts';

/** Counts calls per minute by whoever makes them. */
export function createLimiter(perMinute: number) {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });

  /** Takes one call from the caller's allowance; answers what is left of it. */
  return async function spendCall(caller: string): Promise<number> {
    try {
      return (await limiter.consume(caller)).remainingPoints;
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      throw new AppError('rate_limited', `Too many requests: at most ${perMinute} a minute.`, { retryAfterSeconds });
    }
  };
}

let spend: ReturnType<typeof createLimiter> | undefined;

export function spendCall(caller: string): Promise<number> {
  spend ??= createLimiter(env().SIGNALBOX_RATE_LIMIT_PER_MINUTE);
  return spend(caller);
}

/** Whose allowance a call is taken from. */
export function callerOf(actor: Actor | null, address: string | null): string {
  if (!actor) return `address ${address ?? 'unknown'}`;
  return `${actor.kind} ${actor.userId ?? ''} ${actor.name}`;
}
