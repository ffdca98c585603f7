import { type CircuitBreakerPolicy, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import { type Answer, isTrouble, type NoAnswer } from './answer.ts';
import { type BreakerState, metrics } from './metrics.ts';
import { shared } from './state.ts';

const states: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/** The breaker before one service on one host, one for all clients in the process. */
export class Breaker {
  readonly service: string;
  #policy!: CircuitBreakerPolicy;
  #threshold = 0;
  #openMs = 0;

  constructor(service: string) {
    this.service = service;
  }

  get state(): BreakerState {
    return states[this.#policy.state];
  }

  /** The latest settings hold for every client; what the breaker has seen so far stays. */
  set(threshold: number, openMs: number): void {
    if (threshold === this.#threshold && openMs === this.#openMs) return;
    const past = this.#threshold === 0 ? {} : { initialState: this.#policy.toJSON() };
    this.#threshold = threshold;
    this.#openMs = openMs;
    const isFailure = (error: unknown) => {
      const { kind } = error as Partial<NoAnswer>;
      // A probe that its caller gave up proves nothing, so the breaker stays open.
      return kind === 'timeout' || kind === 'unreachable' || policy.state === CircuitState.HalfOpen;
    };
    const handled = handleWhen(isFailure).orWhenResult((answer) => isTrouble((answer as Answer).status));
    const policy = circuitBreaker(handled, {
      halfOpenAfter: openMs,
      breaker: new ConsecutiveBreaker(threshold),
      ...past,
    });
    policy.onStateChange((state) => metrics().transitions.inc({ service: this.service, to: states[state] }));
    this.#policy = policy;
  }

  /** Runs one attempt. null, with nothing run, while open and while the one probe of half-open is under way. */
  async run(attempt: () => Promise<Answer>): Promise<Answer | null> {
    const policy = this.#policy;
    if (policy.state === CircuitState.HalfOpen) return null;
    try {
      return await policy.execute(attempt);
    } catch (error) {
      if (isBrokenCircuitError(error)) return null;
      throw error;
    }
  }
}

/** The breaker for a service on a host (`orders.internal:8080`). */
export function breakerFor(service: string, host: string, threshold: number, openMs: number): Breaker {
  const { breakers } = shared();
  const key = `${service} ${host}`;
  const breaker = (breakers.get(key) as Breaker | undefined) ?? new Breaker(service);
  breaker.set(threshold, openMs);
  breakers.set(key, breaker);
  return breaker;
}
