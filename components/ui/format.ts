import type { LatencyObjective } from '#lib/model/latency-objective.ts';
import type { IntervalMs } from '#lib/model/service.ts';

/** Stands wherever a value is not known. */
export const none = '–';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Digits that keep about three significant figures: 0.042, 4.21, 42.1, 421. */
function digitsFor(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || size >= 100) return 0;
  if (size >= 10) return 1;
  return size >= 1 ? 2 : 3;
}

const formats = new Map<string, Intl.NumberFormat>();

/** `1,042`, `0.5`: grouped, trailing zeros dropped unless `digits` is given. */
export function formatNumber(value: number | null, digits?: number): string {
  if (value === null || !Number.isFinite(value)) return none;
  const max = digits ?? digitsFor(value);
  const key = `${digits ?? ''}/${max}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits ?? 0, maximumFractionDigits: max });
    formats.set(key, format);
  }
  return format.format(value);
}

/** Requests per second: `412/s`, `0.2/s`, `12.4k/s`. */
export function formatRate(value: number | null): string {
  if (value === null) return none;
  if (value > 0 && value < 0.01) return '< 0.01/s';
  if (value >= 10_000) return `${formatNumber(value / 1000, 1)}k/s`;
  return `${formatNumber(value, value !== 0 && value < 10 ? (value < 1 ? 2 : 1) : 0)}/s`;
}

/** A share 0–1 as percent: `0.1 %`, `12 %`, `< 0.01 %`. */
export function formatRatio(value: number | null): string {
  if (value === null) return none;
  const percent = value * 100;
  if (percent === 0) return '0 %';
  if (percent < 0.01) return '< 0.01 %';
  if (percent < 1) return `${formatNumber(percent, percent < 0.1 ? 2 : 1)} %`;
  return `${formatNumber(percent, percent < 10 ? 1 : 0)} %`;
}

/** Uptime as percent, never rounded up to 100: `99.98 %`. */
export function formatUptime(value: number | null): string {
  if (value === null) return none;
  if (value === 1) return '100 %';
  return `${formatNumber(Math.floor(value * 10_000) / 100, 2)} %`;
}

/** A duration in the unit that suits it: `0.4 ms`, `184 ms`, `1.2 s`. */
export function formatMs(value: number | null): string {
  if (value === null) return none;
  if (value >= second) return `${trimSeconds(value)} s`;
  return `${formatNumber(value, value > 0 && value < 10 ? 1 : 0)} ms`;
}

const trimSeconds = (ms: number) => formatNumber(Number((ms / second).toPrecision(ms >= 10 * second ? 3 : 2)));
const bareMs = (ms: number) => formatNumber(ms, ms > 0 && ms < 10 && !Number.isInteger(ms) ? 1 : 0);

/** A percentile as the interval that its buckets allow: `184–250 ms`, `0.9–1.2 s`, `> 10 s`. */
export function formatIntervalMs(interval: IntervalMs | null): string {
  if (interval === null) return none;
  const { low, high } = interval;
  if (high === null) return `> ${formatMs(low)}`;
  if (high === low) return formatMs(low);
  if (low === 0) return `< ${formatMs(high)}`;
  if (high >= second) return `${trimSeconds(low)}–${trimSeconds(high)} s`;
  return `${bareMs(low)}–${bareMs(high)} ms`;
}

/** What is asked of a latency: `p95 ≤ 300 ms`. */
export function formatObjective({ percentile, thresholdMs }: LatencyObjective): string {
  return `p${percentile} ≤ ${formatMs(thresholdMs)}`;
}

/** A share 0–1 of which only bounds are known, as percent: `1.2–3.4 %`. */
export function formatShare({ low, high }: { low: number; high: number }): string {
  const [from, to] = [formatRatio(low), formatRatio(high)];
  return from === to ? to : `${from.replace(/ %$/, '')}–${to.replace(/^< /, '')}`;
}

/** How long something has lasted, in one unit: `8 s`, `4 min`, `3 h`, `6 d`. */
export function formatDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < minute) return `${Math.floor(span / second)} s`;
  if (span < hour) return `${Math.floor(span / minute)} min`;
  if (span < 2 * day) return `${Math.floor(span / hour)} h`;
  return `${formatNumber(Math.floor(span / day), 0)} d`;
}

/** The span that is looked at, as it is said in a sentence: `15 min`, `1 h`, `7 d`. */
export function formatWindow(window: string): string {
  return window.replace(/^(\d+)m$/, '$1 min').replace(/^(\d+)([hd])$/, '$1 $2');
}

/** `1,042 services`, `1 service`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count, 0)} ${count === 1 ? one : many}`;
}

const clock = (options: Intl.DateTimeFormatOptions) => {
  let format: Intl.DateTimeFormat | undefined;
  return (iso: string | number) => {
    format ??= new Intl.DateTimeFormat('en-GB', options);
    return format.format(new Date(iso));
  };
};

/** Local wall-clock time; render it in the browser only, the server's zone differs. */
export const formatClock = clock({ hour: '2-digit', minute: '2-digit' });
export const formatClockSeconds = clock({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const formatDay = clock({ day: 'numeric', month: 'short' });
export const formatInstant = clock({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' });
