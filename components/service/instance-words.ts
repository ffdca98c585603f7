import { formatCount } from '#components/ui/format.ts';
import { verdictRank } from '#components/ui/verdict.ts';
import type { Instance } from '#lib/model/instance.ts';
import type { Coverage, Service } from '#lib/model/service.ts';

const missedScrapes = 3;

/** The troubled first; the others as they are registered. */
export function worstFirst(instances: readonly Instance[]): Instance[] {
  return instances.toSorted((a, b) => verdictRank[a.verdict] - verdictRank[b.verdict]);
}

/** `3 up`, `2 up, 1 down`; versions where they differ: `1.4 on 2, 1.5 on 1`. */
export function describeInstances(instances: readonly Instance[]): string {
  const count = <T extends string>(values: readonly T[]) =>
    [...Map.groupBy(values, (value) => value)].map(([value, some]) => [value, some.length] as const);
  const states = count(instances.map(({ verdict }) => verdict)).sort(([a], [b]) => verdictRank[b] - verdictRank[a]);
  const versions = count(instances.flatMap(({ version }) => version ?? []));
  const mixed = versions.length > 1 ? `; ${versions.map(([version, times]) => `${version} on ${times}`).join(', ')}` : '';
  return `${states.map(([verdict, times]) => `${times} ${verdict}`).join(', ')}${mixed}`;
}

/** Whether what an instance's metrics said last is too old to be shown as what holds. */
export function hasOldSignals({ signalsAt, checkedAt }: Instance, { pollIntervalSeconds }: Pick<Service, 'pollIntervalSeconds'>): boolean {
  if (signalsAt === null || checkedAt === null) return false;
  return Date.parse(checkedAt) - Date.parse(signalsAt) > pollIntervalSeconds * missedScrapes * 1000;
}

/** `2 of 3 instances` where some do not tell; null where all do, or where there is one address. */
export function describeCoverage(coverage: Coverage | null): string | null {
  if (coverage === null || coverage.reporting >= coverage.expected) return null;
  return `${coverage.reporting} of ${formatCount(coverage.expected, 'instance')}`;
}
