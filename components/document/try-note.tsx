import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatMs } from '#components/ui/format.ts';
import { StateMark } from '#components/ui/state-mark.tsx';
import { toFault } from '#lib/client/fault.ts';
import type { OperationEntry } from '#lib/model/document.ts';
import type { Service } from '#lib/model/service.ts';
import type { DocumentRights, LiveOutput } from './outputs.ts';
import classes from './try.module.css';
import type { Answer } from './try-service.ts';

const reads = new Set(['GET', 'HEAD']);
const credentialWords: Record<Answer['credential'], string> = {
  none: 'sent without a credential: none is stored',
  apiKey: 'sent with the stored API key',
  bearerToken: 'sent with the stored bearer token',
  both: 'sent with the stored API key and bearer token',
};

/** Whether the operation may be tried from here, and what is in the way. */
export function findHindrance(entry: OperationEntry, service: Service, may: DocumentRights): ReactNode | null {
  const settings = <Link href={`/services/${service.name}?tab=settings`}>Settings</Link>;
  if (entry.kind !== 'operation') return 'The service calls you here, so there is nothing to send from this page.';
  if (!may.check) return 'Sign in as a user to try this operation: guests only read.';
  if (service.baseUrl === null)
    return (
      <>
        {service.name} has no base URL yet, so there is nowhere to send this to. {may.edit ? <>Give one in {settings}.</> : null}
      </>
    );
  if (!reads.has(entry.method) && !service.tryWrites)
    return (
      <>
        Trying {entry.method} is switched off for {service.name}.{' '}
        {may.edit ? <>Switch it on in {settings}, under “Try it out”.</> : 'Whoever may edit the service can switch it on in its settings.'}
      </>
    );
  return null;
}

export type Attempt = { answer: Answer } | { error: unknown } | null;

interface TryNoteProps {
  service: Service;
  hindrance: ReactNode | null;
  live: LiveOutput | null;
  attempt: Attempt;
}

/** What is to be known before one tries, and what came of the last try. */
export function TryNote({ service, hindrance, live, attempt }: TryNoteProps) {
  if (hindrance !== null)
    return (
      <p className={classes.note} role="status">
        {hindrance}
      </p>
    );
  const breaker = live?.service.breakerState;
  const isOpen = breaker === 'open' || breaker === 'forced-open';
  return (
    <>
      {service.verdict === 'down' || isOpen ? (
        <p className={classes.warning} role="status">
          <StateMark verdict={service.verdict === 'down' ? 'down' : 'degraded'} size={12} />
          <span>
            {service.verdict === 'down' ? `${service.name} is down: ${service.reason}.` : `The breaker of ${service.name} is open.`} A try may fail,
            and adds load.
          </span>
        </p>
      ) : null}
      {attempt === null ? (
        <p className={classes.note}>Tries go through Signalbox. A credential that is stored for {service.name} goes along and is never shown.</p>
      ) : null}
      {attempt && 'answer' in attempt ? <Came answer={attempt.answer} /> : null}
      {attempt && 'error' in attempt ? <Failed error={attempt.error} /> : null}
    </>
  );
}

function Came({ answer }: { answer: Answer }) {
  return (
    <p className={classes.came} role="status">
      <strong className={classes.status}>HTTP {answer.status}</strong>
      <span className="sb-number">{formatMs(answer.durationMs)}</span>
      <code className={classes.url}>{answer.url}</code>
      <span>{credentialWords[answer.credential]}</span>
      {answer.cut ? <span>the answer was longer than is shown</span> : null}
    </p>
  );
}

const adviceOf: Record<string, string> = {
  forbidden: 'Nothing was sent.',
  validation_failed: 'Nothing was sent. Correct it and try again.',
  rate_limited: 'Nothing was sent. Wait a moment, then try again.',
  unauthorized: 'Nothing was sent. Sign in again.',
  cannot_send: '',
  offline: 'Check the connection, or whether Signalbox runs.',
};

function Failed({ error }: { error: unknown }) {
  const { code, message, details } = toFault(error);
  const issues = (details?.issues ?? []).map(({ path, message: text }) => `${path} ${text}`).join('; ');
  const advice = adviceOf[code] ?? 'See above how the service does, then try again.';
  return (
    <p className={classes.failed} role="alert">
      <strong>{message}</strong> {issues ? `${issues}. ` : ''}
      {advice}
    </p>
  );
}
