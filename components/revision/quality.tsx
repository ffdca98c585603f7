'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { setParam } from '#components/ui/url-param.ts';
import { useRowFocus } from '#components/ui/use-row-focus.ts';
import { useUrlState } from '#components/ui/use-url-state.ts';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import type { Finding } from '#lib/model/finding.ts';
import type { Service } from '#lib/model/service.ts';
import { AcceptedList } from './accepted-list.tsx';
import { FindingBar } from './finding-bar.tsx';
import { FindingDeskProvider, listMark } from './finding-desk.ts';
import { filterFindings, groupByRule, splitAccepted } from './finding-groups.ts';
import { FindingList } from './finding-list.tsx';
import classes from './quality.module.css';
import type { Quality as QualityData } from './quality-words.ts';
import { parseFindingFilter, parseWhich, type QualityState, writeFindingFilter } from './revision-state.ts';
import { Score } from './score.tsx';
import { countSeverities } from './severity.ts';
import { useAcceptance } from './use-acceptance.ts';

const urlForm = {
  parse: (search: URLSearchParams): QualityState => ({ ...parseFindingFilter(search), ...parseWhich(search) }),
  write: writeFindingFilter,
};
const words = { error: 'Errors', warning: 'Warnings', info: 'Notes' } as const;

interface QualityProps {
  service: Service;
  may: { edit: boolean };
}

/** How well a document keeps to its specification and to good style. */
export function Quality({ service: { name }, may }: QualityProps) {
  const { state, change } = useUrlState(urlForm);
  const { revision, kind } = state;
  const input = { name, ...(revision === null ? {} : { revision }), ...(kind === null ? {} : { kind }) };
  const { data, error, refetch } = useQuery(orpc.document.findings.queryOptions({ input }));
  if (error && toFault(error).status === 404) return <Empty title="No document to look at yet" text={toFault(error).message} />;
  if (error && !data) return <Fault error={error} what="The findings could not be read" onRetry={() => void refetch()} />;
  if (!data) return <SkeletonBlock height={560} />;
  return <Judged key={data.revision.number} {...{ data, service: name, state }} mayAccept={may.edit} onChange={change} />;
}

interface JudgedProps {
  data: QualityData;
  service: string;
  state: QualityState;
  mayAccept: boolean;
  onChange: (state: QualityState, how: 'push' | 'replace') => void;
}

function Judged({ data, service, state, mayAccept, onChange }: JudgedProps) {
  const all = useMemo(() => [...data.violations, ...(data.lint?.findings ?? [])], [data]);
  const { open, accepted } = useMemo(() => splitAccepted(all, data.accepted), [all, data.accepted]);
  const shown = useMemo(() => filterFindings(open, state), [open, state]);
  const acceptance = useAcceptance(service);
  const list = useRef<HTMLDivElement>(null);
  useRowFocus(list);
  const linkTo = (finding: string) => {
    const search = new URLSearchParams({ tab: 'api', view: 'quality', revision: `${data.revision.number}` });
    setParam(search, 'finding', finding);
    return `?${search}`;
  };
  return (
    <FindingDeskProvider value={{ sides: null, pointed: state.finding, linkTo, mayAccept, ...acceptance }}>
      <div className={classes.quality}>
        <Score quality={data} />
        {all.length === 0 ? (
          <Spotless isLinted={data.lint !== null} format={data.revision.format} />
        ) : (
          <>
            <FindingBar
              filter={state}
              counts={countSeverities(open)}
              words={words}
              shown={shown.length}
              onFilter={(filter, how) => onChange({ ...state, ...filter, finding: null }, how)}
            />
            <div ref={list} className={classes.lists} {...listMark}>
              <Sections findings={shown} format={data.revision.format} />
              {shown.length === 0 && open.length > 0 ? (
                <Empty title="Nothing matches" text="No finding of this revision matches the filter." />
              ) : null}
              <AcceptedList accepted={accepted} />
            </div>
          </>
        )}
      </div>
    </FindingDeskProvider>
  );
}

function Section({ title, text, findings }: { title: string; text: string; findings: Finding[] }) {
  const groups = useMemo(() => groupByRule(findings), [findings]);
  if (findings.length === 0) return null;
  return (
    <section className={classes.section} aria-label={title}>
      <div>
        <h2 className={classes.title}>{title}</h2>
        <p className={classes.text}>{text}</p>
      </div>
      <FindingList groups={groups} whole="Document" />
    </section>
  );
}

/** Violations first: tools may misread such a document. Style after them. */
function Sections({ findings, format }: { findings: Finding[]; format: string }) {
  const violations = findings.filter(({ source }) => source === 'document');
  const style = findings.filter(({ source }) => source !== 'document');
  return (
    <>
      <Section
        title="Violates the specification"
        text={`What ${format} does not allow. Tools may read it otherwise than it is meant.`}
        findings={violations}
      />
      <Section title="Style" text="What makes a document easier to read and safer to build on." findings={style} />
    </>
  );
}

function Spotless({ isLinted, format }: { isLinted: boolean; format: string }) {
  if (!isLinted) return <Empty title="No violations" text={`The document keeps to ${format}. Style is being looked at.`} />;
  return <Empty title="Nothing to find fault with" text={`The document keeps to ${format}, and to every rule of style.`} />;
}
