import { describeNextTry } from '#components/breaker/next-try.ts';
import { breakerWord } from '#components/ui/breaker.ts';
import { formatCount, formatNumber } from '#components/ui/format.ts';
import type { FleetSummary } from '#lib/client/outputs.ts';

type Trouble = FleetSummary['wrong'][number];
type Follow = Trouble['follows'][number];
export type TroubledBreaker = Extract<Follow, { kind: 'breaker' }>;

/** What a breaker does now and waits for: `next try in 12 s`. */
export function describeBreaker({ state, nextTryAt }: Pick<TroubledBreaker, 'state' | 'nextTryAt'>, nowMs: number): string {
  if (state === 'half-open') return 'tries again now';
  if (state === 'forced-open') return 'by operator';
  return describeNextTry(nextTryAt, nowMs);
}

export const breakerStanding = (state: TroubledBreaker['state']): string =>
  state === 'forced-open' ? breakerWord[state] : `breaker ${breakerWord[state]}`;

const named = 3;

function describeRate(rate: number): string {
  if (rate > 0 && rate < 0.1) return '< 0.1 req/s';
  return `${formatNumber(rate, rate > 0 && rate < 10 ? 1 : 0)} req/s`;
}

/** Names, the rest counted: `orders, gateway and 3 more`. */
const listNames = (names: readonly string[], total: number) =>
  total > names.length ? `${names.join(', ')} and ${formatNumber(total - names.length, 0)} more` : names.join(', ');

/**
 * Whom it hits, from the nearest on: `orders, gateway → checkout`, and how many these are and how much they answer:
 * `3 services, 412 req/s`. Null where nobody is known to call it.
 */
export function describeBlast({ services, requestRate, direct, beyond }: Trouble['blast']): { direct: string[]; beyond: string; sum: string } | null {
  if (services === 0) return null;
  const near = direct.slice(0, named + 1);
  const far = beyond.slice(0, named);
  const rest = services - near.length;
  const rate = requestRate === null ? null : describeRate(requestRate);
  return {
    direct: near,
    beyond: far.length > 0 ? listNames(far, rest) : rest > 0 ? `${formatNumber(rest, 0)} more` : '',
    sum: [formatCount(services, 'service'), rate].filter((part) => part !== null).join(', '),
  };
}

const keyOfService = (one: { service: string }) => `service ${one.service}`;
export const keyOf = (one: Follow): string => (one.kind === 'service' ? keyOfService(one) : `breaker ${one.caller} ${one.name}`);
