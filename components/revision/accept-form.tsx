'use client';

import { type FormEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { Fault } from '#components/ui/fault.tsx';
import type { Finding } from '#lib/model/finding.ts';
import classes from './accept.module.css';
import { expiresAtOf, type Term, terms } from './accept-terms.ts';
import { findHome, useFindingDesk } from './finding-desk.ts';

const shortestReason = 3;

function useAcceptForm(finding: Finding, form: RefObject<HTMLElement | null>) {
  const { accept } = useFindingDesk();
  const [fields, setFields] = useState({ reason: '', term: 'never' as Term, date: '' });
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const reason = fields.reason.trim();
  const isReady = reason.length >= shortestReason && expiresAtOf(fields.term, fields.date, Date.now()) !== undefined;
  const submit = async () => {
    const expiresAt = expiresAtOf(fields.term, fields.date, Date.now());
    if (expiresAt === undefined) return;
    setBusy(true);
    setFault(null);
    const home = findHome(form.current);
    try {
      await accept(finding, { reason, expiresAt });
      home.focus();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return { fields, change: (part: Partial<typeof fields>) => setFields({ ...fields, ...part }), fault, busy, isReady, submit };
}

/** Asks why a finding is taken on, and until when. */
export function AcceptForm({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const id = useId();
  const first = useRef<HTMLTextAreaElement>(null);
  const { fields, change, fault, busy, isReady, submit } = useAcceptForm(finding, first);
  useEffect(() => first.current?.focus(), []);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !busy) void submit();
  };
  return (
    <form className={classes.form} aria-label="Accept this finding" onSubmit={onSubmit} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <div className={classes.reason}>
        <label htmlFor={`${id}-reason`}>Why is this all right?</label>
        <textarea
          ref={first}
          id={`${id}-reason`}
          className={`sb-input ${classes.text}`}
          rows={2}
          maxLength={1000}
          required
          placeholder="Who agreed, and why it may stay"
          value={fields.reason}
          onChange={(event) => change({ reason: event.target.value })}
        />
      </div>
      <div className={classes.term}>
        <label htmlFor={`${id}-term`}>Ends</label>
        <select id={`${id}-term`} className="sb-input" value={fields.term} onChange={(event) => change({ term: event.target.value as Term })}>
          {terms.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {fields.term === 'date' ? (
        <div className={classes.term}>
          <label htmlFor={`${id}-date`}>Last day</label>
          <input
            id={`${id}-date`}
            className="sb-input"
            type="date"
            required
            min={new Date().toISOString().slice(0, 10)}
            value={fields.date}
            onChange={(event) => change({ date: event.target.value })}
          />
        </div>
      ) : null}
      <div className={classes.acts}>
        <button type="button" className="sb-button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="sb-button sb-button-primary" disabled={!isReady || busy}>
          {busy ? 'Accepting …' : 'Accept'}
        </button>
      </div>
      {fault ? (
        <div className={classes.fault}>
          <Fault error={fault} what="The finding was not accepted" />
        </div>
      ) : null}
    </form>
  );
}
