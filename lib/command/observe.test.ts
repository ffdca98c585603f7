import { expect, test } from 'vitest';
import type { Reading } from '#lib/model/reading.ts';
import type { PollTarget } from '#lib/model/target.ts';
import { defaultThresholds, newJudgement, type Outcome } from '#lib/model/verdict.ts';
import { type Observer, observeHealth } from './observe.ts';
import { type Watched, watch } from './watched.ts';

const target: PollTarget = {
  id: 1,
  name: 'orders',
  baseUrl: 'http://orders.example.com',
  instances: [],
  healthCheckPath: '/health',
  metricsPath: null,
  openapiPath: null,
  timeoutSeconds: 30,
  pollIntervalSeconds: 15,
  objective: null,
  maintenance: false,
  metrics: null,
  healthFromUp: false,
  apiKey: null,
  bearerToken: null,
  judgement: newJudgement(0),
  version: null,
};

function readingOf(outcome: Outcome): Reading {
  const answer = { statusCode: null, silent: outcome === 'fail', version: null, certificateExpiresAtMs: null };
  return { kind: 'health', url: 'http://orders.example.com/health', atMs: 1000, durationMs: 5, outcome, reason: outcome, ...answer };
}

/** Looks that end in the given outcomes, under a gate that says what it is told to say. */
async function observe(outcomes: Outcome[], gate: { trouble?: string; stoodStill?: boolean } = {}, fields: Partial<PollTarget> = {}) {
  const watched: Watched = watch({ ...target, ...fields });
  const kept: string[] = [];
  const results: string[] = [];
  for (const outcome of outcomes) {
    const observer = {
      probe: { lookHealth: async () => readingOf(outcome) },
      gate: { stoodStillSince: () => gate.stoodStill ?? false, trouble: async () => gate.trouble ?? null },
      keeper: {
        addLook: (seen: Watched, _reading: Reading, judgement: Watched['judgement']) => {
          seen.judgement = judgement;
          kept.push(`${judgement.verdict}: ${judgement.reason}`);
        },
      },
      thresholds: defaultThresholds,
      signal: new AbortController().signal,
      deadlineMs: () => 1000,
    } as unknown as Observer;
    results.push(await observeHealth(observer, watched));
  }
  return { kept, results };
}

test('three failed looks are down when nothing speaks for trouble of our own', async () => {
  const { kept } = await observe(['ok', 'fail', 'fail', 'fail']);
  expect(kept.at(-1)).toBe('down: fail');
});

test('they are unknown, with the reason, while the trouble is ours', async () => {
  const { kept } = await observe(['ok', 'fail', 'fail', 'fail'], { trouble: 'Signalbox cannot even reach itself' });
  expect(kept.at(-1)).toBe('unknown: Signalbox cannot even reach itself');
  expect(kept.some((line) => line.startsWith('down'))).toBe(false);
});

test('a failed look during which the process stood still counts for nothing and is made again', async () => {
  const { kept, results } = await observe(['fail', 'fail', 'fail', 'fail'], { stoodStill: true });
  expect(kept).toEqual([]);
  expect(results).toEqual(['again', 'again', 'again', 'again']);
});

test('under maintenance the verdict rests, whatever the looks say', async () => {
  const { kept } = await observe(['ok', 'fail', 'fail', 'fail', 'fail'], {}, { maintenance: true });
  expect(new Set(kept)).toEqual(new Set(['maintenance: in maintenance']));
});
