/** Does the work for each name once what it waits for is done; what waits for nothing is worked on at the same time. */
export async function inOrder(
  names: readonly string[],
  waitsFor: (name: string) => readonly string[],
  work: (name: string) => Promise<void>,
): Promise<void> {
  const started = new Map<string, Promise<void>>();
  const start = (name: string): Promise<void> => {
    const known = started.get(name);
    if (known) return known;
    const done = Promise.all(waitsFor(name).map(start)).then(() => work(name));
    started.set(name, done);
    return done;
  };
  const results = await Promise.allSettled(names.map(start));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Names in a row of which each waits for the next and the last for the first; null: there is none. */
export function findCycle(names: readonly string[], waitsFor: (name: string) => readonly string[]): string[] | null {
  const finished = new Set<string>();
  const visit = (name: string, path: string[]): string[] | null => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (finished.has(name)) return null;
    for (const other of waitsFor(name)) {
      const found = visit(other, [...path, name]);
      if (found) return found;
    }
    finished.add(name);
    return null;
  };
  for (const name of names) {
    const found = visit(name, []);
    if (found) return found;
  }
  return null;
}
