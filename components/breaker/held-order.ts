/** `now` in the order of `past`, so that a list does not move under somebody's pointer; what is new stands at the end. */
export function keepOrder<Row>(past: readonly string[], now: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  const places = new Map(past.map((key, place) => [key, place]));
  const placeOf = (row: Row) => places.get(keyOf(row)) ?? past.length;
  return now.toSorted((a, b) => placeOf(a) - placeOf(b));
}

const apartMs = 30_000;

/** How long a list that was sorted anew at an instant waits until it may be again; the first change of order waits for nothing. */
export const waitForOrderMs = (sortedMs: number | null, nowMs: number): number =>
  sortedMs === null ? 0 : Math.max(0, Math.min(apartMs, sortedMs + apartMs - nowMs));
