import { latestOf, toPoint } from '#lib/model/histogram.ts';
import { stepMsOf, windowMs } from '#lib/model/window.ts';
import { listMarkers } from '#lib/store/marker.ts';
import { planSteps } from '#lib/store/rollup-cursor.ts';
import { findSignalSource, listSignalDeltas } from '#lib/store/signal.ts';
import type { QueryContext } from './context.ts';
import { readService } from './service.ts';

const latestWindowMs = 60_000;
const staleAfterIntervals = 3;

/** Rate, errors and latency of a service: at most 300 points, and what holds now. */
export async function readSignals(ctx: QueryContext, { name, window }: { name: string; window: string }) {
  const service = await readService(ctx, name);
  const spanMs = windowMs(window);
  const { stepMs } = planSteps(ctx.nowMs - spanMs, ctx.nowMs, stepMsOf(spanMs, 288, 5000));
  const deltas = await listSignalDeltas(ctx.db, name, ctx.nowMs - spanMs, ctx.nowMs, stepMs);
  const source = await findSignalSource(ctx.db, name);
  const intervalSeconds = Math.max(service.pollIntervalSeconds, source?.from?.intervalSeconds ?? 0);
  const reachMs = Math.max(latestWindowMs, intervalSeconds * 1000 * staleAfterIntervals);
  const fresh = await listSignalDeltas(ctx.db, name, ctx.nowMs - reachMs, ctx.nowMs, 0);
  const recent = fresh.filter(({ atMs }) => atMs > (fresh.at(-1)?.atMs ?? 0) - latestWindowMs);
  return {
    window,
    stepSeconds: stepMs / 1000,
    source,
    latest: recent.length > 0 ? latestOf(recent) : null,
    series: deltas.map(toPoint),
    markers: await listMarkers(ctx.db, name, ctx.nowMs - spanMs, ctx.nowMs),
  };
}
