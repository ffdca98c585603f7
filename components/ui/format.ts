import type { LatencyObjective } from '#lib/model/latency-objective.ts';
import { spellDuration, spellIntervalMs, spellMs, spellNumber, spellRatio } from '#lib/model/quantity.ts';
import type { IntervalMs } from '#lib/model/service.ts';

/** Stands wherever a value is not known. */
export const none = '–';

const known =
  (spell: (value: number) => string) =>
  (value: number | null): string =>
    value === null || !Number.isFinite(value) ? none : spell(value);

/** `1,042`, `0.5`: grouped, trailing zeros dropped unless `digits` is given. */
export function formatNumber(value: number | null, digits?: number): string {
  return value === null || !Number.isFinite(value) ? none : spellNumber(value, digits);
}

/** Requests per second: `412/s`, `0.2/s`, `12.4k/s`. */
export function formatRate(value: number | null): string {
  if (value === null) return none;
  if (value > 0 && value < 0.01) return '< 0.01/s';
  if (value >= 10_000) return `${formatNumber(value / 1000, 1)}k/s`;
  return `${formatNumber(value, value !== 0 && value < 10 ? (value < 1 ? 2 : 1) : 0)}/s`;
}

/** A share 0–1 as percent: `0.1 %`, `12 %`, `< 0.01 %`. */
export const formatRatio = known(spellRatio);

/** Uptime as percent, never rounded up to 100: `99.98 %`. */
export function formatUptime(value: number | null): string {
  if (value === null) return none;
  if (value === 1) return '100 %';
  return `${formatNumber(Math.floor(value * 10_000) / 100, 2)} %`;
}

/** A duration in the unit that suits it: `0.4 ms`, `184 ms`, `1.2 s`. */
export const formatMs = known(spellMs);

/** A percentile as the interval that its buckets allow: `184–250 ms`, `0.9–1.2 s`, `> 10 s`. */
export const formatIntervalMs = (interval: IntervalMs | null): string => (interval === null ? none : spellIntervalMs(interval));

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
export const formatDuration = spellDuration;

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
