import Link from 'next/link';
import type { ReactNode } from 'react';
import { Age } from '#components/ui/age.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { formatNumber } from '#components/ui/format.ts';
import { Instant } from '#components/ui/instant.tsx';
import type { Run } from '#lib/model/run.ts';
import classes from './run.module.css';
import { Where } from './run-table.tsx';
import { describeOperations, formatRunTime } from './run-words.ts';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What was sent, to what, by whom and when. */
export function RunFacts({ run }: { run: Run }) {
  const { requestedAt, startedAt, durationMs, startedBy, calls, seed, readOnly, baseUrl } = run;
  const at = startedAt ?? requestedAt;
  const operations = describeOperations(run);
  return (
    <dl className={classes.facts}>
      <Fact name="When">
        <Age at={at} /> <span className="sb-muted">· </span>
        <span className="sb-muted">
          <Instant at={at} />
        </span>
      </Fact>
      <Fact name="Took">{durationMs === null ? '–' : formatRunTime(durationMs)}</Fact>
      <Fact name="By">{startedBy}</Fact>
      <Fact name="Where">
        <Where run={run} />
      </Fact>
      <Fact name="Calls">
        {calls === null ? '–' : formatNumber(calls, 0)}
        {readOnly ? ' · GET and HEAD only' : ''}
      </Fact>
      {operations === null ? null : <Fact name="Operations">{operations}</Fact>}
      <Against run={run} />
      {baseUrl === null ? null : (
        <Fact name="Sent to">
          <span className="sb-mono">{baseUrl}</span>
        </Fact>
      )}
      {seed === null ? null : (
        <Fact name="Seed">
          <span className="sb-mono">{seed}</span> <CopyButton text={`${seed}`} what="seed" />
        </Fact>
      )}
    </dl>
  );
}

/** The document and the version that were tested. */
function Against({ run: { service, revision, version } }: { run: Run }) {
  if (revision === null && version === null) return null;
  return (
    <Fact name="Against">
      {revision === null ? null : (
        <Link href={`/services/${service}?tab=api&revision=${revision}`} prefetch={false}>
          revision {revision}
        </Link>
      )}
      {revision !== null && version !== null ? ' · ' : ''}
      {version === null ? null : <span className="sb-mono">{version}</span>}
    </Fact>
  );
}
