import { formatCount } from '#components/ui/format.ts';
import { levelWord } from '#components/ui/level.ts';
import type { Ladder, LadderCheck, LadderStep } from '#lib/model/ladder.ts';

type CheckState = LadderCheck['state'];

export const checkRank: Record<CheckState, number> = { unmet: 0, unknown: 1, met: 2 };
export const checkWord: Record<CheckState, string> = { met: 'met', unmet: 'missing', unknown: 'unknown' };

/** What is missing first, then what nobody can tell. */
export const orderChecks = (checks: readonly LadderCheck[]) => [...checks].sort((a, b) => checkRank[a.state] - checkRank[b.state]);

const countOf = ({ checks }: LadderStep, state: CheckState) => checks.filter((check) => check.state === state).length;

/** The step that is worked on: the lowest one that is not met; null where all are. */
export const nextStep = ({ steps }: Pick<Ladder, 'steps'>) => steps.find(({ met }) => !met) ?? null;

/** How a step stands, in a few words: `met`, `2 missing`, `1 missing, 2 unknown`. */
export function describeStep(step: LadderStep): string {
  if (step.met) return 'met';
  const [unmet, unknown] = [countOf(step, 'unmet'), countOf(step, 'unknown')];
  return [unmet > 0 ? `${unmet} missing` : '', unknown > 0 ? `${unknown} unknown` : ''].filter(Boolean).join(', ');
}

/** The mark of a whole step: missing where anything is, unknown where that is all. */
export function stateOfStep(step: LadderStep): CheckState {
  if (step.met) return 'met';
  return countOf(step, 'unmet') > 0 ? 'unmet' : 'unknown';
}

/** What stands between the service and its next level. */
export function describeNext(ladder: Pick<Ladder, 'steps'>): string {
  const next = nextStep(ladder);
  if (next === null) return 'Every level is held.';
  const left = next.checks.filter(({ state }) => state !== 'met').length;
  return `${formatCount(left, 'point is', 'points are')} missing for ${levelWord(next.level)}.`;
}

const areas: readonly [ids: RegExp, place: string, title: string][] = [
  [/^document\.(valid|lint)$/, 'tab=api&view=quality', 'Quality'],
  [/^(document\.|security\.declared$)/, 'tab=api', 'API'],
  [/^(config\.|security\.transport$|ready\.(runbook|objective)$)/, 'tab=settings', 'Settings'],
  [/^ready\.(metrics|signals)$/, 'tab=metrics', 'Metrics'],
];

/** The part of the service's page that a check is about; null where that is this one. */
export function placeOfCheck({ id }: Pick<LadderCheck, 'id'>): { href: string; title: string } | null {
  const area = areas.find(([prefix]) => prefix.test(id));
  return area ? { href: `?${area[1]}`, title: area[2] } : null;
}

/** The line for a README: the badge, leading to the tab. */
export const badgeMarkdown = (name: string, origin: string, badgePath: string) =>
  `[![validation of ${name}](${origin}${badgePath})](${origin}/services/${name}?tab=validation)`;
