import { type Ladder, type LadderCheck, type LadderLevel, ladderLevels, ladderTitles } from '../ladder.ts';
import type { LadderFacts } from './facts.ts';
import { judgePresence, judgeValidity } from './judge-document.ts';
import { judgeReadiness } from './judge-readiness.ts';
import { judgeContract, judgeKind } from './judge-run.ts';

const judges: Record<LadderLevel, (facts: LadderFacts, nowMs: number) => LadderCheck[]> = {
  0: judgePresence,
  1: judgeValidity,
  2: judgeContract,
  3: (facts, nowMs) => [judgeKind(facts, 'e2e', nowMs), judgeKind(facts, 'load', nowMs), judgeKind(facts, 'resilience', nowMs)],
  4: (facts, nowMs) => [judgeKind(facts, 'chaos', nowMs), ...judgeReadiness(facts)],
};

/** The level that a service holds by what is known of it, with every check. A level is held only with all below it. */
export function judgeLadder(facts: LadderFacts, nowMs: number): Ladder {
  const steps = ladderLevels.map((level) => {
    const checks = judges[level](facts, nowMs);
    return { level, title: ladderTitles[level], met: checks.every(({ state }) => state === 'met'), checks };
  });
  const firstOpen = steps.findIndex(({ met }) => !met);
  const held = firstOpen < 0 ? steps.length - 1 : firstOpen - 1;
  return { level: steps[held]?.level ?? null, steps, judgedAt: new Date(nowMs).toISOString() };
}

/** The checks that keep a service from the next level. */
export function missingFor({ steps }: Pick<Ladder, 'steps'>): LadderCheck[] {
  return steps.find(({ met }) => !met)?.checks.filter(({ state }) => state !== 'met') ?? [];
}
