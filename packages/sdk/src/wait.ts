/** Resolves after so many ms; rejects with the signal's reason as soon as it is aborted. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Exponential back-off with full jitter: anything from 0 to `baseMs × 2^retry`, ms. The first retry is 0. */
export const backOffMs = (baseMs: number, retry: number, longestMs = Number.POSITIVE_INFINITY): number =>
  Math.random() * Math.min(longestMs, baseMs * 2 ** retry);
