export interface Span<S extends string> {
  state: S;
  fromMs: number;
  toMs: number;
}

export interface Turn<S extends string> {
  atMs: number;
  from: S;
  to: S;
}

/**
 * States over a window, oldest first, from the turns within it (in their order) and the state now. Before the first turn it
 * was what that turn came from; without a turn nothing is known of the time before the state began; `unseen` is no state but the time before anything was known, and is left out at the beginning.
 */
export function spansOf<S extends string>(
  turns: readonly Turn<S>[],
  now: { state: S; sinceMs: number },
  window: { fromMs: number; toMs: number },
  unseen: S | null = null,
): Span<S>[] {
  const begun = turns[0] ? { state: turns[0].from, atMs: window.fromMs } : { state: now.state, atMs: now.sinceMs };
  const points: { state: S; atMs: number }[] = [begun];
  for (const { atMs, to } of turns) points.push({ state: to, atMs });
  if (points.at(-1)?.state !== now.state) points.push({ state: now.state, atMs: Math.max(now.sinceMs, points.at(-1)?.atMs ?? 0) });
  const spans: Span<S>[] = [];
  points.forEach(({ state, atMs }, index) => {
    const fromMs = Math.max(window.fromMs, atMs);
    const toMs = Math.min(window.toMs, points[index + 1]?.atMs ?? window.toMs);
    const last = spans.at(-1);
    if (toMs <= fromMs || (state === unseen && spans.length === 0 && turns.length > 0)) return;
    if (last?.state === state && last.toMs === fromMs) last.toMs = toMs;
    else spans.push({ state, fromMs, toMs });
  });
  return spans;
}

/** Of one that flaps no more spans than can be drawn: within each of `most` equal steps the worst state stands for all. */
export function coarsen<S extends string>(spans: readonly Span<S>[], rank: (state: S) => number, most = 300): Span<S>[] {
  const first = spans[0];
  const last = spans.at(-1);
  if (spans.length <= most || !first || !last) return [...spans];
  const stepMs = (last.toMs - first.fromMs) / most;
  const steps: Span<S>[] = Array.from({ length: most }, (_, i) => ({
    state: first.state,
    fromMs: first.fromMs + i * stepMs,
    toMs: first.fromMs + (i + 1) * stepMs,
  }));
  let at = 0;
  for (const step of steps) {
    while ((spans[at]?.toMs ?? Number.POSITIVE_INFINITY) <= step.fromMs) at++;
    let worst = spans[at]?.state ?? first.state;
    for (let next = at; (spans[next]?.fromMs ?? Number.POSITIVE_INFINITY) < step.toMs; next++) {
      const { state } = spans[next] as Span<S>;
      if (rank(state) < rank(worst)) worst = state;
    }
    step.state = worst;
  }
  return steps.reduce<Span<S>[]>((joined, step) => {
    const past = joined.at(-1);
    if (past?.state === step.state) past.toMs = step.toMs;
    else joined.push(step);
    return joined;
  }, []);
}
