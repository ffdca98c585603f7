/** Longest that a fault outlives whoever ordered it, ms. */
export const longestLeaseMs = 30_000;

/** Things that end by themselves unless somebody renews them. */
export function createTerms(leaseMs: number, onEnd: (key: string) => void) {
  const termMs = Math.min(Math.max(1, leaseMs), longestLeaseMs);
  const terms = new Map<string, { untilMs: number; timer: NodeJS.Timeout }>();

  function end(key: string): void {
    clearTimeout(terms.get(key)?.timer);
    terms.delete(key);
    onEnd(key);
  }

  return {
    termMs,
    /** For another term. */
    renew(key: string): string {
      clearTimeout(terms.get(key)?.timer);
      const untilMs = Date.now() + termMs;
      terms.set(key, { untilMs, timer: setTimeout(() => end(key), termMs) });
      return new Date(untilMs).toISOString();
    },
    end,
    endAll(): void {
      for (const key of [...terms.keys()]) end(key);
    },
    endOf: (key: string) => new Date(terms.get(key)?.untilMs ?? Date.now()).toISOString(),
    /** Without ending what they were for. */
    forget(): void {
      for (const { timer } of terms.values()) clearTimeout(timer);
      terms.clear();
    },
  };
}
