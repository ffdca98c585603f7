import { describeBlast, describeBreaker } from '#components/fleet/trouble-words.ts';
import { breakerWord } from '#components/ui/breaker.ts';
import { formatCount, formatDuration, formatNumber, formatRatio } from '#components/ui/format.ts';
import { verdictWord } from '#components/ui/verdict.ts';
import type { BreakerState } from '#lib/model/breaker.ts';
import type { Incident } from '#lib/model/trouble.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import type { WallFrame, WallSight } from '#lib/model/wall.ts';

const isAre = (count: number) => (count === 1 ? 'is' : 'are');

/** One sentence while nothing is wrong. */
export function sayCalm({ total, counts, unobserved }: WallSight): string {
  if (total === 0) return 'Nothing is registered here yet.';
  const seen = total - unobserved.silent - unobserved.ours;
  const up = counts.up ?? 0;
  const resting = counts.maintenance ?? 0;
  if (seen === 0) return 'Nothing has been looked at yet.';
  if (up === total) return total === 1 ? 'The one service is up.' : `All ${formatNumber(total, 0)} services are up.`;
  const parts = [`${formatNumber(up, 0)} of ${formatCount(total, 'service')} ${isAre(up)} up`];
  if (resting > 0) parts.push(`${formatNumber(resting, 0)} in maintenance`);
  return `${parts.join(', ')}. Nothing is wrong.`;
}

/** How much is not seen, and through whom; empty while all is. */
export function sayUnobserved({ unobserved: { silent, ours, ratio } }: WallSight): string {
  if (silent + ours === 0) return '';
  const parts = [
    silent > 0 ? `${formatNumber(silent, 0)} ${silent === 1 ? 'tells' : 'tell'} nothing` : null,
    ours > 0 ? `${formatNumber(ours, 0)} we cannot see` : null,
  ];
  return `${formatRatio(Math.round(ratio * 100) / 100)} unobserved: ${parts.filter((part) => part !== null).join(', ')}`;
}

/** `down 4 min`; of a breaker, whose name has two ends, `open 4 min`. */
export function saySince(one: Incident, nowMs: number): string {
  const standing = one.kind === 'service' ? verdictWord[one.verdict] : breakerWord[one.state];
  return `${standing} ${formatDuration(nowMs - Date.parse(one.since))}`;
}

/** How much is wrong because of it; empty where nothing is. */
export const sayFollows = ({ followsTotal }: Pick<Incident, 'followsTotal'>): string =>
  followsTotal === 0 ? '' : `${formatNumber(followsTotal, 0)} ${followsTotal === 1 ? 'follows' : 'follow'}`;

/** Since when, and how much follows: `down 4 min · 7 follow`, in a narrow line `down 4 min · +7`. */
export function sayStanding(one: Incident, nowMs: number, characters: number): string {
  const since = saySince(one, nowMs);
  if (one.followsTotal === 0) return since;
  const whole = `${since} · ${sayFollows(one)}`;
  return whole.length <= characters ? whole : `${since} · +${formatNumber(one.followsTotal, 0)}`;
}

/** Why, or for a breaker when it tries again; and what else is wrong that it depends on, where a line has room for both. */
export function sayReason(one: Incident, nowMs: number, characters = Number.POSITIVE_INFINITY): string {
  const said = one.kind === 'service' ? one.reason : describeBreaker(one, nowMs) || 'calls are refused';
  const whole = one.cause === null ? said : `${said} · ${one.cause}`;
  return whole.length <= characters ? whole : shorten(said, characters);
}

/** Whom it hits, as the fleet page says it, with as many names as a line of so many characters has room for. */
export function sayHit({ blast }: Pick<Incident, 'blast'>, characters = Number.POSITIVE_INFINITY): string {
  const words = describeBlast(blast);
  if (words === null) return 'no known callers';
  const { direct, beyond, sum } = words;
  const whole = `hits ${direct.join(', ')}${beyond === '' ? '' : ` → ${beyond}`} (${sum})`;
  if (whole.length <= characters) return whole;
  for (let named = direct.length; named > 0; named--) {
    const line = `hits ${direct.slice(0, named).join(', ')} … (${sum})`;
    if (line.length <= characters) return line;
  }
  const counted = [`hits ${sum}`, `hits ${sum.replace(' req/s', '/s')}`].find((line) => line.length <= characters);
  return counted ?? `hits ${formatCount(blast.services, 'service')}`;
}

const shorter: [RegExp, string][] = [
  [/^connection closed without an answer$/, 'closed, no answer'],
  [/^connection (refused|reset)/, '$1'],
  [/^the answer is (shorter or longer).*/, 'answer cut short'],
  [/^the certificate /, 'certificate '],
];

/** A reason in fewer words, where a line has no room for all of them. */
export function shorten(reason: string, characters: number): string {
  if (reason.length <= characters) return reason;
  for (const [long, short] of shorter) if (long.test(reason)) return reason.replace(long, short);
  return reason;
}

export const nameOf = (one: Incident) => (one.kind === 'service' ? one.service : `${one.caller} → ${one.callee}`);

/** `2 down, 1 breaker open, 7 follow` */
export function sayProblems({ problemCounts, followsTotal }: Pick<WallFrame, 'problemCounts' | 'followsTotal'>): string {
  const count = (state: Verdict | BreakerState) => problemCounts[state] ?? 0;
  const open = count('open') + count('forced-open');
  const parts = [
    [count('down'), 'down'],
    [open, open === 1 ? 'breaker open' : 'breakers open'],
    [count('degraded'), 'degraded'],
    [count('half-open'), 'half-open'],
    [count('unknown'), 'unknown'],
  ] as const;
  const counted = parts.filter(([number]) => number > 0).map(([number, word]) => `${formatNumber(number, 0)} ${word}`);
  return [...counted, sayFollows({ followsTotal })].filter((part) => part !== '').join(', ');
}
