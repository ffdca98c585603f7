import { useMemo } from 'react';
import { groupByOperation } from '#components/revision/finding-groups.ts';
import { FindingList } from '#components/revision/finding-list.tsx';
import { severities } from '#components/revision/severity.ts';
import type { Finding, Severity } from '#lib/model/finding.ts';
import classes from './run.module.css';

/** `breaking` is for two revisions; a run and drift know the others. */
export const severityTitle = { error: 'Errors', warning: 'Warnings', info: 'Notes' } as const;
const titleOf = (severity: Severity) => severityTitle[severity === 'breaking' ? 'error' : severity];

const operationKey = /^[A-Z]+ \//;

/** Findings by severity, worst first; within one by the operation, which leads to its page. */
export function FindingSections({ findings, service }: { findings: Finding[]; service: string }) {
  return severities.map((severity) => (
    <Section key={severity} severity={severity} findings={findings.filter((finding) => finding.severity === severity)} service={service} />
  ));
}

function Section({ severity, findings, service }: { severity: Severity; findings: Finding[]; service: string }) {
  const groups = useMemo(() => groupByOperation(findings), [findings]);
  if (findings.length === 0) return null;
  const hrefOf = (key: string) => (operationKey.test(key) ? `/services/${service}?tab=api&op=${encodeURIComponent(key)}` : undefined);
  return (
    <section className={classes.section} aria-label={titleOf(severity)}>
      <h2 className={classes.sectionTitle}>{titleOf(severity)}</h2>
      <FindingList groups={groups} whole={`All of ${service}`} hrefOf={hrefOf} opens="error" of={titleOf(severity)} />
    </section>
  );
}
