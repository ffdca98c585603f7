import { sumAcross } from '#lib/model/across.ts';
import { diffRoutes } from '#lib/model/dialect/routes.ts';
import type { Totals } from '#lib/model/dialect/totals.ts';
import { latestOf } from '#lib/model/histogram.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import type { RouteState } from '#lib/store/route.ts';
import type { Watched } from './watched.ts';

/** Routes are measured against totals that are half a minute to a minute old: a single interval says little of a quiet route. */
const spacingMs = 30_000;
const keptBases = 2;

/** What each route does now, for those routes of which something else is known than before. */
export function observeRoutes(watched: Watched, totals: Totals, monotonicMs: number): RouteState[] {
  const { bases } = watched.routes;
  const newest = bases.at(-1);
  if (newest && monotonicMs - newest.monotonicMs < spacingMs) return [];
  const base = bases[0];
  bases.push({ values: totals, monotonicMs });
  if (bases.length > keptBases) bases.shift();
  if (!base) return [];
  watched.routes.latest = diffRoutes(base.values, totals, (monotonicMs - base.monotonicMs) / 1000);
  const { told } = (watched.whole ?? watched).routes;
  return [...deltasOf(watched)].flatMap(([name, delta]) => {
    const { requestRate, errorRatio, latencyMs } = latestOf([delta]);
    const state = { requestRate, errorRatio, latencyMsP95: latencyMs.p95 };
    const seenAtMs = (delta.requests ?? 0) > 0 ? totals.atMs : null;
    const words = JSON.stringify([state, seenAtMs]);
    if (told.get(name) === words) return [];
    told.set(name, words);
    const space = name.indexOf(' ');
    return [{ method: space < 0 ? '' : name.slice(0, space), route: name.slice(space + 1), ...state, seenAtMs }];
  });
}

/** What each route did last: of a service with instances, on all of them together. */
function deltasOf({ routes, whole }: Watched): Map<string, SignalDelta> {
  if (!whole) return routes.latest;
  const deltas = new Map<string, SignalDelta[]>();
  for (const member of whole.members) for (const [name, delta] of member.routes.latest) deltas.set(name, [...(deltas.get(name) ?? []), delta]);
  return new Map([...deltas].map(([name, some]) => [name, sumAcross(some)]));
}
