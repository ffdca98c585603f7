import type { HealthStep } from '#lib/model/reading.ts';
import { stepMsOf, windowMs } from '#lib/model/window.ts';
import { listHealthSteps, listReadings } from '#lib/store/reading.ts';
import { planSteps } from '#lib/store/rollup-cursor.ts';
import type { QueryContext } from './context.ts';
import { readService } from './service.ts';

const minuteMs = 60_000;

/** Health history of a service: at most 300 steps, and the latest looks. */
export async function readReadings(ctx: QueryContext, { name, window }: { name: string; window: string }) {
  await readService(ctx, name);
  const spanMs = windowMs(window);
  const wantedMs = stepMsOf(spanMs, 288, spanMs <= 2 * 3_600_000 ? 5000 : minuteMs);
  const { stepMs } = planSteps(ctx.nowMs - spanMs, ctx.nowMs, wantedMs);
  const steps = await listHealthSteps(ctx.db, name, ctx.nowMs - spanMs, ctx.nowMs, stepMs);
  const readings = await listReadings(ctx.db, name, 50);
  return { window, stepSeconds: stepMs / 1000, uptime: uptimeOf(steps), steps, readings };
}

function uptimeOf(steps: HealthStep[]): number | null {
  let answered = 0;
  let down = 0;
  for (const step of steps) {
    answered += step.up + step.degraded;
    down += step.down;
  }
  return answered + down === 0 ? null : answered / (answered + down);
}
