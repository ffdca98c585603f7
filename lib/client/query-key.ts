/** A query key as `orpc` writes it: the operation, then its input. */
export interface OperationKey {
  operation: string;
  type: string | undefined;
  input: Record<string, unknown>;
}

/** Reads a react-query key; null for keys that `orpc` did not write. */
export function readQueryKey(key: readonly unknown[]): OperationKey | null {
  const [path, options] = key;
  if (!Array.isArray(path)) return null;
  const { type, input } = (options ?? {}) as { type?: string; input?: Record<string, unknown> };
  return { operation: path.join('.'), type, input: input ?? {} };
}
