interface Kept {
  atMs: number;
  value: Promise<unknown>;
}

const most = 200;
const kept = new WeakMap<object, Map<string, Kept>>();

/**
 * What was read less than `forMs` ago, else read anew: any number of screens cost one reading. Whoever asks while it
 * is being read waits for the same; what failed is not kept.
 */
export function held<T>(owner: object, key: string, { nowMs, forMs }: { nowMs: number; forMs: number }, read: () => Promise<T>): Promise<T> {
  const all = kept.get(owner) ?? new Map<string, Kept>();
  kept.set(owner, all);
  const known = all.get(key);
  if (known && nowMs >= known.atMs && nowMs - known.atMs < forMs) return known.value as Promise<T>;
  const value = read();
  all.delete(key);
  all.set(key, { atMs: nowMs, value });
  if (all.size > most) all.delete(all.keys().next().value as string);
  value.catch(() => {
    if (all.get(key)?.value === value) all.delete(key);
  });
  return value;
}
