'use client';

import { type FaultShape, toFault } from '#lib/client/fault.ts';
import { CopyButton } from './copy-button.tsx';
import classes from './fault.module.css';

/** What was asked for, whether anything was lost, and what to do: by what came back. */
function explain({ status, code, message }: FaultShape): { title: string; text: string } {
  if (status === 0)
    return {
      title: 'Signalbox does not answer',
      text: 'Nothing is lost. Check the connection or whether the server runs; this page continues by itself once it answers.',
    };
  if (status === 401) return { title: 'You are signed out', text: 'Nothing is lost. Sign in again to go on.' };
  if (status === 403) return { title: 'Your role does not allow this', text: 'Nothing was changed. Ask an admin for the role it needs.' };
  if (status === 404) return { title: 'Not found', text: message };
  if (status === 429) return { title: 'Too many requests', text: 'Nothing was changed. Wait a moment, then try again.' };
  if (status >= 500)
    return {
      title: 'Signalbox failed to answer',
      text: 'What is stored is safe. Try again; if it stays, give the trace id to whoever runs Signalbox.',
    };
  return { title: message, text: code === 'validation_failed' ? 'Nothing was stored. Correct it and try again.' : 'Nothing was changed.' };
}

interface FaultProps {
  error: unknown;
  onRetry?: () => void;
  /** What was being done, such as `The services could not be read`. */
  what?: string;
}

/** The one way an error looks. */
export function Fault({ error, onRetry, what }: FaultProps) {
  const fault = toFault(error);
  const { title, text } = explain(fault);
  return (
    <div className={classes.fault} role="alert">
      <p className={classes.title}>{what ? `${what}: ${title.charAt(0).toLowerCase()}${title.slice(1)}` : title}</p>
      <p className={classes.text}>{text}</p>
      <div className={classes.actions}>
        {onRetry ? (
          <button type="button" className="sb-button" onClick={onRetry}>
            Try again
          </button>
        ) : null}
        {fault.status === 401 ? (
          <a className="sb-button" href="/sign-in">
            Sign in
          </a>
        ) : null}
        {fault.traceId ? (
          <span className={classes.trace}>
            trace <code>{fault.traceId}</code> <CopyButton text={fault.traceId} what="trace id" />
          </span>
        ) : null}
      </div>
    </div>
  );
}
