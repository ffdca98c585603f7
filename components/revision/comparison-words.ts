import { formatCount, formatNumber } from '#components/ui/format.ts';
import type { Outputs } from '#lib/client/outputs.ts';
import type { SeverityCounts } from './severity.ts';

export type Comparison = Outputs['document']['diff'];
export type Caller = Comparison['hit'][number];

/** `3 breaking changes`, `nothing breaks`: what the headline begins with. */
export function describeBreaking(count: number): string {
  return count === 0 ? 'Nothing breaks' : formatCount(count, 'breaking change');
}

export function describeOthers({ warning, info }: SeverityCounts): { warnings: string | null; others: string | null } {
  return {
    warnings: warning === 0 ? null : formatCount(warning, 'warning'),
    others: info === 0 ? null : `${formatNumber(info, 0)} other`,
  };
}

/** Worst first, as it stands to lose most: critical callers, then by name. */
export function orderCallers(callers: readonly Caller[]): Caller[] {
  return callers.toSorted((a, b) => Number(b.critical) - Number(a.critical) || a.service.localeCompare(b.service));
}

export function teamsOf(callers: readonly Caller[]): string[] {
  return [...new Set(callers.flatMap(({ team }) => team ?? []))].sort();
}
