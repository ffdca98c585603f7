'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Age } from '#components/ui/age.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { useNowText } from '#components/ui/now.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Run } from '#lib/model/run.ts';
import { RunLink } from './run-link.tsx';
import { RunMark } from './run-mark.tsx';
import { describeProgress, isTakenUpLate, kindTitle, shareOf } from './run-words.ts';
import classes from './under-way.module.css';
import type { ChangeState } from './use-validation-state.ts';

interface UnderWayProps {
  run: Run;
  mayCancel: boolean;
  /** Where given, its name leads to the run. */
  change?: ChangeState;
  /** Whoever started it had the focus on a button that is gone. */
  takesFocus?: boolean;
}

/** A run that waits or is under way: how far it is, and the way to call it off. */
export function UnderWay({ run, mayCancel, change, takesFocus = false }: UnderWayProps) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (takesFocus && document.activeElement === document.body) section.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const title = kindTitle[run.kind];
  return (
    <section ref={section} tabIndex={-1} className={classes.underWay} data-alone={change === undefined || undefined} aria-label="Run under way">
      <div className={classes.underWayHead}>
        <RunMark state={run.state} />
        {change ? (
          <RunLink id={run.id} change={change}>
            {title}
          </RunLink>
        ) : (
          <span>{title}</span>
        )}
        <span className="sb-muted">
          {run.startedBy} · <Age at={run.requestedAt} />
        </span>
        {mayCancel ? <CancelButton id={run.id} /> : null}
      </div>
      <Bar run={run} />
      <p className={classes.progressWords}>{describeProgress(run)}</p>
      {run.state === 'queued' ? <Late at={run.requestedAt} /> : null}
    </section>
  );
}

function Bar({ run }: { run: Run }) {
  const share = shareOf(run.progress);
  const percent = share === null ? undefined : Math.round(share * 100);
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label="Progress of the run"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={describeProgress(run)}
    >
      <div className={classes.fill} style={{ width: `${percent ?? 0}%` }} />
    </div>
  );
}

/** A run that nobody takes up says whose work it is. */
function Late({ at }: { at: string }) {
  const words = useNowText((nowMs) =>
    isTakenUpLate(at, nowMs) ? 'Nobody has taken it up yet. The worker does: see whether it runs, and whether other runs are before this one.' : '',
  );
  return words === '' ? null : (
    <p className={classes.late} role="status">
      {words}
    </p>
  );
}

function CancelButton({ id }: { id: string }) {
  const queryClient = useQueryClient();
  const cancel = useMutation(
    orpc.run.cancel.mutationOptions({
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries({ queryKey: orpc.run.list.key() }),
          queryClient.invalidateQueries({ queryKey: orpc.run.read.key() }),
        ]),
    }),
  );
  return (
    <>
      <button
        type="button"
        className={`sb-button sb-button-small ${classes.cancel}`}
        disabled={cancel.isPending}
        onClick={() => cancel.mutate({ id })}
      >
        {cancel.isPending ? 'Cancelling …' : 'Cancel'}
      </button>
      {cancel.error ? <Fault error={cancel.error} what="The run was not cancelled" /> : null}
    </>
  );
}
