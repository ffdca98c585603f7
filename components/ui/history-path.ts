import type { Verdict } from '#lib/model/verdict.ts';

type Box = [top: number, height: number];

/** What one step looks like in a band 16 high. */
const boxes: Record<Verdict | 'none', Box[]> = {
  up: [[11, 5]],
  degraded: [[5, 11]],
  down: [
    [0, 7],
    [9, 7],
  ],
  unknown: [
    [7, 2],
    [14, 2],
  ],
  maintenance: [
    [5, 2],
    [14, 2],
  ],
  none: [[15, 1]],
};

/** One path for each state that occurs; steps are 5 wide, 1 of it the space between. */
export function drawHistory(steps: (Verdict | null)[]): { verdict: Verdict | null; path: string }[] {
  const paths = new Map<Verdict | null, string>();
  steps.forEach((verdict, index) => {
    const drawn = boxes[verdict ?? 'none'].map(([top, height]) => `M${index * 5} ${top}h4v${height}h-4z`).join('');
    paths.set(verdict, (paths.get(verdict) ?? '') + drawn);
  });
  return [...paths].map(([verdict, path]) => ({ verdict, path }));
}

/** The strip in words: `2 h down, 1 h degraded`, or `up throughout`. */
export function describeHistory(steps: (Verdict | null)[], stepWord: string): string {
  const counts = new Map<string, number>();
  for (const step of steps) counts.set(step ?? 'not looked at', (counts.get(step ?? 'not looked at') ?? 0) + 1);
  if (counts.size === 1) return `${[...counts.keys()][0]} throughout`;
  const trouble = ['down', 'degraded', 'unknown', 'maintenance', 'not looked at'].filter((word) => counts.has(word));
  return trouble.map((word) => `${counts.get(word)} ${stepWord} ${word}`).join(', ');
}
