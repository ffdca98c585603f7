import type { ChangeView } from '#lib/client/outputs.ts';

/** Turns of one thing that follow each other closely: it flaps. Newest first, as the list. */
export interface Run {
  key: string;
  changes: ChangeView[];
}

/** So many turns, none further from the next than the gap, are one line. */
const fewest = 4;
const gapMs = 600_000;

/** What turned, where it is a thing that turns back and forth; null for what happens once. */
function keyOf({ kind, subject, data }: ChangeView): string | null {
  if (kind === 'verdict.changed') return `service ${subject}`;
  return kind === 'breaker.changed' ? `breaker ${subject} ${data.name}` : null;
}

/** Changes, newest first, with what flaps drawn together where its newest turn stands. */
export function gatherRuns(changes: readonly ChangeView[]): (ChangeView | Run)[] {
  const open = new Map<string, Run>();
  const runs = new Map<ChangeView, Run>();
  for (const change of changes) {
    const key = keyOf(change);
    if (key === null) continue;
    const past = open.get(key);
    const last = past?.changes.at(-1);
    const follows = past && last && Date.parse(last.at) - Date.parse(change.at) <= gapMs;
    const run = follows ? past : { key: `${key} ${change.id}`, changes: [] };
    run.changes.push(change);
    open.set(key, run);
    runs.set(change, run);
  }
  return changes.flatMap<ChangeView | Run>((change) => {
    const run = runs.get(change);
    if (!run || run.changes.length < fewest) return [change];
    return run.changes[0] === change ? [run] : [];
  });
}

export const isRun = (one: ChangeView | Run): one is Run => 'changes' in one;
