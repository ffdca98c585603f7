import { useMemo } from 'react';
import { groupByOperation, groupByRule } from '#components/revision/finding-groups.ts';
import { FindingList } from '#components/revision/finding-list.tsx';
import { severities } from '#components/revision/severity.ts';
import type { Finding, Severity } from '#lib/model/finding.ts';
import classes from './run.module.css';

/** `breaking` is for two revisions; a run and drift know the others. */
export const severityTitle = { error: 'Errors', warning: 'Warnings', info: 'Notes' } as const;
const titleOf = (severity: Severity) => severityTitle[severity === 'breaking' ? 'error' : severity];

const operationKey = /^[A-Z]+ \//;

export const operationHrefOf = (service: string) => (key: string) =>
  operationKey.test(key) ? `/services/${service}?tab=api&op=${encodeURIComponent(key)}` : undefined;

interface FindingSectionsProps {
  findings: Finding[];
  service: string;
  /** The first errors show their evidence at once. */
  opensErrors: boolean;
}

/** Findings by severity, worst first. What is wrong stands by its operation; notes, which are many and alike, by their rule. */
export function FindingSections({ findings, ...rest }: FindingSectionsProps) {
  return severities.map((severity) => (
    <Section key={severity} severity={severity} findings={findings.filter((finding) => finding.severity === severity)} {...rest} />
  ));
}

function Section({ severity, findings, service, opensErrors }: FindingSectionsProps & { severity: Severity }) {
  const groups = useMemo(() => (severity === 'info' ? groupByRule(findings) : groupByOperation(findings)), [severity, findings]);
  if (findings.length === 0) return null;
  return (
    <section className={classes.section} aria-label={titleOf(severity)}>
      <h2 className={classes.sectionTitle}>{titleOf(severity)}</h2>
      <FindingList
        groups={groups}
        whole={`All of ${service}`}
        hrefOf={operationHrefOf(service)}
        opens={opensErrors ? 'error' : 'breaking'}
        of={titleOf(severity)}
      />
    </section>
  );
}
