/** The share of failures that one scrape told of, 0–1; null where it told none. */
export type TrailPoint = [atMs: number, errorRatio: number | null];

const spanMs = 900_000;
export const trailStepMs = 30_000;
export const trailSteps = spanMs / trailStepMs;
/** Scrapes that follow more closely than this are no points of their own. */
const apartMs = 25_000;

/** The last quarter of an hour after one more scrape, oldest first. */
export function extendTrail(past: readonly TrailPoint[], atMs: number, errorRatio: number | null): TrailPoint[] {
  const kept = past.filter(([pastMs]) => pastMs > atMs - spanMs && pastMs <= atMs);
  const point: TrailPoint = [atMs, errorRatio === null ? null : Number(errorRatio.toFixed(3))];
  const last = kept.at(-1);
  const before = kept.at(-2);
  const replaces = last && last[0] - (before?.[0] ?? Number.NEGATIVE_INFINITY) < apartMs;
  return [...(replaces ? kept.slice(0, -1) : kept), point];
}

/** A trail in even steps that end at an instant, for drawing: null where no scrape told a share. */
export function resampleTrail(trail: readonly TrailPoint[], toMs: number): (number | null)[] {
  const steps = new Array<number | null>(trailSteps).fill(null);
  for (const [atMs, errorRatio] of trail) {
    const step = Math.floor((atMs - (toMs - spanMs)) / trailStepMs);
    const place = atMs === toMs ? trailSteps - 1 : step;
    if (place >= 0 && place < trailSteps) steps[place] = errorRatio;
  }
  return steps;
}
