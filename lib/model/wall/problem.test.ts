import { expect, test } from 'vitest';
import { blastWeight } from './problem.ts';
import { judgeSight, type Seen, screenState } from './sight.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const hit = (services: number, requestRate: number | null = null) => ({ blast: { services, requestRate, direct: [], beyond: [] } });

test('the weight grows with services and with requests, and stays within 0 and 1', () => {
  const weights = [hit(0), hit(1), hit(10), hit(10, 100), hit(99, 9999), hit(5000, 1e9)].map(blastWeight);
  expect(weights).toEqual([...weights].sort((a, b) => a - b));
  expect(weights[0]).toBe(0);
  expect(weights.at(-1)).toBe(1);
});

const seen = (verdict: Seen['verdict'], reason = '', checkedAtMs: number | null = nowMs): Seen => ({ verdict, reason, checkedAtMs });

test('what is healthy, what a silent service hides and what we hide are told apart', () => {
  const services = [
    seen('up', '', nowMs - 9000),
    seen('down'),
    seen('up'),
    seen('unknown', 'never looked at', null),
    seen('unknown', 'Signalbox is overloaded'),
  ];
  expect(judgeSight(services, true)).toEqual({
    blind: null,
    total: 5,
    counts: { up: 2, degraded: 0, down: 1, unknown: 2, maintenance: 0 },
    unobserved: { silent: 1, ours: 1, ratio: 0.4 },
    oldestLookAt: new Date(nowMs - 9000).toISOString(),
    newestLookAt: new Date(nowMs).toISOString(),
  });
});

test('without the worker, or when half of what was seen is hidden by ourselves, the screen is blind, and that outranks trouble', () => {
  expect(judgeSight([seen('up'), seen('down')], false).blind).toBe('Signalbox has stopped looking: its worker does not run.');
  const half = [seen('up'), seen('down'), seen('unknown', 'stale: not looked at since then'), seen('unknown', 'stale: not looked at since when')];
  expect(judgeSight(half, true).blind).toBe('Signalbox cannot see 2 of 4 services: looks come too late.');
  expect(judgeSight([seen('unknown', 'never looked at', null)], true).blind).toBeNull();
  expect(judgeSight([], true).blind).toBeNull();
  expect(screenState({ isBlind: true, problems: 3 })).toBe('blind');
  expect(screenState({ isBlind: false, problems: 3 })).toBe('attention');
  expect(screenState({ isBlind: false, problems: 0 })).toBe('calm');
});
