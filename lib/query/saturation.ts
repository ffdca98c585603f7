import { worstFirst } from '#lib/model/doctor.ts';
import { gaugeId } from '#lib/model/gauge.ts';
import { missingGauges } from '#lib/model/gauge-missing.ts';
import { fullestGauges, type MetricsDoctor, type Saturation } from '#lib/model/gauge-view.ts';
import { windowMs } from '#lib/model/window.ts';
import { listGaugeSteps, listMetricStates, type MetricState } from '#lib/store/metric-state.ts';
import type { QueryContext } from './context.ts';
import { readService } from './service.ts';

const hourMs = 3_600_000;
/** Beyond this age a place says nothing of now: an instance that is gone, a path that was taken away. */
const presentMs = 600_000;

/** The step that a window is read in: no finer than what is kept for so long. */
function stepSecondsOf(spanMs: number): number {
  if (spanMs <= 2 * hourMs) return 60;
  return spanMs <= 24 * hourMs ? 600 : 3600;
}

async function listPresent({ db, nowMs }: QueryContext, name: string): Promise<MetricState[]> {
  const states = await listMetricStates(db, name);
  const newestMs = Math.max(0, ...states.map(({ at }) => Date.parse(at)));
  return states.filter(({ at }) => Date.parse(at) > Math.min(newestMs, nowMs) - presentMs);
}

/** How full a service is, and was: its newest values, of several instances the fullest, with the line of each. */
export async function readSaturation(ctx: QueryContext, { name, window }: { name: string; window: string }): Promise<Saturation> {
  await readService(ctx, name);
  const spanMs = windowMs(window);
  const stepSeconds = stepSecondsOf(spanMs);
  const stepMs = stepSeconds * 1000;
  const count = Math.min(300, Math.ceil(spanMs / stepMs));
  const endMs = Math.floor(ctx.nowMs / stepMs) * stepMs;
  const fromMs = endMs - count * stepMs;
  const [states, steps] = [await listPresent(ctx, name), await listGaugeSteps(ctx.db, name, stepSeconds, fromMs)];
  const byStart = new Map(steps.map(({ atMs, values }) => [atMs, values]));
  const gauges = fullestGauges(states);
  const at =
    states
      .map((one) => one.at)
      .sort()
      .at(-1) ?? null;
  const runtime = states.find((one) => one.runtime !== 'unknown')?.runtime ?? 'unknown';
  return {
    ...{ window, stepSeconds, at, runtime },
    processes: states.map(({ place, at, version, versionFrom, startedAt, restarts }) => ({ place, at, version, versionFrom, startedAt, restarts })),
    gauges: gauges.map((gauge) => ({
      ...gauge,
      series: Array.from({ length: count }, (_, step) => byStart.get(fromMs + step * stepMs)?.[gaugeId(gauge)] ?? null),
    })),
    missing: at === null ? [] : missingGauges(gauges, runtime),
  };
}

/** What the doctor says of a service's metrics; of several instances of the one whose metrics are worst. */
export async function readMetricsDoctor(ctx: QueryContext, name: string): Promise<MetricsDoctor> {
  const service = await readService(ctx, name);
  const target = service.targets.find(({ kind }) => kind === 'metrics');
  const examined = (await listPresent(ctx, name)).flatMap(({ place, at, diagnosis }) => (diagnosis ? [{ place, at, ...diagnosis }] : []));
  const worst = examined.sort((a, b) => a.score - b.score)[0] ?? { at: null, place: '', score: null, recognised: [], complaints: [] };
  if (!target || target.ok) return worst;
  const refused = {
    ...{ code: 'refused', kind: 'contradictory' as const, severity: 'error' as const, series: target.url },
    text: `The last look gave nothing: ${target.reason}.`,
    why: 'A scrape is taken whole or not at all: what stands here may be older.',
    fix: fixOfRefusal(target.reason),
  };
  return { ...worst, score: 0, complaints: worstFirst([refused, ...worst.complaints]) };
}

function fixOfRefusal(reason: string): string {
  if (/samples/.test(reason)) return 'Find the label whose values never end (ids, e-mail addresses, raw paths), and drop it.';
  if (/line \d+/.test(reason)) return 'Let the client library write the answer: promtool check metrics names the same line.';
  if (/web page|HTML/i.test(reason)) return 'Correct the metrics path in Settings: this address serves a page for people.';
  if (/HTTP 40[13]/.test(reason)) return 'Give Signalbox the API key or bearer token of the endpoint in Settings.';
  if (/HTTP 404/.test(reason)) return 'Correct the metrics path in Settings, or serve the metrics there.';
  return 'Open the address from the machine that Signalbox runs on, and correct the path or the credentials in Settings.';
}
