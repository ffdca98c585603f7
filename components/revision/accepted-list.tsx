'use client';

import { useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { Instant } from '#components/ui/instant.tsx';
import type { Acceptance } from '#lib/model/document.ts';
import row from './finding.module.css';
import { findHome, useFindingDesk } from './finding-desk.ts';
import type { AcceptedFinding } from './finding-groups.ts';
import { FindingRow } from './finding-row.tsx';
import classes from './group.module.css';

function Terms({ acceptance: { by, at, reason, expiresAt } }: { acceptance: Acceptance }) {
  return (
    <p className={row.terms}>
      <span className={row.quote}>{reason}</span>
      <span>
        {by}, <Age at={at} /> · {expiresAt === null ? 'does not end' : <>until {<Instant at={expiresAt} form="day" />}</>}
      </span>
    </p>
  );
}

function AcceptedRow({ finding, acceptance }: AcceptedFinding) {
  const { mayAccept, takeBack } = useFindingDesk();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const act = async (button: HTMLElement) => {
    setBusy(true);
    const home = findHome(button);
    try {
      await takeBack(finding, acceptance);
      home.focus();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <FindingRow
      finding={finding}
      note={
        <div className={row.taken}>
          <Terms acceptance={acceptance} />
          {mayAccept ? (
            <button type="button" className="sb-button sb-button-small" disabled={busy} onClick={(event) => void act(event.currentTarget)}>
              Take back
            </button>
          ) : null}
          {fault ? <Fault error={fault} what="The acceptance was not taken back" /> : null}
        </div>
      }
    />
  );
}

/** Findings that somebody took on, folded: who, why and until when. */
export function AcceptedList({ accepted }: { accepted: AcceptedFinding[] }) {
  const { pointed } = useFindingDesk();
  if (accepted.length === 0) return null;
  const leadsHere = accepted.some(({ finding }) => finding.fingerprint === pointed);
  return (
    <details className={classes.accepted} open={leadsHere || undefined}>
      <summary className={classes.acceptedHead}>{accepted.length} accepted</summary>
      <ul className={row.rows}>
        {accepted.map(({ finding, acceptance }) => (
          <AcceptedRow key={finding.fingerprint} finding={finding} acceptance={acceptance} />
        ))}
      </ul>
    </details>
  );
}
