'use client';

import { IconArrowRight } from '@tabler/icons-react';
import { useId } from 'react';
import type { Revision } from '#lib/model/document.ts';
import classes from './comparison.module.css';

const nameOf = ({ number, version }: Revision) => (version === null ? `Revision ${number}` : `Revision ${number} · ${version}`);

interface RevisionSelectProps {
  label: string;
  revisions: Revision[];
  value: number | null;
  onChoose: (number: number) => void;
}

function RevisionSelect({ label, revisions, value, onChoose }: RevisionSelectProps) {
  const id = useId();
  const isListed = revisions.some(({ number }) => number === value);
  return (
    <span className={classes.side}>
      <label htmlFor={id} className="sb-hidden">
        {label}
      </label>
      <select id={id} className="sb-input" value={value ?? ''} onChange={(event) => onChoose(Number(event.target.value))}>
        {value === null ? <option value="">Choose a revision</option> : null}
        {value !== null && !isListed ? <option value={value}>Revision {value}</option> : null}
        {revisions.map((revision) => (
          <option key={revision.number} value={revision.number}>
            {nameOf(revision)}
          </option>
        ))}
      </select>
    </span>
  );
}

interface RevisionPairProps {
  revisions: Revision[];
  from: number | null;
  to: number | null;
  onChoose: (pair: { from: number | null; to: number | null }) => void;
}

/** The two revisions that are compared. */
export function RevisionPair({ revisions, from, to, onChoose }: RevisionPairProps) {
  return (
    <div className={classes.pair}>
      <RevisionSelect label="Compare from" revisions={revisions} value={from} onChoose={(number) => onChoose({ from: number, to })} />
      <IconArrowRight size={16} stroke={1.75} className={classes.arrow} aria-hidden="true" />
      <RevisionSelect label="Compare to" revisions={revisions} value={to} onChoose={(number) => onChoose({ from, to: number })} />
    </div>
  );
}
