import { expect } from 'vitest';
import { parseExposition } from '#lib/probe/exposition.ts';
import { latestOf } from '../histogram.ts';
import type { IntervalMs } from '../service.ts';
import type { SignalPoint } from '../signal.ts';
import { diffTotals } from './diff.ts';
import { type ReadOptions, readSignals, wantedStem } from './read.ts';
import type { Totals } from './totals.ts';

/** The same series before they counted anything. */
const emptied = (text: string) => text.replace(/^([^#\n].*) \S+$/gm, '$1 0');

export function readText(text: string, options: Partial<ReadOptions> = {}): Totals | null {
  const exposition = parseExposition(Buffer.from(`${text}\n`), null, { wanted: wantedStem });
  return readSignals(exposition, { healthPath: '/health', metricsPath: '/metrics', ...options });
}

/** What the service did in 10 s that began with its counters at 0. */
export function pointOf(text: string, options: Partial<ReadOptions> = {}): SignalPoint | null {
  const [before, after] = [readText(emptied(text), options), readText(text, options)];
  const delta = before && after && diffTotals(before, after, 10);
  return delta && latestOf([delta]);
}

/** The lines of a histogram: `bounds` with what each bucket holds, cumulative; the last is that of `+Inf`. */
export function histogramText(name: string, labels: string, bounds: Record<string, number>, sum = 1): string {
  const all = Object.values(bounds).at(-1) ?? 0;
  const inner = labels === '' ? '' : `${labels},`;
  return [
    ...Object.entries(bounds).map(([le, count]) => `${name}_bucket{${inner}le="${le}"} ${count}`),
    `${name}_sum{${labels}} ${sum}`,
    `${name}_count{${labels}} ${all}`,
  ].join('\n');
}

export interface Row {
  dialect: string;
  text: string;
  /** In 10 s. */
  requests: number;
  /** Null: not said. */
  errors: number | null;
  client?: number;
  p95: IntervalMs | null;
  service?: string;
  metricsPath?: string;
}

export const seconds = { '0.1': 90, '0.5': 99, '+Inf': 100 };
export const millis = { '100': 90, '500': 99, '+Inf': 100 };
export const few = { '0.1': 3, '0.5': 3, '+Inf': 4 };
export const to500: IntervalMs = { low: 100, high: 500 };
export const lines = (...all: string[]) => all.join('\n');
export const counters = (name: string, label: string, labels: string, values: Record<string, number>) =>
  Object.entries(values)
    .map(([status, value]) => `${name}{${labels},${label}="${status}"} ${value}`)
    .join('\n');

/** Rate, errors and p95 of a row are the true ones. */
export function checkRow({ text, dialect, requests, errors, client = 0, p95, ...options }: Row): void {
  const point = pointOf(text, options);
  expect(readText(text, options)).toMatchObject({ source: { dialect }, faults: [] });
  expect(point?.requestRate).toBeCloseTo(requests / 10);
  if (errors === null) expect([point?.errorRatio, point?.clientErrorRatio]).toEqual([null, null]);
  else {
    expect(point?.errorRatio).toBeCloseTo(errors / requests);
    expect(point?.clientErrorRatio).toBeCloseTo(client / requests);
  }
  expect(point?.latencyMs.p95).toEqual(p95);
}
