import { beforeEach, expect, test } from 'vitest';
import { readSignals } from '#lib/model/dialect/read.ts';
import type { Totals } from '#lib/model/dialect/totals.ts';
import { parseExposition } from '#lib/probe/exposition.ts';
import type { KeptMetrics } from '#lib/store/metric-state.ts';
import { observeGauges } from './observe-gauges.ts';
import type { Watched } from './watched.ts';

type Said = Omit<KeptMetrics, 'serviceId' | 'place'>;
const said: Said[] = [];
const keeper = { addMetrics: (_: Watched, kept: Said) => void said.push(kept) };
const startMs = Date.UTC(2026, 0, 1);
const text = (cpu: number, requests = 10) =>
  `process_start_time_seconds 1.7e9\nprocess_cpu_seconds_total ${cpu}\nprocess_open_fds ${cpu}\nhttp_requests_total{status="200"} ${requests}\n`;

function watch(): (seconds: number, of: string) => Said | undefined {
  const watched = { target: { name: 'orders', baseUrl: 'http://a', metricsPath: '/metrics', objective: null }, whole: null } as unknown as Watched;
  let past: Totals | null = null;
  return (seconds, of) => {
    const samples = parseExposition(Buffer.from(of), null);
    const totals = readSignals(samples, { healthPath: '/health', metricsPath: '/metrics' });
    observeGauges(keeper, watched, { samples, totals, past, wallMs: startMs + seconds * 1000, monotonicMs: seconds * 1000 });
    past = totals;
    return said.at(-1);
  };
}

beforeEach(() => void said.splice(0));

test('a rate is known from the second look on, over all the time between', () => {
  const look = watch();
  expect(look(0, text(1))?.gauges.map(({ kind }) => kind)).toEqual(['fds']);
  look(5, text(3));
  expect(said).toHaveLength(1);
  expect(look(20, text(11))?.gauges.find(({ kind }) => kind === 'cpu')).toMatchObject({ value: 0.5, unit: 'cores' });
});

test('a step that is over keeps its highest values, and nothing is kept of one under way', () => {
  const look = watch();
  look(0, text(50));
  look(30, text(90));
  expect(look(45, text(20))?.steps).toEqual([]);
  expect(look(61, text(30))?.steps).toEqual([{ stepSeconds: 60, atMs: startMs, values: { fds: 90, cpu: 40 / 30 } }]);
  expect(look(601, text(40))?.steps.map(({ stepSeconds }) => stepSeconds)).toEqual([60, 600]);
});

test('the diagnosis is told when it is another one', () => {
  const look = watch();
  expect(look(0, text(1))?.diagnosis?.complaints.map(({ code }) => code)).toEqual(['no-durations']);
  expect(look(20, text(2))?.diagnosis).toBeNull();
  expect(look(40, text(3, 4))?.diagnosis).toBeNull();
  expect(look(90, text(4, 5))?.diagnosis?.complaints.map(({ code }) => code)).toContain('counter-fell');
});
