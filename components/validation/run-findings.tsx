'use client';

import { useMemo, useRef } from 'react';
import { AcceptedList } from '#components/revision/accepted-list.tsx';
import { FindingBar } from '#components/revision/finding-bar.tsx';
import { FindingDeskProvider, listMark } from '#components/revision/finding-desk.ts';
import { filterFindings, splitAccepted } from '#components/revision/finding-groups.ts';
import { countSeverities } from '#components/revision/severity.ts';
import { useAcceptance } from '#components/revision/use-acceptance.ts';
import { Empty } from '#components/ui/empty.tsx';
import { useRowFocus } from '#components/ui/use-row-focus.ts';
import type { Acceptance } from '#lib/model/document.ts';
import type { Finding } from '#lib/model/finding.ts';
import type { Run } from '#lib/model/run.ts';
import { FindingSections, operationHrefOf, severityTitle } from './finding-sections.tsx';
import classes from './run.module.css';
import type { ChangeState } from './use-validation-state.ts';
import { hrefOfState, unfiltered, type ValidationState } from './validation-state.ts';

interface RunFindingsProps {
  run: Run;
  findings: Finding[];
  accepted: Acceptance[];
  state: ValidationState;
  change: ChangeState;
  mayAccept: boolean;
}

/** What a run found, worst first, and what of that was accepted. */
export function RunFindings({ run, findings, accepted: acceptances, state, change, mayAccept }: RunFindingsProps) {
  const { open, accepted } = useMemo(() => splitAccepted(findings, acceptances), [findings, acceptances]);
  const shown = useMemo(() => filterFindings(open, state), [open, state]);
  const acceptance = useAcceptance(run.service);
  const list = useRef<HTMLDivElement>(null);
  useRowFocus(list);
  const linkTo = (finding: string) => hrefOfState({ ...state, ...unfiltered, run: run.id, finding });
  if (findings.length === 0) return <Empty title="No findings" text="Every answer was as the document declares it, as far as this run looked." />;
  return (
    <FindingDeskProvider
      value={{ sides: null, pointed: state.finding, linkTo, mayAccept, operationHref: operationHrefOf(run.service), ...acceptance }}
    >
      <FindingBar
        filter={state}
        counts={countSeverities(open)}
        words={severityTitle}
        shown={shown.length}
        onFilter={(filter, how) => change({ ...filter, finding: null }, how)}
      />
      <div ref={list} className={classes.lists} {...listMark}>
        <FindingSections findings={shown} service={run.service} opensErrors />
        {shown.length === 0 && open.length > 0 ? <Empty title="Nothing matches" text="No finding of this run matches the filter." /> : null}
        <AcceptedList accepted={accepted} />
      </div>
    </FindingDeskProvider>
  );
}
