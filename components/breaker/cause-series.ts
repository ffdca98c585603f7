import type { SignalPoint } from '#lib/model/signal.ts';

const mostSteps = 120;

/** How far points usually lie apart: steps that are shorter would be gaps for no reason. */
function apartOf(series: readonly SignalPoint[]): number {
  const gaps = series.slice(1).map(({ at }, i) => Date.parse(at) - Date.parse(series[i]?.at ?? at));
  return gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
}

/** Points of a service as even steps over a window, so that they lie above the states of the same time; null where none was told. */
export function seriesInSteps(series: readonly SignalPoint[], toMs: number, spanMs: number, stepMs: number) {
  const count = Math.max(1, Math.min(mostSteps, Math.floor(spanMs / Math.max(stepMs, apartOf(series) * 1.1))));
  const p95 = new Array<number | null>(count).fill(null);
  const errors = new Array<number | null>(count).fill(null);
  const worse = (a: number | null | undefined, b: number | null) => (a === null || a === undefined ? b : b === null ? a : Math.max(a, b));
  for (const { at, latencyMs, errorRatio } of series) {
    const place = Math.min(count - 1, Math.floor(((Date.parse(at) - (toMs - spanMs)) / spanMs) * count));
    if (place < 0 || Number.isNaN(place)) continue;
    p95[place] = worse(p95[place], latencyMs.p95 && (latencyMs.p95.high ?? latencyMs.p95.low));
    errors[place] = worse(errors[place], errorRatio);
  }
  return { p95, errors };
}
