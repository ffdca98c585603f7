'use client';

import { IconChevronRight } from '@tabler/icons-react';
import Link from 'next/link';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { formatCount } from '#components/ui/format.ts';
import { useHydrated } from '#components/ui/now.tsx';
import type { Finding } from '#lib/model/finding.ts';
import { AcceptForm } from './accept-form.tsx';
import classes from './finding.module.css';
import { useFindingDesk } from './finding-desk.ts';
import { Prose } from './prose.tsx';
import { Again, Against } from './seen.tsx';
import { severityWord } from './severity.ts';
import { SeverityMark } from './severity-mark.tsx';
import { Snippet } from './snippet.tsx';
import { Certainty, WitnessBox } from './witness.tsx';

interface FindingRowProps {
  finding: Finding;
  startsOpen?: boolean;
  /** Stands for the message where that is said above, of all in the group. */
  place?: string | undefined;
  /** Stands below the sentence of one that is accepted: who took it on. */
  note?: ReactNode;
}

/** One difference or rule hit: what, where and how bad in a line; the evidence beneath it. */
export function FindingRow({ finding, startsOpen = false, place, note }: FindingRowProps) {
  const { pointed, sides } = useFindingDesk();
  const isPointed = pointed === finding.fingerprint;
  const [open, setOpen] = useState(startsOpen || isPointed);
  const [seen, setSeen] = useState(isPointed);
  const row = useRef<HTMLLIElement>(null);
  const id = useId();
  if (seen !== isPointed) {
    setSeen(isPointed);
    if (isPointed) setOpen(true);
  }
  useEffect(() => {
    if (isPointed) row.current?.scrollIntoView({ block: 'center' });
  }, [isPointed]);
  return (
    <li ref={row} className={classes.row} data-row="" data-pointed={isPointed || undefined}>
      <button
        type="button"
        className={classes.line}
        data-directed={sides !== null || undefined}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={14} stroke={1.75} className={classes.chevron} aria-hidden="true" />
        <span className={classes.severity}>
          <SeverityMark severity={finding.severity} word={severityWord[finding.severity]} />
        </span>
        {sides ? <span className={classes.direction}>{finding.direction === 'none' ? '' : finding.direction}</span> : null}
        <span className={classes.words}>
          {place === undefined ? <Prose text={finding.message} /> : <span className={classes.where}>{place}</span>}
        </span>
        <Place finding={finding} />
      </button>
      {note}
      {open ? (
        <div id={id} className={classes.details}>
          <Evidence finding={finding} />
          <Acts finding={finding} isAcceptable={note === undefined} />
        </div>
      ) : null}
    </li>
  );
}

/** At the end of the line: how sure it is, how often it was seen, or the line of the text. */
function Place({ finding: { certainty, line, count } }: { finding: Finding }) {
  if (certainty) return <span className={classes.certainty}>{certainty}</span>;
  if (count !== undefined && count > 1) return <span className={classes.certainty}>{formatCount(count, 'time')}</span>;
  return typeof line === 'number' ? <span className={classes.certainty}>line {line}</span> : null;
}

function Evidence({ finding }: { finding: Finding }) {
  const { sides } = useFindingDesk();
  const { before, after, witness, certainty, help } = finding;
  return (
    <>
      <Against finding={finding} />
      {help ? (
        <p className={classes.help}>
          <Prose text={help} />
        </p>
      ) : null}
      {sides && (before !== undefined || after !== undefined) ? <Snippet before={before} after={after} sides={sides} /> : null}
      {sides && witness ? <WitnessBox witness={witness} sides={sides} /> : null}
      {certainty ? <Certainty certainty={certainty} /> : null}
      <Again finding={finding} />
    </>
  );
}

function Acts({ finding, isAcceptable }: { finding: Finding; isAcceptable: boolean }) {
  const { linkTo, mayAccept } = useFindingDesk();
  const [asking, setAsking] = useState(false);
  const hydrated = useHydrated();
  const link = linkTo(finding.fingerprint);
  return (
    <>
      <div className={classes.foot}>
        <Facts finding={finding} link={hydrated ? new URL(link, window.location.href).href : link} />
        {isAcceptable && mayAccept && !asking ? <AcceptButton onClick={() => setAsking(true)} /> : null}
      </div>
      {asking ? <AcceptForm finding={finding} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

/** What only a document can have: of a run, an empty pointer is no place at all. */
const isOfDocument = ({ source }: Finding) => source === 'document' || source === 'lint' || source === 'compare';

function Facts({ finding, link }: { finding: Finding; link: string }) {
  return (
    <dl className={classes.facts}>
      {finding.pointer === '' && !isOfDocument(finding) ? null : (
        <div className={classes.place}>
          <dt>Place</dt>
          <dd>
            <code>{finding.pointer === '' ? 'the whole document' : finding.pointer}</code>
            {finding.pointer === '' ? null : <CopyButton text={finding.pointer} what="pointer" />}
          </dd>
        </div>
      )}
      <div>
        <dt>Rule</dt>
        <dd>
          <code>{finding.id}</code>
        </dd>
      </div>
      <div>
        <dt>Link</dt>
        <dd>
          <CopyButton text={link} what="link to this finding" />
        </dd>
      </div>
      <OperationFact operation={finding.operation} />
      {finding.seed === undefined ? null : (
        <div>
          <dt>Seed</dt>
          <dd>
            <code>{finding.seed}</code>
          </dd>
        </div>
      )}
    </dl>
  );
}

function OperationFact({ operation }: { operation: string | null }) {
  const { operationHref } = useFindingDesk();
  const href = operation === null ? undefined : operationHref?.(operation);
  if (href === undefined) return null;
  return (
    <div>
      <dt>Operation</dt>
      <dd>
        <Link href={href} prefetch={false}>
          {operation}
        </Link>
      </dd>
    </div>
  );
}

function AcceptButton({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" className={`sb-button sb-button-small ${classes.act}`} onClick={onClick}>
      Accept …
    </button>
  );
}
