import type { Lifecycle } from '../service.ts';

const lifecycles: Record<Lifecycle, string> = {
  experimental:
    'experimental alpha pre-alpha beta dev development in-development incubating incubation preview pre-release prerelease poc prototype planned draft design test testing staging sandbox new proposed trial early-access',
  production:
    'production prod ga generally-available general-availability live stable active operational released mature maintenance maintained supported',
  deprecated:
    'deprecated retired retiring eol end-of-life end-of-support sunset sunsetting legacy obsolete decommissioned decommission archived inactive removed',
};

const lifecycleOfWord = new Map<string, Lifecycle>(
  Object.entries(lifecycles).flatMap(([lifecycle, words]) => words.split(' ').map((word): [string, Lifecycle] => [word, lifecycle as Lifecycle])),
);

/** Their word for how far a service is, as ours; null for one that nobody knows. */
export function lifecycleOf(word: string): Lifecycle | null {
  return (
    lifecycleOfWord.get(
      word
        .trim()
        .toLowerCase()
        .replace(/[\s_]+/g, '-'),
    ) ?? null
  );
}

const tierOfWord = new Map(
  Object.entries({
    1: 'critical mission-critical business-critical very-high highest platinum',
    2: 'high important gold essential',
    3: 'medium normal moderate silver standard',
    4: 'low lowest bronze minor experimental non-critical best-effort',
  }).flatMap(([tier, words]) => words.split(' ').map((word): [string, number] => [word, Number(tier)])),
);

/** `Tier 1`, `tier_1`, `t1`, `P0`, `1`, `critical` as 1–4; null for what is none of them. */
export function tierOf(word: string): number | null {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const number = /^(?:tier|t|p|level|l)?-?(\d)$/.exec(plain)?.[1];
  if (number !== undefined) return Math.min(4, Math.max(1, Number(number)));
  return tierOfWord.get(plain) ?? null;
}
