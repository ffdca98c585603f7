import type { IntervalMs } from './service.ts';

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

/** `1,042`, `0.5`: grouped, about three figures, trailing zeros dropped unless `digits` is given. */
export function spellNumber(value: number, digits?: number): string {
  const max = digits ?? digitsFor(value);
  const key = `${digits ?? ''}/${max}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits ?? 0, maximumFractionDigits: max });
    formats.set(key, format);
  }
  return format.format(value);
}

/** A share 0–1 as percent: `0.1 %`, `12 %`, `< 0.01 %`. */
export function spellRatio(value: number): string {
  const percent = value * 100;
  if (percent === 0) return '0 %';
  if (percent < 0.01) return '< 0.01 %';
  if (percent < 1) return `${spellNumber(percent, percent < 0.1 ? 2 : 1)} %`;
  return `${spellNumber(percent, percent < 10 ? 1 : 0)} %`;
}

const trimSeconds = (ms: number) => spellNumber(Number((ms / second).toPrecision(ms >= 10 * second ? 3 : 2)));
const bareMs = (ms: number) => spellNumber(ms, ms > 0 && ms < 10 && !Number.isInteger(ms) ? 1 : 0);

/** A measured time, ms, in the unit that suits it: `0.4 ms`, `184 ms`, `1.2 s`. */
export function spellMs(ms: number): string {
  if (ms >= second) return `${trimSeconds(ms)} s`;
  return `${spellNumber(ms, ms > 0 && ms < 10 ? 1 : 0)} ms`;
}

/** A percentile as the interval that its buckets allow: `184–250 ms`, `0.9–1.2 s`, `> 10 s`. */
export function spellIntervalMs({ low, high }: IntervalMs): string {
  if (high === null) return `> ${spellMs(low)}`;
  if (high === low) return spellMs(low);
  if (low === 0) return `< ${spellMs(high)}`;
  if (high >= second) return `${trimSeconds(low)}–${trimSeconds(high)} s`;
  return `${bareMs(low)}–${bareMs(high)} ms`;
}

/** How long something has lasted, ms, in one unit and never more than it did: `8 s`, `4 min`, `3 h`, `6 d`. */
export function spellDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < minute) return `${Math.floor(span / second)} s`;
  if (span < hour) return `${Math.floor(span / minute)} min`;
  if (span < 2 * day) return `${Math.floor(span / hour)} h`;
  return `${spellNumber(Math.floor(span / day), 0)} d`;
}

/** A time that was set, ms, exactly: `90 s`, `1 min`, `2.5 min`, `1 h`. */
export function spellTime(ms: number): string {
  if (ms < 2 * minute && ms !== minute) return `${spellNumber(ms / second)} s`;
  return ms < hour ? `${spellNumber(ms / minute)} min` : `${spellNumber(ms / hour)} h`;
}

/** The time that a statement is about, ms, to the nearest unit: `15 s`, `1 min`, `2 h`. */
export function spellSpan(ms: number): string {
  if (ms < 0.75 * minute) return `${Math.round(ms / second)} s`;
  return ms < 1.5 * hour ? `${Math.round(ms / minute)} min` : `${Math.round(ms / hour)} h`;
}
