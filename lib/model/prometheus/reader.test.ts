import { describe, expect, test } from 'vitest';
import { parseExposition } from '#lib/probe/exposition.ts';
import { readBreakers } from '../dialect/breakers.ts';
import { readSignals } from '../dialect/read.ts';
import { latestOf } from '../histogram.ts';
import { scrapedSeries } from './prometheus.test.kit.ts';
import { SourceReader } from './reader.ts';

const paths = { healthPath: '/health', metricsPath: '/metrics' };
const startMs = 1_790_000_000_000;
const parse = (text: string) => parseExposition(Buffer.from(text), null);

const exposition = (ok: number, failed = 0) =>
  parse(`# TYPE http_requests_total counter
http_requests_total{method="GET",code="200",endpoint="/orders"} ${ok}
${failed > 0 ? `http_requests_total{method="GET",code="500",endpoint="/orders"} ${failed}` : ''}
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="0.1"} ${ok}
http_request_duration_seconds_bucket{le="0.5"} ${ok + failed}
http_request_duration_seconds_bucket{le="+Inf"} ${ok + failed}
http_request_duration_seconds_sum ${ok * 0.05}
http_request_duration_seconds_count ${ok + failed}
`);

/** Scrapes of one target every `everyMs`, its counter given for each; null: the scrape failed. */
const scrapes = (counts: (number | null)[], everyMs = 15_000, firstMs = startMs) =>
  counts.map((count, at) => ({ atMs: firstMs + at * everyMs, exposition: count === null ? null : exposition(count, count / 10) }));

const orders = { job: 'orders', instance: '10.0.0.1:80' };

