import type { Incident } from '#lib/model/trouble.ts';
import { problemStateOf } from '#lib/model/wall/problem.ts';
import type { WallFrame } from '#lib/model/wall.ts';

export type Occasion = 'now' | 'trouble' | 'blind';

const names = [
  'payments',
  'inventory',
  'checkout-gateway',
  'search',
  'mail',
  'users',
  'pricing',
  'reports',
  'ledger',
  'shipping',
  'catalog',
  'orders',
];
const verdicts = ['down', 'down', 'down', 'degraded', 'degraded'] as const;
const reasons = { down: 'connection refused', degraded: 'slow: 1.4 s, limit 1 s' };

function sampleProblem(at: number, nowMs: number): Incident {
  const name = names[at % names.length] ?? 'service';
  const [direct, beyond] = [names.slice(at + 1, at + 3), names.slice(at + 3, at + 5)];
  const shared = {
    ...{ tier: 2, since: new Date(nowMs - (at + 1) * 97_000).toISOString(), cause: null, followsTotal: Math.max(0, 4 - at) },
    blast: { services: direct.length + beyond.length, requestRate: 412 / (at + 1), direct, beyond },
  };
  if (at === 3 || at === 4) {
    const [state, nextTryAt] = at === 3 ? (['open', new Date(nowMs + 12_000).toISOString()] as const) : (['half-open', null] as const);
    const callee = names[(at + 3) % names.length] ?? 'service';
    return { ...shared, kind: 'breaker', caller: name, callee, calleeKnown: true, name: callee, state, nextTryAt };
  }
  const verdict = verdicts[Math.min(at, verdicts.length - 1)] ?? 'degraded';
  return { ...shared, kind: 'service', service: name, displayName: name, domain: null, team: null, verdict, reason: reasons[verdict] };
}

/** The same frame on another occasion: how it looks when it counts. */
export function frameOn(frame: WallFrame, occasion: Occasion, problems = 14): WallFrame {
  if (occasion === 'now') return frame;
  if (occasion === 'blind') return { ...frame, sight: { ...frame.sight, blind: 'Signalbox has stopped looking: its worker does not run.' } };
  const nowMs = Date.parse(frame.at);
  const sampled = Array.from({ length: problems }, (_, at) => sampleProblem(at, nowMs));
  const problemCounts: WallFrame['problemCounts'] = {};
  for (const state of sampled.map(problemStateOf)) problemCounts[state] = (problemCounts[state] ?? 0) + 1;
  const followsTotal = sampled.reduce((sum, one) => sum + one.followsTotal, 0);
  return { ...frame, problems: sampled, problemCounts, problemsTotal: sampled.length, followsTotal };
}
