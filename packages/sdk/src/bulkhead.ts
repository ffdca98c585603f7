import type { BulkheadConfig } from './config.ts';

/** Thrown where no place and no place in the queue is free. */
export class BulkheadFull extends Error {}

/** So many calls at once and so many that wait; one that is given up leaves the queue at once. */
export class Bulkhead {
  readonly #maxConcurrent: number;
  readonly #maxQueue: number;
  readonly #queue = new Set<() => void>();
  #active = 0;

  constructor({ maxConcurrent, queue = 0 }: BulkheadConfig) {
    this.#maxConcurrent = maxConcurrent;
    this.#maxQueue = queue;
  }

  /** Runs the work when there is room. Throws BulkheadFull, or the signal's reason when it is aborted while waiting. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.#active >= this.#maxConcurrent) await this.#wait(signal);
    else this.#active += 1;
    try {
      return await work();
    } finally {
      const [next] = this.#queue;
      if (!next) this.#active -= 1;
      else if (this.#queue.delete(next)) next();
    }
  }

  /** Resolves with the place of a call that ended. */
  #wait(signal: AbortSignal | undefined): Promise<void> {
    if (this.#queue.size >= this.#maxQueue) throw new BulkheadFull();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => {
      this.#queue.delete(resolve);
      reject(signal?.reason);
    };
    this.#queue.add(resolve);
    signal?.addEventListener('abort', giveUp);
    return promise.finally(() => signal?.removeEventListener('abort', giveUp));
  }
}
