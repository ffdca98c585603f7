import type { Finding, Severity } from '#lib/model/finding.ts';

/** Worst first. */
export const severities = ['breaking', 'error', 'warning', 'info'] as const satisfies readonly Severity[];

export const severityRank: Record<Severity, number> = { breaking: 0, error: 1, warning: 2, info: 3 };

export const severityWord: Record<Severity, string> = { breaking: 'breaking', error: 'error', warning: 'warning', info: 'info' };

export type SeverityCounts = Record<Severity, number>;

export function countSeverities(findings: readonly Finding[]): SeverityCounts {
  const counts: SeverityCounts = { breaking: 0, error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

export const isSeverity = (value: string): value is Severity => severities.some((severity) => severity === value);
