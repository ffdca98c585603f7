import type { Acceptance } from '#lib/model/document.ts';
import type { Finding } from '#lib/model/finding.ts';
import type { FindingFilter } from './revision-state.ts';
import { severityRank } from './severity.ts';

export interface FindingGroup {
  /** Unique among the groups. */
  key: string;
  /** Key of the operation, or id of the rule; null for what concerns the whole document. */
  name: string | null;
  findings: Finding[];
}

export interface AcceptedFinding {
  finding: Finding;
  acceptance: Acceptance;
}

/** Takes out the findings that somebody took on, and those that are said twice. */
export function splitAccepted(findings: readonly Finding[], acceptances: readonly Acceptance[]): { open: Finding[]; accepted: AcceptedFinding[] } {
  const byFingerprint = new Map(acceptances.map((acceptance) => [acceptance.fingerprint, acceptance]));
  const open: Finding[] = [];
  const accepted: AcceptedFinding[] = [];
  const seen = new Set<string>();
  for (const finding of findings) {
    if (seen.has(finding.fingerprint)) continue;
    seen.add(finding.fingerprint);
    const acceptance = byFingerprint.get(finding.fingerprint);
    if (acceptance) accepted.push({ finding, acceptance });
    else open.push(finding);
  }
  return { open, accepted };
}

const textOf = ({ message, operation, pointer, id, aliases = [], help = '' }: Finding) =>
  [message, operation ?? '', pointer, id, ...aliases, help].join('\n').toLowerCase();

/** What the filter lets through: every word, anywhere in the finding. */
export function filterFindings(findings: readonly Finding[], { q, severity }: Pick<FindingFilter, 'q' | 'severity'>): Finding[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return findings.filter((finding) => {
    if (severity.length > 0 && !severity.includes(finding.severity)) return false;
    if (words.length === 0) return true;
    const text = textOf(finding);
    return words.every((word) => text.includes(word));
  });
}

const worst = ({ findings }: FindingGroup) => severityRank[findings[0]?.severity ?? 'info'];
const countWorst = (group: FindingGroup) => group.findings.filter(({ severity }) => severityRank[severity] === worst(group)).length;

/** Groups in the order of their worst finding, then of how many of those they have; within a group the worst first. */
function groupBy(findings: readonly Finding[], nameOf: (finding: Finding) => string | null): FindingGroup[] {
  const groups = new Map<string | null, FindingGroup>();
  for (const finding of findings) {
    const name = nameOf(finding);
    const group = groups.get(name);
    if (group) group.findings.push(finding);
    else groups.set(name, { key: name ?? '', name, findings: [finding] });
  }
  for (const group of groups.values()) group.findings.sort((a, b) => severityRank[a.severity] - severityRank[b.severity]);
  return [...groups.values()].sort((a, b) => worst(a) - worst(b) || countWorst(b) - countWorst(a));
}

export const groupByOperation = (findings: readonly Finding[]): FindingGroup[] => groupBy(findings, ({ operation }) => operation);
export const groupByRule = (findings: readonly Finding[]): FindingGroup[] => groupBy(findings, ({ id }) => id);

const longestActual = 160;

/** What tells a finding from others of its group that say the same: another operation, what was seen, or the place. */
export function tellApart({ operation, actual, pointer }: Finding, group: string | null): string {
  if (operation !== null && operation !== group) return operation;
  return actual?.slice(0, longestActual) || pointer || 'the whole document';
}
