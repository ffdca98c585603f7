import { expect, test } from 'vitest';
import type { NewChange } from '#lib/model/change.ts';
import type { Reading } from '#lib/model/reading.ts';
import type { PollTarget } from '#lib/model/target.ts';
import { newJudgement } from '#lib/model/verdict.ts';
import { observeProcess, type ProcessSaid } from './observe-process.ts';
import { watch } from './watched.ts';

const target: PollTarget = {
  ...{ id: 1, name: 'orders', baseUrl: 'http://orders.example.com', instances: [], healthCheckPath: '/health', metricsPath: '/metrics' },
  ...{ openapiPath: null, timeoutSeconds: 30, pollIntervalSeconds: 15, maintenance: false, apiKey: null, bearerToken: null },
  ...{ judgement: newJudgement(0), version: null, metrics: null, healthFromUp: false, objective: null },
} as PollTarget;
const bornMs = Date.parse('2026-01-01T00:00:00Z');
const scrapedMs = bornMs + 3_600_000;
const said = (fields: Partial<ProcessSaid>): ProcessSaid => ({
  ...{ startedAtMs: null, hasReset: false, seenBeforeMs: scrapedMs, version: null },
  ...fields,
});
const answered = (version: string | null) => ({ outcome: 'ok', version }) as Reading;

function observe(scrapes: ProcessSaid[], reading: Reading | null = answered(null)) {
  const told: NewChange[] = [];
  const versions: string[] = [];
  const watched = { ...watch(target), reading };
  const keeper = {
    tell: (change: NewChange) => void told.push(change),
    addVersion: (_: unknown, version: string | null) => void versions.push(version ?? ''),
  };
  for (const each of scrapes) observeProcess(keeper, watched, each);
  return { restarts: told.map(({ data }) => (data as { startedAt: string | null }).startedAt), versions };
}

test('a process that began since the last scrape is told once', () => {
  const again = said({ startedAtMs: scrapedMs + 4000 });
  expect(observe([said({ startedAtMs: bornMs }), again, again]).restarts).toEqual([new Date(scrapedMs + 4000).toISOString()]);
});

test('a process that dies again and again is told of once in ten minutes', () => {
  const lives = Array.from({ length: 60 }, (_, life) =>
    said({ startedAtMs: scrapedMs + life * 20_000, seenBeforeMs: scrapedMs + life * 20_000 - 5000 }),
  );
  expect(observe([said({ startedAtMs: bornMs }), ...lives]).restarts).toHaveLength(2);
});

test('the first scrape, and a start time that is worked out anew at each, tell nothing', () => {
  expect(
    observe([said({ startedAtMs: bornMs, seenBeforeMs: null }), said({ startedAtMs: bornMs + 900 }), said({ startedAtMs: bornMs - 700 })]).restarts,
  ).toEqual([]);
});

test('behind one address of many processes, another one that has run for long is no restart', () => {
  const others = [bornMs, bornMs + 60_000, bornMs, bornMs + 60_000].map((startedAtMs) => said({ startedAtMs }));
  expect(observe(others).restarts).toEqual([]);
});

test('where no start is said, counters that began again tell it', () => {
  expect(observe([said({}), said({ hasReset: true })]).restarts).toEqual([null]);
});

test('the clock of ours going back or forth makes no restart', () => {
  expect(
    observe([said({ startedAtMs: bornMs, seenBeforeMs: scrapedMs + 7_200_000 }), said({ startedAtMs: bornMs, seenBeforeMs: scrapedMs - 7_200_000 })])
      .restarts,
  ).toEqual([]);
});

test('metrics say the version only where the health endpoint answers and says none', () => {
  const scrape = [said({ version: '1.2.0+abc' })];
  expect(observe(scrape).versions).toEqual(['1.2.0+abc']);
  expect(observe(scrape, answered('1.2.0')).versions).toEqual([]);
  expect(observe(scrape, null).versions).toEqual([]);
  expect(observe(scrape, { outcome: 'fail', version: null } as Reading).versions).toEqual([]);
});