describe('a service read from a server', () => {
  test('reads as its own endpoint would, also where labels clash with those of the server', () => {
    const operator = { ...orders, endpoint: 'web', namespace: 'shop', host: 'node-1' };
    const { merged, totals } = new SourceReader().read(scrapedSeries(operator, scrapes([50])), new Map(), paths);
    const own = readSignals(exposition(50, 5), { ...paths, atMs: startMs });
    expect(merged?.atMs).toBe(startMs);
    expect(totals).toEqual({ ...own, source: totals?.source });
    expect(totals?.source).toMatchObject({ requests: 'http_requests_total', status: 'code', dialect: own?.source.dialect });
  });

  test('spans are those between scrapes, not between polls, and no scrape counts twice', () => {
    const reader = new SourceReader();
    const series = (count: number) => scrapedSeries(orders, scrapes([0, 150, 300, 450, 600].slice(0, count)));
    expect(reader.read(series(3), new Map(), paths).rounds.map(({ seconds, requests }) => [seconds, requests])).toEqual([
      [15, 165],
      [15, 165],
    ]);
    expect(reader.read(series(3), new Map(), paths)).toMatchObject({ rounds: [], merged: null });
    const { rounds } = reader.read(series(5), new Map(), paths);
    expect(rounds.map(({ atMs }) => atMs)).toEqual([startMs + 45_000, startMs + 60_000]);
    expect(latestOf(rounds)).toMatchObject({ requestRate: 11, errorRatio: 15 / 165, latencyMs: { p95: { low: 100, high: 500 } } });
  });

  test('a restart between two scrapes counts from zero', () => {
    const { rounds } = new SourceReader().read(scrapedSeries(orders, scrapes([1000, 100])), new Map(), paths);
    expect(rounds[0]).toMatchObject({ requests: 110, errors: 10 });
  });

  test('a failed scrape is bridged: the span grows, nothing is lost', () => {
    const { rounds } = new SourceReader().read(scrapedSeries(orders, scrapes([0, null, null, 300])), new Map(), paths);
    expect(rounds).toMatchObject([{ seconds: 45, requests: 330 }]);
  });

  test('a series that a store had not written yet does not count in full when it comes back', () => {
    const series = scrapedSeries(orders, scrapes([1000, 1100, 1200]));
    const late = series.find(({ name, labels }) => name === 'http_requests_total' && labels.get('code') === '200');
    late?.timesMs.splice(1, 1);
    late?.values.splice(1, 1);
    const { rounds } = new SourceReader().read(series, new Map(), paths);
    expect(rounds.map(({ requests }) => requests)).toEqual([10, 210]);
  });

  test('the rate of several instances is the sum of their rates, whenever each is scraped', () => {
    const busy = scrapedSeries(orders, scrapes([0, 100, 200, 300, 400], 10_000));
    const idle = scrapedSeries({ ...orders, instance: '10.0.0.2:80' }, scrapes([0, 30, 60], 20_000, startMs + 3000));
    const { rounds, totals, merged } = new SourceReader().read([...idle, ...busy], new Map(), paths);
    for (const round of rounds) expect((round.requests ?? 0) / round.seconds).toBeCloseTo(11 + 1.65);
    expect(rounds.length).toBeGreaterThan(1);
    expect(totals?.requests?.keys).toHaveLength(4);
    expect(merged?.exposition.labelsOf(0).get('instance')).toBe('10.0.0.1:80');
  });

  test('an instance that went away is waited for no longer than two intervals and a half', () => {
    const gone = scrapedSeries({ ...orders, instance: '10.0.0.2:80' }, scrapes([0, 150]));
    const stays = scrapedSeries(orders, scrapes([0, 150, 300, 450, 600, 750, 900]));
    const { rounds, merged } = new SourceReader().read([...gone, ...stays], new Map(), paths);
    expect(rounds.reduce((sum, { requests }) => sum + (requests ?? 0), 0)).toBeCloseTo(990 + 165);
    expect(merged?.exposition.labelsOf(0).has('instance')).toBe(false);
  });

  test('after a gap of the server an instance that is scraped a moment later is waited for', () => {
    const gap = [0, 150, null, null, null, null, 900, 1050];
    const one = scrapedSeries(orders, scrapes(gap));
    const other = scrapedSeries({ ...orders, instance: '10.0.0.2:80' }, scrapes(gap, 15_000, startMs + 9000));
    const { rounds } = new SourceReader().read([...one, ...other], new Map(), paths);
    for (const round of rounds) expect((round.requests ?? 0) / round.seconds).toBeCloseTo(22);
  });

  test('two servers that scrape the same target count it once', () => {
    const one = scrapedSeries({ ...orders, prometheus_replica: 'a' }, scrapes([0, 150, 300]));
    const other = scrapedSeries({ ...orders, prometheus_replica: 'b' }, scrapes([0, 150, 300], 15_000, startMs + 4000));
    const { rounds, targets } = new SourceReader().read([...one, ...other], new Map(), paths);
    expect(targets).toHaveLength(1);
    expect(rounds.map(({ requests }) => requests)).toEqual([165, 165]);
  });

  test('without an up the times that most series share are the scrapes', () => {
    const pushed = scrapedSeries({ job: 'orders' }, scrapes([0, 150, 300])).filter(({ name }) => name !== 'up');
    const odd = {
      name: 'http_requests_total',
      labels: new Map([
        ['job', 'orders'],
        ['code', '204'],
      ]),
      timesMs: [startMs + 7000],
      values: [1],
    };
    const { rounds } = new SourceReader().read([...pushed, odd], new Map(), paths);
    expect(rounds.map(({ seconds }) => seconds)).toEqual([15, 15]);
  });

  test('the mark of a series that ended is neither a scrape nor a value', () => {
    const series = scrapedSeries(orders, scrapes([0, 150, 300]));
    for (const one of series) one.values.splice(2, 1, Number.NaN);
    const { rounds, newestMs } = new SourceReader().read(series, new Map(), paths);
    expect(rounds.map(({ requests }) => requests)).toEqual([165]);
    expect(newestMs).toBe(startMs + 15_000);
  });

  test('a gauge that is replaced by another series is not kept alive', () => {
    const open = parse('# TYPE resilience4j_circuitbreaker_state gauge\nresilience4j_circuitbreaker_state{name="pay",state="open"} 1\n');
    const closed = parse('resilience4j_circuitbreaker_state{name="pay",state="closed"} 1\n');
    const series = scrapedSeries(orders, [
      { atMs: startMs, exposition: open },
      { atMs: startMs + 15_000, exposition: closed },
    ]);
    const { merged } = new SourceReader().read(series, new Map(), paths);
    const breakers = merged && readBreakers(merged.exposition);
    expect([...(breakers?.failure.get('pay')?.hot?.instances.values() ?? [])]).toEqual([new Set(['closed'])]);
  });
});
