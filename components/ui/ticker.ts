/** One clock for everything that counts on: a timer only while somebody listens. */
export function createTicker(clock: () => number = Date.now, periodMs = 1000) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = clock();
  const tick = () => {
    now = clock();
    for (const listener of listeners) listener();
  };
  return {
    nowMs: () => now,
    subscribe(listener: () => void) {
      listeners.add(listener);
      if (timer === undefined) {
        now = clock();
        timer = setInterval(tick, periodMs);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
