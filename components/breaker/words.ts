import { breakerWord } from '#components/ui/breaker.ts';
import { formatDuration, formatNumber, formatRatio } from '#components/ui/format.ts';
import type { Breaker, BreakerSource } from '#lib/model/breaker.ts';
import { type Band, timeInStates } from '#lib/model/breaker-bands.ts';
import { joinBreakerStates } from '#lib/model/breaker-instances.ts';
import { spellTime } from '#lib/model/quantity.ts';
import type { RibbonWindow } from './breakers-state.ts';

const ruleWords: Record<BreakerSource['rule'], string> = {
  S1: 'S1: of one series for each state, the one that reads 1',
  S2: 'S2: of one series for each value of a label, the one that reads 1',
  S3: 'S3: a number, by the codes of its library',
  S4: 'S4: the transition that was counted last',
  S5: 'S5: time spent in each state',
  S6: 'S6: rejected calls, which only an open breaker makes',
  S7: 'S7: a number, by what its HELP says',
  S8: 'S8: a limit of capacity, which is no failure',
  S9: 'S9: endpoints that are taken out',
};

const policyWords: Record<NonNullable<Breaker['policy']>['from'], string> = {
  metrics: 'exported by the library',
  registration: 'the registration of the callee',
  library: 'what the library does by itself',
};

/** The answer to "how do I know?", line by line. */
export function linesOfSource(source: BreakerSource, policy: Breaker['policy'] = null): [name: string, value: string][] {
  const lines: [string, string | null][] = [
    ['Dialect', source.dialect],
    ['Rule', ruleWords[source.rule]],
    ['Series', source.series],
    ['Callee from', source.callee === 'the name of the metric' ? source.callee : `label ${source.callee}`],
    ['It says besides', source.detail],
    ['Threshold and wait', policy && policyWords[policy.from]],
  ];
  return lines.filter((line): line is [string, string] => line[1] !== null && line[1] !== '');
}

/** A policy that the breaker itself does not tell of is not said to be its own. */
const whose: Record<NonNullable<Breaker['policy']>['from'], string> = { metrics: '', registration: 'callee policy: ', library: 'by default: ' };

/** `3 of 8 open`: how many instances hold the state that matters most. */
export function describeDots(instances: Breaker['instances']): string {
  const state = joinBreakerStates(instances.map((one) => one.state));
  const held = instances.filter((one) => one.state === state).length;
  return held === instances.length ? `all ${held} ${breakerWord[state]}` : `${held} of ${instances.length} ${breakerWord[state]}`;
}

/** When the breaker opens and tries again; null where neither is known. */
export function describePolicy(policy: Breaker['policy']): string | null {
  if (policy === null) return null;
  const opens =
    policy.errorRatio !== null
      ? `opens at ${formatRatio(policy.errorRatio)}`
      : policy.failures === null
        ? null
        : `opens after ${formatNumber(policy.failures, 0)} failures in a row`;
  const waits = policy.waitSeconds === null ? null : `tries again after ${spellTime(policy.waitSeconds * 1000)}`;
  const words = [opens, waits].filter((part) => part !== null).join(', ');
  return words === '' ? null : `${whose[policy.from]}${words}`;
}

export const windowWords: Record<RibbonWindow, string> = { '15m': 'last 15 min', '1h': 'last 1 h', '24h': 'last 24 h' };

const whole = (calls: number) => formatNumber(Math.round(calls), 0);

/** How full the breaker's own window of calls is: `37 of 100 calls needed`. */
export function describeWindow(window: Breaker['window']): string | null {
  if (window === null) return null;
  return window.needed === null ? `${whole(window.calls)} calls in its window` : `${whole(window.calls)} of ${whole(window.needed)} calls needed`;
}

/** How the tries go: `3 of 10 probes passed, 1 failed`. */
export function describeProbes(probes: Breaker['probes']): string | null {
  if (probes === null) return null;
  const of = probes.needed === null ? '' : ` of ${whole(probes.needed)}`;
  const failed = probes.failed > 0 ? `, ${whole(probes.failed)} failed` : '';
  return `${whole(probes.passed)}${of} probes passed${failed}`;
}

/** Opens that only rejected calls prove: each at least one, and shorter than the time between two scrapes. */
export const describeMissed = (missed: number, scrapeSeconds: number): string =>
  `≥ ${missed} ${missed === 1 ? 'open' : 'opens'}, ≤ ${spellTime(scrapeSeconds * 1000)}${missed === 1 ? '' : ' each'}`;

/** The whole ribbon in words: `closed 52 min, open 8 min; ≥ 1 open, ≤ 15 s, between two scrapes`. */
export function describeBands(bands: readonly Band[], missed: number, scrapeSeconds: number): string {
  const parts = timeInStates(bands).map(([state, ms]) => `${breakerWord[state]} ${formatDuration(ms)}`);
  const opens = missed === 0 ? '' : `; ${describeMissed(missed, scrapeSeconds)}, between two scrapes`;
  return `${parts.join(', ')}${opens}`;
}
